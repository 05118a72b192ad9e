/* SPDX-License-Identifier: MIT */
#include "cmd/hook.h"

#include <string.h>

#include "base/path.h"
#include "base/text.h"

struct install_options {
	bool force, config, server, update;
};

static const struct opt install_opts[] = {
	{ .type = OPT_BOOL, .letter = 'f', .name = "force",
	  .offset = offsetof(struct install_options, force),
	  .help = "also outside the repository and over an edited shim" },
	{ .type = OPT_BOOL, .name = "config",
	  .offset = offsetof(struct install_options, config),
	  .help = "in git's configuration, for git 2.54 and newer only" },
	{ .type = OPT_BOOL, .name = "server",
	  .offset = offsetof(struct install_options, server),
	  .help = "what a push to this repository has to pass: pre-receive" },
	{ .type = OPT_BOOL, .name = "update",
	  .offset = offsetof(struct install_options, update),
	  .help = "with --server: update, for each ref by itself, instead" },
	{ 0 },
};

void hook_path(struct pm_buf *out, const struct context *ctx, const char *path)
{
	const char *top = ctx->repo.top;
	struct pm_buf seen = { 0 };

	if (top && strcmp(path, top) && pm_path_is_within(path, top)) {
		path += strlen(top);
		path += *path == '/';
		pm_path_to_prefix(&seen, ctx->repo.prefix, path);
		path = pm_buf_str(&seen);
	}
	pm_path_quote(out, path);
	pm_buf_release(&seen);
}

static void tell_part(struct pm_buf *out, const struct context *ctx,
		      const struct pm_hook *hook)
{
	if (!hook->is_part)
		return;
	pm_buf_addstr(out, " as ");
	hook_path(out, ctx, hook->path);
	pm_buf_addf(out, ", which %s starts", hook->manager);
}

static void tell_change(struct pm_buf *out, const struct context *ctx,
			const struct pm_hook *hook)
{
	pm_buf_addf(out, "%s: ", hook->name);
	switch (hook->change) {
	case PM_HOOK_WRITTEN:
		pm_buf_addstr(out, hook->configured_runs
				? "installed, in git's configuration"
				: "installed");
		tell_part(out, ctx, hook);
		break;
	case PM_HOOK_RESTORED:
		pm_buf_addstr(out, "installed, in git's configuration; the "
				   "hook that was there before is back");
		break;
	case PM_HOOK_CHAINED:
		pm_buf_addstr(out, "installed; the hook that was there is kept "
				   "as ");
		hook_path(out, ctx, hook->before);
		pm_buf_addstr(out, hook->before_runs
				? " and runs first"
				: " and, not being executable, is still not "
				  "run");
		break;
	case PM_HOOK_UPDATED:
		pm_buf_addstr(out, "brought up to date");
		break;
	default:
		pm_buf_addstr(out, hook->configured_runs
				? "was installed already, in git's "
				  "configuration"
				: hook->state == PM_HOOK_FOREIGN
				? "the hook that is there runs git postmortem "
				  "by itself"
				: "was installed already");
		break;
	}
	pm_buf_addch(out, '\n');
}

/* What keeps the hook from working, or may do so later. */
static void hint_hook(struct context *ctx, const struct pm_hook *hook)
{
	if (hook->never_started)
		command_warn("husky does not start %s: it has no launcher for "
			     "it; a newer husky has", hook->name);
	if (hook->before && hook->asks_its_name)
		command_hint(ctx, "the hook that was there reads its own name "
			     "from $0, which now ends in .before-postmortem; "
			     "see that it still does its work");
	if (hook->manager && !strcmp(hook->manager, "simple-git-hooks"))
		command_hint(ctx, "simple-git-hooks writes %s anew at each "
			     "\"npm install\"; let the script that runs it "
			     "go on with \"&& git postmortem hook install\"",
			     hook->name);
	if (hook->manager && !strcmp(hook->manager, "lefthook") &&
	    !hook->managed_by)
		command_hint(ctx, "lefthook writes %s anew when its "
			     "configuration changes; to be safe, let "
			     "lefthook.yml run \"git postmortem hook run %s\"",
			     hook->name, hook->name);
}

