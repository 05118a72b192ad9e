/* SPDX-License-Identifier: MIT */
#include "report/part.h"

#include <stdlib.h>
#include <string.h>

const int pm_horizon[PM_HORIZONS] = { 30, 60, 90 };

static pm_date month_of(pm_date day)
{
	int year, month, ignored;

	if (day == PM_NO_DATE)
		return PM_NO_DATE;
	pm_date_split(day, &year, &month, &ignored);
	return pm_date_make(year, month, 1);
}

static pm_date next_month(pm_date first)
{
	int year, month, ignored;

	pm_date_split(first, &year, &month, &ignored);
	return month == 12 ? pm_date_make(year + 1, 1, 1) :
			     pm_date_make(year, month + 1, 1);
}

/* --- kept, by month --- */

static void count_promise(struct pm_report_month *month,
			  const struct pm_promise *promise, pm_date today)
{
	pm_date made = promise->made, ended = promise->ended;

	month->made++;
	month->end[promise->end]++;
	if (made == PM_NO_DATE)
		return;
	for (size_t i = 0; i < PM_HORIZONS; i++) {
		if (promise->end == PM_PROMISE_KEPT && ended != PM_NO_DATE &&
		    ended - made <= pm_horizon[i])
			month->kept[i]++;
		if (promise->end == PM_PROMISE_OPEN &&
		    today - made <= pm_horizon[i])
			month->is_final[i] = false;
	}
}

static void sum_up(struct pm_report_month *all,
		   const struct pm_report_month *month)
{
	all->made += month->made;
	for (size_t i = 0; i < PM_PROMISE_ENDS; i++)
		all->end[i] += month->end[i];
	for (size_t i = 0; i < PM_HORIZONS; i++) {
		all->kept[i] += month->kept[i];
		all->is_final[i] = all->is_final[i] && month->is_final[i];
	}
}

static int by_making(const void *a, const void *b)
{
	const struct pm_promise *x = *(struct pm_promise *const *)a;
	const struct pm_promise *y = *(struct pm_promise *const *)b;

	return (x->made > y->made) - (x->made < y->made);
}

static void count_months(struct pm_report *report,
			 const struct pm_promise **promise, size_t nr)
{
	struct pm_report_promises *out = &report->promises;
	pm_date today = report->options.today;
	struct pm_report_month *month = NULL;

	out->month = pm_report_room(report, nr, sizeof(*out->month));
	for (size_t i = 0; i < nr; i++) {
		pm_date first = month_of(promise[i]->made);

		if (!month || month->first != first) {
			month = &out->month[out->months++];
			month->first = first;
			for (size_t h = 0; h < PM_HORIZONS; h++)
				month->is_final[h] =
					first == PM_NO_DATE ||
					today >= next_month(first);
		}
		count_promise(month, promise[i], today);
	}
	for (size_t h = 0; h < PM_HORIZONS; h++)
		out->all.is_final[h] = true;
	out->all.first = PM_NO_DATE;
	for (size_t i = 0; i < out->months; i++)
		sum_up(&out->all, &out->month[i]);
}

static bool was_never_promised(const struct pm_report_item *item)
{
	return item->state == PM_DONE && item->past.has_beginning &&
	       !item->past.promises;
}

void pm_report_count_promises(struct pm_report *report)
{
	struct pm_report_promises *out = &report->promises;
	const struct pm_promise **list;
	size_t nr = 0, most = 0;

	for (size_t i = 0; i < report->items; i++)
		most += report->item[i].past.promises;
	list = pm_xcalloc(most + 1, sizeof(struct pm_promise *));
	for (size_t i = 0; i < report->items; i++) {
		const struct pm_report_item *item = &report->item[i];
		const struct pm_ledger_sum *past = &item->past;

		for (size_t p = 0; p < past->promises; p++) {
			if (pm_report_is_in_period(report,
						   past->promise[p].made))
				list[nr++] = &past->promise[p];
		}
		if (was_never_promised(item) &&
		    pm_report_is_in_period(report,
					   past->answer != PM_PROPOSED ?
						   past->answered :
						   past->proposed))
			out->never++;
	}
	if (nr)
		qsort(list, nr, sizeof(struct pm_promise *), by_making);
	count_months(report, list, nr);
	free(list);
}

