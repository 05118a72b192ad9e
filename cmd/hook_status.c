/* SPDX-License-Identifier: MIT */
#include "cmd/hook.h"

#include <string.h>

#define NAME_WIDTH 18

struct status_options {
	bool server;
};

static const struct opt status_opts[] = {
	{ .type = OPT_BOOL, .name = "server",
	  .offset = offsetof(struct status_options, server),
	  .help = "the hooks that a push to this repository has to pass" },
	{ 0 },
};

static void tell_ours(struct pm_buf *out, const struct context *ctx,
		      const struct pm_hook *hook)
{
	if (hook->never_started) {
		pm_buf_addstr(out, "not run: this husky has no launcher for "
				   "it");
		return;
	}
	if (!hook->is_executable) {
		pm_buf_addstr(out, "not executable, so git ignores it");
		return;
	}
	if (hook->state == PM_HOOK_EDITED)
		pm_buf_addstr(out, hook->calls_us
				? "installed, and edited since"
				: "edited: it no longer runs git postmortem");
	else
		pm_buf_addstr(out, hook->state == PM_HOOK_OLDER
				? "installed, by an earlier version"
				: "installed");
	if (hook->before && !hook->before_is_old) {
		pm_buf_addstr(out, hook->before_runs ? ", after " :
						       ", without ");
		hook_path(out, ctx, hook->before);
		if (!hook->before_runs)
			pm_buf_addstr(out, " (not executable)");
	}
	if (hook->is_part)
		pm_buf_addf(out, ", started by %s", hook->manager);
	else if (hook->manager && strcmp(hook->manager, "husky"))
		pm_buf_addf(out, " (%s)", hook->manager);
	else if (hook->manager)
		pm_buf_addstr(out, ", started by husky");
	if (hook->managed_by) {
		pm_buf_addstr(out, "; also run by ");
		hook_path(out, ctx, hook->managed_by);
	}
}

static void tell_foreign(struct pm_buf *out, const struct context *ctx,
			 const struct pm_hook *hook)
{
	pm_buf_addf(out, "%s%sforeign: ", hook->calls_us &&
		    hook->is_executable ? "installed, " : "",
		    hook->calls_us && !hook->is_executable
			    ? "not executable, " : "");
	hook_path(out, ctx, hook->path);
	if (hook->manager)
		pm_buf_addf(out, " is %s's", hook->manager);
	else
		pm_buf_addstr(out, " is not ours");
	if (hook->managed_by) {
		pm_buf_addstr(out, ", and ");
		hook_path(out, ctx, hook->managed_by);
		pm_buf_addstr(out, " runs git postmortem");
	} else {
		pm_buf_addstr(out, hook->calls_us
				? " and runs git postmortem"
				: " and does not run git postmortem");
	}
	if (hook->dropped) {
		pm_buf_addstr(out, "; our shim was put aside as ");
		hook_path(out, ctx, hook->dropped);
	}
	if (hook->before) {
		pm_buf_addstr(out, "; not run any more: ");
		hook_path(out, ctx, hook->before);
	}
}

/* What git's configuration says of it. */
static void tell_configured(struct pm_buf *out, const struct pm_hooks *hooks,
			    const struct pm_hook *hook)
{
	if (hook->configured_runs)
		pm_buf_addstr(out, "installed, ");
	pm_buf_addf(out, "in git's configuration (hook.%s)", hook->configured);
	if (!hooks->config_is_read)
		pm_buf_addstr(out, ", which this git is too old to read");
	else if (!hook->configured_runs)
		pm_buf_addstr(out, ", where it is turned off");
}

/* A server needs one of its two. */
static bool is_enough(const struct pm_hooks *hooks)
{
	bool active = false;

	for (size_t i = 0; i < hooks->nr; i++)
		active = active || pm_hook_is_active(&hooks->hook[i]);
	return hooks->set == PM_HOOKS_SERVER && active;
}

static void tell(struct pm_buf *out, const struct context *ctx,
		 const struct pm_hooks *hooks, const struct pm_hook *hook)
{
	pm_buf_addf(out, "%-*s", NAME_WIDTH, hook->name);
	if (hook->configured) {
		tell_configured(out, hooks, hook);
		if (hook->configured_runs && hook->state == PM_HOOK_ABSENT) {
			pm_buf_addch(out, '\n');
			return;
		}
		pm_buf_addstr(out, "; in the folder: ");
	}
	switch (hook->state) {
	case PM_HOOK_ABSENT:
		pm_buf_addstr(out, is_enough(hooks) ? "not needed" :
						      "not installed");
		if (hook->before) {
			pm_buf_addstr(out, "; not run any more: ");
			hook_path(out, ctx, hook->before);
		}
		break;
	case PM_HOOK_FOREIGN:
		tell_foreign(out, ctx, hook);
		break;
	default:
		tell_ours(out, ctx, hook);
		break;
	}
	if (hook->configured_runs && pm_hook_is_in_place(hook))
		pm_buf_addstr(out, "; it is run twice");
	if (hook->shadowed) {
		pm_buf_addstr(out, "; core.hooksPath hides ");
		hook_path(out, ctx, hook->shadowed);
	}
	pm_buf_addch(out, '\n');
}

static void tell_place(struct pm_buf *out, const struct context *ctx,
		       const struct pm_hooks *hooks)
{
	pm_buf_addf(out, "%-*s", NAME_WIDTH, "hooks are in");
	hook_path(out, ctx, hooks->dir);
	if (hooks->is_husky)
		pm_buf_addstr(out, " (started by husky)");
	else if (hooks->is_outside)
		pm_buf_addstr(out, " (core.hooksPath, outside of this "
				   "repository)");
	else if (hooks->is_configured)
		pm_buf_addstr(out, " (core.hooksPath)");
	pm_buf_addch(out, '\n');
}

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	struct pm_hooks hooks = { 0 };
	struct pm_error err = { 0 };
	struct pm_buf text = { 0 };
	const struct status_options *opts = options;
	size_t missing = 0;
	bool is_server;

	if (argc)
		return command_usage_error(&cmd_hook_status,
					   "unexpected operand \"%s\"",
					   argv[0]);
	if (hook_find_set(&hooks, ctx, opts->server, &err) < 0)
		return command_fail(&err);
	tell_place(&text, ctx, &hooks);
	for (size_t i = 0; i < hooks.nr; i++) {
		tell(&text, ctx, &hooks, &hooks.hook[i]);
		missing += pm_hook_is_missing(&hooks.hook[i]);
	}
	is_server = hooks.set == PM_HOOKS_SERVER;
	missing += is_server && !is_enough(&hooks);
	fputs(pm_buf_str(&text), ctx->out);
	fflush(ctx->out);
	if (missing)
		command_hint(ctx, "\"git postmortem hook install%s\" installs "
			     "what is missing", is_server ? " --server" : "");
	if (is_server)
		hook_warn_default_branch(ctx);
	pm_hooks_release(&hooks);
	pm_buf_release(&text);
	return missing ? EXIT_FINDINGS : EXIT_OK;
}

const struct command cmd_hook_status = {
	.name = "hook status",
	.usage = "[--server]",
	.options = status_opts,
	.options_size = sizeof(struct status_options),
	.summary = "say which hooks are installed; exit 1 if one is not",
	.run = run,
};
