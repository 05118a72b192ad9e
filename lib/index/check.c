/* SPDX-License-Identifier: MIT */
#include "index/check.h"

#include <stdlib.h>
#include <string.h>

#include "git/plumbing.h"
#include "index/batch.h"

void pm_checker_tell(struct pm_checker *c, const char *fmt, ...)
{
	struct pm_buf text = { 0 };
	va_list ap;

	if (c->out->differences++ >= PM_INDEX_TOLD)
		return;
	va_start(ap, fmt);
	pm_buf_vaddf(&text, fmt, ap);
	va_end(ap);
	pm_strlist_add(&c->out->told, pm_buf_str(&text));
	pm_buf_release(&text);
}

bool pm_checker_same(struct pm_strlist *a, struct pm_strlist *b)
{
	bool same;

	pm_strlist_sort_unique(a);
	pm_strlist_sort_unique(b);
	same = a->nr == b->nr;
	for (size_t i = 0; same && i < a->nr; i++)
		same = !strcmp(a->item[i], b->item[i]);
	return same;
}

/* SQLite's own look at the file. */
static int check_file(struct pm_checker *c)
{
	sqlite3_stmt *q = pm_index_ask(c->index, "PRAGMA integrity_check(20)",
				       c->err);
	int code;

	if (!q)
		return PM_ERROR;
	while ((code = pm_db_step(&c->index->db, q, c->err)) > 0) {
		const char *line = (const char *)sqlite3_column_text(q, 0);

		if (line && strcmp(line, "ok") != 0)
			pm_checker_tell(c, "%s", line);
	}
	sqlite3_finalize(q);
	return code;
}

/* --- one commit --- */

/* A delta, as one line; NULL oids and modes of what is not there are zero. */
static void add_line(struct pm_strlist *list, int64_t side, int status,
		     int64_t old_mode, int64_t new_mode, const char *old_oid,
		     const char *new_oid, const char *path)
{
	pm_strlist_addf(list, "%lld %c %llo %llo %s %s %s", (long long)side,
			status, (long long)old_mode, (long long)new_mode,
			old_oid ? old_oid : "-", new_oid ? new_oid : "-",
			path);
}

static void add_told(struct pm_strlist *list,
		     const struct pm_graph_commit *commit)
{
	for (size_t s = 0; s < commit->sides; s++) {
		for (size_t i = 0; i < commit->side[s].deltas; i++) {
			const struct pm_delta *d = &commit->side[s].delta[i];

			add_line(list, (int64_t)s, d->status, d->old_mode,
				 d->new_mode, d->old_oid, d->new_oid, d->path);
		}
	}
}

static int add_stored(struct pm_strlist *list, struct pm_checker *c, int64_t node)
{
	sqlite3_stmt *q = pm_index_ask(
		c->index,
		"SELECT d.side, d.status, d.old_mode, d.new_mode, d.old_oid,"
		" d.new_oid, p.name FROM delta d LEFT JOIN path p"
		" ON p.id = d.path WHERE d.node = ?", c->err);
	int code;

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, node);
	while ((code = pm_db_step(&c->index->db, q, c->err)) > 0) {
		const char *name = (const char *)sqlite3_column_text(q, 6);
		char old_oid[PM_OID_HEX], new_oid[PM_OID_HEX];
		bool had = pm_db_oid(old_oid, q, 4);
		bool has = pm_db_oid(new_oid, q, 5);

		add_line(list, sqlite3_column_int64(q, 0),
			 sqlite3_column_int(q, 1), sqlite3_column_int64(q, 2),
			 sqlite3_column_int64(q, 3), had ? old_oid : NULL,
			 has ? new_oid : NULL, name ? name : "?");
	}
	sqlite3_finalize(q);
	return code;
}

static int check_deltas(struct pm_checker *c, int64_t node,
			const struct pm_graph_commit *commit)
{
	struct pm_strlist told = { 0 }, stored = { 0 };
	int code = add_stored(&stored, c, node);

	add_told(&told, commit);
	c->out->changes += told.nr;
	if (code >= 0 && !pm_checker_same(&told, &stored))
		pm_checker_tell(c, "commit %s: its changes are not those that "
				"git tells", commit->id);
	pm_strlist_release(&told);
	pm_strlist_release(&stored);
	return code;
}

/* "" where there is none. */
static int find_parent(char out[PM_OID_HEX], struct pm_checker *c, int64_t node,
		       size_t side)
{
	sqlite3_stmt *q = pm_index_ask(
		c->index,
		side ? "SELECT p.oid FROM side s JOIN node p ON p.id = s.parent"
		       " WHERE s.node = ?1 AND s.side = ?2" :
		       "SELECT coalesce((SELECT p.oid FROM node p"
		       "  WHERE p.chain = n.chain AND p.pos = n.pos - 1),"
		       " (SELECT p.oid FROM chain c JOIN node p"
		       "  ON p.id = c.base WHERE c.id = n.chain))"
		       " FROM node n WHERE n.id = ?1", c->err);
	int code;

	*out = '\0';
	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, node);
	if (side)
		pm_db_bind_int(q, 2, (int64_t)side);
	code = pm_db_step(&c->index->db, q, c->err);
	if (code > 0 && !pm_db_oid(out, q, 0))
		*out = '\0';
	sqlite3_finalize(q);
	return code;
}

