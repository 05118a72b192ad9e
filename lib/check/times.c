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

void pm_check_times(const struct subject *subject)
{
	check_missing(subject);
	check_order(subject);
}
