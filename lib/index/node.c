/* SPDX-License-Identifier: MIT */
#include "index/node.h"

#include <stdlib.h>
#include <string.h>

#include "index/batch.h"

#define NODE_COLUMNS                                                        \
	"SELECT id, oid, commit_time, author_time, chain, pos, sides FROM node"
#define DELTA_COLUMNS                                                       \
	"p.name, d.side, d.status, d.old_mode, d.new_mode, d.old_oid,"      \
	" d.new_oid, d.path"

static bool set_node(struct pm_index_node *out, sqlite3_stmt *q)
{
	out->id = sqlite3_column_int64(q, 0);
	out->commit_time = sqlite3_column_int64(q, 2);
	out->author_time = sqlite3_column_int64(q, 3);
	out->chain = sqlite3_column_int64(q, 4);
	out->pos = sqlite3_column_int64(q, 5);
	out->sides = sqlite3_column_int64(q, 6);
	return pm_db_oid(out->oid, q, 1);
}

static int read_node(struct pm_index_node *out, struct pm_index *index,
		     sqlite3_stmt *q, struct pm_error *err)
{
	int code = pm_db_step(&index->db, q, err);

	if (code == 0 || (code > 0 && !set_node(out, q)))
		code = pm_db_fail_damaged(&index->db, err);
	sqlite3_reset(q);
	return code;
}

int pm_index_node(struct pm_index_node *out, struct pm_index *index,
		  int64_t id, struct pm_error *err)
{
	sqlite3_stmt *q = pm_db_query(&index->db, Q_WALK_NODE,
				      NODE_COLUMNS " WHERE id = ?", err);

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, id);
	return read_node(out, index, q, err);
}

int pm_index_node_at(struct pm_index_node *out, struct pm_index *index,
		     int64_t chain, int64_t pos, struct pm_error *err)
{
	sqlite3_stmt *q =
		pm_db_query(&index->db, Q_AT,
			    NODE_COLUMNS " WHERE chain = ? AND pos = ?", err);

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, chain);
	pm_db_bind_int(q, 2, pos);
	return read_node(out, index, q, err);
}

/* From a query for the id of a node, which has to have a row. */
static int follow(struct pm_index_node *out, struct pm_index *index,
		  sqlite3_stmt *q, struct pm_error *err)
{
	int code = pm_db_step(&index->db, q, err);
	int64_t id = code > 0 ? sqlite3_column_int64(q, 0) : 0;

	sqlite3_reset(q);
	if (code == 0)
		return pm_db_fail_damaged(&index->db, err);
	if (code < 0 || !id)
		return code < 0 ? code : 0;
	return pm_index_node(out, index, id, err);
}

int pm_index_base(struct pm_index_node *out, struct pm_index *index,
		  int64_t chain, struct pm_error *err)
{
	sqlite3_stmt *q = pm_db_query(&index->db, Q_CHAIN,
				      "SELECT base FROM chain WHERE id = ?",
				      err);

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, chain);
	return follow(out, index, q, err);
}

int pm_index_parent(struct pm_index_node *out, struct pm_index *index,
		    const struct pm_index_node *node, int64_t side,
		    struct pm_error *err)
{
	sqlite3_stmt *q;

	if (!side && node->pos > 1)
		return pm_index_node_at(out, index, node->chain,
					node->pos - 1, err);
	if (!side)
		return pm_index_base(out, index, node->chain, err);
	q = pm_db_query(&index->db, Q_SIDES,
			"SELECT parent FROM side WHERE node = ? AND side = ?",
			err);
	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, node->id);
	pm_db_bind_int(q, 2, side);
	return follow(out, index, q, err);
}

/* --- deltas --- */

static void set_delta(struct pm_delta *out, struct pm_arena *arena,
		      sqlite3_stmt *q)
{
	char oid[PM_OID_HEX];

	*out = (struct pm_delta){
		.path = pm_arena_strdup(
			arena, (const char *)sqlite3_column_text(q, 0)),
		.status = (char)sqlite3_column_int(q, 2),
		.old_mode = (unsigned)sqlite3_column_int(q, 3),
		.new_mode = (unsigned)sqlite3_column_int(q, 4),
	};
	if (pm_db_oid(oid, q, 5))
		out->old_oid = pm_arena_strdup(arena, oid);
	if (pm_db_oid(oid, q, 6))
		out->new_oid = pm_arena_strdup(arena, oid);
}

