/* SPDX-License-Identifier: MIT */
#include "history/descent.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/path.h"
#include "git/listing.h"
#include "git/log.h"
#include "git/objects.h"
#include "index/claims.h"
#include "index/walk.h"

struct reader {
	struct pm_descent *out;
	struct pm_repo *repo;
	const struct pm_policy *policy;
	struct pm_moves *moves;
	struct pm_index *index;
	enum pm_kind kind;
	const char *id;
	struct pm_index_node *node; /* that made each version */
	size_t node_alloc;
	struct pm_index_walk **walk; /* one for each path */
	struct pm_strlist path;
	size_t walk_alloc;
	struct pm_error *err;
};

/* --- reading --- */

static int read_record(const struct pm_record **out, struct reader *r,
		       const char *path, const char *oid)
{
	size_t limit = r->kind == PM_ACTION ? PM_MAX_ACTION : PM_MAX_DOCUMENT;
	struct pm_arena *arena = &r->out->arena;
	struct pm_record *record = pm_arena_alloc(arena, sizeof(*record));
	struct pm_buf text = { 0 };
	size_t size = 0;
	int code = pm_object_read(&text, &size, r->repo, oid, limit, r->err);

	*record = (struct pm_record){ .kind = r->kind, .id = r->id,
				      .path = path, .oid = oid };
	if (code >= 0)
		pm_record_read(record, arena,
			       size > limit ? NULL : pm_buf_str(&text), size,
			       r->policy, PM_READ_FIELDS);
	else
		pm_error_wrap(r->err, "%s", path);
	pm_buf_release(&text);
	*out = record;
	return code;
}

/* The number of a version, which is added when it is new: then *is_new. */
static int add_version(size_t *nr, bool *is_new, struct reader *r,
		       const struct pm_version_of *made, const char *oid)
{
	struct pm_descent *d = r->out;
	struct pm_version_of *version;
	const char *key = pm_arena_printf(&d->arena, "%s %s", made->commit,
					  made->path);

	*is_new = pm_map_add(&d->known, key, d->nr, nr);
	if (!*is_new)
		return PM_OK;
	*nr = d->nr;
	PM_GROW(d->item, d->nr, d->alloc);
	version = &d->item[d->nr++];
	*version = *made;
	version->commit = pm_arena_strdup(&d->arena, made->commit);
	version->path = pm_arena_strdup(&d->arena, made->path);
	return read_record(&version->record, r, version->path,
			   pm_arena_strdup(&d->arena, oid));
}

static int walk_of(struct pm_index_walk **out, struct reader *r,
		   const char *path)
{
	const struct pm_index_walk_options options = {
		.path = &(struct pm_strlist){
			.item = (char *[]){ (char *)path, NULL }, .nr = 1 },
		.since = INT64_MIN,
	};
	int code;

	for (size_t i = 0; i < r->path.nr; i++) {
		if (!strcmp(r->path.item[i], path)) {
			*out = r->walk[i];
			return PM_OK;
		}
	}
	code = pm_index_walk_open(out, r->index, &options, r->err);
	if (code < 0)
		return code;
	PM_GROW(r->walk, r->path.nr, r->walk_alloc);
	r->walk[r->path.nr] = *out;
	pm_strlist_add(&r->path, path);
	return PM_OK;
}

/* The version that stands at a node: 1 with its number, or 0 when there is no
 * file. */
static int find_version(size_t *nr, struct reader *r,
			const struct pm_index_node *from, const char *path)
{
	struct pm_index_change change[PM_DESCENT_PARENTS];
	struct pm_index_node at = *from;
	struct pm_index_walk *walk;
	size_t changes;
	bool is_new;
	int code = walk_of(&walk, r, path);

	if (code >= 0)
		code = pm_index_settle(&at, walk, r->err);
	if (code <= 0)
		return code;
	code = pm_index_changes(change, PM_DESCENT_PARENTS, &changes,
				r->index, &at, path, r->err);
	if (code < 0 || !changes || !pm_mode_is_file(change[0].new_mode))
		return code < 0 ? code : 0;
	code = add_version(nr, &is_new, r, &(struct pm_version_of){
			.commit = at.oid, .path = path,
			.commit_time = at.commit_time,
			.author_time = at.author_time,
		}, change[0].new_oid);
	if (code < 0)
		return code;
	PM_GROW(r->node, *nr, r->node_alloc);
	r->node[*nr] = at;
	return 1;
}

