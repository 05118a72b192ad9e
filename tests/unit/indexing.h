/* SPDX-License-Identifier: MIT */
#ifndef PM_TEST_INDEXING_H
#define PM_TEST_INDEXING_H

#include "tests/unit/support.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "index/claims.h"
#include "index/look.h"
#include "index/walk.h"

/*
 * Histories with tags for names and the index of the folder "in", for the
 * tests of the index.
 */

/* A repository, and its index of "in". */
struct fixture {
	struct pm_repo repo;
	struct pm_index index;
	struct pm_buf said; /* notices */
	struct pm_watch watch;
};

static inline void hear(void *payload, const char *text)
{
	struct fixture *f = payload;

	pm_buf_addf(&f->said, "%s\n", text);
}

static inline void open_index(struct fixture *f, const char *root)
{
	struct pm_error err = { 0 };

	memset(f, 0, sizeof(*f));
	open_repo(&f->repo);
	f->watch = (struct pm_watch){ .payload = f, .notice = hear };
	f->repo.watch = &f->watch;
	assert_ok(pm_index_open(&f->index, &f->repo, root, &err), &err);
	assert_ok(pm_index_ready(&f->index, &err), &err);
}

static inline void close_index(struct fixture *f, const char *said)
{
	pm_index_close(&f->index);
	if (*said ? !strstr(pm_buf_str(&f->said), said) : f->said.len > 0)
		fail_msg("said '%s', not '%s'", pm_buf_str(&f->said), said);
	pm_buf_release(&f->said);
	pm_repo_release(&f->repo);
}

static inline int64_t cover(struct fixture *f, const char *revision)
{
	struct pm_error err = { 0 };
	char *tip = sh_out("git rev-parse '%s'", revision);
	int64_t node = -1;

	assert_ok(pm_index_cover(&f->index, tip, &node, &err), &err);
	free(tip);
	return node;
}

/* The only number that a query answers with. */
static inline int64_t number(struct fixture *f, const char *query)
{
	struct pm_error err = { 0 };
	sqlite3_stmt *q = pm_index_ask(&f->index, query, &err);
	int64_t answer;

	if (!q)
		fail_msg("%s", err.message);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	answer = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	return answer;
}

static inline void run(struct fixture *f, const char *text)
{
	char *why = NULL;

	if (sqlite3_exec(f->index.db.sql, text, NULL, NULL, &why) !=
	    SQLITE_OK)
		fail_msg("%s: %s", text, why);
}

static inline void put(const char *path, const char *word)
{
	sh("mkdir -p \"$(dirname '%s')\" && echo '%s' >'%s'", path, word,
	   path);
}

#define TICK                                                                \
	"n=$(git rev-list --all --count); "                                 \
	"GIT_COMMITTER_DATE=\"$((1796212800 + 60 * n)) +0000\"; "           \
	"GIT_AUTHOR_DATE=$GIT_COMMITTER_DATE; "                             \
	"export GIT_COMMITTER_DATE GIT_AUTHOR_DATE; "

static inline void commit(const char *tag)
{
	sh(TICK "git add -A && git commit -q --allow-empty -m '%s' && "
		"git tag '%s'", tag, tag);
}

static inline void claim(const char *tag, const char *id)
{
	sh(TICK "git commit -q --allow-empty -m '%s' "
		"-m 'Postmortem-Action: %s' && git tag '%s'", tag, id, tag);
}

static inline void merge(const char *tag, const char *how)
{
	sh(TICK "git merge -q --no-ff -m '%s' %s && git tag '%s'", tag, how,
	   tag);
}

/* one - two - four - merged - five; three beside four. */
static inline void forked(void)
{
	sh("git init -q -b main .");
	put("in/a", "1");
	commit("one");
	put("in/a", "2");
	commit("two");
	sh("git checkout -q -b side");
	put("in/b", "1");
	commit("three");
	sh("git checkout -q main");
	put("in/a", "3");
	commit("four");
	merge("merged", "side");
	put("in/c", "1");
	commit("five");
}

/* The tags of the commits that a walk tells, newest first. */
static inline void expect_walk(struct fixture *f, const char *revision,
			const char *path, int64_t since, const char *expected)
{
	struct pm_strlist paths = { 0 };
	struct pm_error err = { 0 };
	struct pm_arena arena = { 0 };
	struct pm_buf told = { 0 };
	struct pm_index_walk *walk = NULL;
	const struct pm_index_walk_options options = {
		.node = cover(f, revision), .path = &paths, .since = since,
	};
	struct pm_index_commit c;
	int code;

	pm_strlist_split(&paths, path, ",");
	assert_ok(pm_index_walk_open(&walk, &f->index, &options, &err), &err);
	while ((code = pm_index_walk_next(&c, walk, &arena, &err)) > 0) {
		char *tag = sh_out("git tag --points-at %s", c.id);

		pm_buf_addf(&told, "%s%s", told.len ? " " : "", tag);
		free(tag);
	}
	assert_ok(code, &err);
	assert_string_equal(pm_buf_str(&told), expected);
	pm_index_walk_close(walk);
	pm_buf_release(&told);
	pm_arena_release(&arena);
	pm_strlist_release(&paths);
}

static inline void read_claims(struct pm_claims *out, struct pm_arena *arena,
			       struct fixture *f, const char *revision)
{
	char *tip = sh_out("git rev-parse '%s'", revision);
	struct pm_error err = { 0 };

	assert_ok(pm_index_claims(out, arena, &f->index, tip, &err), &err);
	free(tip);
}

static inline void expect_claims(struct fixture *f, const char *revision,
			  const char *expected)
{
	struct pm_claims claims = { 0 };
	struct pm_arena arena = { 0 };
	struct pm_buf told = { 0 };

	read_claims(&claims, &arena, f, revision);
	for (size_t i = 0; i < claims.nr; i++)
		pm_buf_addf(&told, "%s%s", i ? " " : "", claims.item[i].value);
	assert_string_equal(pm_buf_str(&told), expected);
	pm_buf_release(&told);
	pm_claims_release(&claims);
	pm_arena_release(&arena);
}

#endif
