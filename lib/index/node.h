/* SPDX-License-Identifier: MIT */
#ifndef PM_INDEX_NODE_H
#define PM_INDEX_NODE_H

#include "base/alloc.h"
#include "git/listing.h"
#include "index/index.h"

/* Nodes as they are in the index, one at a time or many at once. */

/* Where a node is: nodes of a chain, each the first parent of the next, are
 * counted from 1. */
struct pm_index_place {
	int64_t chain, pos;
};

struct pm_index_node {
	int64_t id, chain, pos, sides;
	int64_t commit_time, author_time;
	char oid[PM_OID_HEX];
};

int pm_index_node(struct pm_index_node *out, struct pm_index *index,
		  int64_t id, struct pm_error *err);
int pm_index_node_at(struct pm_index_node *out, struct pm_index *index,
		     int64_t chain, int64_t pos, struct pm_error *err);
/* Parent number `side`: 1, or 0 when there is none. */
int pm_index_parent(struct pm_index_node *out, struct pm_index *index,
		    const struct pm_index_node *node, int64_t side,
		    struct pm_error *err);
/* The node that the oldest of a chain stands on: likewise. */
int pm_index_base(struct pm_index_node *out, struct pm_index *index,
		  int64_t chain, struct pm_error *err);

/* What a commit did: everything below the root; of a merge what differs from
 * every parent, as against the first. Strings live in the arena. */
int pm_index_deltas(struct pm_deltas *out, struct pm_arena *arena,
		    struct pm_index *index, const struct pm_index_node *node,
		    struct pm_error *err);

/* What became of one path, against each parent in turn: no entry where it is
 * the same. */
struct pm_index_change {
	int64_t side;
	unsigned old_mode, new_mode;
	char new_oid[PM_OID_HEX]; /* "" when it is not there any longer */
};

/* At most `most` of them; *nr is how many there are. */
int pm_index_changes(struct pm_index_change *out, size_t most, size_t *nr,
		     struct pm_index *index, const struct pm_index_node *node,
		     const char *path, struct pm_error *err);

/* A commit that changed something at or below a path. */
struct pm_index_row {
	int64_t chain, pos, node;
	int64_t side; /* against this parent */
	char status;
};

/* Every such row, in no order. */
typedef void pm_index_row_fn(const struct pm_index_row *row, void *payload);
int pm_index_rows(struct pm_index *index, const char *path,
		  pm_index_row_fn *fn, void *payload, struct pm_error *err);

/*
 * A part of a chain with what its commits did, read with two queries: for who
 * goes down the whole of it. Zeroed it is empty.
 */
#define PM_INDEX_LOT 256

struct pm_index_lot {
	struct pm_index_node *node; /* falling pos */
	struct pm_deltas *deltas;   /* of each of them */
	size_t nr;
	struct pm_arena arena;
};

bool pm_index_lot_has(const struct pm_index_lot *lot, int64_t chain,
		      int64_t pos);
/* The number of the node in the lot, which is filled anew, from there down,
 * when it is not in it. */
int pm_index_lot_find(size_t *nr, struct pm_index_lot *lot,
		      struct pm_index *index, int64_t chain, int64_t pos,
		      struct pm_error *err);
void pm_index_lot_release(struct pm_index_lot *lot);

#endif
