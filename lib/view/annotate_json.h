/* SPDX-License-Identifier: MIT */
#ifndef PM_ANNOTATE_JSON_H
#define PM_ANNOTATE_JSON_H

#include <stdbool.h>

#include <jansson.h>

#include "base/buf.h"
#include "history/annotate.h"
#include "snapshot/here.h"

/*
 *	{"id", "kind", "path", "complete",
 *	 "fields": [{"field", "value", "committed", and where a commit is
 *		     known, what pm_json_set_commit() adds, and "event"
 *		     where the history of the record says otherwise}],
 *	 "slips": {"first", "days",
 *		   "moves": [{"from", "to", "days", and "event", or what
 *			      pm_json_set_commit() adds}]}}
 *
 * "value" is as in a record. "slips" is there only when the promise moved.
 * "complete" is false in a shallow clone. Evidence "here" has
 * "evidence_commit", too (view/json.h); `here` is NULL for any other.
 */
void pm_annotate_json(struct pm_buf *out, const struct pm_annotate *annotate,
		      const struct pm_here *here, bool is_complete);

/* One move of a promise: a new reference. */
json_t *pm_annotate_json_move(const struct pm_slip *slip);

#endif
