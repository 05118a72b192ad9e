/* SPDX-License-Identifier: MIT */
#include "report/part.h"

#include <stdlib.h>
#include <string.h>

/* --- waiting for the next step --- */

/* What is nearest to its end first. */
static const enum pm_attention_kind step[] = {
	PM_TO_DISCUSS, PM_TO_CLOSE, PM_TO_REVIEW, PM_TO_WRITE,
};
#define STEPS (sizeof(step) / sizeof(*step))

static size_t rank(enum pm_attention_kind kind)
{
	size_t i = 0;

	while (i < STEPS && step[i] != kind)
		i++;
	return i;
}

static int by_waiting(const void *a, const void *b)
{
	const struct pm_report_wait *x = a, *y = b;

	if (x->kind != y->kind)
		return rank(x->kind) < rank(y->kind) ? -1 : 1;
	if (x->days != y->days)
		return x->days > y->days ? -1 : 1;
	return strcmp(x->postmortem->id, y->postmortem->id);
}

static int by_place(const void *a, const void *b)
{
	const struct pm_postmortem *x = *(struct pm_postmortem *const *)a;
	const struct pm_postmortem *y = *(struct pm_postmortem *const *)b;

	return (x > y) - (x < y);
}

/* They were picked in the order of the snapshot. */
static bool counts(const struct pm_report *report,
		   const struct pm_postmortem *pm)
{
	return report->postmortems &&
	       bsearch(&pm, report->postmortem, report->postmortems,
		       sizeof(struct pm_postmortem *), by_place);
}

void pm_report_count_waiting(struct pm_report *report)
{
	struct pm_report_waiting *out = &report->waiting;
	pm_date today = report->options.today;
	struct pm_attentions list = { 0 };

	pm_attention_find(&list, report->snapshot, NULL, today);
	out->item = pm_report_room(report, list.nr, sizeof(*out->item));
	for (size_t i = 0; i < list.nr; i++) {
		const struct pm_attention *a = &list.item[i];
		pm_date day = pm_postmortem_day(a->postmortem);

		if (a->action || rank(a->kind) == STEPS ||
		    !counts(report, a->postmortem))
			continue;
		out->kind[a->kind]++;
		out->item[out->nr++] = (struct pm_report_wait){
			.kind = a->kind,
			.postmortem = a->postmortem,
			.days = day == PM_NO_DATE || day > today ? -1 :
								   today - day,
		};
	}
	if (out->nr)
		qsort(out->item, out->nr, sizeof(*out->item), by_waiting);
	pm_attention_release(&list);
}

/* --- how long it took --- */

static const struct pm_time *time_of(const struct pm_record *record,
				     enum pm_field field)
{
	const struct pm_value *value = pm_record_get(record, field);

	return value && value->is_valid ? &value->as.time : NULL;
}

void pm_report_count_durations(struct pm_report *report)
{
	static const enum pm_field end[PM_DURATIONS] = {
		[PM_TO_DETECTION] = PM_F_DETECTED,
		[PM_TO_MITIGATION] = PM_F_MITIGATED,
		[PM_TO_RESOLUTION] = PM_F_RESOLVED,
	};
	struct pm_report_durations *out = &report->durations;
	int64_t *seconds = pm_xcalloc(report->postmortems + 1,
				      sizeof(*seconds));

	for (size_t d = 0; d < PM_DURATIONS; d++) {
		size_t nr = 0;

		out->incidents = 0;
		for (size_t i = 0; i < report->postmortems; i++) {
			const struct pm_postmortem *pm = report->postmortem[i];
			const struct pm_time *from, *to;

			if (!pm_report_is_in_period(report,
						    pm_postmortem_day(pm)))
				continue;
			out->incidents++;
			from = time_of(&pm->record, PM_F_STARTED);
			to = time_of(&pm->record, end[d]);
			if (from && to && to->epoch >= from->epoch)
				seconds[nr++] = to->epoch - from->epoch;
		}
		out->unknown[d] = out->incidents - nr;
		pm_spread_make(&out->seconds[d], seconds, nr);
	}
	free(seconds);
}
