/* SPDX-License-Identifier: MIT */
#include "tests/unit/judging.h"

/*
 * How findings weigh. What each rule finds is shown under tests/data/rules.
 */

static void a_complete_draft_and_a_complete_review_have_no_finding(
	void **state)
{
	struct judged j;

	(void)state;
	start(&j, NULL);
	pm_check_postmortem(&j.check, make(&j, FIELDS, BODY, ITEM));
	pm_check_postmortem(&j.check,
			    make(&j, FIELDS TIMES "status: reviewed\n", BODY,
				 NULL));
	for (size_t i = 0; i < j.found.nr; i++)
		print_message("%s\n", j.found.item[i].message);
	assert_int_equal(j.found.nr, 0);
	let_go(&j);
}

static void a_waived_finding_weighs_nothing_and_keeps_its_reason(void **state)
{
	struct judged j;
	const struct pm_finding *f;

	(void)state;
	start(&j, NULL);
	pm_check_postmortem(&j.check,
			    make(&j, "title: Slow\nseverity: minor\n"
				     "waivers:\n  owner: nobody is left\n",
				 BODY, "title: x\nstate: done\nowner: a\n"));
	f = find(&j, "owner");
	assert_int_equal(f->level, PM_OFF);
	assert_int_equal(f->excuse, PM_WAIVED);
	assert_string_equal(f->excuse_text, "nobody is left");
	assert_int_equal(find(&j, "action-evidence")->level, PM_ERROR_LEVEL);
	pm_findings_count(&j.found);
	assert_int_equal(j.found.waived, 1);
	assert_int_equal(j.found.errors, 1);
	let_go(&j);
}

static void what_makes_a_file_unreliable_cannot_be_waived(void **state)
{
	struct judged j;

	(void)state;
	start(&j, NULL);
	pm_check_postmortem(&j.check,
			    make(&j, FIELDS "sevrity: x\n"
				     "waivers:\n  unknown-key: we like it\n",
				 BODY, NULL));
	assert_int_equal(find(&j, "unknown-key")->level, PM_ERROR_LEVEL);
	assert_non_null(strstr(find(&j, "bad-value")->message,
			       "cannot be waived"));
	let_go(&j);
}

static void a_waiver_of_a_rule_that_is_none_is_a_finding(void **state)
{
	struct judged j;
	const struct pm_finding *f;

	(void)state;
	start(&j, NULL);
	pm_check_postmortem(&j.check, make(&j, FIELDS "waivers:\n"
						      "  titel: because\n",
					   BODY, NULL));
	f = find(&j, "bad-value");
	assert_int_equal(f->level, PM_ERROR_LEVEL);
	assert_int_equal(f->line, 6);
	assert_string_equal(f->fix, "did you mean \"title\"?");
	let_go(&j);
}

