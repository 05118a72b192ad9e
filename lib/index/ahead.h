/* SPDX-License-Identifier: MIT */
#ifndef PM_INDEX_AHEAD_H
#define PM_INDEX_AHEAD_H

#include "base/strlist.h"
#include "index/node.h"

/*
 * What lies ahead of a walk that is on its way: whether it may yet come to a
 * commit, itself or where one of its files turns out to have had another
 * path. By dates that cannot be told, since clocks run backwards. The paths
 * and the index must outlive it.
 */
struct pm_index_ahead;

/* For a walk of these paths from a node on. Nothing is read yet. */
struct pm_index_ahead *pm_index_ahead_new(struct pm_index *index,
					  int64_t node,
					  const struct pm_strlist *path);
/* The walk has come to a commit, and is done with it. */
void pm_index_ahead_pass(struct pm_index_ahead *ahead,
			 const struct pm_index_place *place);
/* 1 or 0. The first question is one query or two and the span of the node,
 * most others cost nothing. 1 may be wrong for a commit that the walk
 * simplifies away. */
int pm_index_ahead_has(struct pm_index_ahead *ahead,
		       const struct pm_index_place *place,
		       struct pm_error *err);
void pm_index_ahead_free(struct pm_index_ahead *ahead);

#endif
