/* SPDX-License-Identifier: MIT */
#include "report/part.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/map.h"
#include "base/text.h"
#include "check/check.h"

static void count(struct pm_open_count *into, const struct pm_report_item *item)
{
	into->promised += pm_state_is_promise(item->state);
	into->overdue += item->late > 0;
	into->proposed += item->state == PM_PROPOSED;
}

static int by_urgency(const void *a, const void *b)
{
	const struct pm_open_count *x = a, *y = b;

	if (x->overdue != y->overdue)
		return x->overdue > y->overdue ? -1 : 1;
	if (x->promised != y->promised)
		return x->promised > y->promised ? -1 : 1;
	if (x->proposed != y->proposed)
		return x->proposed > y->proposed ? -1 : 1;
	return strcmp(x->name ? x->name : "", y->name ? y->name : "");
}

/* A person has no place before another one: by name, and what is nobody's
 * last. */
static int by_name(const void *a, const void *b)
{
	const struct pm_open_count *x = a, *y = b;
	int order;

	if (!x->name || !y->name)
		return !x->name - !y->name;
	order = strcasecmp(x->name, y->name);
	return order ? order : strcmp(x->name, y->name);
}

static const char *owner_of(const struct pm_report_item *item)
{
	return item->owner;
}

static const char *team_of(const struct pm_report_item *item)
{
	return item->team;
}

static const char *severity_of(const struct pm_report_item *item)
{
	return item->severity;
}

static void count_by(struct pm_report *report, struct pm_open_counts *out,
		     const char *(*name_of)(const struct pm_report_item *),
		     int (*order)(const void *, const void *))
{
	struct pm_map known = { 0 };
	size_t alloc = 0;
	struct pm_open_count *list = NULL;

	for (size_t i = 0; i < report->items; i++) {
		const struct pm_report_item *item = &report->item[i];
		const char *name = name_of(item);
		size_t at = out->nr;

		if (!pm_state_is_open(item->state))
			continue;
		if (pm_map_add(&known, name ? name : "", out->nr, &at)) {
			PM_GROW(list, out->nr, alloc);
			list[out->nr++] = (struct pm_open_count){ .name = name };
		}
		count(&list[at], item);
	}
	out->item = pm_report_room(report, out->nr, sizeof(*list));
	if (out->nr) {
		memcpy(out->item, list, out->nr * sizeof(*list));
		qsort(out->item, out->nr, sizeof(*list), order);
	}
	free(list);
	pm_map_release(&known);
}

static enum pm_age age_of(const struct pm_report *report,
			  const struct pm_report_item *item)
{
	const struct pm_promise *promise = pm_ledger_sum_promise(&item->past);
	pm_date made = promise ? promise->made : PM_NO_DATE;
	int age = made == PM_NO_DATE ? 0 : report->options.today - made;

	if (made == PM_NO_DATE)
		return PM_AGE_UNKNOWN;
	for (int i = 0; i < PM_HORIZONS; i++) {
		if (age <= pm_horizon[i])
			return (enum pm_age)(PM_AGE_30 + i);
	}
	return PM_AGE_OLDER;
}

static int by_lateness(const void *a, const void *b)
{
	const struct pm_report_item *x = *(struct pm_report_item *const *)a;
	const struct pm_report_item *y = *(struct pm_report_item *const *)b;

	return x->late != y->late ? (x->late > y->late ? -1 : 1) :
				    strcmp(x->action->id, y->action->id);
}

void pm_report_count_open(struct pm_report *report)
{
	struct pm_report_open *out = &report->open;

	out->overdue = pm_report_room(report, report->items,
				      sizeof(struct pm_report_item *));
	for (size_t i = 0; i < report->items; i++) {
		const struct pm_report_item *item = &report->item[i];
		enum pm_age age = age_of(report, item);

		count(&out->all, item);
		if (pm_state_is_promise(item->state)) {
			out->age[age]++;
			out->age_overdue[age] += item->late > 0;
		}
		if (item->late)
			out->overdue[out->overdues++] = item;
	}
	if (out->overdues)
		qsort(out->overdue, out->overdues,
		      sizeof(struct pm_report_item *), by_lateness);
	count_by(report, &out->owner, owner_of, by_name);
	count_by(report, &out->team, team_of, by_urgency);
	count_by(report, &out->severity, severity_of, by_urgency);
}

void pm_report_count_gaps(struct pm_report *report)
{
	struct pm_report_gaps *out = &report->gaps;

	for (size_t i = 0; i < report->items; i++) {
		const struct pm_record *action = report->item[i].action;
		const struct pm_ledger_sum *past = &report->item[i].past;
		bool due = pm_record_get(action, PM_F_DUE);
		bool promised = pm_state_is_promise(report->item[i].state);
		const char *title = pm_record_text(action, PM_F_TITLE);

		if (action->is_unreadable)
			continue;
		out->items++;
		out->no_history += !past->has_events;
		out->part_history += past->has_events && !past->is_complete;
		out->no_owner += !pm_record_get(action, PM_F_OWNER);
		out->no_due += !due;
		out->no_ticket += !pm_record_get(action, PM_F_TICKET);
		out->vague += title && pm_title_is_vague(title);
		out->promised += promised;
		out->open += pm_state_is_open(report->item[i].state);
		out->open_no_owner +=
			pm_state_is_open(report->item[i].state) &&
			!pm_record_get(action, PM_F_OWNER);
		out->promised_no_due += promised && !due;
	}
	for (size_t i = 0; i < report->postmortems; i++) {
		const struct pm_postmortem *pm = report->postmortem[i];
		const struct pm_record *record = &pm->record;

		if (record->is_unreadable)
			continue;
		out->postmortems++;
		out->no_times += !pm_record_get(record, PM_F_STARTED) ||
				 !pm_record_get(record, PM_F_RESOLVED);
		out->no_attendees +=
			!pm_record_get(record, PM_F_DEBRIEF_ATTENDEES);
		out->no_items += !pm->actions;
	}
}
