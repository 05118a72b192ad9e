/* SPDX-License-Identifier: MIT */
#include "index/batch.h"

_Static_assert(Q_NUMBERS <= PM_DB_STATEMENTS, "a statement has no place");

static int find(int64_t *node, struct pm_index *index, sqlite3_stmt *q,
		const char *oid, struct pm_error *err)
{
	int code;

	*node = 0;
	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, index->space);
	pm_db_bind_oid(q, 2, oid);
	code = pm_db_step(&index->db, q, err);
	if (code > 0)
		*node = sqlite3_column_int64(q, 0);
	sqlite3_reset(q);
	return code;
}

int pm_index_find_node(int64_t *node, struct pm_index *index, const char *oid,
		       struct pm_error *err)
{
	return find(node, index,
		    pm_db_query(&index->db, Q_NODE,
				"SELECT id FROM node"
				" WHERE space = ? AND oid = ?", err),
		    oid, err);
}

int pm_index_find_tip(int64_t *node, struct pm_index *index, const char *oid,
		      struct pm_error *err)
{
	return find(node, index,
		    pm_db_query(&index->db, Q_TIP,
				"SELECT node FROM tip"
				" WHERE space = ? AND oid = ?", err),
		    oid, err);
}

int pm_index_recent_tips(struct pm_strlist *out, struct pm_index *index,
			 int most, struct pm_error *err)
{
	sqlite3_stmt *q = pm_db_query(&index->db, Q_TIPS,
				      "SELECT oid FROM tip WHERE space = ?"
				      " ORDER BY used DESC LIMIT ?", err);
	char oid[PM_OID_HEX];
	int code;

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, index->space);
	pm_db_bind_int(q, 2, most);
	while ((code = pm_db_step(&index->db, q, err)) > 0) {
		if (pm_db_oid(oid, q, 0))
			pm_strlist_add(out, oid);
	}
	return code;
}

int pm_index_oid_of(char out[PM_OID_HEX], struct pm_index *index, int64_t node,
		    struct pm_error *err)
{
	sqlite3_stmt *q = pm_db_query(&index->db, Q_NODE_OID,
				      "SELECT oid FROM node WHERE id = ?",
				      err);
	int code;

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, node);
	code = pm_db_step(&index->db, q, err);
	if (code == 0 || (code > 0 && !pm_db_oid(out, q, 0)))
		code = pm_db_fail_damaged(&index->db, err);
	sqlite3_reset(q);
	return code < 0 ? code : PM_OK;
}
