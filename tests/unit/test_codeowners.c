/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "syntax/codeowners.h"

#define NR(array) (sizeof(array) / sizeof(*(array)))

static void a_pattern_matches_as_forges_match(void **state)
{
	static const struct {
		const char *pattern, *path;
		int matches;
	} table[] = {
		{ "*", "a", 1 },
		{ "*", "a/b/c.md", 1 },
		{ "*.js", "a.js", 1 },
		{ "*.js", "x/y/a.js", 1 },
		{ "*.js", "a.jsx", 0 },
		/* Bound to the top by a slash in front or in between. */
		{ "/build/logs/", "build/logs/a/b", 1 },
		{ "/build/logs/", "build/logs", 0 },
		{ "/build/logs/", "x/build/logs/a", 0 },
		{ "docs/*", "docs/start.md", 1 },
		{ "docs/*", "docs/build-app/trouble.md", 0 },
		{ "docs/*", "x/docs/start.md", 0 },
		{ "apps/", "x/apps/a/b", 1 },
		{ "apps/", "apps", 0 },
		{ "/docs", "docs/a", 1 },
		{ "/docs", "docs", 1 },
		{ "/docs", "docs2", 0 },
		{ "/doc?", "docs", 1 },
		{ "/doc?", "doc", 0 },
		{ "/caf?/x", "caf\303\251/x", 1 },
		/* "**" is any number of folders. */
		{ "**/logs", "build/logs/x", 1 },
		{ "**/logs", "logs", 1 },
		{ "**/logs", "deeply/nested/logs", 1 },
		{ "/a/**", "a/b", 1 },
		{ "/a/**", "a", 0 },
		{ "/a/**/z", "a/z", 1 },
		{ "/a/**/z", "a/b/c/z", 1 },
		{ "/a/**/z", "a/b/c/y", 0 },
		{ "/a/**/b/**/c", "a/b/x/b/y/c", 1 },
		{ "/a/*/c", "a/b/c", 1 },
		{ "/a/*/c", "a/b/b/c", 0 },
		{ "/a*b*c", "aXbXbXc", 1 },
		{ "/a*b*c", "aXbXbX", 0 },
		/* An escaped character is itself. */
		{ "/my\\ docs/", "my docs/a", 1 },
		{ "/a\\*", "a*", 1 },
		{ "/a\\*", "ab", 0 },
		{ "/postmortems/2026-11-21-slow/",
		  "postmortems/2026-11-21-slow/actions/cache.md", 1 },
		{ "/postmortems/2026-11-21-slow/",
		  "postmortems/2026-11-21-slower/README.md", 0 },
		{ "", "a", 0 },
		{ "/", "a", 0 },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		if (pm_codeowners_match(table[i].pattern, table[i].path) !=
		    table[i].matches)
			fail_msg("%s %s %s", table[i].pattern,
				 table[i].matches ? "does not match" :
						    "matches",
				 table[i].path);
	}
}

static void a_hostile_pattern_takes_no_time(void **state)
{
	struct pm_buf pattern = { 0 }, path = { 0 };

	(void)state;
	for (int i = 0; i < 2000; i++) {
		pm_buf_addstr(&pattern, "/**/a*a*a*");
		pm_buf_addstr(&path, i ? "/aaaaaaaaaa" : "aaaaaaaaaa");
	}
	pm_buf_addstr(&pattern, "/z");
	assert_false(pm_codeowners_match(pm_buf_str(&pattern),
					 pm_buf_str(&path)));
	pm_buf_release(&pattern);
	pm_buf_release(&path);
}

static bool collect(void *payload, const char *owner)
{
	struct pm_buf *out = payload;

	pm_buf_addf(out, "%s ", owner);
	return false;
}

static const char text[] =
	"# everything\n"
	"*  @all\n"
	"/a/ @one @org/team # the two\n"
	"/a/b two@example.com\r\n"
	"/a/none\n"
	"!/a/ @never\n"
	"/[ab]/ @never\n"
	"/spaced\\ name/ @three not-a-name\n"
	"  \n"
	PM_CODEOWNERS_BEGIN " (generated)\n"
	"/ @generated\n"
	"/a/ @generated\n"
	PM_CODEOWNERS_END "\n"
	"/last @last";

static void the_last_line_that_matches_counts(void **state)
{
	static const struct {
		const char *path, *owners;
	} table[] = {
		{ "x", "@all " },
		{ "a/x", "@one @org/team " },
		{ "a/b", "two@example.com " },
		{ "a/none", "" },
		{ "spaced name/x", "@three " },
		{ "last", "@last " },
		{ NULL, "@last @three two@example.com @one @org/team @all " },
	};
	struct pm_codeowners owners;

	(void)state;
	pm_codeowners_parse(&owners, text, sizeof(text) - 1);
	assert_int_equal(owners.ignored, 2);
	for (size_t i = 0; i < NR(table); i++) {
		struct pm_buf out = { 0 };

		assert_false(pm_codeowners_any(&owners, table[i].path, collect,
					       &out));
		assert_string_equal(pm_buf_str(&out), table[i].owners);
		pm_buf_release(&out);
	}
	pm_codeowners_release(&owners);
}

