/* SPDX-License-Identifier: MIT */
#include "cmd/command.h"

extern const struct command cmd_action_add, cmd_action_list, cmd_action_show,
	cmd_action_set, cmd_action_accept, cmd_action_start, cmd_action_done,
	cmd_action_decline, cmd_action_reopen;

static const struct command *const nested[] = {
	&cmd_action_add,   &cmd_action_list,  &cmd_action_show,
	&cmd_action_set,   &cmd_action_accept, &cmd_action_start,
	&cmd_action_done,  &cmd_action_decline, &cmd_action_reopen,
	NULL,
};

const struct command cmd_action = {
	.name = "action",
	.usage = "<subcommand>",
	.summary = "the life of an action item, from proposed to done",
	.nested = nested,
};
