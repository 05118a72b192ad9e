/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "syntax/front.h"

#define NR(array) (sizeof(array) / sizeof(*(array)))
#define MOST 4

static const char *const order[] = { "title", "status", "severity", NULL };

struct edit_case {
	const char *before; /* without the lines of --- */
	const char *key;
	const char *value[MOST];
	bool list;
	const char *after; /* NULL: refused */
};

static void wrap(struct pm_buf *file, const char *yaml)
{
	pm_buf_addf(file, "---\n%s---\n# body: [x\n", yaml);
}

static void run(const struct edit_case *table, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		struct pm_buf file = { 0 };
		struct pm_buf want = { 0 };
		struct pm_error err = { 0 };
		size_t values = 0;
		int ret;

		while (values < MOST && table[i].value[values])
			values++;
		wrap(&file, table[i].before);
		wrap(&want, table[i].after ? table[i].after
					   : table[i].before);
		ret = pm_front_set(&file, table[i].key, table[i].value,
				   values, table[i].list, order, &err);
		assert_string_equal(pm_buf_str(&file), pm_buf_str(&want));
		assert_int_equal(ret, table[i].after ? 0 : PM_EINVALID);
		if (ret)
			assert_true(strlen(err.message) > 0);
		pm_buf_release(&file);
		pm_buf_release(&want);
	}
}

static void a_scalar_is_replaced_in_place(void **state)
{
	static const struct edit_case table[] = {
		{ "a: 1\ndue: 2026-12-05  # before the audit\nb: 2\n", "due",
		  { "2026-12-12" }, false,
		  "a: 1\ndue: 2026-12-12  # before the audit\nb: 2\n" },
		{ "title: \"old\"\n", "title", { "new" }, false,
		  "title: \"new\"\n" },
		{ "title: 'old'\n", "title", { "new" }, false,
		  "title: 'new'\n" },
		{ "title: 'old'\n", "title", { "say \"x\": y" }, false,
		  "title: \"say \\\"x\\\": y\"\n" },
		{ "title: old\n", "title", { "@new" }, false,
		  "title: \"@new\"\n" },
		{ "title:   old   # c\n", "title", { "new" }, false,
		  "title:   new   # c\n" },
		{ "title: one\n  two # c\nb: 2\n", "title", { "new" }, false,
		  "title: new # c\nb: 2\n" },
		{ "title: caf\xc3\xa9 # \xc3\xa9\nb: \xc3\xa9\n", "title",
		  { "th\xc3\xa9" }, false,
		  "title: th\xc3\xa9 # \xc3\xa9\nb: \xc3\xa9\n" },
		{ "\"title\": old\n", "title", { "new" }, false,
		  "\"title\": new\n" },
		{ "title: old\n", "title", { "two\nlines" }, false,
		  "title: \"two\\nlines\"\n" },
		{ "title: old\n", "title", { "" }, false, "title: \"\"\n" },
		{ "title: old\n", "title", { NULL }, false, "title: \n" },
		{ "  title: old\n  b: 1\n", "title", { "new" }, false,
		  "  title: new\n  b: 1\n" },
	};

	(void)state;
	run(table, NR(table));
}

static void an_empty_value_is_filled(void **state)
{
	static const struct edit_case table[] = {
		{ "owner:\nb: 2\n", "owner", { "bob" }, false,
		  "owner: bob\nb: 2\n" },
		{ "owner:   \nb: 2\n", "owner", { "bob" }, false,
		  "owner: bob\nb: 2\n" },
		{ "owner:  # nobody yet\nb: 2\n", "owner", { "bob" }, false,
		  "owner: bob  # nobody yet\nb: 2\n" },
		{ "owner: ~\n", "owner", { "bob" }, false, "owner: bob\n" },
		{ "teams:\n", "teams", { "a", "b" }, true,
		  "teams: [a, b]\n" },
		{ "m: {a: , b: c}\n", "m.a", { "x" }, false,
		  "m: {a: x , b: c}\n" },
	};

	(void)state;
	run(table, NR(table));
}

