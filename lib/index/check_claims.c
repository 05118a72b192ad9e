/* SPDX-License-Identifier: MIT */
#include "index/check.h"

#include <stdlib.h>
#include <string.h>

#include "git/claims.h"
#include "git/plumbing.h"
#include "git/process.h"

int pm_checker_find_gone(struct pm_strlist *oid, const char *type,
			 struct pm_error *err)
{
	static const char *const argv[] = { "git", "cat-file", "--batch-check",
					    NULL };
	struct pm_run run = { .argv = argv, .env = pm_git_env };
	struct pm_buf in = { 0 }, out = { 0 }, known = { 0 };
	struct pm_strlist line = { 0 };
	int code;

	pm_buf_addf(&known, " %s ", type);
	for (size_t i = 0; i < oid->nr; i++)
		pm_buf_addf(&in, "%s\n", oid->item[i]);
	run.in = pm_buf_str(&in);
	run.in_len = in.len;
	code = oid->nr ? pm_run_ok(&run, &out, err) : PM_OK;
	if (code >= 0)
		pm_strlist_split(&line, pm_buf_str(&out), "\n");
	for (size_t i = 0; i < line.nr && i < oid->nr; i++) {
		if (!strstr(line.item[i], pm_buf_str(&known)))
			oid->item[i][0] = '\0';
	}
	pm_buf_release(&known);
	pm_strlist_release(&line);
	pm_buf_release(&in);
	pm_buf_release(&out);
	return code;
}

/* What the index holds of a line up to a step. */
static int add_stored(struct pm_strlist *list, struct pm_checker *c,
		      int64_t line, int64_t step)
{
	sqlite3_stmt *q = pm_index_ask(
		c->index,
		"SELECT oid, time, kind, value FROM claim"
		" WHERE line = ? AND step <= ?", c->err);
	int code;

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, line);
	pm_db_bind_int(q, 2, step);
	while ((code = pm_db_step(&c->index->db, q, c->err)) > 0) {
		const char *value = (const char *)sqlite3_column_text(q, 3);
		char oid[PM_OID_HEX];

		pm_strlist_addf(list, "%s %lld %lld %s",
				pm_db_oid(oid, q, 0) ? oid : "?",
				(long long)sqlite3_column_int64(q, 1),
				(long long)sqlite3_column_int64(q, 2),
				value ? value : "?");
	}
	sqlite3_finalize(q);
	return code;
}

static void add_claims(struct pm_strlist *list, const struct pm_claims *claims)
{
	for (size_t i = 0; i < claims->nr; i++)
		pm_strlist_addf(list, "%s %lld %d %s", claims->item[i].commit,
				(long long)claims->item[i].time,
				(int)claims->item[i].kind,
				claims->item[i].value);
}

static int check_line(struct pm_checker *c, const char *tip, int64_t line,
		      int64_t step)
{
	const char *const tips[] = { tip, NULL };
	const struct pm_claims_options options = {
		.tip = tips,
		.kinds = PM_CLAIM_ALL,
	};
	struct pm_claims told = { 0 };
	struct pm_strlist have = { 0 }, want = { 0 };
	struct pm_arena arena = { 0 };
	int code = add_stored(&have, c, line, step);

	if (code >= 0)
		code = pm_claims_read(&told, &arena, &options, c->err);
	add_claims(&want, &told);
	c->out->claims += want.nr;
	if (code >= 0 && !pm_checker_same(&have, &want))
		pm_checker_tell(c, "tip %s: the claims of its messages are not "
				"those that git tells", tip);
	pm_claims_release(&told);
	pm_strlist_release(&have);
	pm_strlist_release(&want);
	pm_arena_release(&arena);
	return code;
}

/* Where a line has come to. */
struct end {
	int64_t line, step;
};

static int read_ends(struct pm_strlist *tip, struct end **end,
		     struct pm_checker *c)
{
	sqlite3_stmt *q = pm_index_ask(
		c->index,
		"SELECT oid, line, max(step) FROM scan WHERE space = ?"
		" GROUP BY line", c->err);
	size_t alloc = 0;
	int code;

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, c->index->space);
	while ((code = pm_db_step(&c->index->db, q, c->err)) > 0) {
		char oid[PM_OID_HEX];

		if (!pm_db_oid(oid, q, 0))
			continue;
		PM_GROW(*end, tip->nr, alloc);
		(*end)[tip->nr] = (struct end){ sqlite3_column_int64(q, 1),
						sqlite3_column_int64(q, 2) };
		pm_strlist_add(tip, oid);
	}
	sqlite3_finalize(q);
	return code;
}

/* The whole of each line; what an older step lacks of it came later. */
int pm_checker_claims(struct pm_checker *c)
{
	struct pm_strlist tip = { 0 };
	struct end *end = NULL;
	int code = read_ends(&tip, &end, c);

	if (code >= 0)
		code = pm_checker_find_gone(&tip, "commit", c->err);
	for (size_t i = 0; i < tip.nr && code >= 0; i++) {
		if (tip.item[i][0])
			code = check_line(c, tip.item[i], end[i].line,
					  end[i].step);
	}
	free(end);
	pm_strlist_release(&tip);
	return code;
}
