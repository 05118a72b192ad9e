/* SPDX-License-Identifier: MIT */
#include "check/subject.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

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
		pm_say(subject, "times-missing", record, 1, 0, key, fix,
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

/* Minutes of "14:05" at `s`, or -1. */
static int clock_minutes(const char *s)
{
	int digits = 0, hour = 0;

	while (isdigit((unsigned char)s[digits]) && digits < 3)
		hour = hour * 10 + (s[digits++] - '0');
	if (digits < 1 || digits > 2 || s[digits] != ':' ||
	    !isdigit((unsigned char)s[digits + 1]) ||
	    !isdigit((unsigned char)s[digits + 2]) || hour > 23 ||
	    s[digits + 1] > '5')
		return -1;
	return hour * 60 + (s[digits + 1] - '0') * 10 + (s[digits + 2] - '0');
}

struct entry {
	pm_date day; /* PM_NO_DATE: none was written */
	int minutes;
};

/* "2026-11-21 14:05 ...", "2026-11-21T14:05Z", "14:05 ..."; false else. */
static bool read_entry(struct entry *out, const char *text)
{
	char day[PM_DATE_LEN] = { 0 };

	while (*text == ' ' || *text == '`' || *text == '[')
		text++;
	out->day = PM_NO_DATE;
	if (strlen(text) >= PM_DATE_LEN) {
		memcpy(day, text, PM_DATE_LEN - 1);
		if (pm_date_parse(&out->day, day)) {
			text += PM_DATE_LEN - 1;
			while (*text == ' ' || *text == 'T' || *text == ',')
				text++;
		}
	}
	out->minutes = clock_minutes(text);
	return out->minutes >= 0;
}

struct timeline {
	const struct subject *subject;
	struct entry last;
	bool has_last;
};

static void next_entry(struct timeline *t, size_t line, const char *text)
{
	struct entry now;

	if (!read_entry(&now, text))
		return;
	/* Without a day, a time before the last one may be past midnight. */
	if (t->has_last && now.day != PM_NO_DATE &&
	    t->last.day != PM_NO_DATE &&
	    (now.day < t->last.day ||
	     (now.day == t->last.day && now.minutes < t->last.minutes)))
		pm_say(t->subject, "timeline-order", &t->subject->pm->record,
		       line, 0, text, "put the entries in order, oldest first",
		       "this entry of the timeline is before the one above it");
	if (now.day == PM_NO_DATE)
		now.day = t->last.day;
	t->last = now;
	t->has_last = true;
}

static void check_timeline(const struct subject *subject)
{
	const struct pm_record *record = &subject->pm->record;
	struct timeline timeline = { .subject = subject,
				     .last = { PM_NO_DATE, 0 } };
	const struct pm_section *section = NULL;

	for (size_t i = 0; i < record->sections.nr && !section; i++) {
		const struct pm_section_def *def = pm_policy_section(
			subject->check->policy, record->sections.item[i].normal);

		if (def && def->is_timeline)
			section = &record->sections.item[i];
	}
	for (size_t i = section ? section->first : 0;
	     section && i < section->end; i++) {
		const struct pm_block *block = &record->body.block[i];

		if (block->kind == PM_BLOCK_ITEM && block->level == 1)
			next_entry(&timeline, block->line, block->text);
		for (size_t r = 0;
		     block->kind == PM_BLOCK_TABLE && r < block->rows; r++)
			if (block->row[r].nr)
				next_entry(&timeline, block->row[r].line,
					   block->row[r].cell[0]);
	}
}

void pm_check_times(const struct subject *subject)
{
	check_missing(subject);
	check_order(subject);
	check_timeline(subject);
}
