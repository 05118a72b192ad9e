/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/likeness.h"
#include "report/spread.h"

static void a_percentile_is_one_of_the_numbers(void **state)
{
	static const struct {
		size_t nr;
		int64_t number[10];
		int64_t median, p90, longest;
	} cases[] = {
		{ 1, { 7 }, 7, 7, 7 },
		{ 2, { 9, 1 }, 1, 9, 9 },
		{ 3, { 3, 1, 2 }, 2, 3, 3 },
		{ 4, { 4, 3, 2, 1 }, 2, 4, 4 },
		{ 9, { 9, 8, 7, 6, 5, 4, 3, 2, 1 }, 5, 9, 9 },
		{ 10, { 10, 9, 8, 7, 6, 5, 4, 3, 2, 1 }, 5, 9, 10 },
		{ 10, { 0, 0, 0, 0, 0, 0, 0, 0, 0, 604800 }, 0, 0, 604800 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_spread spread;
		int64_t number[10];

		memcpy(number, cases[i].number, sizeof(number));
		pm_spread_make(&spread, number, cases[i].nr);
		assert_int_equal(spread.count, cases[i].nr);
		assert_true(spread.median == cases[i].median);
		assert_true(spread.p90 == cases[i].p90);
		assert_true(spread.longest == cases[i].longest);
	}
}

static void no_numbers_have_no_spread(void **state)
{
	struct pm_spread spread;

	(void)state;
	pm_spread_make(&spread, NULL, 0);
	assert_int_equal(spread.count, 0);
	assert_true(!spread.median && !spread.p90 && !spread.longest);
}

static void a_line_is_like_one_that_says_nearly_the_same(void **state)
{
	static const struct {
		const char *a, *b;
		bool alike;
	} cases[] = {
		{ "Add an alarm", "Add an alarm", true },
		{ "Add an alarm", "  add an ALARM! ", true },
		{ "Alarm", "alarm", true },
		{ "Alarm", "Alarms", false },
		/* Three words of four. */
		{ "Alarm before certificates expire",
		  "Alarm before the certificates expire", true },
		{ "Alarm before certificates expire",
		  "Alarm before all certificates expire", true },
		{ "Alarm before certificates expire",
		  "Alarm before passwords expire", false },
		/* Two words are not enough, whatever they share. */
		{ "Add alarm", "Add new alarm", false },
		/* Little words do not make a likeness. */
		{ "add an alarm for the queue of the shop",
		  "add an alarm for the disk of the mail", false },
		{ "Zertifikate früher erneuern als nötig",
		  "Zertifikate früher erneuern, als nötig!", true },
		{ "", "", false },
		{ "!!!", "!!!", false },
		{ "\xff\xfe", "\xff\xfe", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct pm_line line[] = { { cases[i].a, 0 },
						{ cases[i].b, 1 } };
		size_t like[2];

		pm_likeness_find(like, line, 2);
		assert_int_equal(like[0], PM_UNLIKE);
		if ((like[1] == 0) != cases[i].alike)
			fail_msg("\"%s\" and \"%s\"", cases[i].a, cases[i].b);
	}
}

static void the_best_match_counts_and_of_equals_the_latest(void **state)
{
	static const struct pm_line line[] = {
		{ "rotate keys of mail servers", 0 },
		{ "rotate all keys of mail servers", 1 },
		{ "rotate keys of mail servers", 2 },
		{ "rotate keys of mail servers", 2 },
		{ "keys of mail servers rotate", 3 },
		{ "rotate keys of mail servers", 4 },
	};
	size_t like[6];

	(void)state;
	pm_likeness_find(like, line, 6);
	assert_int_equal(like[0], PM_UNLIKE);
	assert_int_equal(like[1], 0);
	assert_int_equal(like[2], 0);
	/* Not with one of its own group. */
	assert_int_equal(like[3], 0);
	/* In another order, all words are the same. */
	assert_int_equal(like[4], 3);
	assert_int_equal(like[5], 3);
}

static void many_lines_that_share_their_words_take_no_time(void **state)
{
	enum { MANY = 20000 };
	struct pm_line *line = calloc(MANY, sizeof(*line));
	size_t *like = calloc(MANY, sizeof(*like));
	char (*text)[64] = calloc(MANY, sizeof(*text));
	size_t found = 0;

	(void)state;
	assert_non_null(line);
	assert_non_null(like);
	assert_non_null(text);
	for (size_t i = 0; i < MANY; i++) {
		snprintf(text[i], sizeof(text[i]),
			 "move service %zu out of the old cluster", i);
		line[i] = (struct pm_line){ text[i], i };
	}
	/* A minute in a debugger's grip, if each were compared with each. */
	pm_likeness_find(like, line, MANY);
	for (size_t i = 1; i < MANY; i++)
		found += like[i] != PM_UNLIKE;
	assert_int_equal(found, 0);
	free(line);
	free(like);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_percentile_is_one_of_the_numbers),
		cmocka_unit_test(no_numbers_have_no_spread),
		cmocka_unit_test(a_line_is_like_one_that_says_nearly_the_same),
		cmocka_unit_test(
			the_best_match_counts_and_of_equals_the_latest),
		cmocka_unit_test(
			many_lines_that_share_their_words_take_no_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
