/* SPDX-License-Identifier: MIT */
#ifndef PM_SLIPS_H
#define PM_SLIPS_H

#include "base/alloc.h"
#include "base/date.h"
#include "git/log.h"
#include "model/record.h"

/*
 * How a promise moved: the day an action item was first promised for, and
 * every move since, later or earlier, while it was promised. The item's own
 * history tells it; where it has none, the commits do.
 * A day that a proposal aims for binds nobody, and a settled item that is
 * taken up again is a new promise: neither is a move.
 */

struct pm_slip {
	pm_date day;	 /* PM_NO_DATE: not known */
	const char *who; /* as the history or the commit names them, or NULL */
	const char *why; /* or NULL */
	const struct pm_commit_info *commit; /* told by a commit, or NULL */
	const struct pm_ledger_event *event; /* told by the history, or NULL */
	const char *from, *to;
	int days; /* negative: earlier */
};

struct pm_slips {
	struct pm_slip *move; /* oldest first; 0 of them: it never moved */
	size_t nr;
	const char *first; /* the day promised first; NULL when nr is 0 */
	int days;	   /* of all moves together */
};

/* One commit that gave `due` a value, and what stood there before. */
struct pm_slip_step {
	const struct pm_commit_info *commit;
	const char *from, *to; /* NULL: none */
	bool was_promise;      /* the item was one before */
};

/* From all such steps, newest first; strings are borrowed, the list lives in
 * the arena. */
void pm_slips_sum(struct pm_slips *out, struct pm_arena *arena,
		  const struct pm_slip_step *step, size_t nr);

/* From the history of an item that was read with its ledger: without events
 * it never moved. Borrows from the record, the rest lives in the arena. */
void pm_slips_read(struct pm_slips *out, struct pm_arena *arena,
		   const struct pm_record *action);

#endif
