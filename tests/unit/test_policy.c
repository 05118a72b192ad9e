/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/text.h"
#include "model/policy.h"

static void read_text(struct pm_policy *policy, const char *text)
{
	pm_policy_read(policy, text, text ? strlen(text) : 0);
}

static const char *section_of(const struct pm_policy *policy,
			      const char *heading)
{
	char *normal = pm_text_normal(heading, strlen(heading));
	const struct pm_section_def *def = pm_policy_section(policy, normal);

	free(normal);
	return def ? def->name : "";
}

static void a_severity_goes_by_its_aliases(void **state)
{
	struct pm_policy policy;

	(void)state;
	read_text(&policy, "severities:\n  bad: {aliases: [P1, SEV1]}\n"
			   "  P2: {aliases: minor}\n");
	assert_int_equal(policy.problems.nr, 0);
	assert_ptr_equal(pm_policy_severity(&policy, "SEV1"),
			 &policy.severity[0]);
	assert_string_equal(pm_policy_severity_name(&policy, "minor"), "P2");
	assert_string_equal(pm_policy_severity_name(&policy, "huge"), "huge");
	assert_null(pm_policy_severity(&policy, "sev1"));
	pm_policy_release(&policy);
	read_text(&policy, "severities:\n  bad: {aliases: [P1]}\n"
			   "  small: {aliases: [P1, bad]}\n");
	assert_int_equal(policy.problems.nr, 2);
	assert_int_equal(policy.problems.item[0].line, 3);
	pm_policy_release(&policy);
}

static void without_a_file_the_defaults_are_complete(void **state)
{
	struct pm_policy policy;
	const struct pm_severity *minor;

	(void)state;
	read_text(&policy, NULL);
	assert_false(policy.has_file);
	assert_int_equal(policy.problems.nr, 0);
	assert_string_equal(policy.root, "postmortems");
	assert_int_equal(policy.severities, 3);
	assert_string_equal(policy.severity[0].name, "critical");
	minor = pm_policy_severity(&policy, "minor");
	assert_non_null(minor);
	assert_false(minor->debrief);
	assert_int_equal(minor->due_days, 60);
	assert_null(pm_policy_severity(&policy, "none"));
	assert_null(pm_policy_severity(&policy, NULL));
	assert_int_equal(policy.people, 0);
	assert_int_equal(policy.settings, 0);
	pm_policy_release(&policy);
}

