/* SPDX-License-Identifier: MIT */
#include "view/report_page.h"

#include "view/report_words.h"

#define BAR 10 /* characters */

static const char *s(size_t nr)
{
	return nr == 1 ? "" : "s";
}

/* --- kept --- */

/* Whether a promise of which nobody knows when it was made was kept in time is
 * not known either. */
static void add_share(struct pm_page *page,
		      const struct pm_report_month *month, size_t h,
		      bool is_known)
{
	if (!month->made || !is_known)
		pm_page_cell(page, PM_STYLE_PLAIN, "-");
	else
		pm_page_cell(page, PM_STYLE_PLAIN, "%zu%%%s",
			     100 * month->kept[h] / month->made,
			     month->is_final[h] ? "" : "+");
}

static void add_month(struct pm_page *page,
		      const struct pm_report_month *month, const char *name,
		      bool is_known)
{
	pm_page_cell(page, PM_STYLE_PLAIN, "%s", name);
	pm_page_cell(page, PM_STYLE_PLAIN, "%zu", month->made);
	for (size_t h = 0; h < PM_HORIZONS; h++)
		add_share(page, month, h, is_known);
	pm_page_cell(page, PM_STYLE_PLAIN, "%zu", month->end[PM_PROMISE_KEPT]);
	pm_page_cell(page, PM_STYLE_PLAIN, "%zu", month->end[PM_PROMISE_OPEN]);
	pm_page_cell(page, PM_STYLE_PLAIN, "%zu",
		     month->end[PM_PROMISE_DECLINED]);
	pm_page_cell(page, PM_STYLE_PLAIN, "%zu",
		     month->end[PM_PROMISE_WITHDRAWN]);
	pm_page_bar(page, PM_STYLE_GOOD, month->kept[PM_HORIZONS - 1],
		    month->kept[PM_HORIZONS - 1], month->made, BAR);
}

static struct pm_report_month sum_months(const struct pm_report_month *month,
					 size_t nr)
{
	struct pm_report_month sum = { .first = PM_NO_DATE };

	for (size_t h = 0; h < PM_HORIZONS; h++)
		sum.is_final[h] = true;
	for (size_t i = 0; i < nr; i++) {
		sum.made += month[i].made;
		for (size_t e = 0; e < PM_PROMISE_ENDS; e++)
			sum.end[e] += month[i].end[e];
		for (size_t h = 0; h < PM_HORIZONS; h++) {
			sum.kept[h] += month[i].kept[h];
			sum.is_final[h] = sum.is_final[h] &&
					  month[i].is_final[h];
		}
	}
	return sum;
}

static void tell_months(struct pm_page *page,
			const struct pm_report_promises *p)
{
	size_t first = p->months > PM_PAGE_MONTHS ?
			       p->months - PM_PAGE_MONTHS : 0;
	char name[PM_DATE_LEN];

	if (first) {
		struct pm_report_month older = sum_months(p->month, first);

		add_month(page, &older, "before", true);
	}
	for (size_t i = first; i < p->months; i++) {
		pm_month_format(name, p->month[i].first);
		add_month(page, &p->month[i], name,
			  p->month[i].first != PM_NO_DATE);
	}
	if (p->months > 1)
		add_month(page, &p->all, "all", true);
}

static void tell_kept(struct pm_page *page, const struct pm_report *report)
{
	static const struct pm_page_column columns[] = {
		{ "MADE IN", false, false, 0, 0 }, { "MADE", true, false, 0, 0 },
		{ "30 D", true, false, 0, 0 },	{ "60 D", true, false, 0, 0 },
		{ "90 D", true, false, 0, 0 },	{ "DONE", true, false, 0, 0 },
		{ "OPEN", true, false, 0, 0 },	{ "DECLINED", true, false, 0, 0 },
		{ "WITHDRAWN", true, false, 0, 0 },
		{ "90 D", false, false, 0, 0 },
	};
	const struct pm_report_promises *p = &report->promises;

	if (!p->months && !p->never)
		return;
	pm_page_part(page, "Promises kept");
	if (p->months) {
		pm_page_say(page, PM_STYLE_DIM,
			    "A promise is made when an item is accepted, and "
			    "kept when it is done: the share that was, within "
			    "30, 60 and 90 days. \"+\": more may still come "
			    "in time.");
		pm_page_table(page, columns, 10);
		tell_months(page, p);
	}
	if (p->never)
		pm_page_say(page, PM_STYLE_PLAIN,
			    "%zu item%s done without having been promised.",
			    p->never, p->never == 1 ? " was" : "s were");
}

