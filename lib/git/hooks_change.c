/* SPDX-License-Identifier: MIT */
#include "git/hooks.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/path.h"
#include "git/beneath.h"
#include "git/file.h"
#include "git/hooks_config.h"
#include "git/hooks_text.h"
#include "git/hooks_write.h"

static int refuse_edited(const struct pm_hook *hook, struct pm_error *err)
{
	return pm_fail(err, PM_EEXISTS,
		       "'%s' is marked as ours, but somebody has edited it; "
		       "move what was added elsewhere and use --force",
		       hook->path);
}

static int drop(const char *path, struct pm_error *err)
{
	if (unlink(path) < 0 && errno != ENOENT)
		return pm_fail_errno(err, "cannot remove '%s'", path);
	return PM_OK;
}

/* --- hooks that husky starts --- */

static int read_husky_hook(struct pm_hook_step *step, struct pm_error *err)
{
	const struct pm_hook *hook = step->hook;
	struct stat st;

	step->mode = 0666;
	step->fresh = lstat(hook->path, &st) < 0;
	if (step->fresh)
		return PM_OK;
	step->mode = st.st_mode & 0777;
	if (!S_ISREG(st.st_mode))
		return pm_fail(err, PM_EEXISTS,
			       "'%s' is not a regular file; make it one, or "
			       "call 'git postmortem hook run %s' in it",
			       hook->path, hook->name);
	if (pm_file_read(&step->text, hook->path, PM_MAX_HOOK) < 0)
		return pm_fail_errno(err, "cannot read '%s'", hook->path);
	return PM_OK;
}

/* Replace our block by `block`, or put it in, or take it out (NULL). */
static int set_block(struct pm_hook_step *step, const struct pm_buf *block,
		     bool force, struct pm_error *err)
{
	const struct pm_hook *hook = step->hook;
	size_t start = 0, end = 0;
	enum pm_hook_state state =
		pm_hook_block_state(hook->name, &step->text, &start, &end);

	if (state == PM_HOOK_EDITED && start == end)
		return pm_fail(err, PM_EEXISTS,
			       "'%s' has the first line of our block but not "
			       "its last; remove the block by hand",
			       hook->path);
	if (state == PM_HOOK_EDITED && !force)
		return refuse_edited(hook, err);
	/* It may have stood elsewhere. */
	pm_buf_splice(&step->text, start, end, NULL, 0);
	if (!block)
		return PM_OK;
	if (step->text.len && step->text.ptr[step->text.len - 1] != '\n')
		pm_buf_addch(&step->text, '\n');
	start = pm_hook_block_place(hook->name, &step->text);
	pm_buf_splice(&step->text, start, start, block->ptr, block->len);
	return PM_OK;
}

static int plan_husky(struct pm_hook_step *step, bool force,
		      struct pm_error *err)
{
	struct pm_buf block = { 0 };
	int code = read_husky_hook(step, err);

	pm_hook_add_block(&block, step->hook->name);
	if (code == PM_OK)
		code = set_block(step, &block, force, err);
	pm_buf_release(&block);
	step->hook->change = step->hook->state == PM_HOOK_ABSENT
				     ? PM_HOOK_WRITTEN
				     : PM_HOOK_UPDATED;
	return code;
}

/* --- installing --- */

static int plan_chain(struct pm_hook_step *step, const char *dir,
		      struct pm_error *err)
{
	struct pm_hook *hook = step->hook;
	struct pm_buf aside = { 0 };
	struct stat st;

	if (lstat(hook->path, &st) == 0 && S_ISDIR(st.st_mode))
		return pm_fail(err, PM_EEXISTS,
			       "'%s' is a folder; move it out of the way",
			       hook->path);
	/* Moved aside in there, it would be run as one of them. */
	if (hook->is_part)
		return pm_fail(err, PM_EEXISTS,
			       "'%s' is not ours; move it out of the way",
			       hook->path);
	if (hook->before && !hook->before_is_old)
		return pm_fail(err, PM_EEXISTS,
			       "there is another hook at '%s', and the one "
			       "that was there before us is still at '%s'; "
			       "move the one that is not wanted elsewhere, or "
			       "call 'git postmortem hook run %s' in the first",
			       hook->path, hook->before, hook->name);
	pm_path_join(&aside, dir, hook->name);
	pm_buf_addstr(&aside, PM_HOOK_BEFORE);
	step->aside = pm_buf_detach(&aside);
	step->aside_is_old = hook->before_is_old;
	hook->change = PM_HOOK_CHAINED;
	return PM_OK;
}

