/* SPDX-License-Identifier: MIT */
#ifndef PM_HOOKS_H
#define PM_HOOKS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "git/repo.h"

/*
 * Our hooks where git looks for them. A hook that stood there before is
 * moved aside as it is (<name>.before-postmortem) and our shim runs it first;
 * uninstalling moves it back. Only a text that this program, or an earlier
 * version of it, has written is ever replaced or removed.
 *
 * A newer git also runs hooks that its configuration names, whatever the
 * folder holds; then there is no shim, which would run us a second time.
 *
 * Under husky git looks into a folder that husky rewrites, so our part is a
 * marked block inside the hook that husky starts.
 *
 * GitLab and Gitea start every executable of a folder for a server's hook,
 * custom_hooks/<name>.d and hooks/<name>.d, and write what starts them anew
 * with each upgrade: there our shim is a file among those.
 */

/* Who runs them: git where somebody commits, or git where a push arrives. */
enum pm_hook_set {
	PM_HOOKS_CLIENT,
	PM_HOOKS_SERVER,
};

#define PM_HOOKS_MAX 4 /* of one set */
/* NULL-terminated. */
extern const char *const pm_hook_name[2][PM_HOOKS_MAX + 1];

enum pm_hook_state {
	PM_HOOK_ABSENT,
	PM_HOOK_OURS,
	PM_HOOK_OLDER,	 /* as an earlier version wrote it */
	PM_HOOK_EDITED,	 /* has our marker, but not our text */
	PM_HOOK_FOREIGN,
};

/* What installing or uninstalling did. */
enum pm_hook_change {
	PM_HOOK_KEPT,	   /* nothing was to be done */
	PM_HOOK_WRITTEN,
	PM_HOOK_CHAINED,   /* and moved a foreign hook aside */
	PM_HOOK_UPDATED,
	PM_HOOK_REMOVED,
	PM_HOOK_RESTORED,  /* and moved the foreign hook back */
	PM_HOOK_LEFT,	   /* not ours, so it was not removed */
};

/* All paths are absolute. */
struct pm_hook {
	const char *name;
	char *path;	     /* our shim, or where it would stand */
	enum pm_hook_state state; /* of what stands at `path` */
	bool is_executable;
	bool calls_us;	     /* a foreign hook that runs us by itself */
	char *before;	     /* a hook that was moved aside, or NULL */
	bool before_runs;    /* it is executable */
	bool before_is_old;  /* whoever wrote it has written it anew in the place
			      * of ours: the very same, or a manager's */
	const char *in_the_way; /* what nothing of ours can go past: a folder
			      * at `path`, or, with another hook there, what
			      * is `before`; or NULL */
	bool asks_its_name;  /* the hook moved, or to be moved, aside reads its
			      * own name from $0, which moving changes */
	bool is_part;	     /* `path` lies in a folder, see above */
	bool is_optional;    /* commits, or pushes, are judged without it: pre-push,
			      * and one of a server's two */
	bool is_wanted;	     /* for pm_hooks_install(); of a server's hooks it
			      * is one that does, both would check twice */
	const char *manager; /* the tool that wrote the foreign hook, here or
			      * moved aside: "pre-commit", ...; or NULL */
	char *managed_by;    /* a file of the manager's configuration that
			      * makes it run us, or NULL */
	bool never_started;  /* husky has no launcher for it */
	char *dropped;	     /* our shim where lefthook puts what it replaces
			      * and never runs again; or NULL */
	char *shadowed;	     /* our shim in the folder that core.hooksPath
			      * hides; or NULL */
	char *configured;    /* "<section>": hook.<section>.command of git's
			      * configuration runs us for this hook; or NULL */
	bool configured_runs; /* git reads that, and it is not turned off */
	bool has_section;    /* there is what pm_hooks_install_config() writes,
			      * whatever became of it */
	enum pm_hook_change change;
	char *refused;	     /* why it was not installed; or NULL */
};

struct pm_hooks {
	enum pm_hook_set set;
	char *dir;	   /* where `path`s are, mostly repo->hooks_dir */
	bool is_husky;
	bool is_tracked;   /* in the work tree: made to be committed */
	bool is_outside;   /* not in this repository: others share it */
	bool is_configured; /* core.hooksPath decides */
	bool is_gitolite;  /* a repository of gitolite's, to which the update
			    * hook belongs: without its own nobody may push */
	bool config_is_read; /* where one is `configured`: this git reads it */
	struct pm_hook hook[PM_HOOKS_MAX];
	size_t nr;
};

/* See what is there. */
int pm_hooks_find(struct pm_hooks *out, struct pm_repo *repo,
		  enum pm_hook_set set, struct pm_error *err);
void pm_hooks_release(struct pm_hooks *hooks);

/* git runs it from the folder, and it runs us. */
bool pm_hook_is_in_place(const struct pm_hook *hook);
/* git runs it, and it runs us. */
bool pm_hook_is_active(const struct pm_hook *hook);
/* It should and does not: an optional one only where it once did. */
bool pm_hook_is_missing(const struct pm_hook *hook);
/* Whatever is pushed into the work tree's branch changes it as well: the one
 * case where a server's hooks belong into a repository that is not bare. */
bool pm_hooks_updates_instead(struct pm_repo *repo);

/*
 * Install all that are wanted. One that cannot be, as somebody else's file is
 * in its place, is `refused` and keeps none of the others from being installed;
 * then it fails with PM_EEXISTS and what the first of them says. Any other
 * failure changes nothing. `force` also writes into a folder outside of the
 * repository and over a shim that was edited. `hooks` is what was found; it is
 * brought up to date.
 */
int pm_hooks_install(struct pm_hooks *hooks, struct pm_repo *repo, bool force,
		     struct pm_error *err);
/*
 * Install all in git's configuration instead, and take our shims out of this
 * clone's folder. A hook that runs us from a folder that others share, or by
 * a manager's configuration, is left as it is. Fails where git is too old.
 */
int pm_hooks_install_config(struct pm_hooks *hooks, struct pm_repo *repo,
			    bool force, struct pm_error *err);
/* The way back, also in the folder that core.hooksPath hides. `force` also
 * removes a shim that was edited. */
int pm_hooks_uninstall(struct pm_hooks *hooks, struct pm_repo *repo,
		       bool force, struct pm_error *err);

#endif
