/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "history/steps.h"

#define MOST 8

static const struct pm_commit_info commits[MOST] = {
	{ .id = "0" }, { .id = "1" }, { .id = "2" }, { .id = "3" },
	{ .id = "4" }, { .id = "5" }, { .id = "6" }, { .id = "7" },
};

/* A step with both sides known, and with one that could not be read. */
#define STEP(a, b) { .from = (a), .to = (b), .from_is_known = true, \
		     .to_is_known = true }
#define BIRTH(b) { .to = (b), .from_is_known = true, .to_is_known = true, \
		   .is_birth = true }
#define BROKE(a) { .from = (a), .from_is_known = true }
#define MENDED(b) { .to = (b), .to_is_known = true }

static void the_newest_step_to_the_value_set_it(void **state)
{
	static const struct {
		const char *name;
		struct pm_step step[MOST]; /* newest first */
		size_t nr, start;
		const char *value;
		int found, found_at_end;
		size_t setter, next;
		const char *from;
	} cases[] = {
		{ "a line of steps", { STEP("b", "c"), STEP("a", "b"),
				       BIRTH("a") },
		  3, 0, "c", 1, 1, 0, 1, "b" },
		{ "a value that came back", { STEP("b", "a"), STEP("a", "b"),
					      BIRTH("a") },
		  3, 0, "a", 1, 1, 0, 1, "b" },
		{ "from further down", { STEP("b", "a"), STEP("a", "b"),
					 BIRTH("a") },
		  3, 1, "b", 1, 1, 1, 2, "a" },
		{ "absence", { STEP(NULL, "b"), STEP("a", NULL),
			       BIRTH("a") },
		  3, 1, NULL, 1, 1, 1, 2, "a" },
		{ "absence from birth", { STEP(NULL, "b"), BIRTH(NULL) },
		  2, 1, NULL, 1, 1, 1, 2, NULL },
		{ "not there yet", { STEP("x", "y") }, 1, 0, "b", 0, 0, 0, 0,
		  NULL },
		{ "another branch is passed by", { STEP("a", "x"),
						   STEP("a", "b") },
		  2, 0, "b", 1, 1, 1, 2, "a" },
		{ "broken and mended as it was", { MENDED("a"), BROKE("a"),
						   BIRTH("a") },
		  3, 0, "a", 1, 1, 2, 3, NULL },
		{ "broken and mended anew", { MENDED("b"), BROKE("a"),
					      BIRTH("a") },
		  3, 0, "b", 1, 1, 0, 2, "a" },
		{ "mended, and no more is known", { MENDED("b") },
		  1, 0, "b", 0, 1, 0, 1, NULL },
		{ "broken from birth", { MENDED("b"),
					 { .from_is_known = true,
					   .is_birth = true } },
		  2, 0, "b", 1, 1, 0, 2, NULL },
		{ "broken twice", { MENDED("b"), { 0 }, BROKE("a") },
		  3, 0, "b", 1, 1, 0, 3, "a" },
		{ "nothing at all", { { 0 } }, 0, 0, "b", 0, 0, 0, 0, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_setter setter = { 0 };
		struct pm_error err = { 0 };
		struct pm_steps steps = { .nr = cases[i].nr };

		steps.item = pm_xcalloc(MOST, sizeof(*steps.item));
		memcpy(steps.item, cases[i].step, sizeof(cases[i].step));
		for (size_t k = 0; k < MOST; k++)
			steps.item[k].commit = &commits[k];
		for (int at_end = 0; at_end < 2; at_end++) {
			int found = pm_steps_find(&setter, &steps,
						  cases[i].start,
						  cases[i].value, at_end,
						  &err);
			int expected = at_end ? cases[i].found_at_end :
						cases[i].found;

			if (found != expected)
				fail_msg("%s: %d", cases[i].name, found);
			if (!found)
				continue;
			if (setter.step != cases[i].setter ||
			    setter.next != cases[i].next)
				fail_msg("%s: step %zu, next %zu",
					 cases[i].name, setter.step,
					 setter.next);
			if (cases[i].from)
				assert_string_equal(setter.from,
						    cases[i].from);
			else
				assert_null(setter.from);
		}
		pm_steps_release(&steps);
	}
}

/* Steps of commits that exist, so that git can be asked for kinship. */
static void a_step_that_its_branch_undid_is_doubted(void **state)
{
	struct pm_step items[] = { STEP("b", "a"), STEP("a", "b"),
				   STEP("a", "b"), BIRTH("a") };
	const char *const subject[] = { "undone", "side", "main", "base" };
	struct pm_commit_info commit[4] = { { 0 } };
	struct pm_steps steps = { .nr = 4, .alloc = 4 };
	struct pm_setter setter = { 0 };
	struct pm_error err = { 0 };

	(void)state;
	sh("git init -q -b main . && git commit -q --allow-empty -m base &&"
	   "git tag base && git checkout -q -b side &&"
	   "git commit -q --allow-empty -m side && git tag side_ &&"
	   "git commit -q --allow-empty -m undone && git tag undone &&"
	   "git checkout -q main && git commit -q --allow-empty -m main &&"
	   "git tag main_");
	for (size_t i = 0; i < 4; i++) {
		commit[i].id = sh_out("git rev-parse ':/^%s'", subject[i]);
		items[i].commit = &commit[i];
	}
	steps.item = pm_xcalloc(4, sizeof(*steps.item));
	memcpy(steps.item, items, sizeof(items));
	assert_int_equal(pm_steps_find(&setter, &steps, 0, "b", false, &err),
			 1);
	assert_int_equal(setter.step, 2);
	assert_int_equal(steps.known_nr, 2);
	/* It is not asked for twice. */
	pm_steps_find(&setter, &steps, 0, "b", false, &err);
	assert_int_equal(steps.known_nr, 2);
	/* Without the other branch, only the end of the log decides. */
	steps.item[2] = steps.item[3];
	steps.nr = 3;
	assert_int_equal(pm_steps_find(&setter, &steps, 0, "b", false, &err),
			 0);
	assert_int_equal(pm_steps_find(&setter, &steps, 0, "b", true, &err),
			 1);
	assert_int_equal(setter.step, 1);
	pm_steps_release(&steps);
	for (size_t i = 0; i < 4; i++)
		free((char *)commit[i].id);
}

static void a_commit_that_is_not_there_is_an_error(void **state)
{
	struct pm_step items[] = { STEP("b", "a"), STEP("a", "b") };
	struct pm_steps steps = { .nr = 2, .alloc = 2 };
	struct pm_setter setter = { 0 };
	struct pm_error err = { 0 };

	(void)state;
	sh("git init -q -b main .");
	steps.item = pm_xcalloc(2, sizeof(*steps.item));
	memcpy(steps.item, items, sizeof(items));
	steps.item[0].commit = &commits[0];
	steps.item[1].commit = &commits[1];
	assert_failed(pm_steps_find(&setter, &steps, 0, "b", false, &err),
		      PM_ERROR, &err, "merge-base");
	pm_steps_release(&steps);
}

static void a_commit_is_kept_beyond_its_event(void **state)
{
	struct pm_arena arena = { 0 };
	char id[] = "abc", name[] = "Alice", reason[] = "late";
	const struct pm_commit_info commit = {
		.id = id, .abbrev = id, .author_name = name,
		.author_email = name, .subject = name, .body = name,
		.reason = reason, .deltas = 3,
	};
	const struct pm_commit_info *kept = pm_commit_keep(&arena, &commit);

	(void)state;
	id[0] = name[0] = reason[0] = 'x';
	assert_string_equal(kept->id, "abc");
	assert_string_equal(kept->abbrev, "abc");
	assert_string_equal(kept->author_name, "Alice");
	assert_string_equal(kept->author_email, "Alice");
	assert_string_equal(kept->subject, "Alice");
	assert_string_equal(kept->body, "Alice");
	assert_string_equal(kept->reason, "late");
	assert_int_equal(kept->deltas, 0);
	pm_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_newest_step_to_the_value_set_it),
		SANDBOXED(a_step_that_its_branch_undid_is_doubted),
		SANDBOXED(a_commit_that_is_not_there_is_an_error),
		cmocka_unit_test(a_commit_is_kept_beyond_its_event),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
