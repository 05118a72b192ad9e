/* SPDX-License-Identifier: MIT */
#ifndef PM_STAGE_H
#define PM_STAGE_H

#include "base/buf.h"
#include "base/strlist.h"
#include "git/process.h"
#include "git/repo.h"

/* What commit.c and partial.c share. */

/* What git and the hooks that it runs find in their environment: the user's
 * own language and prompts, and pathspecs that mean what we wrote. */
void pm_stage_env(struct pm_strlist *env);
/* The file that git takes for the index. */
void pm_index_path(struct pm_buf *path, const struct pm_repo *repo);
/*
 * As pm_run(), again while another process holds index.lock. `said` may be
 * NULL: then what is said is not seen here, and a lock that is still there
 * afterwards is taken for the reason.
 */
int pm_run_patiently(const struct pm_run *run, struct pm_repo *repo,
		     struct pm_buf *out, struct pm_buf *said,
		     struct pm_error *err);
/* "git add" of pathspecs that each end in a NUL; `env` has pm_stage_env(). */
int pm_git_add(struct pm_repo *repo, const char *option,
	       const struct pm_buf *specs, const struct pm_strlist *env,
	       struct pm_buf *said, struct pm_error *err);
/* Pathspecs of these, without those that git knows nothing of and that are
 * not there. */
int pm_pathspecs(struct pm_buf *out, struct pm_repo *repo,
		 const struct pm_strlist *paths, bool with_head,
		 struct pm_error *err);
/*
 * Run a "git commit". Its own words and those of hooks go to standard error
 * as they come, its summary into `summary`; without one (NULL) all is kept
 * for the message of a failure. `before`: HEAD as it was (see pm_commit()); where
 * it has moved the commit is made, whatever ended git.
 */
int pm_run_commit(struct pm_run *run, struct pm_repo *repo,
		  const char *before, struct pm_buf *summary,
		  struct pm_error *err);
/* Its command line, with the message as git is told to store it; fails when
 * Linux would not take that. */
int pm_commit_argv(struct pm_strlist *argv, struct pm_repo *repo,
		   const char *const *options, const char *message,
		   bool quiet, struct pm_error *err);

#endif
