/* SPDX-License-Identifier: MIT */
#ifndef PM_INDEX_H
#define PM_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "git/repo.h"
#include "index/db.h"

/*
 * The index of changes: which commit changed which file below the root, kept
 * from one run to the next so that a question about one record costs what
 * its own changes cost, however long the log is.
 *
 * It is a cache below the common git directory, for all work trees. What it
 * holds of a commit can never become wrong, since a commit's name is made of
 * what is in it; what can change (where a branch points, who a name stands
 * for, whether an old commit is still there) is asked of git each time.
 * Replaced commits, grafts and the depth of a shallow clone change what git
 * shows of a commit: each such state has a space of its own, as has each
 * root path. At most PM_INDEX_SPACES are kept, the oldest goes.
 *
 * The history in it is git's own simplification for the root as a whole
 * (git/graph.h), so that it is a property of each commit and serves any
 * revision; that of one record is simplified further from it
 * (index/walk.h).
 */
#define PM_INDEX_SPACES 4
#define PM_INDEX_TIPS 1000 /* remembered for each space */

struct pm_index {
	struct pm_index_db db;
	struct pm_repo *repo; /* borrowed */
	char *root;
	struct pm_stream *replaced; /* git asked which commits are; NULL when
				     * the answer is in the key */
	char *key;     /* of the space */
	int64_t space; /* 0: not in the file yet */
	struct pm_index *next; /* of the same repository, see
				* pm_index_get() */
};

/* Always succeeds where git does: what cannot be kept is made in memory, and
 * repo->watch hears why. git is asked about the space meanwhile; who reads
 * the database waits with pm_index_ready() for that, as the functions below
 * do. */
int pm_index_open(struct pm_index *index, struct pm_repo *repo,
		  const char *root, struct pm_error *err);
int pm_index_ready(struct pm_index *index, struct pm_error *err);
/* As pm_db_look(); pm_index_close() after any answer. */
int pm_index_look(struct pm_index *index, int *format, struct pm_repo *repo,
		  const char *root, struct pm_error *err);
void pm_index_close(struct pm_index *index);

/* The same, opened when it is first asked for, and kept with the repository:
 * borrowed. */
int pm_index_get(struct pm_index **out, struct pm_repo *repo,
		 const char *root, struct pm_error *err);

/*
 * Work that takes something into the index: `read` finds out what is missing
 * (a positive answer: nothing is), `write` puts it there in one transaction.
 * When the file fails them it is made anew or given up, and they are called
 * once more.
 */
struct pm_index_work {
	int (*read)(void *payload, struct pm_error *err);
	int (*write)(void *payload, struct pm_error *err);
	void *payload;
};
int pm_index_do(struct pm_index *index, const struct pm_index_work *work,
		struct pm_error *err);

/*
 * Take in what the history of a commit (full hex) has and the index does
 * not: the work is in proportion to that. *node is set to the nearest node at
 * or below it, 0 when its history never touched the root.
 */
int pm_index_cover(struct pm_index *index, const char *tip, int64_t *node,
		   struct pm_error *err);
/* Whether it does cover a commit: 1 with its node, or 0. */
int pm_index_knows(int64_t *node, struct pm_index *index, const char *tip,
		   struct pm_error *err);

#endif
