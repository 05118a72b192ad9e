/* SPDX-License-Identifier: MIT */
#include "view/report_words.h"

#include <string.h>

const char *const pm_age_name[PM_AGES] = {
	[PM_AGE_30] = "0-30",	    [PM_AGE_60] = "31-60",
	[PM_AGE_90] = "61-90",	    [PM_AGE_OLDER] = "91-",
	[PM_AGE_UNKNOWN] = "unknown",
};

const char *const pm_duration_name[PM_DURATIONS] = {
	[PM_TO_DETECTION] = "detect",
	[PM_TO_MITIGATION] = "mitigate",
	[PM_TO_RESOLUTION] = "resolve",
};

const char *const pm_promise_end_name[PM_PROMISE_ENDS] = {
	[PM_PROMISE_OPEN] = "open",
	[PM_PROMISE_KEPT] = "done",
	[PM_PROMISE_DECLINED] = "declined",
	[PM_PROMISE_WITHDRAWN] = "withdrawn",
};

static pm_date last_change(const struct pm_report_item *item)
{
	const struct pm_ledger_sum *past = &item->past;
	const struct pm_promise *last =
		past->promises ? &past->promise[past->promises - 1] : NULL;

	if (last)
		return last->end == PM_PROMISE_OPEN ? last->made : last->ended;
	return past->answer != PM_PROPOSED ? past->answered : item->day;
}

const char *pm_item_fate(const struct pm_report_item *item, pm_date *day)
{
	*day = last_change(item);
	return item->state == PM_STATES ? "unknown" :
					  pm_state_name[item->state];
}

void pm_month_format(char out[PM_DATE_LEN], pm_date first)
{
	if (first == PM_NO_DATE) {
		memcpy(out, "unknown", sizeof("unknown"));
		return;
	}
	pm_date_format(out, first);
	out[sizeof("2026-11") - 1] = '\0';
}

void pm_day_format(char out[PM_DATE_LEN], pm_date day)
{
	*out = '\0';
	if (day != PM_NO_DATE)
		pm_date_format(out, day);
}
