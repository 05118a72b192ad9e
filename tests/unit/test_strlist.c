/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/strlist.h"

static void a_list_serves_as_an_argv(void **state)
{
	static const char *const more[] = { "c", "d", NULL };
	struct pm_strlist list = { 0 };

	(void)state;
	pm_strlist_add(&list, "a");
	assert_null(list.item[1]);
	pm_strlist_addn(&list, "bcd", 1);
	pm_strlist_add_all(&list, more);
	pm_strlist_addf(&list, "%s%d", "e", 5);
	assert_int_equal(list.nr, 5);
	assert_string_equal(list.item[1], "b");
	assert_string_equal(list.item[4], "e5");
	for (int i = 0; i < 100; i++) {
		pm_strlist_add(&list, "x");
		assert_null(list.item[list.nr]);
	}
	pm_strlist_clear(&list);
	assert_int_equal(list.nr, 0);
	assert_null(list.item[0]);
	pm_strlist_release(&list);
}

static void splitting_trims_and_leaves_out_empty_pieces(void **state)
{
	static const struct {
		const char *text, *separators;
		size_t nr;
		const char *first, *last;
	} table[] = {
		{ "a, b ,c", ",", 3, "a", "c" },
		{ " , ,", ",", 0, NULL, NULL },
		{ "", ",", 0, NULL, NULL },
		{ "one two", ",", 1, "one two", "one two" },
		{ "a;b\nc", ";\n", 3, "a", "c" },
		{ "\t x \r\n", "\n", 1, "x", "x" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct pm_strlist list = { 0 };

		pm_strlist_split(&list, table[i].text, table[i].separators);
		assert_int_equal(list.nr, table[i].nr);
		if (list.nr) {
			assert_string_equal(list.item[0], table[i].first);
			assert_string_equal(list.item[list.nr - 1],
					    table[i].last);
		}
		pm_strlist_release(&list);
	}
}

static void sorting_drops_what_stands_twice(void **state)
{
	struct pm_strlist list = { 0 };

	(void)state;
	pm_strlist_sort_unique(&list);
	assert_false(pm_strlist_sorted_has(&list, "a"));
	pm_strlist_split(&list, "b a c a b Z", " ");
	pm_strlist_sort_unique(&list);
	assert_int_equal(list.nr, 4);
	assert_string_equal(list.item[0], "Z");
	assert_string_equal(list.item[3], "c");
	assert_null(list.item[4]);
	assert_true(pm_strlist_sorted_has(&list, "b"));
	assert_false(pm_strlist_sorted_has(&list, "z"));
	assert_true(pm_strlist_has(&list, "c"));
	assert_false(pm_strlist_has(&list, ""));
	pm_strlist_release(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_serves_as_an_argv),
		cmocka_unit_test(splitting_trims_and_leaves_out_empty_pieces),
		cmocka_unit_test(sorting_drops_what_stands_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
