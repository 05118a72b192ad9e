/* SPDX-License-Identifier: MIT */
#ifndef PM_LIFE_TRACK_H
#define PM_LIFE_TRACK_H

#include "base/map.h"
#include "index/facts.h"
#include "history/life.h"
#include "history/moves.h"

/*
 * Items on their way back through the log: begun at the tip, told what each
 * commit did, newest first, and at the end made lives. Private to
 * life_read.c.
 *
 * A line of versions, each made from the one before, needs no more than the
 * log. Where branches changed an item beside each other the log alone does
 * not say which of them led to what stands: the paths that this happened to
 * are marked, and what was ever there is told by its descent
 * (history/life_descent.h) instead. That there was a line is certain when the
 * log told of its paths no other version than the line's, and none of them
 * twice: then the descent finds these, too.
 */
struct pm_life_track {
	struct pm_life life;
	const char *path; /* here in the log */
	struct pm_fact now; /* the values here in the log */
	struct pm_life_step *oldest; /* NULL: none yet */
	const char *oid; /* of the version here in the log */
	uint64_t *seen;	 /* how the ids of its versions begin */
	size_t nr;
	size_t alloc;
	/* Versions that cannot be read lie behind: what follows them is known
	 * from this commit on. */
	bool has_gap;
	const char *gap_commit;
	int64_t gap_time;
	const char *birth, *cradle; /* commit and path of its beginning; NULL:
				     * it is not known */
	bool is_gone;	   /* it begins with a removal */
	bool is_cut;	   /* it has come to where a shallow clone ends */
	bool is_branched;
	bool is_dropped;   /* another one is the same life */
};

/* Back to the newest, which has no newer one. */
struct pm_life_step {
	struct pm_life_version version;
	struct pm_life_step *newer;
};

/* A path. */
struct pm_life_place {
	struct pm_life_track *here; /* the item that it is, here in the log */
	struct pm_life_track *last; /* that it was, up to here */
	bool is_branched;
};

/* In the order of the log. */
struct pm_life_removal {
	const char *commit, *path, *oid;
	struct pm_fact before; /* borrowed, as the oid is */
	int64_t time;
	struct pm_life_track *track; /* that begins with it; NULL: none yet */
};

struct pm_life_reading {
	struct pm_lives *out;
	const struct pm_policy *policy;
	struct pm_life_track **track;
	size_t tracks;
	size_t track_alloc;
	struct pm_map path; /* to an index into `place` */
	struct pm_life_place **place;
	size_t places;
	size_t place_alloc;
	struct pm_life_removal *removal;
	size_t removals;
	size_t removal_alloc;
	struct pm_moves *moves; /* borrowed; for what is told by its descent */
};

/* What a commit did to one item. */
struct pm_life_act {
	const char *from, *to; /* its paths; NULL: it was not there, or is
				* not any longer */
	const char *old_oid, *new_oid; /* the versions there; they live as
					* long as the reading */
	struct pm_fact before;	       /* what the older one says */
	bool is_unsure; /* it has to be told by its descent */
};

struct pm_life_acts {
	const char *commit; /* lives as long as the reading */
	int64_t time;
	bool is_merge;
	bool is_cut; /* a shallow clone ends here, and nobody knows what it
		      * added */
	struct pm_life_act *item;
	size_t nr;
	size_t alloc;
};

void pm_life_begin(struct pm_life_reading *r, const struct pm_record *action,
		   const struct pm_fact *fact);
void pm_life_add_act(struct pm_life_acts *acts, const struct pm_life_act *act);
void pm_life_take(struct pm_life_reading *r, const struct pm_life_acts *acts);
/* When the whole log was told: by their descent from the tip (full hex) the
 * lives for which a line was not certain. */
int pm_life_settle(struct pm_life_reading *r, struct pm_repo *repo,
		   const char *tip, struct pm_error *err);
/* Fill r->out, and release all the rest. */
void pm_life_end(struct pm_life_reading *r);

/* --- for life_settle.c --- */

/* The track of a removal. */
struct pm_life_track *pm_life_track_new(struct pm_life_reading *r,
					const struct pm_life_removal *removal);
/* One that is older than all that it has. */
void pm_life_track_add(struct pm_life_reading *r, struct pm_life_track *track,
		       const struct pm_life_version *version);

#endif
