/* SPDX-License-Identifier: MIT */
#include "snapshot/compare.h"

#include <stdlib.h>
#include <string.h>

#include "git/objects.h"
#include "snapshot/pair.h"

static int find_deltas(struct pm_comparison *c, struct pm_error *err)
{
	const struct pm_source *after = &c->after.source;
	const char *base = c->before.source.base;
	const char *path[2] = { c->after.policy.root, c->before.policy.root };
	size_t nr = strcmp(path[0], path[1]) ? 2 : 1;

	switch (after->place) {
	case PM_WORKTREE:
		return pm_diff_worktree(&c->deltas, &c->arena, after->repo,
					base, path, nr, err);
	case PM_INDEX:
		return pm_diff_index(&c->deltas, &c->arena, after->repo, base,
				     path, nr, err);
	case PM_COMMIT:
		break;
	}
	return pm_diff_trees(&c->deltas, &c->arena, after->repo, base,
			     after->base, path, nr, false, err);
}

/* A conflict has no content yet that a commit would have. */
static int refuse_unmerged(const struct pm_comparison *c, struct pm_error *err)
{
	for (size_t i = 0; c->after.source.place == PM_INDEX &&
			   i < c->deltas.nr;
	     i++) {
		const struct pm_delta *d = &c->deltas.item[i];

		if (d->status == 'U' &&
		    pm_path_is_record(&c->after.policy, d->path, d->old_mode))
			return pm_fail(err, PM_EINVALID,
				       "%s: is unmerged; resolve the conflict "
				       "and \"git add\" it",
				       d->path);
	}
	return PM_OK;
}

static int list_both(struct pm_comparison *c, bool everything,
		     struct pm_error *err)
{
	struct pm_strlist ids = { 0 };
	const char *const *id;
	int code = PM_OK;

	if (!everything) {
		pm_deltas_ids(&ids, &c->after.policy, &c->deltas);
		pm_deltas_ids(&ids, &c->before.policy, &c->deltas);
		pm_strlist_sort_unique(&ids);
	}
	id = (const char *const *)ids.item;
	if (everything || ids.nr)
		code = pm_snapshot_list(&c->before, id, ids.nr, err);
	if (code >= 0 && (everything || ids.nr))
		code = pm_snapshot_list(&c->after, id, ids.nr, err);
	pm_strlist_release(&ids);
	return code;
}

int pm_comparison_open(struct pm_comparison *out, struct pm_source *before,
		       struct pm_source *after, bool everything,
		       struct pm_error *err)
{
	int code;

	memset(out, 0, sizeof(*out));
	code = pm_snapshot_open(&out->before, before, err);
	if (code < 0) {
		pm_source_release(after);
		return code;
	}
	code = pm_snapshot_open(&out->after, after, err);
	if (code >= 0)
		code = pm_snapshot_policy_ok(&out->after, err);
	if (code >= 0)
		code = find_deltas(out, err);
	if (code >= 0)
		code = refuse_unmerged(out, err);
	if (code >= 0)
		code = list_both(out, everything, err);
	return code;
}

void pm_comparison_adopt(struct pm_comparison *out, struct pm_snapshot *before,
			 struct pm_snapshot *after, struct pm_deltas *deltas,
			 struct pm_arena *arena)
{
	*out = (struct pm_comparison){ .before = *before, .after = *after,
				       .arena = *arena, .deltas = *deltas };
	memset(before, 0, sizeof(*before));
	memset(after, 0, sizeof(*after));
	memset(deltas, 0, sizeof(*deltas));
	memset(arena, 0, sizeof(*arena));
}

static int load(struct pm_snapshot *snapshot, struct pm_record *record,
		enum pm_read what, struct pm_error *err)
{
	if (!record->path || record->is_read)
		return PM_OK;
	return pm_record_load(record, &snapshot->arena, &snapshot->source,
			      &snapshot->policy, what, err);
}

static bool is_in(const struct pm_snapshot *snapshot, const char *id)
{
	return pm_snapshot_find(snapshot, id) != NULL;
}

/* What pm_snapshots_pair() has to know. A body is of use only to what was
 * renamed, and that is on both sides. */
