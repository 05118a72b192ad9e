/* SPDX-License-Identifier: MIT */
#include "index/batch.h"

int pm_index_find_space(struct pm_index *index, struct pm_error *err)
{
	sqlite3_stmt *q = pm_db_query(&index->db, Q_SPACE,
				      "SELECT id FROM space WHERE key = ?",
				      err);
	int code;

	index->space = 0;
	if (!q)
		return PM_ERROR;
	pm_db_bind_text(q, 1, index->key);
	code = pm_db_step(&index->db, q, err);
	if (code > 0)
		index->space = sqlite3_column_int64(q, 0);
	sqlite3_reset(q);
	return code < 0 ? code : PM_OK;
}

static int add_space(struct pm_index *index, struct pm_error *err)
{
	sqlite3_stmt *q = pm_db_query(&index->db, Q_SPACE_ADD,
				      "INSERT INTO space(key, root)"
				      " VALUES(?, ?)", err);
	int code;

	if (!q)
		return PM_ERROR;
	pm_db_bind_text(q, 1, index->key);
	pm_db_bind_text(q, 2, index->root);
	code = pm_db_step(&index->db, q, err);
	index->space = sqlite3_last_insert_rowid(index->db.sql);
	return code;
}

/* The newest space that is too many, 0 for none. */
static int find_last(int64_t *out, struct pm_index *index,
		     struct pm_error *err)
{
	sqlite3_stmt *q = pm_db_query(&index->db, Q_SPACE_MAX,
				      "SELECT id FROM space ORDER BY id DESC"
				      " LIMIT 1 OFFSET ?", err);
	int code;

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, PM_INDEX_SPACES);
	code = pm_db_step(&index->db, q, err);
	*out = code > 0 ? sqlite3_column_int64(q, 0) : 0;
	sqlite3_reset(q);
	return code;
}

static int trim_spaces(struct pm_index *index, struct pm_error *err)
{
	static const char *const text[] = {
		"DELETE FROM delta WHERE node IN"
		" (SELECT id FROM node WHERE space <= ?)",
		"DELETE FROM side WHERE node IN"
		" (SELECT id FROM node WHERE space <= ?)",
		"DELETE FROM chain WHERE id IN"
		" (SELECT chain FROM node WHERE space <= ?)",
		"DELETE FROM node WHERE space <= ?",
		"DELETE FROM tip WHERE space <= ?",
		"DELETE FROM claim WHERE line IN"
		" (SELECT id FROM line WHERE space <= ?)",
		"DELETE FROM scan WHERE space <= ?",
		"DELETE FROM line WHERE space <= ?",
		"DELETE FROM space WHERE id <= ?",
	};
	int64_t last = 0;
	int code = find_last(&last, index, err);

	for (size_t i = 0; code > 0 && i < sizeof(text) / sizeof(*text); i++) {
		sqlite3_stmt *delete = NULL;

		if (sqlite3_prepare_v2(index->db.sql, text[i], -1, &delete,
				       NULL) != SQLITE_OK)
			return pm_db_fail_damaged(&index->db, err);
		pm_db_bind_int(delete, 1, last);
		if (pm_db_step(&index->db, delete, err) < 0)
			code = PM_ERROR;
		sqlite3_finalize(delete);
	}
	return code < 0 ? code : PM_OK;
}

int pm_index_enter_space(struct pm_index *index, struct pm_error *err)
{
	bool was_there = index->space != 0;
	int code = pm_index_find_space(index, err);

	/* Another process may have trimmed it, and with it what is built
	 * upon. */
	if (code >= 0 && !index->space && was_there)
		return pm_db_fail_damaged(&index->db, err);
	if (code >= 0 && !index->space)
		code = add_space(index, err);
	return code < 0 ? code : trim_spaces(index, err);
}