static void add_parent(struct pm_version_of *version, size_t parent)
{
	if (version->parents < PM_DESCENT_PARENTS)
		version->parent[version->parents++] = parent;
}

/* --- renames --- */

/* A document that was elsewhere before: git's log of that path is one line
 * of versions. */
static int follow_outside(struct reader *r, size_t nr, const char *revision,
			  const char *path)
{
	const char *const paths[] = { path, NULL };
	const struct pm_log_options options = { .revision = revision,
						.path = paths };
	struct pm_commit_info info;
	struct pm_arena arena = { 0 };
	struct pm_log *log = NULL;
	int code = pm_log_open(&log, r->repo, &options, r->err);

	while (code >= 0 &&
	       (code = pm_log_next(&info, log, &arena, r->err)) > 0) {
		const struct pm_delta *d = info.deltas ? info.delta : NULL;
		size_t next;
		bool is_new;

		if (!d || !pm_mode_is_file(d->new_mode))
			break;
		code = add_version(&next, &is_new, r, &(struct pm_version_of){
				.commit = info.id, .path = path,
				.commit_time = info.commit_time.epoch,
				.author_time = info.author_time.epoch,
			}, d->new_oid);
		if (code < 0 || !is_new)
			break;
		add_parent(&r->out->item[nr], next);
		nr = next;
		pm_arena_release(&arena);
	}
	pm_log_close(log);
	pm_arena_release(&arena);
	return code < 0 ? code : PM_OK;
}

/* What begins below the root may have been outside of it; what was imported
 * says so, and had no fields before. */
static int look_outside(struct reader *r, size_t nr)
{
	const struct pm_version_of *v = &r->out->item[nr];
	const char *former = NULL;
	char *revision = NULL, *parent;
	struct pm_error ignored;
	bool is_cut = false;
	int code;

	code = pm_log_is_cut_off_at(&is_cut, r->repo, v->commit, r->err);
	r->out->item[nr].is_cut = is_cut;
	if (code < 0 || is_cut || r->kind != PM_POSTMORTEM ||
	    pm_record_text(v->record, PM_F_FORMERLY))
		return code;
	parent = pm_arena_printf(&r->out->arena, "%s^1", v->commit);
	/* A root commit has none. */
	if (pm_repo_resolve(r->repo, parent, &revision, &ignored) < 0)
		return PM_OK;
	code = pm_moves_former(&former, r->moves, r->repo, "", revision,
			       v->commit, v->path, r->err);
	if (code >= 0 && former)
		code = follow_outside(r, nr, revision, former);
	free(revision);
	return code;
}

/* --- the way down --- */

/* The version that a new path was made from, as against one parent. */
static int follow_rename(struct reader *r, size_t nr,
			 const struct pm_index_node *parent)
{
	const struct pm_version_of *v = &r->out->item[nr];
	const char *former;
	size_t next;
	int code;

	code = pm_index_may_be_renamed(r->index, v->path, r->err);
	if (code <= 0)
		return code;
	code = pm_moves_former(&former, r->moves, r->repo, r->policy->root,
			       parent->oid, v->commit, v->path, r->err);
	if (code < 0 || !former)
		return code;
	code = find_version(&next, r, parent, former);
	if (code > 0)
		add_parent(&r->out->item[nr], next);
	return code < 0 ? code : PM_OK;
}