static int read_unpaired(struct pm_comparison *c, struct pm_error *err)
{
	struct pm_snapshot *side[2] = { &c->before, &c->after };
	size_t alone[2] = { 0 };
	enum pm_read what;
	int code = PM_OK;

	for (size_t s = 0; s < 2; s++)
		for (size_t i = 0; i < side[s]->nr; i++)
			alone[s] += !is_in(side[!s], side[s]->item[i].id);
	what = alone[0] && alone[1] ? PM_READ_BODY : PM_READ_FIELDS;
	for (size_t s = 0; s < 2; s++) {
		for (size_t i = 0; i < side[s]->nr && code >= 0; i++) {
			struct pm_postmortem *pm = &side[s]->item[i];

			if (!is_in(side[!s], pm->id))
				code = load(side[s], &pm->record, what, err);
		}
	}
	return code;
}

static int by_path(const void *key, const void *item)
{
	return strcmp(key, ((const struct pm_delta *)item)->path);
}

static bool differs(const struct pm_comparison *c,
		    const struct pm_record *before,
		    const struct pm_record *after)
{
	if (strcmp(before->path, after->path))
		return true;
	if (before->oid && after->oid)
		return strcmp(before->oid, after->oid);
	return c->deltas.nr && bsearch(after->path, c->deltas.item,
				       c->deltas.nr, sizeof(*c->deltas.item),
				       by_path);
}

static bool has_same_bytes(const struct pm_record *before,
			   const struct pm_record *after)
{
	if (before->oid && after->oid && !strcmp(before->oid, after->oid))
		return true;
	return pm_record_same_text(before, after);
}

/* Its folder took it along: that is told of the post-mortem. */
static void drop_move(struct pm_changes *changes)
{
	size_t kept = 0;

	for (size_t i = 0; i < changes->nr; i++) {
		if (changes->item[i].kind != PM_CHANGE_MOVED)
			changes->item[kept++] = changes->item[i];
	}
	changes->nr = kept;
}

static void add_difference(struct pm_comparison *c,
			   const struct pm_postmortem *pm,
			   const struct pm_record *before,
			   const struct pm_record *after, bool took_along)
{
	const struct pm_record *last = after ? after : before;
	struct pm_difference d = {
		.kind = last->kind, .id = last->id, .path = last->path,
		.postmortem = pm, .before = before, .after = after,
	};

	pm_record_compare(&d.changes, before, after);
	if (before && after && strcmp(before->id, after->id))
		d.was = before->id;
	if (d.was && d.kind == PM_ACTION && took_along &&
	    !strcmp(pm_record_name(before), pm_record_name(after)))
		drop_move(&d.changes);
	/* A file that was only touched, or written with other line ends. */
	if (before && after && !d.changes.nr && has_same_bytes(before, after)) {
		pm_changes_release(&d.changes);
		return;
	}
	pm_outcomes_find(&d.outcomes, before, after, &d.changes);
	PM_GROW(c->item, c->nr, c->alloc);
	c->item[c->nr++] = d;
}

static int compare(struct pm_comparison *c, const struct pm_postmortem *pm,
		   struct pm_record *before, struct pm_record *after,
		   bool took_along, struct pm_error *err)
{
	enum pm_read what = before && after ? PM_READ_BODY : PM_READ_FIELDS;
	int code = PM_OK;

	if (before && !before->path)
		before = NULL;
	if (after && !after->path)
		after = NULL;
	if ((!before && !after) ||
	    (before && after && !differs(c, before, after)))
		return PM_OK;
	if (before)
		code = load(&c->before, before, what, err);
	if (code >= 0 && after)
		code = load(&c->after, after, what, err);
	if (code >= 0)
		add_difference(c, pm, before, after, took_along);
	return code;
}

/* Whether an id is named by `only`, itself or with its post-mortem. */
static bool is_wanted(const struct pm_strlist *only, const char *id)
{
	const char *slash = strchr(id, '/');

	for (size_t i = 0; i < only->nr; i++) {
		const char *name = only->item[i];

		if (!strcmp(name, id) ||
		    (slash && strlen(name) == (size_t)(slash - id) &&
		     !strncmp(name, id, (size_t)(slash - id))))
			return true;
	}
	return false;
}

