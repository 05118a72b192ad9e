/* SPDX-License-Identifier: MIT */
#ifndef CMD_HOOK_H
#define CMD_HOOK_H

#include "base/buf.h"
#include "cmd/command.h"
#include "git/hooks.h"

/* What the hook commands, and init, say of hooks. */

/* Which hooks are meant: a server's with --server, and where nobody can
 * commit. PM_EINVALID when there is no place for those. */
int hook_find_set(struct pm_hooks *out, struct context *ctx, bool server,
		  struct pm_error *err);
/* Warn where the policy that stands before a push cannot be found. */
void hook_warn_default_branch(struct context *ctx);

/* A hook's path as the user sees it: from where they stand, or absolute. */
void hook_path(struct pm_buf *out, const struct context *ctx,
	       const char *path);
/* After pm_hooks_install(): what was done, one line for each hook, and what
 * the user should know besides. */
void hook_tell_installed(struct context *ctx, const struct pm_hooks *hooks);

/* For a hook of a clone, where the policy needs a newer program (PM_ENEWER): it
 * says so in one line, and stands in nobody's way. A server's hook and "check"
 * judge what others rely on, and refuse instead. */
int hook_step_aside(const struct pm_error *err);
/* hook_push.c: the hooks of a push; argv[0] is its name. */
int hook_run_push(struct context *ctx, int argc, char **argv);

extern const struct command cmd_hook_install, cmd_hook_uninstall,
	cmd_hook_status, cmd_hook_run;

#endif
