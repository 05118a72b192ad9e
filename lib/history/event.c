/* SPDX-License-Identifier: MIT */
#include "history/event.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "history/gained.h"
#include "history/track.h"

/* A changed file that the track follows. */
struct piece {
	const struct pm_delta *delta;
	enum pm_kind kind;
	const char *id;
	const char *formerly; /* a new post-mortem was imported from there */
};

/* One commit against one of its parents. */
struct parent {
	size_t number; /* 1-based */
	struct pm_deltas deltas;
	bool looked; /* deltas are there, with renames */
};

/* The two versions of a piece, a missing one without an oid. */
struct sides {
	const char *old_path, *old_oid;
	const char *new_path, *new_oid;
	bool renamed;
};

struct work {
	struct pm_tracer *tracer;
	const struct pm_track *track;
	const struct pm_commit_info *commit;
	struct piece *piece;
	size_t pieces;
	struct parent *parent;
	size_t parents;
};

/* Whose version a path holds; `otherwise` for a path that says nothing. */
static const char *identify(struct work *work, enum pm_kind *kind,
			    const char *path, const char *otherwise)
{
	const struct pm_track *track = work->track;
	const char *id = otherwise;
	struct pm_buf own = { 0 };

	if (pm_path_identify(&own, kind, work->tracer->policy, path)) {
		id = pm_arena_strdup(&work->tracer->arena, pm_buf_str(&own));
		pm_buf_release(&own);
		return id;
	}
	pm_buf_release(&own);
	for (size_t i = 0; i < track->path.nr; i++) {
		if (*track->id.item[i] && !strcmp(track->path.item[i], path))
			id = track->id.item[i];
	}
	if (id)
		*kind = strchr(id, '/') ? PM_ACTION : PM_POSTMORTEM;
	return id;
}

static void collect(struct work *work)
{
	const struct pm_commit_info *commit = work->commit;

	work->piece = pm_xcalloc(commit->deltas, sizeof(*work->piece));
	for (size_t i = 0; i < commit->deltas; i++) {
		struct piece *piece = &work->piece[work->pieces];
		const struct pm_delta *delta = &commit->delta[i];

		piece->delta = delta;
		if (!pm_track_follows(work->track, delta->path))
			continue;
		piece->id = identify(work, &piece->kind, delta->path, NULL);
		work->pieces += piece->id != NULL;
	}
}

static bool has_piece(const struct work *work, const char *path)
{
	for (size_t i = 0; i < work->pieces; i++) {
		if (!strcmp(work->piece[i].delta->path, path))
			return true;
	}
	return false;
}

/* `formerly` of a post-mortem, when it is a path that can be asked for. */
static const char *former_path(const struct pm_record *record)
{
	const char *path = pm_record_text(record, PM_F_FORMERLY);
	struct pm_buf plain = { 0 };
	bool usable;

	if (!path)
		return NULL;
	usable = pm_path_from_prefix(&plain, "", path) && plain.len &&
		 !strcmp(pm_buf_str(&plain), path) && strcmp(path, record->path);
	pm_buf_release(&plain);
	return usable ? path : NULL;
}

static int find_imports(struct work *work, struct pm_error *err)
{
	for (size_t i = 0; i < work->pieces; i++) {
		struct piece *piece = &work->piece[i];
		const struct pm_delta *delta = piece->delta;
		const struct pm_record *record;
		int code;

		if (delta->status != 'A' || piece->kind != PM_POSTMORTEM ||
		    !pm_mode_is_file(delta->new_mode))
			continue;
		code = pm_version_get(&record, &work->tracer->versions,
				      piece->kind, piece->id, delta->path,
				      delta->new_oid, PM_READ_FIELDS, err);
		if (code < 0)
			return code;
		piece->formerly = former_path(record);
	}
	return PM_OK;
}

static bool has_status(const struct pm_commit_info *commit, char status)
{
	for (size_t i = 0; i < commit->deltas; i++) {
		if (commit->delta[i].status == status)
			return true;
	}
	return false;
}

