/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "syntax/front.h"

#define NR(array) (sizeof(array) / sizeof(*(array)))
#define BOM "\xef\xbb\xbf"
#define RLO "\xe2\x80\xae"
#define CODER "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb"

struct read {
	struct pm_arena arena;
	struct pm_problems problems;
	struct pm_front front;
};

static void read_bytes(struct read *r, const char *text, size_t len)
{
	memset(r, 0, sizeof(*r));
	r->problems.arena = &r->arena;
	pm_front_read(&r->front, &r->arena, text, len, PM_MAX_DOCUMENT,
		      &r->problems);
}

static void read_text(struct read *r, const char *text)
{
	read_bytes(r, text, strlen(text));
}

static void release(struct read *r)
{
	pm_arena_release(&r->arena);
}

static void fields_and_body_are_told_apart(void **state)
{
	static const struct {
		const char *text;
		const char *body;
		size_t body_line;
	} table[] = {
		{ "---\na: b\n---\nbody\n", "body\n", 4 },
		{ BOM "---\na: b\n---\nbody\n", "body\n", 4 },
		{ "--- \t\na: b\n---  \nbody\n", "body\n", 4 },
		{ "---\r\na: b\r\n---\r\nbody\r\n", "body\r\n", 4 },
		{ "---\ra: b\r---\rbody\r", "body\r", 4 },
		{ "---\na: b\n...\nbody", "body", 4 },
		{ "---\na: b\n---", "", 4 },
		{ "---\na: b\n---\n", "", 4 },
		{ "---\na: b\n---\n---\n", "---\n", 4 },
		/* A line of --- ends it wherever it stands. */
		{ "---\na: |\n  x\n---\nbody\n", "body\n", 5 },
		{ "---\na: b\nc: ----\n ---\n---\nx", "x", 6 },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		struct read r;

		read_text(&r, table[i].text);
		assert_true(r.front.present);
		assert_non_null(r.front.map);
		assert_int_equal(r.problems.nr, 0);
		assert_string_equal(pm_yaml_get(r.front.map, "a")->key, "a");
		assert_string_equal(table[i].text + r.front.body_start,
				    table[i].body);
		assert_int_equal(r.front.body_line, table[i].body_line);
		assert_int_equal(pm_yaml_get(r.front.map, "a")->line, 2);
		release(&r);
	}
}

static void empty_front_matter_is_an_empty_map(void **state)
{
	struct read r;

	(void)state;
	read_text(&r, "---\n---\nbody");
	assert_int_equal(r.problems.nr, 0);
	assert_int_equal(r.front.map->nr, 0);
	assert_int_equal(r.front.yaml_start, 4);
	assert_int_equal(r.front.yaml_end, 4);
	assert_int_equal(r.front.body_line, 3);
	release(&r);
}

static void a_file_without_front_matter_is_all_body(void **state)
{
	static const struct {
		const char *text, *message, *fix;
	} table[] = {
		{ "# Title\n", "first line is not ---", "start the file" },
		{ "----\na: b\n---\n", "first line is not ---", "start" },
		{ " ---\na: b\n---\n", "first line is not ---", "start" },
		{ "\n\n---\na: b\n---\n", "line 1", "remove what stands" },
		{ "", "empty", "start it" },
		{ BOM, "empty", "start it" },
		{ "---x\n", "first line is not ---", "start" },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		struct read r;

		read_text(&r, table[i].text);
		assert_false(r.front.present);
		assert_null(r.front.map);
		assert_int_equal(r.problems.nr, 1);
		assert_int_equal(r.problems.item[0].kind,
				 PM_PROBLEM_FRONT_MATTER);
		assert_int_equal(r.problems.item[0].line, 1);
		assert_non_null(strstr(r.problems.item[0].message,
				       table[i].message));
		assert_non_null(strstr(r.problems.item[0].fix, table[i].fix));
		assert_int_equal(r.front.body_line, 1);
		release(&r);
	}
	{
		struct read r;

		read_text(&r, BOM "text");
		assert_int_equal(r.front.body_start, 3);
		release(&r);
	}
}

static void front_matter_that_is_never_closed_is_another_problem(void **state)
{
	static const char *const text[] = { "---\na: b\n\n# Body\n", "---",
					    "---\n", "---\na: b\n ---\n",
					    "---\na: b\n--- x\n" };

	(void)state;
	for (size_t i = 0; i < NR(text); i++) {
		struct read r;

		read_text(&r, text[i]);
		assert_true(r.front.present);
		assert_null(r.front.map);
		assert_int_equal(r.problems.nr, 1);
		assert_int_equal(r.problems.item[0].line, 1);
		assert_non_null(strstr(r.problems.item[0].message,
				       "never closed"));
		assert_int_equal(r.front.body_start, strlen(text[i]));
		release(&r);
	}
}