static void blocks_are_replaced_cleanly(void **state)
{
	static const struct edit_case table[] = {
		{ "note: |\n  one\n\n  two\nb: 2\n", "note", { "new" }, false,
		  "note: new\nb: 2\n" },
		{ "note: >-  # folded\n  one\nb: 2\n", "note", { "new" },
		  false, "note: new  # folded\nb: 2\n" },
		{ "teams:  # who\n  - a\n  - b  # c\nb: 2\n", "teams",
		  { "x" }, false, "teams: x  # who\nb: 2\n" },
		{ "teams:\n- a\n- b\nb: 2\n", "teams", { NULL }, true,
		  "teams: []\nb: 2\n" },
		{ "m:\n  a: 1\n  b: 2\nz: 3\n", "m", { "x" }, false,
		  "m: x\nz: 3\n" },
		{ "l:\n  - a: 1\n  - b\nz: 3\n", "l", { "x", "w" }, true,
		  "l: [x, w]\nz: 3\n" },
	};

	(void)state;
	run(table, NR(table));
}

static void lists_keep_their_shape(void **state)
{
	static const struct edit_case table[] = {
		{ "teams: [a, \"b\"]  # c\n", "teams", { "a", "@b", "c, d" },
		  true, "teams: [a, \"@b\", \"c, d\"]  # c\n" },
		{ "teams: [a]\n", "teams", { NULL }, true, "teams: []\n" },
		{ "teams: a\n", "teams", { "a" }, true, "teams: [a]\n" },
		{ "teams:\n  - a  # first\n  - \"b\"\nz: 1\n", "teams",
		  { "a", "b", "c" }, true,
		  "teams:\n  - a  # first\n  - \"b\"\n  - c\nz: 1\n" },
		{ "teams:\n- a\n- c\nz: 1\n", "teams", { "a", "b", "c" },
		  true, "teams:\n- a\n- b\n- c\nz: 1\n" },
		{ "teams:\n  - a  # first\n  - b\nz: 1\n", "teams", { "b" },
		  true, "teams:\n  - b\nz: 1\n" },
		{ "teams:\n  -   a\n  -   b\n", "teams", { "x", "w" }, true,
		  "teams:\n  -   x\n  -   w\n" },
		{ "teams:\n  - a\n  # about b\n  - b\n", "teams",
		  { "z", "a", "b" }, true,
		  "teams:\n  - z\n  - a\n  # about b\n  - b\n" },
	};

	(void)state;
	run(table, NR(table));
}

static void an_absent_key_goes_where_the_record_shows_it(void **state)
{
	static const struct edit_case table[] = {
		{ "title: x # c\n# about the owner\nowner: y\n", "lead",
		  { "bob" }, false,
		  "title: x # c\nlead: bob\n# about the owner\nowner: y\n" },
		{ "title: x\nseverity:\n  - odd\nz: 1\n", "lead", { "bob" },
		  false, "title: x\nseverity:\n  - odd\nlead: bob\nz: 1\n" },
		{ "z: 1\n", "lead", { "bob" }, false, "lead: bob\nz: 1\n" },
		{ "  z: 1\n", "lead", { "bob" }, false,
		  "  lead: bob\n  z: 1\n" },
		{ "", "lead", { "bob" }, false, "lead: bob\n" },
		{ "# nothing yet\n", "lead", { "bob" }, false,
		  "lead: bob\n# nothing yet\n" },
		{ "title: |\n  long\n\nz: 1\n", "lead", { "bob" }, false,
		  "title: |\n  long\nlead: bob\n\nz: 1\n" },
		{ "title: x\n", "lead", { "a", "b" }, true,
		  "title: x\nlead: [a, b]\n" },
		{ "{title: x, z: 1}\n", "lead", { "b" }, false,
		  "{title: x, lead: b, z: 1}\n" },
		{ "{z: 1}\n", "lead", { "b" }, false, "{lead: b, z: 1}\n" },
	};

	(void)state;
	run(table, NR(table));
}

