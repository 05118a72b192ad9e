/* SPDX-License-Identifier: MIT */
#ifndef PM_REPORT_PAGE_H
#define PM_REPORT_PAGE_H

#include "report/report.h"
#include "view/page.h"

/*
 * A report as a page: what needs action first, then what is open, then what
 * became of what was promised, then what can be learnt. Long tables show
 * their first rows; JSON and CSV have all.
 */

/* Rows of a table before "and ... more". */
#define PM_PAGE_ROWS 5
/* Months; older ones are one row together. */
#define PM_PAGE_MONTHS 12

/* `commit` is how the snapshot's commit is called. */
void pm_report_page(struct pm_page *page, const struct pm_report *report,
		    const char *commit);

/* The parts about the past, in a file of their own; for report_page.c. */
void pm_report_page_promises(struct pm_page *page,
			     const struct pm_report *report);
void pm_report_page_incidents(struct pm_page *page,
			      const struct pm_report *report);
/* The last part of an item's id, and the first. */
void pm_report_page_item(struct pm_page *page,
			 const struct pm_report_item *item);
/* Rows that are shown of `nr`; the part is told of the rest. `command`, behind
 * "git postmortem", lists all of them; NULL: only JSON and CSV do. */
size_t pm_report_page_rows(struct pm_page *page, size_t nr,
			   const char *command);

#endif