static int plan_shim(struct pm_hook_step *step, const char *dir, bool force,
		     struct pm_error *err)
{
	struct pm_hook *hook = step->hook;

	step->mode = 0777;
	pm_hook_add_shim(&step->text, hook->name);
	switch (hook->state) {
	case PM_HOOK_FOREIGN:
		return plan_chain(step, dir, err);
	case PM_HOOK_EDITED:
		if (!force)
			return refuse_edited(hook, err);
		break;
	case PM_HOOK_ABSENT:
		step->fresh = true;
		hook->change = PM_HOOK_WRITTEN;
		return PM_OK;
	case PM_HOOK_OURS:
	case PM_HOOK_OLDER:
		break;
	}
	hook->change = PM_HOOK_UPDATED;
	return PM_OK;
}

static bool is_up_to_date(const struct pm_hook *hook)
{
	if (!hook->is_executable)
		return false;
	return hook->state == PM_HOOK_OURS ||
	       (hook->state == PM_HOOK_FOREIGN && hook->calls_us);
}

static bool is_current(const struct pm_hook *hook)
{
	return hook->configured_runs || is_up_to_date(hook);
}

static int refuse_outside(const struct pm_hooks *hooks, struct pm_error *err)
{
	return pm_fail(err, PM_EINVALID,
		       "core.hooksPath sends git to '%s', outside of this "
		       "repository, where other repositories may find their "
		       "hooks too; use --force if all of them are meant, or "
		       "call 'git postmortem hook run <name>' in the hooks "
		       "there, or give this repository a folder of its own: "
		       "git config core.hooksPath .githooks",
		       hooks->dir);
}

/*
 * Once ours are in place: a shim of ours that lefthook put aside keeps it
 * from doing so again, a manager's hook that the manager has written anew
 * would be run for a second time when the manager is gone, and so would ours
 * by git's configuration.
 */
static int clear_away(const struct pm_hook *hook, struct pm_error *err)
{
	int code = PM_OK;

	if (hook->dropped)
		code = drop(hook->dropped, err);
	if (code == PM_OK && hook->before_is_old &&
	    hook->change != PM_HOOK_CHAINED)
		code = drop(hook->before, err);
	if (code == PM_OK && hook->has_section &&
	    (is_up_to_date(hook) || hook->change != PM_HOOK_KEPT))
		code = pm_hook_config_unset(hook, err);
	return code;
}

/* What was found, with what was done. */
static int look_again(struct pm_hooks *hooks, struct pm_repo *repo,
		      struct pm_error *err)
{
	struct pm_hooks now = { 0 };
	int code = pm_hooks_find(&now, repo, hooks->set, err);

	if (code < 0)
		return code;
	for (size_t i = 0; i < hooks->nr; i++) {
		now.hook[i].change = hooks->hook[i].change;
		now.hook[i].is_wanted = hooks->hook[i].is_wanted;
		now.hook[i].refused = hooks->hook[i].refused;
		hooks->hook[i].refused = NULL;
	}
	pm_hooks_release(hooks);
	*hooks = now;
	return PM_OK;
}

static int make_parts_folder(const struct pm_hook *hook, struct pm_error *err)
{
	char *dir = pm_path_parent(hook->path);
	int code = pm_hooks_make_folder(dir, err);

	free(dir);
	return code;
}

/* PM_EEXISTS leaves this one out, and no other. */
static int plan(struct pm_hook_step *step, struct pm_hook *hook,
		const struct pm_hooks *hooks, bool force, struct pm_error *err)
{
	int code = hook->is_part ? make_parts_folder(hook, err) : PM_OK;

	step->hook = hook;
	if (code == PM_OK)
		code = hooks->is_husky ? plan_husky(step, force, err) :
					 plan_shim(step, hooks->dir, force, err);
	if (code == PM_OK)
		return code;
	hook->change = PM_HOOK_KEPT;
	if (code == PM_EEXISTS)
		hook->refused = pm_xstrdup(err->message);
	pm_hook_step_release(step);
	return code;
}

static int plan_all(struct pm_hook_step *step, size_t *nr,
		    struct pm_hooks *hooks, bool force, struct pm_error *err)
{
	for (size_t i = 0; i < hooks->nr; i++) {
		struct pm_hook *hook = &hooks->hook[i];
		int code;

		if (!hook->is_wanted || is_current(hook))
			continue;
		code = plan(&step[*nr], hook, hooks, force, err);
		if (code < 0 && code != PM_EEXISTS)
			return code;
		*nr += code == PM_OK;
	}
	return PM_OK;
}

