/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <string.h>

#include "model/ledger_change.h"

#define A "- 2026-12-01 alice: proposed, owner bob\n"
#define B "- 2026-12-02 bob: accepted, due 2027-01-10\n"
#define C "- 2026-12-10 bob: due 2027-01-24: the vendor is late\n"
#define C_OTHER "- 2026-12-10 bob: due 2027-01-24: somebody is ill\n"
#define C_DAY "- 2026-12-11 bob: due 2027-01-24: the vendor is late\n"
#define D "- 2026-12-12 bob: in-progress\n"
#define PROPOSED "state: proposed\nowner: bob\n"
#define ACCEPTED "state: accepted\nowner: bob\ndue: 2027-01-10\n"
#define MOVED "state: accepted\nowner: bob\ndue: 2027-01-24\n"

static struct pm_policy policy;
static struct pm_arena arena;

static int setup(void **state)
{
	(void)state;
	pm_policy_read(&policy, NULL, 0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	pm_policy_release(&policy);
	pm_arena_release(&arena);
	return 0;
}

static struct pm_record read_item(const char *fields, const char *events)
{
	struct pm_record record = { .kind = PM_ACTION, .id = "a/b",
				    .path = "a/actions/b.md" };
	const char *text = pm_arena_printf(
		&arena, "---\ntitle: Page\n%s---\n\nText.\n%s%s", fields,
		*events ? "\n## History\n\n" : "", events);

	pm_record_read(&record, &arena, text, strlen(text), &policy,
		       PM_READ_LEDGER);
	return record;
}

static struct pm_ledger_change compare(const struct pm_record *old,
				       const struct pm_record *now)
{
	struct pm_ledger_change change;

	pm_ledger_compare(&change, &arena, &policy, &old->ledger,
			  &now->ledger);
	return change;
}

static void events_are_added_lost_or_reworded(void **state)
{
	static const struct {
		const char *old, *now;
		size_t added, lost;
		bool newest, reworded;
	} cases[] = {
		{ "", A, 1, 0, false, false },
		{ A B, A B C, 1, 0, false, false },
		{ A C, A B C, 1, 0, false, false },
		{ A B C, A B C, 0, 0, false, false },
		{ A B C, A B, 0, 1, true, false },
		{ A B C, A, 0, 2, true, false },
		{ A B C, "", 0, 3, true, false },
		{ A B C, A C, 0, 1, false, false },
		{ A B C, A B C_DAY, 1, 1, true, false },
		{ A B C, A B C_OTHER, 0, 0, false, true },
		{ A B C, A C B, 0, 0, false, false },
		{ A B B, A B, 0, 1, true, false },
		{ A B, A B B, 1, 0, false, false },
		{ A B C, A B D, 1, 1, true, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_record old = read_item(ACCEPTED, cases[i].old);
		struct pm_record now = read_item(ACCEPTED, cases[i].now);
		struct pm_ledger_change change = compare(&old, &now);
		bool reworded = false;

		for (size_t e = 0; e < now.ledger.nr; e++)
			reworded = reworded || change.reworded[e];
		assert_int_equal(change.added, cases[i].added);
		assert_int_equal(change.lost, cases[i].lost);
		assert_int_equal(pm_ledger_lost_newest(&change),
				 cases[i].newest);
		assert_int_equal(reworded, cases[i].reworded);
	}
}

static void a_revert_takes_back_events_with_what_they_set(void **state)
{
	static const struct {
		const char *old, *fields, *now;
		bool by_form, if_known;
	} cases[] = {
		{ A B, PROPOSED, A, true, true },
		{ A B C, ACCEPTED, A B, true, true },
		{ A B C, PROPOSED, A, true, true },
		/* The fields stayed. */
		{ A B C, MOVED, A B, false, false },
		{ A B, ACCEPTED, A, false, false },
		/* Not the newest. */
		{ A B C, MOVED, A C, false, false },
		/* Nothing else says what was. */
		{ B, PROPOSED, "", true, true },
		{ C, ACCEPTED, "", true, true },
		{ A B, ACCEPTED, "", false, true },
		{ B, "state: accepted\nowner: bob\n", "", true, true },
		/* What takes back how it began leaves no record. */
		{ A B, PROPOSED, "", false, true },
		/* Another event in the place of one. */
		{ A B C, MOVED, A B C_DAY, false, true },
		{ A B, "state: in-progress\nowner: bob\n", A D, false, true },
		{ A B, ACCEPTED, A B, false, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_record old = read_item(MOVED, cases[i].old);
		struct pm_record now = read_item(cases[i].fields,
						 cases[i].now);
		struct pm_ledger_change change = compare(&old, &now);

		assert_int_equal(pm_ledger_is_taken_back(&policy, &change,
							 &now, false),
				 cases[i].by_form);
		assert_int_equal(pm_ledger_is_taken_back(&policy, &change,
							 &now, true),
				 cases[i].if_known);
	}
}

static void the_last_event_says_what_a_field_is(void **state)
{
	struct pm_record right = read_item(MOVED, A B C);
	struct pm_record wrong = read_item(ACCEPTED, A B C);
	struct pm_record bare = read_item("", A "- 2026-12-02 bob: no owner\n");

	(void)state;
	for (enum pm_ledger_field f = 0; f < PM_L_FIELDS; f++) {
		assert_null(pm_ledger_contradicts(&policy, &right, f));
		assert_null(pm_ledger_contradicts(&policy, &bare, f));
	}
	assert_ptr_equal(pm_ledger_contradicts(&policy, &wrong, PM_L_DUE),
			 &wrong.ledger.event[2]);
	assert_string_equal(pm_ledger_value(&bare, PM_L_STEP), "proposed");
	assert_string_equal(pm_ledger_value(&bare, PM_L_OWNER), "");
	assert_true(pm_ledger_same_value(&policy, &right, &wrong, PM_L_OWNER));
	assert_false(pm_ledger_same_value(&policy, &right, &wrong, PM_L_DUE));
}

static void steps_follow_one_another(void **state)
{
	static const struct {
		enum pm_kind kind;
		int from, to;
		bool is;
	} cases[] = {
		{ PM_ACTION, -1, PM_PROPOSED, true },
		{ PM_ACTION, -1, PM_ACCEPTED, false },
		{ PM_ACTION, PM_PROPOSED, PM_ACCEPTED, true },
		{ PM_ACTION, PM_PROPOSED, PM_DECLINED, true },
		{ PM_ACTION, PM_PROPOSED, PM_DONE, false },
		{ PM_ACTION, PM_ACCEPTED, PM_DONE, true },
		{ PM_ACTION, PM_IN_PROGRESS, PM_ACCEPTED, true },
		{ PM_ACTION, PM_ACCEPTED, PM_PROPOSED, false },
		{ PM_ACTION, PM_DONE, PM_ACCEPTED, true },
		{ PM_ACTION, PM_DONE, PM_DECLINED, false },
		{ PM_ACTION, PM_DONE, PM_DONE, true },
		{ PM_POSTMORTEM, -1, PM_DRAFT, true },
		{ PM_POSTMORTEM, -1, PM_REVIEWED, false },
		{ PM_POSTMORTEM, PM_DRAFT, PM_IN_REVIEW, true },
		{ PM_POSTMORTEM, PM_DRAFT, PM_REVIEWED, false },
		{ PM_POSTMORTEM, PM_REVIEWED, PM_DRAFT, true },
		{ PM_POSTMORTEM, PM_CLOSED, PM_REVIEWED, true },
		{ PM_POSTMORTEM, PM_CLOSED, PM_DRAFT, false },
	};
	struct pm_ledger_event event = { .why = "reverts \"Accept it\"" };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		event.step = cases[i].to;
		event.why = NULL;
		assert_int_equal(pm_ledger_is_step(cases[i].kind,
						   cases[i].from, &event),
				 cases[i].is);
		event.why = "reverts \"Accept it\"";
		if (cases[i].from >= 0)
			assert_true(pm_ledger_is_step(cases[i].kind,
						      cases[i].from, &event));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_are_added_lost_or_reworded),
		cmocka_unit_test(a_revert_takes_back_events_with_what_they_set),
		cmocka_unit_test(the_last_event_says_what_a_field_is),
		cmocka_unit_test(steps_follow_one_another),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
