/* SPDX-License-Identifier: MIT */
#include "cmd/index.h"

#include <time.h>

struct rebuild_options {
	bool all;
};

static const struct opt opts[] = {
	{ OPT_BOOL, 'a', "all", offsetof(struct rebuild_options, all), NULL,
	  "for all branches, also of remotes, not only for HEAD", NULL },
	{ 0 },
};

static double seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	const struct rebuild_options *o = options;
	struct pm_index_rebuilt rebuilt = { 0 };
	struct pm_snapshot snapshot = { 0 };
	struct pm_error err = { 0 };
	struct pm_buf out = { 0 };
	double start = seconds();
	int status = index_policy(ctx, &cmd_index_rebuild, argc, argv,
				  &snapshot);

	if (status != EXIT_OK)
		goto out;
	if (pm_index_rebuild(&rebuilt, &ctx->repo, snapshot.policy.root,
			     o->all, &err) < 0) {
		status = command_fail(&err);
		goto out;
	}
	ctx->has_acted = true;
	pm_buf_addstr(&out, "the index holds ");
	index_contents(&out, rebuilt.part.commits, rebuilt.part.changes,
		       rebuilt.part.claims);
	if (o->all)
		pm_buf_addf(&out, " of %zu branch%s", rebuilt.branches,
			    rebuilt.branches == 1 ? "" : "es");
	pm_buf_addstr(&out, " in ");
	index_size(&out, rebuilt.size);
	pm_buf_addf(&out, ", built in %.1f s\n", seconds() - start);
	fputs(pm_buf_str(&out), ctx->out);
out:
	pm_index_rebuilt_release(&rebuilt);
	pm_snapshot_release(&snapshot);
	pm_buf_release(&out);
	return status;
}

const struct command cmd_index_rebuild = {
	.name = "index rebuild",
	.usage = "[--all]",
	.summary = "throw the index of the history away and build it anew",
	.options = opts,
	.options_size = sizeof(struct rebuild_options),
	.run = run,
	.acts = true,
};
