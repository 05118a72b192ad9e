/* SPDX-License-Identifier: MIT */
#ifndef PM_OUTCOME_H
#define PM_OUTCOME_H

#include <stddef.h>
#include <stdint.h>

#include "snapshot/change.h"

/*
 * What the changes of one record come to, as a team asks: was it accepted,
 * postponed, closed? A change is a fact about a field; an outcome is
 * what happened to a promise. Pure: nothing is read here, and words are made in
 * view/outcome_text.h.
 */

/* In the order in which a team asks. */
enum pm_outcome_kind {
	PM_OUTCOME_OPENED, /* a new post-mortem, a new proposal */
	PM_OUTCOME_ACCEPTED,
	PM_OUTCOME_STARTED,
	PM_OUTCOME_POSTPONED, /* the due date of what was promised already */
	PM_OUTCOME_BROUGHT_FORWARD,
	PM_OUTCOME_REASSIGNED,
	PM_OUTCOME_DONE,
	PM_OUTCOME_DECLINED,
	PM_OUTCOME_REOPENED, /* a settled item, a closed post-mortem */
	PM_OUTCOME_REMOVED,
	PM_OUTCOME_RENAMED,
	PM_OUTCOME_ADVANCED, /* a post-mortem's status, forward */
	PM_OUTCOME_MOVED_BACK,
	PM_OUTCOME_EDITED, /* any other field, section or text */
	PM_OUTCOME_UNREADABLE, /* one side's front matter cannot be read */
	PM_OUTCOMES,
};

/* "opened", "brought-forward" ... */
extern const char *const pm_outcome_name[PM_OUTCOMES];

struct pm_outcome {
	enum pm_outcome_kind kind;
	int32_t days; /* postponed, brought forward: by how many; else 0 */
	/* What it was told by. NULL: opened, removed; edited, when only layout
	 * or comments differ. */
	const struct pm_change *change;
};

struct pm_outcomes {
	struct pm_outcome *item;
	size_t nr;
	size_t alloc;
};

/*
 * What `changes` from `before` to `after` come to, in the order of the kinds;
 * either side may be NULL, not both. Each change that no other outcome tells
 * is one that is "edited": the due date of what is accepted, the evidence of
 * what is done and the reason of what is declined belong to that. A record
 * that is new has reached its state, too. No change at all is one "edited"
 * without any. Outcomes point into `changes`.
 */
void pm_outcomes_find(struct pm_outcomes *out, const struct pm_record *before,
		   const struct pm_record *after,
		   const struct pm_changes *changes);
void pm_outcomes_release(struct pm_outcomes *outcomes);

/* How many records had it, and the least and most days. */
struct pm_outcome_count {
	size_t postmortems, actions;
	int32_t least, most;
};

/* Add one record's outcomes to the sums; each kind counts once. */
void pm_outcomes_count(struct pm_outcome_count sum[PM_OUTCOMES], enum pm_kind kind,
		    const struct pm_outcomes *outcomes);

#endif
