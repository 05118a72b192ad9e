/* SPDX-License-Identifier: MIT */
#include "index/claims_growth.h"

#include <stdlib.h>
#include <string.h>

#include "snapshot/snapshot.h"

#define MOST_LINES 8

bool pm_scan_read(struct pm_scan *out, sqlite3_stmt *q)
{
	out->line = sqlite3_column_int64(q, 1);
	out->step = sqlite3_column_int64(q, 2);
	return pm_db_oid(out->oid, q, 0);
}

int pm_scan_find(struct pm_scan *out, struct pm_index *index, const char *oid,
		 struct pm_error *err)
{
	sqlite3_stmt *q = pm_db_query(&index->db, Q_SCAN,
				      "SELECT oid, line, step FROM scan"
				      " WHERE space = ? AND oid = ?", err);
	int code;

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, index->space);
	pm_db_bind_oid(q, 2, oid);
	code = pm_db_step(&index->db, q, err);
	if (code > 0 && !pm_scan_read(out, q))
		code = pm_db_fail_damaged(&index->db, err);
	sqlite3_reset(q);
	return code;
}

static int add_claim(struct pm_growth *g, const struct pm_scan *scan, size_t nr)
{
	const struct pm_policy layout = { .root = g->index->root };
	const struct pm_claim *claim = &g->new.item[nr];
	struct pm_buf path = { 0 };
	const char *slash = strchr(claim->value, '/');
	char *folder;
	sqlite3_stmt *q = pm_db_query(
		&g->index->db, Q_CLAIM_ADD,
		"INSERT INTO claim(line, step, nr, oid, time, kind, value,"
		" whole) VALUES(?, ?, ?, ?, ?, ?, ?,"
		" EXISTS (SELECT 1 FROM path WHERE name = ?))", g->err);

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, scan->line);
	pm_db_bind_int(q, 2, scan->step);
	pm_db_bind_int(q, 3, (int64_t)nr);
	pm_db_bind_oid(q, 4, claim->commit);
	pm_db_bind_int(q, 5, claim->time);
	pm_db_bind_int(q, 6, claim->kind);
	pm_db_bind_text(q, 7, claim->value);
	if (slash) {
		folder = pm_xstrndup(claim->value,
				     (size_t)(slash - claim->value));
		pm_id_to_path(&path, &layout, folder, slash + 1);
		free(folder);
	}
	pm_db_bind_text(q, 8, pm_buf_str(&path));
	pm_buf_release(&path);
	return pm_db_step(&g->index->db, q, g->err);
}

static int add_scan(struct pm_growth *g, const struct pm_scan *scan)
{
	sqlite3_stmt *q = pm_db_query(
		&g->index->db, Q_SCAN_ADD,
		"INSERT INTO scan(space, oid, line, step) VALUES(?, ?, ?, ?)",
		g->err);

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, g->index->space);
	pm_db_bind_oid(q, 2, scan->oid);
	pm_db_bind_int(q, 3, scan->line);
	pm_db_bind_int(q, 4, scan->step);
	return pm_db_step(&g->index->db, q, g->err);
}

static int add_line(struct pm_growth *g, struct pm_scan *scan)
{
	sqlite3_stmt *q = pm_db_query(&g->index->db, Q_LINE_ADD,
				      "INSERT INTO line(space) VALUES(?)",
				      g->err);
	int code;

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, g->index->space);
	code = pm_db_step(&g->index->db, q, g->err);
	scan->line = sqlite3_last_insert_rowid(g->index->db.sql);
	scan->step = 0;
	return code;
}

/* A tip that goes on from an older step of a line begins one of its own,
 * with all that the step knows. */
