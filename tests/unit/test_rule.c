/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/rule.h"

static void every_rule_has_an_id_of_its_own_and_says_what_it_is_for(
	void **state)
{
	(void)state;
	for (size_t i = 0; i < pm_rules; i++) {
		const struct pm_rule *rule = &pm_rule[i];

		assert_ptr_equal(pm_rule_find(rule->id), rule);
		for (const char *c = rule->id; *c; c++)
			assert_true(islower((unsigned char)*c) || *c == '-');
		assert_true(strlen(rule->summary) > 10);
		assert_true(strlen(rule->summary) < 60);
		assert_true(islower((unsigned char)rule->summary[0]));
		assert_int_equal(rule->help[strlen(rule->help) - 1], '.');
		assert_non_null(rule->group);
		assert_int_not_equal(rule->level, PM_OFF);
		/* What cannot be relied on is an error from the start. */
		if (rule->is_form) {
			assert_int_equal(rule->level, PM_ERROR_LEVEL);
			assert_int_equal(rule->from, PM_DRAFT);
		}
	}
}

static void an_unknown_id_is_none_and_may_have_a_nearest(void **state)
{
	char hint[120];

	(void)state;
	assert_null(pm_rule_find("titel"));
	assert_null(pm_rule_find(""));
	assert_string_equal(pm_rule_nearest("titel"), "title");
	assert_null(pm_rule_nearest("qqqqqq"));
	pm_rule_hint(hint, sizeof(hint), "section-emtpy");
	assert_string_equal(hint, "did you mean \"section-empty\"?");
	pm_rule_hint(hint, sizeof(hint), "qqqqqq");
	assert_non_null(strstr(hint, "git postmortem rules"));
}

static void a_level_depends_on_policy_severity_and_status(void **state)
{
	static const char text[] =
		"severities:\n  big:\n  small:\n"
		"rules:\n"
		"  owner: warning\n"
		"  title: {small: off}\n"
		"  severity: {level: off, big: error}\n"
		"  section-missing: {from: reviewed, small: warning}\n";
	static const struct {
		const char *rule;
		const char *severity;
		enum pm_status status;
		enum pm_level level;
	} cases[] = {
		{ "owner", NULL, PM_DRAFT, PM_WARNING },
		{ "owner", "big", PM_CLOSED, PM_WARNING },
		{ "title", "small", PM_DRAFT, PM_OFF },
		{ "title", "big", PM_DRAFT, PM_ERROR_LEVEL },
		{ "title", NULL, PM_DRAFT, PM_ERROR_LEVEL },
		{ "severity", "big", PM_DRAFT, PM_ERROR_LEVEL },
		{ "severity", "small", PM_DRAFT, PM_OFF },
		{ "severity", NULL, PM_DRAFT, PM_OFF },
		{ "section-missing", "big", PM_DRAFT, PM_OFF },
		{ "section-missing", "big", PM_IN_REVIEW, PM_OFF },
		{ "section-missing", "big", PM_REVIEWED, PM_ERROR_LEVEL },
		{ "section-missing", "small", PM_IN_REVIEW, PM_OFF },
		{ "section-missing", "small", PM_CLOSED, PM_WARNING },
		/* A status that cannot be read is a finding of its own. */
		{ "section-missing", "big", PM_STATUSES, PM_OFF },
		{ "owner", "big", PM_STATUSES, PM_WARNING },
		/* Untouched by the policy. */
		{ "times-missing", "big", PM_IN_REVIEW, PM_OFF },
		{ "times-missing", "big", PM_REVIEWED, PM_ERROR_LEVEL },
	};
	struct pm_policy policy;

	(void)state;
	pm_policy_read(&policy, text, strlen(text));
	assert_int_equal(policy.problems.nr, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		enum pm_level level = pm_rule_level(
			pm_rule_find(cases[i].rule), &policy,
			cases[i].severity, cases[i].status);

		if (level != cases[i].level)
			fail_msg("%s for %s in %d is %s", cases[i].rule,
				 cases[i].severity ? cases[i].severity : "any",
				 cases[i].status, pm_level_name[level]);
	}
	pm_policy_release(&policy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			every_rule_has_an_id_of_its_own_and_says_what_it_is_for),
		cmocka_unit_test(an_unknown_id_is_none_and_may_have_a_nearest),
		cmocka_unit_test(a_level_depends_on_policy_severity_and_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