static void a_key_one_level_below_is_reached(void **state)
{
	static const struct edit_case table[] = {
		{ "title: x\nz: 1\n", "debrief.date", { "2026-11-30" }, false,
		  "title: x\ndebrief:\n  date: 2026-11-30\nz: 1\n" },
		{ "title: x\ndebrief:  # soon\nz: 1\n", "debrief.date",
		  { "2026-11-30" }, false,
		  "title: x\ndebrief:  # soon\n  date: 2026-11-30\nz: 1\n" },
		{ "debrief: ~  # soon\n", "debrief.date", { "2026-11-30" },
		  false, "debrief:  # soon\n  date: 2026-11-30\n" },
		{ "debrief:\n    lead: a # c\nz: 1\n", "debrief.date",
		  { "2026-11-30" }, false,
		  "debrief:\n    date: 2026-11-30\n    lead: a # c\nz: 1\n" },
		{ "debrief:\n  date: 2026-01-01 # c\n  lead: a\n",
		  "debrief.date", { "2026-11-30" }, false,
		  "debrief:\n  date: 2026-11-30 # c\n  lead: a\n" },
		{ "debrief: {lead: a} # c\n", "debrief.date",
		  { "2026-11-30" }, false,
		  "debrief: {date: 2026-11-30, lead: a} # c\n" },
		{ "debrief: {date: 2026-01-01}\n", "debrief.date",
		  { "2026-11-30" }, false, "debrief: {date: 2026-11-30}\n" },
		{ "debrief: {}\n", "debrief.who", { "@a", "b" }, true,
		  "debrief: {who: [\"@a\", b]}\n" },
		{ "{title: x}\n", "debrief.date", { "2026-11-30" }, false,
		  "{title: x, debrief: {date: 2026-11-30}}\n" },
		{ "debrief:\n  who:\n    - a\n  date: 1\n", "debrief.who",
		  { "a", "b" }, true,
		  "debrief:\n  who:\n    - a\n    - b\n  date: 1\n" },
		{ "debrief: soon\n", "debrief.date", { "x" }, false, NULL },
		{ "debrief: [soon]\n", "debrief.date", { "x" }, false, NULL },
	};

	(void)state;
	run(table, NR(table));
}

static void the_order_inside_a_map_is_that_of_its_fields(void **state)
{
	static const char *const before[] = { "title", "debrief.date",
					      "debrief.facilitator", NULL };
	static const char *const value[] = { "x" };
	struct pm_error err = { 0 };
	struct pm_buf file = { 0 };

	(void)state;
	pm_buf_addstr(&file, "---\ntitle: x\ndebrief:\n  date: 1\n"
			     "  recording: r\n---\n");
	assert_int_equal(pm_front_set(&file, "debrief.attendees", value, 1,
				      true, before, &err), 0);
	assert_string_equal(file.ptr,
			    "---\ntitle: x\ndebrief:\n  date: 1\n"
			    "  attendees: [x]\n  recording: r\n---\n");
	assert_int_equal(pm_front_set(&file, "waivers.title", value, 1,
				      false, before, &err), 0);
	assert_string_equal(file.ptr,
			    "---\ntitle: x\ndebrief:\n  date: 1\n"
			    "  attendees: [x]\n  recording: r\n"
			    "waivers:\n  title: x\n---\n");
	pm_buf_release(&file);
}

static void nothing_changes_when_it_is_so_already(void **state)
{
	static const struct edit_case table[] = {
		{ "owner: 'bob'   # c\n", "owner", { "bob" }, false,
		  "owner: 'bob'   # c\n" },
		{ "teams:\n  - a\n  - \"b\"\n", "teams", { "a", "b" }, true,
		  "teams:\n  - a\n  - \"b\"\n" },
		{ "m: { a : 1 }\n", "m.a", { "1" }, false,
		  "m: { a : 1 }\n" },
		{ "owner:\n", "owner", { NULL }, false, "owner:\n" },
	};

	(void)state;
	run(table, NR(table));
}

static void what_would_not_read_back_is_refused(void **state)
{
	static const struct edit_case table[] = {
		{ "owner: @alice\n", "title", { "x" }, false, NULL },
		{ "a: 1\na: 2\n", "a", { "3" }, false, NULL },
		{ "m: {a: 1, a: 2}\n", "m.a", { "3" }, false, NULL },
		{ "a: 1\n", "a", { "\033[0m" }, false, NULL },
		{ "a: 1\n", "a", { "x\xe2\x80\xae" }, false, NULL },
		{ "a: 1\n", "a", { "\xff" }, false, NULL },
		{ "m: {a, b: c}\n", "m.a", { "x" }, false, NULL },
		/* A line more would become a part of what | + keeps. */
		{ "title: |+\n  x\n\n\nz: 1\n", "lead", { "b" }, false,
		  NULL },
	};

	(void)state;
	run(table, NR(table));
}