/* Whether a rename could hide in the commit; *anywhere: also from outside of
 * the root. */
static bool needs_look(const struct work *work, bool *anywhere)
{
	bool added = false, removed = false;

	*anywhere = false;
	for (size_t i = 0; i < work->pieces; i++) {
		const struct piece *piece = &work->piece[i];
		struct pm_buf id = { 0 };
		enum pm_kind kind;
		bool here = pm_path_identify(&id, &kind, work->tracer->policy,
					      piece->delta->path);

		pm_buf_release(&id);
		removed = removed || piece->delta->status == 'D';
		if (piece->delta->status == 'A' && !piece->formerly) {
			added = true;
			*anywhere = *anywhere || piece->kind == PM_POSTMORTEM;
		}
		*anywhere = *anywhere || !here;
	}
	if (work->tracer->everything) {
		*anywhere = false;
		return added && removed;
	}
	/* Only what it did below the root is known for certain. */
	return (added && (*anywhere || has_status(work->commit, 'D'))) ||
	       (removed && has_status(work->commit, 'A'));
}

static int look(struct work *work, struct parent *parent, bool anywhere,
		struct pm_error *err)
{
	const char *id = work->commit->id;
	const char *root = work->tracer->policy->root;
	struct pm_arena *arena = &work->tracer->arena;

	parent->looked = true;
	return pm_diff_trees(&parent->deltas, arena, work->tracer->repo,
			     pm_arena_printf(arena, "%s^%zu", id,
					     parent->number),
			     id, &root, anywhere || !*root ? 0 : 1, true, err);
}

static int look_at_parents(struct work *work, struct pm_error *err)
{
	bool anywhere;
	bool needed = needs_look(work, &anywhere);
	int code = PM_OK;

	if (!work->commit->parents)
		return PM_OK;
	work->parents = work->commit->parents;
	work->parent = pm_xcalloc(work->parents, sizeof(*work->parent));
	for (size_t i = 0; i < work->parents && code >= 0; i++) {
		work->parent[i].number = i + 1;
		if (needed || work->parents > 1)
			code = look(work, &work->parent[i], anywhere, err);
	}
	return code;
}

static void set_sides(struct sides *out, const struct pm_delta *delta)
{
	out->renamed = delta->old_path != NULL;
	out->old_path = out->renamed ? delta->old_path : delta->path;
	out->new_path = delta->path;
	out->old_oid = pm_mode_is_file(delta->old_mode) ? delta->old_oid : NULL;
	out->new_oid = pm_mode_is_file(delta->new_mode) ? delta->new_oid : NULL;
}

/* False when there is nothing to tell against this parent: the piece is as
 * it was, or it is told under the name that it got. */
static bool find_sides(struct sides *out, const struct work *work,
		       const struct piece *piece, const struct parent *parent)
{
	const char *path = piece->delta->path;

	if (!parent || !parent->looked) {
		set_sides(out, piece->delta);
		return true;
	}
	for (size_t i = 0; i < parent->deltas.nr; i++) {
		const struct pm_delta *delta = &parent->deltas.item[i];
		bool left = delta->old_path && !strcmp(delta->old_path, path);

		if (left && has_piece(work, delta->path))
			return false;
		if (left || !strcmp(delta->path, path)) {
			set_sides(out, delta);
			return true;
		}
	}
	return false;
}

static void add_origin(struct work *work, const struct parent *parent,
		       const char *path, const char *id)
{
	struct pm_tracer *tracer = work->tracer;
	struct pm_buf own = { 0 };
	enum pm_kind kind;

	if (tracer->everything || !parent || pm_track_follows(work->track, path))
		return;
	if (pm_path_identify(&own, &kind, tracer->policy, path))
		id = "";
	pm_buf_release(&own);
	PM_GROW(tracer->origin, tracer->origins, tracer->origin_alloc);
	tracer->origin[tracer->origins++] = (struct pm_origin){
		.parent = parent->number,
		.path = pm_arena_strdup(&tracer->arena, path),
		.id = pm_arena_strdup(&tracer->arena, id),
	};
}

