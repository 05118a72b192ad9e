/* SPDX-License-Identifier: MIT */
#include "git/listing.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/threads.h"
#include "git/beneath.h"

/* Below this a thread costs more than it saves. */
#define FOLDERS_PER_THREAD 250

struct walk {
	struct pm_entries *out;
	struct pm_arena *arena;
};

static unsigned mode_of_type(unsigned char type)
{
	switch (type) {
	case DT_REG:
		return PM_MODE_FILE;
	case DT_LNK:
		return PM_MODE_LINK;
	case DT_DIR:
		return PM_MODE_TREE;
	default:
		return PM_MODE_OTHER;
	}
}

static unsigned mode_of_stat(const struct stat *st)
{
	return mode_of_type(IFTODT(st->st_mode));
}

static char *path_of(struct walk *walk, const char *folder, const char *name)
{
	size_t len = strlen(folder);
	size_t more = strlen(name);
	char *path;

	if (!len)
		return pm_arena_strndup(walk->arena, name, more);
	path = pm_arena_alloc(walk->arena, len + more + 2);
	memcpy(path, folder, len);
	path[len] = '/';
	memcpy(path + len + 1, name, more);
	return path;
}

/* Sorted so that what lies in the folders comes out sorted too. */
static int by_path_within(const void *a, const void *b)
{
	const struct pm_entry *x = a, *y = b;
	size_t x_len = strlen(x->path), y_len = strlen(y->path);
	size_t len = x_len < y_len ? x_len : y_len;
	int order = memcmp(x->path, y->path, len);
	unsigned char x_end, y_end;

	if (order)
		return order;
	x_end = (unsigned char)x->path[len];
	y_end = (unsigned char)y->path[len];
	if (!x_end && x->mode == PM_MODE_TREE)
		x_end = '/';
	if (!y_end && y->mode == PM_MODE_TREE)
		y_end = '/';
	return x_end - y_end;
}

/* What one folder holds. */
static int read_folder(struct walk *walk, DIR *dir, const char *folder,
		       struct pm_entries *here, struct pm_error *err)
{
	struct dirent *entry;
	struct stat st;

	for (errno = 0; (entry = readdir(dir)); errno = 0) {
		const char *name = entry->d_name;
		unsigned mode = mode_of_type(entry->d_type);

		if (!strcmp(name, ".") || !strcmp(name, ".."))
			continue;
		if (!strcmp(name, ".git") && *folder) {
			/* Another repository: what it holds is not ours. */
			here->nr = 0;
			pm_entries_add(here, folder, PM_MODE_GITLINK, NULL);
			return 0;
		}
		if (!strncmp(name, ".git", 4))
			continue;
		if (entry->d_type == DT_UNKNOWN) {
			if (fstatat(dirfd(dir), name, &st,
				    AT_SYMLINK_NOFOLLOW) < 0)
				continue;
			mode = mode_of_stat(&st);
		}
		pm_entries_add(here, path_of(walk, folder, name), mode, NULL);
	}
	if (errno)
		return pm_fail_errno(err, "cannot read the folder '%s'",
				     *folder ? folder : ".");
	if (here->nr)
		qsort(here->item, here->nr, sizeof(*here->item),
		      by_path_within);
	return 0;
}

static int walk_folder(struct walk *walk, int fd, const char *folder,
		       int depth, struct pm_error *err);

static int enter_folder(struct walk *walk, int dir, const char *path,
			int depth, struct pm_error *err)
{
	const char *slash = strrchr(path, '/');
	int fd = openat(dir, slash ? slash + 1 : path,
			O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd >= 0)
		return walk_folder(walk, fd, path, depth - 1, err);
	if (errno == ELOOP || errno == ENOTDIR)
		pm_entries_add(walk->out, path, PM_MODE_LINK, NULL);
	else if (errno != ENOENT)
		return pm_fail_errno(err, "cannot read the folder '%s'", path);
	return 0;
}

/* Some of what one folder holds, and what lies below. */
struct part {
	struct walk walk;
	int dir;
	const struct pm_entry *entry;
	size_t nr;
	int depth;
	int code;
	struct pm_error *err;
};

static void walk_part(struct part *part)
{
	for (size_t i = 0; i < part->nr && part->code == 0; i++) {
		const struct pm_entry *entry = &part->entry[i];

		if (entry->mode != PM_MODE_TREE)
			pm_entries_add(part->walk.out, entry->path,
				       entry->mode, NULL);
		else if (part->depth > 0)
			part->code = enter_folder(&part->walk, part->dir,
						  entry->path, part->depth,
						  part->err);
	}
}

/* A part for a thread, which shares nothing with the others. */
struct job {
	struct part part;
	struct pm_entries out;
	struct pm_arena arena;
	struct pm_error err;
};

static void run_job(void *data)
{
	struct job *job = data;

	walk_part(&job->part);
}

