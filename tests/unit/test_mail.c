/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "view/mail.h"

static void takes(struct pm_buf *out, const char *expected)
{
	assert_string_equal(pm_buf_str(out), expected);
	pm_buf_release(out);
}

static void a_header_is_plain_where_nothing_can_be_taken_for_more(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "Page before expiry", "Subject: Page before expiry\n" },
		{ "a\nBcc: bob@example.com",
		  "Subject: a Bcc: bob@example.com\n" },
		{ "\xc3\xbc", "Subject: =?UTF-8?B?w7w=?=\n" },
		{ "=?utf-8?q?a?=",
		  "Subject: =?UTF-8?B?PT91dGYtOD9xP2E/PQ==?=\n" },
		{ " a", "Subject: =?UTF-8?B?IGE=?=\n" },
		{ "", "Subject: \n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_buf out = { 0 };

		pm_mail_header(&out, "Subject", cases[i].text);
		takes(&out, cases[i].expected);
	}
}

/* Each line of a header, up to the text's limit, of characters of each size. */
static void no_line_of_a_header_is_too_long(void **state)
{
	static const char *const letter[] = { "a", "\xc3\xbc",
					      "\xe9\x9a\x9c",
					      "\xf0\x9f\x94\xa5" };

	(void)state;
	for (size_t k = 0; k < 4; k++) {
		struct pm_buf text = { 0 };

		for (size_t nr = 1; nr < PM_MAX_MAIL_TEXT + 9; nr++) {
			struct pm_buf out = { 0 };

			pm_buf_addstr(&text, letter[k]);
			pm_mail_header(&out, "Subject", text.ptr);
			for (const char *s = out.ptr; *s;) {
				size_t len = strcspn(s, "\n");

				assert_in_range(len, 2, PM_MAX_MAIL_HEADER);
				s += len + 1;
				assert_true(!*s || *s == ' ');
			}
			pm_buf_release(&out);
		}
		pm_buf_release(&text);
	}
}

static void a_name_is_quoted_or_encoded(void **state)
{
	struct pm_buf out = { 0 };

	(void)state;
	pm_mail_person(&out, "To", "", "bob@example.com");
	takes(&out, "To: <bob@example.com>\n");
	pm_mail_person(&out, "To", "Bob \"B\" <x@example.com>, \\",
		       "bob@example.com");
	takes(&out, "To: \"Bob \\\"B\\\" <x@example.com>, \\\\\"\n"
		    " <bob@example.com>\n");
	pm_mail_person(&out, "To", "B\xc3\xb6" "b", "bob@example.com");
	takes(&out, "To: =?UTF-8?B?QsO2Yg==?=\n <bob@example.com>\n");
}

static void a_date_has_its_zone_and_an_mbox_has_utc(void **state)
{
	struct pm_buf out = { 0 };
	struct pm_time time = { .epoch = 1796212800, .zone = -210 };

	(void)state;
	pm_mail_date(&out, time);
	takes(&out, "Date: Wed, 2 Dec 2026 08:30:00 -0330\n");
	pm_mail_begin(&out, "a@example.com", time);
	takes(&out, "From a@example.com Wed Dec  2 12:00:00 2026\n");
	pm_mail_date(&out, (struct pm_time){ .epoch = 1796169599 });
	takes(&out, "Date: Tue, 1 Dec 2026 23:59:59 +0000\n");
}

static void take_body(struct pm_buf *out, const char *text)
{
	struct pm_buf all = { 0 };
	const char *body;

	pm_mail_body(&all, text);
	body = strstr(all.ptr, "\n\n") + 2;
	pm_buf_addstr(out, body);
	pm_buf_release(&all);
}

static void a_body_begins_no_mail_and_ends_none(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "From a\n From a\n>From a\n",
		  "=46rom a\n From a\n>From a\n\n" },
		{ ".\n..\na.\n", "=2E\n=2E.\na.\n\n" },
		{ "a=b \nc\t\n", "a=3Db=20\nc=09\n\n" },
		{ "\xc3\xbc\n", "=C3=BC\n\n" },
		{ "a\n\nb\n", "a\n\nb\n\n" },
		{ "no end", "no end\n\n" },
		{ "", "\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_buf out = { 0 };

		take_body(&out, cases[i].text);
		takes(&out, cases[i].expected);
	}
}

static void no_line_of_a_body_is_too_long(void **state)
{
	static const char *const unit[] = { "a", "=", "From ", "." };

	(void)state;
	for (size_t k = 0; k < sizeof(unit) / sizeof(*unit); k++) {
		struct pm_buf text = { 0 };

		for (size_t nr = 0; nr < 300; nr++) {
			struct pm_buf out = { 0 };

			pm_buf_addstr(&text, unit[k]);
			take_body(&out, text.ptr);
			for (const char *s = out.ptr; *s;) {
				size_t len = strcspn(s, "\n");

				assert_in_range(len, 0, PM_MAX_MAIL_HEADER);
				assert_true(strncmp(s, "From ", 5));
				assert_true(*s != '.');
				s += len + 1;
			}
			pm_buf_release(&out);
		}
		pm_buf_release(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_header_is_plain_where_nothing_can_be_taken_for_more),
		cmocka_unit_test(no_line_of_a_header_is_too_long),
		cmocka_unit_test(a_name_is_quoted_or_encoded),
		cmocka_unit_test(a_date_has_its_zone_and_an_mbox_has_utc),
		cmocka_unit_test(a_body_begins_no_mail_and_ends_none),
		cmocka_unit_test(no_line_of_a_body_is_too_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
