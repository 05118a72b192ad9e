/* SPDX-License-Identifier: MIT */
#include "cmd/hook.h"

#include <stdlib.h>

#include "git/branches.h"

int hook_find_set(struct pm_hooks *out, struct context *ctx, bool server,
		  struct pm_error *err)
{
	return pm_hooks_find(out, &ctx->repo,
			     server || ctx->repo.is_bare ? PM_HOOKS_SERVER :
							   PM_HOOKS_CLIENT,
			     err);
}

void hook_warn_default_branch(struct context *ctx)
{
	struct pm_branches branches = { 0 };
	struct pm_arena arena = { 0 };
	struct pm_error err;
	char *head = NULL;

	if (pm_repo_head(&ctx->repo, &head, &err) == 0 && !head &&
	    pm_branches_read(&branches, &arena, NULL, 0, &err) >= 0 &&
	    branches.nr)
		command_warn("HEAD names a branch that is not there, though "
			     "there are others; each push would be judged by "
			     "its own policy; \"git symbolic-ref HEAD "
			     "refs/heads/<default branch>\" mends that");
	pm_branches_release(&branches);
	pm_arena_release(&arena);
	free(head);
}

static const struct command *const nested[] = {
	&cmd_hook_install, &cmd_hook_uninstall, &cmd_hook_status,
	&cmd_hook_run, NULL,
};

const struct command cmd_hook = {
	.name = "hook",
	.usage = "<subcommand>",
	.summary = "git hooks that refuse what is incomplete",
	.nested = nested,
};
