/* SPDX-License-Identifier: MIT */
#ifndef PM_OBJECTS_BACKEND_H
#define PM_OBJECTS_BACKEND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "git/repo.h"

/*
 * The two ways to read objects; for objects.c only. Both read functions take
 * the same road as pm_object_read(): an object larger than `limit` is told
 * by its size and not read.
 */

/*
 * libgit2's object database, and nothing else of libgit2: git has found the
 * repository, checked its owner and its format and read its configuration,
 * so that what libgit2 thinks of those does not matter. The library is
 * loaded here and not with the program, whose start it would treble.
 */
struct pm_libgit2;
/* A failure says why this repository cannot be read so. */
int pm_libgit2_open(struct pm_libgit2 **out, const struct pm_repo *repo,
		    struct pm_error *err);
/* Any failure but PM_EINVALID means: ask git. */
int pm_libgit2_read(struct pm_buf *out, size_t *size, struct pm_libgit2 *lg2,
		    const char *oid, size_t limit, struct pm_error *err);
void pm_libgit2_close(struct pm_libgit2 *lg2);

/* "git cat-file", started with the first question and kept. */
struct pm_catfile;
struct pm_catfile *pm_catfile_new(void);
/* Start its process already; a failure is told when it is asked. */
void pm_catfile_begin(struct pm_catfile *cat);
/* `name` is anything git can resolve on one line; *oid may be NULL. */
int pm_catfile_read(struct pm_buf *out, size_t *size, char **oid,
		    struct pm_catfile *cat, const char *name, size_t limit,
		    struct pm_error *err);
/* As pm_object_folder(). */
int pm_catfile_folder(char **oid, struct pm_catfile *cat, const char *name,
		      struct pm_error *err);
/* Append the bytes of a tree of at most `limit` bytes; false for any other
 * answer, and when its process is not there. */
bool pm_catfile_tree(struct pm_buf *out, struct pm_catfile *cat,
		     const char *name, size_t limit);
/* The id of the commit that a name stands for, for the caller to free, if its
 * process is there to be asked; NULL for any other answer. */
char *pm_catfile_commit(struct pm_catfile *cat, const char *name);
void pm_catfile_free(struct pm_catfile *cat);

#endif
