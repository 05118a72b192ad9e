/* SPDX-License-Identifier: MIT */
#include "index/claims.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/threads.h"
#include "git/plumbing.h"
#include "git/reach.h"
#include "index/batch.h"
#include "index/fork.h"
#include "snapshot/snapshot.h"

#define RECENT_SCANS 8
#define MOST_LINES 8
#define ALL_KINDS (PM_CLAIM_WORKS_ON | PM_CLAIM_CLOSES | PM_CLAIM_REVERTS)

/* Where a scan is: its claims are those of the line up to the step. */
struct scan {
	char oid[PM_OID_HEX];
	int64_t line, step;
};

/* What is known of a tip that has no scan yet. */
struct growth {
	struct pm_index *index;
	struct pm_error *err;
	const char *tip;
	struct scan recent[RECENT_SCANS];
	size_t recents;
	const struct scan *base; /* its history is all but what is new; NULL:
				  * there is no such scan */
	struct pm_batch changes;
	bool has_changes;	 /* they are to be written, too */
	struct pm_strlist fork;	 /* where what is new hangs on the rest */
	struct pm_claims new;
	struct pm_arena arena;
	struct scan scan; /* of the tip */
};

static bool read_scan(struct scan *out, sqlite3_stmt *q)
{
	out->line = sqlite3_column_int64(q, 1);
	out->step = sqlite3_column_int64(q, 2);
	return pm_db_oid(out->oid, q, 0);
}

static int find_scan(struct scan *out, struct pm_index *index,
		     const char *oid, struct pm_error *err)
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
	if (code > 0 && !read_scan(out, q))
		code = pm_db_fail_damaged(&index->db, err);
	sqlite3_reset(q);
	return code;
}

/* The latest of each line: the others lead to it. */
static int find_recent(struct growth *g)
{
	sqlite3_stmt *q = pm_db_query(
		&g->index->db, Q_SCANS,
		"SELECT oid, line, max(step) FROM scan WHERE space = ?"
		" GROUP BY line ORDER BY line DESC LIMIT ?", g->err);
	int code;

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, g->index->space);
	pm_db_bind_int(q, 2, RECENT_SCANS);
	while ((code = pm_db_step(&g->index->db, q, g->err)) > 0) {
		if (read_scan(&g->recent[g->recents], q))
			g->recents++;
	}
	return code;
}

static void add_recent(struct pm_strlist *argv, const struct growth *g)
{
	for (size_t i = 0; i < g->recents; i++)
		pm_strlist_add(argv, g->recent[i].oid);
}

/* The claims of a line that are in the history of the fork as well. */
static int add_reached(struct growth *g, const struct scan *scan)
{
	const struct pm_claims_wanted all = { .kinds = ALL_KINDS };
	struct pm_claims known = { 0 };
	struct pm_map seen = { 0 };
	struct pm_reach *reach = NULL;
	size_t nr = 0, at = 0;
	int code = pm_index_load_claims(&known, &g->arena, g->index, scan->line,
					scan->step, &all, g->err);

	reach = pm_xcalloc(known.nr + 1, sizeof(*reach));
	for (size_t i = 0; i < known.nr; i++) {
		if (pm_map_add(&seen, known.item[i].commit, nr, NULL))
			reach[nr++].name = known.item[i].commit;
	}
	if (code >= 0)
		code = pm_reach_find(reach, nr, &g->arena,
				     (const char *const *)g->fork.item,
				     g->err);
	for (size_t i = 0; code >= 0 && i < known.nr; i++) {
		pm_map_get(&seen, known.item[i].commit, &at);
		if (reach[at].is_reached)
			pm_claims_add(&g->new, known.item[i]);
	}
	free(reach);
	pm_map_release(&seen);
	pm_claims_release(&known);
	return code;
}

/* One of the two readings that a first use needs. */
struct reading {
	struct growth *growth;
	bool of_changes;
	int code;
	struct pm_error err;
};

static int read_messages(struct growth *g, struct pm_error *err)
{
	const char *const tip[] = { g->tip, NULL };
	struct pm_strlist without = { 0 };
	struct pm_claims_options options = { .tip = tip, .kinds = ALL_KINDS };
	int code;

	add_recent(&without, g);
	options.without = (const char *const *)without.item;
	code = pm_claims_read(&g->new, &g->arena, &options, err);
	pm_strlist_release(&without);
	return code;
}

static int find_fork(struct growth *g, struct pm_error *err)
{
	struct pm_strlist recent = { 0 };
	size_t base;
	int code;

	add_recent(&recent, g);
	code = pm_fork_find(&g->fork, &base, g->tip, &recent, err);
	if (code >= 0 && base < g->recents)
		g->base = &g->recent[base];
	pm_strlist_release(&recent);
	return code;
}

