/* SPDX-License-Identifier: MIT */
#ifndef CMD_HOOK_H
#define CMD_HOOK_H

#include "base/buf.h"
#include "cmd/command.h"
#include "git/hooks.h"

/* What the hook commands, and init, say of hooks. */

/* A hook's path as the user sees it: from where they stand, or absolute. */
void hook_path(struct pm_buf *out, const struct context *ctx,
	       const char *path);
/* After pm_hooks_install(): what was done, one line for each hook, and what
 * the user should know besides. */
void hook_tell_installed(struct context *ctx, const struct pm_hooks *hooks);

extern const struct command cmd_hook_install, cmd_hook_uninstall,
	cmd_hook_status, cmd_hook_run;

#endif
