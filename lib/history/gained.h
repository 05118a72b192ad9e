/* SPDX-License-Identifier: MIT */
#ifndef PM_GAINED_H
#define PM_GAINED_H

#include "history/history.h"

/*
 * What the history of a record gained by a commit that the commit itself does
 * not say: after a squash its author and its message are somebody else's.
 */

/* Whether a commit says who, when and why as an event does. A day begins at
 * another moment for others. */
bool pm_commit_says(const struct pm_policy *policy,
		    const struct pm_commit_info *commit,
		    const struct pm_ledger_event *event);
/* Fill record->gained, in the arena. Its versions have been read with their
 * ledgers. */
void pm_event_gain(struct pm_event_record *record, struct pm_arena *arena,
		   const struct pm_policy *policy,
		   const struct pm_commit_info *commit);

#endif