static void a_push_is_judged_by_the_names_of_its_refs(void **state)
{
	static const struct {
		const char *text, *ref;
		bool judged;
	} cases[] = {
		{ "", "refs/heads/main", true },
		{ "", "refs/heads/a/b", true },
		{ "", "refs/tags/v1", false },
		{ "", "refs/heads", false },
		{ "push: {refs: [refs/heads/main]}", "refs/heads/main", true },
		{ "push: {refs: refs/heads/main}", "refs/heads/main2", false },
		{ "push: {refs: [refs/*]}", "refs/notes/commits", true },
		{ "push: {refs: [refs/heads/*, '!refs/heads/wip/*']}",
		  "refs/heads/wip/x", false },
		{ "push: {refs: ['!refs/heads/wip/*', refs/heads/*]}",
		  "refs/heads/wip/x", false },
		{ "push: {refs: ['!refs/heads/wip/*', refs/heads/*]}",
		  "refs/heads/wip", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_policy policy;

		read_text(&policy, cases[i].text);
		assert_int_equal(policy.problems.nr, 0);
		assert_int_equal(pm_policy_judges_ref(&policy, cases[i].ref),
				 cases[i].judged);
		assert_false(policy.push.each);
		pm_policy_release(&policy);
	}
}

static void a_mistake_is_a_problem_with_its_line_and_a_fix(void **state)
{
	static const struct {
		const char *text;
		size_t line;
		const char *message;
	} cases[] = {
		{ "rot: x\n", 1, "unknown key \"rot\"" },
		{ "soak-days: two\n", 1, "soak-days: is not a number" },
		{ "soak-days: 99999\n", 1, "soak-days: is not a number" },
		{ "soak-days: -1\n", 1, "soak-days: is not a number" },
		{ "soak-days: []\n", 1, "soak-days: is not a number" },
		{ "root: /etc\n", 1, "root: is not a folder" },
		{ "root: ../x\n", 1, "root: is not a folder" },
		{ "root: .git/x\n", 1, "root: is not a folder" },
		{ "root: [a]\n", 1, "root: is not a text" },
		{ "severities: [a]\n", 1, "severities: is not a map" },
		{ "severities:\n  a:\n    due-days: x\n", 3,
		  "due-days: is not a number" },
		{ "severities:\n  a: {debrief: yes}\n", 2,
		  "debrief: is neither" },
		{ "severities:\n  a: {due-day: 1}\n", 2,
		  "unknown key \"due-day\"" },
		{ "severities:\n  a: 15\n", 2, "a: is not a map" },
		{ "rules:\n  owner: fatal\n", 2, "owner: is not a level" },
		{ "rules:\n  owner: [off]\n", 2, "owner: is not a map" },
		{ "rules: off\n", 1, "rules: is not a map" },
		{ "rules:\n  owner:\n    from: done\n", 3,
		  "from: is not a status" },
		{ "rules:\n  owner: {huge: off}\n", 2, "huge: is no severity" },
		{ "sections:\n  A: {filled: soon}\n", 2,
		  "filled: is not a status" },
		{ "sections:\n  A: {required: yes}\n", 2,
		  "required: is neither" },
		{ "sections:\n  A: {alias: B}\n", 2, "unknown key \"alias\"" },
		{ "sections:\n  A: {aliases: {b: c}}\n", 2,
		  "aliases: is not a list" },
		{ "people:\n  bob: {mail: x}\n", 2, "unknown key \"mail\"" },
		{ "people:\n  bob: {name: [a]}\n", 2, "name: is not a text" },
		{ "push: all\n", 1, "push: is not a map" },
		{ "push: {check: all}\n", 1, "check: is neither" },
		{ "push: {ref: [x]}\n", 1, "unknown key \"ref\"" },
		{ "push: {refs: [main]}\n", 1,
		  "\"main\" is no full name of refs" },
		{ "push: {refs: [refs/heads/a b]}\n", 1,
		  "\"refs/heads/a b\" is no full name" },
		{ "push: {refs: ['refs/heads/[a]']}\n", 1, "no full name" },
		{ "push: {refs: []}\n", 1, "refs: includes no ref" },
		{ "push: {refs: ['!refs/heads/*']}\n", 1,
		  "refs: includes no ref" },
		{ "keys: {a: b}\n", 1, "keys: is not a list" },
		{ "- a\n- b\n", 1, "is not a list of keys" },
		{ "rules: [\n", 2, "" },
		{ "a: &x b\n", 1, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_policy policy;
		const struct pm_problem *p;

		read_text(&policy, cases[i].text);
		assert_true(policy.has_file);
		if (policy.problems.nr != 1)
			fail_msg("%zu problems: %s", policy.problems.nr,
				 cases[i].text);
		p = policy.problems.item;
		if (!strstr(p->message, cases[i].message) || !p->fix ||
		    (cases[i].message[0] && p->line != cases[i].line))
			fail_msg("%s%zu: %s", cases[i].text, p->line,
				 p->message);
		pm_policy_release(&policy);
	}
}

static void an_empty_value_keeps_the_default(void **state)
{
	struct pm_policy policy;

	(void)state;
	read_text(&policy, "root:\nrules:\nsections: {}\nseverities:\n"
			   "people:\nsoak-days:\nkeys:\n");
	assert_int_equal(policy.problems.nr, 0);
	assert_string_equal(policy.root, "postmortems");
	assert_int_equal(policy.severities, 3);
	assert_true(policy.sections > 5);
	pm_policy_release(&policy);
}

static void a_policy_over_the_limit_is_not_read(void **state)
{
	struct pm_policy policy;

	(void)state;
	pm_policy_read(&policy, NULL, PM_MAX_POLICY + 1);
	assert_true(policy.has_file);
	assert_int_equal(policy.problems.nr, 1);
	assert_int_equal(policy.problems.item[0].kind, PM_PROBLEM_TOO_LARGE);
	pm_policy_release(&policy);
}

static void the_root_is_a_clean_path_and_a_dot_is_the_top(void **state)
{
	static const struct {
		const char *text;
		const char *root;
	} cases[] = {
		{ "root: .\n", "" },
		{ "root: docs/pm/\n", "docs/pm" },
		{ "root: ./a/../b\n", "b" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_policy policy;

		read_text(&policy, cases[i].text);
		assert_int_equal(policy.problems.nr, 0);
		assert_string_equal(policy.root, cases[i].root);
		pm_policy_release(&policy);
	}
}

static void a_severity_keeps_what_a_built_in_one_of_its_name_has(void **state)
{
	struct pm_policy policy;

	(void)state;
	read_text(&policy, "severities:\n  major: {max-actions: 3}\n  tiny:\n");
	assert_int_equal(policy.severities, 2);
	assert_int_equal(policy.severity[0].max_actions, 3);
	assert_int_equal(policy.severity[0].due_days, 30);
	assert_true(policy.severity[0].debrief);
	assert_false(policy.severity[1].debrief);
	pm_policy_release(&policy);
}

static void a_heading_stands_for_a_section_under_any_of_its_names(void **state)
{
	static const struct {
		const char *heading;
		const char *section;
	} cases[] = {
		{ "Summary", "Summary" },
		{ "1. EXECUTIVE summary:", "Summary" },
		{ "\xf0\x9f\x94\xa5 Impact", "Impact" },
		{ "Root cause(s)", "Contributing factors" },
		{ "What didn't go well", "What went poorly" },
		{ "TL;DR", "Summary" },
		{ "Appendix", "" },
		{ "", "" },
	};
	struct pm_policy policy;

	(void)state;
	read_text(&policy, NULL);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(section_of(&policy, cases[i].heading),
				    cases[i].section);
	pm_policy_release(&policy);
}

static void sections_of_a_team_keep_the_meaning_of_those_they_rename(
	void **state)
{
	struct pm_policy policy;
	const struct pm_section_def *def;

	(void)state;
	read_text(&policy, "sections:\n"
			   "  Zeitachse: {aliases: Timeline}\n"
			   "  Aufgaben: {aliases: [Todo list, Action items]}\n"
			   "  Anhang: {required: false, filled: never}\n"
			   "  Ursachen:\n");
	assert_int_equal(policy.problems.nr, 0);
	assert_int_equal(policy.sections, 4);
	def = &policy.section[0];
	assert_true(def->is_timeline);
	assert_int_equal(def->filled, PM_IN_REVIEW);
	assert_string_equal(section_of(&policy, "Chain of events"),
			    "Zeitachse");
	assert_true(policy.section[1].lists_actions);
	assert_string_equal(section_of(&policy, "Todo list"), "Aufgaben");
	assert_false(policy.section[2].required);
	assert_int_equal(policy.section[2].filled, PM_STATUSES);
	assert_true(policy.section[3].required);
	assert_int_equal(policy.section[3].filled, PM_REVIEWED);
	assert_string_equal(section_of(&policy, "Summary"), "");
	pm_policy_release(&policy);
}

static void a_section_of_its_own_name_comes_before_an_alias(void **state)
{
	struct pm_policy policy;

	(void)state;
	read_text(&policy, "sections:\n  Response:\n  Mitigation:\n");
	assert_string_equal(section_of(&policy, "Mitigation"), "Mitigation");
	assert_string_equal(section_of(&policy, "Recovery"), "Response");
	pm_policy_release(&policy);
}

static void settings_are_kept_in_order_the_general_one_first(void **state)
{
	struct pm_policy policy;

	(void)state;
	read_text(&policy, "rules:\n"
			   "  title: off\n"
			   "  owner: {minor: warning, from: reviewed}\n");
	assert_int_equal(policy.problems.nr, 0);
	assert_int_equal(policy.settings, 3);
	assert_string_equal(policy.setting[0].rule, "title");
	assert_int_equal(policy.setting[0].level, PM_OFF);
	assert_int_equal(policy.setting[0].from, PM_STATUSES);
	assert_null(policy.setting[1].severity);
	assert_int_equal(policy.setting[1].level, PM_LEVELS);
	assert_int_equal(policy.setting[1].from, PM_REVIEWED);
	assert_string_equal(policy.setting[2].severity, "minor");
	assert_int_equal(policy.setting[2].level, PM_WARNING);
	assert_int_equal(policy.setting[2].line, 3);
	pm_policy_release(&policy);
}

static void two_ways_of_naming_a_person_are_the_same_one(void **state)
{
	static const struct {
		const char *a, *b;
		bool same;
	} cases[] = {
		{ "alice", "alice", true },
		{ "alice", "@ALICE", true },
		{ "alice", "Alice Adams", true },
		{ "a2@example.com", "alice@example.com", true },
		{ "carol", "carol@example.com", true },
		{ "alice", "bob", false },
		{ "eve", "@eve", true },
		{ "eve", "eve@example.com", true },
		{ "bob", "bob@example.com", true },
		{ NULL, "alice", false },
		{ NULL, NULL, false },
	};
	struct pm_policy policy;

	(void)state;
	read_text(&policy,
		  "people:\n"
		  "  \"@alice\": {name: Alice Adams, email: "
		  "[alice@example.com, a2@example.com], teams: [web]}\n"
		  "  bob:\n"
		  "  carol: carol@example.com\n");
	assert_int_equal(policy.problems.nr, 0);
	assert_string_equal(policy.person[0].handle, "alice");
	assert_int_equal(policy.person[0].teams, 1);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		if (pm_policy_same_person(&policy, cases[i].a, cases[i].b) !=
		    cases[i].same)
			fail_msg("%s and %s",
				 cases[i].a ? cases[i].a : "nobody",
				 cases[i].b ? cases[i].b : "nobody");
	}
	pm_policy_release(&policy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_severity_goes_by_its_aliases),
		cmocka_unit_test(without_a_file_the_defaults_are_complete),
		cmocka_unit_test(a_push_is_judged_by_the_names_of_its_refs),
		cmocka_unit_test(a_mistake_is_a_problem_with_its_line_and_a_fix),
		cmocka_unit_test(an_empty_value_keeps_the_default),
		cmocka_unit_test(a_policy_over_the_limit_is_not_read),
		cmocka_unit_test(the_root_is_a_clean_path_and_a_dot_is_the_top),
		cmocka_unit_test(
			a_severity_keeps_what_a_built_in_one_of_its_name_has),
		cmocka_unit_test(
			a_heading_stands_for_a_section_under_any_of_its_names),
		cmocka_unit_test(
			sections_of_a_team_keep_the_meaning_of_those_they_rename),
		cmocka_unit_test(
			a_section_of_its_own_name_comes_before_an_alias),
		cmocka_unit_test(
			settings_are_kept_in_order_the_general_one_first),
		cmocka_unit_test(two_ways_of_naming_a_person_are_the_same_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
