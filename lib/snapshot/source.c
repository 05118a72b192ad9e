/* SPDX-License-Identifier: MIT */
#include "snapshot/source.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "git/beneath.h"
#include "git/objects.h"
#include "git/worktree.h"

/* postmortems/<folder>/actions/<item>.md: two folders below the root. */
#define RECORD_DEPTH 2

int pm_source_worktree(struct pm_source *out, struct pm_repo *repo,
		       struct pm_error *err)
{
	if (!repo->top)
		return pm_fail(err, PM_EINVALID,
			       "this repository has no work tree; "
			       "name a revision with --at");
	*out = (struct pm_source){ .repo = repo, .place = PM_WORKTREE,
				   .is_sparse = pm_repo_is_sparse(repo) };
	return PM_OK;
}

int pm_source_index(struct pm_source *out, struct pm_repo *repo,
		    const char *base, struct pm_error *err)
{
	char *id = NULL;
	int code;

	code = base ? pm_repo_resolve(repo, base, &id, err) :
		      pm_repo_head(repo, &id, err);
	if (code < 0)
		return code;
	*out = (struct pm_source){
		.repo = repo,
		.place = PM_INDEX,
		.base = id ? id : pm_xstrdup(pm_repo_empty_tree(repo)),
	};
	return PM_OK;
}

int pm_source_commit(struct pm_source *out, struct pm_repo *repo,
		     const char *revision, struct pm_error *err)
{
	char *id = NULL;
	int code;

	if (strcmp(revision, "HEAD"))
		code = pm_repo_resolve(repo, revision, &id, err);
	else
		code = pm_repo_head(repo, &id, err);
	if (code < 0)
		return code;
	if (!id)
		return pm_fail(err, PM_ENOTFOUND,
			       "the current branch has no commits yet");
	*out = (struct pm_source){ .repo = repo, .place = PM_COMMIT,
				   .base = id };
	return PM_OK;
}

int pm_source_default(struct pm_source *out, struct pm_repo *repo,
		      struct pm_error *err)
{
	if (repo->top)
		return pm_source_worktree(out, repo, err);
	if (repo->is_bare)
		return pm_source_commit(out, repo, "HEAD", err);
	return pm_fail(err, PM_EINVALID,
		       "this is not a work tree; go out of the .git folder, or "
		       "name a revision with --at");
}

void pm_source_release(struct pm_source *source)
{
	free(source->base);
	memset(source, 0, sizeof(*source));
}

/* What a sparse checkout left out, unless it is there all the same. */
static int add_skipped(struct pm_entries *out, struct pm_arena *arena,
		       const struct pm_source *source,
		       const char *const *path, size_t nr,
		       struct pm_error *err)
{
	struct pm_entries skipped = { 0 };
	struct pm_entries present;
	int code = pm_list_skipped(&skipped, arena, source->repo, path, nr,
				   err);

	pm_entries_sort(out);
	present = *out;
	for (size_t i = 0; code >= 0 && i < skipped.nr; i++) {
		const struct pm_entry *e = &skipped.item[i];

		present.item = out->item;
		if (!pm_entries_find(&present, e->path))
			pm_entries_add(out, e->path, e->mode, e->oid);
	}
	pm_entries_release(&skipped);
	return code;
}

static int list_worktree(struct pm_entries *out, struct pm_arena *arena,
			 const struct pm_source *source,
			 const char *const *path, size_t nr,
			 struct pm_error *err)
{
	int code = PM_OK;

	if (!nr)
		code = pm_list_worktree(out, arena, source->repo, "",
					RECORD_DEPTH, err);
	for (size_t i = 0; i < nr && code >= 0; i++)
		code = pm_list_worktree(out, arena, source->repo, path[i],
					RECORD_DEPTH, err);
	if (code >= 0 && source->is_sparse)
		code = add_skipped(out, arena, source, path, nr, err);
	return code;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct pm_delta *)a)->path,
		      ((const struct pm_delta *)b)->path);
}