static bool wants(const struct pm_strlist *only, const struct pm_record *before,
		  const struct pm_record *after)
{
	return !only->nr || (before && before->path &&
			     is_wanted(only, before->id)) ||
	       (after && after->path && is_wanted(only, after->id));
}

/* The items of one pair: by name, then those that were renamed. */
struct items {
	struct pm_record **before, **after; /* NULL: none, or it was paired */
	size_t befores, afters;
};

static int read_alone(struct pm_comparison *c, const struct items *items,
		      const struct pm_pair *pair, struct pm_error *err)
{
	bool any[2] = { false, false };
	int code = PM_OK;

	for (size_t i = 0; i < items->befores; i++)
		any[0] |= items->before[i] != NULL;
	for (size_t i = 0; i < items->afters; i++)
		any[1] |= !items->after[i];
	if (!any[0] || !any[1])
		return PM_OK;
	for (size_t i = 0; i < items->befores && code >= 0; i++) {
		if (items->before[i])
			code = load(&c->before, items->before[i], PM_READ_BODY,
				    err);
	}
	for (size_t i = 0; i < items->afters && code >= 0; i++) {
		if (!items->after[i])
			code = load(&c->after, &pair->after->action[i],
				    PM_READ_BODY, err);
	}
	return code;
}

static void pair_alone(const struct items *items, const struct pm_pair *pair,
		       bool by_title)
{
	for (size_t i = 0; i < items->afters; i++) {
		const struct pm_record *new = &pair->after->action[i];

		for (size_t b = 0; !items->after[i] && b < items->befores;
		     b++) {
			struct pm_record *old = items->before[b];

			if (!old || !old->is_read || !new->is_read ||
			    !pm_record_is_same(old, new, by_title))
				continue;
			items->after[i] = old;
			items->before[b] = NULL;
		}
	}
}

/* after[i] becomes what item i of the post-mortem was before. */
static int pair_items(struct pm_comparison *c, struct items *items,
		      const struct pm_pair *pair, struct pm_error *err)
{
	int code;

	items->befores = pair->before ? pair->before->actions : 0;
	items->afters = pair->after ? pair->after->actions : 0;
	items->before = pm_xcalloc(items->befores + 1, sizeof(*items->before));
	items->after = pm_xcalloc(items->afters + 1, sizeof(*items->after));
	for (size_t i = 0; i < items->befores; i++)
		items->before[i] = &pair->before->action[i];
	for (size_t i = 0; i < items->afters && items->befores; i++) {
		struct pm_record *old = pm_postmortem_action(
			pair->before, pm_record_name(&pair->after->action[i]));

		items->after[i] = old;
		if (old)
			items->before[old - pair->before->action] = NULL;
	}
	code = read_alone(c, items, pair, err);
	pair_alone(items, pair, false);
	pair_alone(items, pair, true);
	return code;
}

static int compare_items(struct pm_comparison *c, const struct pm_pair *pair,
			 const struct pm_item_moves *moves,
			 const struct pm_strlist *only, struct pm_error *err)
{
	const struct pm_postmortem *pm =
		pair->after ? pair->after : pair->before;
	struct items items;
	int code = pair_items(c, &items, pair, err);

	for (size_t i = 0; i < items.afters && code >= 0; i++) {
		struct pm_record *new = &pair->after->action[i];
		struct pm_record *old = items.after[i];

		if (!old)
			old = pm_item_moves_before(moves, new);
		if (wants(only, old, new))
			code = compare(c, pm, old, new, items.after[i], err);
	}
	for (size_t i = 0; i < items.befores && code >= 0; i++) {
		struct pm_record *old = items.before[i];

		if (old && !pm_item_moves_after(moves, old) &&
		    wants(only, old, NULL))
			code = compare(c, pm, old, NULL, true, err);
	}
	free(items.before);
	free(items.after);
	return code;
}

/* Those whose name one side has and the other has not, for their titles. */
static int read_nameless(struct pm_snapshot *side, struct pm_postmortem *pm,
			 const struct pm_postmortem *other,
			 struct pm_error *err)
{
	int code = PM_OK;

	for (size_t i = 0; pm && i < pm->actions && code >= 0; i++)
		if (!other ||
		    !pm_postmortem_action(other, pm_record_name(&pm->action[i])))
			code = load(side, &pm->action[i], PM_READ_BODY, err);
	return code;
}

