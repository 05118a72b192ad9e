/* SPDX-License-Identifier: MIT */
#include "git/edit.h"

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
#include "git/plumbing.h"

/* How much of a file's name its temporary name repeats: with the rest it
 * stays below NAME_MAX. */
#define TEMP_NAME_MAX 200
#define TEMP_MARK ".tmp."
#define OLD_MARK ".old."
#define JOURNAL "postmortem.edit"
#define JOURNAL_MAX (64u << 20)

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

/* ".<name>.tmp.<pid>", or ".old."; the pid, or 0 when it is not such a name. */
static pid_t pid_of_temp(const char *name)
{
	static const char *const marks[] = { TEMP_MARK, OLD_MARK };
	const char *mark = NULL;

	if (name[0] != '.')
		return 0;
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		for (const char *p = name; (p = strstr(p, marks[i])); p++)
			if (!mark || p + strlen(marks[i]) > mark)
				mark = p + strlen(marks[i]);
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

/*
 * What a process that was killed left, wherever that was: it had written the
 * names down before it made the files. The journal lies in .git, but a name
 * in it is believed only if it is one of ours.
 */
static void sweep(const struct pm_apply *apply)
{
	struct pm_buf names = { 0 };
	char *p, *path;

	if (pm_file_read(&names, apply->journal, JOURNAL_MAX) < 0) {
		pm_buf_release(&names);
		return;
	}
	p = names.ptr;
	while ((path = pm_git_field(&p, names.ptr + names.len))) {
		int dir;

		if (!pm_path_is_plain(path) ||
		    !pm_edit_left(pm_path_base(path)))
			continue;
		dir = pm_open_parent(apply->top, path);
		if (dir >= 0) {
			unlinkat(dir, pm_path_base(path), 0);
			close(dir);
		}
	}
	unlink(apply->journal);
	pm_buf_release(&names);
}

static void add_name(struct pm_buf *out, const struct pm_edit_step *step,
		     const char *name)
{
	if (!name)
		return;
	if (*step->folder)
		pm_buf_addf(out, "%s/", step->folder);
	pm_buf_add(out, name, strlen(name) + 1);
}

/* Without it the files are left to the doctor, and so it may fail. */
static void begin_journal(struct pm_apply *apply)
{
	struct pm_buf names = { 0 };

	for (size_t i = 0; i < apply->edit->nr; i++) {
		add_name(&names, &apply->edit->step[i],
			 apply->edit->step[i].temp);
		add_name(&names, &apply->edit->step[i],
			 apply->edit->step[i].old);
	}
	if (names.len)
		pm_file_append(apply->journal, names.ptr, names.len);
	pm_buf_release(&names);
}

void pm_edit_end_journal(struct pm_apply *apply)
{
	if (apply->journal)
		unlink(apply->journal);
}

static char *name_beside(const struct pm_edit_step *step, const char *mark)
{
	struct pm_buf name = { 0 };

	pm_buf_addf(&name, ".%.*s%s%ld", TEMP_NAME_MAX,
		    pm_path_base(step->path), mark, (long)getpid());
	return pm_buf_detach(&name);
}

/* All that is asked of memory, before anything is touched. */
static void set_names(struct pm_apply *apply)
{
	for (size_t i = 0; i < apply->edit->nr; i++) {
		struct pm_edit_step *step = &apply->edit->step[i];

		step->folder = pm_path_parent(step->path);
		pm_strlist_add(&apply->changed, step->folder);
		if (step->kind == PM_EDIT_WRITE)
			step->temp = name_beside(step, TEMP_MARK);
		if (step->kind != PM_EDIT_MOVE)
			step->old = name_beside(step, OLD_MARK);
		if (!step->to)
			continue;
		step->to_folder = pm_path_parent(step->to);
		pm_strlist_add(&apply->changed, step->to_folder);
	}
	pm_strlist_sort_unique(&apply->changed);
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
	int dir = pm_open_folder(apply->top, step->folder);
	int fd, code = 0;

	if (dir < 0)
		return pm_fail_beneath(err, step->path);
	/* One of an earlier process with our number. */
	unlinkat(dir, step->temp, 0);
	fd = openat(dir, step->temp,
		    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		    step->executable ? 0777 : 0666);
	if (fd < 0) {
		code = pm_fail_errno(err, "cannot write beside '%s'",
				     step->path);
		goto out;
	}
	step->has_temp = true;
	if (pm_fd_write(fd, step->bytes, step->len) < 0 ||
	    set_mode(apply, step, fd) < 0 || fsync(fd) < 0)
		code = pm_fail_errno(err, "cannot write '%s'", step->path);
	/* A full disk may show only here. */
	if (close(fd) < 0 && code == 0)
		code = pm_fail_errno(err, "cannot write '%s'", step->path);

out:
	close(dir);
	return code;
}

int pm_edit_prepare(struct pm_apply *apply, struct pm_error *err)
{
	struct pm_edit *edit = apply->edit;
	struct pm_buf journal = { 0 };
	int code = 0;

	for (size_t i = 0; code == 0 && i < edit->nr; i++)
		code = check_step(apply, &edit->step[i], err);
	if (code < 0)
		return code;
	set_names(apply);
	pm_path_join(&journal, edit->repo->git_dir, JOURNAL);
	apply->journal = pm_buf_detach(&journal);
	sweep(apply);
	begin_journal(apply);
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
