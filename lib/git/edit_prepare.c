/* SPDX-License-Identifier: MIT */
#include "git/edit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "git/beneath.h"
#include "git/file.h"

/* How much of a file's name its temporary name repeats: with the rest it
 * stays below NAME_MAX. */
#define TEMP_NAME_MAX 200
#define TEMP_MARK ".tmp."

/* Of git's own folder we write nothing, however a policy may be written. */
static bool is_writable_path(const char *path)
{
	if (!pm_path_is_plain(path))
		return false;
	for (const char *p = path; p; p = strchr(p, '/')) {
		p += *p == '/';
		if (!strncasecmp(p, ".git", 4) && (!p[4] || p[4] == '/'))
			return false;
	}
	return true;
}

/* 1 and its status if something is there, 0 if not. */
static int look(const struct pm_apply *apply, const char *path, struct stat *st,
		struct pm_error *err)
{
	int fd = pm_open_parent(apply->top, path);
	int code = 1;

	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR
			? 0 : pm_fail_beneath(err, path);
	if (fstatat(fd, pm_path_base(path), st, AT_SYMLINK_NOFOLLOW) < 0)
		code = errno == ENOENT ? 0
				       : pm_fail_errno(err,
						       "cannot look at '%s'",
						       path);
	close(fd);
	return code;
}

static const struct pm_edit_step *moved_to(const struct pm_edit *edit,
					   const char *path)
{
	for (size_t i = 0; i < edit->nr; i++)
		if (edit->step[i].kind == PM_EDIT_MOVE &&
		    !strcmp(edit->step[i].to, path))
			return &edit->step[i];
	return NULL;
}

static int check_step(const struct pm_apply *apply,
		      const struct pm_edit_step *step, struct pm_error *err)
{
	const char *goal = step->to ? step->to : step->path;
	struct stat st;
	int there;

	if (!is_writable_path(step->path) || !is_writable_path(goal))
		return pm_fail(err, PM_EINVALID, "'%s' is not a path in the "
			       "work tree that can be written",
			       is_writable_path(step->path) ? goal
							    : step->path);
	if (step->kind != PM_EDIT_WRITE) {
		there = look(apply, step->path, &st, err);
		if (there < 0)
			return there;
		if (!there)
			return pm_fail(err, PM_ENOTFOUND, "there is no '%s'",
				       step->path);
		if (S_ISDIR(st.st_mode))
			return pm_fail(err, PM_EINVALID, "'%s' is a folder",
				       step->path);
	}
	if (step->kind == PM_EDIT_REMOVE ||
	    (step->kind == PM_EDIT_WRITE && moved_to(apply->edit, goal)))
		return 0;
	there = look(apply, goal, &st, err);
	if (there <= 0)
		return there;
	if (step->create || step->to)
		return pm_fail(err, PM_EEXISTS, "'%s' is there already", goal);
	if (!S_ISREG(st.st_mode))
		return pm_fail(err, PM_EINVALID,
			       "'%s' is not a regular file", goal);
	return 0;
}

static int make_folder(struct pm_apply *apply, const char *folder,
		       struct pm_error *err)
{
	struct pm_buf part = { 0 };
	size_t len = 0;
	int code = 0;

	while (code == 0 && folder[len]) {
		int fd;

		len += strcspn(folder + len + (len > 0), "/") + (len > 0);
		pm_buf_reset(&part);
		pm_buf_add(&part, folder, len);
		fd = pm_open_folder(apply->top, part.ptr);
		if (fd >= 0) {
			close(fd);
			continue;
		}
		if (errno == ENOTDIR)
			code = pm_fail(err, PM_EINVALID,
				       "'%s' is not a folder", part.ptr);
		else if (errno != ENOENT)
			code = pm_fail_beneath(err, part.ptr);
		if (code < 0)
			break;
		fd = pm_open_parent(apply->top, part.ptr);
		if (fd < 0 || mkdirat(fd, pm_path_base(part.ptr), 0777) < 0)
			code = pm_fail_errno(err,
					     "cannot make the folder '%s'",
					     part.ptr);
		else
			pm_strlist_add(&apply->made, part.ptr);
		if (fd >= 0)
			close(fd);
	}
	pm_buf_release(&part);
	return code;
}

static int make_parent(struct pm_apply *apply, const char *path,
		       struct pm_error *err)
{
	char *folder = pm_path_parent(path);
	int code = make_folder(apply, folder, err);

	free(folder);
	return code;
}

