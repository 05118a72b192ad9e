/* SPDX-License-Identifier: MIT */
#include "git/edit.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/path.h"
#include "git/beneath.h"

static void note_changed(struct pm_apply *apply, const char *path)
{
	char *folder = pm_path_parent(path);

	pm_strlist_add(&apply->changed, folder);
	free(folder);
}

static int rename_one(const struct pm_apply *apply, const char *from_path,
		      const char *from, const char *to)
{
	int old = pm_open_parent(apply->top, from_path);
	int new = old < 0 ? -1 : pm_open_parent(apply->top, to);
	int result = -1, saved;

	if (new >= 0)
		result = renameat(old, from, new, pm_path_base(to));
	saved = errno;
	if (new >= 0)
		close(new);
	if (old >= 0)
		close(old);
	errno = saved;
	return result;
}

static int carry_out(struct pm_apply *apply, struct pm_edit_step *step,
		     struct pm_error *err)
{
	int dir, result = -1;

	switch (step->kind) {
	case PM_EDIT_MOVE:
		result = rename_one(apply, step->path,
				    pm_path_base(step->path), step->to);
		note_changed(apply, step->to);
		break;
	case PM_EDIT_WRITE:
		result = rename_one(apply, step->path, step->temp,
				    step->path);
		if (result == 0) {
			free(step->temp);
			step->temp = NULL;
		}
		break;
	case PM_EDIT_REMOVE:
		dir = pm_open_parent(apply->top, step->path);
		if (dir >= 0) {
			result = unlinkat(dir, pm_path_base(step->path), 0);
			close(dir);
		}
		break;
	}
	note_changed(apply, step->path);
	if (result < 0)
		return pm_fail_errno(err, "cannot %s '%s'",
				     step->kind == PM_EDIT_REMOVE ? "remove"
				     : step->kind == PM_EDIT_MOVE ? "move"
								  : "write",
				     step->path);
	apply->done++;
	return 0;
}

static int carry_out_all(struct pm_apply *apply, struct pm_error *err)
{
	struct pm_edit *edit = apply->edit;

	for (int kind = PM_EDIT_MOVE; kind <= PM_EDIT_REMOVE; kind++)
		for (size_t i = 0; i < edit->nr; i++) {
			int code = 0;

			if ((int)edit->step[i].kind == kind)
				code = carry_out(apply, &edit->step[i], err);
			if (code < 0 && apply->done)
				return pm_error_wrap(err, "only %zu of %zu "
						     "changes were made",
						     apply->done, edit->nr);
			if (code < 0)
				return code;
		}
	return 0;
}

/* Folders that a move or a removal has left empty go, as with git mv; but
 * never the one that the user stands in. */
static void remove_empty(struct pm_apply *apply, const char *path)
{
	char *folder = pm_path_parent(path);
	const char *prefix = apply->edit->repo->prefix;

	while (*folder && !pm_path_is_within(prefix, folder)) {
		int dir = pm_open_parent(apply->top, folder);
		int result = dir < 0 ? -1
				     : unlinkat(dir, pm_path_base(folder),
						AT_REMOVEDIR);
		char *up;

		if (dir >= 0)
			close(dir);
		if (result < 0)
			break;
		up = pm_path_parent(folder);
		free(folder);
		folder = up;
	}
	free(folder);
}

/* A rename lasts once its folder is on the disk. */
static void sync_folders(struct pm_apply *apply)
{
	pm_strlist_sort_unique(&apply->changed);
	for (size_t i = 0; i < apply->changed.nr; i++) {
		int fd = pm_open_folder(apply->top, apply->changed.item[i]);

		if (fd < 0)
			continue;
		fsync(fd);
		close(fd);
	}
}

static void take_back(struct pm_apply *apply)
{
	struct pm_edit *edit = apply->edit;

	for (size_t i = 0; i < edit->nr; i++) {
		struct pm_edit_step *step = &edit->step[i];
		int dir = step->temp ? pm_open_parent(apply->top, step->path) : -1;

		if (dir < 0)
			continue;
		unlinkat(dir, step->temp, 0);
		close(dir);
		free(step->temp);
		step->temp = NULL;
	}
	/* Only what is empty goes. */
	for (size_t i = apply->made.nr; i--;) {
		const char *folder = apply->made.item[i];
		int dir = pm_open_parent(apply->top, folder);

		if (dir < 0)
			continue;
		unlinkat(dir, pm_path_base(folder), AT_REMOVEDIR);
		close(dir);
	}
}

static void block_signals(sigset_t *old)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGQUIT);
	pthread_sigmask(SIG_BLOCK, &set, old);
}

int pm_edit_apply(struct pm_edit *edit, struct pm_error *err)
{
	struct pm_apply apply = { .edit = edit, .top = edit->repo->top_fd };
	sigset_t old;
	int code;

	if (!edit->repo->top)
		return pm_fail(err, PM_ERROR,
			       "there is no work tree to write to");
	code = pm_index_wait(edit->repo, err);
	if (code < 0)
		return code;
	/* Ctrl-C comes before or after all of it. */
	block_signals(&old);
	code = pm_edit_prepare(&apply, err);
	if (code == 0)
		code = carry_out_all(&apply, err);
	if (code < 0)
		take_back(&apply);
	if (apply.done)
		sync_folders(&apply);
	for (size_t i = 0; code == 0 && i < edit->nr; i++)
		if (edit->step[i].kind != PM_EDIT_WRITE)
			remove_empty(&apply, edit->step[i].path);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	pm_strlist_release(&apply.made);
	pm_strlist_release(&apply.changed);
	pm_strlist_release(&apply.stale);
	free(apply.swept);
	return code;
}
