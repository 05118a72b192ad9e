/* SPDX-License-Identifier: MIT */
#include "tests/unit/living.h"

#include <stdlib.h>
#include <string.h>

#define DAY 86400

/* "2026-01-<day>" at noon; 0 stays unknown. */
static int64_t at(int day)
{
	return day ? (int64_t)pm_date_make(2026, 1, day) * DAY + DAY / 2 : 0;
}

static pm_date due(int day)
{
	return day ? pm_date_make(2026, 2, day) : PM_NO_DATE;
}

/* In the order in which things happened; ends with a state of PM_STATES + 1. */
struct happening {
	int day;
	enum pm_state state;
	int due;
};
#define END { 0, PM_STATES + 1, 0 }
#define GONE (PM_STATES + 2)

#define MOST 8

static size_t collect(struct pm_life_version version[MOST],
		      const struct happening *h)
{
	size_t nr = 0;

	while (h[nr].state != PM_STATES + 1)
		nr++;
	assert_true(nr <= MOST);
	for (size_t i = 0; i < nr; i++) {
		unsigned state = h[i].state;

		version[nr - 1 - i] = (struct pm_life_version){
			.time = at(h[i].day),
			.state = state,
			.due = due(h[i].due),
			.is_gone = state == GONE,
		};
	}
	return nr;
}

static void a_life_is_the_sum_of_its_versions(void **state)
{
	static const struct {
		const char *expected;
		struct happening h[MOST];
	} cases[] = {
		{ "born 1 proposed", { { 1, PM_PROPOSED, 5 }, END } },
		{ "born 1 proposed accepted 3; 3 open ? for 5 then 5",
		  { { 1, PM_PROPOSED, 0 }, { 3, PM_ACCEPTED, 5 }, END } },
		/* Starting is part of the same promise. */
		{ "born 1 proposed accepted 3; 3 kept 9 for 5 then 5",
		  { { 1, PM_PROPOSED, 0 }, { 3, PM_ACCEPTED, 5 },
		    { 4, PM_IN_PROGRESS, 5 }, { 9, PM_DONE, 5 }, END } },
		{ "born 1 proposed declined 2",
		  { { 1, PM_PROPOSED, 0 }, { 2, PM_DECLINED, 0 }, END } },
		/* Done without a promise keeps none. */
		{ "born 1 proposed done 2",
		  { { 1, PM_PROPOSED, 0 }, { 2, PM_DONE, 0 }, END } },
		{ "born 1; 1 declined 4 for 5 then 5",
		  { { 1, PM_ACCEPTED, 5 }, { 4, PM_DECLINED, 5 }, END } },
		/* Taken up again, it is a new promise. */
		{ "born 1; 1 kept 2 for 5 then 5; 3 open ? for 9 then 9",
		  { { 1, PM_ACCEPTED, 5 }, { 2, PM_DONE, 5 },
		    { 3, PM_ACCEPTED, 9 }, END } },
		{ "born 1; 1 withdrawn 2 for 5 then 5; 3 open ? for 9 then 9",
		  { { 1, PM_ACCEPTED, 5 }, { 2, PM_PROPOSED, 5 },
		    { 3, PM_ACCEPTED, 9 }, END } },
		{ "born 1; 1 open ? for 5 then 3 moved 2",
		  { { 1, PM_ACCEPTED, 5 }, { 2, PM_ACCEPTED, 9 },
		    { 3, PM_ACCEPTED, 3 }, END } },
		/* A day that was taken out stands until another is put in. */
		{ "born 1; 1 open ? for 5 then 8 moved 1",
		  { { 1, PM_ACCEPTED, 5 }, { 2, PM_ACCEPTED, 0 },
		    { 3, PM_ACCEPTED, 8 }, END } },
		/* A first day is no move. */
		{ "born 1; 1 open ? for 8 then 8",
		  { { 1, PM_ACCEPTED, 0 }, { 3, PM_ACCEPTED, 8 }, END } },
		/* A proposal's day binds nobody. */
		{ "born 1 proposed accepted 3; 3 open ? for 9 then 9",
		  { { 1, PM_PROPOSED, 5 }, { 2, PM_PROPOSED, 7 },
		    { 3, PM_ACCEPTED, 9 }, END } },
		/* The last move comes with its end. */
		{ "born 1; 1 kept 2 for 5 then 9 moved 1",
		  { { 1, PM_ACCEPTED, 5 }, { 2, PM_DONE, 9 }, END } },
		{ "born 1; 1 removed 7 for 5 then 5; gone 7",
		  { { 1, PM_ACCEPTED, 5 }, { 7, GONE, 0 }, END } },
		{ "born 1; 1 kept 2 for 5 then 5; gone 7",
		  { { 1, PM_ACCEPTED, 5 }, { 2, PM_DONE, 5 }, { 7, GONE, 0 },
		    END } },
		{ "born 1 proposed; gone 7",
		  { { 1, PM_PROPOSED, 0 }, { 7, GONE, 0 }, END } },
		/* What cannot be read says nothing. */
		{ "born 1; 1 kept 3 for 5 then 5",
		  { { 1, PM_ACCEPTED, 5 }, { 2, PM_STATES, 9 },
		    { 3, PM_DONE, 5 }, END } },
		/* A commit without a usable date. */
		{ "born 1 proposed accepted ?; ? kept 3 for 5 then 5",
		  { { 1, PM_PROPOSED, 0 }, { 0, PM_ACCEPTED, 5 },
		    { 3, PM_DONE, 5 }, END } },
		{ "born ?", { END } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_life_version version[MOST];
		struct pm_life life = { .has_birth = true };
		struct pm_arena arena = { 0 };
		char *told;

		pm_life_sum(&life, &arena, version,
			    collect(version, cases[i].h));
		told = describe(&life);
		assert_string_equal(told, cases[i].expected);
		free(told);
		pm_arena_release(&arena);
	}
}

static void what_began_before_the_log_began_at_no_known_time(void **state)
{
	static const struct happening h[] = { { 4, PM_ACCEPTED, 5 },
					      { 6, PM_DONE, 5 }, END };
	struct pm_life_version version[MOST];
	struct pm_life life = { .has_birth = false };
	struct pm_arena arena = { 0 };
	char *told;

	(void)state;
	pm_life_sum(&life, &arena, version, collect(version, h));
	told = describe(&life);
	assert_string_equal(told, "born ?; ? kept 6 for 5 then 5");
	free(told);
	pm_arena_release(&arena);
}

static void a_move_knows_when_by_whom_and_how_far(void **state)
{
	const struct pm_life_version version[] = {
		{ .commit = "b", .time = at(2), .state = PM_ACCEPTED,
		  .due = due(9), .owner = "bob" },
		{ .commit = "a", .time = at(1), .state = PM_ACCEPTED,
		  .due = due(5), .owner = "alice" },
	};
	struct pm_life life = { .has_birth = true };
	struct pm_arena arena = { 0 };

	(void)state;
	pm_life_sum(&life, &arena, version, 2);
	assert_int_equal(life.moves, 1);
	assert_string_equal(life.move[0].commit, "b");
	assert_true(life.move[0].time == at(2));
	assert_int_equal(life.move[0].to - life.move[0].from, 4);
	assert_string_equal(life.move[0].owner, "alice");
	assert_string_equal(life.promise[0].owner, "bob");
	pm_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_life_is_the_sum_of_its_versions),
		cmocka_unit_test(
			what_began_before_the_log_began_at_no_known_time),
		cmocka_unit_test(a_move_knows_when_by_whom_and_how_far),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
