/* SPDX-License-Identifier: MIT */
#ifndef PM_ORIGIN_H
#define PM_ORIGIN_H

#include "base/alloc.h"
#include "base/date.h"
#include "base/error.h"
#include "git/repo.h"

/*
 * Where files come from: the commit in which each of many first appeared,
 * through renames, asked of git for all of them at once.
 */
struct pm_origin {
	const char *path;  /* from the top; set by the caller */
	pm_date day;	   /* on which it was written, in its author's zone;
			    * PM_NO_DATE when no commit has it */
	const char *email; /* of its author, mailmap applied; or NULL */
};

/* Fill in `nr` of them; strings live in the arena. On an unborn branch none
 * is known. In a shallow clone the first commit may be missing: see
 * repo->is_shallow. */
int pm_origins(struct pm_origin *origin, size_t nr, struct pm_arena *arena,
	       struct pm_repo *repo, struct pm_error *err);

#endif