static void walk_in_threads(struct part *whole, size_t nr)
{
	struct job job[PM_MAX_THREADS];

	for (size_t i = 0; i < nr; i++) {
		size_t first = whole->nr * i / nr;

		job[i] = (struct job){ .part = *whole };
		job[i].part.walk = (struct walk){ &job[i].out, &job[i].arena };
		job[i].part.err = &job[i].err;
		job[i].part.entry = whole->entry + first;
		job[i].part.nr = whole->nr * (i + 1) / nr - first;
	}
	pm_in_threads(run_job, job, sizeof(*job), nr);
	for (size_t i = 0; i < nr; i++) {
		for (size_t k = 0; k < job[i].out.nr; k++)
			pm_entries_add(whole->walk.out, job[i].out.item[k].path,
				       job[i].out.item[k].mode, NULL);
		pm_entries_release(&job[i].out);
		pm_arena_absorb(whole->walk.arena, &job[i].arena);
		if (job[i].part.code < 0 && whole->code == 0) {
			whole->code = job[i].part.code;
			*whole->err = job[i].err;
		}
	}
}

/* Takes `fd` over. */
static int walk_folder(struct walk *walk, int fd, const char *folder,
		       int depth, struct pm_error *err)
{
	struct pm_entries here = { 0 };
	struct part part = { .walk = *walk, .depth = depth, .err = err };
	DIR *dir = fdopendir(fd);
	size_t threads;

	if (!dir) {
		part.code = pm_fail_errno(err, "cannot read the folder '%s'",
					  folder);
		close(fd);
		return part.code;
	}
	part.code = read_folder(walk, dir, folder, &here, err);
	part.dir = dirfd(dir);
	part.entry = here.item;
	part.nr = here.nr;
	threads = depth > 0 ? pm_threads(part.nr, FOLDERS_PER_THREAD) : 1;
	if (threads > 1)
		walk_in_threads(&part, threads);
	else
		walk_part(&part);
	pm_entries_release(&here);
	closedir(dir);
	return part.code;
}

/*
 * Why a folder could not be opened: nothing there is no error, and what is
 * no folder is listed as what it is. Takes errno from the caller.
 */
static int explain(struct walk *walk, int top, const char *folder,
		   struct pm_error *err)
{
	int saved = errno;
	size_t len = 0;
	struct stat st;
	char *part;

	do {
		len += strcspn(folder + len + (len > 0), "/") + (len > 0);
		part = pm_arena_strndup(walk->arena, folder, len);
		if (fstatat(top, part, &st, AT_SYMLINK_NOFOLLOW) < 0) {
			if (errno == ENOENT || errno == ENOTDIR)
				return 0;
			return pm_fail_errno(err, "cannot look at '%s'", part);
		}
		if (S_ISLNK(st.st_mode) ||
		    (!folder[len] && !S_ISDIR(st.st_mode))) {
			pm_entries_add(walk->out, part, mode_of_stat(&st),
				       NULL);
			return 0;
		}
	} while (folder[len]);
	errno = saved;
	return pm_fail_errno(err, "cannot read the folder '%s'", folder);
}

static int open_folder(int *fd, struct pm_repo *repo, const char *folder,
		       struct pm_error *err)
{
	if (!repo->top)
		return pm_fail(err, PM_ERROR,
			       "there is no work tree to list");
	if (*folder && !pm_path_is_plain(folder))
		return pm_fail(err, PM_EINVALID,
			       "'%s' is not a folder below the top", folder);
	if (*folder)
		*fd = pm_open_beneath(repo->top_fd, folder,
				      O_RDONLY | O_DIRECTORY);
	else
		*fd = openat(repo->top_fd, ".",
			     O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return PM_OK;
}

int pm_list_worktree(struct pm_entries *out, struct pm_arena *arena,
		     struct pm_repo *repo, const char *folder, int depth,
		     struct pm_error *err)
{
	struct walk walk = { out, arena };
	int fd = -1;
	int code = open_folder(&fd, repo, folder, err);

	if (code < 0)
		return code;
	if (fd >= 0)
		code = walk_folder(&walk, fd,
				   pm_arena_strdup(arena, folder), depth, err);
	else
		code = explain(&walk, repo->top_fd, folder, err);
	if (code == 0)
		pm_entries_sort(out);
	return code;
}

int pm_list_worktree_folder(struct pm_entries *out, struct pm_arena *arena,
			    struct pm_repo *repo, const char *folder,
			    struct pm_error *err)
{
	struct walk walk = { out, arena };
	int fd = -1;
	int code = open_folder(&fd, repo, folder, err);
	DIR *dir = code == PM_OK && fd >= 0 ? fdopendir(fd) : NULL;

	if (code < 0 || fd < 0)
		return code;
	if (!dir) {
		code = pm_fail_errno(err, "cannot read the folder '%s'",
				     *folder ? folder : ".");
		close(fd);
		return code;
	}
	code = read_folder(&walk, dir, pm_arena_strdup(arena, folder), out,
			   err);
	closedir(dir);
	return code;
}
