/* SPDX-License-Identifier: MIT */
#ifndef PM_REPO_RUN_H
#define PM_REPO_RUN_H

#include "base/strlist.h"
#include "check/check.h"
#include "git/listing.h"
#include "snapshot/people.h"
#include "snapshot/stray.h"

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
	/* Of a merge: from each further parent, `other` and then `also`, to
	 * the result; and the ids of post-mortems that one side has changed
	 * and the result has otherwise, and of those in `touched`. */
	struct pm_deltas *theirs;
	size_t others;
	struct pm_strlist lost;
	struct pm_deltas folders; /* that differ; of two commits only */
	/* Where records stand: the policy of the result; where they stood:
	 * the base's. By which they are judged: the result's or another. */
	struct pm_policy_text text, old_text, judge_text;
	struct pm_policy policy, old_policy, judge;
	bool judges_at; /* `judge` is that of policy_at */
	struct pm_strlist touched; /* ids */
	struct pm_snapshot before, beside, after;
	struct pm_strays strays;
	struct pm_strlist boilerplate;
	struct pm_codeowners codeowners;
	struct pm_people_search people;
};

/* Whether the change touches the policy itself. */
bool pm_check_moves_policy(const struct pm_deltas *deltas);
/* Read all three policies. */
int pm_check_run_policies(struct pm_check_run *run, struct pm_error *err);
/* PM_ENEWER where this program cannot judge by them. */
int pm_check_run_refuse_newer(const struct pm_check_run *run,
			      struct pm_error *err);
/* What a snapshot is opened with: NULL where there is no file. */
const char *pm_policy_text(const struct pm_policy_text *text);
void pm_check_run_release_policies(struct pm_check_run *run);

/* The policy of some commit; PM_OK also when there is none. */
int pm_check_policy_at(struct pm_policy_text *out,
		       const struct pm_check_run *run, const char *commit,
		       struct pm_error *err);

/* Whether a change can have to do with records under any policy. */
bool pm_check_could_matter(const struct pm_deltas *deltas);

/* Full id of a parent of a merge, 0 being the first; there are 1 +
 * run->others. */
const char *pm_check_run_parent(const struct pm_check_run *run, size_t nr);
/* From there to the result. */
const struct pm_deltas *pm_check_run_deltas(const struct pm_check_run *run,
					    size_t nr);
/* The policy by which records stand in a commit: its own, or the built-in one
 * where that is malformed. */
int pm_check_run_root_at(struct pm_policy *out, const struct pm_check_run *run,
			 const char *commit, struct pm_error *err);

/* All files of the post-mortems in question as they are in a tree. */
int pm_check_run_list(struct pm_check_run *run, struct pm_entries *out,
		      const char *treeish, const char *root,
		      struct pm_error *err);

/* Which files of the result people take for records, into run->strays; and
 * what is said of them. */
int pm_check_run_find_strays(struct pm_check_run *run, struct pm_error *err);
void pm_check_run_strays(const struct pm_check_run *run,
			 const struct pm_check *check);

/* A merge: which post-mortems may lack what a side has, into run->lost. */
int pm_check_run_find_lost(struct pm_check_run *run, struct pm_error *err);
/* And what they lack, told of each parent once; see check/merge.h. */
int pm_check_run_merge(struct pm_check_run *run, const struct pm_check *check,
		       struct pm_error *err);
/* What the merges between base and head, and new to change->known, have lost
 * and the head still lacks. */
int pm_check_run_merges(struct pm_check_run *run, struct pm_findings *out,
			struct pm_error *err);

/* Whether change->pull is of the range; PM_EINVALID names both. */
int pm_check_run_pull(struct pm_check_run *run, struct pm_error *err);

/* Let the rules ask who is known, of `source` and of the log. */
void pm_check_run_ask_people(struct pm_check_run *run, struct pm_check *check,
			     const struct pm_source *source);

/* What a changed policy no longer fits, of all records of the result. */
int pm_check_run_misfits(const struct pm_check_run *run,
			 const struct pm_check *check, struct pm_error *err);

/* Put what the rules say about it into check->out. */
int pm_check_run_judge(struct pm_check_run *run, const struct pm_check *check,
		       struct pm_error *err);

/* Hand over what was read; the run holds none of it any longer. */
void pm_check_run_keep(struct pm_check_run *run, struct pm_change_sides *out);

#endif
