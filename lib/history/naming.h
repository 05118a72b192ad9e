/* SPDX-License-Identifier: MIT */
#ifndef PM_NAMING_H
#define PM_NAMING_H

#include "history/former.h"
#include "snapshot/snapshot.h"

/*
 * Which record the words of a trailer mean, at one commit. What is seldom
 * needed (renames, ids that are gone) is read when it first is. Private to
 * mention.c.
 */
struct pm_naming {
	struct pm_snapshot snapshot;
	struct pm_arena arena;
	const char *tip;
	bool has_former, has_gone;
	struct pm_former former;
	struct pm_strlist gone;
};

struct pm_meant {
	enum pm_kind kind;
	const char *id; /* NULL: nothing, or several; in the naming's arena or
			 * its snapshot */
	struct pm_record *record; /* NULL: it is gone */
};

/* `tip` is a full id. */
int pm_naming_open(struct pm_naming *out, struct pm_repo *repo,
		   const char *tip, struct pm_error *err);
/* `kinds` (enum pm_kind, or-ed) says what may be meant. */
int pm_naming_find(struct pm_meant *out, struct pm_naming *naming,
		   const char *words, unsigned kinds, struct pm_error *err);
void pm_naming_release(struct pm_naming *naming);

#endif
