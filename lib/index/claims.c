/* SPDX-License-Identifier: MIT */
#include "index/claims_growth.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/threads.h"
#include "git/plumbing.h"
#include "git/pulls.h"
#include "git/reach.h"
#include "index/fork.h"

/* The latest of each line: the others lead to it. */
static int find_recent(struct pm_growth *g)
{
	sqlite3_stmt *q = pm_db_query(
		&g->index->db, Q_SCANS,
		"SELECT oid, line, max(step) FROM scan WHERE space = ?"
		" GROUP BY line ORDER BY line DESC LIMIT ?", g->err);
	int code;

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, g->index->space);
	pm_db_bind_int(q, 2, PM_RECENT_SCANS);
	while ((code = pm_db_step(&g->index->db, q, g->err)) > 0) {
		if (pm_scan_read(&g->recent[g->recents], q))
			g->recents++;
	}
	return code;
}

static void add_recent(struct pm_strlist *out, const struct pm_growth *g)
{
	for (size_t i = 0; i < g->recents; i++)
		pm_strlist_add(out, g->recent[i].oid);
}

/* The claims of a line that are in the history of the fork as well. */
static int add_reached(struct pm_growth *g, const struct pm_scan *scan)
{
	const struct pm_claims_wanted all = { .kinds = PM_CLAIM_ALL };
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
	struct pm_growth *growth;
	bool of_changes;
	int code;
	struct pm_error err;
};

static int read_messages(struct pm_growth *g, bool beside, struct pm_error *err)
{
	const char *const tip[] = { g->tip, NULL };
	struct pm_strlist without = { 0 };
	/* Of the changes git has more to read, and both are waited for. */
	struct pm_claims_options options = { .tip = tip, .kinds = PM_CLAIM_ALL,
					     .gives_way = beside };
	int code;

	add_recent(&without, g);
	options.without = (const char *const *)without.item;
	code = pm_claims_read(&g->new, &g->arena, &options, err);
	pm_strlist_release(&without);
	return code;
}

/* The scan that the fork leads to. */
static int find_base(struct pm_growth *g, const struct pm_strlist *recent,
		     struct pm_error *err)
{
	size_t base;
	int code = pm_fork_base(&base, &g->fork, recent, err);

	if (code >= 0 && base < g->recents)
		g->base = &g->recent[base];
	return code;
}

static int find_fork(struct pm_growth *g, struct pm_error *err)
{
	struct pm_strlist recent = { 0 };
	int code;

	add_recent(&recent, g);
	code = pm_fork_find(&g->fork, g->tip, &recent, err);
	if (code >= 0)
		code = find_base(g, &recent, err);
	pm_strlist_release(&recent);
	return code;
}

static void read_part(void *part)
{
	struct reading *r = part;
	struct pm_growth *g = r->growth;

	if (r->of_changes) {
		if (!g->knows_changes)
			r->code = pm_batch_read(&g->changes, g->index, g->tip,
						&r->err);
		return;
	}
	if (g->recents)
		r->code = find_fork(g, &r->err);
	if (r->code >= 0)
		r->code = read_messages(g, !g->knows_changes, &r->err);
}

/* Who asks what the messages say will ask for the changes, too: git reads
 * both at once, and both are written at once. */
static int read_beside(struct pm_growth *g)
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

/* 1 when all that is new to the claims can be listed for the changes, too.
 * Those that are known further stay as they are. */
static int knows_recent(struct pm_growth *g)
{
	int64_t node;
	int code = pm_index_knows(&node, g->index, g->tip, g->err);

	g->knows_changes = code > 0;
	if (code)
		return code < 0 ? code : 0;
	code = g->recents > 0;
	for (size_t i = 0; i < g->recents && code > 0; i++)
		code = pm_index_find_tip(&node, g->index, g->recent[i].oid,
					 g->err);
	return code;
}

/* What is new since then is mostly little: the listing of the changes has the
 * messages, too. */
static int read_together(struct pm_growth *g)
{
	const char *const tip[] = { g->tip, NULL };
	struct pm_strlist recent = { 0 };
	int code;

	add_recent(&recent, g);
	code = pm_batch_read_since(&g->changes, &g->new, &g->fork, g->index,
				   g->tip, &recent, g->err);
	if (code > 0) {
		code = pm_pulls_resolve(&g->new, &g->arena, tip, NULL, g->err);
		if (code >= 0)
			code = find_base(g, &recent, g->err);
	} else if (code == 0) {
		code = find_fork(g, g->err);
		if (code >= 0)
			code = read_messages(g, false, g->err);
	}
	pm_strlist_release(&recent);
	return code;
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

static int read_growth(struct pm_growth *g)
{
	int code = g->index->space ? find_recent(g) : PM_OK;

	if (code >= 0)
		code = knows_recent(g);
	if (code >= 0)
		code = code ? read_together(g) : read_beside(g);
	/* Without a fork all of it is new: what was known is gone. */
	for (size_t i = 0; code >= 0 && !g->base && g->fork.nr &&
			   i < g->recents; i++)
		code = add_reached(g, &g->recent[i]);
	if (code >= 0 && g->recents > 1 && !g->base)
		drop_doubles(&g->new);
	return code;
}

static void release_growth(struct pm_growth *g)
{
	pm_batch_release(&g->changes);
	pm_claims_release(&g->new);
	pm_strlist_release(&g->fork);
	pm_arena_release(&g->arena);
	g->recents = 0;
	g->base = NULL;
}

static int read_work(void *payload, struct pm_error *err)
{
	struct pm_growth *g = payload;
	int code;

	release_growth(g);
	g->err = err;
	code = pm_scan_find(&g->scan, g->index, g->tip, err);
	return code ? code : read_growth(g);
}

static int write_work(void *payload, struct pm_error *err)
{
	struct pm_growth *g = payload;

	g->err = err;
	return pm_growth_write(g);
}

/* The claims up to the tip are in the index then, where the scan says. */
static int cover(struct pm_scan *scan, struct pm_index *index, const char *tip,
		 struct pm_error *err)
{
	struct pm_growth g = { .index = index, .tip = tip };
	const struct pm_index_work work = { .read = read_work,
					    .write = write_work,
					    .payload = &g };
	int code = pm_index_do(index, &work, err);

	*scan = g.scan;
	release_growth(&g);
	return code;
}

int pm_index_cover_claims(struct pm_index *index, const char *tip,
			  struct pm_error *err)
{
	struct pm_scan scan;

	return cover(&scan, index, tip, err);
}

int pm_index_some_claims(struct pm_claims *out, struct pm_arena *arena,
			 struct pm_index *index, const char *tip,
			 const struct pm_claims_wanted *wanted,
			 struct pm_error *err)
{
	struct pm_scan scan;
	int code = cover(&scan, index, tip, err);

	return code < 0 ? code :
			  pm_index_load_claims(out, arena, index, scan.line,
					       scan.step, wanted, err);
}

int pm_index_claims(struct pm_claims *out, struct pm_arena *arena,
		    struct pm_index *index, const char *tip,
		    struct pm_error *err)
{
	const struct pm_claims_wanted all = { .kinds = PM_CLAIM_ALL };

	return pm_index_some_claims(out, arena, index, tip, &all, err);
}
