/* SPDX-License-Identifier: MIT */
#include "index/batch.h"

#include <stdlib.h>
#include <string.h>

/* Where a node is. */
struct spot {
	int64_t node, chain, pos;
};

struct pm_batch_writer {
	struct pm_batch *batch;
	struct pm_index *index;
	struct pm_index_db *db;
	struct pm_error *err;
	bool is_done;
	int64_t *early;	   /* the id that a node whose changes are there will
			    * have */
	size_t earlies;
	size_t early_alloc;
	int64_t *id;	   /* of each node of the batch; 0: not yet */
	int64_t next_node, next_chain;
	size_t *head;	   /* nodes that a chain may begin at, a stack */
	size_t heads;
	size_t head_alloc;
	struct pm_map path; /* a place in path_id */
	int64_t *path_id;
	size_t paths;
	size_t path_alloc;
};

/* Run a query for one row with one number in it: 1, or 0 without a row. */
static int get_number(int64_t *out, struct pm_batch_writer *w, sqlite3_stmt *q)
{
	int code = pm_db_step(w->db, q, w->err);

	*out = code > 0 ? sqlite3_column_int64(q, 0) : 0;
	sqlite3_reset(q);
	return code;
}

static int run(struct pm_batch_writer *w, sqlite3_stmt *q)
{
	int code = pm_db_step(w->db, q, w->err);

	return code < 0 ? code : PM_OK;
}

#define QUERY(number, text)                                                 \
	sqlite3_stmt *q = pm_db_query(w->db, number, text, w->err);         \
	if (!q)                                                             \
		return PM_ERROR

static int last_node(struct pm_batch_writer *w)
{
	int64_t last;
	int code;
	QUERY(Q_NODE_LAST, "SELECT max(id) FROM node");

	code = get_number(&last, w, q);
	w->next_node = last + 1;
	return code;
}

static int last_chain(struct pm_batch_writer *w)
{
	int64_t last;
	int code;
	QUERY(Q_CHAIN_LAST, "SELECT max(id) FROM chain");

	code = get_number(&last, w, q);
	w->next_chain = last + 1;
	return code;
}

static int find_spot(struct spot *out, struct pm_batch_writer *w, const char *oid)
{
	int code;
	QUERY(Q_SPOT, "SELECT id, chain, pos FROM node"
		      " WHERE space = ? AND oid = ?");

	pm_db_bind_int(q, 1, w->index->space);
	pm_db_bind_oid(q, 2, oid);
	code = pm_db_step(w->db, q, w->err);
	if (code == 0)
		return pm_db_fail_damaged(w->db, w->err);
	if (code < 0)
		return code;
	*out = (struct spot){ sqlite3_column_int64(q, 0),
			      sqlite3_column_int64(q, 1),
			      sqlite3_column_int64(q, 2) };
	sqlite3_reset(q);
	return PM_OK;
}

static int find_top(int64_t *out, struct pm_batch_writer *w, int64_t chain)
{
	QUERY(Q_TOP, "SELECT max(pos) FROM node WHERE chain = ?");

	pm_db_bind_int(q, 1, chain);
	return get_number(out, w, q);
}

static int add_chain(struct pm_batch_writer *w, int64_t id, const struct spot *base)
{
	QUERY(Q_CHAIN_ADD, "INSERT INTO chain(id, base) VALUES(?, ?)");

	pm_db_bind_int(q, 1, id);
	if (base->node)
		pm_db_bind_int(q, 2, base->node);
	return run(w, q);
}

static int add_node(struct pm_batch_writer *w, size_t nr, int64_t chain, int64_t pos)
{
	const struct pm_graph_commit *node = &w->batch->node[nr];
	int code;
	QUERY(Q_NODE_ADD, "INSERT INTO node(id, space, oid, commit_time,"
			  " author_time, chain, pos, sides)"
			  " VALUES(?, ?, ?, ?, ?, ?, ?, ?)");

	w->id[nr] = nr < w->earlies ? w->early[nr] : w->next_node++;
	pm_db_bind_int(q, 1, w->id[nr]);
	pm_db_bind_int(q, 2, w->index->space);
	pm_db_bind_oid(q, 3, node->id);
	pm_db_bind_int(q, 4, node->commit_time);
	pm_db_bind_int(q, 5, node->author_time);
	pm_db_bind_int(q, 6, chain);
	pm_db_bind_int(q, 7, pos);
	pm_db_bind_int(q, 8, (int64_t)node->sides);
	code = run(w, q);
	return code;
}

static void push_head(struct pm_batch_writer *w, const char *id)
{
	size_t nr;

	if (!id || !pm_map_get(&w->batch->by_id, id, &nr) || w->id[nr])
		return;
	PM_GROW(w->head, w->heads, w->head_alloc);
	w->head[w->heads++] = nr;
}