/* --- proposals --- */

static void count_proposal(struct pm_report *report,
			   const struct pm_report_item *item, int64_t *days,
			   size_t *nr)
{
	struct pm_report_proposals *out = &report->proposals;
	const struct pm_ledger_sum *past = &item->past;
	pm_date answered = past->answered;

	out->made++;
	out->accepted += pm_state_is_promise(past->answer);
	out->done += past->answer == PM_DONE;
	out->declined += past->answer == PM_DECLINED;
	if (item->day != PM_NO_DATE && answered != PM_NO_DATE)
		days[(*nr)++] = answered > item->day ? answered - item->day :
						       0;
	if (past->answer != PM_PROPOSED)
		return;
	out->waiting++;
	if (item->day != PM_NO_DATE &&
	    report->options.today - item->day > PM_FORGOTTEN_DAYS)
		out->forgotten[out->forgottens++] = item;
}

static int by_day(const void *a, const void *b)
{
	const struct pm_report_item *x = *(struct pm_report_item *const *)a;
	const struct pm_report_item *y = *(struct pm_report_item *const *)b;

	return x->day != y->day ? (x->day < y->day ? -1 : 1) :
				  strcmp(x->action->id, y->action->id);
}

void pm_report_count_proposals(struct pm_report *report)
{
	struct pm_report_proposals *out = &report->proposals;
	int64_t *days = pm_xcalloc(report->items + 1, sizeof(*days));
	size_t nr = 0;

	out->forgotten = pm_report_room(report, report->items,
					sizeof(struct pm_report_item *));
	for (size_t i = 0; i < report->items; i++) {
		const struct pm_report_item *item = &report->item[i];

		if (item->past.was_proposed &&
		    pm_report_is_in_period(report, item->day))
			count_proposal(report, item, days, &nr);
	}
	if (out->forgottens)
		qsort(out->forgotten, out->forgottens,
		      sizeof(struct pm_report_item *), by_day);
	pm_spread_make(&out->days, days, nr);
	free(days);
}

/* --- slips --- */

static int by_distance(const void *a, const void *b)
{
	const struct pm_report_slip *x = a, *y = b;

	if (x->days != y->days)
		return x->days > y->days ? -1 : 1;
	if (x->moves != y->moves)
		return x->moves > y->moves ? -1 : 1;
	return strcmp(x->item->action->id, y->item->action->id);
}

void pm_report_count_slips(struct pm_report *report)
{
	struct pm_report_slips *out = &report->slips;
	size_t most = 0, nr = 0;
	int64_t *days;

	for (size_t i = 0; i < report->items; i++)
		most += report->item[i].past.moves;
	days = pm_xcalloc(most + 1, sizeof(*days));
	out->item = pm_report_room(report, most, sizeof(*out->item));
	for (size_t i = 0; i < report->items; i++) {
		const struct pm_ledger_sum *past = &report->item[i].past;
		struct pm_report_slip slip = { .item = &report->item[i] };

		for (size_t m = 0; m < past->moves; m++) {
			const struct pm_promise_move *move = &past->move[m];

			if (!pm_report_is_in_period(report, move->day))
				continue;
			if (!slip.moves++)
				slip.from = move->from;
			slip.to = move->to;
			slip.days += move->to - move->from;
			if (move->to > move->from)
				days[nr++] = move->to - move->from;
		}
		out->moves += slip.moves;
		if (slip.moves)
			out->item[out->items++] = slip;
	}
	out->later = nr;
	pm_spread_make(&out->days, days, nr);
	if (out->items)
		qsort(out->item, out->items, sizeof(*out->item), by_distance);
	free(days);
}
