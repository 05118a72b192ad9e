/* SPDX-License-Identifier: MIT */
#ifndef PM_REPO_RUN_H
#define PM_REPO_RUN_H

#include "base/strlist.h"
#include "check/check.h"
#include "git/listing.h"

/* One check of a change of a repository: its three sides as listings, then
 * as snapshots. Private to check/repo_*.c. */
struct pm_check_run {
	const struct pm_change_check *change;
	struct pm_arena arena;
	char *base, *other, *head;
	struct pm_deltas deltas;
	/* The policy of the result judges; the base's, where it differs,
	 * says where records stood before. */
	struct pm_buf policy_text, old_text;
	bool has_policy, has_old;
	struct pm_policy policy, old_policy;
	struct pm_strlist touched; /* ids */
	struct pm_snapshot before, beside, after;
};

/* Put what the rules say about it into check->out. */
int pm_check_run_judge(struct pm_check_run *run, const struct pm_check *check,
		       struct pm_error *err);

#endif
