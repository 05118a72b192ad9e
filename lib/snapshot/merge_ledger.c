/* SPDX-License-Identifier: MIT */
#include "snapshot/merge_plan.h"

#include <string.h>

#include "base/limits.h"

/* ---- which event is which ---------------------------------------------- */

typedef bool (*same_fn)(const struct pm_policy *policy,
			const struct pm_ledger_event *a,
			const struct pm_ledger_event *b);

/* Each with the first that is the same and is no other's yet. */
static void pair(struct merge *merge, enum pm_merge_side a,
		 enum pm_merge_side b, same_fn same)
{
	struct merge_ledger *l = &merge->ledger;
	size_t *in_b = l->is[a][b], *in_a = l->is[b][a];
	size_t first = 0;

	for (size_t i = 0; i < l->side[a].nr; i++) {
		if (in_b[i] != MERGE_NONE)
			continue;
		while (first < l->side[b].nr && in_a[first] != MERGE_NONE)
			first++;
		for (size_t k = first; k < l->side[b].nr; k++) {
			if (in_a[k] != MERGE_NONE ||
			    !same(merge->in->policy, &l->side[a].event[i],
				  &l->side[b].event[k]))
				continue;
			in_b[i] = k;
			in_a[k] = i;
			break;
		}
	}
}

/* What both have of the base is the same on both; then what is new. */
static void pair_sides(struct merge *merge)
{
	struct merge_ledger *l = &merge->ledger;

	for (size_t b = 0; b < l->side[PM_BASE].nr; b++) {
		size_t ours = l->is[PM_BASE][PM_OURS][b];
		size_t theirs = l->is[PM_BASE][PM_THEIRS][b];

		if (ours == MERGE_NONE || theirs == MERGE_NONE)
			continue;
		l->is[PM_OURS][PM_THEIRS][ours] = theirs;
		l->is[PM_THEIRS][PM_OURS][theirs] = ours;
	}
	pair(merge, PM_OURS, PM_THEIRS, pm_ledger_same);
}

static void read_side(struct merge *merge, enum pm_merge_side which)
{
	const struct merge_side *side = &merge->side[which];
	struct pm_ledger *out = &merge->ledger.side[which];

	pm_ledger_read(out, &merge->arena, merge->in->policy, merge->in->kind,
		       side->text, side->front.body_start, side->len,
		       side->front.body_line);
	for (int i = 0; i < PM_MERGE_SIDES; i++) {
		size_t *is = pm_arena_alloc(&merge->arena,
					    (out->nr + 1) * sizeof(*is));

		for (size_t k = 0; k < out->nr; k++)
			is[k] = MERGE_NONE;
		merge->ledger.is[which][i] = is;
	}
}

void merge_ledger_read(struct merge *merge)
{
	struct merge_ledger *l = &merge->ledger;
	size_t most = 0;

	for (int i = 0; i < PM_MERGE_SIDES; i++) {
		read_side(merge, (enum pm_merge_side)i);
		if (l->side[i].nr > most)
			most = l->side[i].nr;
	}
	l->is_there = most && most <= PM_MAX_MERGE_EVENTS;
	if (!l->is_there)
		return;
	pair(merge, PM_BASE, PM_OURS, pm_ledger_same);
	pair(merge, PM_BASE, PM_THEIRS, pm_ledger_same);
	pair(merge, PM_BASE, PM_OURS, pm_ledger_same_changes);
	pair(merge, PM_BASE, PM_THEIRS, pm_ledger_same_changes);
	pair_sides(merge);
}

/* ---- what both sides knew ---------------------------------------------- */

/* The last event that sets a field and that the other side has as well. */
static size_t last_of_both(const struct merge_ledger *l,
			   enum pm_merge_side side, enum pm_merge_side other,
			   enum pm_ledger_field field)
{
	size_t i = l->side[side].nr;

	while (i--)
		if (l->side[side].event[i].set[field] &&
		    l->is[side][other][i] != MERGE_NONE)
			return i;
	return MERGE_NONE;
}

/*
 * A branch that was squashed and goes on has its own events in the squash: it
 * did not change what that set, but what came of it. Where the two sides have
 * such events in another order, they tell nothing.
 */
static const struct pm_ledger_event *agreed(const struct merge_ledger *l,
					    enum pm_ledger_field field)
{
	size_t ours = last_of_both(l, PM_OURS, PM_THEIRS, field);
	size_t theirs = last_of_both(l, PM_THEIRS, PM_OURS, field);

	if (ours == MERGE_NONE || l->is[PM_OURS][PM_THEIRS][ours] != theirs ||
	    l->is[PM_OURS][PM_BASE][ours] != MERGE_NONE)
		return NULL;
	return &l->side[PM_OURS].event[ours];
}

void merge_ledger_agree(struct merge *merge)
{
	const enum pm_kind kind = merge->in->kind;

	if (!merge->ledger.is_there)
		return;
	for (enum pm_ledger_field f = 0; f < PM_L_FIELDS; f++) {
		enum pm_field field = pm_ledger_field(kind, f);
		struct merge_key *key =
			field == PM_FIELDS ? NULL :
			merge_find(merge, pm_field_def(field)->key);

		if (!key)
			continue;
		key->agreed = agreed(&merge->ledger, f);
		key->agreed_field = f;
	}
}

const char *merge_value(const struct merge *merge, const struct pm_yaml *node,
			enum pm_ledger_field field)
{
	if (node && node->kind != PM_YAML_SCALAR)
		return NULL;
	if (node && !pm_yaml_is_null(node))
		return node->text;
	if (field != PM_L_STEP)
		return "";
	return merge->in->kind == PM_ACTION ? pm_state_name[PM_PROPOSED] :
					      pm_status_name[PM_DRAFT];
}

bool merge_changed(const struct merge *merge, const struct merge_key *key,
		   enum pm_merge_side side)
{
	const struct pm_yaml *node = merge_node(key, side);
	const char *text;

	if (!key->agreed)
		return !pm_yaml_same(node, merge_node(key, PM_BASE));
	text = merge_value(merge, node, key->agreed_field);
	return !text || !pm_ledger_is_value(merge->in->policy, key->agreed,
					    key->agreed_field, text);
}
