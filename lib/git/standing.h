/* SPDX-License-Identifier: MIT */
#ifndef PM_STANDING_H
#define PM_STANDING_H

#include <stddef.h>

#include "base/alloc.h"
#include "base/error.h"
#include "git/repo.h"

/* How files stand between HEAD, the index and the work tree: what of them is
 * staged and what is not, as `git status` says it. */

struct pm_standing {
	const char *path; /* relative to the top */
	char staged;	  /* the index against HEAD: git's letter, or '.' */
	char unstaged;	  /* the work tree against the index; '?' for a file
			   * that git does not know, '!' for one that it
			   * ignores, 'U' for a conflict */
	unsigned mode;	  /* in the index, else in HEAD; 0: in neither */
	const char *head;  /* its blob there; NULL: it is not there */
	const char *index;
};

struct pm_standings {
	struct pm_standing *item;
	size_t nr;
	size_t alloc;
	const char *commit; /* HEAD; "" while the branch is unborn */
};

/* What is not the same in all three, of the files below any of the paths
 * (nr == 0: everything). One git process. Strings live in the arena. */
int pm_standings_read(struct pm_standings *out, struct pm_arena *arena,
		      struct pm_repo *repo, const char *const *path,
		      size_t nr, struct pm_error *err);
/* NULL: the same everywhere, or nowhere. */
const struct pm_standing *pm_standings_find(const struct pm_standings *list,
					    const char *path);
void pm_standings_release(struct pm_standings *list);

#endif
