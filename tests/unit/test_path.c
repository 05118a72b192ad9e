/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/path.h"

#define NR(array) (sizeof(array) / sizeof(*(array)))

static void joining_puts_one_slash_between(void **state)
{
	static const struct {
		const char *dir, *name, *want;
	} table[] = {
		{ "a", "b", "a/b" },	 { "a/", "b", "a/b" },
		{ "a", "/b", "a/b" },	 { "", "b", "b" },
		{ ".", "b", "b" },	 { "/", "b", "/b" },
		{ "a/b", "c/d", "a/b/c/d" }, { "a", "", "a" },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		struct pm_buf out = { 0 };

		pm_path_join(&out, table[i].dir, table[i].name);
		assert_string_equal(pm_buf_str(&out), table[i].want);
		pm_buf_release(&out);
	}
}

static void a_folder_holds_itself_and_what_is_below(void **state)
{
	(void)state;
	assert_true(pm_path_is_within("a/b", "a"));
	assert_true(pm_path_is_within("a", "a"));
	assert_true(pm_path_is_within("a/b", "a/"));
	assert_true(pm_path_is_within("anything", "."));
	assert_true(pm_path_is_within("anything", ""));
	assert_false(pm_path_is_within("ab", "a"));
	assert_false(pm_path_is_within("a", "a/b"));
	assert_string_equal(pm_path_base("a/b/c"), "c");
	assert_string_equal(pm_path_base("c"), "c");
}

static void a_path_is_resolved_from_where_the_user_stands(void **state)
{
	static const struct {
		const char *prefix, *path, *want; /* NULL: leaves the top */
	} table[] = {
		{ "", "a/b", "a/b" },	     { "sub/", "a", "sub/a" },
		{ "sub/dir/", "..", "sub" }, { "sub/", "../x", "x" },
		{ "sub/", "..", "" },	     { "", ".", "" },
		{ "", "a//b/./c", "a/b/c" }, { "a/", "../..", NULL },
		{ "", "..", NULL },	     { "", "/etc", NULL },
		{ "", "a/../../b", NULL },   { "a/", "./b/", "a/b" },
		{ "", "..a", "..a" },	     { "", "a/..", "" },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		struct pm_buf out = { 0 };
		bool ok;

		pm_buf_addstr(&out, "kept:");
		ok = pm_path_from_prefix(&out, table[i].prefix,
					 table[i].path);
		assert_int_equal(ok, table[i].want != NULL);
		assert_memory_equal(out.ptr, "kept:", 5);
		assert_string_equal(out.ptr + 5,
				    table[i].want ? table[i].want : "");
		pm_buf_release(&out);
	}
}