static int copy_line(struct pm_growth *g, const struct pm_scan *from,
		     const struct pm_scan *to)
{
	sqlite3_stmt *q = pm_db_query(
		&g->index->db, Q_LINE_COPY,
		"INSERT INTO claim(line, step, nr, oid, time, kind, value,"
		" whole)"
		" SELECT ?1, step - ?3 - 1, nr, oid, time, kind, value, whole"
		" FROM claim WHERE line = ?2 AND step <= ?3", g->err);

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, to->line);
	pm_db_bind_int(q, 2, from->line);
	pm_db_bind_int(q, 3, from->step);
	return pm_db_step(&g->index->db, q, g->err);
}

static int is_newest(bool *out, struct pm_growth *g, const struct pm_scan *scan)
{
	sqlite3_stmt *q = pm_db_query(&g->index->db, Q_SCAN_LAST,
				      "SELECT max(step) FROM scan"
				      " WHERE line = ?", g->err);
	int code;

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, scan->line);
	code = pm_db_step(&g->index->db, q, g->err);
	*out = code > 0 && sqlite3_column_int64(q, 0) == scan->step;
	sqlite3_reset(q);
	return code < 0 ? code : PM_OK;
}

static int trim_lines(struct pm_growth *g)
{
	static const char *const text[] = {
		"DELETE FROM claim WHERE line = ?",
		"DELETE FROM scan WHERE line = ?",
		"DELETE FROM line WHERE id = ?",
	};
	sqlite3_stmt *q = pm_db_query(
		&g->index->db, Q_LINE_OLD,
		"SELECT id FROM line WHERE space = ? ORDER BY id DESC"
		" LIMIT 1 OFFSET ?", g->err);
	int64_t old;
	int code;

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, g->index->space);
	pm_db_bind_int(q, 2, MOST_LINES);
	code = pm_db_step(&g->index->db, q, g->err);
	old = code > 0 ? sqlite3_column_int64(q, 0) : 0;
	sqlite3_reset(q);
	for (size_t i = 0; code > 0 && i < sizeof(text) / sizeof(*text); i++) {
		sqlite3_stmt *delete = NULL;

		if (sqlite3_prepare_v2(g->index->db.sql, text[i], -1, &delete,
				       NULL) != SQLITE_OK)
			return pm_db_fail_damaged(&g->index->db, g->err);
		pm_db_bind_int(delete, 1, old);
		if (pm_db_step(&g->index->db, delete, g->err) < 0)
			code = PM_ERROR;
		sqlite3_finalize(delete);
	}
	return code < 0 ? code : PM_OK;
}

static int place(struct pm_scan *scan, struct pm_growth *g)
{
	bool goes_on = false;
	int code = PM_OK;

	if (g->base)
		code = is_newest(&goes_on, g, g->base);
	if (code < 0)
		return code;
	if (goes_on) {
		scan->line = g->base->line;
		scan->step = g->base->step + 1;
		return PM_OK;
	}
	code = add_line(g, scan);
	if (code >= 0 && g->base)
		code = copy_line(g, g->base, scan);
	return code < 0 ? code : trim_lines(g);
}

int pm_growth_write(struct pm_growth *g)
{
	struct pm_scan *scan = &g->scan;
	int64_t node;
	int code = pm_db_begin(&g->index->db, g->err);

	if (code >= 0)
		code = pm_index_enter_space(g->index, g->err);
	if (code >= 0 && !g->knows_changes)
		code = pm_batch_write(&g->changes, g->index, g->tip, &node,
				      g->err);
	if (code >= 0)
		code = pm_scan_find(scan, g->index, g->tip, g->err);
	if (code == 0) {
		memcpy(scan->oid, g->tip, strlen(g->tip) + 1);
		code = place(scan, g);
		if (code >= 0)
			code = add_scan(g, scan);
		for (size_t i = 0; code >= 0 && i < g->new.nr; i++)
			code = add_claim(g, scan, i);
	}
	if (code >= 0)
		code = pm_db_commit(&g->index->db, g->err);
	if (code < 0)
		pm_db_rollback(&g->index->db);
	return code;
}
