/* SPDX-License-Identifier: MIT */
#include "check/merge.h"

#include <string.h>

static bool same_file(const struct pm_record *a, const struct pm_record *b)
{
	return a->path && b->path && a->oid && b->oid &&
	       !strcmp(a->oid, b->oid);
}

static const struct pm_pair *find_pair(const struct pm_merge_version *version,
				       const struct pm_record *after)
{
	for (size_t i = 0; i < version->pairs.nr; i++) {
		const struct pm_pair *pair = &version->pairs.item[i];
		const struct pm_postmortem *pm = pair->after;

		if (pm && (&pm->record == after ||
			   (after >= pm->action &&
			    after < pm->action + pm->actions)))
			return pair;
	}
	return NULL;
}

/* What a record of the result is in another version; NULL: not there. */
static const struct pm_record *
counterpart(const struct pm_merge_version *version,
	    const struct pm_record *after)
{
	const struct pm_pair *pair = find_pair(version, after);
	const struct pm_record *found = NULL;

	if (pair && pair->before && after->kind == PM_POSTMORTEM)
		found = &pair->before->record;
	else if (pair && pair->before)
		found = pm_item_before(pair->before, pair->after, after);
	if (!found)
		found = pm_item_moves_before(&version->moves, after);
	return found && found->path ? found : NULL;
}

/* What another version has of a record that the result lacks: by its id, or
 * else wherever the same file lies. */
static const struct pm_record *
find_like(const struct pm_merge_version *version,
	  const struct pm_record *record)
{
	const struct pm_snapshot *s = &version->snapshot;

	for (size_t i = 0; i < s->nr; i++)
		for (size_t a = 0; a < s->item[i].actions; a++)
			if (!strcmp(s->item[i].action[a].id, record->id))
				return &s->item[i].action[a];
	for (size_t i = 0; i < s->nr; i++)
		for (size_t a = 0; a < s->item[i].actions; a++)
			if (same_file(&s->item[i].action[a], record))
				return &s->item[i].action[a];
	return NULL;
}

/* A proposal's date is nobody's word yet. */
static pm_date promised(const struct pm_record *record)
{
	return pm_record_state(record) == PM_PROPOSED ?
		       PM_NO_DATE :
		       pm_record_date(record, PM_F_DUE);
}

/* One that is not there yet is a draft, or a proposal without a date. */
static bool same_value(const struct pm_record *a, const struct pm_record *b,
		       enum pm_field field)
{
	static const struct pm_record nothing = { .id = "" };
	const char *x, *y;

	a = a ? a : &nothing;
	b = b ? b : &nothing;
	if (field == PM_F_STATE)
		return pm_record_state(a) == pm_record_state(b);
	if (field == PM_F_STATUS)
		return pm_record_status(a) == pm_record_status(b);
	if (field == PM_F_DUE)
		return promised(a) == promised(b);
	x = pm_record_text(a, field);
	y = pm_record_text(b, field);
	return (!x && !y) || (x && y && !strcmp(x, y));
}

/* Whether the other side has changed the field since any merge base. */
static bool has_changed(const struct pm_merge_other *other,
			const struct pm_record *theirs,
			const struct pm_record *after, enum pm_field field)
{
	if (!other->bases)
		return !same_value(NULL, theirs, field);
	for (size_t i = 0; i < other->bases; i++)
		if (same_value(counterpart(other->base[i], after), theirs,
			       field))
			return false;
	return true;
}

enum pm_fate pm_merge_fate(const struct pm_merge *merge,
			   const struct pm_record *after, enum pm_field field)
{
	enum pm_fate fate = PM_FATE_OWN;

	for (size_t i = 0; i < merge->others; i++) {
		const struct pm_merge_other *other = &merge->other[i];
		const struct pm_record *theirs =
			counterpart(other->parent, after);

		if (!theirs || !same_value(theirs, after, field))
			continue;
		if (has_changed(other, theirs, after, field))
			return PM_FATE_TAKEN;
		fate = PM_FATE_FORGOTTEN;
	}
	return fate;
}

