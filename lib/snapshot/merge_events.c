/* SPDX-License-Identifier: MIT */
#include "snapshot/merge_plan.h"

#include <string.h>

/*
 * The order of a merged ledger. Both sides are walked at once; what both have
 * is written when the walk is there on ours, and before it what theirs has
 * above it. In between ours goes first.
 */
struct walk {
	struct merge *merge;
	const struct merge_ledger *l;
	size_t i, k; /* the next event of ours and of theirs */
	bool *is_out; /* of theirs */
	bool ours_went_on;
	/* An event of ours that has to stand behind one of theirs. */
	size_t late[PM_L_FIELDS], early[PM_L_FIELDS];
	struct merge_event *out;
	size_t nr;
};

/* ---- what is taken out ------------------------------------------------- */

static bool is_both(const struct walk *w, enum pm_merge_side side, size_t at)
{
	return w->l->is[side][side == PM_OURS ? PM_THEIRS : PM_OURS][at] !=
	       MERGE_NONE;
}

static bool is_new(const struct walk *w, enum pm_merge_side side, size_t at)
{
	return !is_both(w, side, at) &&
	       w->l->is[side][PM_BASE][at] == MERGE_NONE;
}

/* The other side took it back. */
static bool is_dropped(const struct walk *w, enum pm_merge_side side,
		       size_t at)
{
	return !is_both(w, side, at) && !is_new(w, side, at) &&
	       (side == PM_THEIRS || !w->ours_went_on);
}

static bool went_on(const struct walk *w)
{
	for (size_t i = 0; i < w->l->side[PM_OURS].nr; i++)
		if (is_new(w, PM_OURS, i))
			return true;
	return false;
}

/* ---- whose event stands last ------------------------------------------- */

static size_t last_setter(const struct walk *w, enum pm_merge_side side,
			  enum pm_ledger_field field)
{
	size_t at = w->l->side[side].nr;

	while (at--)
		if (w->l->side[side].event[at].set[field] &&
		    !is_dropped(w, side, at))
			return at;
	return MERGE_NONE;
}

/* What the front matter is going to have; NULL while that is not decided. */
static const char *decided(const struct merge *merge,
			   enum pm_ledger_field field)
{
	enum pm_field f = pm_ledger_field(merge->in->kind, field);
	const struct merge_key *key =
		f == PM_FIELDS ? NULL : merge_find(merge, pm_field_def(f)->key);

	if (!key || key->verdict > TAKE_THEIRS)
		return NULL;
	return merge_value(merge,
			   merge_node(key, key->verdict == TAKE_OURS ?
						   PM_OURS : PM_THEIRS),
			   field);
}

static void find_late(struct walk *w, enum pm_ledger_field field)
{
	const struct pm_policy *policy = w->merge->in->policy;
	size_t ours = last_setter(w, PM_OURS, field);
	size_t theirs = last_setter(w, PM_THEIRS, field);
	const char *value = decided(w->merge, field);

	w->late[field] = MERGE_NONE;
	if (!value || ours == MERGE_NONE || theirs == MERGE_NONE ||
	    is_both(w, PM_OURS, ours) || is_both(w, PM_THEIRS, theirs))
		return;
	if (!pm_ledger_is_value(policy, &w->l->side[PM_OURS].event[ours],
				field, value) ||
	    pm_ledger_is_value(policy, &w->l->side[PM_THEIRS].event[theirs],
			       field, value))
		return;
	w->late[field] = ours;
	w->early[field] = theirs;
}

/* Whether the next one of ours waits for one of theirs that can come now. */
static bool waits(const struct walk *w)
{
	for (enum pm_ledger_field f = 0; f < PM_L_FIELDS; f++) {
		size_t k = w->k;

		if (w->late[f] != w->i || w->early[f] < k)
			continue;
		while (k < w->early[f] &&
		       (w->is_out[k] || !is_both(w, PM_THEIRS, k)))
			k++;
		if (k == w->early[f])
			return true;
	}
	return false;
}

/* ---- the walk ---------------------------------------------------------- */

static void put(struct walk *w, enum pm_merge_side side, size_t at)
{
	struct merge_event *out = &w->out[w->nr++];

	for (int i = 0; i < PM_MERGE_SIDES; i++)
		out->at[i] = i == (int)side ? at : w->l->is[side][i][at];
	if (out->at[PM_THEIRS] != MERGE_NONE)
		w->is_out[out->at[PM_THEIRS]] = true;
}

/* Whether an event of theirs comes before the next one of ours. */
static bool theirs_is_first(const struct walk *w)
{
	size_t there = w->l->is[PM_OURS][PM_THEIRS][w->i];

	if (is_both(w, PM_THEIRS, w->k))
		return false;
	return there == MERGE_NONE ? waits(w) : w->k < there;
}

static void step(struct walk *w)
{
	size_t ours = w->l->side[PM_OURS].nr;
	size_t theirs = w->l->side[PM_THEIRS].nr;

	if (w->k < theirs &&
	    (w->is_out[w->k] || is_dropped(w, PM_THEIRS, w->k)))
		w->k++;
	else if (w->i < ours && is_dropped(w, PM_OURS, w->i))
		w->i++;
	else if (w->k < theirs && (w->i == ours || theirs_is_first(w)))
		put(w, PM_THEIRS, w->k++);
	else
		put(w, PM_OURS, w->i++);
}

struct merge_event *merge_events(struct merge *merge, size_t *nr)
{
	struct walk w = { .merge = merge, .l = &merge->ledger };
	size_t ours = w.l->side[PM_OURS].nr, theirs = w.l->side[PM_THEIRS].nr;

	w.ours_went_on = went_on(&w);
	w.is_out = pm_arena_alloc(&merge->arena,
				  (theirs + 1) * sizeof(*w.is_out));
	memset(w.is_out, 0, (theirs + 1) * sizeof(*w.is_out));
	w.out = pm_arena_alloc(&merge->arena,
			       (ours + theirs + 1) * sizeof(*w.out));
	for (enum pm_ledger_field f = 0; f < PM_L_FIELDS; f++)
		find_late(&w, f);
	while (w.i < ours || w.k < theirs)
		step(&w);
	*nr = w.nr;
	return w.out;
}