/* Nothing has moved unless a file was taken away and another one added. */
static int find_moves(struct pm_item_moves *out, struct pm_comparison *c,
		      const struct pm_pairs *pairs, struct pm_error *err)
{
	bool any[2] = { false, false };
	int code = PM_OK;

	for (size_t i = 0; i < c->deltas.nr; i++) {
		any[0] |= !c->deltas.item[i].new_mode;
		any[1] |= !c->deltas.item[i].old_mode;
	}
	if (!any[0] || !any[1])
		return PM_OK;
	for (size_t i = 0; i < pairs->nr && code >= 0; i++) {
		const struct pm_pair *pair = &pairs->item[i];

		code = read_nameless(&c->before, pair->before, pair->after,
				     err);
		if (code >= 0)
			code = read_nameless(&c->after, pair->after,
					     pair->before, err);
	}
	if (code >= 0)
		pm_pairs_item_moves(out, pairs);
	return code;
}

static int compare_pair(struct pm_comparison *c, const struct pm_pair *pair,
			const struct pm_item_moves *moves,
			const struct pm_strlist *only, struct pm_error *err)
{
	struct pm_snapshot *side = pair->after ? &c->after : &c->before;
	struct pm_postmortem *pm = pair->after ? pair->after : pair->before;
	struct pm_record *old = pair->before ? &pair->before->record : NULL;
	struct pm_record *new = pair->after ? &pair->after->record : NULL;
	size_t nr = c->nr;
	int code = PM_OK;

	if (wants(only, old, new))
		code = compare(c, pm, old, new, true, err);
	if (code >= 0)
		code = compare_items(c, pair, moves, only, err);
	/* For its title. */
	if (code >= 0 && c->nr > nr)
		code = load(side, &pm->record, PM_READ_FIELDS, err);
	return code;
}

static int by_id(const void *a, const void *b)
{
	const struct pm_difference *x = a, *y = b;
	int order = strcmp(x->postmortem->id, y->postmortem->id);

	if (!order)
		order = (int)x->kind - (int)y->kind;
	return order ? order : strcmp(x->id, y->id);
}

int pm_comparison_read(struct pm_comparison *comparison,
		       const struct pm_strlist *only, struct pm_error *err)
{
	static const struct pm_strlist all = { 0 };
	struct pm_pairs pairs = { 0 };
	struct pm_item_moves moves = { 0 };
	int code;

	if (!comparison->deltas.nr)
		return PM_OK;
	pm_objects_expect(comparison->before.source.repo,
			  comparison->deltas.nr);
	code = read_unpaired(comparison, err);
	if (code >= 0)
		pm_snapshots_pair(&pairs, &comparison->before,
				  &comparison->after);
	if (code >= 0)
		code = find_moves(&moves, comparison, &pairs, err);
	for (size_t i = 0; i < pairs.nr && code >= 0; i++)
		code = compare_pair(comparison, &pairs.item[i], &moves,
				    only ? only : &all, err);
	if (comparison->nr)
		qsort(comparison->item, comparison->nr,
		      sizeof(*comparison->item), by_id);
	pm_pairs_release(&pairs);
	pm_item_moves_release(&moves);
	return code;
}

void pm_comparison_count(struct pm_outcome_count sum[PM_OUTCOMES],
			 const struct pm_comparison *comparison)
{
	memset(sum, 0, PM_OUTCOMES * sizeof(*sum));
	for (size_t i = 0; i < comparison->nr; i++)
		pm_outcomes_count(sum, comparison->item[i].kind,
			       &comparison->item[i].outcomes);
}

void pm_comparison_release(struct pm_comparison *comparison)
{
	for (size_t i = 0; i < comparison->nr; i++) {
		pm_changes_release(&comparison->item[i].changes);
		pm_outcomes_release(&comparison->item[i].outcomes);
	}
	free(comparison->item);
	pm_deltas_release(&comparison->deltas);
	pm_snapshot_release(&comparison->before);
	pm_snapshot_release(&comparison->after);
	pm_arena_release(&comparison->arena);
	memset(comparison, 0, sizeof(*comparison));
}
