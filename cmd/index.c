/* SPDX-License-Identifier: MIT */
#include "cmd/index.h"

#include "cmd/place.h"

int index_policy(struct context *ctx, const struct command *command, int argc,
		 char **argv, struct pm_snapshot *out)
{
	struct pm_error err = { 0 };

	if (argc)
		return command_usage_error(command,
					   "unexpected operand \"%s\"",
					   argv[0]);
	return place_policy(ctx, NULL, out, &err) < 0 ? command_fail(&err) :
						      EXIT_OK;
}

static void add_count(struct pm_buf *out, int64_t number, const char *what)
{
	pm_buf_addf(out, "%lld %s%s", (long long)number, what,
		    number == 1 ? "" : "s");
}

void index_contents(struct pm_buf *out, int64_t commits, int64_t changes,
		    int64_t claims)
{
	add_count(out, commits, "commit");
	pm_buf_addstr(out, " with ");
	add_count(out, changes, "change");
	pm_buf_addstr(out, " and ");
	add_count(out, claims, "claim");
}

void index_size(struct pm_buf *out, int64_t bytes)
{
	static const char *const unit[] = { "kB", "MB", "GB", "TB" };
	double size = (double)bytes / 1000;
	size_t u = 0;

	while (size >= 1000 && u < sizeof(unit) / sizeof(*unit) - 1) {
		size /= 1000;
		u++;
	}
	pm_buf_addf(out, "%.1f %s", size, unit[u]);
}

static const struct command *const nested[] = {
	&cmd_index_status, &cmd_index_rebuild, &cmd_index_verify, NULL,
};

const struct command cmd_index = {
	.name = "index",
	.usage = "<subcommand>",
	.summary = "look at the index of the history, or make it anew",
	.nested = nested,
};
