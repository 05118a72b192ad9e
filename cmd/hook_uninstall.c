/* SPDX-License-Identifier: MIT */
#include "cmd/hook.h"

struct uninstall_options {
	bool force, server;
};

static const struct opt uninstall_opts[] = {
	{ .type = OPT_BOOL, .letter = 'f', .name = "force",
	  .offset = offsetof(struct uninstall_options, force),
	  .help = "also outside of the repository, and an edited shim" },
	{ .type = OPT_BOOL, .name = "server",
	  .offset = offsetof(struct uninstall_options, server),
	  .help = "the hooks that a push to this repository has to pass" },
	{ 0 },
};

static void tell(struct pm_buf *out, const struct context *ctx,
		 const struct pm_hook *hook)
{
	pm_buf_addf(out, "%s: ", hook->name);
	switch (hook->change) {
	case PM_HOOK_REMOVED:
		pm_buf_addstr(out, "removed");
		break;
	case PM_HOOK_RESTORED:
		pm_buf_addstr(out, "removed; the hook that was there before "
				   "is back");
		break;
	case PM_HOOK_LEFT:
		if (hook->configured) {
			pm_buf_addf(out, "hook.%s of git's configuration is "
				    "not ours, and was left alone",
				    hook->configured);
			break;
		}
		hook_path(out, ctx, hook->path);
		pm_buf_addf(out, " is not ours%s%s%s, and was left alone",
			    hook->manager ? " but " : "",
			    hook->manager ? hook->manager : "",
			    hook->manager ? "'s" : "");
		if (hook->managed_by) {
			pm_buf_addstr(out, "; it still runs git postmortem, "
					   "because of ");
			hook_path(out, ctx, hook->managed_by);
		}
		if (hook->before) {
			pm_buf_addstr(out, "; what was there before us is "
					   "still at ");
			hook_path(out, ctx, hook->before);
		}
		break;
	default:
		pm_buf_addstr(out, "was not installed");
		break;
	}
	pm_buf_addch(out, '\n');
}

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	const struct uninstall_options *opts = options;
	struct pm_hooks hooks = { 0 };
	struct pm_error err = { 0 };
	struct pm_buf text = { 0 };
	int status = EXIT_OK;
	int code;

	if (argc)
		return command_usage_error(&cmd_hook_uninstall,
					   "unexpected operand \"%s\"",
					   argv[0]);
	code = hook_find_set(&hooks, ctx, opts->server, &err);
	if (code >= 0)
		code = pm_hooks_uninstall(&hooks, &ctx->repo, opts->force,
					  &err);
	if (code < 0) {
		status = command_fail(&err);
		goto out;
	}
	ctx->has_acted = true;
	for (size_t i = 0; i < hooks.nr; i++)
		tell(&text, ctx, &hooks.hook[i]);
	if (!ctx->quiet)
		fputs(pm_buf_str(&text), ctx->out);

out:
	pm_hooks_release(&hooks);
	pm_buf_release(&text);
	return status;
}

const struct command cmd_hook_uninstall = {
	.name = "hook uninstall",
	.usage = "[--force] [--server]",
	.summary = "remove the hooks and put back what was there",
	.options = uninstall_opts,
	.options_size = sizeof(struct uninstall_options),
	.run = run,
	.acts = true,
};
