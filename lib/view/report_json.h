/* SPDX-License-Identifier: MIT */
#ifndef PM_REPORT_JSON_H
#define PM_REPORT_JSON_H

#include "base/buf.h"
#include "report/report.h"

/*
 * A report as one JSON document, whole: git-postmortem(1) has its keys.
 * `commit` is the snapshot's, full hex, or NULL where there is none yet.
 */
void pm_report_json(struct pm_buf *out, const struct pm_report *report,
		    const char *commit);

#endif
