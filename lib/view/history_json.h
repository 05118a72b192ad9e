/* SPDX-License-Identifier: MIT */
#ifndef PM_HISTORY_JSON_H
#define PM_HISTORY_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "base/buf.h"
#include "history/history.h"
#include "history/mention.h"

/*
 * A history as one JSON document, written as it comes:
 *
 *	{"version": 1, "complete": true, "entries": [
 *	 {"commit", "abbrev", "author": {"name", "email"}, "date", "subject",
 *	  "reason", "records": [{"id", "kind", "path",
 *		       "change": "added", "imported", "changed" or "removed",
 *		       "changes": [see pm_json_change()]}],
 *	  "mentions": [{"id", "kind", "claim": "works-on" or "closes",
 *		       "reverted_by"}],
 *	  "patch"}
 *	]}
 *
 * "reason" is what the commit's Postmortem-Reason trailer says, if it has
 * one. "date" is the author's, RFC 3339 with the zone. "complete" is false in a
 * shallow clone. "patch" is there only when it was asked for. "changes" does
 * not repeat "added" and "removed". "mentions" is there when the commit's
 * message names records, "reverted_by" when a later commit reverted it.
 */
void pm_history_json_begin(struct pm_buf *out, bool is_complete);
/* `nr` events were written before this one. */
void pm_history_json_event(struct pm_buf *out, const struct pm_event *event,
			   size_t nr, const char *patch);
/* Add "claim" and, where it is so, "reverted_by". */
void pm_json_set_mention(json_t *object, const struct pm_mention *mention);
void pm_history_json_end(struct pm_buf *out, size_t nr);

#endif
