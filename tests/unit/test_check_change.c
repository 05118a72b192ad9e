/* SPDX-License-Identifier: MIT */
#include "tests/unit/judging.h"

/* What the rules say about a change. */

static void what_stood_before_is_excused_and_what_is_new_is_not(void **state)
{
	struct judged j;
	const struct pm_finding *f;

	(void)state;
	start(&j, NULL);
	pm_check_change(&j.check,
			make(&j, "title: Slow\nseverity: minor\n", BODY, NULL),
			NULL, make(&j, "title: Slow\n", BODY, NULL));
	f = find(&j, "owner");
	assert_int_equal(f->level, PM_WARNING);
	assert_int_equal(f->excuse, PM_WAS_SO);
	assert_int_equal(find(&j, "severity")->level, PM_ERROR_LEVEL);
	let_go(&j);
}

static void what_either_side_of_a_merge_had_is_excused(void **state)
{
	struct judged j;

	(void)state;
	start(&j, NULL);
	pm_check_change(&j.check, make(&j, FIELDS, BODY, NULL),
			make(&j, "title: Slow\nseverity: minor\n", BODY, NULL),
			make(&j, "title: So slow\nseverity: minor\n", BODY,
			     NULL));
	assert_int_equal(find(&j, "owner")->excuse, PM_WAS_SO);
	let_go(&j);
}