static int refuse_those(const struct pm_hooks *hooks, struct pm_error *err)
{
	for (size_t i = 0; i < hooks->nr; i++)
		if (hooks->hook[i].refused)
			return pm_fail(err, PM_EEXISTS, "%s",
				       hooks->hook[i].refused);
	return PM_OK;
}

int pm_hooks_install(struct pm_hooks *hooks, struct pm_repo *repo, bool force,
		     struct pm_error *err)
{
	struct pm_hook_step step[PM_HOOKS_MAX] = { 0 };
	bool was_there = access(hooks->dir, F_OK) == 0;
	size_t nr = 0;
	int lock = -1;
	int code;

	if (hooks->is_outside && !force)
		return refuse_outside(hooks, err);
	code = pm_hooks_make_folder(hooks->dir, err);
	if (code == PM_OK)
		code = pm_hooks_lock(&lock, hooks->dir, err);
	if (code == PM_OK)
		code = look_again(hooks, repo, err);
	if (code == PM_OK)
		code = plan_all(step, &nr, hooks, force, err);
	if (code == PM_OK)
		code = pm_hooks_write(step, nr, err);
	for (size_t i = 0; i < hooks->nr && code == PM_OK; i++)
		if (!hooks->hook[i].refused)
			code = clear_away(&hooks->hook[i], err);
	for (size_t i = 0; i < hooks->nr; i++)
		pm_hook_step_release(&step[i]);
	pm_hooks_unlock(lock);
	if (code < 0 && !was_there)
		rmdir(hooks->dir);
	if (code == PM_OK)
		code = look_again(hooks, repo, err);
	return code < 0 ? code : refuse_those(hooks, err);
}

/* --- uninstalling --- */

static int restore(const char *before, const char *path, struct pm_error *err)
{
	if (rename(before, path) < 0)
		return pm_fail_errno(err, "cannot move '%s' back to '%s'",
				     before, path);
	return PM_OK;
}

static int remove_block(struct pm_hook *hook, bool force, struct pm_error *err)
{
	struct pm_hook_step step = { .hook = hook };
	int code = read_husky_hook(&step, err);

	if (code == PM_OK)
		code = set_block(&step, NULL, force, err);
	if (code == PM_OK)
		code = step.text.len ? pm_hooks_write(&step, 1, err)
				     : drop(hook->path, err);
	if (code == PM_OK)
		hook->change = PM_HOOK_REMOVED;
	pm_hook_step_release(&step);
	return code;
}

static int remove_shim(struct pm_hook *hook, struct pm_error *err)
{
	int code;

	if (hook->before && !hook->before_is_old) {
		code = restore(hook->before, hook->path, err);
		if (code == PM_OK)
			hook->change = PM_HOOK_RESTORED;
		return code;
	}
	code = drop(hook->path, err);
	if (code == PM_OK)
		hook->change = PM_HOOK_REMOVED;
	return code;
}

/* What is never run: our shims, and a manager's hook that the manager has
 * written anew. */
static int remove_idle(struct pm_hook *hook, struct pm_error *err)
{
	struct pm_buf before = { 0 };
	int code = PM_OK;

	if (hook->before_is_old)
		code = drop(hook->before, err);
	if (code == PM_OK && hook->dropped)
		code = drop(hook->dropped, err);
	if (code == PM_OK && hook->shadowed) {
		pm_buf_addf(&before, "%s" PM_HOOK_BEFORE, hook->shadowed);
		code = access(before.ptr, F_OK) == 0
			? restore(before.ptr, hook->shadowed, err)
			: drop(hook->shadowed, err);
		pm_buf_release(&before);
	}
	if (code == PM_OK && (hook->dropped || hook->shadowed) &&
	    hook->change != PM_HOOK_RESTORED)
		hook->change = PM_HOOK_REMOVED;
	return code;
}

static int remove_files(struct pm_hook *hook, bool is_husky, bool force,
			struct pm_error *err)
{
	int code = PM_OK;