static int follow_side(struct reader *r, size_t nr, int64_t side,
		       bool was_there)
{
	const struct pm_index_node at = r->node[nr];
	struct pm_index_node parent = { 0 };
	const char *path = r->out->item[nr].path;
	size_t next;
	int code = pm_index_parent(&parent, r->index, &at, side, r->err);

	if (code <= 0)
		return code;
	if (!was_there)
		return follow_rename(r, nr, &parent);
	code = find_version(&next, r, &parent, path);
	if (code > 0)
		add_parent(&r->out->item[nr], next);
	return code < 0 ? code : PM_OK;
}

static int expand(struct reader *r, size_t nr)
{
	struct pm_index_change change[PM_DESCENT_PARENTS];
	size_t changes;
	int code = pm_index_changes(change, PM_DESCENT_PARENTS, &changes,
				    r->index, &r->node[nr],
				    r->out->item[nr].path, r->err);

	for (size_t i = 0; i < changes && code >= 0; i++)
		code = follow_side(r, nr, change[i].side,
				   pm_mode_is_file(change[i].old_mode));
	if (code >= 0 && !r->out->item[nr].parents)
		code = look_outside(r, nr);
	return code < 0 ? code : PM_OK;
}

/* The order of the log: a queue by date, from the tip. */
static void set_turns(struct pm_descent *d)
{
	size_t *queue = pm_xcalloc(d->nr + 1, sizeof(*queue));
	bool *met = pm_xcalloc(d->nr + 1, sizeof(*met));
	size_t nr = 0, turn = 0;

	if (d->nr)
		queue[nr++] = 0;
	while (nr) {
		const struct pm_version_of *v;
		size_t best = 0;

		for (size_t i = 1; i < nr; i++) {
			if (d->item[queue[i]].commit_time >
			    d->item[queue[best]].commit_time)
				best = i;
		}
		v = &d->item[queue[best]];
		d->item[queue[best]].turn = turn++;
		memmove(&queue[best], &queue[best + 1],
			(--nr - best) * sizeof(*queue));
		for (size_t i = 0; i < v->parents; i++) {
			if (!met[v->parent[i]])
				queue[nr++] = v->parent[i];
			met[v->parent[i]] = true;
		}
	}
	free(queue);
	free(met);
}

/* 1, or 0 when there is no node. */
static int find_node(struct pm_index_node *out, struct reader *r,
		     const char *commit)
{
	int64_t id = 0;
	int code = pm_index_cover(r->index, commit, &id, r->err);

	if (code < 0 || !id)
		return code;
	code = pm_index_node(out, r->index, id, r->err);
	return code < 0 ? code : 1;
}

static int find_first(struct reader *r, const char *tip, const char *path)
{
	struct pm_index_node node;
	size_t first;
	int code = find_node(&node, r, tip);

	return code <= 0 ? code : find_version(&first, r, &node, path);
}

/* From the first version, if there is one. */
static int read_all(struct reader *r)
{
	int code = PM_OK;

	/* Versions from outside come with all their parents. */
	for (size_t i = 0; code >= 0 && i < r->out->nr; i++) {
		if (pm_path_is_within(r->out->item[i].path, r->policy->root))
			code = expand(r, i);
	}
	return code;
}

int pm_descent_read(struct pm_descent *out, struct pm_repo *repo,
		    const struct pm_policy *policy, struct pm_moves *moves,
		    enum pm_kind kind, const char *tip, const char *path,
		    struct pm_error *err)
{
	struct reader r = { .out = out, .repo = repo, .policy = policy,
			    .moves = moves, .kind = kind, .id = "",
			    .err = err };
	int code = pm_index_get(&r.index, repo, policy->root, err);

	if (code >= 0)
		code = find_first(&r, tip, path);
	if (code >= 0)
		code = read_all(&r);
	if (code >= 0)
		set_turns(out);
	for (size_t i = 0; i < r.path.nr; i++)
		pm_index_walk_close(r.walk[i]);
	free(r.walk);
	free(r.node);
	pm_strlist_release(&r.path);
	return code < 0 ? code : PM_OK;
}

void pm_descent_release(struct pm_descent *descent)
{
	pm_arena_release(&descent->arena);
	free(descent->item);
	pm_map_release(&descent->known);
	memset(descent, 0, sizeof(*descent));
}
