/* SPDX-License-Identifier: MIT */
#ifndef PM_CHECK_H
#define PM_CHECK_H

#include <stdbool.h>

#include "base/date.h"
#include "base/error.h"
#include "check/ask.h"
#include "check/finding.h"
#include "snapshot/codeowners.h"
#include "snapshot/snapshot.h"

struct pm_merge;
struct pm_item_moves;
struct pm_push_commit;
struct pm_pull;

/* What the rules about a change ask of the commit that made it. */
struct pm_maker {
	const char *author; /* "Name <address>", or NULL */
	pm_date day;
	bool has_reason; /* its message says why */
	const char *reverts; /* what it says it reverts; see git/claims.h */
	const char *const *coauthor; /* NULL-terminated, or NULL */
};

#define PM_PAST_WITHIN (-2)

/* What a commit that is named by its id has in the place of a record. */
enum pm_there {
	PM_THERE_READ,
	PM_THERE_NOTHING,
	PM_THERE_NO_COMMIT, /* it is not here */
};

/*
 * Run the rules. Records must have been read with PM_READ_BODY.
 */
struct pm_check {
	const struct pm_policy *policy;
	struct pm_findings *out;
	pm_date today;
	/* For a check of a change; NULL where it is not known: */
	const char *author;  /* who makes it: "Name <address>" */
	const char *message; /* the commit message, in commit-msg */
	pm_date made; /* the author's day of the commit; 0: today */
	/* Several commits lie between the two sides: a step that was taken
	 * on the way is not seen, and so none is missed. */
	bool many_commits;
	/* Of a change: what is no person's name is an error, and not left as
	 * it was; pm_check_change() and pm_check_status() set it. */
	bool is_change;
	/* Whether anybody knows a person whom a change names for the first
	 * time; NULL where that is not asked. */
	bool (*knows)(void *payload, const char *who);
	void *who_payload;
	bool wants_advice; /* also what is no more than that */
	/* Ask about commits that are evidence, too; the findings have to be
	 * settled with pm_evidence_settle(). */
	bool asks_git;
	/* Asked for the commit that promised or declined an item (PM_F_STATE),
	 * moved its date (PM_F_DUE) or gave it to its owner (PM_F_OWNER), where a range of commits is checked; false
	 * when there is none. NULL where author, message and today say it. */
	bool (*find_maker)(void *payload, const struct pm_record *action,
			   enum pm_field field, struct pm_maker *out);
	/* The same of a record and of any field that events set; here accepted
	 * and in progress are two. */
	bool (*find_setter)(void *payload, const struct pm_record *record,
			    enum pm_field field, struct pm_maker *out);
	/* Asked for the day on which an item that becomes a promise on `day`
	 * was first written down; false when that was more than `window` days
	 * before it, or is not known. It is given the item as the range leaves
	 * it or, without find_maker, as it stood before. May be NULL. */
	bool (*find_proposal)(void *payload, const struct pm_record *action,
			      pm_date day, int window, pm_date *out);
	/* Whether the change says that it reverts something in a record that
	 * was there before; with `has_added` a commit that had added it. */
	bool (*is_revert)(void *payload, const struct pm_record *record,
			  bool has_added);
	/* Asked for the commit that brought each event of a record's history,
	 * where a range of commits is checked: the oldest that has it. `out`
	 * has one for each; without an author it is not known. NULL where
	 * `author` makes them all. */
	void (*find_witness)(void *payload, struct pm_arena *arena,
			     const struct pm_record *now,
			     struct pm_maker *out);
	/* Asked of what was there before, which was `old` then: the commits
	 * that brought this very event or, with `by_fields`, that made of the
	 * fields what it says. Their number; -1: that cannot be known;
	 * PM_PAST_WITHIN: the change itself did, and took it back. */
	int (*find_past)(void *payload, struct pm_arena *arena,
			 const struct pm_record *old,
			 const struct pm_record *now,
			 const struct pm_ledger_event *event, bool by_fields,
			 const struct pm_maker *const **out);
	/* A record as it stands in a commit, be it under another name that it
	 * has had in the range. */
	enum pm_there (*find_version)(void *payload, struct pm_arena *arena,
				      const struct pm_record *now,
				      const char *commit,
				      struct pm_record *out);
	void *payload;
	/* What a forge says of the pull request that the range is, or NULL. */
	const struct pm_pull *pull;
	/* Nobody is asked whether it was they: it is merged. */
	bool asks_nobody;
	/* Filled with whom the change asks, unless it is NULL; ask.h. */
	struct pm_asks *asks;
	/* All that was there before the change, or NULL. */
	const struct pm_snapshot *before;
	/* Normal forms of the paragraphs that templates hold: text that is
	 * still the template's is not content. Sorted; may be empty. */
	const struct pm_strlist *boilerplate;
	/* Of the same place; read where the policy asks for it. */
	const struct pm_codeowners *codeowners;
	/* For a check of a change: items that lie in another post-mortem than
	 * before; or NULL. */
	const struct pm_item_moves *moves;
	/* All that the change touches, to say where a file went; or NULL. */
	const struct pm_deltas *deltas;
	/* The change is a merge: what only one of two versions can have wrong
	 * is told by pm_check_step(), of each parent. */
	bool is_merge;
	/* What else stands beside the two of a step; see check/merge.h. */
	const struct pm_merge *merge;
};