	if (hook->state == PM_HOOK_FOREIGN)
		hook->change = PM_HOOK_LEFT;
	else if (hook->state == PM_HOOK_ABSENT && hook->before)
		code = remove_shim(hook, err);
	else if (hook->state == PM_HOOK_ABSENT)
		hook->change = PM_HOOK_KEPT;
	else if (is_husky)
		code = remove_block(hook, force, err);
	else
		code = remove_shim(hook, err);
	return code < 0 ? code : remove_idle(hook, err);
}

static int remove_hook(struct pm_hook *hook, bool is_husky, bool force,
		       struct pm_error *err)
{
	int code = remove_files(hook, is_husky, force, err);

	if (code == PM_OK && hook->has_section) {
		code = pm_hook_config_unset(hook, err);
		if (hook->change != PM_HOOK_RESTORED)
			hook->change = PM_HOOK_REMOVED;
	} else if (hook->configured && hook->change == PM_HOOK_KEPT) {
		hook->change = PM_HOOK_LEFT;
	}
	return code;
}

int pm_hooks_uninstall(struct pm_hooks *hooks, struct pm_repo *repo,
		       bool force, struct pm_error *err)
{
	int lock = -1;
	int code = PM_OK;

	if (hooks->is_outside && !force)
		return refuse_outside(hooks, err);
	/* Without the folder there may still be a shadowed one. */
	if (access(hooks->dir, F_OK) == 0)
		code = pm_hooks_lock(&lock, hooks->dir, err);
	if (code == PM_OK)
		code = look_again(hooks, repo, err);
	for (size_t i = 0; i < hooks->nr && code == PM_OK; i++)
		if (hooks->hook[i].state == PM_HOOK_EDITED && !force)
			code = refuse_edited(&hooks->hook[i], err);
	for (size_t i = 0; i < hooks->nr && code == PM_OK; i++)
		code = remove_hook(&hooks->hook[i], hooks->is_husky, force,
				   err);
	pm_hooks_unlock(lock);
	return code < 0 ? code : look_again(hooks, repo, err);
}

/* --- git's configuration --- */

/* It runs us from where others decide, too. */
static bool is_theirs(const struct pm_hooks *hooks, const struct pm_hook *hook)
{
	bool is_shared = hooks->is_tracked || hooks->is_outside ||
			 hooks->is_husky;

	if (!hook->is_executable || hook->never_started)
		return false;
	if (hook->state == PM_HOOK_FOREIGN)
		return hook->calls_us;
	return is_shared && hook->state != PM_HOOK_ABSENT;
}

/* One after the other, as git writes them; none, if one fails. */
static int configure(struct pm_hooks *hooks, struct pm_error *err)
{
	bool done[PM_HOOKS_MAX] = { false };
	struct pm_error ignored;
	int code = PM_OK;

	for (size_t i = 0; i < hooks->nr && code == PM_OK; i++) {
		struct pm_hook *hook = &hooks->hook[i];

		if (is_theirs(hooks, hook) || hook->configured_runs)
			continue;
		code = pm_hook_config_set(hook, err);
		done[i] = true;
		if (code == PM_OK)
			hook->change = PM_HOOK_WRITTEN;
	}
	for (size_t i = 0; i < hooks->nr && code < 0; i++)
		if (done[i])
			pm_hook_config_unset(&hooks->hook[i], &ignored);
	return code;
}

int pm_hooks_install_config(struct pm_hooks *hooks, struct pm_repo *repo,
			    bool force, struct pm_error *err)
{
	int lock = -1;
	int code = pm_hooks_config_works(err);

	if (code == PM_OK && access(hooks->dir, F_OK) == 0)
		code = pm_hooks_lock(&lock, hooks->dir, err);
	if (code == PM_OK)
		code = look_again(hooks, repo, err);
	for (size_t i = 0; i < hooks->nr && code == PM_OK; i++)
		if (hooks->hook[i].state == PM_HOOK_EDITED && !force &&
		    !is_theirs(hooks, &hooks->hook[i]))
			code = refuse_edited(&hooks->hook[i], err);
	if (code == PM_OK)
		code = configure(hooks, err);
	for (size_t i = 0; i < hooks->nr && code == PM_OK; i++) {
		struct pm_hook *hook = &hooks->hook[i];
		enum pm_hook_change change = hook->change;

		if (is_theirs(hooks, hook))
			continue;
		code = remove_files(hook, false, force, err);
		if (hook->change != PM_HOOK_RESTORED)
			hook->change = change;
	}
	pm_hooks_unlock(lock);
	return code < 0 ? code : look_again(hooks, repo, err);
}