/* --- proposals --- */

static void tell_proposals(struct pm_page *page,
			   const struct pm_report *report)
{
	const struct pm_report_proposals *p = &report->proposals;

	if (!p->made)
		return;
	pm_page_part(page, "Proposals");
	pm_page_say(page, PM_STYLE_PLAIN,
		    "%zu made: %zu accepted, %zu declined, %zu done at once; "
		    "%zu wait%s for an answer, %zu of them for more than %d "
		    "days.",
		    p->made, p->accepted, p->declined, p->done, p->waiting, p->waiting == 1 ? "s" : "", p->forgottens,
		    PM_FORGOTTEN_DAYS);
	if (p->days.count)
		pm_page_say(page, PM_STYLE_PLAIN,
			    "Half of the answers came within %lld day%s, nine "
			    "of ten within %lld; the slowest took %lld.",
			    (long long)p->days.median,
			    p->days.median == 1 ? "" : "s",
			    (long long)p->days.p90,
			    (long long)p->days.longest);
}

/* --- slips --- */

static void tell_slips(struct pm_page *page, const struct pm_report *report)
{
	static const struct pm_page_column columns[] = {
		{ "DAYS", true, false, 0, 0 },   { "MOVES", true, false, 0, 0 },
		{ "FROM", false, false, 0, 0 },  { "TO", false, false, 0, 0 },
		{ "OWNER", false, false, 16, 0 }, { "ITEM", false, true, 0, 0 },
	};
	const struct pm_report_slips *slips = &report->slips;
	size_t shown;

	if (!slips->items)
		return;
	pm_page_part(page, "Promises whose day moved");
	if (slips->later == slips->moves)
		pm_page_say(page, PM_STYLE_PLAIN,
			    "%zu item%s moved %zu time%s, always to a later "
			    "day.", slips->items, s(slips->items),
			    slips->moves, s(slips->moves));
	else
		pm_page_say(page, PM_STYLE_PLAIN,
			    "%zu item%s moved %zu time%s, %zu time%s to a "
			    "later day.", slips->items, s(slips->items),
			    slips->moves, s(slips->moves), slips->later,
			    s(slips->later));
	if (slips->later > 1)
		pm_page_say(page, PM_STYLE_PLAIN,
			    "Half of the delays are %lld day%s or less, nine "
			    "of ten %lld or less; the longest is %lld.",
			    (long long)slips->days.median,
			    slips->days.median == 1 ? "" : "s",
			    (long long)slips->days.p90,
			    (long long)slips->days.longest);
	pm_page_table(page, columns, 6);
	shown = pm_report_page_rows(page, slips->items, NULL);
	for (size_t i = 0; i < shown; i++) {
		const struct pm_report_slip *slip = &slips->item[i];
		char from[PM_DATE_LEN], to[PM_DATE_LEN];

		pm_date_format(from, slip->from);
		pm_date_format(to, slip->to);
		pm_page_cell(page, PM_STYLE_PLAIN, "%+d", slip->days);
		pm_page_cell(page, PM_STYLE_PLAIN, "%zu", slip->moves);
		pm_page_cell(page, PM_STYLE_PLAIN, "%s", from);
		pm_page_cell(page, PM_STYLE_PLAIN, "%s", to);
		pm_page_foreign(page, PM_STYLE_PLAIN, slip->item->owner);
		pm_page_foreign(page, PM_STYLE_ID,
				pm_record_name(slip->item->action));
	}
}

void pm_report_page_promises(struct pm_page *page,
			     const struct pm_report *report)
{
	tell_kept(page, report);
	tell_slips(page, report);
	tell_proposals(page, report);
}
