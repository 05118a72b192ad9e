/* SPDX-License-Identifier: MIT */
#include "check/subject.h"

#include "check/merge.h"

#define RULE "due-past"

/* When it began, as far as the document says. */
static pm_date incident_day(const struct pm_record *record)
{
	static const enum pm_field field[] = { PM_F_STARTED, PM_F_DETECTED };

	for (size_t i = 0; i < sizeof(field) / sizeof(*field); i++) {
		const struct pm_value *value =
			pm_record_get(record, field[i]);

		if (value && value->is_valid)
			return pm_time_date(value->as.time);
	}
	return PM_NO_DATE;
}

/* What the history says, whatever became of the commits; PM_NO_DATE when it
 * does not say that the field is so. */
static pm_date day_told(const struct subject *subject,
			const struct pm_record *now, enum pm_field field)
{
	const struct pm_ledger *ledger = &now->ledger;
	const struct pm_ledger_event *last =
		pm_ledger_last(ledger, ledger->nr, PM_L_DUE);
	pm_date proposed;

	if (field == PM_F_STATE)
		return pm_ledger_promised(ledger, &proposed);
	return last && pm_ledger_is_value(subject->check->policy, last,
					  PM_L_DUE,
					  pm_record_text(now, PM_F_DUE)) ?
		       last->day :
		       PM_NO_DATE;
}

/* The day on which the change made this of the field, if that is later than
 * *day. What another side of a merge has brought was looked at there. */
static void find_day(const struct subject *subject,
		     const struct pm_record *old,
		     const struct pm_record *now, enum pm_field field,
		     pm_date *day)
{
	const struct pm_check *check = subject->check;
	const struct pm_merge *merge = check->merge;
	struct pm_maker maker = { .day = check->today };
	pm_date told = day_told(subject, now, field);

	if (merge && (old ? pm_merge_fate(merge, now, field) != PM_FATE_OWN :
			    pm_merge_has(merge, now)))
		return;
	if (told != PM_NO_DATE)
		maker.day = told;
	else if (check->find_maker &&
		 !check->find_maker(check->payload, now, field, &maker))
		return;
	if (*day == PM_NO_DATE || maker.day > *day)
		*day = maker.day;
}

void pm_check_due_day(const struct subject *subject,
		      const struct pm_record *old,
		      const struct pm_record *now)
{
	pm_date due = pm_record_date(now, PM_F_DUE);
	pm_date began = incident_day(&subject->pm->record);
	pm_date day = PM_NO_DATE;
	bool is_new = !old || !pm_state_is_promise(pm_record_state(old));
	bool is_early = began != PM_NO_DATE && due < began;

	if (due == PM_NO_DATE ||
	    !pm_state_is_promise(pm_record_state(now)) ||
	    (due >= subject->check->today && !is_early) ||
	    (!old && subject->is_imported))
		return;
	if (is_new)
		find_day(subject, old, now, PM_F_STATE, &day);
	if (is_new || pm_record_date(old, PM_F_DUE) != due)
		find_day(subject, old, now, PM_F_DUE, &day);
	if (day == PM_NO_DATE || (due >= day && !is_early))
		return;
	pm_say(subject, RULE, now, pm_record_line(now, PM_F_DUE), 0, "due",
	       "promise it for a day to come",
	       due < day ? "it is promised for %s, which has passed" :
			   "it is promised for %s, before the incident began",
	       pm_record_text(now, PM_F_DUE));
}
