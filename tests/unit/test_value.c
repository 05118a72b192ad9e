/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/value.h"

static const char people[] =
	"people:\n  alice: {name: Alice Adams, email: alice@example.com}\n";

static void a_text_is_a_value_of_its_field_or_says_why_not(void **state)
{
	static const struct {
		enum pm_field field;
		const char *text;
		const char *why; /* NULL: it is one */
	} cases[] = {
		{ PM_F_STATUS, "in-review", NULL },
		{ PM_F_STATUS, "In-Review", "is not a status" },
		{ PM_F_STATE, "declined", NULL },
		{ PM_F_STATE, "reviewed", "is not a state" },
		{ PM_F_IMPORTED, "closed", NULL },
		{ PM_F_IMPORTED, "done", "is not a status" },
		{ PM_F_SEVERITY, "critical", NULL },
		{ PM_F_SEVERITY, "sev1", "is not a severity" },
		{ PM_F_TYPE, "prevent", NULL },
		{ PM_F_TYPE, "fix", "is not a type" },
		{ PM_F_PRIORITY, "low", NULL },
		{ PM_F_PRIORITY, "p1", "is not a priority" },
		{ PM_F_OWNER, "alice", NULL },
		{ PM_F_OWNER, "@alice", NULL },
		{ PM_F_OWNER, "Anna-Lena O'Neil", NULL },
		{ PM_F_OWNER, "\xe5\xb1\xb1\xe7\x94\xb0", NULL },
		{ PM_F_OWNER, "alice, bob", "names more than one person" },
		{ PM_F_OWNER, "alice and bob", "names more than one person" },
		{ PM_F_OWNER, "alice/bob", "names more than one person" },
		{ PM_F_OWNER, "alice & bob", "names more than one person" },
		{ PM_F_OWNER, "?", "is not a person" },
		{ PM_F_DUE, "2026-12-05", NULL },
		{ PM_F_DUE, "2024-02-29", NULL },
		{ PM_F_DUE, "2026-02-29", "is not a day" },
		{ PM_F_DUE, "5.12.2026", "is not a day" },
		{ PM_F_DUE, "+2w", "is not a day" },
		{ PM_F_STARTED, "2026-11-21T14:32:00+01:00", NULL },
		{ PM_F_STARTED, "2026-11-21 14:32Z", NULL },
		{ PM_F_STARTED, "2026-11-21T14:32", "is not a time" },
		{ PM_F_STARTED, "14:32", "is not a time" },
		{ PM_F_TITLE, "anything: at all", NULL },
		{ PM_F_TITLE, "one\ntwo", "is longer than one line" },
		{ PM_F_SERVICES, "checkout", NULL },
	};
	struct pm_policy policy;

	(void)state;
	pm_policy_read(&policy, NULL, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_value value = { .field = cases[i].field };
		struct pm_buf why = { 0 }, fix = { 0 };

		pm_value_check(&value, cases[i].text, &policy, &why, &fix);
		if (value.is_valid != !cases[i].why ||
		    (cases[i].why && !strstr(pm_buf_str(&why), cases[i].why)))
			fail_msg("'%s': %s", cases[i].text, pm_buf_str(&why));
		/* Whoever is told what is wrong is told what is right. */
		assert_int_equal(!fix.len, value.is_valid);
		pm_buf_release(&why);
		pm_buf_release(&fix);
	}
	pm_policy_release(&policy);
}

static void a_choice_that_is_nearly_right_is_answered_with_the_right(
	void **state)
{
	static const struct {
		enum pm_field field;
		const char *text;
		const char *fix;
	} cases[] = {
		{ PM_F_STATUS, "reveiwed", "did you mean \"reviewed\"?" },
		{ PM_F_SEVERITY, "mjor", "did you mean \"major\"?" },
		{ PM_F_PRIORITY, "xyz", "use high, medium or low" },
	};
	struct pm_policy policy;

	(void)state;
	pm_policy_read(&policy, NULL, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_value value = { .field = cases[i].field };
		struct pm_buf why = { 0 }, fix = { 0 };

		pm_value_check(&value, cases[i].text, &policy, &why, &fix);
		assert_string_equal(pm_buf_str(&fix), cases[i].fix);
		pm_buf_release(&why);
		pm_buf_release(&fix);
	}
	pm_policy_release(&policy);
}

static void what_is_typed_becomes_what_is_written(void **state)
{
	static const struct {
		enum pm_field field;
		const char *typed;
		const char *written; /* NULL: refused */
	} cases[] = {
		{ PM_F_DUE, "+2w", "2026-12-16" },
		{ PM_F_DUE, "tomorrow", "2026-12-03" },
		{ PM_F_DUE, "2026-12-05", "2026-12-05" },
		{ PM_F_DUE, "someday", NULL },
		{ PM_F_OWNER, "@Alice", "alice" },
		{ PM_F_OWNER, "alice adams", "alice" },
		{ PM_F_OWNER, "ALICE@example.com", "alice" },
		{ PM_F_OWNER, "@bob", "@bob" },
		{ PM_F_OWNER, "bob and carol", NULL },
		{ PM_F_TITLE, "trailing blank  ", "trailing blank" },
		{ PM_F_TITLE, "\xff", NULL },
		{ PM_F_STARTED, "2026-11-21 14:32+01:00",
		  "2026-11-21T14:32+01:00" },
		{ PM_F_STARTED, "2026-11-21T14:32", "2026-11-21T14:32Z" },
		{ PM_F_STARTED, "9:05", "2026-12-02T09:05Z" },
		{ PM_F_STARTED, "now", "2026-12-02T12:00Z" },
		{ PM_F_STARTED, "2026-11-21", NULL },
		{ PM_F_STARTED, "24:10", NULL },
	};
	struct pm_policy policy;
	pm_date today = pm_date_make(2026, 12, 2);

	(void)state;
	setenv("GIT_POSTMORTEM_NOW", "2026-12-02T12:00:00Z", 1);
	pm_policy_read(&policy, people, strlen(people));
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_buf out = { 0 };
		struct pm_error err = { 0 };
		int code = pm_value_parse(&out, cases[i].field, cases[i].typed,
					  &policy, today, &err);

		if ((code < 0) != !cases[i].written ||
		    strcmp(pm_buf_str(&out),
			   cases[i].written ? cases[i].written : ""))
			fail_msg("'%s' is written '%s' %s", cases[i].typed,
				 pm_buf_str(&out), err.message);
		if (code < 0)
			assert_non_null(
				strstr(err.message,
				       pm_field_def(cases[i].field)->key));
		pm_buf_release(&out);
	}
	pm_policy_release(&policy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_is_a_value_of_its_field_or_says_why_not),
		cmocka_unit_test(
			a_choice_that_is_nearly_right_is_answered_with_the_right),
		cmocka_unit_test(what_is_typed_becomes_what_is_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
