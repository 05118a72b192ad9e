/* SPDX-License-Identifier: MIT */
#ifndef PM_REPO_RUN_H
#define PM_REPO_RUN_H

#include "base/strlist.h"
#include "check/check.h"
#include "git/listing.h"

/* The bytes of a policy; none: there is no file, or one too large to read. */
struct pm_policy_text {
	struct pm_buf bytes;
	size_t size;
	bool exists;
};

/* One check of a change of a repository: its three sides as listings, then
 * as snapshots. Private to check/repo_*.c. */
struct pm_check_run {
	const struct pm_change_check *change;
	struct pm_arena arena;
	char *base, *other, *head, *policy_at;
	struct pm_deltas deltas;
	struct pm_deltas folders; /* that differ; of two commits only */
	/* Where records stand: the policy of the result; where they stood:
	 * the base's. By which they are judged: the result's or another. */
	struct pm_policy_text text, old_text, judge_text;
	struct pm_policy policy, old_policy, judge;
	struct pm_strlist touched; /* ids */
	struct pm_snapshot before, beside, after;
	struct pm_strlist boilerplate;
	struct pm_codeowners codeowners;
};

/* Whether the change touches the policy itself. */
bool pm_check_moves_policy(const struct pm_deltas *deltas);
/* Read all three policies. */
int pm_check_run_policies(struct pm_check_run *run, struct pm_error *err);
/* What a snapshot is opened with: NULL where there is no file. */
const char *pm_policy_text(const struct pm_policy_text *text);
void pm_check_run_release_policies(struct pm_check_run *run);

/* Put what the rules say about it into check->out. */
int pm_check_run_judge(struct pm_check_run *run, const struct pm_check *check,
		       struct pm_error *err);

/* Hand over what was read; the run holds none of it any longer. */
void pm_check_run_keep(struct pm_check_run *run, struct pm_change_sides *out);

#endif
