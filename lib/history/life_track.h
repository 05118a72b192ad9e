/* SPDX-License-Identifier: MIT */
#ifndef PM_LIFE_TRACK_H
#define PM_LIFE_TRACK_H

#include "base/map.h"
#include "index/facts.h"
#include "history/life.h"

/*
 * Items on their way back through the log: begun at the tip, told what each
 * commit did, newest first, and at the end made lives. Private to
 * life_read.c.
 */
struct pm_life_track;

struct pm_life_reading {
	struct pm_lives *out;
	const struct pm_policy *policy;
	struct pm_life_track **track;
	size_t tracks;
	size_t track_alloc;
	struct pm_map path; /* to an index into `here` */
	struct pm_life_track **here; /* which item a path is, here in the log */
	size_t paths;
	size_t path_alloc;
};

/* What a commit did to one item. */
struct pm_life_act {
	const char *from, *to; /* its paths; NULL: it was not there, or is
				* not any longer */
	const char *oid; /* of the version that there was last */
	struct pm_fact before, after;
};

struct pm_life_acts {
	const char *commit;
	int64_t time;
	struct pm_life_act *item;
	size_t nr;
	size_t alloc;
};

void pm_life_begin(struct pm_life_reading *r, const struct pm_record *action,
		   const struct pm_fact *fact);
void pm_life_add_act(struct pm_life_acts *acts, const struct pm_life_act *act);
void pm_life_take(struct pm_life_reading *r, const struct pm_life_acts *acts);
/* Fill r->out, and release all the rest. */
void pm_life_end(struct pm_life_reading *r);

#endif
