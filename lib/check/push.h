/* SPDX-License-Identifier: MIT */
#ifndef PM_CHECK_PUSH_H
#define PM_CHECK_PUSH_H

#include "base/strlist.h"
#include "check/check.h"
#include "git/push.h"

/*
 * A push: several refs that move at once. What is judged is what is new to
 * the branches, by the same engine as a commit and a range, so that the
 * verdict for a commit is the same on a laptop and on a server.
 *
 * An update is judged from what the ref named to what it shall name, as
 * trees: a post-mortem that a forced push takes away is told. What a branch
 * only took over from the default branch is not examined again. A new ref is
 * judged from where its new commits begin.
 */
struct pm_push_check {
	struct pm_repo *repo;
	const struct pm_ref_update *update;
	size_t nr;
	/* The default branch's commit as it stands before the push, or NULL
	 * when there is none. Its policy judges, and says which refs are
	 * judged and whether each commit is; where it has none, or a
	 * malformed one, the built-in answer to these two holds, and the
	 * policy in what is pushed judges. */
	const char *policy_at;
	/* Words for git rev-list that stand for what is known, where that is
	 * not the refs that are judged (pre-push); or NULL. */
	const struct pm_strlist *known;
	pm_date today;
};

/* What was found of one commit. */
struct pm_push_verdict {
	struct pm_strlist refs; /* that would have it; the first is the one
				 * `base` is of */
	const char *commit;	/* full id */
	const char *base;	/* full id of what it was compared with */
	bool is_whole;		/* with nothing: all of it is new */
	struct pm_findings findings; /* not excused, sorted */
};

struct pm_push_result {
	struct pm_arena arena;
	struct pm_push_verdict *item; /* those with findings */
	size_t nr;
	size_t alloc;
	size_t errors, warnings;
	const char *policy_at; /* whose policy judged, or NULL: each commit's
				* own */
};

/*
 * Judge all of it. A failure says what could not be read, and of which ref:
 * the push is to be refused then. The same finding of one commit is told
 * once, whatever number of refs takes it.
 */
int pm_check_push(struct pm_push_result *out, const struct pm_push_check *push,
		  struct pm_error *err);
void pm_push_result_release(struct pm_push_result *result);

#endif
