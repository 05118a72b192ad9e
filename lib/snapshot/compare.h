/* SPDX-License-Identifier: MIT */
#ifndef PM_COMPARE_H
#define PM_COMPARE_H

#include "snapshot/change.h"
#include "snapshot/snapshot.h"
#include "snapshot/outcome.h"

/*
 * Two snapshots, and which records differ between them. git says which files
 * do, so that nothing else is read but the documents that give a changed
 * item's post-mortem its title.
 */

struct pm_difference {
	enum pm_kind kind;
	const char *id;	  /* as it is after; removed: as it was */
	const char *was;  /* its id before, where that was another; or NULL */
	const char *path; /* like the id */
	const struct pm_postmortem *postmortem; /* it belongs to; its document
						 * has been read */
	const struct pm_record *before, *after; /* NULL: it is not there */
	struct pm_changes changes; /* empty: only layout or comments differ */
	struct pm_outcomes outcomes;
};

struct pm_comparison {
	struct pm_snapshot before, after;
	struct pm_arena arena;
	struct pm_deltas deltas;	/* below both roots, by path */
	struct pm_difference *item; /* by id: each document, then its items */
	size_t nr;
	size_t alloc;
};

/*
 * Open both (taken over, also on failure) and list the post-mortems that hold
 * a difference, or with `everything` all there are, so that names can be
 * resolved. `before` is a commit. A malformed policy on the side of `after`,
 * and an unmerged record in an index, are failures. Release it either way.
 */
int pm_comparison_open(struct pm_comparison *out, struct pm_source *before,
		       struct pm_source *after, bool everything,
		       struct pm_error *err);
/* The same of two commits that were listed already, and perhaps read; all of it
 * is taken over. `deltas` lives in `arena` and may tell of other files too. */
void pm_comparison_adopt(struct pm_comparison *out, struct pm_snapshot *before,
			 struct pm_snapshot *after, struct pm_deltas *deltas,
			 struct pm_arena *arena);
/* Pair the two and compare: all of it, or what `only` (ids of post-mortems,
 * with their items, and of items; of either side) names. */
int pm_comparison_read(struct pm_comparison *comparison,
		       const struct pm_strlist *only, struct pm_error *err);
/* How many records had which outcome. */
void pm_comparison_count(struct pm_outcome_count sum[PM_OUTCOMES],
			 const struct pm_comparison *comparison);
void pm_comparison_release(struct pm_comparison *comparison);

#endif
