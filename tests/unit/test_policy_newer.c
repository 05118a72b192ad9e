/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/policy.h"

static void read_text(struct pm_policy *policy, const char *text)
{
	pm_policy_read(policy, text, strlen(text));
}

static void what_a_newer_program_may_know_is_no_problem(void **state)
{
	static const struct {
		const char *text;
		size_t line;
		const char *message;
	} cases[] = {
		{ "colour: red\n", 1, "unknown key \"colour\"" },
		{ "severities:\n  a: {pages: bob}\n", 2,
		  "unknown key \"pages\"" },
		{ "sections:\n  A: {words: 30}\n", 2,
		  "unknown key \"words\"" },
		{ "people:\n  bob: {pager: x}\n", 2, "unknown key \"pager\"" },
		{ "push: {quota: 3}\n", 1, "unknown key \"quota\"" },
		{ "rules:\n  owner: {days: 3}\n", 2, "unknown key \"days\"" },
		{ "rules:\n  mood-of-team: sunny\n", 2,
		  "rules: there is no rule \"mood-of-team\"" },
		{ "rules:\n  mood-of-team: {huge: off, level: [a]}\n", 2,
		  "rules: there is no rule \"mood-of-team\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct pm_problem *p;
		struct pm_policy policy;

		read_text(&policy, cases[i].text);
		if (policy.problems.nr || policy.strange.nr != 1)
			fail_msg("%zu problems, %zu strange: %s",
				 policy.problems.nr, policy.strange.nr,
				 cases[i].text);
		p = policy.strange.item;
		assert_int_equal(p->line, cases[i].line);
		assert_string_equal(p->message, cases[i].message);
		assert_string_equal(p->fix, PM_MAY_BE_NEWER);
		pm_policy_release(&policy);
	}
}

static void needs(const char *version, bool is_newer)
{
	struct pm_policy policy;
	struct pm_error err;
	char text[80];

	snprintf(text, sizeof(text), "soak-days: 1\nrequires: %s\n", version);
	read_text(&policy, text);
	if (policy.problems.nr || (policy.requires != NULL) != is_newer)
		fail_msg("%s", text);
	assert_int_equal(pm_policy_refuse_newer(&policy, &err),
			 is_newer ? PM_ENEWER : PM_OK);
	pm_policy_release(&policy);
}

static void a_newer_version_is_told_from_ours_and_older_ones(void **state)
{
	int major = 0, minor = 0, patch = 0;
	char text[60];

	(void)state;
	assert_int_equal(sscanf(PM_VERSION, "%d.%d.%d", &major, &minor, &patch),
			 3);
#define NEEDS(is_newer, ...)                                   \
	do {                                                   \
		snprintf(text, sizeof(text), __VA_ARGS__);     \
		needs(text, is_newer);                         \
	} while (0)
	NEEDS(false, "%d.%d.%d", major, minor, patch);
	NEEDS(false, "%d.%d", major, minor);
	NEEDS(true, "%d.%d.%d", major, minor, patch + 1);
	NEEDS(true, "\"%d.%d\"", major, minor + 1);
	/* Numbers, and no text. */
	NEEDS(true, "%d.%d0", major, minor + 1);
	NEEDS(true, "%d.0", major + 1);
	NEEDS(false, "0.1");
	NEEDS(false, "0.0.9999");
	NEEDS(false, "%s", "");
#undef NEEDS
}

static void what_is_no_version_is_a_problem_with_its_line(void **state)
{
	static const char *const wrong[] = {
		"1", "0.2-dev", "v0.3", "0.3.", ".3", "0.3.1.2", "0.3 beta",
		"10000.0", "99999999999999999999.0", "-1.0", "[0.3]", "\"\"",
	};
	struct pm_policy policy;
	char text[80];

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		snprintf(text, sizeof(text), "soak-days: 1\nrequires: %s\n",
			 wrong[i]);
		read_text(&policy, text);
		if (policy.problems.nr != 1 || policy.requires)
			fail_msg("%s", text);
		assert_int_equal(policy.problems.item[0].line, 2);
		assert_non_null(strstr(policy.problems.item[0].fix,
				       "requires: 0.3"));
		pm_policy_release(&policy);
	}
}

static void of_a_newer_policy_only_the_form_and_the_root_are_held(void **state)
{
	static const char all[] =
		"requires: 999.0\n"
		"sevrities: 3\nsoak-days: two\ncodeowners: here\n"
		"rules: {owner: fatal, titel: off, mood-of-team: {a: b}}\n"
		"severities: {minor: {due-days: soon}}\n"
		"push: {refs: none}\nkeys: {a: b}\ntickets: \"[\"\n"
		"people: [bob]\nsections: {A: {filled: 7}}\n";
	struct pm_policy policy;
	struct pm_error err;

	(void)state;
	read_text(&policy, all);
	assert_int_equal(policy.problems.nr, 0);
	assert_int_equal(policy.strange.nr, 0);
	assert_string_equal(policy.requires, "999.0");
	assert_int_equal(pm_policy_refuse_newer(&policy, &err), PM_ENEWER);
	assert_non_null(strstr(err.message, PM_POLICY_PATH ":1: requires "
			       "git-postmortem 999.0, and this is "));
	pm_policy_release(&policy);
	read_text(&policy, "root: [a, b]\nrequires: 999.0\n");
	assert_int_equal(policy.problems.nr, 1);
	pm_policy_release(&policy);
	read_text(&policy, "soak-days: 1\nsoak-days: 2\nrequires: 999.0\n");
	assert_int_equal(policy.problems.nr, 1);
	pm_policy_release(&policy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_newer_program_may_know_is_no_problem),
		cmocka_unit_test(
			a_newer_version_is_told_from_ours_and_older_ones),
		cmocka_unit_test(what_is_no_version_is_a_problem_with_its_line),
		cmocka_unit_test(
			of_a_newer_policy_only_the_form_and_the_root_are_held),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