static void an_excuse_ends_when_the_record_goes_on(void **state)
{
#define OPEN "title: Warm the cache\ntype: prevent\n"
	static const struct {
		const char *before, *after; /* of the document */
		const char *item_before, *item_after;
		const char *rule;
		enum pm_excuse excuse;
	} cases[] = {
		{ "", "services: [x]\n", OPEN, OPEN, "action-owner",
		  PM_WAS_SO },
		{ "", "", OPEN, OPEN "state: accepted\ndue: 2026-12-20\n",
		  "action-owner", PM_NOT_EXCUSED },
		{ "", "", OPEN "state: done\nevidence: abcdef1\n",
		  OPEN "state: accepted\ndue: 2026-12-20\n", "action-owner",
		  PM_NOT_EXCUSED },
		{ "", "", OPEN, OPEN "state: declined\nreason: no time\n",
		  "action-owner", PM_WAS_SO },
		{ "", "status: in-review\n", OPEN, OPEN, "owner",
		  PM_NOT_EXCUSED },
		{ "", "status: in-review\n", OPEN, OPEN, "action-owner",
		  PM_WAS_SO },
		{ "status: closed\n", "status: reviewed\n", OPEN, OPEN,
		  "owner", PM_WAS_SO },
		/* An import excuses what it brought. */
		{ "imported: draft\n", "imported: draft\nlead: bob\n", OPEN,
		  OPEN, "action-owner", PM_IMPORTED },
		{ "imported: draft\n", "imported: draft\n", NULL, OPEN,
		  "action-owner", PM_NOT_EXCUSED },
		{ "imported: draft\n", "imported: draft\n", OPEN,
		  OPEN "state: accepted\ndue: 2026-12-20\n", "action-owner",
		  PM_NOT_EXCUSED },
		{ "imported: draft\n", "imported: draft\n",
		  OPEN "owner: alice\n", OPEN, "action-owner",
		  PM_NOT_EXCUSED },
		{ "owner: alice\n", "imported: draft\n", OPEN, OPEN, "owner",
		  PM_NOT_EXCUSED },
		{ "", "imported: draft\n", OPEN, OPEN, "action-owner",
		  PM_IMPORTED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct judged j;
		const char *front = "title: Slow\nseverity: minor\n%s";
		const struct pm_finding *f;

		start(&j, NULL);
		pm_check_change(
			&j.check,
			make(&j, pm_arena_printf(&j.arena, front,
						 cases[i].before),
			     BODY, cases[i].item_before),
			NULL,
			make(&j, pm_arena_printf(&j.arena, front,
						 cases[i].after),
			     BODY, cases[i].item_after));
		f = find(&j, cases[i].rule);
		if (!f || f->excuse != cases[i].excuse)
			fail_msg("%zu: %d", i, f ? (int)f->excuse : -1);
		assert_int_equal(f->level, f->excuse == PM_NOT_EXCUSED ?
						   PM_ERROR_LEVEL :
						   PM_WARNING);
		let_go(&j);
	}
#undef OPEN
}

static void what_a_policy_no_longer_knows_is_an_old_wrong(void **state)
{
	struct judged j;
	const char *front = "title: Slow\nseverity: huge\ncost: 7\n"
			    "owner: alice@example.com\n";

	(void)state;
	start(&j, NULL);
	pm_check_change(&j.check, make(&j, front, "One.\n", NULL), NULL,
			make(&j, front, "Two.\n", NULL));
	assert_int_equal(find(&j, "severity")->excuse, PM_WAS_SO);
	assert_int_equal(find(&j, "unknown-key")->excuse, PM_WAS_SO);
	let_go(&j);
	start(&j, NULL);
	pm_check_change(&j.check, make(&j, FIELDS, BODY, NULL), NULL,
			make(&j, front, BODY, NULL));
	assert_int_equal(find(&j, "severity")->level, PM_ERROR_LEVEL);
	assert_int_equal(find(&j, "unknown-key")->level, PM_WARNING);
	assert_int_equal(find(&j, "unknown-key")->excuse, PM_NOT_EXCUSED);
	let_go(&j);
}

static void a_second_finding_of_the_same_kind_is_worse_than_one(void **state)
{
	struct judged j;
	size_t errors = 0, excused = 0;

	(void)state;
	start(&j, "rules: {blame-wording: error}\n");
	pm_check_change(&j.check,
			make(&j, FIELDS, BODY "\nHuman error.\n", NULL), NULL,
			make(&j, FIELDS,
			     BODY "\nHuman error.\n\nHuman error.\n", NULL));
	for (size_t i = 0; i < j.found.nr; i++) {
		errors += j.found.item[i].level == PM_ERROR_LEVEL;
		excused += j.found.item[i].excuse == PM_WAS_SO;
	}
	assert_int_equal(errors, 1);
	assert_int_equal(excused, 1);
	let_go(&j);
}

static void a_stricter_policy_does_not_fall_on_who_touches_a_file(
	void **state)
{
	struct judged j;

	(void)state;
	start(&j, "sections: {Glossary: {filled: draft}}\n"
		  "rules: {section-missing: {from: draft}}\n");
	pm_check_change(&j.check, make(&j, FIELDS, "One.\n", NULL), NULL,
			make(&j, FIELDS, "Two.\n", NULL));
	assert_int_equal(find(&j, "section-missing")->excuse, PM_WAS_SO);
	let_go(&j);
}

static void steps_of_an_item_are_allowed_or_not(void **state)
{
	static const struct {
		const char *before, *after;
		enum pm_level level; /* of state-transition */
	} cases[] = {
		{ "proposed", "accepted", PM_OFF },
		{ "proposed", "declined", PM_OFF },
		{ "proposed", "in-progress", PM_WARNING },
		{ "proposed", "done", PM_WARNING },
		{ "accepted", "in-progress", PM_OFF },
		{ "accepted", "done", PM_OFF },
		{ "in-progress", "accepted", PM_OFF },
		{ "in-progress", "done", PM_OFF },
		{ "accepted", "proposed", PM_ERROR_LEVEL },
		{ "done", "accepted", PM_OFF },
		{ "done", "in-progress", PM_ERROR_LEVEL },
		{ "done", "declined", PM_ERROR_LEVEL },
		{ "done", "proposed", PM_ERROR_LEVEL },
		{ "declined", "accepted", PM_OFF },
		{ "declined", "done", PM_ERROR_LEVEL },
		{ "wip", "done", PM_OFF },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct judged j;
		const struct pm_finding *f;
		const char *before, *after;

		start(&j, NULL);
		before = pm_arena_printf(&j.arena, ITEM "state: %s\n",
					 cases[i].before);
		after = pm_arena_printf(&j.arena, ITEM "state: %s\n",
					cases[i].after);
		pm_check_change(&j.check, make(&j, FIELDS, BODY, before),
				NULL, make(&j, FIELDS, BODY, after));
		f = find(&j, "state-transition");
		if ((f ? f->level : PM_OFF) != cases[i].level)
			fail_msg("%s to %s", cases[i].before, cases[i].after);
		let_go(&j);
	}
}

static void steps_of_a_post_mortem_are_allowed_or_not(void **state)
{
	static const struct {
		const char *before, *after;
		enum pm_level level;
	} cases[] = {
		{ "draft", "in-review", PM_OFF },
		{ "draft", "reviewed", PM_WARNING },
		{ "in-review", "draft", PM_OFF },
		{ "reviewed", "closed", PM_OFF },
		{ "closed", "reviewed", PM_OFF },
		{ "closed", "draft", PM_ERROR_LEVEL },
		{ "closed", "in-review", PM_ERROR_LEVEL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct judged j;
		const struct pm_finding *f;
		const char *before, *after;

		start(&j, NULL);
		before = pm_arena_printf(&j.arena, FIELDS TIMES "status: %s\n",
					 cases[i].before);
		after = pm_arena_printf(&j.arena, FIELDS TIMES "status: %s\n",
					cases[i].after);
		pm_check_change(&j.check, make(&j, before, BODY, NULL), NULL,
				make(&j, after, BODY, NULL));
		f = find(&j, "state-transition");
		if ((f ? f->level : PM_OFF) != cases[i].level)
			fail_msg("%s to %s", cases[i].before, cases[i].after);
		let_go(&j);
	}
}

static void an_item_is_accepted_by_its_owner_however_they_are_named(
	void **state)
{
	static const struct {
		const char *policy;
		const char *owner;
		const char *author;
		bool by_other;
	} cases[] = {
		{ NULL, "alice@example.com", "alice@example.com", false },
		{ NULL, "alice@example.com", "ALICE@example.com", false },
		{ NULL, "bob@example.com", "alice@example.com", true },
		{ NULL, "alice", "alice@example.com", false },
		{ NULL, "bob", "alice@example.com", true },
		{ NULL, "'@bob'", "Alice <alice@example.com>", true },
		/* A handle that nobody lists may be anybody's whom it fits. */
		{ NULL, "'@asmith'", "Alice <smith@example.com>", false },
		{ NULL, "asmith", "Alice <smith@example.com>", false },
		{ NULL, "al", "alice@example.com", false },
		{ "people: {al: alice@example.com}\n", "al",
		  "alice@example.com", false },
		{ "people: {al: alice@example.com}\n", "al",
		  "bob@example.com", true },
		{ "people: {al: alice@example.com}\n", "bob",
		  "alice@example.com", true },
		{ NULL, "bob@example.com", NULL, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct judged j;
		const char *before, *after;

		start(&j, cases[i].policy);
		j.check.author = cases[i].author;
		before = pm_arena_printf(&j.arena, "title: x\nowner: %s\n",
					 cases[i].owner);
		after = pm_arena_printf(&j.arena,
					"title: x\nowner: %s\n"
					"state: accepted\ndue: 2026-12-19\n",
					cases[i].owner);
		pm_check_change(&j.check, make(&j, FIELDS, BODY, before),
				NULL, make(&j, FIELDS, BODY, after));
		if (!find(&j, "promise-by-other") == cases[i].by_other)
			fail_msg("%s by %s", cases[i].owner, cases[i].author);
		let_go(&j);
	}
}

static void a_promise_needs_its_nights_of_sleep_counted_in_working_days(
	void **state)
{
	static const struct {
		const char *resolved; /* a day */
		int today;	      /* of December, a Tuesday being the 1st */
		bool too_soon;
	} cases[] = {
		{ "2026-12-01", 1, true },
		{ "2026-12-01", 2, true },
		{ "2026-12-01", 3, false },
		/* Over a weekend: Friday to Monday is one working day. */
		{ "2026-12-04", 7, true },
		{ "2026-12-04", 8, false },
		{ "2026-12-05", 7, true },
		{ "2026-10-01", 1, false },
		/* The clock of the document may run ahead. */
		{ "2026-12-09", 8, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct judged j;
		const char *front;

		start(&j, NULL);
		j.check.today = pm_date_make(2026, 12, cases[i].today);
		front = pm_arena_printf(&j.arena,
					FIELDS "resolved: %sT10:00Z\n",
					cases[i].resolved);
		pm_check_change(&j.check, make(&j, front, BODY, ITEM), NULL,
				make(&j, front, BODY,
				     ITEM "state: accepted\n"
					  "due: 2026-12-31\n"));
		if (!find(&j, "accepted-too-soon") == cases[i].too_soon)
			fail_msg("%s to the %d", cases[i].resolved,
				 cases[i].today);
		let_go(&j);
	}
}

static void a_date_moves_later_with_a_reason(void **state)
{
	static const struct {
		const char *before, *after, *message;
		bool found;
	} cases[] = {
		{ "2026-12-10", "2026-12-20", "s\n", true },
		{ "2026-12-10", "2026-12-20", "s", true },
		{ "2026-12-10", "2026-12-20", "s\n\nThe vendor is late.\n",
		  false },
		{ "2026-12-10", "2026-12-20",
		  "s\n\nPostmortem-Reason: vendor\n", false },
		{ "2026-12-10", "2026-12-20", "s\n\nPostmortem-Reason:\n",
		  true },
		{ "2026-12-10", "2026-12-20",
		  "s\n\nSigned-off-by: A <a@example.com>\n", true },
		{ "2026-12-10", "2026-12-20", "s\n\nChange-Id:\n", true },
		{ "2026-12-20", "2026-12-10", "s\n", false },
		{ "2026-12-10", "2026-12-10", "s\n", false },
		/* Who does not know the message asks for nothing. */
		{ "2026-12-10", "2026-12-20", NULL, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct judged j;
		const char *before, *after;

		start(&j, NULL);
		j.check.message = cases[i].message;
		before = pm_arena_printf(&j.arena,
					 ITEM "state: accepted\ndue: %s\n",
					 cases[i].before);
		after = pm_arena_printf(&j.arena,
					ITEM "state: accepted\ndue: %s\n",
					cases[i].after);
		pm_check_change(&j.check, make(&j, FIELDS, BODY, before),
				NULL, make(&j, FIELDS, BODY, after));
		if (!find(&j, "due-moved-without-reason") == cases[i].found)
			fail_msg("case %zu", i);
		let_go(&j);
	}
}

static void what_vanishes_is_told_unless_it_only_moved(void **state)
{
	struct judged j;
	struct pm_postmortem *before, *after;

	(void)state;
	start(&j, NULL);
	before = make(&j, FIELDS, BODY, ITEM);
	after = make(&j, FIELDS, BODY, ITEM "priority: low\n");
	after->action->id = "2026-11-21-slow/renamed";
	pm_check_change(&j.check, before, NULL, after);
	assert_int_equal(j.found.nr, 0);

	pm_check_change(&j.check, before, NULL, make(&j, FIELDS, BODY, NULL));
	assert_string_equal(find(&j, "action-removed")->id,
			    "2026-11-21-slow/warm");
	pm_check_change(&j.check, before, NULL, NULL);
	assert_string_equal(find(&j, "postmortem-removed")->message,
			    "the post-mortem \"Slow\" is removed");
	let_go(&j);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_excuse_ends_when_the_record_goes_on),
		cmocka_unit_test(what_a_policy_no_longer_knows_is_an_old_wrong),
		cmocka_unit_test(
			what_stood_before_is_excused_and_what_is_new_is_not),
		cmocka_unit_test(what_either_side_of_a_merge_had_is_excused),
		cmocka_unit_test(
			a_second_finding_of_the_same_kind_is_worse_than_one),
		cmocka_unit_test(
			a_stricter_policy_does_not_fall_on_who_touches_a_file),
		cmocka_unit_test(steps_of_an_item_are_allowed_or_not),
		cmocka_unit_test(steps_of_a_post_mortem_are_allowed_or_not),
		cmocka_unit_test(
			an_item_is_accepted_by_its_owner_however_they_are_named),
		cmocka_unit_test(
			a_promise_needs_its_nights_of_sleep_counted_in_working_days),
		cmocka_unit_test(a_date_moves_later_with_a_reason),
		cmocka_unit_test(what_vanishes_is_told_unless_it_only_moved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
