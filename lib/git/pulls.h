/* SPDX-License-Identifier: MIT */
#ifndef PM_PULLS_H
#define PM_PULLS_H

#include <stdbool.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/strlist.h"
#include "git/claims.h"

/*
 * Pull requests and merge requests, in the words that GitHub, GitLab, Gitea,
 * Bitbucket and Azure write into messages (tests/data/forge-messages). A
 * number is "#12", or "!12" as GitLab and Azure write that of a merge request.
 */

/* The number that a line says it reverts ("Reverts owner/repository#12",
 * "This reverts merge request !12") is appended; false for any other line. */
bool pm_pull_reverted(struct pm_buf *number, const char *line);

/* Append the numbers by which the request is known that a commit brought,
 * from its message (%B): none, one, or two forms of one. */
void pm_pull_numbers(struct pm_strlist *out, const char *message);

/* The value of a claim that reverts a number: the number, a newline, and the
 * title in 'Revert "title"', or "". */
char *pm_pull_revert(struct pm_arena *arena, const char *number,
		     const char *message);

/*
 * Make those of the claims name the commit, as any other revert: the newest
 * one with that number in the history of who reverts; where none has it, the
 * newest with that title, which is all that a squash of GitLab leaves; of a
 * merge also the parent that it was merged into. What is in neither is
 * dropped. One git log or two, and none without such claims. `tip` leads to all
 * of them; `since` is how far back is looked, as git log takes it, or NULL.
 */
int pm_pulls_resolve(struct pm_claims *claims, struct pm_arena *arena,
		     const char *const *tip, const char *since,
		     struct pm_error *err);

#endif
