/* SPDX-License-Identifier: MIT */
#ifndef PM_MENDING_H
#define PM_MENDING_H

#include "check/mend.h"
#include "check/range.h"
#include "git/log.h"
#include "model/ledger_change.h"

/* A record that a commit, or the work tree, took back. Private to
 * check/mend*.c. */
struct taken_back {
	const char *path;
	struct pm_record old, now; /* before and behind it */
	const char *who;	   /* NULL: several, or nobody known */
	pm_date day;
	const char *subject;	   /* of what was reverted, or NULL */
};

struct mending {
	const struct pm_mend *how;
	struct pm_arena *arena;
	struct pm_snapshot before; /* HEAD, or the base of the range */
	struct pm_snapshot standing; /* HEAD */
	bool has_head;
	struct pm_range range; /* the log that is asked */
	struct taken_back *back; /* the oldest first */
	size_t nr, alloc;
};

/* Find what commits took back, in the log of the range or of HEAD. */
int pm_mend_read_log(struct mending *m, struct pm_error *err);
/* What git is about to revert, or HEAD reverted: its subject, or NULL. */
const char *pm_mend_subject(struct mending *m);

/* Puts the events back into the text of the record. */
int pm_mend_restore(struct mending *m, struct pm_mended *record,
		    struct pm_buf *text, const struct taken_back *back,
		    struct pm_error *err);
/* Adds what no event tells. `old` and `standing` are what stood at the base
 * and stands in HEAD, or NULL. */
int pm_mend_tell(struct mending *m, struct pm_mended *record,
		 struct pm_buf *text, const struct pm_record *old,
		 const struct pm_record *standing, struct pm_error *err);
/* For both: append one, and remember that. An event without `who` becomes an
 * entry that names nobody. */
int pm_mend_append(struct mending *m, struct pm_mended *record,
		   struct pm_buf *text, const struct pm_ledger_event *event,
		   struct pm_error *err);
/* The record as the text has it now. */
struct pm_record pm_mend_reread(struct mending *m,
				const struct pm_mended *record,
				const struct pm_buf *text);

#endif
