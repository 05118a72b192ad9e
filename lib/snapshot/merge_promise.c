/* SPDX-License-Identifier: MIT */
#include "snapshot/merge_plan.h"

#include <string.h>

#include "model/field.h"

/*
 * State, owner and day of an item are one promise: somebody does this by
 * then. Field by field, an item that alice accepted here and that was handed
 * to bob there would come out as accepted by bob, who never said so; one that
 * was declined here and got a new day there, as a promise nobody keeps.
 */

static bool differ(const struct merge_key *key, enum pm_merge_side a,
		   enum pm_merge_side b)
{
	return key && !pm_yaml_same(merge_node(key, a), merge_node(key, b));
}

static enum pm_state state_of(const struct merge_key *key,
			      enum pm_merge_side side)
{
	const struct pm_yaml *node = key ? merge_node(key, side) : NULL;

	if (!node || pm_yaml_is_null(node))
		return PM_PROPOSED;
	return node->kind == PM_YAML_SCALAR ? pm_state_parse(node->text)
					    : PM_STATES;
}

/* Whether a side gave the promise, or took it back. */
static bool decides(const struct merge_key *state, enum pm_merge_side side)
{
	enum pm_state before = state->agreed ?
				       (enum pm_state)state->agreed->step :
				       state_of(state, PM_BASE);
	enum pm_state now = state_of(state, side);

	return now != before &&
	       (now == PM_DECLINED ||
		(pm_state_is_promise(now) && !pm_state_is_promise(before)));
}

static bool changes_terms(const struct merge *merge,
			  struct merge_key *const *term, size_t nr,
			  enum pm_merge_side side)
{
	for (size_t i = 0; i < nr; i++)
		if (term[i] && merge_changed(merge, term[i], side))
			return true;
	return false;
}

/* True when any of them is a conflict. */
static bool contest(struct merge_key *const *key, size_t nr)
{
	bool any = false;

	for (size_t i = 0; i < nr; i++) {
		if (!differ(key[i], PM_OURS, PM_THEIRS))
			continue;
		key[i]->verdict = CONFLICT;
		any = true;
	}
	return any;
}

/* One side went on from the other's state: what spoke for that goes with it. */
static void follow(const struct merge_key *state, struct merge_key *const *key,
		   size_t nr)
{
	if (!state->agreed || !differ(state, PM_OURS, PM_THEIRS))
		return;
	for (size_t i = 0; i < nr; i++)
		if (key[i] && !key[i]->agreed &&
		    differ(key[i], PM_OURS, PM_THEIRS))
			key[i]->verdict = state->verdict;
}

void merge_promise(struct merge *merge)
{
	struct merge_key *const state = merge_find(merge, "state");
	struct merge_key *const promise[] = {
		state, merge_find(merge, "owner"), merge_find(merge, "due"),
		merge_find(merge, "evidence"),
	};
	struct merge_key *const settled[] = { promise[3],
					      merge_find(merge, "reason") };
	const size_t terms = sizeof(promise) / sizeof(*promise) - 1;

	if (!state)
		return;
	if ((decides(state, PM_OURS) &&
	     changes_terms(merge, promise + 1, terms, PM_THEIRS)) ||
	    (decides(state, PM_THEIRS) &&
	     changes_terms(merge, promise + 1, terms, PM_OURS)))
		merge->is_promise = contest(promise, terms + 1);
	/* Evidence and reason speak for one state and against another. */
	if (state->verdict == CONFLICT)
		contest(settled, sizeof(settled) / sizeof(*settled));
	else
		follow(state, settled, sizeof(settled) / sizeof(*settled));
}
