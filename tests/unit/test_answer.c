/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include "model/answer.h"

static void a_reason_holds_a_word_and_is_no_placeholder(void **state)
{
	static const struct {
		const char *text, *key;
		bool is;
	} cases[] = {
		{ "", NULL, false },
		{ ".", NULL, false },
		{ "x", NULL, false },
		{ "xx xx", NULL, false },
		{ "a b c", NULL, false },
		{ "42", NULL, false },
		{ "???", NULL, false },
		{ "tbd", NULL, false },
		{ "T B D", NULL, false },
		{ "TODO later", NULL, false },
		{ "todo: later", NULL, false },
		{ "n/a", NULL, false },
		{ "N/A: tbd", NULL, false },
		{ "N/A: bought from the vendor", NULL, true },
		{ "none", NULL, false },
		{ "None of the teams has time", NULL, true },
		{ "<reason>", NULL, false },
		{ "{{reason}}", NULL, false },
		{ "Reason", "reason", false },
		{ "section-empty", "section-empty", false },
		{ "Reason", "evidence", true },
		{ "no time", NULL, true },
		{ "\xe9\x9b\xa8", NULL, true },
		{ "\xd0\xb4\xd0\xbe\xd1\x80\xd0\xbe\xd0\xb3\xd0\xbe", NULL,
		  true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (pm_is_reason(cases[i].text, cases[i].key) != cases[i].is)
			fail_msg("'%s'", cases[i].text);
}

static void evidence_may_be_a_number_but_not_nothing(void **state)
{
	static const struct {
		const char *text;
		bool is;
	} cases[] = {
		{ ".", false },	     { "x", false },	  { "-", false },
		{ "TBD", false },    { "none", false },	  { "n/a", false },
		{ "<url>", false },  { "Evidence", false }, { "", false },
		{ "4711", true },    { "it works", true },
		{ "https://example.com/1", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (pm_is_evidence(cases[i].text) != cases[i].is)
			fail_msg("'%s'", cases[i].text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reason_holds_a_word_and_is_no_placeholder),
		cmocka_unit_test(evidence_may_be_a_number_but_not_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