static void other_encodings_are_told_to_be_saved_as_utf8(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
	} table[] = {
		{ "\xff\xfe-\0-\0-\0\n\0", 10 },
		{ "\xfe\xff\0-\0-\0-\0\n", 10 },
		{ "-\0-\0-\0\n\0", 8 },
		{ "\0-\0-\0-\0\n", 8 },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		struct read r;

		read_bytes(&r, table[i].bytes, table[i].len);
		assert_null(r.front.map);
		assert_int_equal(r.problems.nr, 1);
		assert_string_equal(r.problems.item[0].fix,
				    "save it as UTF-8");
		release(&r);
	}
}

static void hidden_characters_weigh_more_in_fields_than_in_prose(void **state)
{
	struct read r;

	(void)state;
	read_text(&r, "---\na: x" RLO "y\n---\nok\nz" RLO "\n");
	assert_non_null(r.front.map);
	assert_int_equal(r.problems.nr, 2);
	assert_int_equal(r.problems.item[0].kind, PM_PROBLEM_HIDDEN);
	assert_int_equal(r.problems.item[0].line, 2);
	assert_int_equal(r.problems.item[1].kind, PM_PROBLEM_HIDDEN_PROSE);
	assert_int_equal(r.problems.item[1].line, 5);
	assert_int_equal(r.problems.item[1].column, 2);
	release(&r);

	read_text(&r, "---\na: " CODER "\n---\n" CODER " \xe2\x9a\xa0\xef\xb8"
		      "\x8f\n");
	assert_int_equal(r.problems.nr, 0);
	release(&r);

	read_bytes(&r, "---\na: b\n---\nx\0y\xff", 17);
	assert_int_equal(r.problems.nr, 2);
	assert_int_equal(r.problems.item[0].kind, PM_PROBLEM_HIDDEN);
	assert_int_equal(r.problems.item[1].kind, PM_PROBLEM_HIDDEN_PROSE);
	release(&r);
}

static void conflicts_are_found_in_fields_and_body(void **state)
{
	static const char text[] = "---\na: b\n<<<<<<< HEAD\ndue: 1\n=======\n"
				   "due: 2\n>>>>>>> x\n---\n\n<<<<<<< HEAD\n"
				   "y\n=======\nz\n>>>>>>> x\n";
	struct read r;

	(void)state;
	read_text(&r, text);
	assert_null(r.front.map);
	assert_int_equal(r.problems.nr, 2);
	assert_int_equal(r.problems.item[0].kind, PM_PROBLEM_CONFLICT);
	assert_int_equal(r.problems.item[0].line, 3);
	assert_int_equal(r.problems.item[1].line, 10);
	release(&r);
}

static void what_is_too_large_is_not_read(void **state)
{
	struct pm_buf text = { 0 };
	struct read r;

	(void)state;
	pm_buf_addstr(&text, "---\na: b\n---\n");
	while (text.len <= PM_MAX_DOCUMENT)
		pm_buf_addstr(&text, "0123456789abcdef\n");
	read_bytes(&r, text.ptr, text.len);
	assert_int_equal(r.problems.nr, 1);
	assert_int_equal(r.problems.item[0].kind, PM_PROBLEM_TOO_LARGE);
	assert_false(r.front.present);
	assert_int_equal(r.front.body_start, text.len);
	release(&r);

	pm_buf_reset(&text);
	pm_buf_addstr(&text, "---\n");
	while (text.len <= PM_MAX_FRONT_MATTER + 4)
		pm_buf_addstr(&text, "# filler\n");
	pm_buf_addstr(&text, "---\nbody\n");
	read_bytes(&r, text.ptr, text.len);
	assert_null(r.front.map);
	assert_int_equal(r.problems.nr, 1);
	assert_int_equal(r.problems.item[0].kind, PM_PROBLEM_TOO_LARGE);
	assert_string_equal(text.ptr + r.front.body_start, "body\n");
	release(&r);
	pm_buf_release(&text);
}

static void lines_of_a_yaml_problem_are_those_of_the_file(void **state)
{
	struct read r;

	(void)state;
	read_text(&r, "---\na: b\nowner: @alice\n---\nbody\n");
	assert_null(r.front.map);
	assert_int_equal(r.problems.item[0].line, 3);
	assert_int_equal(r.problems.item[0].column, 8);
	assert_int_equal(r.front.body_line, 5);
	release(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_and_body_are_told_apart),
		cmocka_unit_test(empty_front_matter_is_an_empty_map),
		cmocka_unit_test(a_file_without_front_matter_is_all_body),
		cmocka_unit_test(
			front_matter_that_is_never_closed_is_another_problem),
		cmocka_unit_test(
			other_encodings_are_told_to_be_saved_as_utf8),
		cmocka_unit_test(
			hidden_characters_weigh_more_in_fields_than_in_prose),
		cmocka_unit_test(conflicts_are_found_in_fields_and_body),
		cmocka_unit_test(what_is_too_large_is_not_read),
		cmocka_unit_test(
			lines_of_a_yaml_problem_are_those_of_the_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
