/* SPDX-License-Identifier: MIT */
#include "view/report_page.h"

#include "view/report_words.h"

#define BAR 20 /* characters */

static void tell_durations(struct pm_page *page,
			   const struct pm_report *report)
{
	static const struct pm_page_column columns[] = {
		{ "TIME TO", false, false, 0, 0 },	 { "INCIDENTS", true, false, 0, 0 },
		{ "MEDIAN", true, false, 0, 0 },	 { "90TH", true, false, 0, 0 },
		{ "LONGEST", true, false, 0, 0 },	 { "NOT KNOWN", true, false, 0, 0 },
	};
	const struct pm_report_durations *d = &report->durations;
	size_t known = 0;

	for (size_t i = 0; i < PM_DURATIONS; i++)
		known += d->seconds[i].count;
	if (!known)
		return;
	pm_page_part(page, "How long incidents took");
	pm_page_say(page, PM_STYLE_DIM,
		    "Half took no longer than the median, nine of ten no "
		    "longer than the 90th percentile. No mean: one long "
		    "incident moves it, and then it is true of none of "
		    "them.");
	pm_page_table(page, columns, 6);
	for (size_t i = 0; i < PM_DURATIONS; i++) {
		const struct pm_spread *spread = &d->seconds[i];
		const int64_t value[] = { spread->median, spread->p90,
					  spread->longest };

		pm_page_cell(page, PM_STYLE_PLAIN, "%s", pm_duration_name[i]);
		pm_page_cell(page, PM_STYLE_PLAIN, "%zu", spread->count);
		for (size_t v = 0; v < 3; v++) {
			char text[40] = "-";

			if (spread->count)
				pm_duration_format(text, value[v]);
			pm_page_cell(page, PM_STYLE_PLAIN, "%s", text);
		}
		pm_page_cell(page, PM_STYLE_PLAIN, "%zu", d->unknown[i]);
	}
}

static void tell_services(struct pm_page *page,
			  const struct pm_report_recurrence *r)
{
	static const struct pm_page_column columns[] = {
		{ "SERVICE", false, false, 40, 0 },
		{ "INCIDENTS", true, false, 0, 0 },
		{ "", false, false, 0, 0 },
	};
	size_t nr = 0, shown;

	while (nr < r->services && r->service[nr].postmortems > 1)
		nr++;
	pm_page_part(page, "Services with more than one incident");
	pm_page_table(page, columns, 3);
	shown = pm_report_page_rows(page, nr, NULL);
	for (size_t i = 0; i < shown; i++) {
		size_t count = r->service[i].postmortems;

		pm_page_foreign(page, PM_STYLE_PLAIN, r->service[i].name);
		pm_page_cell(page, PM_STYLE_PLAIN, "%zu", count);
		pm_page_bar(page, PM_STYLE_PLAIN, count, count,
			    r->service[0].postmortems, BAR);
	}
}

static void tell_factors(struct pm_page *page,
			 const struct pm_report_recurrence *r)
{
	static const struct pm_page_column columns[] = {
		{ "INCIDENTS", true, false, 0, 0 },
		{ "LAST", false, false, 0, 0 },
		{ "FACTOR", false, true, 0, 0 },
	};
	size_t shown;

	pm_page_part(page, "Contributing factors that came back");
	pm_page_table(page, columns, 3);
	shown = pm_report_page_rows(page, r->factors, NULL);
	for (size_t i = 0; i < shown; i++) {
		const struct pm_report_factor *f = &r->factor[i];
		char day[PM_DATE_LEN];

		pm_day_format(day, pm_postmortem_day(
					   f->postmortem[f->postmortems - 1]));
		pm_page_cell(page, PM_STYLE_PLAIN, "%zu", f->postmortems);
		pm_page_cell(page, PM_STYLE_PLAIN, "%s", *day ? day : "?");
		pm_page_foreign(page, PM_STYLE_PLAIN, f->text);
	}
}

static void tell_repeats(struct pm_page *page,
			 const struct pm_report_recurrence *r)
{
	static const struct pm_page_column columns[] = {
		{ "NOW", false, false, 0, 0 },
		{ "ITEM", false, false, 24, 0 },
		{ "BEFORE", false, false, 0, 0 },
		{ "", false, true, 0, 0 },
	};
	size_t shown;

	pm_page_part(page, "Items that were proposed before");
	pm_page_table(page, columns, 4);
	shown = pm_report_page_rows(page, r->repeats, NULL);
	for (size_t i = 0; i < shown; i++) {
		const struct pm_report_repeat *repeat = &r->repeat[i];
		const char *fate;
		char day[PM_DATE_LEN];
		pm_date since;

		pm_page_cell(page, PM_STYLE_PLAIN, "%s",
			     pm_item_fate(repeat->item, &since));
		pm_page_foreign(page, PM_STYLE_ID,
				pm_record_name(repeat->item->action));
		fate = pm_item_fate(repeat->before, &since);
		pm_day_format(day, since);
		pm_page_cell(page, PM_STYLE_PLAIN, "%s%s%s", fate,
			     *day ? " " : "", day);
		pm_page_foreign(page, PM_STYLE_PLAIN,
				repeat->before->action->id);
	}
}

void pm_report_page_incidents(struct pm_page *page,
			      const struct pm_report *report)
{
	tell_durations(page, report);
	tell_services(page, &report->recurrence);
	tell_factors(page, &report->recurrence);
	tell_repeats(page, &report->recurrence);
}
