/* SPDX-License-Identifier: MIT */
#include "git/hooks.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/path.h"
#include "git/file.h"
#include "git/hooks_config.h"
#include "git/hooks_manager.h"
#include "git/hooks_text.h"

const char *const pm_hook_name[2][PM_HOOKS_MAX + 1] = {
	{ "pre-commit", "pre-merge-commit", "commit-msg", "pre-push", NULL },
	{ "pre-receive", "update", NULL },
};

#define CUSTOM_HOOKS "custom_hooks"

static char *join(const char *dir, const char *name, const char *suffix)
{
	struct pm_buf path = { 0 };

	pm_path_join(&path, dir, name);
	pm_buf_addstr(&path, suffix);
	return pm_buf_detach(&path);
}

static bool exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

/* Not access(): root may "execute" what git, run as root, does not. */
static bool is_executable(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	       (st.st_mode & (S_IXUSR | S_IXGRP | S_IXOTH)) &&
	       access(path, X_OK) == 0;
}

static bool has(const char *dir, const char *name)
{
	char *path = join(dir, name, "");
	bool found = exists(path);

	free(path);
	return found;
}

/* "sub/../.githooks" and the like, for a folder that is not there yet. */
static char *without_dots(const char *path)
{
	struct pm_buf plain = { 0 };

	pm_buf_addch(&plain, '/');
	if (!pm_path_from_prefix(&plain, "", path + 1)) {
		pm_buf_release(&plain);
		return pm_xstrdup(path);
	}
	return pm_buf_detach(&plain);
}

static char *parent_of(const char *path)
{
	const char *base = pm_path_base(path);
	size_t len = base - path > 1 ? (size_t)(base - path) - 1 : 1;

	return pm_xstrndup(path, len);
}

static bool is_husky(const char *dir)
{
	char *parent;
	bool named;

	if (strcmp(pm_path_base(dir), "_"))
		return false;
	parent = parent_of(dir);
	named = !strcmp(pm_path_base(parent), ".husky");
	free(parent);
	return named || has(dir, "h") || has(dir, "husky.sh");
}

static bool is_in_main_worktree(const struct pm_repo *repo, const char *dir)
{
	char *parent;
	bool within;

	if (strcmp(pm_path_base(repo->common_dir), ".git"))
		return false;
	parent = parent_of(repo->common_dir);
	within = pm_path_is_within(dir, parent);
	free(parent);
	return within;
}

static void place(struct pm_hooks *hooks, struct pm_repo *repo)
{
	char *looked = without_dots(repo->hooks_dir);
	bool in_git = pm_path_is_within(looked, repo->common_dir) ||
		      pm_path_is_within(looked, repo->git_dir);

	hooks->is_configured = pm_repo_config(repo, "core.hookspath");
	hooks->is_husky = is_husky(looked);
	hooks->is_tracked = !in_git && repo->top &&
			    pm_path_is_within(looked, repo->top);
	hooks->is_outside = !in_git && !hooks->is_tracked &&
			    !is_in_main_worktree(repo, looked);
	if (hooks->is_husky) {
		hooks->dir = parent_of(looked);
		free(looked);
	} else {
		hooks->dir = looked;
	}
}

static enum pm_hook_state state_of_file(const char *name, const char *path,
					struct pm_buf *text)
{
	struct stat st;

	pm_buf_reset(text);
	if (lstat(path, &st) < 0)
		return errno == ENOENT ? PM_HOOK_ABSENT : PM_HOOK_FOREIGN;
	/* One that is too large, or that we may not read, is not ours. */
	if (pm_file_read(text, path, PM_MAX_HOOK) < 0 || !S_ISREG(st.st_mode))
		return PM_HOOK_FOREIGN;
	return pm_hook_text_state(name, text);
}

static bool is_ours(enum pm_hook_state state)
{
	return state == PM_HOOK_OURS || state == PM_HOOK_OLDER;
}

/* "pre-commit install" puts what it replaces at .legacy and goes on running
 * it. */
static void find_legacy(struct pm_hook *hook, const char *dir)
{
	struct pm_buf text = { 0 };
	char *legacy = join(dir, hook->name, ".legacy");
	enum pm_hook_state state = state_of_file(hook->name, legacy, &text);

	if (is_ours(state) && hook->manager &&
	    !strcmp(hook->manager, "pre-commit")) {
		free(hook->path);
		hook->path = legacy;
		hook->state = state;
		legacy = NULL;
	}
	free(legacy);
	pm_buf_release(&text);
}

/* lefthook puts it at .old and forgets it. */
static void find_dropped(struct pm_hook *hook, const char *dir)
{
	struct pm_buf text = { 0 };
	char *old = join(dir, hook->name, ".old");

	if (is_ours(state_of_file(hook->name, old, &text)))
		hook->dropped = old;
	else
		free(old);
	pm_buf_release(&text);
}

/* Whoever wrote the one before has written it again: managers do so when a
 * package is installed. */