static void an_absolute_path_below_the_top_is_a_path_of_the_user_too(
	void **state)
{
	static const struct {
		const char *top, *prefix, *path;
		const char *expected; /* NULL: it leaves the top */
	} table[] = {
		{ "/r/top", "sub/", "/r/top/a/b", "a/b" },
		{ "/r/top", "sub/", "/r/top//a/../b", "b" },
		{ "/r/top", "", "/r/top", "" },
		{ "/r/top", "", "/r/topmost/a", NULL },
		{ "/r/top", "", "/etc", NULL },
		{ "/r/top", "", "/r/top/../x", NULL },
		{ NULL, "", "/r/top/a", NULL },
		{ "/r/top", "sub/", "a", "sub/a" },
		{ NULL, "sub/", "../a", "a" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct pm_buf out = { 0 };
		bool ok = pm_path_from_user(&out, table[i].top,
					    table[i].prefix, table[i].path);

		assert_int_equal(ok, table[i].expected != NULL);
		if (ok)
			assert_string_equal(pm_buf_str(&out),
					    table[i].expected);
		pm_buf_release(&out);
	}
}

static void a_path_is_shown_from_where_the_user_stands(void **state)
{
	static const struct {
		const char *prefix, *path, *want;
	} table[] = {
		{ "", "a/b", "a/b" },	       { "a/", "a/b", "b" },
		{ "a/b/", "a/c", "../c" },     { "a/b/", "c", "../../c" },
		{ "a/", "a", "." },	       { "a/b/", "a", ".." },
		{ "a/", "", ".." },	       { "", "", "." },
		{ "sub/", "subway/x", "../subway/x" },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		struct pm_buf out = { 0 };

		pm_path_to_prefix(&out, table[i].prefix, table[i].path);
		assert_string_equal(pm_buf_str(&out), table[i].want);
		pm_buf_release(&out);
	}
}

static void a_title_becomes_a_name(void **state)
{
	static const struct {
		const char *title, *want;
	} table[] = {
		{ "Checkout latency", "checkout-latency" },
		{ "  DB: down -- again! ", "db-down-again" },
		{ "Stra\xc3\x9f"
		  "e & \xc3\x9c"
		  "ber",
		  "stra\xc3\x9f"
		  "e-\xc3\xbc"
		  "ber" },
		/* A decomposed e with an acute accent is composed. */
		{ "Cafe\xcc\x81", "caf\xc3\xa9" },
		{ "\xef\xbc\xa1\xef\xbc\xa2", "ab" },
		{ "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e",
		  "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e" },
		{ "\xf0\x9f\x94\xa5 fire", "fire" },
		{ "../../etc/passwd", "etc-passwd" },
		{ "-rf", "rf" },
		{ "a\xe2\x80\xae"
		  "b",
		  "ab" },
		{ "!!!", "" },
		{ "", "" },
		{ "bad \xff byte", "" },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		struct pm_buf out = { 0 };

		pm_slug(&out, table[i].title);
		assert_string_equal(pm_buf_str(&out), table[i].want);
		assert_true(out.len <= PM_SLUG_MAX);
		pm_buf_release(&out);
	}
}

static void a_long_title_is_cut_behind_a_word(void **state)
{
	struct pm_buf title = { 0 };
	struct pm_buf out = { 0 };

	(void)state;
	for (int i = 0; i < PM_SLUG_MAX; i++)
		pm_buf_addstr(&title, "seven ");
	pm_slug(&out, title.ptr);
	assert_true(out.len >= PM_SLUG_MAX - 5 && out.len <= PM_SLUG_MAX);
	assert_string_equal(out.ptr + out.len - 6, "-seven");
	pm_buf_release(&out);
	pm_buf_release(&title);
}

static void a_long_word_is_cut_at_a_character(void **state)
{
	struct pm_buf title = { 0 };
	struct pm_buf out = { 0 };

	(void)state;
	/* Characters of two bytes, from an odd byte on: one must go. */
	if (PM_SLUG_MAX % 2 == 0)
		pm_buf_addch(&title, 'x');
	for (int i = 0; i < PM_SLUG_MAX; i++)
		pm_buf_addstr(&title, "\xc3\xa9");
	pm_slug(&out, title.ptr);
	assert_int_equal(out.len, PM_SLUG_MAX - 1);
	pm_buf_release(&out);
	pm_buf_release(&title);
}

static void a_name_that_cannot_stand_in_an_id_is_told(void **state)
{
	static const struct {
		const char *name, *want; /* NULL: it can */
	} table[] = {
		{ "2026-11-21-checkout-latency", NULL },
		{ "\xe6\x97\xa5", NULL },
		{ "", "empty" },
		{ "-x", "'-'" },
		{ ".git", "'.'" },
		{ "a/b", "separator" },
		{ "a\\b", "separator" },
		{ "a\nb", "control" },
		{ "a\x7f", "control" },
		{ "a\xc2\x85", "control" },
		{ "a\xe2\x80\xae", "reorders" },
		{ "a\xff", "UTF-8" },
	};
	char name[201];

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		const char *why = pm_name_problem(table[i].name,
						  strlen(table[i].name));

		assert_int_equal(why != NULL, table[i].want != NULL);
		if (why)
			assert_non_null(strstr(why, table[i].want));
	}
	memset(name, 'a', sizeof(name));
	assert_null(pm_name_problem(name, 200));
	assert_non_null(pm_name_problem(name, 201));
	assert_non_null(pm_name_problem("a\0b", 3));
}

static void only_odd_paths_are_quoted(void **state)
{
	static const struct {
		const char *path, *want;
	} table[] = {
		{ "a/b c.md", "a/b c.md" },
		{ "caf\xc3\xa9", "caf\xc3\xa9" },
		{ "a\tb", "\"a\\tb\"" },
		{ "a\"b\\c", "\"a\\\"b\\\\c\"" },
		{ "a\033[0m", "\"a\\033[0m\"" },
		{ "a\xff", "\"a\\377\"" },
		{ "a\xe2\x80\xae", "\"a\\342\\200\\256\"" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		struct pm_buf out = { 0 };

		pm_path_quote(&out, table[i].path);
		assert_string_equal(pm_buf_str(&out), table[i].want);
		pm_buf_release(&out);
	}
}

static void a_word_for_a_shell_stays_one_word(void **state)
{
	static const struct {
		const char *word, *want;
	} table[] = {
		{ "postmortems/2026-11-21-a/README.md",
		  "postmortems/2026-11-21-a/README.md" },
		{ "", "''" },
		{ "a b", "'a b'" },
		{ "$(rm x)", "'$(rm x)'" },
		{ "it's", "'it'\\''s'" },
		{ "caf\303\251", "'caf\303\251'" },
		{ "~", "'~'" },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		struct pm_buf out = { 0 };

		pm_shell_quote(&out, table[i].word);
		assert_string_equal(pm_buf_str(&out), table[i].want);
		pm_buf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(joining_puts_one_slash_between),
		cmocka_unit_test(a_folder_holds_itself_and_what_is_below),
		cmocka_unit_test(
			a_path_is_resolved_from_where_the_user_stands),
		cmocka_unit_test(
			an_absolute_path_below_the_top_is_a_path_of_the_user_too),
		cmocka_unit_test(a_path_is_shown_from_where_the_user_stands),
		cmocka_unit_test(a_title_becomes_a_name),
		cmocka_unit_test(a_long_title_is_cut_behind_a_word),
		cmocka_unit_test(a_long_word_is_cut_at_a_character),
		cmocka_unit_test(a_name_that_cannot_stand_in_an_id_is_told),
		cmocka_unit_test(only_odd_paths_are_quoted),
		cmocka_unit_test(a_word_for_a_shell_stays_one_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
