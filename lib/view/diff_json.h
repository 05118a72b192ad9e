/* SPDX-License-Identifier: MIT */
#ifndef PM_DIFF_JSON_H
#define PM_DIFF_JSON_H

#include <jansson.h>

#include "base/buf.h"
#include "snapshot/compare.h"

/*
 * What differs between two snapshots as one JSON document:
 *
 *	{"version": 1, "before": PLACE, "after": PLACE,
 *	 "sum": {"accepted": 1, ...},
 *	 "records": [{"id", "was", "kind", "path", "title", "change": "added",
 *		      "changed" or "removed",
 *		      "outcomes": [{"kind", "days"}],
 *		      "changes": [see pm_json_change()]}]}
 *
 * PLACE is {"place": "commit", "index" or "work-tree", "commit"}; the commit
 * is null where nothing had been committed, and only a commit has one. "was"
 * is the id before where it was another, "days" is there where an outcome has
 * some. "changes" does not repeat "added" and "removed".
 */
void pm_diff_json(struct pm_buf *out, const struct pm_comparison *comparison);
/* One of its records, and the outcomes by name: new references. */
json_t *pm_diff_json_record(const struct pm_difference *difference);
json_t *pm_diff_json_sum(const struct pm_comparison *comparison);

#endif
