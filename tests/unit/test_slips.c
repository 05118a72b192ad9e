/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <string.h>

#include "base/alloc.h"
#include "history/slips.h"

#define MOST 8

static const struct pm_commit_info commit = { .id = "c" };

#define STEP(a, b, promise)                                                \
	{ .commit = &commit, .from = (a), .to = (b), .from_is_known = true, \
	  .to_is_known = true, .was_promise = (promise) }
#define BIRTH(b)                                                           \
	{ .commit = &commit, .to = (b), .from_is_known = true,             \
	  .to_is_known = true, .is_birth = true }
#define BROKE(a)                                                           \
	{ .commit = &commit, .from = (a), .from_is_known = true,           \
	  .was_promise = true }
#define MENDED(b) { .commit = &commit, .to = (b), .to_is_known = true }
#define P true /* it was a promise */

static void only_what_was_promised_can_slip(void **state)
{
	static const struct {
		const char *name;
		struct pm_step step[MOST]; /* newest first */
		size_t nr;
		const char *value;
		const char *moves; /* "from>to " for each, oldest first */
		int days;
	} cases[] = {
		{ "set once", { BIRTH("2026-12-05") }, 1, "2026-12-05", "", 0 },
		{ "later", { STEP("2026-12-05", "2026-12-19", P),
			     STEP(NULL, "2026-12-05", false), BIRTH(NULL) },
		  3, "2026-12-19", "2026-12-05>2026-12-19 ", 14 },
		{ "there and back", { STEP("2026-12-19", "2026-12-05", P),
				      STEP("2026-12-05", "2026-12-19", P),
				      BIRTH("2026-12-05") },
		  3, "2026-12-05",
		  "2026-12-05>2026-12-19 2026-12-19>2026-12-05 ", 0 },
		{ "a proposal", { STEP("2026-12-05", "2026-12-19", false),
				  BIRTH("2026-12-05") },
		  2, "2026-12-19", "", 0 },
		{ "with the acceptance", { STEP("2026-12-05", "2026-12-19",
						false),
					   BIRTH("2026-12-05") },
		  2, "2026-12-19", "", 0 },
		{ "a day taken out of a promise",
		  { STEP(NULL, "2027-01-02", P), STEP("2026-12-26", NULL, P),
		    BIRTH("2026-12-26") },
		  3, "2027-01-02", "2026-12-26>2027-01-02 ", 7 },
		{ "taken out and put back",
		  { STEP(NULL, "2026-12-26", P), STEP("2026-12-26", NULL, P),
		    BIRTH("2026-12-26") },
		  3, "2026-12-26", "", 0 },
		{ "taken out while settled",
		  { STEP(NULL, "2027-01-02", false),
		    STEP("2026-12-26", NULL, P), BIRTH("2026-12-26") },
		  3, "2027-01-02", "", 0 },
		{ "a first day that came late",
		  { STEP(NULL, "2026-12-05", P), BIRTH(NULL) },
		  2, "2026-12-05", "", 0 },
		{ "not a day", { STEP("soon", "2026-12-05", P),
				 BIRTH("soon") },
		  2, "2026-12-05", "", 0 },
		{ "while it could not be read",
		  { MENDED("2026-12-19"), BROKE("2026-12-05"),
		    BIRTH("2026-12-05") },
		  3, "2026-12-19", "2026-12-05>2026-12-19 ", 14 },
		{ "a second life", { BIRTH("2026-12-19"),
				     STEP("2026-12-05", NULL, P),
				     BIRTH("2026-12-05") },
		  3, "2026-12-19", "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_steps due = { .field = PM_F_DUE,
					.nr = cases[i].nr, .alloc = MOST };
		struct pm_arena arena = { 0 };
		struct pm_slips slips = { 0 };
		struct pm_error err = { 0 };
		struct pm_buf told = { 0 };

		due.item = pm_xcalloc(MOST, sizeof(*due.item));
		memcpy(due.item, cases[i].step, sizeof(cases[i].step));
		if (pm_slips_find(&slips, &arena, &due, cases[i].value, false,
				  &err) != 1)
			fail_msg("%s: not complete", cases[i].name);
		for (size_t k = 0; k < slips.nr; k++)
			pm_buf_addf(&told, "%s>%s ", slips.move[k].from,
				    slips.move[k].to);
		if (strcmp(pm_buf_str(&told), cases[i].moves))
			fail_msg("%s: \"%s\"", cases[i].name,
				 pm_buf_str(&told));
		assert_int_equal(slips.days, cases[i].days);
		assert_int_equal(slips.first != NULL, slips.nr > 0);
		if (slips.nr)
			assert_ptr_equal(slips.first, slips.move[0].from);
		pm_buf_release(&told);
		pm_steps_release(&due);
		pm_arena_release(&arena);
	}
}

static void before_the_beginning_is_reached_nothing_is_said(void **state)
{
	const struct pm_step item = STEP("2026-12-05", "2026-12-19", P);
	struct pm_steps due = { .field = PM_F_DUE, .nr = 1, .alloc = 1 };
	struct pm_arena arena = { 0 };
	struct pm_slips slips = { 0 };
	struct pm_error err = { 0 };

	(void)state;
	due.item = pm_xcalloc(1, sizeof(*due.item));
	*due.item = item;
	assert_int_equal(pm_slips_find(&slips, &arena, &due, "2026-12-19",
				       false, &err), 0);
	assert_int_equal(slips.nr, 0);
	/* In a shallow clone there is no more to come. */
	assert_int_equal(pm_slips_find(&slips, &arena, &due, "2026-12-19",
				       true, &err), 1);
	assert_int_equal(slips.nr, 1);
	assert_string_equal(slips.first, "2026-12-05");
	pm_steps_release(&due);
	pm_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_was_promised_can_slip),
		cmocka_unit_test(
			before_the_beginning_is_reached_nothing_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
