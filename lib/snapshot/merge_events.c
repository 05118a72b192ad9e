/* SPDX-License-Identifier: MIT */
#include "snapshot/merge_plan.h"

#include <string.h>

/*
 * The order of a merged ledger. Both sides are walked at once; what both have
 * is written when the walk is there on ours, and before it what theirs has
 * above it. In between the earlier day goes first, so that it does not matter
 * which side is whose; of one day ours.
 */
struct walk {
	struct merge *merge;
	const struct merge_ledger *l;
	size_t next[PM_MERGE_SIDES]; /* event of a side; of the base none */
	bool *is_out; /* of theirs */
	bool ours_went_on;
	/* The last event of a side that sets a field has to stand behind that
	 * of the other side; PM_BASE: of neither. */
	enum pm_merge_side late[PM_L_FIELDS];
	size_t last[PM_L_FIELDS][PM_MERGE_SIDES];
	struct merge_event *out;
	size_t nr;
};

/* ---- what is taken out ------------------------------------------------- */

static enum pm_merge_side other(enum pm_merge_side side)
{
	return side == PM_OURS ? PM_THEIRS : PM_OURS;
}

static bool is_both(const struct walk *w, enum pm_merge_side side, size_t at)
{
	return w->l->is[side][other(side)][at] != MERGE_NONE;
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
	const char *value = decided(w->merge, field);
	size_t *last = w->last[field];
	bool is[PM_MERGE_SIDES];

	w->late[field] = PM_BASE;
	for (enum pm_merge_side s = PM_OURS; s <= PM_THEIRS; s++) {
		last[s] = last_setter(w, s, field);
		if (!value || last[s] == MERGE_NONE || is_both(w, s, last[s]))
			return;
		is[s] = pm_ledger_is_value(policy,
					   &w->l->side[s].event[last[s]],
					   field, value);
	}
	if (is[PM_OURS] != is[PM_THEIRS])
		w->late[field] = is[PM_OURS] ? PM_OURS : PM_THEIRS;
}

/* Whether an event of a side can come before any that both have. */
static bool is_near(const struct walk *w, enum pm_merge_side side, size_t at)
{
	size_t k = w->next[side];

	while (k < at && !is_both(w, side, k))
		k++;
	return k == at;
}

/* Whether the next one of a side waits for one of the other. */
static bool waits(const struct walk *w, enum pm_merge_side side)
{
	for (enum pm_ledger_field f = 0; f < PM_L_FIELDS; f++)
		if (w->late[f] == side && w->last[f][side] == w->next[side] &&
		    is_near(w, other(side), w->last[f][other(side)]))
			return true;
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
	size_t i = w->next[PM_OURS], k = w->next[PM_THEIRS];

	if (is_both(w, PM_THEIRS, k))
		return false;
	if (is_both(w, PM_OURS, i) || waits(w, PM_OURS) != waits(w, PM_THEIRS))
		return is_both(w, PM_OURS, i) || waits(w, PM_OURS);
	return w->l->side[PM_THEIRS].event[k].day <
	       w->l->side[PM_OURS].event[i].day;
}

static void step(struct walk *w)
{
	size_t i = w->next[PM_OURS], k = w->next[PM_THEIRS];
	bool has_ours = i < w->l->side[PM_OURS].nr;
	bool has_theirs = k < w->l->side[PM_THEIRS].nr;

	if (has_theirs && (w->is_out[k] || is_dropped(w, PM_THEIRS, k)))
		w->next[PM_THEIRS]++;
	else if (has_ours && is_dropped(w, PM_OURS, i))
		w->next[PM_OURS]++;
	else if (has_theirs && (!has_ours || theirs_is_first(w)))
		put(w, PM_THEIRS, w->next[PM_THEIRS]++);
	else
		put(w, PM_OURS, w->next[PM_OURS]++);
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
	while (w.next[PM_OURS] < ours || w.next[PM_THEIRS] < theirs)
		step(&w);
	*nr = w.nr;
	return w.out;
}
