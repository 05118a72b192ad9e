/* SPDX-License-Identifier: MIT */
#include "model/ledger_change.h"

#include <string.h>

static void pair(struct pm_ledger_change *out, size_t old, size_t now)
{
	out->is[old] = now + 1;
	out->was[now] = old + 1;
	out->lost--;
	out->added--;
}

/* Mostly nothing but the end differs: look in the same place first. */
static void pair_all(struct pm_ledger_change *out,
		     const struct pm_policy *policy,
		     bool (*same)(const struct pm_policy *policy,
				  const struct pm_ledger_event *a,
				  const struct pm_ledger_event *b))
{
	const struct pm_ledger *old = out->old, *now = out->now;

	for (size_t i = 0; i < old->nr && out->lost && out->added; i++) {
		size_t at = i;

		if (out->is[i])
			continue;
		if (at >= now->nr || out->was[at] ||
		    !same(policy, &old->event[i], &now->event[at]))
			for (at = 0; at < now->nr; at++)
				if (!out->was[at] &&
				    same(policy, &old->event[i],
					 &now->event[at]))
					break;
		if (at < now->nr)
			pair(out, i, at);
	}
}

void pm_ledger_compare(struct pm_ledger_change *out, struct pm_arena *arena,
		       const struct pm_policy *policy,
		       const struct pm_ledger *old,
		       const struct pm_ledger *now)
{
	*out = (struct pm_ledger_change){ .old = old, .now = now,
					  .lost = old->nr, .added = now->nr };
	out->is = pm_arena_alloc(arena, (old->nr + 1) * sizeof(*out->is));
	out->was = pm_arena_alloc(arena, (now->nr + 1) * sizeof(*out->was));
	out->reworded = pm_arena_alloc(arena, (now->nr + 1) *
					       sizeof(*out->reworded));
	pair_all(out, policy, pm_ledger_same);
	for (size_t i = 0; i < now->nr; i++)
		out->reworded[i] = !out->was[i];
	pair_all(out, policy, pm_ledger_same_changes);
	for (size_t i = 0; i < now->nr; i++)
		out->reworded[i] = out->reworded[i] && out->was[i];
}

bool pm_ledger_lost_newest(const struct pm_ledger_change *change)
{
	size_t nr = change->old->nr;

	while (nr && !change->is[nr - 1])
		nr--;
	return change->lost && change->old->nr - nr == change->lost;
}

const char *pm_ledger_value(const struct pm_record *record,
			    enum pm_ledger_field field)
{
	enum pm_field f = pm_ledger_field(record->kind, field);
	const char *text = NULL;

	if (f == PM_F_STATE && pm_record_state(record) != PM_STATES)
		text = pm_state_name[pm_record_state(record)];
	else if (f == PM_F_STATUS && pm_record_status(record) != PM_STATUSES)
		text = pm_status_name[pm_record_status(record)];
	if (field == PM_L_STEP || f == PM_FIELDS || record->is_unreadable)
		return text;
	text = pm_record_text(record, f);
	return text ? text : "";
}

bool pm_ledger_same_value(const struct pm_policy *policy,
			  const struct pm_record *a,
			  const struct pm_record *b,
			  enum pm_ledger_field field)
{
	const char *other = pm_ledger_value(b, field);
	struct pm_ledger_event event = { .set = { NULL } };

	event.set[field] = pm_ledger_value(a, field);
	return !event.set[field] || !other ||
	       pm_ledger_is_value(policy, &event, field, other);
}

const struct pm_ledger_event *
pm_ledger_contradicts(const struct pm_policy *policy,
		      const struct pm_record *record,
		      enum pm_ledger_field field)
{
	const struct pm_ledger *ledger = &record->ledger;
	const char *value = pm_ledger_value(record, field);
	const struct pm_ledger_event *last =
		value ? pm_ledger_last(ledger, ledger->nr, field) : NULL;

	return last && !pm_ledger_is_value(policy, last, field, value) ?
		       last :
		       NULL;
}

bool pm_ledger_is_taken_back(const struct pm_policy *policy,
			     const struct pm_ledger_change *change,
			     const struct pm_record *now, bool is_known)
{
	const struct pm_ledger *old = change->old;
	bool went_back = false, is_said = true;

	if (!pm_ledger_lost_newest(change) || now->is_unreadable ||
	    (change->added && !is_known))
		return false;
	for (enum pm_ledger_field f = 0; f < PM_L_FIELDS; f++) {
		const struct pm_ledger_event *set =
			pm_ledger_last(old, old->nr, f);
		const char *value = pm_ledger_value(now, f);

		if (pm_ledger_contradicts(policy, now, f))
			return false;
		if (!set || !value || change->is[set - old->event])
			continue;
		went_back = went_back ||
			    !pm_ledger_is_value(policy, set, f, value);
		is_said = is_said && pm_ledger_last(&now->ledger,
						    now->ledger.nr, f);
	}
	/* Taking back how it began takes back the record. */
	if (!now->ledger.nr && old->event[0].set[PM_L_STEP] &&
	    pm_ledger_is_step(now->kind, -1, &old->event[0]))
		return is_known;
	return is_known || went_back || is_said;
}

bool pm_ledger_reverts(const struct pm_ledger_event *event)
{
	return event->why && !strncmp(event->why, PM_LEDGER_REVERTS,
				      strlen(PM_LEDGER_REVERTS));
}

bool pm_ledger_is_step(enum pm_kind kind, int from,
		       const struct pm_ledger_event *event)
{
	int to = event->step;

	if (from < 0)
		return to == (kind == PM_ACTION ? (int)PM_PROPOSED :
						  (int)PM_DRAFT);
	if (from == to || pm_ledger_reverts(event))
		return true;
	if (kind == PM_POSTMORTEM)
		return to == from + 1 ||
		       (to < from && (from != PM_CLOSED || to == PM_REVIEWED));
	if (to == PM_PROPOSED)
		return false;
	if (!pm_state_is_open((enum pm_state)from))
		return to == PM_ACCEPTED;
	return from != PM_PROPOSED || to == PM_ACCEPTED || to == PM_DECLINED;
}