/* A post-mortem and its items as they stand. */
void pm_check_postmortem(const struct pm_check *check,
			 const struct pm_postmortem *pm);

/*
 * What a change makes of one post-mortem. `before` may be NULL (it is new),
 * and so may `after` (it was removed); `other` is the second parent's version
 * while merging, else NULL. The findings are those of `after` and of the
 * change itself; one that stood in `before` or `other` with the same level or
 * a higher one is only a warning (PM_WAS_SO), unless its rule is of form.
 */
void pm_check_change(const struct pm_check *check,
		     const struct pm_postmortem *before,
		     const struct pm_postmortem *other,
		     const struct pm_postmortem *after);

/* The change alone: what was taken away, or made a step that is none. With
 * check->merge, `before` is what that parent of a merge has. */
void pm_check_step(const struct pm_check *check,
		   const struct pm_postmortem *before,
		   const struct pm_postmortem *after);

/*
 * The post-mortems of a listed snapshot, each read, judged and let go in turn,
 * so that memory does not grow with their number; in the work tree by as many
 * threads as there are processors. `id` (nr of them) limits it to those; nr
 * == 0 is all.
 */
int pm_check_sweep(const struct pm_check *check,
		   const struct pm_snapshot *snapshot, const char *const *id,
		   size_t nr, struct pm_error *err);

/* What is wrong with a policy itself, be it the one that judges or not. */
void pm_check_policy(const struct pm_check *check,
		     const struct pm_policy *policy);
/* What lies below the root but is no record. */
void pm_check_oddities(const struct pm_check *check,
		       const struct pm_snapshot *snapshot);

/* And anywhere, what people take for one; see snapshot/stray.h. */
int pm_check_strays(const struct pm_check *check,
		    const struct pm_snapshot *snapshot, struct pm_error *err);

/* The findings that would stand in the way if `pm` had the status `next`. */
void pm_check_status(const struct pm_check *check,
		     const struct pm_postmortem *pm, enum pm_status next);

/*
 * A change of a repository: what is staged against a base, or one commit
 * against another. Reads only the post-mortems that differ; costs nothing
 * for the others.
 *
 * The policy is the one that stands in the result, so that a commit which
 * changes both is judged by what it asks for itself. Where somebody else has
 * a say, `policy_at` names the commit whose policy judges instead, with its
 * templates and its CODEOWNERS. The result's policy still says where records
 * stand, and has to be well formed. It also judges where there is none at
 * `policy_at`, or a malformed one: or else nobody could mend that.
 *
 * Where the policy of the result, or the one that judges, needs a newer
 * program, and there is something to judge, that is PM_ENEWER.
 *
 * Each merge between base and head is held against its own parents as well:
 * what it has lost, and the head still lacks, is told.
 */
