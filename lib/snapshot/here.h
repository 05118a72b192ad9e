/* SPDX-License-Identifier: MIT */
#ifndef PM_HERE_H
#define PM_HERE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "base/error.h"
#include "git/log.h"
#include "model/policy.h"

/*
 * What evidence "here" names: the change that brought the event which says
 * so. That is the oldest commit along the first parents whose version of the
 * item has the event, found by reading versions, through renames below the
 * root. What a revert took away begins anew with what brought it back.
 *
 * A commit that touches nothing but records (a branch that was rebased) has
 * the work in one before it: the newest that names the item in a trailer.
 */
enum pm_here_found {
	PM_HERE_NOWHERE, /* the tip has no such evidence: not committed yet */
	PM_HERE_UNKNOWN, /* this clone is shallow and does not tell */
	PM_HERE_COMMIT,
	PM_HERE_BEFORE, /* in that commit, which only has records, or before */
};

struct pm_here {
	const char *path; /* set by the caller: of an item at the tip */
	enum pm_here_found found;
	const struct pm_commit_info *commit; /* in the arena, or NULL */
};

/* Whether of some files all are records or belong to them. */
bool pm_deltas_are_clerical(const struct pm_policy *policy,
			    const struct pm_delta *delta, size_t nr);

/* All in one walk over the commits that changed records, which ends where all
 * is found. `tip` is a full id; NULL: nothing is committed. */
int pm_here_find(struct pm_here *item, size_t nr, struct pm_arena *arena,
		 struct pm_repo *repo, const struct pm_policy *policy,
		 const char *tip, struct pm_error *err);

#endif
