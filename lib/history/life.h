/* SPDX-License-Identifier: MIT */
#ifndef PM_LIFE_H
#define PM_LIFE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/alloc.h"
#include "base/date.h"
#include "git/repo.h"
#include "model/field.h"
#include "model/policy.h"
#include "snapshot/snapshot.h"

/*
 * The life of an action item along the log: when it was proposed and how it
 * was answered, every promise that was made of it, for which day, how that day
 * moved, and how the promise ended. An item that is not there any longer has
 * a life too: what was promised is not to be answered by deleting it.
 *
 * Moments are author times, which a rebase leaves alone, in seconds; 0 is one
 * that is not known: the commit has no usable date, or lies beyond the history
 * that is here. Days are civil days in UTC.
 */

/* --- what a life is made from --- */

/* One version of an item: what a commit left it as. */
struct pm_life_version {
	const char *commit;  /* full hex, or NULL */
	int64_t time;	     /* of its author; 0: unknown */
	enum pm_state state; /* PM_STATES: it could not be read */
	pm_date due;
	const char *owner;   /* or NULL */
	bool is_gone;	     /* the commit removed it; state, due and owner
			      * are not looked at */
};

/* --- what it tells --- */

enum pm_promise_end {
	PM_PROMISE_OPEN,
	PM_PROMISE_KEPT,      /* done */
	PM_PROMISE_DECLINED,
	PM_PROMISE_WITHDRAWN, /* it is a proposal again */
	PM_PROMISE_REMOVED,   /* its file is gone */
	PM_PROMISE_ENDS,
};

/* From accepted, or in progress, to the next state that is neither. */
struct pm_promise {
	int64_t made, ended; /* ended: 0 while it is open, too */
	enum pm_promise_end end;
	pm_date first, due;  /* the first day it was for, and the last */
	const char *owner;   /* who gave it last */
	size_t moves;	     /* how often the day moved */
};

struct pm_life_move {
	int64_t time;
	const char *commit;
	pm_date from, to;
	const char *owner; /* before the move */
};

struct pm_life {
	const char *id;	  /* at the tip; of one that is gone, its last */
	const char *path; /* likewise */
	const char *oid;  /* of the last version that was read, or NULL */
	bool has_birth;	  /* the log that is here reaches its beginning */
	int64_t born;
	bool was_proposed; /* its first state, of those that could be read */
	enum pm_state answer; /* the first state behind that; PM_PROPOSED:
			       * none yet */
	int64_t answered;
	struct pm_promise *promise; /* oldest first */
	size_t promises;
	struct pm_life_move *move; /* oldest first */
	size_t moves;
	bool is_gone;
	int64_t gone;
	enum pm_state state; /* the last one */
};

/*
 * From its versions, newest first. `life` has id, path, oid and has_birth;
 * without that the oldest version is what stood there when the log begins, and
 * its time is not looked at. Strings are borrowed, lists live in the arena.
 */
void pm_life_sum(struct pm_life *life, struct pm_arena *arena,
		 const struct pm_life_version *version, size_t nr);

/* --- of a whole repository --- */

struct pm_lives {
	struct pm_arena arena;
	struct pm_life *item; /* by id; what is gone behind what is there */
	size_t nr;
	size_t there; /* so many are at the tip */
	bool is_complete; /* false: the clone is shallow */
};

/*
 * The lives of every item of a snapshot that was listed from a commit (its
 * source says which; it may be read at the same time), and of all that led to
 * it and are gone: one walk over the log. What branches changed beside each
 * other is told as annotate tells it: by who set the values that were kept
 * (history/life_descent.h). A life is gone when no item at the tip has begun
 * where it began, and ended where the log first tells of its removal.
 */
int pm_lives_read(struct pm_lives *out, struct pm_repo *repo,
		  const struct pm_policy *policy,
		  const struct pm_snapshot *snapshot, struct pm_error *err);

/*
 * The same in two steps, of which the first one, all that the log says from a
 * tip (full hex) on down, does not need the snapshot: it may run beside its
 * listing. `repo` and `policy` are borrowed up to the end.
 */
struct pm_life_log;
int pm_life_log_read(struct pm_life_log **out, struct pm_repo *repo,
		     const struct pm_policy *policy, const char *tip,
		     struct pm_error *err);
int pm_life_log_lives(struct pm_lives *out, struct pm_life_log *log,
		      const struct pm_snapshot *snapshot,
		      struct pm_error *err);
void pm_life_log_free(struct pm_life_log *log);

/* NULL when the log says nothing of such an item. */
const struct pm_life *pm_lives_find(const struct pm_lives *lives,
				    const char *id);
void pm_lives_release(struct pm_lives *lives);

/* The civil day of a moment in UTC; PM_NO_DATE when it is not known. */
pm_date pm_life_day(int64_t time);

#endif
