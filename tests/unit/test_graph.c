/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "git/graph.h"

/* A file "name" below the path "in", or anywhere, with one word in it. */
static void put(const char *path, const char *word)
{
	sh("mkdir -p \"$(dirname '%s')\" && echo '%s' >'%s'", path, word, path);
}

static void commit(const char *tag)
{
	sh("git add -A && git commit -q --allow-empty -m '%s' && git tag '%s'",
	   tag, tag);
}

/* The tag of a commit, to be freed. */
static char *tag_of(const char *id)
{
	return sh_out("git tag --points-at %s", id);
}

static void add_side(struct pm_buf *out, const struct pm_side *side)
{
	char *tag = side->parent ? tag_of(side->parent) : NULL;

	pm_buf_addf(out, " <%s", tag ? tag : "-");
	for (size_t i = 0; i < side->deltas; i++)
		pm_buf_addf(out, " %c%s", side->delta[i].status,
			    side->delta[i].path);
	pm_buf_addstr(out, ">");
	free(tag);
}

/* "tag <parent changes> <parent changes>" for each commit; with `differ` the
 * sides of merges too. */
static void read_graph(struct pm_buf *out, struct pm_graph_options options,
		       bool differ)
{
	struct pm_repo repo = { 0 };
	struct pm_error err = { 0 };
	struct pm_arena arena = { 0 };
	struct pm_graph *graph = NULL;
	struct pm_graph_commit c;
	struct pm_differ d = { .repo = &repo, .path = options.path };
	char *tip = sh_out("git rev-parse '%s'", options.tip);
	int code;

	open_repo(&repo);
	options.tip = tip;
	assert_ok(pm_graph_open(&graph, &repo, &options, &err), &err);
	while ((code = pm_graph_next(&c, graph, &arena, &err)) > 0) {
		char *tag = tag_of(c.id);

		pm_buf_addstr(out, tag);
		for (size_t s = 0; s < c.sides; s++) {
			if (differ && c.sides > 1)
				assert_ok(pm_differ_ask(&c.side[s], &d, &arena,
							c.id, c.side[s].parent,
							&err), &err);
			add_side(out, &c.side[s]);
		}
		for (size_t i = 0; i < c.claims; i++) {
			assert_string_equal(c.claim[i].commit, c.id);
			assert_true(c.claim[i].time == c.commit_time);
			pm_buf_addf(out, " [%d %s]", c.claim[i].kind,
				    c.claim[i].value);
		}
		pm_buf_addch(out, '\n');
		assert_true(c.commit_time > 0 && c.author_time > 0);
		free(tag);
	}
	assert_ok(code, &err);
	assert_ok(pm_graph_close(graph, &err), &err);
	pm_differ_release(&d);
	pm_arena_release(&arena);
	pm_repo_release(&repo);
	free(tip);
}

static void expect(struct pm_graph_options options, bool differ,
		   const char *expected)
{
	struct pm_buf out = { 0 };

	read_graph(&out, options, differ);
	assert_string_equal(pm_buf_str(&out), expected);
	pm_buf_release(&out);
}

static const char *const tick =
	"n=$(git rev-list --all --count); export "
	"GIT_COMMITTER_DATE=\"$((1796212800 + 60 * n)) +0000\" "
	"GIT_AUTHOR_DATE=\"$((1796212800 + 60 * n)) +0000\"; ";

static void tick_commit(const char *tag)
{
	sh("%s git add -A && git commit -q --allow-empty -m '%s' && "
	   "git tag '%s'", tick, tag, tag);
}

static void tick_merge(const char *tag, const char *how)
{
	sh("%s git merge -q --no-ff -m '%s' %s && git tag '%s'", tick, tag,
	   how, tag);
}

/* one - two - four - merge, three beside four; only one and three and four
 * are of interest. */
static void forked(void)
{
	sh("git init -q -b main .");
	put("in/a", "1");
	tick_commit("one");
	put("out", "1");
	tick_commit("two");
	sh("git checkout -q -b side");
	put("in/b", "1");
	tick_commit("three");
	sh("git checkout -q main");
	put("in/a", "2");
	tick_commit("four");
	tick_merge("five", "side");
}

static void simplified_has_only_what_differs_with_its_nearest(void **state)
{
	(void)state;
	forked();
	expect((struct pm_graph_options){ .tip = "main", .path = "in",
					  .kind = PM_GRAPH_SIMPLIFIED },
	       false,
	       "five <four> <three>\nfour <one Min/a>\n"
	       "three <one Ain/b>\none <- Ain/a>\n");
	expect((struct pm_graph_options){ .tip = "main", .path = "in",
					  .kind = PM_GRAPH_SIMPLIFIED },
	       true,
	       "five <four Ain/b> <three Min/a>\nfour <one Min/a>\n"
	       "three <one Ain/b>\none <- Ain/a>\n");
	expect((struct pm_graph_options){ .tip = "main", .path = "in/b",
					  .kind = PM_GRAPH_SIMPLIFIED },
	       false, "three <- Ain/b>\n");
	expect((struct pm_graph_options){ .tip = "main", .path = "nowhere",
					  .kind = PM_GRAPH_SIMPLIFIED },
	       false, "");
}

static void everything_is_simplified_as_well(void **state)
{
	(void)state;
	forked();
	tick_commit("empty");
	sh("git checkout -q -b other two");
	put("in/c", "1");
	tick_commit("dropped");
	sh("git checkout -q main");
	tick_merge("ours", "-s ours other");
	expect((struct pm_graph_options){ .tip = "main", .path = "",
					  .kind = PM_GRAPH_SIMPLIFIED },
	       false,
	       "five <four> <three>\nfour <two Min/a>\nthree <two Ain/b>\n"
	       "two <one Aout>\none <- Ain/a>\n");
}

