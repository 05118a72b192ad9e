/* SPDX-License-Identifier: MIT */
#include "doctor/examine.h"

#include <string.h>
#include <sys/stat.h>

#include "base/path.h"
#include "git/hooks.h"

#define INSTALL "git postmortem hook install"

/* The path as a person reads it: from the top when it lies there. */
static const char *shown(const struct pm_doctor *doctor, const char *path)
{
	const char *top = doctor->repo->top;

	if (top && strcmp(path, top) && pm_path_is_within(path, top))
		return path + strlen(top) + 1;
	return path;
}

static const char *chmod_command(struct pm_doctor *doctor, const char *path)
{
	struct pm_buf command = { 0 };
	const char *kept;

	pm_buf_addstr(&command, "chmod +x ");
	pm_note_path(&command, doctor, shown(doctor, path));
	kept = pm_arena_strdup(&doctor->arena, pm_buf_str(&command));
	pm_buf_release(&command);
	return kept;
}

/* What is in the way stays, under another name. */
static const char *move_command(struct pm_doctor *doctor, const char *path)
{
	struct pm_buf command = { 0 }, to = { 0 };
	const char *kept;

	pm_buf_addf(&to, "%s.kept", shown(doctor, path));
	pm_buf_addstr(&command, "mv ");
	pm_note_path(&command, doctor, shown(doctor, path));
	pm_buf_addch(&command, ' ');
	pm_note_path(&command, doctor, pm_buf_str(&to));
	pm_buf_addstr(&command, " && " INSTALL);
	kept = pm_arena_strdup(&doctor->arena, pm_buf_str(&command));
	pm_buf_release(&command);
	pm_buf_release(&to);
	return kept;
}

/* As chmod(1) without a "who": for all that may read it. */
static bool make_executable(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 &&
	       chmod(path, (st.st_mode & 07777) |
				   ((st.st_mode & 0444) >> 2)) == 0;
}

/* What stands between git and the hook; the judge is pm_hook_is_active(). */
static struct pm_note *tell_idle(struct pm_doctor *doctor,
				 const struct pm_hooks *hooks,
				 const struct pm_hook *hook)
{
	/* What a commit must pass was passed before a push. */
	const enum pm_note_state state =
		hook->is_optional && hook->state != PM_HOOK_OURS ?
			PM_NOTE_HINT : PM_NOTE_ERROR;
	const char *name = hook->name;

	if (hook->configured && hook->state == PM_HOOK_ABSENT)
		return pm_note(doctor, "hooks", "hook-configured", state,
			       INSTALL, "%s is not run: git's configuration "
			       "names it (hook.%s), %s", name, hook->configured,
			       hooks->config_is_read ?
				       "and turns it off" :
				       "which this git is too old to read");
	if (hook->shadowed)
		return pm_note(doctor, "hooks", "hook-hidden", state, INSTALL,
			       "%s is not run: core.hooksPath hides %s", name,
			       shown(doctor, hook->shadowed));
	if (hook->dropped)
		return pm_note(doctor, "hooks", "hook-replaced", state, INSTALL,
			       "%s is not run: %s put it aside as %s", name,
			       hook->manager ? hook->manager : "another tool",
			       shown(doctor, hook->dropped));
	if (hook->state == PM_HOOK_ABSENT)
		return pm_note(doctor, "hooks", "hook-absent", state, INSTALL,
			       "%s is not installed: an incomplete post-mortem "
			       "can be %s from here", name,
			       hook->is_optional ? "pushed" : "committed");
	if (hook->never_started)
		return pm_note(doctor, "hooks", "hook-not-started", state,
			       "npm install --save-dev husky@latest",
			       "%s is not run: this husky has no launcher for "
			       "it; a newer one has", name);
	if (hook->in_the_way)
		return pm_note(doctor, "hooks", "hook-blocked", state,
			       move_command(doctor, hook->in_the_way),
			       hook->in_the_way == hook->before ?
				       "%s is somebody else's, in the place of "
				       "ours, and the hook that was there "
				       "before ours is still at %s: one of the "
				       "two has to go" :
				       "%s is not run: %s is a folder",
			       name, shown(doctor, hook->in_the_way));
	if (hook->state == PM_HOOK_FOREIGN && !hook->calls_us)
		return pm_note(doctor, "hooks", "hook-foreign", state, INSTALL,
			       "%s is %s%s, and does not run git postmortem; "
			       "installing keeps it and runs both", name,
			       hook->manager ? hook->manager :
					       "somebody else's",
			       hook->manager ? "'s" : "");
	if (!hook->is_executable)
		return pm_note(doctor, "hooks", "hook-not-executable", state,
			       chmod_command(doctor, hook->path),
			       "%s is not executable, and so git passes over it",
			       name);
	return pm_note(doctor, "hooks", "hook-edited", state, INSTALL " --force",
		       "%s was edited and no longer runs git postmortem; "
		       "see what was added before it is replaced", name);
}

static void tell_active(struct pm_doctor *doctor, const struct pm_hook *hook)
{
	if (hook->configured_runs && pm_hook_is_in_place(hook))
		pm_note(doctor, "hooks", "hook-twice", PM_NOTE_HINT,
			INSTALL " --config",
			"%s is run twice: by git's configuration (hook.%s) "
			"and from the folder", hook->name, hook->configured);
	else if (hook->state == PM_HOOK_OLDER)
		pm_note(doctor, "hooks", "hook-older", PM_NOTE_HINT, INSTALL,
			"%s was written by an earlier version", hook->name)
			->is_fixable = true;
	else
		pm_note(doctor, "hooks", "hook", PM_NOTE_OK, NULL,
			"%s runs git postmortem", hook->name);
	if (hook->before && !hook->before_runs)
		pm_note(doctor, "hooks", "hook-before", PM_NOTE_HINT,
			chmod_command(doctor, hook->before),
			"the %s hook that was there before is not executable, "
			"and so it is not run", hook->name);
}