/* Takes rows by path, and for each path by side: what stands there for every
 * side differs from every parent. */
struct joining {
	struct pm_deltas *out;
	struct pm_arena *arena;
	int64_t sides; /* of the node */
	int64_t seen;  /* of the last path */
	int64_t path;
};

static void drop_partial(struct joining *j)
{
	if (j->out->nr && j->seen != j->sides)
		j->out->nr--;
	j->seen = j->sides;
}

static void join(struct joining *j, sqlite3_stmt *q)
{
	int64_t side = sqlite3_column_int64(q, 1);
	int64_t path = sqlite3_column_int64(q, 7);

	if (!side) {
		drop_partial(j);
		PM_GROW(j->out->item, j->out->nr, j->out->alloc);
		set_delta(&j->out->item[j->out->nr++], j->arena, q);
		j->seen = 0;
		j->path = path;
	}
	j->seen += j->path == path && side == j->seen;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct pm_delta *)a)->path,
		      ((const struct pm_delta *)b)->path);
}

static void end_join(struct joining *j)
{
	drop_partial(j);
	if (j->out->nr)
		qsort(j->out->item, j->out->nr, sizeof(*j->out->item),
		      by_path);
}

int pm_index_deltas(struct pm_deltas *out, struct pm_arena *arena,
		    struct pm_index *index, const struct pm_index_node *node,
		    struct pm_error *err)
{
	struct joining joining = { .out = out, .arena = arena,
				   .sides = node->sides,
				   .seen = node->sides };
	sqlite3_stmt *q = pm_db_query(
		&index->db, Q_DELTAS,
		"SELECT " DELTA_COLUMNS " FROM delta d"
		" CROSS JOIN path p ON p.id = d.path WHERE d.node = ?"
		" ORDER BY d.path, d.side", err);
	int code;

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, node->id);
	while ((code = pm_db_step(&index->db, q, err)) > 0)
		join(&joining, q);
	end_join(&joining);
	return code;
}

int pm_index_changes(struct pm_index_change *out, size_t most, size_t *nr,
		     struct pm_index *index, const struct pm_index_node *node,
		     const char *path, struct pm_error *err)
{
	sqlite3_stmt *q = pm_db_query(
		&index->db, Q_CHANGES,
		"SELECT d.side, d.old_mode, d.new_mode, d.new_oid FROM path p"
		" CROSS JOIN delta d ON d.path = p.id"
		" WHERE p.name = ? AND d.node = ? ORDER BY d.side", err);
	int code;

	*nr = 0;
	if (!q)
		return PM_ERROR;
	pm_db_bind_text(q, 1, path);
	pm_db_bind_int(q, 2, node->id);
	while ((code = pm_db_step(&index->db, q, err)) > 0) {
		struct pm_index_change *c = &out[*nr];

		if (*nr == most)
			break;
		c->side = sqlite3_column_int64(q, 0);
		c->old_mode = (unsigned)sqlite3_column_int(q, 1);
		c->new_mode = (unsigned)sqlite3_column_int(q, 2);
		if (!pm_db_oid(c->new_oid, q, 3))
			*c->new_oid = '\0';
		(*nr)++;
	}
	sqlite3_reset(q);
	return code < 0 ? code : PM_OK;
}

int pm_index_rows(struct pm_index *index, const char *path,
		  pm_index_row_fn *fn, void *payload, struct pm_error *err)
{
	struct pm_buf from = { 0 }, to = { 0 };
	sqlite3_stmt *q = pm_db_query(
		&index->db, Q_ROWS,
		"SELECT n.chain, n.pos, d.node, d.side, d.status FROM path p"
		" CROSS JOIN delta d ON d.path = p.id"
		" CROSS JOIN node n ON n.id = d.node"
		" WHERE (p.name = ?1 OR (p.name > ?2 AND p.name < ?3))"
		" AND n.space = ?4", err);
	int code;

	if (!q)
		return PM_ERROR;
	/* '0' is what comes behind '/'. */
	pm_buf_addf(&from, "%s/", path);
	pm_buf_addf(&to, "%s0", path);
	pm_db_bind_text(q, 1, path);
	pm_db_bind_text(q, 2, pm_buf_str(&from));
	pm_db_bind_text(q, 3, pm_buf_str(&to));
	pm_db_bind_int(q, 4, index->space);
	while ((code = pm_db_step(&index->db, q, err)) > 0) {
		const struct pm_index_row row = {
			.chain = sqlite3_column_int64(q, 0),
			.pos = sqlite3_column_int64(q, 1),
			.node = sqlite3_column_int64(q, 2),
			.side = sqlite3_column_int64(q, 3),
			.status = (char)sqlite3_column_int(q, 4),
		};

		fn(&row, payload);
	}
	pm_buf_release(&from);
	pm_buf_release(&to);
	return code;
}

