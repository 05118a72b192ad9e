/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <string.h>

#include "base/pattern.h"

static void a_key_has_the_form_or_has_it_not(void **state)
{
	static const struct {
		const char *pattern, *text;
		bool matches;
	} cases[] = {
		{ "[A-Z]+-[0-9]+", "PAY-12", true },
		{ "[A-Z]+-[0-9]+", "PAY-", false },
		{ "[A-Z]+-[0-9]+", "pay-12", false },
		{ "[A-Z]+-[0-9]+", "PAY-12x", false },
		{ "[A-Z]+-[0-9]+", "xPAY-12", false },
		{ "[A-Z]{2,3}-[0-9]{2}", "A-12", false },
		{ "[A-Z]{2,3}-[0-9]{2}", "ABC-12", true },
		{ "[A-Z]{2,3}-[0-9]{2}", "ABCD-12", false },
		{ "[A-Z]{2,}", "ABCDEFG", true },
		{ "[A-Z]{2,}", "A", false },
		{ "a?b*c", "c", true },
		{ "a?b*c", "abbbc", true },
		{ "a?b*c", "aac", false },
		{ "#[^-]+", "#a_b", true },
		{ "#[^-]+", "#a-b", false },
		{ "[]a]+", "]a", true },
		{ "[a-]+", "a-", true },
		{ "CHG.[0-9]+", "CHG:7", true },
		{ "CHG\\.[0-9]+", "CHG:7", false },
		{ "CHG\\.[0-9]+", "CHG.7", true },
		{ "a+", "", false },
		{ "a*", "", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_null(pm_pattern_problem(cases[i].pattern));
		if (pm_pattern_matches(cases[i].pattern, cases[i].text,
				       strlen(cases[i].text)) !=
		    cases[i].matches)
			fail_msg("%s %s", cases[i].pattern, cases[i].text);
	}
}

static void what_is_no_form_is_refused_and_matches_nothing(void **state)
{
	static const char *const unsound[] = {
		"",	"[A-Z",	  "[]",	     "a\\",	"*a",	"a**",
		"(a)",	"a|b",	  "a{",	     "a{x}",	"a{3,2}", "a{0}",
		"a{99}", "a{-1}", "^a",	     "a$",	"a{2}{2}",
		"a{30}b{30}c",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(unsound) / sizeof(*unsound); i++) {
		if (!pm_pattern_problem(unsound[i]))
			fail_msg("%s", unsound[i]);
		assert_false(pm_pattern_matches(unsound[i], "a", 1));
	}
}

static void no_pattern_takes_long(void **state)
{
	static char text[4000];

	(void)state;
	memset(text, 'a', sizeof(text));
	assert_false(pm_pattern_matches("a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b",
					text, sizeof(text)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_has_the_form_or_has_it_not),
		cmocka_unit_test(
			what_is_no_form_is_refused_and_matches_nothing),
		cmocka_unit_test(no_pattern_takes_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