bool pm_merge_is_between(const struct pm_merge *merge,
			 const struct pm_record *before,
			 const struct pm_record *after)
{
	pm_date old = pm_record_date(before, PM_F_DUE);
	pm_date new = pm_record_date(after, PM_F_DUE);

	for (size_t i = 0; i < merge->others; i++) {
		const struct pm_merge_other *other = &merge->other[i];
		const struct pm_record *theirs =
			counterpart(other->parent, after);

		if (theirs && pm_record_date(theirs, PM_F_DUE) != PM_NO_DATE &&
		    old <= new && new <= pm_record_date(theirs, PM_F_DUE) &&
		    has_changed(other, theirs, after, PM_F_DUE))
			return true;
	}
	return false;
}

bool pm_merge_has(const struct pm_merge *merge, const struct pm_record *after)
{
	for (size_t i = 0; i < merge->others; i++)
		if (counterpart(merge->other[i].parent, after))
			return true;
	return false;
}

static bool has_event(const struct pm_merge_version *version,
		      const struct pm_record *after,
		      const struct pm_ledger_event *event)
{
	const struct pm_record *record = counterpart(version, after);

	for (size_t i = 0; record && i < record->ledger.nr; i++)
		if (pm_ledger_same(&version->snapshot.policy,
				   &record->ledger.event[i], event))
			return true;
	return false;
}

bool pm_merge_has_event(const struct pm_merge *merge,
			const struct pm_record *after,
			const struct pm_ledger_event *event)
{
	for (size_t i = 0; i < merge->others; i++)
		if (has_event(merge->other[i].parent, after, event))
			return true;
	return false;
}

bool pm_merge_drops_event(const struct pm_merge *merge,
			  const struct pm_record *after,
			  const struct pm_ledger_event *event)
{
	for (size_t i = 0; i < merge->others; i++) {
		const struct pm_merge_other *other = &merge->other[i];
		bool had = other->bases &&
			   counterpart(other->parent, after) &&
			   !has_event(other->parent, after, event);

		for (size_t b = 0; b < other->bases && had; b++)
			had = has_event(other->base[b], after, event);
		if (had)
			return true;
	}
	return false;
}

bool pm_merge_drops(const struct pm_merge *merge,
		    const struct pm_record *before)
{
	for (size_t i = 0; i < merge->others; i++) {
		const struct pm_merge_other *other = &merge->other[i];
		bool untouched = other->bases && !find_like(other->parent,
							    before);

		for (size_t b = 0; b < other->bases && untouched; b++) {
			const struct pm_record *was =
				find_like(other->base[b], before);

			untouched = was && same_file(was, before);
		}
		if (untouched)
			return true;
	}
	return false;
}

static bool is_same_postmortem(const struct pm_postmortem *a,
			       const struct pm_postmortem *b)
{
	if (a->actions != b->actions || !same_file(&a->record, &b->record))
		return false;
	for (size_t i = 0; i < a->actions; i++) {
		const struct pm_record *item = pm_postmortem_action(
			b, pm_record_name(&a->action[i]));

		if (!item || !same_file(item, &a->action[i]))
			return false;
	}
	return true;
}

bool pm_merge_drops_all(const struct pm_merge *merge,
			const struct pm_postmortem *before)
{
	for (size_t i = 0; i < merge->others; i++) {
		const struct pm_merge_other *other = &merge->other[i];
		bool untouched = other->bases &&
				 !pm_snapshot_find(&other->parent->snapshot,
						   before->id);

		for (size_t b = 0; b < other->bases && untouched; b++) {
			const struct pm_postmortem *was = pm_snapshot_find(
				&other->base[b]->snapshot, before->id);

			untouched = was && is_same_postmortem(was, before);
		}
		if (untouched)
			return true;
	}
	return false;
}
