/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include "check/reason.h"

static void a_message_that_says_something_gives_a_reason(void **state)
{
	static const struct {
		const char *body;
		bool gives;
	} cases[] = {
		{ NULL, false },
		{ "", false },
		{ "\n\n", false },
		{ "It rained.", true },
		{ "It rained\nall day.\n\nAnd then it snowed.\n", true },
		{ "Signed-off-by: A <a@example.com>\n", false },
		{ "It rained.\nSigned-off-by: A <a@example.com>\n", true },
		{ "--\n\nIt rained.\n", true },
		{ "Postmortem-Reason: rain", true },
		{ "postmortem-reason:   rain\n", true },
		{ "Postmortem-Reason:\n", false },
		{ "Postmortem-Reason: ...\n", false },
		{ "Postmortem-Reason: x\n", false },
		{ "Postmortem-Reason: tbd\n\nwip\n", false },
		{ "Postmortem-Reason: reason\n", true },
		{ "TODO\nIt rained.\n", true },
		{ "It rained for\n3\ndays.\n", true },
		{ "\xe9\x9b\xa8", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		if (pm_body_gives_reason(cases[i].body) != cases[i].gives)
			fail_msg("%s", cases[i].body);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_message_that_says_something_gives_a_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
