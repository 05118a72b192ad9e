/* SPDX-License-Identifier: MIT */
#include "index/claims.h"

#include <string.h>

#include "index/batch.h"

/* Words may be any part of an id, "part/part" of each half, or a path that
 * ends in the item's name. */
#define COULD_MEAN                                                          \
	"(instr(lower(?4), lower(value))"                                   \
	" OR instr(lower(value), lower(?5))"                                \
	" OR (instr(value, '/') AND instr(lower(?5),"                       \
	" lower(substr(value, instr(value, '/') + 1)))))"

/* A step may bring in what is older than what the one before it had. */
static const char claims[] =
	"SELECT oid, time, kind, value FROM claim"
	" WHERE line = ?1 AND step <= ?2 AND kind & ?3"
	" ORDER BY time DESC, step DESC, nr";

static const char claims_about[] =
	"SELECT oid, time, kind, value, step AS at, nr AS number FROM claim"
	" WHERE whole = 1 AND value = ?4"
	" AND line = ?1 AND step <= ?2 AND kind & ?3"
	" UNION ALL"
	" SELECT oid, time, kind, value, step, nr FROM claim"
	" WHERE whole = 0 AND kind < 4"
	" AND line = ?1 AND step <= ?2 AND kind & ?3 AND " COULD_MEAN
	" ORDER BY time DESC, at DESC, number";

int pm_index_load_claims(struct pm_claims *out, struct pm_arena *arena,
			 struct pm_index *index, int64_t line, int64_t step,
			 const struct pm_claims_wanted *wanted,
			 struct pm_error *err)
{
	const char *about = wanted->about;
	sqlite3_stmt *q = pm_db_query(&index->db,
				      about ? Q_CLAIMS_ABOUT : Q_CLAIMS,
				      about ? claims_about : claims, err);
	const char *slash = about ? strchr(about, '/') : NULL;
	char oid[PM_OID_HEX] = "", last[PM_OID_HEX] = "";
	const char *commit = NULL;
	int code;

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, line);
	pm_db_bind_int(q, 2, step);
	pm_db_bind_int(q, 3, wanted->kinds);
	if (about) {
		pm_db_bind_text(q, 4, about);
		pm_db_bind_text(q, 5, slash ? slash + 1 : about);
	}
	while ((code = pm_db_step(&index->db, q, err)) > 0) {
		if (!pm_db_oid(oid, q, 0)) {
			sqlite3_reset(q);
			return pm_db_fail_damaged(&index->db, err);
		}
		if (!commit || strcmp(last, oid) != 0)
			commit = pm_arena_strdup(arena, oid);
		memcpy(last, oid, sizeof(last));
		pm_claims_add(out, (struct pm_claim){
			.commit = commit,
			.time = sqlite3_column_int64(q, 1),
			.kind = (enum pm_claim_kind)sqlite3_column_int(q, 2),
			.value = pm_arena_strdup(
				arena,
				(const char *)sqlite3_column_text(q, 3)),
		});
	}
	return code;
}

int pm_index_may_be_renamed(struct pm_index *index, const char *path,
			    struct pm_error *err)
{
	sqlite3_stmt *q = pm_db_query(
		&index->db, Q_RENAMED,
		"SELECT 1 FROM path p CROSS JOIN delta d ON d.path = p.id"
		" WHERE p.name = ? AND d.status = 65" /* A */
		" AND EXISTS (SELECT 1 FROM delta WHERE node = d.node"
		" AND status = 68) LIMIT 1", err); /* D */
	int code;

	if (!q)
		return PM_ERROR;
	pm_db_bind_text(q, 1, path);
	code = pm_db_step(&index->db, q, err);
	sqlite3_reset(q);
	return code;
}