static int check_parents(struct pm_checker *c, int64_t node,
			 const struct pm_graph_commit *commit)
{
	char parent[PM_OID_HEX];

	for (size_t s = 0; s < commit->sides; s++) {
		const char *told = commit->side[s].parent;
		int code = find_parent(parent, c, node, s);

		if (code < 0)
			return code;
		if (strcmp(parent, told ? told : "") != 0)
			pm_checker_tell(c, "commit %s: parent %zu is %s, and "
					"git tells %s", commit->id, s + 1,
					*parent ? parent : "none",
					told ? told : "none");
	}
	return PM_OK;
}

/* 1 when it is there, and then its number. */
static int check_node(int64_t *node, struct pm_checker *c,
		      const struct pm_graph_commit *commit)
{
	sqlite3_stmt *q = pm_index_ask(
		c->index,
		"SELECT id, commit_time, author_time, sides FROM node"
		" WHERE space = ? AND oid = ?", c->err);
	int code;

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, c->index->space);
	pm_db_bind_oid(q, 2, commit->id);
	code = pm_db_step(&c->index->db, q, c->err);
	if (code == 0) {
		pm_checker_tell(c, "commit %s is missing", commit->id);
	} else if (code > 0) {
		*node = sqlite3_column_int64(q, 0);
		if (sqlite3_column_int64(q, 1) != commit->commit_time ||
		    sqlite3_column_int64(q, 2) != commit->author_time)
			pm_checker_tell(c, "commit %s: its dates are not those "
					"that git tells", commit->id);
		if (sqlite3_column_int64(q, 3) != (int64_t)commit->sides)
			pm_checker_tell(c, "commit %s: it has %lld parents, and "
					"git tells %zu", commit->id,
					(long long)sqlite3_column_int64(q, 3),
					commit->sides);
	}
	sqlite3_finalize(q);
	return code;
}

/* --- the history of one tip --- */

static void await(struct pm_checker *c, const char *id)
{
	if (!id || !pm_map_add(&c->done, pm_arena_strdup(&c->arena, id), c->nr,
			       NULL))
		return;
	PM_GROW(c->is_done, c->nr, c->alloc);
	c->is_done[c->nr++] = false;
	c->awaited++;
}

static int check_commit(struct pm_checker *c, struct pm_graph_commit *commit,
			struct pm_arena *arena)
{
	size_t at = 0;
	int64_t node = 0;
	int code = PM_OK;

	await(c, commit->id);
	pm_map_get(&c->done, commit->id, &at);
	if (c->is_done[at])
		return PM_OK;
	c->is_done[at] = true;
	c->awaited--;
	c->out->commits++;
	pm_watch_step(c->index->repo->watch, c->out->commits);
	for (size_t i = 0; i < commit->sides; i++)
		await(c, commit->side[i].parent);
	for (size_t i = 0; commit->sides > 1 && i < commit->sides && code >= 0;
	     i++)
		code = pm_differ_ask(&commit->side[i], &c->differ, arena,
				     commit->id, commit->side[i].parent,
				     c->err);
	if (code >= 0)
		code = check_node(&node, c, commit);
	if (code > 0)
		code = check_parents(c, node, commit);
	if (code >= 0 && node)
		code = check_deltas(c, node, commit);
	return code;
}

/* From the tip on down, as far as it is not compared already. */
static int check_tip(struct pm_checker *c, const char *tip, const char *nearest)
{
	const struct pm_graph_options options = {
		.tip = tip, .path = c->index->root,
		.kind = PM_GRAPH_SIMPLIFIED,
	};
	struct pm_graph *graph = NULL;
	struct pm_arena arena = { 0 };
	struct pm_graph_commit commit;
	bool is_first = true;
	int closed, code;

	code = pm_graph_open(&graph, c->index->repo, &options, c->err);
	while (code >= 0) {
		code = pm_graph_next(&commit, graph, &arena, c->err);
		if (code <= 0)
			break;
		if (is_first && strcmp(nearest, commit.id) != 0)
			pm_checker_tell(c, "tip %s: the nearest commit is %s, "
					"and git tells %s", tip,
					*nearest ? nearest : "none",
					commit.id);
		is_first = false;
		code = check_commit(c, &commit, &arena);
		pm_arena_release(&arena);
		if (!c->awaited)
			break;
	}
	closed = pm_graph_close(graph, c->err);
	code = closed < 0 ? closed : code;
	if (code >= 0 && is_first && *nearest)
		pm_checker_tell(c, "tip %s: the nearest commit is %s, and git "
				"tells none", tip, nearest);
	if (code >= 0)
		c->awaited = 0;
	pm_arena_release(&arena);
	return code < 0 ? code : PM_OK;
}