static void a_file_that_is_not_ours_is_refused(void **state)
{
	static const char *const text[] = { "", "# Title\n", "---\na: b\n",
					    "---\n- a\n---\n" };
	static const char *const value[] = { "x" };

	(void)state;
	for (size_t i = 0; i < NR(text); i++) {
		struct pm_error err = { 0 };
		struct pm_buf file = { 0 };

		pm_buf_addstr(&file, text[i]);
		assert_int_equal(pm_front_set(&file, "a", value, 1, false,
					      NULL, &err), PM_EINVALID);
		assert_int_equal(err.code, PM_EINVALID);
		assert_memory_equal(err.message, "line ", 5);
		assert_string_equal(file.ptr, text[i]);
		assert_int_equal(pm_front_unset(&file, "a", &err),
				 PM_EINVALID);
		assert_string_equal(file.ptr, text[i]);
		pm_buf_release(&file);
	}
}

static void line_ends_and_a_byte_order_mark_stay(void **state)
{
	static const char *const value[] = { "bob", "eve" };
	struct pm_error err = { 0 };
	struct pm_buf file = { 0 };

	(void)state;
	pm_buf_addstr(&file, "\xef\xbb\xbf---\r\ntitle: x\r\nl:\r\n  - a\r\n"
			     "---\r\nbody\r\n");
	assert_int_equal(pm_front_set(&file, "owner", value, 1, false, order,
				      &err), 0);
	assert_int_equal(pm_front_set(&file, "l", value, 2, true, order,
				      &err), 0);
	assert_int_equal(pm_front_set(&file, "m.k", value, 1, false, order,
				      &err), 0);
	assert_string_equal(file.ptr,
			    "\xef\xbb\xbf---\r\ntitle: x\r\nm:\r\n"
			    "  k: bob\r\nowner: bob\r\nl:\r\n  - bob\r\n"
			    "  - eve\r\n---\r\nbody\r\n");
	pm_buf_release(&file);
}

static void a_key_is_removed_with_its_lines(void **state)
{
	static const struct {
		const char *before, *key, *after;
	} table[] = {
		{ "a: 1\nb: 2 # c\nd: 3\n", "b", "a: 1\nd: 3\n" },
		{ "a: 1\nl:\n  - x\n  - y # c\nd: 3\n", "l", "a: 1\nd: 3\n" },
		{ "n: |\n  x\n  y\nd: 3\n", "n", "d: 3\n" },
		{ "a: 1\n", "b", "a: 1\n" },
		{ "a: 1\n", "b.c", "a: 1\n" },
		{ "a: 1\n", "a", "" },
		{ "m:\n  a: 1\n  b: 2\n", "m.a", "m:\n  b: 2\n" },
		{ "m:\n  a: 1\nz: 1\n", "m.a", "z: 1\n" },
		{ "m: {a: 1, b: 2}\n", "m.a", "m: {b: 2}\n" },
		{ "m: {a: 1, b: 2}\n", "m.b", "m: {a: 1}\n" },
		{ "m: {a: 1}\n", "m.a", "m: {}\n" },
		{ "m: {a: {x: 1}, b: 2}\n", "m.a", "m: {b: 2}\n" },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		struct pm_buf file = { 0 };
		struct pm_buf want = { 0 };
		struct pm_error err = { 0 };

		wrap(&file, table[i].before);
		wrap(&want, table[i].after);
		assert_int_equal(pm_front_unset(&file, table[i].key, &err),
				 0);
		assert_string_equal(file.ptr, want.ptr);
		pm_buf_release(&file);
		pm_buf_release(&want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_scalar_is_replaced_in_place),
		cmocka_unit_test(an_empty_value_is_filled),
		cmocka_unit_test(blocks_are_replaced_cleanly),
		cmocka_unit_test(lists_keep_their_shape),
		cmocka_unit_test(
			an_absent_key_goes_where_the_record_shows_it),
		cmocka_unit_test(a_key_one_level_below_is_reached),
		cmocka_unit_test(
			the_order_inside_a_map_is_that_of_its_fields),
		cmocka_unit_test(nothing_changes_when_it_is_so_already),
		cmocka_unit_test(what_would_not_read_back_is_refused),
		cmocka_unit_test(a_file_that_is_not_ours_is_refused),
		cmocka_unit_test(line_ends_and_a_byte_order_mark_stay),
		cmocka_unit_test(a_key_is_removed_with_its_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