static void read_part(void *part)
{
	struct reading *r = part;
	struct growth *g = r->growth;
	int64_t node;

	if (r->of_changes) {
		r->code = pm_index_knows(&node, g->index, g->tip, &r->err);
		g->has_changes = r->code == 0;
		if (g->has_changes)
			r->code = pm_batch_read(&g->changes, g->index, g->tip,
						&r->err);
		return;
	}
	if (g->recents)
		r->code = find_fork(g, &r->err);
	if (r->code >= 0)
		r->code = read_messages(g, &r->err);
}

/* Who asks what the messages say will ask for the changes, too: git reads
 * both at once, and both are written at once. */
static int read_new(struct growth *g)
{
	struct reading part[] = {
		{ .growth = g, .of_changes = true },
		{ .growth = g },
	};

	pm_in_threads(read_part, part, sizeof(*part), 2);
	for (size_t i = 0; i < 2; i++) {
		if (part[i].code < 0) {
			*g->err = part[i].err;
			return part[i].code;
		}
	}
	return PM_OK;
}

/* Two lines may have known the same commit. */
static void drop_doubles(struct pm_claims *claims)
{
	struct pm_map seen = { 0 };
	struct pm_arena arena = { 0 };
	size_t kept = 0;

	for (size_t i = 0; i < claims->nr; i++) {
		const struct pm_claim *c = &claims->item[i];

		if (pm_map_add(&seen,
			       pm_arena_printf(&arena, "%s %d %s", c->commit,
					       (int)c->kind, c->value),
			       0, NULL))
			claims->item[kept++] = *c;
	}
	claims->nr = kept;
	pm_map_release(&seen);
	pm_arena_release(&arena);
}

static int read_growth(struct growth *g)
{
	int code = g->index->space ? find_recent(g) : PM_OK;

	if (code >= 0)
		code = read_new(g);
	/* Without a fork all of it is new: what was known is gone. */
	for (size_t i = 0; code >= 0 && !g->base && g->fork.nr &&
			   i < g->recents; i++)
		code = add_reached(g, &g->recent[i]);
	if (code >= 0 && g->recents > 1 && !g->base)
		drop_doubles(&g->new);
	return code;
}

static int add_claim(struct growth *g, const struct scan *scan, size_t nr)
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

static int add_scan(struct growth *g, const struct scan *scan)
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

static int add_line(struct growth *g, struct scan *scan)
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
static int copy_line(struct growth *g, const struct scan *from,
		     const struct scan *to)
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

static int is_newest(bool *out, struct growth *g, const struct scan *scan)
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

static int trim_lines(struct growth *g)
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

static int place(struct scan *scan, struct growth *g)
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

static int write_growth(struct growth *g)
{
	struct scan *scan = &g->scan;
	int64_t node;
	int code = pm_db_begin(&g->index->db, g->err);

	if (code >= 0)
		code = pm_index_enter_space(g->index, g->err);
	if (code >= 0 && g->has_changes)
		code = pm_batch_write(&g->changes, g->index, g->tip, &node,
				      g->err);
	if (code >= 0)
		code = find_scan(scan, g->index, g->tip, g->err);
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

static void release_growth(struct growth *g)
{
	pm_batch_release(&g->changes);
	pm_claims_release(&g->new);
	pm_strlist_release(&g->fork);
	pm_arena_release(&g->arena);
	g->has_changes = false;
	g->recents = 0;
	g->base = NULL;
}

static int read_work(void *payload, struct pm_error *err)
{
	struct growth *g = payload;
	int code;

	release_growth(g);
	g->err = err;
	code = find_scan(&g->scan, g->index, g->tip, err);
	return code ? code : read_growth(g);
}

static int write_work(void *payload, struct pm_error *err)
{
	struct growth *g = payload;

	g->err = err;
	return write_growth(g);
}

int pm_index_some_claims(struct pm_claims *out, struct pm_arena *arena,
			 struct pm_index *index, const char *tip,
			 const struct pm_claims_wanted *wanted,
			 struct pm_error *err)
{
	struct growth g = { .index = index, .tip = tip };
	const struct pm_index_work work = { .read = read_work,
					    .write = write_work,
					    .payload = &g };
	int code = pm_index_do(index, &work, err);

	if (code >= 0)
		code = pm_index_load_claims(out, arena, index, g.scan.line,
					    g.scan.step, wanted, err);
	release_growth(&g);
	return code;
}

int pm_index_claims(struct pm_claims *out, struct pm_arena *arena,
		    struct pm_index *index, const char *tip,
		    struct pm_error *err)
{
	const struct pm_claims_wanted all = { .kinds = ALL_KINDS };

	return pm_index_some_claims(out, arena, index, tip, &all, err);
}