struct pm_change_check {
	struct pm_repo *repo;
	const char *base;  /* a commit, the empty tree's id, or NULL: HEAD (the
			    * empty tree when unborn) */
	const char *other; /* the second parent of a merge, or NULL: what is as
			    * it stands there is not examined */
	const char *const *also; /* further commits, NULL-terminated, or NULL:
				  * as with `other`, what is as it stands in
				  * one of them is not examined */
	bool is_merge; /* `other` and `also` are the other parents of `head`,
			* or of the commit that is made: what any parent has
			* added or changed since they parted must not be
			* missing */
	bool only_lost; /* tell nothing but what is missing then, */
	const char *seen_at; /* in this later commit, or NULL: in the result */
	bool as_one_step; /* whatever lies between base and head */
	/* Words for git rev-list, or NULL: merges that these lead to are not
	 * judged again, nor are those that the base leads to. */
	const struct pm_strlist *known;
	bool each; /* tell what such a merge lost though it was brought back */
	const char *head;  /* a commit, or NULL: the index */
	const char *policy_at; /* a commit, or NULL */
	const char *author;
	const char *message;
	pm_date made; /* the day that the commit will have; 0: today */
	size_t most; /* PM_EINVALID when it touches more post-mortems; 0: no
		      * limit */
	bool wants_advice; /* of what the change touches */
	bool only_message; /* only what the message can answer (commit-msg) */
	pm_date today;
	/* What a forge says of the pull request that the range is, or NULL;
	 * PM_EINVALID when it is of another. */
	const struct pm_pull *pull;
	bool is_merged; /* form alone: nobody is asked whether it was they */
	struct pm_change_sides *sides; /* filled, for the caller to release,
					* unless it is NULL */
};

/*
 * What a check of a change has read, for who has more to say of the change
 * than its findings. A change that touches neither a post-mortem nor the
 * policy leaves all but the ids of its sides empty.
 */
struct pm_change_sides {
	char *base, *head; /* full ids; base may be the empty tree, head is
			    * NULL for the index */
	struct pm_arena arena;
	struct pm_deltas deltas; /* of all files */
	struct pm_policy policy, old_policy; /* of the result and of the base */
	struct pm_policy judge; /* by which they were judged */
	bool policy_changed;
	/* The post-mortems that the change touches, with all their items and
	 * bodies. They borrow from the policies. */
	struct pm_snapshot before, after;
	struct pm_strlist boilerplate; /* see struct pm_check, */
	struct pm_codeowners codeowners; /* both */
	struct pm_asks asks; /* whose answer is awaited, or was given */
};

void pm_change_sides_release(struct pm_change_sides *sides);

/* *examined (may be NULL): how many post-mortems the change touches. */
int pm_check_repo_change(struct pm_findings *out, size_t *examined,
			 const struct pm_change_check *change,
			 struct pm_error *err);

/*
 * What merges lost: each is held against its parents, and what `tip` has again
 * is left out. Most of them are passed over after a look at what differs.
 */
struct pm_merges_check {
	struct pm_repo *repo;
	const struct pm_policy *policy; /* where records stand */
	bool stands_anywhere; /* they do not all stand there */
	const char *tip; /* a commit, or NULL: whatever became of it */
	const char *policy_at; /* whose policy judges; NULL: the merge's own */
	pm_date today;
	struct pm_stream *stream; /* to one git that tells all differences */
	struct pm_partings *partings; /* where parents parted; borrowed; NULL:
					 * git is asked of each */
};

/* One more. */
int pm_check_merge_lost(struct pm_findings *out, struct pm_merges_check *check,
			const struct pm_push_commit *merge,
			struct pm_error *err);
void pm_merges_check_release(struct pm_merges_check *check);

/* Whether an item's title begins with a word that can never be finished, as
 * the rule action-vague has them. */
bool pm_title_is_vague(const char *title);

/* Read CODEOWNERS of a place for `codeowners`, unless the policy does without;
 * the caller releases it. */
int pm_check_codeowners(struct pm_codeowners *out,
			const struct pm_policy *policy,
			const struct pm_source *source, struct pm_error *err);
/* Read the templates of a place for `boilerplate`; the caller releases it. */
int pm_boilerplate_read(struct pm_strlist *out,
			const struct pm_source *source, struct pm_error *err);

#endif
