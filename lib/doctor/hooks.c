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
				 const struct pm_hook *hook)
{
	const enum pm_note_state state = PM_NOTE_ERROR;
	const char *name = hook->name;

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
			       "can be committed here", name);
	if (hook->never_started)
		return pm_note(doctor, "hooks", "hook-not-started", state,
			       "npm install --save-dev husky@latest",
			       "%s is not run: this husky has no launcher for "
			       "it; a newer one has", name);
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
	if (hook->state == PM_HOOK_OLDER)
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

static bool can_fix(const struct pm_hooks *hooks, const struct pm_hook *hook)
{
	if (hooks->is_outside || hook->never_started)
		return false;
	/* What somebody wrote into it would be lost. */
	return hook->state != PM_HOOK_EDITED ||
	       (hook->calls_us && !hook->is_executable);
}

static void look(struct pm_doctor *doctor, const struct pm_hooks *hooks)
{
	for (size_t i = 0; i < PM_HOOKS; i++) {
		const struct pm_hook *hook = &hooks->hook[i];

		if (pm_hook_is_active(hook))
			tell_active(doctor, hook);
		else
			tell_idle(doctor, hook)->is_fixable =
				can_fix(hooks, hook);
	}
	if (hooks->is_outside)
		pm_note(doctor, "hooks", "hooks-outside", PM_NOTE_HINT,
			"git config core.hooksPath .githooks && " INSTALL,
			"core.hooksPath sends git to %s, which other "
			"repositories may share", hooks->dir);
}

/* What has our call, and only lacks the right to run. */
static void wake(struct pm_hooks *hooks)
{
	for (size_t i = 0; i < PM_HOOKS; i++) {
		struct pm_hook *hook = &hooks->hook[i];

		if (hook->state != PM_HOOK_ABSENT && hook->calls_us &&
		    !hook->is_executable)
			hook->is_executable = make_executable(hook->path);
	}
}

static void mark_fixed(struct pm_doctor *doctor, size_t first,
		       const struct pm_hooks *hooks)
{
	size_t i = first;

	for (size_t h = 0; h < PM_HOOKS; h++) {
		const struct pm_hook *hook = &hooks->hook[h];
		struct pm_note *note = &doctor->note[i++];

		if (note->is_fixable && pm_hook_is_active(hook))
			note->fixed = hook->change == PM_HOOK_CHAINED ?
				"installed; the hook that was there runs "
				"first" :
				hook->change == PM_HOOK_WRITTEN ? "installed" :
				hook->change == PM_HOOK_UPDATED ?
				"brought up to date" : "made executable";
		/* A note on the hook before it. */
		i += i < doctor->nr && !strcmp(doctor->note[i].id,
					       "hook-before");
	}
}

static void fix(struct pm_doctor *doctor, size_t first, struct pm_hooks *hooks)
{
	struct pm_error err = { 0 };
	bool any = false;

	for (size_t i = first; i < doctor->nr; i++)
		any |= doctor->note[i].is_fixable;
	if (!any)
		return;
	wake(hooks);
	if (pm_hooks_install(hooks, doctor->repo, false, &err) < 0)
		pm_note_failure(doctor, "hooks", &err);
	mark_fixed(doctor, first, hooks);
}

void pm_look_at_hooks(struct pm_doctor *doctor)
{
	struct pm_hooks hooks = { 0 };
	struct pm_error err = { 0 };
	size_t first = doctor->nr;

	/* Nobody needs a hook where there is nothing to refuse. */
	if (!doctor->is_used)
		return;
	if (!doctor->repo->top) {
		pm_note(doctor, "hooks", "hooks-none", PM_NOTE_OK, NULL,
			"nothing is committed here, and so no hook of a commit "
			"is needed");
		return;
	}
	if (pm_hooks_find(&hooks, doctor->repo, &err) < 0) {
		pm_note_failure(doctor, "hooks", &err);
		return;
	}
	look(doctor, &hooks);
	if (doctor->options.fix)
		fix(doctor, first, &hooks);
	pm_hooks_release(&hooks);
}
