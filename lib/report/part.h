/* SPDX-License-Identifier: MIT */
#ifndef PM_PART_H
#define PM_PART_H

#include "report/report.h"

/*
 * The parts of a report, one file each, and what they share. For report.c
 * alone: each fills its own part from the items and post-mortems that count.
 */
void pm_report_count_open(struct pm_report *report);
void pm_report_count_gaps(struct pm_report *report);
void pm_report_count_promises(struct pm_report *report);
void pm_report_count_proposals(struct pm_report *report);
void pm_report_count_slips(struct pm_report *report);
void pm_report_count_waiting(struct pm_report *report);
void pm_report_count_durations(struct pm_report *report);
void pm_report_count_recurrence(struct pm_report *report);

/* Whether something that happened on that day counts; PM_NO_DATE: nobody
 * knows when. */
bool pm_report_is_in_period(const struct pm_report *report, pm_date day);
/* Room for `nr` things of `size` bytes in the report's arena. */
void *pm_report_room(struct pm_report *report, size_t nr, size_t size);

#endif
