/* SPDX-License-Identifier: MIT */
#ifndef CMD_INIT_CI_H
#define CMD_INIT_CI_H

#include "base/strlist.h"
#include "cmd/command.h"
#include "git/worktree.h"

/*
 * "init --ci=<service>": the jobs of a pipeline. A file that is there stays as
 * it is; what to do then is told at the end.
 */
struct init_ci {
	const char *service; /* as given; NULL: none is wanted */
	bool comments; /* what answers comments is wanted, too */
	/* What init_ci_write() found: */
	const char *written; /* the first file with a job that is new */
	struct pm_strlist different; /* files that hold something else */
	bool lacks_include; /* .gitlab-ci.yml does not include the jobs */
	bool hides_github; /* Gitea will not see GitHub's workflows any more */
};

/* EXIT_USAGE after an error for a service that nobody knows, or that starts
 * nothing for a comment where that is wanted. */
int init_ci_check(const struct command *command, const struct init_ci *ci);
/* Plan what is to be written, and say it. */
void init_ci_write(struct context *ctx, struct init_ci *ci, const char *root,
		   struct pm_edit *edit);
/* The files with it. */
void init_ci_paths(const struct init_ci *ci, struct pm_strlist *out);
/* What is left to do by hand. */
void init_ci_hint(struct context *ctx, const struct init_ci *ci);
void init_ci_release(struct init_ci *ci);

/* Of init.c: plan to write one file, and say so; false when something is there,
 * which is said, too. */
bool init_write(struct context *ctx, struct pm_edit *edit, const char *path,
		const char *bytes, size_t len);

#endif
