/* SPDX-License-Identifier: MIT */
#include "tests/unit/indexing.h"

static void first_parents_make_chains(void **state)
{
	struct fixture f;

	(void)state;
	forked();
	open_index(&f, "in");
	cover(&f, "two");
	assert_int_equal(number(&f, "SELECT count(*) FROM chain"), 1);
	/* What goes on from the top of a chain makes it longer. */
	cover(&f, "four");
	assert_int_equal(number(&f, "SELECT count(*) FROM chain"), 1);
	assert_int_equal(number(&f, "SELECT max(pos) FROM node"), 3);
	/* What forks from below its top stands on where it forks. */
	cover(&f, "five");
	assert_int_equal(number(&f, "SELECT count(*) FROM chain"), 2);
	assert_int_equal(number(&f, "SELECT max(pos) FROM node"), 5);
	assert_int_equal(
		number(&f, "SELECT n.pos FROM chain c JOIN node n"
			   " ON n.id = c.base WHERE c.id = 2"), 2);
	assert_int_equal(number(&f, "SELECT count(*) FROM side"), 1);
	assert_int_equal(
		number(&f, "SELECT count(DISTINCT side) FROM delta d"
			   " JOIN node n ON n.id = d.node WHERE n.sides = 2"),
		2);
	close_index(&f, "");
}

static void what_led_to_a_path_is_told_and_no_more(void **state)
{
	struct fixture f;

	(void)state;
	forked();
	open_index(&f, "in");
	expect_walk(&f, "main", "in", INT64_MIN,
		    "five merged four three two one");
	expect_walk(&f, "main", "in/a", INT64_MIN, "four two one");
	expect_walk(&f, "main", "in/b", INT64_MIN, "three");
	expect_walk(&f, "main", "in/b,in/c", INT64_MIN, "five three");
	expect_walk(&f, "main", "in/a,in/b", INT64_MIN,
		    "merged four three two one");
	expect_walk(&f, "main", "in/d", INT64_MIN, "");
	expect_walk(&f, "side", "in/a", INT64_MIN, "two one");
	/* Names that begin like another one. */
	expect_walk(&f, "main", "in/a/", INT64_MIN, "");
	expect_walk(&f, "main", "i", INT64_MIN, "");
	close_index(&f, "");
}

static void a_day_ends_the_walk(void **state)
{
	struct fixture f;

	(void)state;
	forked();
	open_index(&f, "in");
	expect_walk(&f, "main", "in", 1796212800 + 60 * 3,
		    "five merged four");
	expect_walk(&f, "main", "in/a", 1796212800 + 60 * 3, "four");
	expect_walk(&f, "main", "in/a", 1796212800 + 60 * 9, "");
	close_index(&f, "");
}

static void a_tip_that_never_had_any_is_remembered(void **state)
{
	struct fixture f;

	(void)state;
	sh("git init -q -b main .");
	put("out", "1");
	commit("one");
	open_index(&f, "in");
	assert_int_equal(cover(&f, "one"), 0);
	assert_int_equal(number(&f, "SELECT count(*) FROM tip"), 1);
	assert_int_equal(cover(&f, "one"), 0);
	expect_walk(&f, "one", "in", INT64_MIN, "");
	close_index(&f, "");
}

static void the_oldest_space_makes_room(void **state)
{
	static const char *const root[] = { "in", "a", "b", "c", "d", "in" };
	struct fixture f;

	(void)state;
	forked();
	for (size_t i = 0; i < 6; i++) {
		struct pm_claims claims = { 0 };
		struct pm_arena arena = { 0 };

		open_index(&f, root[i]);
		assert_int_equal(cover(&f, "main") > 0, !strcmp(root[i], "in"));
		read_claims(&claims, &arena, &f, "main");
		if (i == 4) {
			assert_int_equal(number(&f, "SELECT count(*) FROM node"),
					 0);
			assert_int_equal(
				number(&f, "SELECT count(*) FROM delta"), 0);
			assert_int_equal(
				number(&f, "SELECT count(*) FROM chain"), 0);
			assert_int_equal(
				number(&f, "SELECT count(*) FROM side"), 0);
		}
		if (i >= 3) {
			assert_int_equal(
				number(&f, "SELECT count(*) FROM space"),
				PM_INDEX_SPACES);
			assert_int_equal(
				number(&f, "SELECT count(*) FROM line"),
				PM_INDEX_SPACES);
		}
		pm_claims_release(&claims);
		pm_arena_release(&arena);
		close_index(&f, "");
	}
	open_index(&f, "in");
	expect_walk(&f, "main", "in/a", INT64_MIN, "four two one");
	close_index(&f, "");
}

