/* SPDX-License-Identifier: MIT */
#ifndef PM_LEDGER_SUM_H
#define PM_LEDGER_SUM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "base/date.h"
#include "model/record.h"

/*
 * What the ledger of an action item comes to: when it was proposed and how it
 * was answered, every promise that was made of it, for which day, how that day
 * moved, and how the promise ended. A function of one file: it is the same
 * wherever the file is, whatever of the log is there.
 *
 * Days are those of the events; PM_NO_DATE is one that is not known. Strings
 * are borrowed from the record.
 */

enum pm_promise_end {
	PM_PROMISE_OPEN,
	PM_PROMISE_KEPT, /* done */
	PM_PROMISE_DECLINED,
	PM_PROMISE_WITHDRAWN, /* it is a proposal again */
	PM_PROMISE_ENDS,
};

/* From accepted, or in progress, to the next state that is neither. */
struct pm_promise {
	pm_date made, ended; /* ended: PM_NO_DATE while it is open, too */
	enum pm_promise_end end;
	pm_date first, due;  /* the first day it was for, and the last */
	const char *owner;   /* who gave it last, or NULL */
	size_t moves;	     /* how often the day moved */
};

/* Another day, later or earlier, while it was promised. A day that a proposal
 * aims at binds nobody, and what is taken up again is a new promise. */
struct pm_promise_move {
	pm_date day;
	pm_date from, to;
	const char *owner; /* before the move, or NULL */
	/* NULL: the field is for another day than the ledger says. */
	const struct pm_ledger_event *event;
};

struct pm_ledger_sum {
	bool has_events;
	bool has_beginning; /* the first event is that of a new item */
	bool is_complete;   /* and the last ones say what the fields say */
	pm_date proposed;   /* the day it came up; only with the beginning */
	bool was_proposed;  /* it began as a proposal */
	enum pm_state answer; /* the first state behind that; PM_PROPOSED:
			       * none yet */
	pm_date answered;
	struct pm_promise *promise; /* oldest first */
	size_t promises;
	struct pm_promise_move *move; /* oldest first */
	size_t moves;
};

/*
 * Of an action item that was read with its ledger; lists live in the arena.
 * Without events all is unknown, and there is no promise. Before the first
 * event that sets a field it had the value it has now, if none sets it, and
 * else one that nobody knows. Where the fields are not what the last events
 * say, they became so on a day that is not known.
 */
void pm_ledger_sum_make(struct pm_ledger_sum *out, struct pm_arena *arena,
			const struct pm_record *action);
/* The promise that is open now, or NULL. */
const struct pm_promise *
pm_ledger_sum_promise(const struct pm_ledger_sum *sum);

#endif
