/* SPDX-License-Identifier: MIT */
#ifndef PM_UNSEEN_H
#define PM_UNSEEN_H

#include <stdbool.h>

#include "base/error.h"
#include "base/strlist.h"
#include "git/repo.h"

/*
 * Where the work tree and what git keeps part without a word of git's: a file
 * that is gone and whose removal is not staged, one that git ignores and will
 * never commit, one that it has been told not to look at, one that a filter
 * rewrites on its way.
 */
struct pm_unseen {
	struct pm_strlist gone;	   /* tracked, not there */
	struct pm_strlist ignored; /* there, not tracked, and left out */
	struct pm_strlist skipped; /* marked skip-worktree */
	struct pm_strlist assumed; /* marked assume-unchanged */
	struct pm_strlist filtered; /* "<attribute>=<value>", and the path in
				     * the next string */
};

/* One git, which looks while the caller does something else. */
struct pm_unseen_search;
int pm_unseen_begin(struct pm_unseen_search **out, struct pm_repo *repo,
		    const char *folder, struct pm_error *err);
/*
 * Ends it, and fills `out` with the files that `wanted` says yes to. What is
 * ignored or filtered is asked for only if there may be any: for the second
 * an attribute file of the repository has to name such an attribute, or `all`
 * be set. Frees the search.
 */
int pm_unseen_end(struct pm_unseen *out, struct pm_unseen_search *search,
		  bool (*wanted)(void *payload, const char *path),
		  void *payload, bool all, struct pm_error *err);
void pm_unseen_release(struct pm_unseen *unseen);

#endif