/* ".<name>.tmp.<pid>"; the pid, or 0 when it is not such a name. */
static pid_t pid_of_temp(const char *name)
{
	const char *mark = NULL;

	if (name[0] != '.')
		return 0;
	for (const char *p = name; (p = strstr(p, TEMP_MARK)); p++)
		mark = p + strlen(TEMP_MARK);
	if (!mark || !*mark || mark[strspn(mark, "0123456789")])
		return 0;
	return (pid_t)strtol(mark, NULL, 10);
}

static bool is_left(pid_t pid)
{
	return pid > 0 && kill(pid, 0) < 0 && errno == ESRCH;
}

bool pm_edit_left(const char *name)
{
	return is_left(pid_of_temp(name));
}

static void read_stale(struct pm_apply *apply, int fd)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	DIR *dir = copy < 0 ? NULL : fdopendir(copy);
	struct dirent *entry;

	pm_strlist_clear(&apply->stale);
	if (!dir) {
		if (copy >= 0)
			close(copy);
		return;
	}
	while ((entry = readdir(dir))) {
		pid_t pid = pid_of_temp(entry->d_name);

		if (pid == getpid() || is_left(pid))
			pm_strlist_add(&apply->stale, entry->d_name);
	}
	closedir(dir);
}

/* What a process that was killed left beside this target. `prefix` is the
 * temporary name up to the pid. */
static void sweep(struct pm_apply *apply, int fd, const char *path,
		  const char *prefix)
{
	char *folder = pm_path_parent(path);

	if (apply->swept && !strcmp(apply->swept, folder)) {
		free(folder);
	} else {
		read_stale(apply, fd);
		free(apply->swept);
		apply->swept = folder;
	}
	for (size_t i = 0; i < apply->stale.nr; i++) {
		const char *name = apply->stale.item[i];
		size_t len = strlen(prefix);

		if (!strncmp(name, prefix, len) &&
		    !name[len + strspn(name + len, "0123456789")])
			unlinkat(fd, name, 0);
	}
}

/* The mode of what is replaced, or was moved there, is kept. */
static int set_mode(const struct pm_apply *apply,
		    const struct pm_edit_step *step, int fd)
{
	const struct pm_edit_step *move = moved_to(apply->edit, step->path);
	struct pm_error err;
	struct stat st;

	if (step->executable ||
	    look(apply, move ? move->path : step->path, &st, &err) != 1)
		return 0;
	return fchmod(fd, st.st_mode & 0777);
}

static int write_temp(struct pm_apply *apply, struct pm_edit_step *step,
		      struct pm_error *err)
{
	const char *base = pm_path_base(step->path);
	struct pm_buf name = { 0 };
	int dir = pm_open_parent(apply->top, step->path);
	int fd = -1, code = 0;

	if (dir < 0)
		return pm_fail_beneath(err, step->path);
	pm_buf_addf(&name, ".%.*s" TEMP_MARK, TEMP_NAME_MAX, base);
	sweep(apply, dir, step->path, name.ptr);
	pm_buf_addf(&name, "%ld", (long)getpid());
	fd = openat(dir, name.ptr,
		    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		    step->executable ? 0777 : 0666);
	if (fd < 0) {
		code = pm_fail_errno(err, "cannot write beside '%s'",
				     step->path);
		goto out;
	}
	step->temp = pm_buf_detach(&name);
	if (pm_fd_write(fd, step->bytes, step->len) < 0 ||
	    set_mode(apply, step, fd) < 0 || fsync(fd) < 0)
		code = pm_fail_errno(err, "cannot write '%s'", step->path);
	/* A full disk may show only here. */
	if (close(fd) < 0 && code == 0)
		code = pm_fail_errno(err, "cannot write '%s'", step->path);

out:
	pm_buf_release(&name);
	close(dir);
	return code;
}

int pm_edit_prepare(struct pm_apply *apply, struct pm_error *err)
{
	struct pm_edit *edit = apply->edit;
	int code = 0;

	for (size_t i = 0; code == 0 && i < edit->nr; i++)
		code = check_step(apply, &edit->step[i], err);
	for (size_t i = 0; code == 0 && i < edit->nr; i++) {
		struct pm_edit_step *step = &edit->step[i];

		if (step->kind == PM_EDIT_MOVE)
			code = make_parent(apply, step->to, err);
		else if (step->kind == PM_EDIT_WRITE)
			code = make_parent(apply, step->path, err);
		if (code == 0 && step->kind == PM_EDIT_WRITE)
			code = write_temp(apply, step, err);
	}
	return code;
}
