/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/threads.h"

static void little_work_is_done_by_one(void **state)
{
	(void)state;
	assert_int_equal(pm_threads(0, 100), 1);
	assert_int_equal(pm_threads(1, 100), 1);
	assert_int_equal(pm_threads(199, 100), 1);
}

static void much_work_is_shared_by_as_many_as_there_may_be(void **state)
{
	static const struct {
		size_t nr, least, most;
	} table[] = {
		{ 1000000, 1, PM_MAX_THREADS },
		{ 200, 100, 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		size_t nr = pm_threads(table[i].nr, table[i].least);

		assert_true(nr >= 1 && nr <= table[i].most);
	}
}

struct part {
	size_t first, last;
	size_t sum;
	int runs;
};

static void add_up(void *data)
{
	struct part *part = data;

	for (size_t i = part->first; i < part->last; i++)
		part->sum += i;
	part->runs++;
}

static void every_part_runs_once_and_has_ended(void **state)
{
	(void)state;
	for (size_t nr = 1; nr <= PM_MAX_THREADS; nr++) {
		struct part part[PM_MAX_THREADS] = { 0 };
		size_t sum = 0;

		for (size_t i = 0; i < nr; i++) {
			part[i].first = 1000 * i / nr;
			part[i].last = 1000 * (i + 1) / nr;
		}
		pm_in_threads(add_up, part, sizeof(*part), nr);
		for (size_t i = 0; i < nr; i++) {
			assert_int_equal(part[i].runs, 1);
			sum += part[i].sum;
		}
		assert_int_equal(sum, 999 * 1000 / 2);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(little_work_is_done_by_one),
		cmocka_unit_test(much_work_is_shared_by_as_many_as_there_may_be),
		cmocka_unit_test(every_part_runs_once_and_has_ended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
