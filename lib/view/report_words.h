/* SPDX-License-Identifier: MIT */
#ifndef PM_REPORT_WORDS_H
#define PM_REPORT_WORDS_H

#include "base/buf.h"
#include "report/report.h"

/* Words that all views of a report share: stable names for programs, and
 * what became of an item. */

extern const char *const pm_age_name[PM_AGES];
extern const char *const pm_duration_name[PM_DURATIONS];
extern const char *const pm_promise_end_name[PM_PROMISE_ENDS];

/* What became of an item, and on which day that was, PM_NO_DATE if that is
 * not known: "proposed", "accepted", "in-progress", "done", "declined",
 * "unknown". */
const char *pm_item_fate(const struct pm_report_item *item, pm_date *day);

/* The month of a first day, "2026-11"; "unknown" for PM_NO_DATE. */
void pm_month_format(char out[PM_DATE_LEN], pm_date first);
/* A day, or "" for PM_NO_DATE. */
void pm_day_format(char out[PM_DATE_LEN], pm_date day);

#endif
