/* SPDX-License-Identifier: MIT */
#ifndef PM_TRAIL_H
#define PM_TRAIL_H

#include "index/ahead.h"
#include "index/log.h"
#include "history/track.h"

/*
 * The commits that touched some paths, from a revision on: from the index
 * where all of them are below the root, else from git's log. A walk begins
 * with one, and opens another where a file turns out to have had another
 * path.
 */
struct pm_trail {
	struct pm_index_log *index; /* of paths below the root, or */
	struct pm_log *log;	    /* of any others; both NULL: at its end */
	struct pm_index_ahead *ahead; /* with `index` */
	struct pm_track track;	      /* to be set first */
	struct pm_strlist root;	      /* in place of the track's paths */
	struct pm_arena arena;	      /* of `next` */
	struct pm_commit_info next;
	bool has_next;
};

struct pm_trail_options {
	struct pm_repo *repo;
	const char *root;
	struct pm_index *index; /* of that root; NULL until it is needed */
	bool everything; /* the root as a whole */
	bool is_gone;	 /* look on side branches too */
	const char *since;  /* as git log takes it, or NULL */
	int64_t since_time; /* the same; INT64_MIN: from the beginning */
};

int pm_trail_open(struct pm_trail *trail, struct pm_trail_options *options,
		   const char *revision, struct pm_error *err);
/* Fill in `next`, unless it is there or this is the end. */
int pm_trail_peek(struct pm_trail *trail, struct pm_error *err);
/* Whether it is at this commit. */
bool pm_trail_is_at(const struct pm_trail *trail, const char *id);
/* `next` was told, but can still be read. */
void pm_trail_pass(struct pm_trail *trail);
/* Go on to what follows. */
void pm_trail_drop(struct pm_trail *trail);
/* 1 when it may yet come to a commit of the index, by whatever path; else 0.
 * Of git's own log that is not known: 0. */
int pm_trail_has_ahead(struct pm_trail *trail,
			const struct pm_index_place *place,
			struct pm_error *err);
void pm_trail_release(struct pm_trail *trail);

#endif
