/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "syntax/scan.h"

#define NR(array) (sizeof(array) / sizeof(*(array)))
#define RLO "\xe2\x80\xae"
#define CODER "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb"

static void hidden_characters_are_told_with_their_place(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		size_t line, column; /* 0: nothing to tell */
		enum pm_problem_kind kind;
		bool unreadable;
	} table[] = {
		{ "plain\ttext\r\n", 12, 0, 0, 0, false },
		{ "caf\xc3\xa9", 5, 0, 0, 0, false },
		{ CODER, 11, 0, 0, 0, false },
		{ "\xe2\x9a\xa0\xef\xb8\x8f x", 8, 0, 0, 0, false },
		{ "a\nb" RLO, 6, 2, 2, PM_PROBLEM_HIDDEN_PROSE, false },
		{ "a\r\n\xc3\xa9" RLO, 8, 2, 3, PM_PROBLEM_HIDDEN_PROSE,
		  false },
		{ "a\r\r" RLO, 6, 3, 1, PM_PROBLEM_HIDDEN_PROSE, false },
		{ "a\0b", 3, 1, 2, PM_PROBLEM_HIDDEN, true },
		{ "a\033[0m", 5, 1, 2, PM_PROBLEM_HIDDEN_PROSE, true },
		{ "\xff", 1, 1, 1, PM_PROBLEM_HIDDEN_PROSE, true },
		{ "x\xe2\x80\xa8y", 5, 1, 2, PM_PROBLEM_HIDDEN_PROSE, true },
		{ "x\xc2\x85y", 4, 1, 2, PM_PROBLEM_HIDDEN_PROSE, true },
		{ "x\xe2\x80\x8by", 5, 1, 2, PM_PROBLEM_HIDDEN_PROSE, false },
		{ "x\xef\xbb\xbfy", 5, 1, 2, PM_PROBLEM_HIDDEN_PROSE, true },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		struct pm_arena arena = { 0 };
		struct pm_problems problems = { .arena = &arena };
		struct pm_scan scan;

		pm_scan_text(&scan, table[i].text, 0, table[i].len, 1,
			     PM_PROBLEM_HIDDEN_PROSE, &problems);
		assert_int_equal(problems.nr, table[i].line != 0);
		if (problems.nr) {
			assert_int_equal(problems.item->line, table[i].line);
			assert_int_equal(problems.item->column,
					 table[i].column);
			assert_int_equal(problems.item->kind, table[i].kind);
			assert_non_null(problems.item->fix);
		}
		assert_int_equal(scan.unreadable, table[i].unreadable);
		pm_arena_release(&arena);
	}
}

static void every_place_is_counted_from_the_one_before(void **state)
{
	static const char text[] = "-- " RLO "\n" RLO "x" RLO "\r\n"
		"a line that is longer than what is looked at once, \xc3\xa9\r"
		"  " RLO "\n";
	static const struct {
		size_t line, column;
	} want[] = { { 11, 4 }, { 12, 1 }, { 12, 5 }, { 14, 3 } };
	struct pm_arena arena = { 0 };
	struct pm_problems problems = { .arena = &arena };
	struct pm_scan scan;

	(void)state;
	pm_scan_text(&scan, text, 0, sizeof(text) - 1, 11,
		     PM_PROBLEM_HIDDEN_PROSE, &problems);
	assert_int_equal(problems.nr, NR(want));
	for (size_t i = 0; i < NR(want); i++) {
		assert_int_equal(problems.item[i].line, want[i].line);
		assert_int_equal(problems.item[i].column, want[i].column);
	}
	pm_arena_release(&arena);
}

static void a_file_of_garbage_gives_a_bounded_number_of_problems(void **state)
{
	struct pm_arena arena = { 0 };
	struct pm_problems problems = { .arena = &arena };
	struct pm_scan scan;
	char text[4096];

	(void)state;
	memset(text, 0xff, sizeof(text));
	pm_scan_text(&scan, text, 0, sizeof(text), 1, PM_PROBLEM_HIDDEN,
		     &problems);
	assert_int_equal(problems.nr, PM_MAX_HIDDEN);
	assert_true(scan.unreadable);
	pm_arena_release(&arena);
}

static void conflict_markers_count_only_with_their_opener(void **state)
{
	static const struct {
		const char *text;
		size_t nr, line;
	} table[] = {
		{ "a\n<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> b\n", 1, 2 },
		{ "<<<<<<< HEAD\r\nx\r\n=======\r\n>>>>>>> b\r\n", 1, 1 },
		{ "<<<<<<< a\n=======\n>>>>>>> b\n<<<<<<< c\n=======\n"
		  ">>>>>>> d\n", 2, 1 },
		{ "x\n<<<<<<< HEAD\nhalf resolved\n", 1, 2 },
		{ "Heading\n=======\n", 0, 0 },
		{ ">>>>>>> quoted seven times\n", 0, 0 },
		{ " <<<<<<< indented\n", 0, 0 },
		{ "<<<<<<<< eight\n========\n>>>>>>>> x\n", 1, 1 },
		{ "<<<<<<<x\n", 0, 0 },
		{ "a <<<<<<< b\n", 0, 0 },
		{ "", 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		struct pm_arena arena = { 0 };
		struct pm_problems problems = { .arena = &arena };
		struct pm_scan scan;

		pm_scan_text(&scan, table[i].text, 0, strlen(table[i].text),
			     1, PM_PROBLEM_HIDDEN, &problems);
		assert_int_equal(problems.nr, table[i].nr);
		assert_int_equal(scan.conflict, table[i].nr > 0);
		if (problems.nr) {
			assert_int_equal(problems.item->kind,
					 PM_PROBLEM_CONFLICT);
			assert_int_equal(problems.item->line, table[i].line);
		}
		pm_arena_release(&arena);
	}
}

static void lines_end_in_lf_crlf_or_cr(void **state)
{
	static const char text[] = "a\nb\r\nc\rd\n\ne";
	static const size_t ends[] = { 1, 3, 6, 8, 9, 11 };
	size_t at = 0;
	size_t nr = 0;
	size_t end;

	(void)state;
	while (at < sizeof(text) - 1) {
		at = pm_scan_next_line(text, at, sizeof(text) - 1, &end);
		assert_int_equal(end, ends[nr++]);
	}
	assert_int_equal(nr, NR(ends));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_place_is_counted_from_the_one_before),
		cmocka_unit_test(hidden_characters_are_told_with_their_place),
		cmocka_unit_test(
			a_file_of_garbage_gives_a_bounded_number_of_problems),
		cmocka_unit_test(
			conflict_markers_count_only_with_their_opener),
		cmocka_unit_test(lines_end_in_lf_crlf_or_cr),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