/* What was found, and which note (1-based) tells of each hook. */
struct found {
	struct pm_hooks hooks;
	size_t note[PM_HOOKS_MAX];
};

static bool only_sleeps(const struct pm_hook *hook)
{
	return hook->state != PM_HOOK_ABSENT && hook->calls_us &&
	       !hook->is_executable && !hook->never_started;
}

static bool can_fix(const struct pm_hooks *hooks, const struct pm_hook *hook)
{
	if (hooks->is_outside || hook->never_started || hook->in_the_way)
		return false;
	if (only_sleeps(hook))
		return true;
	/* Somebody has turned it off. */
	if (hook->configured && hooks->config_is_read)
		return false;
	/* What somebody wrote into it would be lost; and which hooks a server
	 * needs is for whoever runs it to say. */
	return hook->state != PM_HOOK_EDITED &&
	       hooks->set == PM_HOOKS_CLIENT;
}

/* Whoever only mirrors a repository needs no hook, and one of the two that a
 * push runs is enough. */
static bool is_left_out(const struct pm_hooks *hooks,
			const struct pm_hook *hook)
{
	return hooks->set == PM_HOOKS_SERVER && hook->is_optional &&
	       !hook->configured &&
	       (hook->state == PM_HOOK_ABSENT ||
		(hook->state == PM_HOOK_FOREIGN && !hook->calls_us));
}

static void look(struct pm_doctor *doctor, struct found *found)
{
	const struct pm_hooks *hooks = &found->hooks;
	size_t first = doctor->nr;

	for (size_t i = 0; i < hooks->nr; i++) {
		const struct pm_hook *hook = &hooks->hook[i];

		if (is_left_out(hooks, hook))
			continue;
		found->note[i] = doctor->nr + 1;
		if (pm_hook_is_active(hook))
			tell_active(doctor, hook);
		else
			tell_idle(doctor, hooks, hook)->is_fixable =
				can_fix(hooks, hook);
	}
	if (doctor->nr == first && hooks->set == PM_HOOKS_SERVER)
		pm_note(doctor, "hooks", "hooks-none", PM_NOTE_HINT,
			INSTALL " --server",
			"no hook refuses a push here; a mirror needs none");
	if (hooks->is_outside)
		pm_note(doctor, "hooks", "hooks-outside", PM_NOTE_HINT,
			"git config core.hooksPath .githooks && " INSTALL,
			"core.hooksPath sends git to %s, which other "
			"repositories may share", hooks->dir);
}

static void wake(struct pm_hooks *hooks)
{
	for (size_t i = 0; i < hooks->nr; i++) {
		struct pm_hook *hook = &hooks->hook[i];

		if (only_sleeps(hook))
			hook->is_executable = make_executable(hook->path);
	}
}

static const char *change_in_words(enum pm_hook_change change)
{
	switch (change) {
	case PM_HOOK_CHAINED:
		return "installed; the hook that was there runs first";
	case PM_HOOK_WRITTEN:
		return "installed";
	case PM_HOOK_UPDATED:
		return "brought up to date";
	default:
		return "made executable";
	}
}

static void fix(struct pm_doctor *doctor, struct found *found)
{
	struct pm_hooks *hooks = &found->hooks;
	struct pm_error err = { 0 };
	size_t todo = 0;

	for (size_t i = 0; i < hooks->nr; i++)
		todo += found->note[i] &&
			doctor->note[found->note[i] - 1].is_fixable;
	if (!todo)
		return;
	wake(hooks);
	if (hooks->set == PM_HOOKS_CLIENT &&
	    pm_hooks_install(hooks, doctor->repo, false, &err) < 0 &&
	    err.code != PM_EEXISTS) /* each has its note already */
		pm_note_failure(doctor, "hooks", &err);
	for (size_t i = 0; i < hooks->nr; i++) {
		size_t note = found->note[i];

		if (note && doctor->note[note - 1].is_fixable &&
		    pm_hook_is_active(&hooks->hook[i]))
			doctor->note[note - 1].fixed =
				change_in_words(hooks->hook[i].change);
	}
}

/* In git's own folder beside a work tree it is the work tree that matters. */
void pm_look_at_hooks(struct pm_doctor *doctor)
{
	struct pm_repo *repo = doctor->repo;
	enum pm_hook_set set = repo->is_bare ? PM_HOOKS_SERVER :
					       PM_HOOKS_CLIENT;
	struct found found = { 0 };
	struct pm_error err = { 0 };

	/* Nobody needs a hook where there is nothing to refuse. */
	if (!doctor->is_used || !pm_hook_name[set][0])
		return;
	if (!repo->top && !repo->is_bare) {
		pm_note(doctor, "hooks", "hooks-elsewhere", PM_NOTE_HINT, NULL,
			"this is git's own folder; the hooks of a commit are "
			"looked at from the work tree");
		return;
	}
	if (pm_hooks_find(&found.hooks, repo, set, &err) < 0) {
		pm_note_failure(doctor, "hooks", &err);
		return;
	}
	look(doctor, &found);
	if (doctor->options.fix)
		fix(doctor, &found);
	pm_hooks_release(&found.hooks);
}
