/* SPDX-License-Identifier: MIT */
#ifndef PM_SLIPS_H
#define PM_SLIPS_H

#include "base/date.h"
#include "history/steps.h"

/*
 * How a promise moved: the day an action item was first promised for, and
 * every commit since that moved it, later or earlier, while it was promised.
 * A day that a proposal aims for binds nobody, and a settled item that is
 * taken up again is a new promise: neither is a move.
 */

struct pm_slip {
	const struct pm_commit_info *commit; /* commit->reason says why */
	const char *from, *to;
	int days; /* negative: earlier */
};

struct pm_slips {
	struct pm_slip *move; /* oldest first; 0 of them: it never moved */
	size_t nr;
	const char *first; /* the day promised first; NULL when nr is 0 */
	int days;	   /* of all moves together */
};

/*
 * From the steps of `due`, down from the value at the tip. 1 when the
 * beginning is reached, 0 when only older events can tell; with `at_end`
 * there are none. `out` lives in the arena and is filled only with 1.
 */
int pm_slips_find(struct pm_slips *out, struct pm_arena *arena,
		  struct pm_steps *due, const char *value, bool at_end,
		  struct pm_error *err);

#endif
