/* SPDX-License-Identifier: MIT */
#ifndef PM_SOURCE_H
#define PM_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "git/listing.h"
#include "git/repo.h"

/*
 * A place that records are read from. The three give the same answers to the
 * same questions, so that what judges or shows a snapshot does not know
 * where it stands.
 */

enum pm_place {
	PM_WORKTREE,
	PM_INDEX, /* what a commit would hold: `base` and what is staged */
	PM_COMMIT,
};

struct pm_source {
	struct pm_repo *repo; /* borrowed */
	enum pm_place place;
	bool is_sparse; /* work tree: files that a sparse checkout leaves out
			 * are read from the index */
	char *base; /* commit: its id. Index: the commit that the staged
		     * changes count from; the empty tree when unborn */
};

int pm_source_worktree(struct pm_source *out, struct pm_repo *repo,
		       struct pm_error *err);
/* `base` NULL: HEAD. */
int pm_source_index(struct pm_source *out, struct pm_repo *repo,
		    const char *base, struct pm_error *err);
int pm_source_commit(struct pm_source *out, struct pm_repo *repo,
		     const char *revision, struct pm_error *err);
/* The work tree or, in a bare repository, HEAD. */
int pm_source_default(struct pm_source *out, struct pm_repo *repo,
		      struct pm_error *err);
void pm_source_release(struct pm_source *source);

/* Files below any of `path` (nr literal paths; nr == 0: everything), sorted.
 * In the work tree at most two folders below each path. */
int pm_source_list(struct pm_entries *out, struct pm_arena *arena,
		   const struct pm_source *source, const char *const *path,
		   size_t nr, struct pm_error *err);
/* The bytes of a listed file, put into `out`. Larger than `limit`: `out` is
 * empty and *size > limit. */
int pm_source_read(struct pm_buf *out, size_t *size,
		   const struct pm_source *source,
		   const struct pm_entry *entry, size_t limit,
		   struct pm_error *err);
/* One file by its path; PM_ENOTFOUND when it is not there. */
int pm_source_read_path(struct pm_buf *out, size_t *size,
			const struct pm_source *source, const char *path,
			size_t limit, struct pm_error *err);

/* What staging left of a listing: `base` with the changes applied, sorted. */
void pm_entries_apply(struct pm_entries *list, const struct pm_deltas *deltas);

#endif
