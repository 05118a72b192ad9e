/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "model/record.h"

struct reading {
	struct pm_arena arena;
	struct pm_policy policy;
	struct pm_record record;
};

static void read_as(struct reading *r, enum pm_kind kind, const char *text,
		    enum pm_read what)
{
	memset(r, 0, sizeof(*r));
	pm_policy_read(&r->policy, NULL, 0);
	r->record = (struct pm_record){ .kind = kind, .id = "a/b",
					.path = "a/b.md" };
	pm_record_read(&r->record, &r->arena, text, strlen(text), &r->policy,
		       what);
}

static void let_go(struct reading *r)
{
	pm_arena_release(&r->arena);
	pm_policy_release(&r->policy);
}

static void the_fields_of_a_post_mortem_have_text_line_and_type(void **state)
{
	static const char text[] =
		"---\n"
		"title: \"Slow: checkout\"\n"
		"status: reviewed\n"
		"started: 2026-11-21T14:02:00+01:00\n"
		"teams: [web, payments]\n"
		"services: checkout\n"
		"owner:\n"
		"debrief:\n"
		"  date: 2026-11-27\n"
		"  attendees:\n"
		"    - alice\n"
		"    - \"@bob\"\n"
		"waivers:\n"
		"  title: it has none\n"
		"---\n"
		"## Summary\n";
	struct reading r;
	const struct pm_value *value;

	(void)state;
	read_as(&r, PM_POSTMORTEM, text, PM_READ_BODY);
	assert_int_equal(r.record.problems.nr, 0);
	assert_string_equal(pm_record_title(&r.record), "Slow: checkout");
	assert_int_equal(pm_record_line(&r.record, PM_F_TITLE), 2);
	assert_int_equal(pm_record_status(&r.record), PM_REVIEWED);
	value = pm_record_get(&r.record, PM_F_STARTED);
	assert_true(value->is_valid);
	assert_int_equal(value->as.time.zone, 60);
	value = pm_record_get(&r.record, PM_F_TEAMS);
	assert_int_equal(value->nr, 2);
	assert_string_equal(value->text, "web, payments");
	/* One name is a list of one. */
	value = pm_record_get(&r.record, PM_F_SERVICES);
	assert_int_equal(value->nr, 1);
	assert_string_equal(value->item[0], "checkout");
	assert_int_equal(pm_record_date(&r.record, PM_F_DEBRIEF_DATE),
			 pm_date_make(2026, 11, 27));
	value = pm_record_get(&r.record, PM_F_DEBRIEF_ATTENDEES);
	assert_string_equal(value->item[1], "@bob");
	assert_string_equal(pm_record_waiver(&r.record, "title"),
			    "it has none");
	assert_null(pm_record_waiver(&r.record, "owner"));
	/* Left empty is absent, but it has a place. */
	assert_null(pm_record_get(&r.record, PM_F_OWNER));
	assert_int_equal(pm_record_line(&r.record, PM_F_OWNER), 7);
	assert_int_equal(pm_record_line(&r.record, PM_F_LEAD), 1);
	assert_int_equal(r.record.sections.nr, 1);
	let_go(&r);
}

static void without_the_body_only_the_fields_are_kept(void **state)
{
	struct reading r;

	(void)state;
	read_as(&r, PM_ACTION, "---\ntitle: x\n---\n## y\n", PM_READ_FIELDS);
	assert_string_equal(pm_record_text(&r.record, PM_F_TITLE), "x");
	assert_null(r.record.text);
	assert_int_equal(r.record.sections.nr, 0);
	let_go(&r);
}

