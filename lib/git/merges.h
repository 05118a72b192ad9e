/* SPDX-License-Identifier: MIT */
#ifndef PM_MERGES_H
#define PM_MERGES_H

#include "base/strlist.h"
#include "git/push.h"
#include "git/repo.h"

/*
 * Commits with more than one parent. git's simplification leaves out those
 * that are like one of them, and so those that lose what another one has: here
 * none is left out.
 */

/* Those that `tip` leads to and no commit of `known` (words for git rev-list)
 * does, the oldest first; only so many, the newest. */
int pm_merges_find(struct pm_push_commits *out, const char *tip,
		   const struct pm_strlist *known, size_t most,
		   struct pm_error *err);

/* All merge bases of two commits; none when they have no commit in common.
 * Where a shallow clone ends before it, that is a failure. */
int pm_merges_bases(struct pm_strlist *out, struct pm_repo *repo,
		    const char *a, const char *b, struct pm_error *err);

/*
 * The merges of a range, the oldest first, and where any two commits of it
 * parted, from one reading. `known` is as in pm_merges_find().
 */
struct pm_partings;
int pm_merges_read(struct pm_push_commits *out, struct pm_partings **partings,
		   const char *tip, const struct pm_strlist *known,
		   struct pm_error *err);
/* False says nothing: ask pm_merges_bases(). */
bool pm_partings_find(struct pm_strlist *out, struct pm_partings *partings,
		      const char *a, const char *b);
/* NULL is fine. */
void pm_partings_free(struct pm_partings *partings);

#endif
