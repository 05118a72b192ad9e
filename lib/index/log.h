/* SPDX-License-Identifier: MIT */
#ifndef PM_INDEX_LOG_H
#define PM_INDEX_LOG_H

#include "git/log.h"
#include "index/walk.h"

/*
 * The log of some paths from the index, in the words of git/log.h: who and
 * when and why is asked of git, for the commits that are told and no others,
 * a few at first and then more at once.
 */
struct pm_index_log;

int pm_index_log_open(struct pm_index_log **out, struct pm_index *index,
		      const struct pm_index_walk_options *options,
		      struct pm_error *err);
/* As pm_log_next(), but its deltas live until the next call. */
int pm_index_log_next(struct pm_commit_info *out, struct pm_index_log *log,
		      struct pm_arena *arena, struct pm_error *err);
/* The same commit as in the index, until the next call. */
const struct pm_index_commit *
pm_index_log_last(const struct pm_index_log *log);
void pm_index_log_close(struct pm_index_log *log);

#endif
