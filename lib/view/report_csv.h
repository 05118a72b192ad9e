/* SPDX-License-Identifier: MIT */
#ifndef PM_REPORT_CSV_H
#define PM_REPORT_CSV_H

#include "base/buf.h"
#include "report/report.h"

/*
 * A report as one table for a spreadsheet or a database: a line for each
 * number, "section,name,measure,value", so that a pivot table finds all of
 * them and new sections move no column. RFC 4180, lines end in CR LF.
 *
 * Text is made safe for a terminal, too, and so is on one line. What a
 * spreadsheet would take for a formula, because it begins with = + - or @,
 * gets an apostrophe in front.
 */
void pm_report_csv(struct pm_buf *out, const struct pm_report *report);

/* Append one cell of foreign text. */
void pm_csv_cell(struct pm_buf *out, const char *text);

#endif
