/* SPDX-License-Identifier: MIT */
#ifndef PM_EVENT_H
#define PM_EVENT_H

#include <stdbool.h>
#include <stddef.h>

#include "history/history.h"
#include "history/version.h"

/*
 * From one commit of the log to what it did to records: reads both versions,
 * pairs the two sides of a rename, finds where a new file came from, and
 * takes out of a merge what its parents did.
 */

struct pm_track;

/* A file came from a path that the track does not follow. */
struct pm_origin {
	size_t parent; /* 1-based */
	const char *path;
	const char *id; /* the record it became, as in struct pm_track */
};

struct pm_tracer {
	struct pm_repo *repo;		/* borrowed */
	const struct pm_policy *policy; /* borrowed */
	struct pm_versions versions;
	struct pm_arena arena;		/* of one event */
	struct pm_event event;
	struct pm_origin *origin;	/* of this event */
	size_t origins;
	size_t origin_alloc;
	bool everything; /* the track is the whole root: no origin is sought,
			  * only renames inside it */
};

/* Fill tracer->event and tracer->origin; they die with the next call.
 * event.records is 0 when the commit did nothing worth telling, or when it
 * is where a shallow clone is cut off, and nobody knows what it did. */
int pm_trace(struct pm_tracer *tracer, const struct pm_track *track,
	     const struct pm_commit_info *commit, struct pm_error *err);
void pm_tracer_release(struct pm_tracer *tracer);

#endif