static bool is_rewritten(const struct pm_hook *hook, const char *manager,
			 const struct pm_buf *before, const struct pm_buf *now)
{
	if (manager && hook->manager && !strcmp(manager, hook->manager))
		return true;
	return hook->state == PM_HOOK_FOREIGN && now->len &&
	       before->len == now->len &&
	       !memcmp(before->ptr, now->ptr, now->len);
}

static const char *in_the_way(const struct pm_hook *hook)
{
	struct stat st;

	if (lstat(hook->path, &st) == 0 && S_ISDIR(st.st_mode))
		return hook->path;
	return hook->state == PM_HOOK_FOREIGN && hook->before &&
			       !hook->before_is_old ?
		       hook->before :
		       NULL;
}

/* The hook that was moved aside, and who wrote it. `now` is what stands in
 * its place. */
static void inspect_before(struct pm_hook *hook, const char *dir,
			   const char *top, const struct pm_buf *now)
{
	struct pm_buf text = { 0 };
	char *before = join(dir, hook->name, PM_HOOK_BEFORE);
	const char *manager;

	if (!exists(before)) {
		free(before);
		return;
	}
	hook->before = before;
	pm_file_read(&text, before, PM_MAX_HOOK);
	manager = pm_hook_manager(&text);
	hook->before_is_old = is_rewritten(hook, manager, &text, now);
	hook->before_runs = !hook->before_is_old && is_executable(before);
	if (hook->state != PM_HOOK_FOREIGN && !hook->before_is_old)
		hook->asks_its_name = pm_hook_text_asks_its_name(&text);
	if (hook->state != PM_HOOK_FOREIGN && !hook->manager) {
		hook->manager = manager;
		hook->managed_by =
			pm_hook_manager_config(&text, hook->name, top);
	}
	pm_buf_release(&text);
}

static void inspect_file(struct pm_hook *hook, const char *dir,
			 const char *top)
{
	struct pm_buf text = { 0 };

	hook->state = state_of_file(hook->name, hook->path, &text);
	hook->calls_us = pm_hook_text_says(&text, PM_HOOK_CALL);
	if (hook->state == PM_HOOK_FOREIGN) {
		hook->manager = pm_hook_manager(&text);
		hook->managed_by =
			pm_hook_manager_config(&text, hook->name, top);
		hook->calls_us = hook->calls_us || hook->managed_by;
		hook->asks_its_name = pm_hook_text_asks_its_name(&text);
		find_legacy(hook, dir);
	}
	find_dropped(hook, dir);
	hook->is_executable = is_executable(hook->path);
	inspect_before(hook, dir, top, &text);
	hook->in_the_way = in_the_way(hook);
	pm_buf_release(&text);
}

static void inspect_husky(struct pm_hook *hook, const char *launchers)
{
	struct pm_buf text = { 0 };
	char *launcher = join(launchers, hook->name, "");
	size_t start, end;

	hook->manager = "husky";
	hook->never_started = !is_executable(launcher);
	hook->is_executable = true; /* husky hands it to sh */
	pm_file_read(&text, hook->path, PM_MAX_HOOK);
	hook->state = pm_hook_block_state(hook->name, &text, &start, &end);
	hook->calls_us = pm_hook_text_says(&text, PM_HOOK_CALL);
	if (hook->state == PM_HOOK_ABSENT && hook->calls_us)
		hook->state = PM_HOOK_FOREIGN;
	free(launcher);
	pm_buf_release(&text);
}

static void find_shadowed(struct pm_hook *hook, const struct pm_hooks *hooks,
			  const struct pm_repo *repo)
{
	struct pm_buf text = { 0 };
	char *dir = join(repo->common_dir, "hooks", "");
	char *resolved = realpath(dir, NULL);
	char *path = join(dir, hook->name, "");

	if (resolved && (hooks->is_husky || strcmp(resolved, hooks->dir)) &&
	    is_ours(state_of_file(hook->name, path, &text))) {
		hook->shadowed = path;
		path = NULL;
	}
	free(dir);
	free(resolved);
	free(path);
	pm_buf_release(&text);
}

/* A hook of a server may be a file among others. */
static void find_part(struct pm_hook *hook, const struct pm_hooks *hooks,
		      const char *top)
{
	bool is_gitlab = !strcmp(pm_path_base(hooks->dir), CUSTOM_HOOKS);
	struct pm_buf text = { 0 };
	struct stat st;
	char *dir = join(hooks->dir, hook->name, ".d");
	bool is_gitea = stat(dir, &st) == 0 && S_ISDIR(st.st_mode) &&
			pm_file_read(&text, hook->path, PM_MAX_HOOK) == 0 &&
			pm_hook_text_runs_parts(&text);

	if (is_gitlab || is_gitea) {
		free(hook->path);
		hook->path = join(dir, "git-postmortem", "");
		hook->is_part = true;
	}
	inspect_file(hook, hook->is_part ? dir : hooks->dir, top);
	if (hook->is_part)
		hook->manager = is_gitlab ? "GitLab" : "Gitea";
	pm_buf_release(&text);
	free(dir);
}