static void whole_has_every_commit_with_its_real_parents(void **state)
{
	(void)state;
	forked();
	expect((struct pm_graph_options){ .kind = PM_GRAPH_WHOLE,
					  .tip = "main" },
	       false,
	       "five <four> <three>\nfour <two>\nthree <two>\n"
	       "two <one>\none <->\n");
}

static void changing_has_what_each_commit_changed(void **state)
{
	(void)state;
	forked();
	expect((struct pm_graph_options){ .kind = PM_GRAPH_CHANGING,
					  .tip = "main", .path = "in" },
	       false,
	       "five <four> <three>\nfour <two Min/a>\nthree <two Ain/b>\n"
	       "one <- Ain/a>\n");
}

static void whole_without_what_is_known(void **state)
{
	char *side;
	const char *known[] = { NULL, "1234567890123456789012345678901234567890",
				NULL };

	(void)state;
	forked();
	side = sh_out("git rev-parse side");
	known[0] = side;
	expect((struct pm_graph_options){ .kind = PM_GRAPH_WHOLE,
					  .tip = "main", .known = known },
	       false, "five <four> <three>\nfour <two>\n");
	expect((struct pm_graph_options){ .kind = PM_GRAPH_CHANGING,
					  .tip = "main", .path = "in",
					  .known = known },
	       false, "five <four> <three>\nfour <two Min/a>\n");
	free(side);
}

static void whole_has_what_the_messages_claim(void **state)
{
	(void)state;
	sh("git init -q -b main .");
	put("in/a", "1");
	sh("git add -A && git commit -q -m 'one' -m 'Postmortem-Action: a/b\n"
	   "Postmortem-Action: c/d\nPostmortem-Closes: e/f' && git tag one");
	sh("git commit -q --allow-empty -m 'This reverts commit 1234567.' && "
	   "git tag two");
	expect((struct pm_graph_options){ .kind = PM_GRAPH_WHOLE,
					  .tip = "main" },
	       false,
	       "two <one> [4 1234567]\n"
	       "one <-> [2 e/f] [1 a/b] [1 c/d]\n");
	expect((struct pm_graph_options){ .tip = "main", .path = "in",
					  .kind = PM_GRAPH_SIMPLIFIED },
	       false, "one <- Ain/a>\n");
}

static void odd_names_and_modes_come_through(void **state)
{
	(void)state;
	/* git looks no further up than the sandbox. */
	sh("git init -q -b main here");
	enter("here");
	sh("mkdir in && echo x >'in/a b' && "
	   "printf x >'in/:(top)\tc' && ln -s x in/d");
	commit("one");
	sh("chmod +x 'in/a b' && git mv in/d in/e");
	commit("two");
	expect((struct pm_graph_options){ .tip = "two", .path = "in",
					  .kind = PM_GRAPH_SIMPLIFIED },
	       false,
	       "two <one Min/a b Din/d Ain/e>\n"
	       "one <- Ain/:(top)\tc Ain/a b Ain/d>\n");
	/* The same from below, where a path is told from. */
	enter("in");
	expect((struct pm_graph_options){ .tip = "two", .path = "in",
					  .kind = PM_GRAPH_SIMPLIFIED },
	       false,
	       "two <one Min/a b Din/d Ain/e>\n"
	       "one <- Ain/:(top)\tc Ain/a b Ain/d>\n");
}

static void a_tip_that_is_not_there_is_gits_error(void **state)
{
	const struct pm_graph_options options = {
		.tip = "1234567890123456789012345678901234567890",
		.path = "in", .kind = PM_GRAPH_SIMPLIFIED,
	};
	struct pm_repo repo = { 0 };
	struct pm_error err = { 0 };
	struct pm_arena arena = { 0 };
	struct pm_graph *graph = NULL;
	struct pm_graph_commit c;

	(void)state;
	forked();
	open_repo(&repo);
	assert_ok(pm_graph_open(&graph, &repo, &options, &err), &err);
	assert_int_equal(pm_graph_next(&c, graph, &arena, &err), 0);
	assert_int_equal(pm_graph_next(&c, graph, &arena, &err), 0);
	assert_failed(pm_graph_close(graph, &err), PM_ERROR, &err,
		      "bad object");
	pm_arena_release(&arena);
	pm_repo_release(&repo);
}

static void closing_before_the_end_is_fine(void **state)
{
	struct pm_graph_options options = { .path = "in" };
	struct pm_repo repo = { 0 };
	struct pm_error err = { 0 };
	struct pm_arena arena = { 0 };
	struct pm_graph *graph = NULL;
	struct pm_graph_commit c;
	char *tip;

	(void)state;
	forked();
	tip = sh_out("git rev-parse main");
	options.tip = tip;
	open_repo(&repo);
	assert_ok(pm_graph_open(&graph, &repo, &options, &err), &err);
	assert_int_equal(pm_graph_next(&c, graph, &arena, &err), 1);
	assert_ok(pm_graph_close(graph, &err), &err);
	assert_int_equal(pm_graph_close(NULL, &err), 0);
	pm_arena_release(&arena);
	pm_repo_release(&repo);
	free(tip);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SANDBOXED(simplified_has_only_what_differs_with_its_nearest),
		SANDBOXED(everything_is_simplified_as_well),
		SANDBOXED(whole_has_every_commit_with_its_real_parents),
		SANDBOXED(changing_has_what_each_commit_changed),
		SANDBOXED(whole_without_what_is_known),
		SANDBOXED(whole_has_what_the_messages_claim),
		SANDBOXED(odd_names_and_modes_come_through),
		SANDBOXED(a_tip_that_is_not_there_is_gits_error),
		SANDBOXED(closing_before_the_end_is_fine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
