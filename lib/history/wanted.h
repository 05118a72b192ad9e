/* SPDX-License-Identifier: MIT */
#ifndef PM_WANTED_H
#define PM_WANTED_H

#include <regex.h>
#include <stdint.h>

#include "history/history.h"

/*
 * Which commits are to be told, by who and when. Not left to git: the commit
 * that renamed a record must be seen even when it is not to be told, since
 * what is to be told may lie beyond it.
 */
struct pm_wanted {
	regex_t author;
	bool has_author;
	int64_t since; /* INT64_MIN: from the beginning */
	int64_t until;
};

int pm_wanted_read(struct pm_wanted *out,
		   const struct pm_history_options *options,
		   struct pm_error *err);
/* A commit from before `since` is for the walk to leave out. */
bool pm_wanted_has(const struct pm_wanted *wanted,
		   const struct pm_commit_info *commit);
void pm_wanted_release(struct pm_wanted *wanted);

#endif
