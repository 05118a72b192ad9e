/* SPDX-License-Identifier: MIT */
#include "index/span.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "index/batch.h"

/* A stretch whose nodes above `done` have not been looked at. */
struct span_work {
	struct pm_index *index;
	struct pm_index_span *span;
	int64_t *done; /* of each item; grows with it */
	size_t done_alloc;
	struct pm_error *err;
};

static int compare(const void *a, const void *b)
{
	const struct pm_index_stretch *x = a, *y = b;

	return (x->chain > y->chain) - (x->chain < y->chain);
}

bool pm_index_span_has(const struct pm_index_span *span, int64_t chain,
		       int64_t pos)
{
	const struct pm_index_stretch key = { .chain = chain };
	const struct pm_index_stretch *found =
		span->nr ? bsearch(&key, span->item, span->nr, sizeof(key),
				   compare) : NULL;

	return found && pos <= found->top;
}

/* Chains are few: a look at each of them is quicker than any order. */
static void reach(struct span_work *work, int64_t chain, int64_t pos)
{
	struct pm_index_span *span = work->span;

	for (size_t i = 0; i < span->nr; i++) {
		if (span->item[i].chain != chain)
			continue;
		if (span->item[i].top < pos)
			span->item[i].top = pos;
		return;
	}
	PM_GROW(work->done, span->nr, work->done_alloc);
	work->done[span->nr] = 0;
	PM_GROW(span->item, span->nr, span->alloc);
	span->item[span->nr++] = (struct pm_index_stretch){ .chain = chain,
							    .top = pos };
}

/* Each row of a query is the chain and the pos of a node that is reached. */
static int reach_all(struct span_work *work, sqlite3_stmt *q)
{
	int code;

	while ((code = pm_db_step(&work->index->db, q, work->err)) > 0)
		reach(work, sqlite3_column_int64(q, 0),
		      sqlite3_column_int64(q, 1));
	return code;
}

static int reach_node(struct span_work *work, int64_t node)
{
	sqlite3_stmt *q = pm_db_query(&work->index->db, Q_SPAN_NODE,
				      "SELECT chain, pos FROM node"
				      " WHERE id = ?", work->err);

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, node);
	return reach_all(work, q);
}

/* The other parents of the merges in a stretch, and what it stands on. */
static int reach_from(struct span_work *work, size_t nr)
{
	struct pm_index_stretch stretch = work->span->item[nr];
	sqlite3_stmt *q = pm_db_query(
		&work->index->db, Q_SPAN_SIDES,
		"SELECT p.chain, p.pos FROM node n"
		" CROSS JOIN side s ON s.node = n.id"
		" CROSS JOIN node p ON p.id = s.parent"
		" WHERE n.chain = ?1 AND n.pos > ?2 AND n.pos <= ?3"
		" AND n.sides > 1 UNION ALL"
		" SELECT p.chain, p.pos FROM chain c"
		" CROSS JOIN node p ON p.id = c.base"
		" WHERE c.id = ?1 AND ?2 = 0", work->err);

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, stretch.chain);
	pm_db_bind_int(q, 2, work->done[nr]);
	pm_db_bind_int(q, 3, stretch.top);
	work->done[nr] = stretch.top;
	return reach_all(work, q);
}

int pm_index_span(struct pm_index_span *out, struct pm_index *index,
		  int64_t node, struct pm_error *err)
{
	struct span_work work = { .index = index, .span = out, .err = err };
	bool more = true;
	size_t nr = out->nr;
	int code = pm_index_ready(index, err);

	if (out->nr)
		work.done = pm_xcalloc(out->alloc, sizeof(*work.done));
	work.done_alloc = out->nr ? out->alloc : 0;
	for (size_t i = 0; i < out->nr; i++)
		work.done[i] = out->item[i].top;
	if (code >= 0 && node)
		code = reach_node(&work, node);
	while (more && code >= 0) {
		more = false;
		for (size_t i = 0; i < out->nr && code >= 0; i++) {
			if (work.done[i] >= out->item[i].top)
				continue;
			more = true;
			code = reach_from(&work, i);
		}
	}
	if (out->nr > nr)
		qsort(out->item, out->nr, sizeof(*out->item), compare);
	free(work.done);
	return code;
}

void pm_index_span_release(struct pm_index_span *span)
{
	free(span->item);
	memset(span, 0, sizeof(*span));
}

int pm_index_paths(struct pm_strlist *out, struct pm_index *index,
		   const struct pm_index_span *span, const char *part,
		   struct pm_error *err)
{
	sqlite3_stmt *q = pm_db_query(
		&index->db, Q_PATHS,
		"SELECT p.name, n.chain, n.pos FROM path p"
		" CROSS JOIN delta d ON d.path = p.id"
		" CROSS JOIN node n ON n.id = d.node"
		" WHERE (?1 = '' OR instr(lower(p.name), lower(?1)))"
		" AND n.space = ?2", err);
	int code;

	if (!q)
		return PM_ERROR;
	pm_db_bind_text(q, 1, part);
	pm_db_bind_int(q, 2, index->space);
	while ((code = pm_db_step(&index->db, q, err)) > 0) {
		const char *name = (const char *)sqlite3_column_text(q, 0);

		if ((!out->nr || strcmp(out->item[out->nr - 1], name) != 0) &&
		    pm_index_span_has(span, sqlite3_column_int64(q, 1),
				      sqlite3_column_int64(q, 2)))
			pm_strlist_add(out, name);
	}
	pm_strlist_sort_unique(out);
	return code;
}

int pm_index_movers(struct pm_strlist *out, struct pm_index *index,
		    const struct pm_index_span *span, struct pm_error *err)
{
	sqlite3_stmt *q = pm_db_query(
		&index->db, Q_MOVERS,
		"SELECT n.oid, n.chain, n.pos FROM node n WHERE n.id IN"
		" (SELECT node FROM delta WHERE status = 68)" /* D */
		" AND n.space = ? AND EXISTS (SELECT 1 FROM delta WHERE"
		" node = n.id AND status = 65)" /* A */
		" ORDER BY n.commit_time DESC", err);
	char oid[PM_OID_HEX];
	int code;

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, index->space);
	while ((code = pm_db_step(&index->db, q, err)) > 0) {
		if (pm_db_oid(oid, q, 0) &&
		    pm_index_span_has(span, sqlite3_column_int64(q, 1),
				      sqlite3_column_int64(q, 2)))
			pm_strlist_add(out, oid);
	}
	return code;
}