/* It puts its configuration beside the objects, and links its hook. */
static bool is_gitolite(const struct pm_hooks *hooks,
			const struct pm_repo *repo)
{
	struct pm_buf text = { 0 };
	char *update = join(hooks->dir, "update", "");
	char target[PATH_MAX] = "";
	bool found;

	if (readlink(update, target, sizeof(target) - 1) < 0)
		*target = '\0';
	pm_file_read(&text, update, PM_MAX_HOOK);
	found = has(repo->common_dir, "gl-conf") ||
		strcasestr(target, "gitolite") ||
		strcasestr(pm_buf_str(&text), "gitolite");
	pm_buf_release(&text);
	free(update);
	return found;
}

/* What GitLab runs is not in the folder of hooks, which is its own. */
static void place_server(struct pm_hooks *hooks, struct pm_repo *repo)
{
	place(hooks, repo);
	hooks->is_gitolite = is_gitolite(hooks, repo);
	if (!has(repo->common_dir, CUSTOM_HOOKS))
		return;
	free(hooks->dir);
	hooks->dir = join(repo->common_dir, CUSTOM_HOOKS, "");
	hooks->is_outside = hooks->is_configured = false;
	hooks->is_husky = hooks->is_tracked = false;
}

bool pm_hooks_updates_instead(struct pm_repo *repo)
{
	const char *what = pm_repo_config(repo, "receive.denycurrentbranch");

	return what && !strcasecmp(what, "updateInstead");
}

static int refuse_no_worktree(const struct pm_repo *repo, struct pm_error *err)
{
	return pm_fail(err, PM_EINVALID, "%s",
		       repo->is_bare ?
			       "this repository is bare, and nobody commits in "
			       "it; --server is for the hooks that a push has "
			       "to pass" :
			       "this is not a work tree, to which the hooks of "
			       "a commit belong; run this in one");
}

int pm_hooks_find(struct pm_hooks *out, struct pm_repo *repo,
		  enum pm_hook_set set, struct pm_error *err)
{
	struct pm_hooks hooks = { .set = set };
	struct stat st;

	if (set == PM_HOOKS_CLIENT && !repo->top)
		return refuse_no_worktree(repo, err);
	if (stat(repo->hooks_dir, &st) == 0 && !S_ISDIR(st.st_mode))
		return pm_fail(err, PM_EINVALID,
			       "git looks for hooks in '%s', which is not a "
			       "folder; %s", repo->hooks_dir,
			       pm_repo_config(repo, "core.hookspath")
				       ? "see core.hooksPath"
				       : "move it out of the way");
	if (set == PM_HOOKS_SERVER)
		place_server(&hooks, repo);
	else
		place(&hooks, repo);
	for (size_t i = 0; pm_hook_name[set][i]; i++) {
		struct pm_hook *hook = &hooks.hook[hooks.nr++];

		hook->name = pm_hook_name[set][i];
		hook->path = join(hooks.dir, hook->name, "");
		hook->is_wanted = set == PM_HOOKS_CLIENT;
		hook->is_optional = set == PM_HOOKS_SERVER ||
				    !strcmp(hook->name, "pre-push");
		if (set == PM_HOOKS_SERVER)
			find_part(hook, &hooks, repo->top);
		else if (hooks.is_husky)
			inspect_husky(hook, repo->hooks_dir);
		else
			inspect_file(hook, hooks.dir, repo->top);
		find_shadowed(hook, &hooks, repo);
	}
	if (pm_hooks_config_find(&hooks, err) < 0) {
		pm_hooks_release(&hooks);
		return err->code;
	}
	*out = hooks;
	return PM_OK;
}

void pm_hooks_release(struct pm_hooks *hooks)
{
	for (size_t i = 0; i < hooks->nr; i++) {
		free(hooks->hook[i].path);
		free(hooks->hook[i].before);
		free(hooks->hook[i].managed_by);
		free(hooks->hook[i].dropped);
		free(hooks->hook[i].shadowed);
		free(hooks->hook[i].configured);
		free(hooks->hook[i].refused);
	}
	free(hooks->dir);
	*hooks = (struct pm_hooks){ 0 };
}

bool pm_hook_is_in_place(const struct pm_hook *hook)
{
	if (hook->never_started || !hook->is_executable)
		return false;
	return is_ours(hook->state) ||
	       (hook->state != PM_HOOK_ABSENT && hook->calls_us);
}

bool pm_hook_is_active(const struct pm_hook *hook)
{
	return hook->configured_runs || pm_hook_is_in_place(hook);
}

bool pm_hook_is_missing(const struct pm_hook *hook)
{
	bool is_strange = hook->state == PM_HOOK_ABSENT ||
			  (hook->state == PM_HOOK_FOREIGN && !hook->calls_us);

	return !pm_hook_is_active(hook) && !(hook->is_optional && is_strange);
}
