/* SPDX-License-Identifier: MIT */
#ifndef PM_BRANCHES_H
#define PM_BRANCHES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/error.h"

/* Local and remote-tracking branches, and what stands at some paths on each:
 * one process for the branches, one for the paths. */
struct pm_branch {
	const char *ref;     /* "refs/heads/main" */
	const char *name;    /* "main", "origin/main" */
	const char *tip;     /* full hex */
	struct pm_time time; /* when its tip was committed */
	const char **oid;    /* for each path what stands there; or NULL */
};

struct pm_branches {
	struct pm_branch *item; /* the last committed to first */
	size_t nr;
	size_t alloc;
};

/* `paths` literal paths from the top; strings live in the arena. Symbolic
 * references (origin/HEAD) are left out. */
int pm_branches_read(struct pm_branches *out, struct pm_arena *arena,
		     const char *const *path, size_t paths,
		     struct pm_error *err);
/* For each branch whether a commit (a full id) leads to it; `out` holds as
 * many as there are branches. */
int pm_branches_contain(bool *out, const struct pm_branches *branches,
			const char *commit, struct pm_error *err);
void pm_branches_release(struct pm_branches *branches);

#endif