void pm_entries_apply(struct pm_entries *list, const struct pm_deltas *deltas)
{
	size_t kept = 0;

	if (deltas->nr)
		qsort(deltas->item, deltas->nr, sizeof(*deltas->item),
		      by_path);
	for (size_t i = 0; i < list->nr; i++) {
		struct pm_delta key = { .path = list->item[i].path };

		if (deltas->nr && bsearch(&key, deltas->item, deltas->nr,
					  sizeof(key), by_path))
			continue;
		list->item[kept++] = list->item[i];
	}
	list->nr = kept;
	for (size_t i = 0; i < deltas->nr; i++) {
		const struct pm_delta *d = &deltas->item[i];

		if (d->new_mode)
			pm_entries_add(list, d->path, d->new_mode, d->new_oid);
	}
	pm_entries_sort(list);
}

int pm_source_list(struct pm_entries *out, struct pm_arena *arena,
		   const struct pm_source *source, const char *const *path,
		   size_t nr, struct pm_error *err)
{
	struct pm_deltas deltas = { 0 };
	int code;

	if (source->place == PM_WORKTREE) {
		code = list_worktree(out, arena, source, path, nr, err);
		if (code >= 0)
			pm_entries_sort(out);
		return code;
	}
	code = pm_list_tree(out, arena, source->repo, source->base, path, nr,
			    err);
	if (code < 0 || source->place == PM_COMMIT)
		return code;
	code = pm_diff_index(&deltas, arena, source->repo, source->base, path,
			     nr, err);
	if (code >= 0)
		pm_entries_apply(out, &deltas);
	pm_deltas_release(&deltas);
	return code;
}

int pm_source_read(struct pm_buf *out, size_t *size,
		   const struct pm_source *source,
		   const struct pm_entry *entry, size_t limit,
		   struct pm_error *err)
{
	if (source->place == PM_WORKTREE && !entry->oid)
		return pm_worktree_read(out, size, source->repo, entry->path,
					limit, err);
	return pm_object_read(out, size, source->repo, entry->oid, limit, err);
}

static bool is_folder(const struct pm_entries *list, const char *path)
{
	for (size_t i = 0; i < list->nr; i++)
		if (pm_path_is_within(list->item[i].path, path))
			return true;
	return false;
}

int pm_source_read_path(struct pm_buf *out, size_t *size,
			const struct pm_source *source, const char *path,
			size_t limit, struct pm_error *err)
{
	struct pm_arena arena = { 0 };
	struct pm_entries list = { 0 };
	const struct pm_entry *entry;
	const char *wanted[2] = { path };
	char *parent;
	int code;

	if (source->place == PM_WORKTREE) {
		code = pm_worktree_read(out, size, source->repo, path, limit,
					err);
		if (code != PM_ENOTFOUND || !source->is_sparse)
			return code;
	}
	/* The folder may be a link, and then the file is not simply missing. */
	wanted[1] = parent = pm_path_parent(path);
	if (source->place == PM_COMMIT && *parent &&
	    pm_object_entries(&list, &arena, source->repo, source->base,
			      parent))
		code = PM_OK;
	else
		code = pm_source_list(&list, &arena, source, wanted,
				      *parent ? 2 : 1, err);
	if (code < 0)
		goto out;
	entry = pm_entries_find(&list, path);
	if (!entry && *parent)
		entry = pm_entries_find(&list, parent);
	if ((entry && entry->mode == PM_MODE_TREE) ||
	    (!entry && is_folder(&list, path)))
		code = pm_fail(err, PM_EINVALID,
			       "'%s' is a folder; put a file there", path);
	else if (!entry)
		code = pm_fail(err, PM_ENOTFOUND, "%s: is not there",
			       path);
	else if (entry->mode != PM_MODE_FILE && entry->mode != PM_MODE_EXEC)
		code = pm_fail(err, PM_EINVALID,
			       "'%s' is %s; put the file itself there", path,
			       entry->mode == PM_MODE_LINK ?
				       "a symbolic link or lies behind one" :
				       "not a regular file");
	else
		code = pm_source_read(out, size, source, entry, limit, err);
out:
	free(parent);
	pm_entries_release(&list);
	pm_arena_release(&arena);
	return code;
}
