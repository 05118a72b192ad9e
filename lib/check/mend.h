/* SPDX-License-Identifier: MIT */
#ifndef PM_MEND_H
#define PM_MEND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/error.h"
#include "base/strlist.h"
#include "snapshot/snapshot.h"

/*
 * What `check --fix` writes: the events that are missing in the histories of
 * records of the work tree, as the rules history-behind and history-taken-back
 * find it.
 *
 * - What a revert took back is put back where it stood, with an event behind
 *   it that says what was reverted: a revert that is not committed yet, and
 *   those in the log that say so or, in a range, that look so.
 * - A field that no event tells gets one: of whoever works here, as long as
 *   HEAD has it otherwise, else of the commit that made it so. Where that
 *   cannot be known, or has several authors, the entry names nobody: it is no
 *   event until somebody writes the name into it.
 *
 * Each is found once: what was written is there the next time.
 */
struct pm_mend {
	struct pm_repo *repo;
	const struct pm_snapshot *snapshot; /* the work tree, with bodies */
	const char *base; /* a commit: of a range; NULL: HEAD */
	const char *head; /* of a range; NULL: HEAD */
	const char *user; /* who works here */
	pm_date today;
};

/* One record that was mended. */
struct pm_mended {
	const struct pm_record *record; /* of the snapshot */
	const char *text; /* of the file as it will be */
	size_t len;
	const char **line; /* the entries that were added */
	size_t lines;
	size_t unnamed;	   /* of them, those that name nobody */
	const char *trouble; /* why something could not be added; or NULL */
};

struct pm_mends {
	struct pm_arena arena;
	struct pm_mended *item;
	size_t nr;
	size_t alloc;
};

int pm_mend_find(struct pm_mends *out, const struct pm_mend *how,
		 struct pm_error *err);
void pm_mends_release(struct pm_mends *mends);

#endif
