/* SPDX-License-Identifier: MIT */
#include "cmd/command.h"

#include <string.h>

#include "base/embedded.h"
#include "git/process.h"

#define STEPS "check review consent again keep digest comment"

extern const struct command cmd_ci;

/* The jobs are shell: what they do most is to ask other programs. */
static int run(struct context *ctx, void *options, int argc, char **argv)
{
	const char *child[] = { "sh", "-c", pm_embedded_find("job.sh")->text,
				"git-postmortem-ci", NULL, NULL };
	const struct pm_run run = { .argv = child, .interactive = true };
	struct pm_error err = { 0 };
	int status;

	(void)options;
	if (argc != 1)
		return command_usage_error(&cmd_ci, "name one step: " STEPS);
	child[4] = argv[0];
	fflush(ctx->out);
	status = pm_run(&run, NULL, NULL, &err);
	return status < 0 ? command_fail(&err) : status;
}

const struct command cmd_ci = {
	.name = "ci",
	.usage = "<step>",
	.summary = "a step of the jobs that \"init --ci\" writes",
	.run = run,
	.needs_no_repo = true, /* some steps only ask the forge */
	.acts = true,
	.complete = STEPS,
};