void hook_tell_installed(struct context *ctx, const struct pm_hooks *hooks)
{
	struct pm_buf text = { 0 }, dir = { 0 };
	bool any = false;

	for (size_t i = 0; i < hooks->nr; i++) {
		if (!hooks->hook[i].is_wanted || hooks->hook[i].refused)
			continue;
		tell_change(&text, ctx, &hooks->hook[i]);
		any = any || (hooks->hook[i].change != PM_HOOK_KEPT &&
			      !hooks->hook[i].configured_runs);
	}
	if (!ctx->quiet)
		fputs(pm_buf_str(&text), ctx->out);
	fflush(ctx->out);
	for (size_t i = 0; i < hooks->nr; i++)
		if (hooks->hook[i].is_wanted && !hooks->hook[i].refused)
			hint_hook(ctx, &hooks->hook[i]);
	if (hooks->is_tracked && any) {
		hook_path(&dir, ctx, hooks->dir);
		command_hint(ctx, "commit what is new in %s, so that every "
			     "clone has it", pm_buf_str(&dir));
	}
	pm_buf_release(&text);
	pm_buf_release(&dir);
}

/* Of a server's two hooks one is wanted. */
static int choose(struct context *ctx, struct pm_hooks *hooks,
		  const struct install_options *opts, struct pm_error *err)
{
	struct pm_hook *wanted = &hooks->hook[opts->update];
	struct pm_hook *other = &hooks->hook[!opts->update];

	if (ctx->repo.top && !opts->force &&
	    !pm_hooks_updates_instead(&ctx->repo))
		return pm_fail(err, PM_EINVALID,
			       "--server is for a repository that others push "
			       "to, and this one has a work tree; run it in "
			       "the bare one, or set receive.denyCurrentBranch "
			       "to updateInstead, or use --force");
	if (opts->update && hooks->is_gitolite)
		return pm_fail(err, PM_EINVALID,
			       "this is a repository of gitolite's, and its "
			       "update hook, which says who may push, has to "
			       "stay: with ours in its place nobody could; "
			       "pre-receive is free: \"git postmortem hook "
			       "install --server\"");
	if (pm_hook_is_active(other))
		return pm_fail(err, PM_EEXISTS,
			       "%s is installed, and with %s each push would "
			       "be checked twice; \"git postmortem hook "
			       "uninstall --server\" first", other->name,
			       wanted->name);
	wanted->is_wanted = true;
	return PM_OK;
}

/* Each that could not be installed. */
static int fail(const struct pm_hooks *hooks, const struct pm_error *err)
{
	bool told = false;

	for (size_t i = 0; i < hooks->nr; i++) {
		struct pm_error one = { .code = PM_EEXISTS };

		if (!hooks->hook[i].refused)
			continue;
		pm_fail(&one, PM_EEXISTS, "%s", hooks->hook[i].refused);
		command_fail(&one);
		told = true;
	}
	return told ? EXIT_FATAL : command_fail(err);
}

static int run(struct context *ctx, void *options, int argc, char **argv)
{
	const struct install_options *opts = options;
	struct pm_hooks hooks = { 0 };
	struct pm_error err = { 0 };
	int status = EXIT_OK;
	int code;

	if (argc)
		return command_usage_error(&cmd_hook_install,
					   "unexpected operand \"%s\"",
					   argv[0]);
	if (opts->update && !opts->server)
		return command_usage_error(&cmd_hook_install,
					   "--update goes with --server");
	if (opts->config && opts->server)
		return command_usage_error(&cmd_hook_install,
					   "--config is for the hooks of a "
					   "clone; --server stands without it");
	code = pm_hooks_find(&hooks, &ctx->repo,
			     opts->server ? PM_HOOKS_SERVER : PM_HOOKS_CLIENT,
			     &err);
	if (code >= 0 && opts->server)
		code = choose(ctx, &hooks, opts, &err);
	if (code >= 0)
		code = (opts->config ? pm_hooks_install_config
				     : pm_hooks_install)(&hooks, &ctx->repo,
							 opts->force, &err);
	ctx->has_acted = code >= 0;
	if (code >= 0 || code == PM_EEXISTS)
		hook_tell_installed(ctx, &hooks);
	if (code < 0)
		status = fail(&hooks, &err);
	if (code >= 0 && opts->server)
		hook_warn_default_branch(ctx);
	pm_hooks_release(&hooks);
	return status;
}

const struct command cmd_hook_install = {
	.name = "hook install",
	.usage = "[--force] [--config] [--server [--update]]",
	.summary = "install the hooks, and run those that are there first",
	.options = install_opts,
	.options_size = sizeof(struct install_options),
	.run = run,
	.acts = true,
};