static void who_lost_his_space_to_others_begins_anew(void **state)
{
	struct fixture f, other;

	(void)state;
	forked();
	open_index(&f, "in");
	cover(&f, "two");
	for (size_t i = 0; i < PM_INDEX_SPACES; i++) {
		const char *const root[] = { "a", "b", "c", "d" };

		open_index(&other, root[i]);
		cover(&other, "main");
		close_index(&other, "");
	}
	expect_walk(&f, "main", "in/a", INT64_MIN, "four two one");
	close_index(&f, "");
}

static void old_tips_are_forgotten(void **state)
{
	struct fixture f;

	(void)state;
	forked();
	open_index(&f, "in");
	cover(&f, "two");
	run(&f, "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL"
		" SELECT i + 1 FROM n WHERE i < 1500)"
		" INSERT INTO tip(space, oid, node, used)"
		" SELECT 1, randomblob(20), 1, i FROM n");
	cover(&f, "main");
	assert_int_equal(number(&f, "SELECT count(*) FROM tip"),
			 PM_INDEX_TIPS);
	assert_int_equal(number(&f, "SELECT max(used) FROM tip"), 1501);
	close_index(&f, "");
}

static void claims_grow_along_a_line_and_fork_into_another(void **state)
{
	struct fixture f;

	(void)state;
	sh("git init -q -b main .");
	claim("one", "p/a");
	claim("two", "p/b");
	claim("three", "p/c");
	sh("git checkout -q -b side two");
	claim("four", "p/d");
	sh("git checkout -q main");
	merge("merged", "side");
	open_index(&f, "in");
	expect_claims(&f, "one", "p/a");
	expect_claims(&f, "two", "p/b p/a");
	expect_claims(&f, "three", "p/c p/b p/a");
	assert_int_equal(number(&f, "SELECT count(*) FROM line"), 1);
	expect_claims(&f, "four", "p/d p/b p/a");
	assert_int_equal(number(&f, "SELECT count(*) FROM line"), 2);
	expect_claims(&f, "two", "p/b p/a");
	expect_claims(&f, "three", "p/c p/b p/a");
	close_index(&f, "");
	/* From another's file, in another order. */
	open_index(&f, "in");
	expect_claims(&f, "one", "p/a");
	expect_claims(&f, "four", "p/d p/b p/a");
	close_index(&f, "");
}

static void a_merge_of_two_lines_has_each_claim_once(void **state)
{
	struct fixture f;

	(void)state;
	sh("git init -q -b main .");
	claim("one", "p/a");
	claim("two", "p/b");
	sh("git checkout -q -b side one");
	claim("three", "p/c");
	sh("git checkout -q main");
	claim("four", "p/d");
	open_index(&f, "in");
	expect_claims(&f, "two", "p/b p/a");
	expect_claims(&f, "four", "p/d p/b p/a");
	expect_claims(&f, "three", "p/c p/a");
	merge("merged", "side");
	/* The newest first, whichever line it came from. */
	expect_claims(&f, "merged", "p/d p/c p/b p/a");
	close_index(&f, "");
	open_index(&f, "in");
	expect_claims(&f, "merged", "p/d p/c p/b p/a");
	close_index(&f, "");
}

static void only_so_many_lines_are_kept(void **state)
{
	static const char *const tag[] = { "a", "b", "c", "d", "e", "f",
					   "g", "h", "i", "j", "k", "l" };
	size_t nr = sizeof(tag) / sizeof(*tag);
	struct fixture f;

	(void)state;
	sh("git init -q -b main .");
	claim("root", "p/root");
	for (size_t i = 0; i < nr; i++) {
		sh("git checkout -q --detach root");
		claim(tag[i], tag[i]);
	}
	open_index(&f, "in");
	for (size_t i = 0; i < nr + 1; i++) {
		struct pm_buf expected = { 0 };

		pm_buf_addf(&expected, "%s p/root", tag[i % nr]);
		expect_claims(&f, tag[i % nr], pm_buf_str(&expected));
		pm_buf_release(&expected);
	}
	assert_int_equal(number(&f, "SELECT count(*) FROM line"), 8);
	assert_int_equal(number(&f, "SELECT count(*) FROM claim WHERE line"
				    " NOT IN (SELECT id FROM line)"), 0);
	assert_int_equal(number(&f, "SELECT count(*) FROM scan WHERE line"
				    " NOT IN (SELECT id FROM line)"), 0);
	close_index(&f, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SANDBOXED(first_parents_make_chains),
		SANDBOXED(what_led_to_a_path_is_told_and_no_more),
		SANDBOXED(a_day_ends_the_walk),
		SANDBOXED(a_tip_that_never_had_any_is_remembered),
		SANDBOXED(the_oldest_space_makes_room),
		SANDBOXED(who_lost_his_space_to_others_begins_anew),
		SANDBOXED(old_tips_are_forgotten),
		SANDBOXED(claims_grow_along_a_line_and_fork_into_another),
		SANDBOXED(a_merge_of_two_lines_has_each_claim_once),
		SANDBOXED(only_so_many_lines_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
