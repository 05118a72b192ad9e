/* SPDX-License-Identifier: MIT */
#include "check/ledger.h"

#include <string.h>

/* Between midnight here and midnight there. */
#define SLACK 1

/* --- from one step to the next --- */

static int step_of(const struct pm_record *record)
{
	int step = record->kind == PM_ACTION ? (int)pm_record_state(record) :
					       (int)pm_record_status(record);

	return step == (record->kind == PM_ACTION ? (int)PM_STATES :
						    (int)PM_STATUSES) ?
		       -1 :
		       step;
}

/* Where the new events begin: behind a revert not where it was, but where that
 * went back to. */
static int find_beginning(const struct pm_record *old,
			  const struct pm_record *now,
			  const struct pm_ledger_change *change)
{
	int from = old ? step_of(old) : -1;

	for (size_t i = 0; change->lost && i < now->ledger.nr; i++)
		if (!change->was[i])
			break;
		else if (now->ledger.event[i].set[PM_L_STEP])
			from = now->ledger.event[i].step;
	return from;
}

/* The first new event that goes on from where nothing may; *any: whether there
 * are new ones at all that set a step. */
static const struct pm_ledger_event *
find_skip(const struct pm_record *now, const struct pm_ledger_change *change,
	  int from, bool *any, int *before)
{
	for (size_t i = 0; i < now->ledger.nr; i++) {
		const struct pm_ledger_event *event = &now->ledger.event[i];

		if (change->was[i] || !event->set[PM_L_STEP])
			continue;
		*any = true;
		*before = from;
		if (!pm_ledger_is_step(now->kind, from, event))
			return event;
		from = event->step;
	}
	return NULL;
}

static const struct pm_ledger_event *find_way(enum pm_way *out, int *before,
					      const struct pm_check *check,
					      const struct pm_record *old,
					      const struct pm_record *now)
{
	static const struct pm_ledger none;
	const struct pm_ledger_event *skip;
	struct pm_ledger_change change;
	struct pm_arena arena = { 0 };
	bool any = false;

	*out = PM_WAY_UNTOLD;
	if (!now->ledger.nr)
		return NULL;
	pm_ledger_compare(&change, &arena, check->policy,
			  old ? &old->ledger : &none, &now->ledger);
	skip = find_skip(now, &change, find_beginning(old, now, &change),
			 &any, before);
	*out = skip ? PM_WAY_SKIPS : any ? PM_WAY_RIGHT : PM_WAY_UNTOLD;
	pm_arena_release(&arena);
	return skip;
}

enum pm_way pm_ledger_way(const struct pm_check *check,
			  const struct pm_record *old,
			  const struct pm_record *now)
{
	enum pm_way way;
	int before;

	find_way(&way, &before, check, old, now);
	return way;
}

/* When the incident was, as its folder says. */
static pm_date day_of(const struct pm_postmortem *pm)
{
	char day[PM_DATE_LEN] = { 0 };
	pm_date date;

	memcpy(day, pm->id, strnlen(pm->id, PM_DATE_LEN - 1));
	return pm_date_parse(&date, day) ? date : PM_NO_DATE;
}

/* A folder that was copied brings along what another incident's items were. */
static bool is_copied(const struct subject *subject,
		      const struct pm_record *now,
		      const struct pm_ledger_event *last)
{
	pm_date day = day_of(subject->pm);

	return now->kind == PM_ACTION && last && day != PM_NO_DATE &&
	       last->day + SLACK < day &&
	       !pm_state_is_open(pm_record_state(now));
}

void pm_check_way(const struct subject *subject, const struct pm_record *old,
		  const struct pm_record *now)
{
	const char *const *name = now->kind == PM_ACTION ? pm_state_name :
							   pm_status_name;
	const struct pm_ledger_event *skip, *last;
	enum pm_way way;
	int before;

	if (subject->check->merge ||
	    (!old && pm_record_get(&subject->pm->record, PM_F_IMPORTED)))
		return;
	skip = find_way(&way, &before, subject->check, old, now);
	last = pm_ledger_last(&now->ledger, now->ledger.nr, PM_L_STEP);
	if (skip && before < 0)
		pm_say(subject, "history-skips", now, skip->line, 0, "",
		       "let it begin as what it was at first, and add an "
		       "event for each step",
		       "it begins as %s", name[skip->step]);
	else if (skip)
		pm_say(subject, "history-skips", now, skip->line, 0, "",
		       "add an event for each step, by who made it",
		       "it goes from %s to %s", name[before],
		       name[skip->step]);
	else if (!old && is_copied(subject, now, last))
		pm_say(subject, "history-skips", now, last->line, 0, "",
		       "propose it anew, or leave it where it was copied from",
		       "it arrives %s, and was so before the incident",
		       name[last->step]);
}

/* --- days --- */

static bool sets_what_moves(const struct pm_check *check,
			    const struct pm_record *old,
			    const struct pm_record *now,
			    const struct pm_ledger_event *event,
			    enum pm_ledger_field *field)
{
	for (*field = 0; *field < PM_L_FIELDS; ++*field)
		if (event->set[*field] &&
		    pm_ledger_last(&now->ledger, now->ledger.nr, *field) ==
			    event &&
		    (!old ||
		     !pm_ledger_same_value(check->policy, old, now, *field)))
			return true;
	return false;
}

/* While it is committed its day is known, and that of a commit that is amended
 * is another than today. Later a squash may have given it another, and only a
 * day to come is certainly wrong. */
static void check_day(const struct subject *subject,
		      const struct pm_record *now,
		      const struct pm_ledger_event *event,
		      enum pm_ledger_field field)
{
	const struct pm_check *check = subject->check;
	pm_date made = check->made ? check->made : check->today;
	pm_date first = made < check->today ? made : check->today;
	pm_date last = made < check->today ? check->today : made;
	struct pm_maker maker = { 0 };
	char day[PM_DATE_LEN];

	if (check->find_setter) {
		if (!check->find_setter(check->payload, now,
					pm_ledger_field(now->kind, field),
					&maker))
			return;
		first = event->day;
		last = made = maker.day;
	} else if (!check->author) {
		first = event->day;
	}
	if (event->day + SLACK >= first && event->day <= last + SLACK)
		return;
	pm_date_format(day, made);
	pm_say(subject, "history-day", now, event->line, 0, "",
	       "write the day on which it was done",
	       "the event is of another day than its commit, of %s", day);
}

void pm_check_ledger_days(const struct subject *subject,
			  const struct pm_record *old,
			  const struct pm_record *now,
			  const struct pm_ledger_change *change)
{
	bool is_imported = !old && pm_record_get(&subject->pm->record,
						 PM_F_IMPORTED);

	for (size_t i = 0; i < now->ledger.nr; i++) {
		const struct pm_ledger_event *event = &now->ledger.event[i];
		enum pm_ledger_field field;

		if (change->was[i])
			continue;
		if (i && event->day + SLACK < event[-1].day)
			pm_say(subject, "history-day", now, event->line, 0, "",
			       "events stand in the order in which they were "
			       "made: append it, with its day",
			       "the event is of an earlier day than the one "
			       "above it");
		else if (!is_imported &&
			 sets_what_moves(subject->check, old, now, event,
					 &field))
			check_day(subject, now, event, field);
	}
}
