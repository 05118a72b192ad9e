/* SPDX-License-Identifier: MIT */
#ifndef PM_AMEND_H
#define PM_AMEND_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"
#include "base/strlist.h"
#include "git/repo.h"

/*
 * What the commit that is being made will stand on. A hook sees the index
 * and HEAD, but git does not tell it that HEAD is about to be replaced: in
 * `git commit --amend` HEAD..index says nothing about what HEAD itself
 * brought in. So we look at the command line of the `git commit` that runs
 * us.
 */

enum pm_amend {
	PM_AMEND_NO,
	PM_AMEND_YES,
	PM_AMEND_MERGES,  /* it merges, which amends nothing */
	PM_AMEND_UNKNOWN, /* no git command that commits is to be seen */
};

/* What one command line says, abbreviations of --amend included;
 * PM_AMEND_UNKNOWN when it makes no commit. */
enum pm_amend pm_amend_in_argv(const char *const *argv, size_t nr);

/* What the nearest committing git among `pid` and its parents says. `proc`
 * is "/proc". */
enum pm_amend pm_amend_in_processes(const char *proc, pid_t pid);

/*
 * Where no such process is to be seen, an amend is taken for one when the
 * author that git exports to its hooks, with his date, is that of HEAD. This
 * misses --reset-author and --date. What git-gui, JGit and the like commit by
 * themselves has no such author: nothing tells.
 */
int pm_is_amending(enum pm_amend *out, struct pm_repo *repo,
		   struct pm_error *err);

struct pm_next_commit {
	char *base;   /* its first parent; NULL: HEAD, whatever that is; the
		       * empty tree when a first commit is amended */
	char *other;  /* its second parent, or NULL */
	struct pm_strlist more; /* the third and later ones of an octopus */
	bool amends;
	bool may_amend; /* nothing tells: see pm_next_commit_amended() */
};

/*
 * `merging` is for pre-merge-commit, which runs before there is a MERGE_HEAD:
 * git names what it merges in GITHEAD_<id>. Where git merge runs us that is
 * believed of other hooks too: pre-commit, the manager, runs the same hook for
 * both. Anybody can set such a variable, and git does nowhere else. Amending a
 * commit whose parents a shallow clone lacks fails.
 */
int pm_next_commit(struct pm_next_commit *out, struct pm_repo *repo,
		   bool merging, struct pm_error *err);
/* No further parents, unless a merge waits to be committed. */
void pm_next_commit_merging(struct pm_next_commit *out,
			    const struct pm_repo *repo);
/* What it stands on if it amends HEAD. */
int pm_next_commit_amended(struct pm_next_commit *out, struct pm_repo *repo,
			   struct pm_error *err);
void pm_next_commit_release(struct pm_next_commit *next);

#endif