static int get(const struct pm_record **out, struct work *work,
	       const struct piece *piece, const char *path, const char *oid,
	       bool whole, struct pm_error *err)
{
	enum pm_kind kind = piece->kind;
	const char *id;

	*out = NULL;
	if (!oid)
		return PM_OK;
	id = identify(work, &kind, path, piece->id);
	return pm_version_get(out, &work->tracer->versions, kind, id, path,
			      oid, whole ? PM_READ_BODY : PM_READ_LEDGER,
			      err);
}

/* Without front matter it is a document from before its adoption, and that
 * its fields cannot be read is no news. */
static bool is_bare(const struct pm_record *record)
{
	return record && record->text && !record->front.present;
}

static void compare(struct pm_changes *out, const struct pm_record *before,
		    const struct pm_record *after)
{
	bool adopted = is_bare(before) && after && !is_bare(after);
	bool silent = !before || !after || (is_bare(before) && is_bare(after));
	struct pm_changes all = { 0 };

	if (adopted && strcmp(before->path, after->path))
		pm_changes_add(out, (struct pm_change){
					    .kind = PM_CHANGE_MOVED,
					    .before = before->path,
					    .after = after->path });
	pm_record_compare(&all, adopted ? NULL : before, after);
	for (size_t i = 0; i < all.nr; i++) {
		enum pm_change_kind kind = all.item[i].kind;

		if ((adopted && kind == PM_CHANGE_ADDED) ||
		    (silent && kind == PM_CHANGE_UNREADABLE))
			continue;
		pm_changes_add(out, all.item[i]);
	}
	pm_changes_release(&all);
}

/* Whether a parent has none of what `like` gave the record either. A version
 * that cannot be read has no values at all. */
static bool lacks_too(const struct pm_event_record *parent,
		      const struct pm_change *like)
{
	if (like->kind == PM_CHANGE_FIELD && like->after && parent->before &&
	    parent->before->is_unreadable)
		return true;
	for (size_t i = 0; i < parent->changes.nr; i++) {
		const struct pm_change *c = &parent->changes.item[i];

		if (c->kind == like->kind &&
		    (c->kind != PM_CHANGE_FIELD || c->field == like->field) &&
		    (c->kind != PM_CHANGE_SECTION ||
		     !strcmp(c->section, like->section)))
			return true;
	}
	return false;
}

static void keep_common(struct pm_changes *list,
			const struct pm_event_record *parent)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->nr; i++) {
		if (lacks_too(parent, &list->item[i]))
			list->item[kept++] = list->item[i];
	}
	list->nr = kept;
}

static int tell_against(struct pm_event_record *out, struct work *work,
			const struct piece *piece, const struct parent *parent,
			const struct sides *sides, struct pm_error *err)
{
	bool both = sides->old_oid && sides->new_oid;
	const char *former = NULL;
	int code;

	/* A rename inside the root says more than where it once came from. */
	if (piece->formerly &&
	    (!sides->renamed || !strcmp(sides->old_path, piece->formerly)))
		former = piece->formerly;
	code = former ? PM_OK :
			get(&out->before, work, piece, sides->old_path,
			    sides->old_oid, both, err);
	if (code >= 0)
		code = get(&out->after, work, piece, sides->new_path,
			   sides->new_oid, both && !former, err);
	if (code < 0)
		return code;
	compare(&out->changes, out->before, out->after);
	if (former && out->after) {
		out->is_import = true;
		out->changes.item[0] = (struct pm_change){
			.kind = PM_CHANGE_MOVED,
			.before = former,
			.after = out->after->path,
		};
		add_origin(work, parent, former, piece->id);
	} else if (sides->renamed &&
		   !strcmp(sides->new_path, piece->delta->path)) {
		add_origin(work, parent, sides->old_path, piece->id);
	}
	return PM_OK;
}

