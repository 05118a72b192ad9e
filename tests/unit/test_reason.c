/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include "check/reason.h"

static void a_reason_is_the_first_paragraph_that_says_something(void **state)
{
	static const struct {
		const char *body, *reason; /* NULL: none */
	} cases[] = {
		{ NULL, NULL },
		{ "", NULL },
		{ "\n\n", NULL },
		{ "It rained.", "It rained." },
		{ "It rained\nall day.\n\nAnd then it snowed.\n",
		  "It rained all day." },
		{ "Signed-off-by: A <a@example.com>\n", NULL },
		{ "It rained.\nSigned-off-by: A <a@example.com>\n",
		  "It rained." },
		{ "--\n\nIt rained.\n", "It rained." },
		{ "Postmortem-Reason: rain", "rain" },
		{ "postmortem-reason:   rain\n", "rain" },
		{ "Postmortem-Reason:\n", NULL },
		{ "Postmortem-Reason: ...\n", NULL },
		{ "Postmortem-Reason: x\n", NULL },
		{ "Postmortem-Reason: tbd\n\nwip\n", NULL },
		{ "Postmortem-Reason: reason\n", "reason" },
		{ "TODO\nIt rained.\n", "It rained." },
		{ "It rained for\n3\ndays.\n", "It rained for 3 days." },
		{ "\xe9\x9b\xa8", "\xe9\x9b\xa8" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_buf out = { 0 };
		bool gives = pm_body_reason(&out, cases[i].body);

		assert_int_equal(gives, cases[i].reason != NULL);
		assert_int_equal(gives, pm_body_gives_reason(cases[i].body));
		assert_string_equal(pm_buf_str(&out),
				    gives ? cases[i].reason : "");
		pm_buf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_reason_is_the_first_paragraph_that_says_something),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