static int read_tips(struct pm_strlist *oid, struct pm_strlist *nearest,
		     struct pm_checker *c)
{
	sqlite3_stmt *q = pm_index_ask(
		c->index,
		"SELECT t.oid, n.oid FROM tip t LEFT JOIN node n"
		" ON n.id = t.node WHERE t.space = ? ORDER BY t.used DESC",
		c->err);
	int code;

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, c->index->space);
	while ((code = pm_db_step(&c->index->db, q, c->err)) > 0) {
		char tip[PM_OID_HEX], node[PM_OID_HEX];

		if (!pm_db_oid(tip, q, 0))
			continue;
		pm_strlist_add(oid, tip);
		pm_strlist_add(nearest, pm_db_oid(node, q, 1) ? node : "");
	}
	sqlite3_finalize(q);
	return code;
}

static int check_tips(struct pm_checker *c)
{
	struct pm_strlist oid = { 0 }, nearest = { 0 };
	int code = read_tips(&oid, &nearest, c);

	if (code >= 0)
		code = pm_checker_find_gone(&oid, "commit", c->err);
	for (size_t i = 0; i < oid.nr && code >= 0; i++) {
		if (!oid.item[i][0]) {
			c->out->gone_tips++;
			continue;
		}
		c->out->tips++;
		code = check_tip(c, oid.item[i], nearest.item[i]);
	}
	pm_strlist_release(&oid);
	pm_strlist_release(&nearest);
	return code;
}

static bool is_compared(const struct pm_checker *c, const char *id)
{
	size_t at;

	return pm_map_get(&c->done, id, &at) && c->is_done[at];
}

/* What no tip leads to any more serves other tips that are asked for. */
static int check_rest(struct pm_checker *c)
{
	sqlite3_stmt *q = pm_index_ask(c->index,
				       "SELECT oid FROM node WHERE space = ?"
				       " ORDER BY id DESC", c->err);
	struct pm_strlist oid = { 0 };
	int code;

	if (!q)
		return PM_ERROR;
	pm_db_bind_int(q, 1, c->index->space);
	while ((code = pm_db_step(&c->index->db, q, c->err)) > 0) {
		char node[PM_OID_HEX];

		if (pm_db_oid(node, q, 0) && !is_compared(c, node))
			pm_strlist_add(&oid, node);
	}
	sqlite3_finalize(q);
	if (code >= 0)
		code = pm_checker_find_gone(&oid, "commit", c->err);
	for (size_t i = 0; i < oid.nr && code >= 0; i++) {
		if (oid.item[i][0] && !is_compared(c, oid.item[i]))
			code = check_tip(c, oid.item[i], oid.item[i]);
	}
	pm_strlist_release(&oid);
	return code;
}

static int check_part(struct pm_checker *c, const struct pm_index_part *part)
{
	char *root = c->index->root;
	int64_t space = c->index->space;
	int code;

	c->index->root = part->root;
	c->index->space = part->id;
	c->differ = (struct pm_differ){ .repo = c->index->repo,
					.path = part->root };
	code = check_tips(c);
	if (code >= 0)
		code = check_rest(c);
	if (code >= 0)
		code = pm_checker_claims(c);
	c->index->root = root;
	c->index->space = space;
	pm_differ_release(&c->differ);
	pm_map_release(&c->done);
	pm_arena_release(&c->arena);
	free(c->is_done);
	c->is_done = NULL;
	c->nr = c->alloc = c->awaited = 0;
	return code;
}

int pm_index_check(struct pm_index_check *out, struct pm_index *index,
		   struct pm_error *err)
{
	struct pm_checker c = { .out = out, .index = index, .err = err };
	struct pm_index_facts facts = { 0 };
	int code;

	pm_watch_begin(index->repo->watch, "Comparing the index with git");
	code = check_file(&c);
	if (code >= 0)
		code = pm_index_parts(&facts, index, err);
	for (size_t i = 0; i < facts.parts && code >= 0; i++) {
		if (!facts.part[i].is_visible) {
			out->unseen_parts++;
			continue;
		}
		out->parts++;
		code = check_part(&c, &facts.part[i]);
	}
	pm_watch_end(index->repo->watch);
	pm_index_facts_release(&facts);
	/* A file that cannot be read to its end is a difference, too. */
	if (code < 0 && index->db.fault == PM_FAULT_DAMAGED) {
		pm_checker_tell(&c, "%s", err->message);
		code = PM_OK;
	}
	return code < 0 ? code : PM_OK;
}

void pm_index_check_release(struct pm_index_check *check)
{
	pm_strlist_release(&check->told);
	memset(check, 0, sizeof(*check));
}