static void each_section_has_a_last_line_of_its_own(void **state)
{
	static const char sections[] = "* @all\n"
				       "[Documentation][2] @writers @both\n"
				       "docs/\n"
				       "docs/special/ @special\n"
				       "^[Optional]\n"
				       "docs/ @optional\n";
	struct pm_codeowners owners;
	struct pm_buf out = { 0 };

	(void)state;
	pm_codeowners_parse(&owners, sections, sizeof(sections) - 1);
	assert_int_equal(owners.sections, 2);
	pm_codeowners_any(&owners, "docs/x", collect, &out);
	assert_string_equal(pm_buf_str(&out), "@optional @writers @both @all ");
	pm_buf_reset(&out);
	pm_codeowners_any(&owners, "docs/special/x", collect, &out);
	assert_string_equal(pm_buf_str(&out), "@optional @special @all ");
	pm_buf_release(&out);
	pm_codeowners_release(&owners);
}

static void what_a_forge_can_call_somebody(void **state)
{
	static const char *const names[] = {
		"@alice", "@org/team", "@group/sub/team", "a.b+c@example.com",
		"@a-b_c.d",
	};
	static const char *const others[] = {
		"", "alice", "@", "@/team", "@org/", "@org//team", "@a b",
		"a@b", "a@", "a@.com", "@a,@b", "Alice Adams", "a@example.com d",
		"@a#b", "x y@example.com",
	};

	(void)state;
	for (size_t i = 0; i < NR(names); i++)
		assert_true(pm_codeowner_is_name(names[i]));
	for (size_t i = 0; i < NR(others); i++) {
		if (pm_codeowner_is_name(others[i]))
			fail_msg("\"%s\" passes", others[i]);
	}
}

static void a_path_becomes_the_pattern_that_matches_it(void **state)
{
	static const char *const paths[] = {
		"postmortems/a", "a b/c", "caf\303\251", "a#b", "#a", "!a",
	};
	static const char *const odd[] = {
		"a*", "a?", "a[b]", "a\\b", "a\nb", "a #b",
	};
	struct pm_buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < NR(paths); i++) {
		pm_buf_reset(&out);
		assert_true(pm_codeowners_add_path(&out, paths[i]));
		assert_true(pm_codeowners_match(pm_buf_str(&out), paths[i]));
	}
	pm_buf_reset(&out);
	for (size_t i = 0; i < NR(odd); i++)
		assert_false(pm_codeowners_add_path(&out, odd[i]));
	assert_int_equal(out.len, 0);
	pm_buf_release(&out);
}

#define BEGIN PM_CODEOWNERS_BEGIN " (generated)"

static void only_our_part_of_the_file_changes(void **state)
{
	static const struct {
		const char *before, *lines, *after;
	} table[] = {
		{ "", "/a/ @a\n", BEGIN "\n/a/ @a\n" PM_CODEOWNERS_END "\n" },
		{ "", "", "" },
		{ "* @all", "/a/ @a\n", "* @all\n" BEGIN "\n/a/ @a\n"
					 PM_CODEOWNERS_END "\n" },
		{ "x @x\r\n", "/a/ @a\n", "x @x\r\n" BEGIN "\r\n/a/ @a\r\n"
					   PM_CODEOWNERS_END "\r\n" },
		{ "x\n" PM_CODEOWNERS_BEGIN "\nold\n" PM_CODEOWNERS_END
		  " and more\n y", "/a/ @a\n",
		  "x\n" BEGIN "\n/a/ @a\n" PM_CODEOWNERS_END "\n y" },
		{ "x\n" BEGIN "\nold\n" PM_CODEOWNERS_END "\n y", "", "x\n y" },
		{ BEGIN "\n" PM_CODEOWNERS_END, "", "" },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		struct pm_buf out = { 0 };
		struct pm_error err = { 0 };

		pm_buf_addstr(&out, table[i].before);
		assert_int_equal(pm_codeowners_replace(&out, table[i].lines,
						       &err), 0);
		assert_string_equal(pm_buf_str(&out), table[i].after);
		assert_int_equal(pm_codeowners_replace(&out, table[i].lines,
						       &err), 0);
		assert_string_equal(pm_buf_str(&out), table[i].after);
		pm_buf_release(&out);
	}
}

static void marks_that_do_not_pair_are_refused(void **state)
{
	static const char *const table[] = {
		BEGIN "\nx\n",
		"x\n" PM_CODEOWNERS_END "\n",
		BEGIN "\n" PM_CODEOWNERS_END "\n" BEGIN "\n" PM_CODEOWNERS_END,
		PM_CODEOWNERS_END "\n" BEGIN "\n",
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		struct pm_buf out = { 0 };
		struct pm_error err = { 0 };

		pm_buf_addstr(&out, table[i]);
		assert_int_equal(pm_codeowners_replace(&out, "a\n", &err),
				 PM_EINVALID);
		assert_string_equal(pm_buf_str(&out), table[i]);
		pm_buf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pattern_matches_as_forges_match),
		cmocka_unit_test(a_hostile_pattern_takes_no_time),
		cmocka_unit_test(the_last_line_that_matches_counts),
		cmocka_unit_test(each_section_has_a_last_line_of_its_own),
		cmocka_unit_test(what_a_forge_can_call_somebody),
		cmocka_unit_test(a_path_becomes_the_pattern_that_matches_it),
		cmocka_unit_test(only_our_part_of_the_file_changes),
		cmocka_unit_test(marks_that_do_not_pair_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