/* The nodes from a head down its first parents that are in no chain yet. */
static size_t *collect_chain(size_t *count, struct pm_batch_writer *w, size_t head,
			     const char **below)
{
	size_t *way = NULL, nr = 0, alloc = 0, at = head;

	for (;;) {
		const struct pm_graph_commit *node = &w->batch->node[at];

		PM_GROW(way, nr, alloc);
		way[nr++] = at;
		*below = node->side[0].parent;
		if (!*below || !pm_map_get(&w->batch->by_id, *below, &at) ||
		    w->id[at])
			break;
	}
	*count = nr;
	return way;
}

static int write_chain(struct pm_batch_writer *w, size_t head)
{
	struct spot base = { 0 };
	const char *below;
	int64_t chain, pos = 0, top;
	size_t nr;
	size_t *way = collect_chain(&nr, w, head, &below);
	int code = PM_OK;

	if (below)
		code = find_spot(&base, w, below);
	if (code >= 0 && base.node)
		code = find_top(&top, w, base.chain);
	if (code >= 0 && base.node && base.pos == top) {
		chain = base.chain;
		pos = top;
	} else if (code >= 0) {
		chain = w->next_chain++;
		code = add_chain(w, chain, &base);
	}
	for (size_t i = nr; code >= 0 && i--;)
		code = add_node(w, way[i], chain, ++pos);
	/* The line that was followed first stays whole; the others hang on
	 * it. */
	for (size_t i = nr; code >= 0 && i--;) {
		const struct pm_graph_commit *node = &w->batch->node[way[i]];

		for (size_t s = 1; s < node->sides; s++)
			push_head(w, node->side[s].parent);
	}
	free(way);
	return code;
}

static int add_side(struct pm_batch_writer *w, size_t nr, size_t side)
{
	struct spot parent = { 0 };
	int code = find_spot(&parent, w, w->batch->node[nr].side[side].parent);
	QUERY(Q_SIDE_ADD, "INSERT INTO side(node, side, parent)"
			  " VALUES(?, ?, ?)");

	if (code < 0)
		return code;
	pm_db_bind_int(q, 1, w->id[nr]);
	pm_db_bind_int(q, 2, (int64_t)side);
	pm_db_bind_int(q, 3, parent.node);
	return run(w, q);
}

static int add_path(int64_t *out, struct pm_batch_writer *w, const char *name)
{
	QUERY(Q_PATH_ADD, "INSERT INTO path(name) VALUES(?)");

	pm_db_bind_text(q, 1, name);
	if (run(w, q) < 0)
		return PM_ERROR;
	*out = sqlite3_last_insert_rowid(w->db->sql);
	return PM_OK;
}

static int find_path(int64_t *out, struct pm_batch_writer *w, const char *name)
{
	size_t at;
	int code;
	QUERY(Q_PATH, "SELECT id FROM path WHERE name = ?");

	if (!pm_map_add(&w->path, name, w->paths, &at)) {
		*out = w->path_id[at];
		return PM_OK;
	}
	pm_db_bind_text(q, 1, name);
	code = get_number(out, w, q);
	if (code == 0)
		code = add_path(out, w, name);
	PM_GROW(w->path_id, w->paths, w->path_alloc);
	w->path_id[w->paths++] = *out;
	return code < 0 ? code : PM_OK;
}

static int add_delta(struct pm_batch_writer *w, int64_t node, size_t side,
		     const struct pm_delta *delta)
{
	int64_t path = 0;
	int code = find_path(&path, w, delta->path);
	QUERY(Q_DELTA_ADD, "INSERT INTO delta(path, node, side, status,"
			   " old_mode, new_mode, old_oid, new_oid)"
			   " VALUES(?, ?, ?, ?, ?, ?, ?, ?)");

	if (code < 0)
		return code;
	pm_db_bind_int(q, 1, path);
	pm_db_bind_int(q, 2, node);
	pm_db_bind_int(q, 3, (int64_t)side);
	pm_db_bind_int(q, 4, delta->status);
	pm_db_bind_int(q, 5, delta->old_mode);
	pm_db_bind_int(q, 6, delta->new_mode);
	pm_db_bind_oid(q, 7, delta->old_oid);
	pm_db_bind_oid(q, 8, delta->new_oid);
	return run(w, q);
}

static int write_deltas(struct pm_batch_writer *w, size_t nr, int64_t id)
{
	const struct pm_graph_commit *node = &w->batch->node[nr];
	int code = PM_OK;

	for (size_t s = 0; s < node->sides && code >= 0; s++) {
		const struct pm_side *side = &node->side[s];

		for (size_t i = 0; i < side->deltas && code >= 0; i++)
			code = add_delta(w, id, s, &side->delta[i]);
	}
	return code;
}