static void add_record(struct pm_event *event,
		       const struct pm_event_record *record)
{
	const struct pm_record *last =
		record->after ? record->after : record->before;

	PM_GROW(event->record, event->records, event->alloc);
	event->record[event->records] = *record;
	event->record[event->records].kind = last->kind;
	event->record[event->records].id = last->id;
	event->record[event->records].path = last->path;
	event->records++;
}

/* How good a parent's version is to compare a merge with: what a branch
 * brought is not new. */
static int worth_of(const struct pm_event_record *record)
{
	return !record->before ? 0 : record->before->is_unreadable ? 1 : 2;
}

/* Against the first parent that has the record; of a merge, what no parent
 * had. */
static int tell(struct work *work, const struct piece *piece,
		struct pm_error *err)
{
	size_t nr = work->parents ? work->parents : 1, base = 0;
	struct pm_event_record *against = pm_xcalloc(nr, sizeof(*against));
	struct pm_event_record *told;
	struct sides sides = { 0 };
	bool worth = true;
	int code = PM_OK;

	for (size_t i = 0; i < nr && code >= 0; i++) {
		const struct parent *parent =
			work->parents ? &work->parent[i] : NULL;

		if (!find_sides(&sides, work, piece, parent)) {
			worth = false;
			continue;
		}
		code = tell_against(&against[i], work, piece, parent, &sides,
				    err);
		if (worth_of(&against[i]) > worth_of(&against[base]))
			base = i;
	}
	told = &against[base];
	for (size_t i = 0; i < nr; i++)
		if (i != base)
			keep_common(&told->changes, &against[i]);
	/* Only the mode changed, or it never was a file. */
	if (!told->changes.nr &&
	    (nr > 1 || !sides.old_oid || !sides.new_oid ||
	     !strcmp(sides.old_oid, sides.new_oid)))
		worth = false;
	if (code >= 0 && worth && (told->before || told->after)) {
		if (nr == 1)
			pm_event_gain(told, &work->tracer->arena,
				      work->tracer->policy, work->commit);
		add_record(&work->tracer->event, told);
		told->changes = (struct pm_changes){ 0 };
	}
	for (size_t i = 0; i < nr; i++)
		pm_changes_release(&against[i].changes);
	free(against);
	return code;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct pm_event_record *)a)->path,
		      ((const struct pm_event_record *)b)->path);
}

static void clear(struct pm_tracer *tracer)
{
	for (size_t i = 0; i < tracer->event.records; i++)
		pm_changes_release(&tracer->event.record[i].changes);
	tracer->event.records = 0;
	tracer->origins = 0;
	pm_arena_release(&tracer->arena);
}

int pm_trace(struct pm_tracer *tracer, const struct pm_track *track,
	     const struct pm_commit_info *commit, struct pm_error *err)
{
	struct work work = { .tracer = tracer, .track = track,
			     .commit = commit };
	bool cut_off;
	int code;

	clear(tracer);
	pm_versions_next(&tracer->versions);
	tracer->event.commit = *commit;
	code = pm_log_is_cut_off(&cut_off, tracer->repo, commit, err);
	if (code < 0 || cut_off)
		return code;
	collect(&work);
	if (work.pieces)
		code = find_imports(&work, err);
	if (work.pieces && code >= 0)
		code = look_at_parents(&work, err);
	for (size_t i = 0; i < work.pieces && code >= 0; i++)
		code = tell(&work, &work.piece[i], err);
	if (tracer->event.records)
		qsort(tracer->event.record, tracer->event.records,
		      sizeof(*tracer->event.record), by_path);
	if (code < 0)
		pm_error_wrap(err, "commit %s", commit->abbrev);
	for (size_t i = 0; i < work.parents; i++)
		pm_deltas_release(&work.parent[i].deltas);
	free(work.parent);
	free(work.piece);
	return code;
}

void pm_tracer_release(struct pm_tracer *tracer)
{
	clear(tracer);
	free(tracer->event.record);
	free(tracer->origin);
	pm_versions_release(&tracer->versions);
	memset(tracer, 0, sizeof(*tracer));
}
