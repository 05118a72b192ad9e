/* SPDX-License-Identifier: MIT */
#include "cmd/hook.h"

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
