/* SPDX-License-Identifier: MIT */
#ifndef PM_HISTORY_TEXT_H
#define PM_HISTORY_TEXT_H

#include "history/history.h"
#include "view/change_text.h"
#include "view/style.h"

/*
 * An event of the history as text: one line that names the commit, then one
 * line for each change in words:
 *
 *	3f2a1bc 2026-12-02 Alice Example  Promise the alarm
 *	    state proposed → accepted
 *	    due 2026-12-05 (set)
 */

/* What was asked for, which says whose names need not be repeated. */
enum pm_history_scope {
	PM_HISTORY_RECORD,     /* one record: no names */
	PM_HISTORY_POSTMORTEM, /* a post-mortem: the names of its items */
	PM_HISTORY_ALL,	       /* everything: whole ids */
};

/* `patch` (NULL: none) is put below, made safe and coloured. */
void pm_history_text(const struct pm_view *view, const struct pm_event *event,
		     enum pm_history_scope scope, const char *patch);

/* What other renderings say alike. */

/* "added, state proposed, owner alice", with `put` for what is not our own
 * words; false when the record did not arrive, or that is not to be told. */
bool pm_history_arrival(struct pm_buf *out,
			const struct pm_event_record *record,
			pm_change_put *put);
/* The name that a record's lines begin with, or NULL. */
const char *pm_history_name(const char *id, enum pm_history_scope scope);
/* "works on it", "claims to close it", and what undid the commit. */
void pm_history_mention(struct pm_buf *out, const struct pm_mention *mention,
			const struct pm_commit_info *commit);

#endif
