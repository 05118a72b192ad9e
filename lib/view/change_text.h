/* SPDX-License-Identifier: MIT */
#ifndef PM_CHANGE_TEXT_H
#define PM_CHANGE_TEXT_H

#include "base/buf.h"
#include "snapshot/change.h"

/*
 * A change as people say it. One line, not yet made safe for a terminal
 * (pm_view_text() does that):
 *
 *	due 2026-12-05 → 2026-12-19, 14 days later
 *	owner alice → bob
 *	due 2026-12-05 (set)
 *	team payments removed
 *	teams +payments −search
 *	rewrote Impact
 *	moved from postmortems/2026-11-21-latency/README.md
 */
void pm_change_text(struct pm_buf *out, const struct pm_change *change);
/* The same, with `put` for every part that is not our own words. */
typedef void pm_change_put(struct pm_buf *out, const char *text);
void pm_change_words(struct pm_buf *out, const struct pm_change *change,
		     pm_change_put *put);

/*
 * Several changes of one record in one short line for a commit's subject,
 * most telling first: "add", "accept", "start", "done", "decline", "reopen",
 * "advance to reviewed", "postpone to 2026-12-19", "bring forward to
 * 2026-12-01 and assign to bob", "change priority and team", "rewrite
 * Impact". "edit" when there is no change that has a name.
 */
void pm_changes_subject(struct pm_buf *out, const struct pm_changes *changes);

/* A field's name in running text: "debrief date" for "debrief.date". */
void pm_field_words(struct pm_buf *out, enum pm_field field);

#endif
