/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <string.h>

#include "base/alloc.h"
#include "history/slips.h"

#define MOST 8

static const struct pm_commit_info commit = { .id = "c" };

#define STEP(a, b, promise)                                                \
	{ .commit = &commit, .from = (a), .to = (b), .was_promise = (promise) }
#define BIRTH(b) { .commit = &commit, .to = (b) }
#define P true /* it was a promise */

static void only_what_was_promised_can_slip(void **state)
{
	static const struct {
		const char *name;
		struct pm_slip_step step[MOST]; /* newest first */
		size_t nr;
		const char *moves; /* "from>to " for each, oldest first */
		int days;
	} cases[] = {
		{ "set once", { BIRTH("2026-12-05") }, 1,  "", 0 },
		{ "later", { STEP("2026-12-05", "2026-12-19", P),
			     STEP(NULL, "2026-12-05", false), BIRTH(NULL) },
		  3,  "2026-12-05>2026-12-19 ", 14 },
		{ "there and back", { STEP("2026-12-19", "2026-12-05", P),
				      STEP("2026-12-05", "2026-12-19", P),
				      BIRTH("2026-12-05") },
		  3,
		  "2026-12-05>2026-12-19 2026-12-19>2026-12-05 ", 0 },
		{ "a proposal", { STEP("2026-12-05", "2026-12-19", false),
				  BIRTH("2026-12-05") },
		  2,  "", 0 },
		{ "with the acceptance", { STEP("2026-12-05", "2026-12-19",
						false),
					   BIRTH("2026-12-05") },
		  2,  "", 0 },
		{ "a day taken out of a promise",
		  { STEP(NULL, "2027-01-02", P), STEP("2026-12-26", NULL, P),
		    BIRTH("2026-12-26") },
		  3,  "2026-12-26>2027-01-02 ", 7 },
		{ "taken out and put back",
		  { STEP(NULL, "2026-12-26", P), STEP("2026-12-26", NULL, P),
		    BIRTH("2026-12-26") },
		  3,  "", 0 },
		{ "taken out while settled",
		  { STEP(NULL, "2027-01-02", false),
		    STEP("2026-12-26", NULL, P), BIRTH("2026-12-26") },
		  3,  "", 0 },
		{ "a first day that came late",
		  { STEP(NULL, "2026-12-05", P), BIRTH(NULL) },
		  2,  "", 0 },
		{ "not a day", { STEP("soon", "2026-12-05", P),
				 BIRTH("soon") },
		  2,  "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_arena arena = { 0 };
		struct pm_slips slips = { 0 };
		struct pm_buf told = { 0 };

		pm_slips_sum(&slips, &arena, cases[i].step, cases[i].nr);
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
		pm_arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_was_promised_can_slip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
