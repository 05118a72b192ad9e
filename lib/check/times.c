/* SPDX-License-Identifier: MIT */
#include "check/subject.h"

#include <stdio.h>

static const struct {
	enum pm_field field;
	const char *verb;
} moments[] = {
	{ PM_F_STARTED, "started" },
	{ PM_F_DETECTED, "was detected" },
	{ PM_F_MITIGATED, "was mitigated" },
	{ PM_F_RESOLVED, "was resolved" },
};
#define MOMENTS (sizeof(moments) / sizeof(*moments))

static void check_missing(const struct subject *subject)
{
	const struct pm_record *record = &subject->pm->record;

	for (size_t i = 0; i < MOMENTS; i++) {
		const char *key = pm_field_def(moments[i].field)->key;
		char fix[160];

		if (pm_record_get(record, moments[i].field))
			continue;
		snprintf(fix, sizeof(fix),
			 "add \"%s:\" with its zone, as in "
			 "2026-11-21T14:32:00+01:00, or waive times-missing",
			 key);
		pm_say(subject, "times-missing", record,
		       pm_record_line(record, moments[i].field), 0, key, fix,
		       "it is not said when the incident %s",
		       moments[i].verb);
	}
}

static void check_order(const struct subject *subject)
{
	const struct pm_record *record = &subject->pm->record;
	const struct pm_value *last = NULL;

	for (size_t i = 0; i < MOMENTS; i++) {
		const struct pm_value *value =
			pm_record_get(record, moments[i].field);

		if (!value || !value->is_valid)
			continue;
		if (last && value->as.time.epoch < last->as.time.epoch)
			pm_say(subject, "times-order", record, value->line,
			       value->column, pm_field_def(value->field)->key,
			       "correct the time or its zone",
			       "%s (%s) is before %s (%s)",
			       pm_field_def(value->field)->key, value->text,
			       pm_field_def(last->field)->key, last->text);
		else
			last = value;
	}
}

/* Clocks differ, between who writes and who checks. */
#define CLOCK_SKEW (10 * 60)

static bool is_to_come(const struct subject *subject, struct pm_time time)
{
	pm_date today = subject->check->today;
	struct pm_time now;

	if (pm_time_date(time) < today - 1)
		return false;
	now = pm_now();
	/* Whoever asks of another day knows no more than that. */
	if (pm_time_date(now) != today)
		return pm_time_date(time) > today;
	return time.epoch > now.epoch + CLOCK_SKEW;
}

static void check_future(const struct subject *subject)
{
	const struct pm_record *record = &subject->pm->record;

	for (size_t i = 0; i < MOMENTS; i++) {
		const struct pm_value *value =
			pm_record_get(record, moments[i].field);

		if (value && value->is_valid &&
		    is_to_come(subject, value->as.time))
			pm_say(subject, "times-order", record, value->line,
			       value->column, pm_field_def(value->field)->key,
			       "correct the time or its zone",
			       "%s (%s) is still to come",
			       pm_field_def(value->field)->key, value->text);
	}
}

/* By the day of the first time that is known, as it was where it is written. */
static void check_debrief(const struct subject *subject)
{
	const struct pm_record *record = &subject->pm->record;
	pm_date day = pm_record_date(record, PM_F_DEBRIEF_DATE);

	for (size_t i = 0; i < MOMENTS && day != PM_NO_DATE; i++) {
		const struct pm_value *value =
			pm_record_get(record, moments[i].field);

		if (!value || !value->is_valid)
			continue;
		if (day < pm_time_date(value->as.time))
			pm_say(subject, "times-order", record,
			       pm_record_line(record, PM_F_DEBRIEF_DATE), 0,
			       "debrief.date", "correct the day or the year",
			       "the debrief (%s) is before the incident %s "
			       "(%s)",
			       pm_record_text(record, PM_F_DEBRIEF_DATE),
			       moments[i].verb, value->text);
		return;
	}
}

void pm_check_times(const struct subject *subject)
{
	check_missing(subject);
	check_order(subject);
	check_future(subject);
	check_debrief(subject);
}