static void an_imported_document_has_warnings_until_it_is_advanced(
	void **state)
{
	static const struct {
		const char *front;
		enum pm_level level;
		enum pm_excuse excuse;
	} cases[] = {
		{ "imported: draft\n", PM_WARNING, PM_IMPORTED },
		{ "imported: draft\nstatus: draft\n", PM_WARNING,
		  PM_IMPORTED },
		{ "imported: closed\nstatus: closed\n", PM_WARNING,
		  PM_IMPORTED },
		{ "imported: draft\nstatus: in-review\n", PM_ERROR_LEVEL,
		  PM_NOT_EXCUSED },
		{ "status: draft\n", PM_ERROR_LEVEL, PM_NOT_EXCUSED },
		{ "imported: whenever\n", PM_ERROR_LEVEL, PM_NOT_EXCUSED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct judged j;
		const struct pm_finding *f;

		start(&j, NULL);
		pm_check_postmortem(&j.check,
				    make(&j, cases[i].front, BODY, NULL));
		f = find(&j, "owner");
		if (f->level != cases[i].level ||
		    f->excuse != cases[i].excuse)
			fail_msg("%s", cases[i].front);
		let_go(&j);
	}
}

static void form_is_an_error_of_an_imported_document_too(void **state)
{
	struct judged j;

	(void)state;
	start(&j, NULL);
	pm_check_postmortem(&j.check,
			    make(&j, FIELDS "imported: draft\nowner: bob\n",
				 BODY, NULL));
	assert_int_equal(find(&j, "duplicate-key")->level, PM_ERROR_LEVEL);
	let_go(&j);
}

static void the_policy_weighs_a_finding_by_severity(void **state)
{
	static const char policy[] =
		"rules:\n  owner: {level: warning, major: error, minor: off}\n";
	static const struct {
		const char *front;
		enum pm_level level; /* PM_OFF: there is no finding */
	} cases[] = {
		{ "title: Slow\nseverity: major\n", PM_ERROR_LEVEL },
		{ "title: Slow\nseverity: minor\n", PM_OFF },
		{ "title: Slow\nseverity: critical\n", PM_WARNING },
		{ "title: Slow\n", PM_WARNING },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct judged j;
		const struct pm_finding *f;

		start(&j, policy);
		pm_check_postmortem(&j.check,
				    make(&j, cases[i].front, BODY, NULL));
		f = find(&j, "owner");
		assert_int_equal(f ? f->level : PM_OFF, cases[i].level);
		let_go(&j);
	}
}

static void a_status_asks_for_what_it_needs(void **state)
{
	static const struct {
		enum pm_status status;
		const char *rule;
		bool asks;
	} cases[] = {
		{ PM_DRAFT, "section-empty", false },
		{ PM_IN_REVIEW, "section-empty", true },
		{ PM_IN_REVIEW, "times-missing", false },
		{ PM_REVIEWED, "times-missing", true },
		{ PM_REVIEWED, "action-unsettled", false },
		{ PM_CLOSED, "action-unsettled", true },
		{ PM_CLOSED, "times-missing", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct judged j;

		start(&j, NULL);
		pm_check_status(&j.check,
				make(&j, FIELDS,
				     "## Summary\nTBD\n## Impact\nSome\n"
				     "## Timeline\n- 14:00 x\n" REST,
				     ITEM),
				cases[i].status);
		if (!find(&j, cases[i].rule) == cases[i].asks)
			fail_msg("%s from %s", cases[i].rule,
				 pm_status_name[cases[i].status]);
		let_go(&j);
	}
}

static void advancing_ends_the_leniency_of_an_import(void **state)
{
	struct judged j;

	(void)state;
	start(&j, NULL);
	pm_check_status(&j.check,
			make(&j, "title: Slow\nseverity: minor\n"
				 "imported: draft\n", BODY, NULL),
			PM_IN_REVIEW);
	assert_int_equal(find(&j, "owner")->level, PM_ERROR_LEVEL);
	let_go(&j);
}

static void findings_are_sorted_by_place(void **state)
{
	static const struct pm_finding some[] = {
		{ .path = "b", .line = 1, .message = "3" },
		{ .path = "a", .line = 9, .message = "2" },
		{ .path = "a", .line = 2, .column = 5, .message = "1" },
		{ .path = "a", .line = 2, .message = "0" },
		{ .path = "a", .line = 9, .message = "1b" },
	};
	struct pm_findings list = { 0 };
	const char *expected[] = { "0", "1", "1b", "2", "3" };

	(void)state;
	for (size_t i = 0; i < sizeof(some) / sizeof(*some); i++) {
		struct pm_finding f = some[i];

		f.rule = &pm_rule[0];
		pm_findings_add(&list, f);
	}
	pm_findings_sort(&list);
	for (size_t i = 0; i < list.nr; i++)
		assert_string_equal(list.item[i].message, expected[i]);
	pm_findings_release(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_complete_draft_and_a_complete_review_have_no_finding),
		cmocka_unit_test(
			a_waived_finding_weighs_nothing_and_keeps_its_reason),
		cmocka_unit_test(what_makes_a_file_unreliable_cannot_be_waived),
		cmocka_unit_test(a_waiver_of_a_rule_that_is_none_is_a_finding),
		cmocka_unit_test(
			an_imported_document_has_warnings_until_it_is_advanced),
		cmocka_unit_test(form_is_an_error_of_an_imported_document_too),
		cmocka_unit_test(the_policy_weighs_a_finding_by_severity),
		cmocka_unit_test(a_status_asks_for_what_it_needs),
		cmocka_unit_test(advancing_ends_the_leniency_of_an_import),
		cmocka_unit_test(findings_are_sorted_by_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
