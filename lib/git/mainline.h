/* SPDX-License-Identifier: MIT */
#ifndef PM_MAINLINE_H
#define PM_MAINLINE_H

#include "base/error.h"
#include "base/strlist.h"
#include "git/repo.h"

/*
 * The branch that the current work is to be merged into, and where the two
 * parted.
 */

/* The remote that the current branch belongs to: the one of its configuration,
 * else the only one there is, else "origin". NULL without any; the caller's. */
char *pm_remote_find(struct pm_repo *repo, struct pm_error *err);

/*
 * The full name of that branch, the caller's: the remote's default branch
 * (refs/remotes/<remote>/HEAD, which `git clone` sets), else the branch's
 * upstream when that is another branch, else the remote's
 * init.defaultBranch, main or master, else a local branch of those names other
 * than the current one.
 * PM_ENOTFOUND with what to do when there is none.
 */
int pm_mainline_find(char **ref, struct pm_repo *repo, struct pm_error *err);

/*
 * Where a commit has come to stay: the commits at which the default branch
 * stands, at its remote and here, are added to `tips`, and *name is what the
 * user calls it ("origin/main", the caller's). PM_ENOTFOUND where nobody can
 * tell: without a remote, and while that branch is the current one, since
 * what is on it will be pushed.
 */
int pm_mainline_tips(struct pm_strlist *tips, char **name,
		     struct pm_repo *repo, struct pm_error *err);

/*
 * The best common ancestor of two commits, full hex; `from` and `to` are what
 * the user called them. PM_ENOTFOUND when they have none, or, in a shallow
 * clone, when it is not here.
 */
int pm_merge_base(char **out, struct pm_repo *repo, const char *a,
		  const char *b, const char *from, const char *to,
		  struct pm_error *err);

#endif
