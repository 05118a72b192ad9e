/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <stdlib.h>
#include <string.h>

#include "history/descent.h"

#define MOST 6

/* One version: its day (NULL: none; "?": it cannot be read) and what it was
 * made from, by number. */
struct version {
	const char *due;
	size_t parent[3];
	size_t parents;
};

static void a_value_is_followed_to_where_it_was_set(void **state)
{
	static const struct {
		const char *name;
		struct version version[MOST]; /* in the order of the log */
		size_t nr;
		size_t setter;
	} cases[] = {
		{ "the only version", { { "a", { 0 }, 0 } }, 1, 0 },
		{ "kept since it was set",
		  { { "b", { 1 }, 1 }, { "b", { 2 }, 1 }, { "a", { 0 }, 0 } },
		  3, 1 },
		{ "put back", { { "a", { 1 }, 1 }, { "b", { 2 }, 1 },
				{ "a", { 0 }, 0 } }, 3, 0 },
		{ "taken out", { { NULL, { 1 }, 1 }, { "a", { 0 }, 0 } }, 2,
		  0 },
		{ "the branch that has it",
		  { { "b", { 1, 2 }, 2 }, { "a", { 3 }, 1 },
		    { "b", { 3 }, 1 }, { "a", { 0 }, 0 } }, 4, 2 },
		{ "both branches: the one that the log tells first",
		  { { "b", { 2, 1 }, 2 }, { "b", { 3 }, 1 },
		    { "b", { 3 }, 1 }, { "a", { 0 }, 0 } }, 4, 1 },
		{ "neither branch: the merge",
		  { { "c", { 1, 2 }, 2 }, { "a", { 3 }, 1 },
		    { "b", { 3 }, 1 }, { "a", { 0 }, 0 } }, 4, 0 },
		{ "seen through a broken version",
		  { { "a", { 1 }, 1 }, { "?", { 2 }, 1 },
		    { "a", { 0 }, 0 } }, 3, 2 },
		{ "changed when it was mended",
		  { { "b", { 1 }, 1 }, { "?", { 2 }, 1 },
		    { "a", { 0 }, 0 } }, 3, 0 },
		{ "a broken branch does not vouch for it",
		  { { "a", { 1, 2 }, 2 }, { "?", { 3 }, 1 },
		    { "b", { 3 }, 1 }, { "a", { 0 }, 0 } }, 4, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_record record[MOST] = { { 0 } };
		struct pm_value value[MOST] = { { 0 } };
		struct pm_version_of item[MOST] = { { 0 } };
		struct pm_descent descent = { .item = item,
					      .nr = cases[i].nr };
		size_t setter;

		for (size_t k = 0; k < cases[i].nr; k++) {
			const struct version *v = &cases[i].version[k];

			record[k].is_unreadable = v->due &&
						  !strcmp(v->due, "?");
			value[k] = (struct pm_value){ .field = PM_F_DUE,
						      .text = v->due };
			if (v->due && !record[k].is_unreadable) {
				record[k].value = &value[k];
				record[k].values = 1;
				record[k].slot[PM_F_DUE] = 1;
			}
			item[k].record = &record[k];
			item[k].turn = k;
			item[k].parents = v->parents;
			memcpy(item[k].parent, v->parent, sizeof(v->parent));
		}
		setter = pm_descent_setter(&descent, 0, PM_F_DUE);
		if (setter != cases[i].setter)
			fail_msg("%s: %zu", cases[i].name, setter);
	}
}

static void a_record_may_have_any_number_of_versions(void **state)
{
	const size_t nr = 500000;
	const struct pm_record record = { 0 };
	struct pm_descent descent = {
		.item = pm_xcalloc(nr, sizeof(*descent.item)), .nr = nr,
	};

	(void)state;
	for (size_t i = 0; i < nr; i++) {
		descent.item[i].record = &record;
		descent.item[i].turn = i;
		descent.item[i].parents = i + 1 < nr;
		descent.item[i].parent[0] = i + 1;
	}
	assert_int_equal(pm_descent_setter(&descent, 0, PM_F_DUE), nr - 1);
	free(descent.item);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_is_followed_to_where_it_was_set),
		cmocka_unit_test(a_record_may_have_any_number_of_versions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
