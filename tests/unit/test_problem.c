/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "syntax/problem.h"

static void problems_keep_their_order_and_own_their_text(void **state)
{
	struct pm_arena arena = { 0 };
	struct pm_problems problems = { .arena = &arena };
	char fix[] = "do it";

	(void)state;
	for (int i = 0; i < 100; i++)
		pm_problem_add(&problems, PM_PROBLEM_CONFLICT, (size_t)i, 1,
			       i % 2 ? fix : NULL, "number %d", i);
	fix[0] = 'x';
	assert_int_equal(problems.nr, 100);
	assert_string_equal(problems.item[42].message, "number 42");
	assert_int_equal(problems.item[42].line, 42);
	assert_null(problems.item[42].fix);
	assert_string_equal(problems.item[43].fix, "do it");
	pm_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			problems_keep_their_order_and_own_their_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
