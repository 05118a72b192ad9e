/* SPDX-License-Identifier: MIT */
#ifndef PM_OBJECTS_H
#define PM_OBJECTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "git/listing.h"
#include "git/repo.h"

/*
 * The one seam through which contents of objects are read, with two
 * implementations that give the same bytes. `git cat-file` is always right,
 * starts in 1.5 ms and takes 90 us for a blob; libgit2 takes 7 us, but 7 ms
 * to load and start, and cannot read every repository (SHA-256, replace
 * references, quoted alternates). So libgit2 is used when many reads are
 * expected, and what it does not find or cannot read is asked of git.
 * GIT_POSTMORTEM_OBJECTS=libgit2 or cat-file forces one; forcing libgit2
 * where it cannot read the repository is a failure.
 *
 * Several threads may read: they take turns.
 */

/* Say that about `nr` blobs will be read from now on. From PM_OBJECTS_MANY
 * on, where the two break even, libgit2 reads them. */
#define PM_OBJECTS_MANY 100
void pm_objects_expect(struct pm_repo *repo, size_t nr);
/* Start now what will read, beside something else that takes a while. What
 * goes wrong is told when an object is read. */
void pm_objects_begin(struct pm_repo *repo);

/*
 * The bytes of a blob named by its full hex id, put into `out` (reset
 * first). *size (may be NULL) is set to its size. A blob larger than `limit`
 * is not read: 0 is returned with `out` empty and *size > limit. PM_EINVALID
 * when it is not a blob or no id. An id comes from a listing, so an object
 * that is not there is damage and PM_ERROR: never to be taken for a file
 * that does not exist.
 */
int pm_object_read(struct pm_buf *out, size_t *size, struct pm_repo *repo,
		   const char *oid, size_t limit, struct pm_error *err);
/*
 * The same for "<revision>:<path>". PM_ENOTFOUND only when the tree can be
 * read and holds no such path; a revision that names no tree, and an object
 * that is missing, are PM_ERROR. Always through git. *oid (may be NULL)
 * receives the blob's id, the caller's.
 */
int pm_object_read_path(struct pm_buf *out, size_t *size, char **oid,
			struct pm_repo *repo, const char *revision,
			const char *path, size_t limit, struct pm_error *err);

/* 1 with the id of the tree at "<revision>:<path>", the caller's ("" is the
 * top): where it is the same, all below is. 0 when no folder is found there.
 * Always through git. */
int pm_object_folder(char **oid, struct pm_repo *repo, const char *revision,
		     const char *path, struct pm_error *err);

/* The commit that a revision ("main^{commit}") stands for, the caller's, where
 * a process is there to be asked: see pm_objects_begin(). NULL says nothing:
 * ask git as ever. */
char *pm_objects_commit(struct pm_repo *repo, const char *revision);

/*
 * The names directly in a folder of a revision, sorted, as pm_list_folder()
 * has them, but without a process of its own where one is there to be asked.
 * False says nothing: ask git as ever.
 */
bool pm_object_entries(struct pm_entries *out, struct pm_arena *arena,
		       struct pm_repo *repo, const char *revision,
		       const char *path);
/* The same of a tree by its id, told as what lies in `path`: git need not look
 * for it in all the folders above. */
bool pm_object_tree(struct pm_entries *out, struct pm_arena *arena,
		    struct pm_repo *repo, const char *tree, const char *path);

void pm_objects_close(struct pm_repo *repo);

#endif