static void what_is_wrong_with_a_field_is_a_problem_with_its_line(void **state)
{
	static const struct {
		enum pm_kind kind;
		const char *text;
		enum pm_problem_kind problem;
		size_t line;
		const char *message;
	} cases[] = {
		{ PM_POSTMORTEM, "title: x\nstatus: done\n",
		  PM_PROBLEM_BAD_VALUE, 3, "status: \"done\" is not a status" },
		{ PM_ACTION, "state: wip\n", PM_PROBLEM_BAD_VALUE, 2,
		  "is not a state" },
		{ PM_ACTION, "status: draft\n", PM_PROBLEM_UNKNOWN_KEY, 2,
		  "\"status\"" },
		{ PM_POSTMORTEM, "due: 2026-12-05\n", PM_PROBLEM_UNKNOWN_KEY,
		  2, "\"due\"" },
		{ PM_POSTMORTEM, "severty: minor\n", PM_PROBLEM_UNKNOWN_KEY, 2,
		  "\"severty\"" },
		{ PM_POSTMORTEM, "debrief:\n  when: 2026-11-27\n",
		  PM_PROBLEM_STRANGE_KEY, 3, "\"debrief.when\"" },
		{ PM_POSTMORTEM, "debrief:\n  dates: 2026-11-27\n",
		  PM_PROBLEM_UNKNOWN_KEY, 3, "\"debrief.dates\"" },
		{ PM_POSTMORTEM, "debrief: tomorrow\n",
		  PM_PROBLEM_BAD_VALUE, 2, "debrief: \"tomorrow\" is not" },
		{ PM_POSTMORTEM, "ower: bob\n", PM_PROBLEM_UNKNOWN_KEY, 2,
		  "\"ower\"" },
		{ PM_POSTMORTEM, "start: today\n", PM_PROBLEM_UNKNOWN_KEY, 2,
		  "\"start\"" },
		{ PM_POSTMORTEM, "mitigated-by: bob\n",
		  PM_PROBLEM_STRANGE_KEY, 2, "\"mitigated-by\"" },
		{ PM_ACTION, "cost: 7\n", PM_PROBLEM_STRANGE_KEY, 2,
		  "\"cost\"" },
		{ PM_ACTION, "debrief:\n", PM_PROBLEM_STRANGE_KEY, 2,
		  "\"debrief\"" },
		{ PM_ACTION, "owner: [alice, bob]\n", PM_PROBLEM_BAD_VALUE, 2,
		  "names more than one person" },
		{ PM_ACTION, "title: [a]\n", PM_PROBLEM_BAD_VALUE, 2,
		  "is not a single value" },
		{ PM_POSTMORTEM, "teams: {a: b}\n", PM_PROBLEM_BAD_VALUE, 2,
		  "is not a single value" },
		{ PM_POSTMORTEM, "teams: [a, [b]]\n", PM_PROBLEM_BAD_VALUE, 2,
		  "is not a name" },
		{ PM_POSTMORTEM, "waivers: [title]\n", PM_PROBLEM_BAD_VALUE, 2,
		  "is not a map" },
		{ PM_POSTMORTEM, "waivers:\n  title: [a]\n",
		  PM_PROBLEM_BAD_VALUE, 3, "is not a text" },
		{ PM_ACTION, "title: x\ntitle: y\n", PM_PROBLEM_DUPLICATE_KEY,
		  3, "title" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_buf text = { 0 };
		const struct pm_problem *p;
		struct reading r;

		pm_buf_addf(&text, "---\n%s---\n", cases[i].text);
		read_as(&r, cases[i].kind, text.ptr, PM_READ_FIELDS);
		if (r.record.problems.nr != 1)
			fail_msg("%zu problems: %s", r.record.problems.nr,
				 cases[i].text);
		p = r.record.problems.item;
		if (p->kind != cases[i].problem || p->line != cases[i].line ||
		    !strstr(p->message, cases[i].message) || !p->fix)
			fail_msg("%s%zu: %s", cases[i].text, p->line,
				 p->message);
		let_go(&r);
		pm_buf_release(&text);
	}
}

static void the_first_of_two_equal_keys_holds(void **state)
{
	struct reading r;

	(void)state;
	read_as(&r, PM_ACTION, "---\nowner: alice\nowner: bob\n---\n",
		PM_READ_FIELDS);
	assert_string_equal(pm_record_text(&r.record, PM_F_OWNER), "alice");
	let_go(&r);
}

static void a_record_that_cannot_be_read_is_in_no_known_state(void **state)
{
	struct reading r;

	(void)state;
	read_as(&r, PM_ACTION, "no front matter\n", PM_READ_BODY);
	assert_int_equal(r.record.problems.nr, 1);
	assert_null(r.record.front.map);
	assert_int_equal(pm_record_state(&r.record), PM_STATES);
	assert_string_equal(pm_record_title(&r.record), "a/b");
	assert_string_equal(pm_record_name(&r.record), "b");
	let_go(&r);
}

static void a_file_over_its_limit_is_not_read(void **state)
{
	struct reading r = { 0 };

	(void)state;
	pm_policy_read(&r.policy, NULL, 0);
	r.record = (struct pm_record){ .kind = PM_ACTION, .id = "a/b",
				       .path = "a/b.md" };
	pm_record_read(&r.record, &r.arena, NULL, PM_MAX_ACTION + 1,
		       &r.policy, PM_READ_BODY);
	assert_int_equal(r.record.problems.nr, 1);
	assert_int_equal(r.record.problems.item[0].kind,
			 PM_PROBLEM_TOO_LARGE);
	let_go(&r);
}

static void absent_means_draft_and_proposed(void **state)
{
	struct reading r;

	(void)state;
	read_as(&r, PM_POSTMORTEM, "---\n---\n", PM_READ_FIELDS);
	assert_int_equal(pm_record_status(&r.record), PM_DRAFT);
	assert_int_equal(pm_record_date(&r.record, PM_F_DUE), PM_NO_DATE);
	let_go(&r);
	read_as(&r, PM_ACTION, "---\n---\n", PM_READ_FIELDS);
	assert_int_equal(pm_record_state(&r.record), PM_PROPOSED);
	let_go(&r);
}

static void a_promise_is_overdue_from_the_day_after_its_day(void **state)
{
	static const struct {
		const char *text;
		bool overdue;
	} cases[] = {
		{ "state: accepted\ndue: 2026-12-01\n", true },
		{ "state: in-progress\ndue: 2026-12-01\n", true },
		{ "state: accepted\ndue: 2026-12-02\n", false },
		{ "state: proposed\ndue: 2026-12-01\n", false },
		{ "state: done\ndue: 2026-12-01\n", false },
		{ "state: declined\ndue: 2026-12-01\n", false },
		{ "state: accepted\n", false },
		{ "state: accepted\ndue: 2026-02-30\n", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_buf text = { 0 };
		struct reading r;

		pm_buf_addf(&text, "---\n%s---\n", cases[i].text);
		read_as(&r, PM_ACTION, text.ptr, PM_READ_FIELDS);
		if (pm_record_is_overdue(&r.record,
					 pm_date_make(2026, 12, 2)) !=
		    cases[i].overdue)
			fail_msg("%s", cases[i].text);
		let_go(&r);
		pm_buf_release(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_fields_of_a_post_mortem_have_text_line_and_type),
		cmocka_unit_test(without_the_body_only_the_fields_are_kept),
		cmocka_unit_test(
			what_is_wrong_with_a_field_is_a_problem_with_its_line),
		cmocka_unit_test(the_first_of_two_equal_keys_holds),
		cmocka_unit_test(
			a_record_that_cannot_be_read_is_in_no_known_state),
		cmocka_unit_test(a_file_over_its_limit_is_not_read),
		cmocka_unit_test(absent_means_draft_and_proposed),
		cmocka_unit_test(
			a_promise_is_overdue_from_the_day_after_its_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
