/* SPDX-License-Identifier: MIT */
#ifndef PM_INDEX_BATCH_H
#define PM_INDEX_BATCH_H

#include "base/alloc.h"
#include "base/map.h"
#include "base/strlist.h"
#include "git/graph.h"
#include "index/index.h"

struct pm_batch_writer;

/*
 * Nodes on their way from git into the index. A batch is closed: a parent
 * of each of its nodes is in it, or in the index.
 */
struct pm_batch {
	struct pm_batch_writer *writer; /* NULL: nothing is written yet */
	struct pm_arena arena;
	struct pm_graph_commit *node; /* sides lead to nodes; a node without
				       * any has one side, nothing */
	size_t nr;
	size_t alloc;
	struct pm_map by_id;
	const char *nearest; /* of the tip; NULL: there is none */
};

/* Read what is missing for `tip`. */
int pm_batch_read(struct pm_batch *batch, struct pm_index *index,
		  const char *tip, struct pm_error *err);
/*
 * The same, and of all commits that none of `since`, each a tip that the index
 * knows, leads to: what their messages claim (strings live in the batch), and
 * the fork (index/fork.h). 1, or 0 when there are too many of them: then it
 * was read as above, and nothing is told.
 */
int pm_batch_read_since(struct pm_batch *batch, struct pm_claims *claims,
			struct pm_strlist *fork, struct pm_index *index,
			const char *tip, const struct pm_strlist *since,
			struct pm_error *err);
/* Put it into the index, in one transaction, with the tip. *node as in
 * pm_index_cover(). What another process has put there meanwhile stays. */
int pm_batch_write(struct pm_batch *batch, struct pm_index *index,
		   const char *tip, int64_t *node, struct pm_error *err);
void pm_batch_release(struct pm_batch *batch);

/* For pm_batch_read(): in a database that nobody else waits for, what nodes
 * did is put there as they come, beside git, which takes longer. Number `nr`
 * is the last one of the batch; none of them is there yet, and `batch` stays
 * where it is up to the end. */
int pm_batch_begin(struct pm_batch *batch, struct pm_index *index,
		   struct pm_error *err);
int pm_batch_put(struct pm_batch *batch, size_t nr, struct pm_error *err);
/* What is not committed is given up. */
void pm_batch_end(struct pm_batch *batch);

/* Look up in the index. 1 when it is there, 0 when not, or a negative code.
 * A tip is told with its node, 0 for none. */
int pm_index_find_node(int64_t *node, struct pm_index *index, const char *oid,
		       struct pm_error *err);
int pm_index_find_tip(int64_t *node, struct pm_index *index, const char *oid,
		      struct pm_error *err);
/* The ids of the latest tips, newest first, at most `most`. */
int pm_index_recent_tips(struct pm_strlist *out, struct pm_index *index,
			 int most, struct pm_error *err);
int pm_index_oid_of(char out[PM_OID_HEX], struct pm_index *index, int64_t node,
		    struct pm_error *err);

/* Set index->space, to 0 when there is none yet. */
int pm_index_find_space(struct pm_index *index, struct pm_error *err);
/* In a transaction: the space, whether it was there before or not. */
int pm_index_enter_space(struct pm_index *index, struct pm_error *err);

/* Numbers of the prepared statements, all of them here. */
enum pm_db_query {
	Q_SPACE,
	Q_SPACE_ADD,
	Q_SPACE_MAX,
	Q_NODE,
	Q_NODE_OID,
	Q_NODE_ADD,
	Q_NODE_LAST,
	Q_TIP,
	Q_TIP_ADD,
	Q_TIP_TRIM,
	Q_TIPS,
	Q_SPOT,
	Q_TOP,
	Q_CHAIN_ADD,
	Q_CHAIN_LAST,
	Q_SIDE_ADD,
	Q_PATH,
	Q_PATH_ADD,
	Q_DELTA_ADD,
	Q_ROWS,
	Q_CHAIN,
	Q_AT,
	Q_SIDES,
	Q_DELTAS,
	Q_WALK_NODE,
	Q_LOT,
	Q_CHANGES,
	Q_LOT_DELTAS,
	Q_SPAN_NODE,
	Q_SPAN_SIDES,
	Q_PATHS,
	Q_MOVERS,
	Q_SCAN,
	Q_SCANS,
	Q_SCAN_ADD,
	Q_SCAN_LAST,
	Q_LINE_ADD,
	Q_LINE_COPY,
	Q_LINE_OLD,
	Q_CLAIMS,
	Q_CLAIMS_ABOUT,
	Q_CLAIM_ADD,
	Q_RENAMED,
	Q_NUMBERS
};

#endif