/* --- lots --- */

static int fill_nodes(struct pm_index_lot *lot, struct pm_index *index,
		      int64_t chain, int64_t pos, struct pm_error *err)
{
	sqlite3_stmt *q = pm_db_query(
		&index->db, Q_LOT,
		NODE_COLUMNS " WHERE chain = ? AND pos <= ?"
			     " ORDER BY pos DESC LIMIT ?", err);
	int code;

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, chain);
	pm_db_bind_int(q, 2, pos);
	pm_db_bind_int(q, 3, PM_INDEX_LOT);
	while ((code = pm_db_step(&index->db, q, err)) > 0) {
		if (!set_node(&lot->node[lot->nr++], q)) {
			sqlite3_reset(q);
			return pm_db_fail_damaged(&index->db, err);
		}
	}
	if (code == 0 && (!lot->nr || lot->node[0].pos != pos))
		code = pm_db_fail_damaged(&index->db, err);
	return code;
}

static int fill_deltas(struct pm_index_lot *lot, struct pm_index *index,
		       struct pm_error *err)
{
	sqlite3_stmt *q = pm_db_query(
		&index->db, Q_LOT_DELTAS,
		"SELECT " DELTA_COLUMNS ", n.pos FROM node n"
		" CROSS JOIN delta d ON d.node = n.id"
		" CROSS JOIN path p ON p.id = d.path"
		" WHERE n.chain = ? AND n.pos <= ? AND n.pos >= ?"
		" ORDER BY n.pos DESC, d.path, d.side", err);
	struct joining joining = { .arena = &lot->arena };
	size_t nr = 0;
	int code;

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, lot->node[0].chain);
	pm_db_bind_int(q, 2, lot->node[0].pos);
	pm_db_bind_int(q, 3, lot->node[lot->nr - 1].pos);
	while ((code = pm_db_step(&index->db, q, err)) > 0) {
		int64_t pos = sqlite3_column_int64(q, 8);

		while (nr < lot->nr && lot->node[nr].pos > pos)
			nr++;
		if (nr == lot->nr)
			break;
		if (joining.out != &lot->deltas[nr]) {
			if (joining.out)
				end_join(&joining);
			joining.out = &lot->deltas[nr];
			joining.sides = joining.seen = lot->node[nr].sides;
		}
		join(&joining, q);
	}
	if (joining.out)
		end_join(&joining);
	return code;
}

static void empty(struct pm_index_lot *lot)
{
	for (size_t i = 0; i < lot->nr; i++)
		pm_deltas_release(&lot->deltas[i]);
	pm_arena_release(&lot->arena);
	lot->nr = 0;
}

bool pm_index_lot_has(const struct pm_index_lot *lot, int64_t chain,
		      int64_t pos)
{
	return lot->nr && lot->node[0].chain == chain &&
	       lot->node[0].pos >= pos && lot->node[lot->nr - 1].pos <= pos;
}

int pm_index_lot_find(size_t *nr, struct pm_index_lot *lot,
		      struct pm_index *index, int64_t chain, int64_t pos,
		      struct pm_error *err)
{
	int code;

	if (pm_index_lot_has(lot, chain, pos)) {
		*nr = (size_t)(lot->node[0].pos - pos);
		return PM_OK;
	}
	if (!lot->node) {
		lot->node = pm_xcalloc(PM_INDEX_LOT, sizeof(*lot->node));
		lot->deltas = pm_xcalloc(PM_INDEX_LOT, sizeof(*lot->deltas));
	}
	empty(lot);
	*nr = 0;
	code = fill_nodes(lot, index, chain, pos, err);
	return code < 0 ? code : fill_deltas(lot, index, err);
}

void pm_index_lot_release(struct pm_index_lot *lot)
{
	empty(lot);
	free(lot->node);
	free(lot->deltas);
	memset(lot, 0, sizeof(*lot));
}
