/* SPDX-License-Identifier: MIT */
#include "git/edit.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"
#include "git/beneath.h"
#include "git/file.h"

/* From here to the end of taking back, nothing asks for memory. */

static int rename_between(int top, const char *from_folder, const char *from,
			  const char *to_folder, const char *to)
{
	int old = pm_open_folder(top, from_folder);
	int new = old < 0 ? -1 : pm_open_folder(top, to_folder);
	int result = -1, saved;

	if (new >= 0)
		result = renameat(old, from, new, to);
	saved = errno;
	if (new >= 0)
		close(new);
	if (old >= 0)
		close(old);
	errno = saved;
	return result;
}

static int copy_bytes(int from, int to)
{
	char part[8192];
	ssize_t got;

	while ((got = read(from, part, sizeof(part))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 || pm_fd_write(to, part, (size_t)got) < 0)
			return -1;
	}
	return 0;
}

/* For a file system that has no links, or a file that is not ours. */
static int copy_file(int dir, const char *name, const char *copy)
{
	int from = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;
	int to = -1, result = -1;

	if (from < 0)
		return -1;
	to = openat(dir, copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (to >= 0 && !fstat(from, &st) && !copy_bytes(from, to) &&
	    !fchmod(to, st.st_mode & 0777))
		result = 0;
	if (to >= 0 && close(to) < 0)
		result = -1;
	if (to >= 0 && result < 0)
		unlinkat(dir, copy, 0);
	close(from);
	return result;
}

/* What is replaced waits beside it, until all is settled. */
static int keep_old(int dir, struct pm_edit_step *step)
{
	const char *name = pm_path_base(step->path);

	unlinkat(dir, step->old, 0);
	if (linkat(dir, name, dir, step->old, 0) < 0 && errno != ENOENT &&
	    copy_file(dir, name, step->old) < 0)
		return -1;
	step->has_old = faccessat(dir, step->old, F_OK,
				  AT_SYMLINK_NOFOLLOW) == 0;
	return 0;
}

static int replace(const struct pm_apply *apply, struct pm_edit_step *step)
{
	const char *name = pm_path_base(step->path);
	int dir = pm_open_folder(apply->top, step->folder);
	int result = -1, saved;

	if (dir < 0)
		return -1;
	if (step->kind == PM_EDIT_REMOVE) {
		result = renameat(dir, name, dir, step->old);
		step->has_old = result == 0;
	} else if (keep_old(dir, step) == 0) {
		result = renameat(dir, step->temp, dir, name);
		step->has_temp = result < 0;
	}
	saved = errno;
	close(dir);
	errno = saved;
	return result;
}

static int carry_out(struct pm_apply *apply, struct pm_edit_step *step,
		     struct pm_error *err)
{
	int result = step->kind == PM_EDIT_MOVE ?
			     rename_between(apply->top, step->folder,
					    pm_path_base(step->path),
					    step->to_folder,
					    pm_path_base(step->to)) :
			     replace(apply, step);

	if (result < 0)
		return pm_fail_errno(err, "cannot %s '%s'",
				     step->kind == PM_EDIT_REMOVE ? "remove"
				     : step->kind == PM_EDIT_MOVE ? "move"
								  : "write",
				     step->path);
	step->is_done = true;
	return 0;
}

static int carry_out_all(struct pm_apply *apply, struct pm_error *err)
{
	struct pm_edit *edit = apply->edit;
	int code = 0;

	for (int kind = PM_EDIT_MOVE; kind <= PM_EDIT_REMOVE; kind++)
		for (size_t i = 0; code == 0 && i < edit->nr; i++)
			if ((int)edit->step[i].kind == kind)
				code = carry_out(apply, &edit->step[i], err);
	return code;
}

/* Put back what one step did. */
static int reverse(const struct pm_apply *apply, struct pm_edit_step *step)
{
	const char *name = pm_path_base(step->path);
	int dir, result;

	if (step->kind == PM_EDIT_MOVE)
		return rename_between(apply->top, step->to_folder,
				      pm_path_base(step->to), step->folder,
				      name);
	dir = pm_open_folder(apply->top, step->folder);
	if (dir < 0)
		return -1;
	result = step->has_old ? renameat(dir, step->old, dir, name)
			       : unlinkat(dir, name, 0);
	if (result == 0)
		step->has_old = false;
	close(dir);
	return result;
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
static void sync_folders(const struct pm_apply *apply)
{
	for (size_t i = 0; i < apply->changed.nr; i++) {
		int fd = pm_open_folder(apply->top, apply->changed.item[i]);

		if (fd < 0)
			continue;
		fsync(fd);
		close(fd);
	}
}

static void drop(const struct pm_apply *apply, const struct pm_edit_step *step,
		 const char *name, bool *is_there)
{
	int dir = *is_there ? pm_open_folder(apply->top, step->folder) : -1;

	if (dir < 0)
		return;
	unlinkat(dir, name, 0);
	close(dir);
	*is_there = false;
}

static void remove_folder(const struct pm_apply *apply, const char *folder)
{
	const char *name = pm_path_base(folder);
	char parent[PATH_MAX];
	size_t len = (size_t)(name - folder);
	int dir;

	if (len >= sizeof(parent))
		return;
	memcpy(parent, folder, len);
	parent[len ? len - 1 : 0] = '\0';
	dir = pm_open_folder(apply->top, parent);
	if (dir < 0)
		return;
	unlinkat(dir, name, AT_REMOVEDIR);
	close(dir);
}

/* 0, or how many steps could not be taken back. */
static size_t take_back(struct pm_apply *apply)
{
	struct pm_edit *edit = apply->edit;
	size_t failed = 0;

	for (int kind = PM_EDIT_REMOVE; kind >= PM_EDIT_MOVE; kind--)
		for (size_t i = edit->nr; i--;) {
			struct pm_edit_step *step = &edit->step[i];

			if (!step->is_done || (int)step->kind != kind)
				continue;
			failed += reverse(apply, step) < 0;
			step->is_done = false;
		}
	for (size_t i = 0; i < edit->nr; i++) {
		struct pm_edit_step *step = &edit->step[i];

		drop(apply, step, step->temp, &step->has_temp);
		/* What could not be put back is not thrown away. */
		if (!failed)
			drop(apply, step, step->old, &step->has_old);
	}
	/* Only what is empty goes. */
	for (size_t i = apply->made.nr; i--;)
		remove_folder(apply, apply->made.item[i]);
	sync_folders(apply);
	if (!failed)
		pm_edit_end_journal(apply);
	return failed;
}

/* There is no way back. */
static void settle(struct pm_apply *apply)
{
	struct pm_edit *edit = apply->edit;

	for (size_t i = 0; i < edit->nr; i++)
		drop(apply, &edit->step[i], edit->step[i].old,
		     &edit->step[i].has_old);
	for (size_t i = 0; i < edit->nr; i++)
		if (edit->step[i].kind != PM_EDIT_WRITE)
			remove_empty(apply, edit->step[i].path);
	pm_edit_end_journal(apply);
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

static void take_back_at_last(void *apply)
{
	take_back(apply);
}

int pm_edit_apply(struct pm_edit *edit, struct pm_error *err)
{
	struct pm_apply apply = { .edit = edit, .top = edit->repo->top_fd };
	size_t failed = 0;
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
	pm_before_no_memory(take_back_at_last, &apply);
	code = pm_edit_prepare(&apply, err);
	if (code == 0)
		code = carry_out_all(&apply, err);
	pm_before_no_memory(NULL, NULL);
	if (code < 0) {
		failed = take_back(&apply);
	} else {
		sync_folders(&apply);
		settle(&apply);
	}
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	pm_strlist_release(&apply.made);
	pm_strlist_release(&apply.changed);
	free(apply.journal);
	if (failed)
		code = pm_error_wrap(err, "%zu changes could not be taken "
				     "back, and what was there lies beside "
				     "them as .<name>.old.%ld", failed,
				     (long)getpid());
	return code;
}