static int write_sides(struct pm_batch_writer *w, size_t nr)
{
	int code = PM_OK;

	for (size_t s = 1; s < w->batch->node[nr].sides && code >= 0; s++)
		code = add_side(w, nr, s);
	return code < 0 || nr < w->earlies ? code :
					     write_deltas(w, nr, w->id[nr]);
}

static int add_tip(struct pm_batch_writer *w, const char *tip, int64_t node)
{
	QUERY(Q_TIP_ADD, "INSERT OR REPLACE INTO tip(space, oid, node, used)"
			 " VALUES(?1, ?2, ?3, (SELECT coalesce(max(used), 0)"
			 " + 1 FROM tip WHERE space = ?1))");

	pm_db_bind_int(q, 1, w->index->space);
	pm_db_bind_oid(q, 2, tip);
	if (node)
		pm_db_bind_int(q, 3, node);
	return run(w, q);
}

static int trim_tips(struct pm_batch_writer *w)
{
	QUERY(Q_TIP_TRIM, "DELETE FROM tip WHERE space = ?1 AND used <="
			  " (SELECT max(used) FROM tip WHERE space = ?1)"
			  " - ?2");

	pm_db_bind_int(q, 1, w->index->space);
	pm_db_bind_int(q, 2, PM_INDEX_TIPS);
	return run(w, q);
}

/* In a transaction. */
static int begin(struct pm_batch_writer *w)
{
	int code = pm_db_begin(w->db, w->err);

	if (code >= 0)
		code = pm_index_enter_space(w->index, w->err);
	if (code >= 0)
		code = last_node(w);
	if (code >= 0)
		code = last_chain(w);
	return code;
}

/* Nodes that are there by now keep their place; of those that were put there
 * early there was none. */
static int mark_known(struct pm_batch_writer *w)
{
	int code = PM_OK;

	for (size_t i = w->earlies; i < w->batch->nr && code >= 0; i++)
		code = pm_index_find_node(&w->id[i], w->index,
					  w->batch->node[i].id, w->err);
	return code;
}

static int write_all(struct pm_batch_writer *w, const char *tip, int64_t *node)
{
	size_t nr = w->batch->nr;
	bool *was_there = pm_xcalloc(nr + 1, sizeof(*was_there));
	struct spot spot = { 0 };
	int code = mark_known(w);

	for (size_t i = 0; code >= 0 && i < nr; i++)
		was_there[i] = w->id[i] != 0;
	push_head(w, w->batch->nearest);
	while (code >= 0 && w->heads) {
		size_t head = w->head[--w->heads];

		if (!w->id[head])
			code = write_chain(w, head);
	}
	for (size_t i = 0; code >= 0 && i < nr; i++) {
		if (!was_there[i] && w->id[i])
			code = write_sides(w, i);
	}
	if (code >= 0 && w->batch->nearest)
		code = find_spot(&spot, w, w->batch->nearest);
	if (code >= 0)
		code = add_tip(w, tip, spot.node);
	if (code >= 0)
		code = trim_tips(w);
	*node = spot.node;
	free(was_there);
	return code;
}

int pm_batch_begin(struct pm_batch *batch, struct pm_index *index,
		   struct pm_error *err)
{
	struct pm_batch_writer *w = pm_xcalloc(1, sizeof(*w));

	*w = (struct pm_batch_writer){ .batch = batch, .index = index,
				       .db = &index->db, .err = err };
	batch->writer = w;
	return begin(w);
}

int pm_batch_put(struct pm_batch *batch, size_t nr, struct pm_error *err)
{
	struct pm_batch_writer *w = batch->writer;

	w->err = err;
	PM_GROW(w->early, w->earlies, w->early_alloc);
	w->early[w->earlies++] = w->next_node++;
	return write_deltas(w, nr, w->early[nr]);
}

int pm_batch_write(struct pm_batch *batch, struct pm_index *index,
		   const char *tip, int64_t *node, struct pm_error *err)
{
	struct pm_batch_writer *w;
	int code = PM_OK;

	if (!batch->writer)
		code = pm_batch_begin(batch, index, err);
	w = batch->writer;
	w->err = err;
	w->id = pm_xcalloc(batch->nr + 1, sizeof(*w->id));
	if (code >= 0)
		code = write_all(w, tip, node);
	if (code >= 0)
		code = pm_db_commit(&index->db, err);
	w->is_done = code >= 0;
	pm_batch_end(batch);
	return code;
}

void pm_batch_end(struct pm_batch *batch)
{
	struct pm_batch_writer *w = batch->writer;

	if (!w)
		return;
	if (!w->is_done)
		pm_db_rollback(w->db);
	free(w->early);
	free(w->id);
	free(w->head);
	free(w->path_id);
	pm_map_release(&w->path);
	free(w);
	batch->writer = NULL;
}
