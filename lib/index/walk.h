/* SPDX-License-Identifier: MIT */
#ifndef PM_INDEX_WALK_H
#define PM_INDEX_WALK_H

#include "base/alloc.h"
#include "base/strlist.h"
#include "git/listing.h"
#include "index/node.h"

/*
 * The commits that led to what some paths are at a tip, newest first: git's
 * history simplification, done over the nodes of the index. From a node that
 * has the same as one of its parents in these paths, only the first such
 * parent is followed, and it is not told; any other is told, and all its
 * parents are followed.
 *
 * Costs what the told commits and the branches between them cost. The index
 * must cover the tip, and outlive the walk.
 */
struct pm_index_walk;

struct pm_index_commit {
	char id[PM_OID_HEX];
	int64_t commit_time, author_time;
	struct pm_index_place place;
	size_t parents; /* nodes that it stands on */
	bool is_clear;  /* for certain, nothing that comes later descends from
			 * it: clocks run backwards */
	/* All that it changed below the root; of a merge, what differs from
	 * every parent, as against the first. */
	const struct pm_delta *delta;
	size_t deltas;
};

struct pm_index_walk_options {
	int64_t node; /* where it begins; 0: nowhere */
	const struct pm_strlist *path; /* files or folders below the root, or
					* the root */
	int64_t since; /* commits from before (seconds; INT64_MIN: none), and
			* what lies behind them, are left out */
	bool is_full;  /* no simplification: all that differ from each of
			* their parents, also where that came to nothing */
};

int pm_index_walk_open(struct pm_index_walk **out, struct pm_index *index,
		       const struct pm_index_walk_options *options,
		       struct pm_error *err);
/* 1 and the next (its deltas in the arena), 0 at the end, or a negative
 * code. */
int pm_index_walk_next(struct pm_index_commit *out, struct pm_index_walk *walk,
		       struct pm_arena *arena, struct pm_error *err);
void pm_index_walk_close(struct pm_index_walk *walk);
/*
 * One step of the same by hand: from a node down to the one that made what
 * the paths are there. 1 with it in *node, or 0 when they never were.
 */
int pm_index_settle(struct pm_index_node *node, struct pm_index_walk *walk,
		    struct pm_error *err);

#endif
