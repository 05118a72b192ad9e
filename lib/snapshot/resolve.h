/* SPDX-License-Identifier: MIT */
#ifndef PM_RESOLVE_H
#define PM_RESOLVE_H

#include "base/error.h"
#include "snapshot/snapshot.h"

/*
 * From what a person types to a record. Any unique part of an id is enough,
 * as with an abbreviated commit: the whole id, else a beginning, else any
 * part of it; "part/part" names an item of a post-mortem; a path (also of
 * the folder) counts from `prefix`. Case does not matter.
 */

struct pm_named {
	struct pm_postmortem *postmortem;
	struct pm_record *action; /* NULL: the post-mortem was named */
};

/*
 * `kinds` (enum pm_kind, or-ed) says what may be meant; with both, a
 * post-mortem is preferred to an item that fits no better.
 * PM_EAMBIGUOUS with a message that lists the candidates; PM_ENOTFOUND with
 * the nearest name. The snapshot must be listed; it need not be read.
 */
int pm_resolve(struct pm_named *out, const struct pm_snapshot *snapshot,
	       const char *name, const char *prefix, unsigned kinds,
	       struct pm_error *err);

/* An id is dated: what follows the date, which is as good a beginning; the id
 * where there is none. */
const char *pm_id_without_date(const char *id);

#endif
