/* SPDX-License-Identifier: MIT */
#ifndef PM_INDEX_CLAIMS_GROWTH_H
#define PM_INDEX_CLAIMS_GROWTH_H

#include "index/batch.h"
#include "index/claims.h"

/* What index/claims.c reads and index/claims_write.c writes. */

#define PM_RECENT_SCANS 8

/* Where a scan is: its claims are those of the line up to the step. */
struct pm_scan {
	char oid[PM_OID_HEX];
	int64_t line, step;
};

/* What is known of a tip that has no scan yet. */
struct pm_growth {
	struct pm_index *index;
	struct pm_error *err;
	const char *tip;
	struct pm_scan recent[PM_RECENT_SCANS];
	size_t recents;
	const struct pm_scan *base; /* its history is all but what is new;
				     * NULL: there is no such scan */
	bool knows_changes;	 /* those of the tip are there; else they are
				  * read and written, too: */
	struct pm_batch changes;
	struct pm_strlist fork;	 /* where what is new hangs on the rest */
	struct pm_claims new;
	struct pm_arena arena;
	struct pm_scan scan; /* of the tip */
};

bool pm_scan_read(struct pm_scan *out, sqlite3_stmt *q);
/* 1, or 0 when there is none of this commit. */
int pm_scan_find(struct pm_scan *out, struct pm_index *index, const char *oid,
		 struct pm_error *err);
/* All of it in one transaction; g->scan is where it went. */
int pm_growth_write(struct pm_growth *g);

#endif
