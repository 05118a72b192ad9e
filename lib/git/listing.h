/* SPDX-License-Identifier: MIT */
#ifndef PM_LISTING_H
#define PM_LISTING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "base/error.h"
#include "git/repo.h"

/* Which files there are: in a commit, in the index, in the work tree, and
 * what differs between two of them. Contents are read elsewhere. */

enum pm_mode {
	PM_MODE_FILE = 0100644,
	PM_MODE_EXEC = 0100755,
	PM_MODE_LINK = 0120000,
	PM_MODE_GITLINK = 0160000,
	PM_MODE_TREE = 0040000,
	PM_MODE_OTHER = 1, /* work tree only: a FIFO, socket or device */
};

/* A regular file, which alone can be a record. */
bool pm_mode_is_file(unsigned mode);

struct pm_entry {
	const char *path; /* relative to the top */
	unsigned mode;
	const char *oid;  /* hex; NULL in the work tree */
};

/* Sorted by path, bytewise. Lives in the arena. */
struct pm_entries {
	struct pm_entry *item;
	size_t nr;
	size_t alloc;
};

void pm_entries_add(struct pm_entries *list, const char *path, unsigned mode,
		    const char *oid);
void pm_entries_sort(struct pm_entries *list);
/* NULL if there is none. The list must be sorted. */
const struct pm_entry *pm_entries_find(const struct pm_entries *list,
				       const char *path);
/* Free the array only; strings belong to the arena they came from. */
void pm_entries_release(struct pm_entries *list);

/*
 * Files of a tree-ish below any of `path` (nr of them, literal, a file or a
 * folder; "" or nr == 0 is everything). One git process; with more than
 * PM_PATHS_MAX paths their common parent is listed and filtered.
 */
#define PM_PATHS_MAX 200
int pm_list_tree(struct pm_entries *out, struct pm_arena *arena,
		 struct pm_repo *repo, const char *treeish,
		 const char *const *path, size_t nr, struct pm_error *err);
/* Names directly in one folder of a tree-ish (path "" is the root), with
 * sub-folders as PM_MODE_TREE. A folder that is not there is empty. */
int pm_list_folder(struct pm_entries *out, struct pm_arena *arena,
		   struct pm_repo *repo, const char *treeish, const char *path,
		   struct pm_error *err);
/* Files of the index (GIT_INDEX_FILE honoured) below the paths, stage 0;
 * intent-to-add entries are left out, since a commit leaves them out.
 * *unmerged (may be NULL) collects paths in conflict. */
int pm_list_index(struct pm_entries *out, struct pm_arena *arena,
		  struct pm_repo *repo, const char *const *path, size_t nr,
		  struct pm_strlist *unmerged, struct pm_error *err);
/*
 * Files of the work tree below one folder, to a depth of `depth` folders
 * below it (0: only its own files). Never follows a symbolic link: a linked
 * file or folder is listed as PM_MODE_LINK. A folder that is not there is
 * empty. Names that start with ".git" are left out.
 */
int pm_list_worktree(struct pm_entries *out, struct pm_arena *arena,
		     struct pm_repo *repo, const char *folder, int depth,
		     struct pm_error *err);

/* Names directly in one folder of the work tree ("" is the top), as
 * pm_list_folder() has them of a tree-ish. */
int pm_list_worktree_folder(struct pm_entries *out, struct pm_arena *arena,
			    struct pm_repo *repo, const char *folder,
			    struct pm_error *err);

/* Whether a sparse checkout may leave tracked files out of the work tree. */
bool pm_repo_is_sparse(struct pm_repo *repo);
/* The files below the paths that it left out, with their objects. */
int pm_list_skipped(struct pm_entries *out, struct pm_arena *arena,
		    struct pm_repo *repo, const char *const *path, size_t nr,
		    struct pm_error *err);

/* One changed file. A zero mode on one side: added or removed. */
struct pm_delta {
	const char *path;
	const char *old_path; /* where it was, when renamed; else NULL */
	unsigned old_mode, new_mode;
	const char *old_oid, *new_oid; /* NULL where the mode is zero */
	char status; /* A D M T U (unmerged), R renamed */
};

struct pm_deltas {
	struct pm_delta *item;
	size_t nr;
	size_t alloc;
};

void pm_deltas_release(struct pm_deltas *list);
/* All of it in the arena. */
struct pm_delta *pm_deltas_copy(struct pm_arena *arena,
				const struct pm_delta *delta, size_t nr);

/* What a commit of the index would change against `treeish`
 * (GIT_INDEX_FILE honoured, intent-to-add invisible). No rename detection. */
int pm_diff_index(struct pm_deltas *out, struct pm_arena *arena,
		  struct pm_repo *repo, const char *treeish,
		  const char *const *path, size_t nr, struct pm_error *err);
/* What changed from one tree-ish to another. */
int pm_diff_trees(struct pm_deltas *out, struct pm_arena *arena,
		  struct pm_repo *repo, const char *from, const char *to,
		  const char *const *path, size_t nr, bool renames,
		  struct pm_error *err);
/* The same of everything, without renames, and of which folders: git has read
 * their trees on its way. */
int pm_diff_folders(struct pm_deltas *out, struct pm_deltas *folders,
		    struct pm_arena *arena, struct pm_repo *repo,
		    const char *from, const char *to, struct pm_error *err);
struct pm_delta *pm_deltas_find(const struct pm_deltas *list,
				const char *path);

/*
 * What the files on disk below the paths differ in from `treeish`: also those
 * that git does not track or ignores (a nested repository is none). new_oid
 * is NULL throughout. May name a file that was only touched: its bytes tell.
 */
int pm_diff_worktree(struct pm_deltas *out, struct pm_arena *arena,
		     struct pm_repo *repo, const char *treeish,
		     const char *const *path, size_t nr, struct pm_error *err);

#endif
