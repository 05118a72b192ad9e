/* SPDX-License-Identifier: MIT */
#include "git/hooks_write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "git/file.h"

int pm_hooks_lock(int *fd, const char *dir, struct pm_error *err)
{
	*fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*fd < 0)
		return pm_fail_errno(err, "cannot open '%s'", dir);
	/* Where the file system knows no locks, the renames still are whole. */
	while (flock(*fd, LOCK_EX) < 0 && errno == EINTR)
		;
	return PM_OK;
}

void pm_hooks_unlock(int fd)
{
	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

int pm_hooks_make_folder(const char *dir, struct pm_error *err)
{
	char *path = pm_xstrdup(dir);
	int code = PM_OK;

	for (char *p = path + 1; code == PM_OK; p++) {
		char saved = *p;

		if (saved && saved != '/')
			continue;
		*p = '\0';
		if (mkdir(path, 0777) < 0 && errno != EEXIST)
			code = pm_fail_errno(err, "cannot create '%s'", path);
		*p = saved;
		if (!saved)
			break;
	}
	free(path);
	return code;
}

static int write_temporary(struct pm_hook_step *step, struct pm_error *err)
{
	struct pm_buf path = { 0 };
	char *temporary;
	int fd, failed;

	pm_buf_addf(&path, "%s.tmp.%ld", step->hook->path, (long)getpid());
	temporary = pm_buf_detach(&path);
	fd = open(temporary,
		  O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
		  step->mode);
	if (fd < 0) {
		int code = pm_fail_errno(err, "cannot write '%s'",
					 step->hook->path);

		free(temporary);
		return code;
	}
	step->temporary = temporary;
	failed = pm_fd_write(fd, pm_buf_str(&step->text), step->text.len) < 0 ||
		 fsync(fd) < 0;
	if (close(fd) < 0 || failed)
		return pm_fail_errno(err, "cannot write '%s'",
				     step->hook->path);
	return PM_OK;
}

/* A second name first, so that at no moment there is no hook. */
static int move_aside(const struct pm_hook_step *step, struct pm_error *err)
{
	const struct pm_hook *hook = step->hook;
	const char *before = step->aside;

	if (step->aside_is_old)
		unlink(before);
	if (link(hook->path, before) == 0)
		return PM_OK;
	if (errno != EEXIST && access(before, F_OK) < 0 &&
	    rename(hook->path, before) == 0)
		return PM_OK;
	return pm_fail_errno(err, "cannot move '%s' to '%s'", hook->path,
			     before);
}

static int put_in_place(struct pm_hook_step *step, struct pm_error *err)
{
	struct pm_hook *hook = step->hook;
	int code;

	if (step->aside) {
		code = move_aside(step, err);
		if (code < 0)
			return code;
	}
	step->done = true;
	if (rename(step->temporary, hook->path) < 0)
		return pm_fail_errno(err, "cannot write '%s'", hook->path);
	free(step->temporary);
	step->temporary = NULL;
	return PM_OK;
}

static void take_back(struct pm_hook_step *step)
{
	struct pm_hook *hook = step->hook;

	if (step->done && step->aside)
		rename(step->aside, hook->path);
	else if (step->done && step->fresh && !step->temporary)
		unlink(hook->path);
}

int pm_hooks_write(struct pm_hook_step *step, size_t nr, struct pm_error *err)
{
	int code = PM_OK;

	for (size_t i = 0; i < nr && code == PM_OK; i++)
		code = write_temporary(&step[i], err);
	for (size_t i = 0; i < nr && code == PM_OK; i++)
		code = put_in_place(&step[i], err);
	for (size_t i = nr; i-- && code < 0;)
		take_back(&step[i]);
	return code;
}

void pm_hook_step_release(struct pm_hook_step *step)
{
	if (step->temporary)
		unlink(step->temporary);
	free(step->temporary);
	free(step->aside);
	pm_buf_release(&step->text);
	*step = (struct pm_hook_step){ 0 };
}
