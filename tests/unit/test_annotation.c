/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "view/annotation.h"
#include "view/xml.h"

static void add(struct pm_findings *list, struct pm_finding finding)
{
	finding.rule = pm_rule_find("owner");
	if (!finding.path)
		finding.path = "p/x/README.md";
	if (!finding.message)
		finding.message = "it has no owner";
	if (!finding.id)
		finding.id = "x";
	if (!finding.subject)
		finding.subject = "owner";
	pm_findings_add(list, finding);
}

static void what_a_runner_takes_for_a_command_is_broken_up(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "", "" },
		{ "::error::x", ": :error::x" },
		{ "a\n\t ::x", "a\n\t : :x" },
		{ "a ::x b::c", "a : :x b::c" },
		/* It trims white space of any script. */
		{ "\xc2\xa0::x", "\xc2\xa0: :x" },
		{ ":::", ": : :" },
		{ "::", ": :" },
		{ "a##[error]", "a## [error]" },
		{ "###[x] #[y] # #[z]", "### [x] #[y] # #[z]" },
		{ "#\xef\xb8\x8f#\xef\xb8\x8f[x]",
		  "#\xef\xb8\x8f#\xef\xb8\x8f [x]" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_buf text = { 0 };

		pm_buf_addstr(&text, cases[i].text);
		pm_text_defuse(&text, 0);
		assert_string_equal(pm_buf_str(&text), cases[i].expected);
		/* Once is enough. */
		pm_text_defuse(&text, 0);
		assert_string_equal(pm_buf_str(&text), cases[i].expected);
		pm_buf_release(&text);
	}
}

static void only_what_was_added_is_broken_up(void **state)
{
	struct pm_buf text = { 0 };

	(void)state;
	pm_buf_addstr(&text, "::a ");
	pm_buf_addstr(&text, "::b");
	pm_text_defuse(&text, 4);
	assert_string_equal(pm_buf_str(&text), "::a : :b");
	pm_buf_release(&text);
}

static void xml_holds_any_text(void **state)
{
	struct pm_buf out = { 0 };

	(void)state;
	pm_xml_attribute(&out, "a", "<&>\"'\t\n\r\x01\xff##[\xe2\x80\xae");
	assert_string_equal(pm_buf_str(&out),
			    " a=\"&#x3C;&#x26;&#x3E;&#x22;&#x27;&#x9;&#xA;"
			    "&#xD;&#xFFFD;&#xFFFD;##&#x5B;&#x202E;\"");
	pm_buf_release(&out);
}

static void what_is_said_ends_where_it_should(void **state)
{
	struct pm_findings list = { 0 };
	struct pm_buf out = { 0 };

	(void)state;
	add(&list, (struct pm_finding){ .level = PM_ERROR_LEVEL,
					.path = "p/a,b:c%0A\n.md",
					.message = "50%\n::error::x",
					.fix = "no\r\nmore" });
	pm_annotation_github(&out, &list, 1);
	assert_string_equal(pm_buf_str(&out),
			    "::error file=p/a%2Cb%3Ac%250A .md,line=1,title=git"
			    " postmortem%3A owner::50%25 ::error::x%0Afix: no "
			    "more\n");
	pm_buf_release(&out);
	pm_findings_release(&list);
}

static void a_fingerprint_knows_no_line(void **state)
{
	struct pm_fingerprints prints = { 0 };
	struct pm_findings list = { 0 };
	const char *print[5];

	(void)state;
	add(&list, (struct pm_finding){ .line = 4, .subject = "in line 4" });
	add(&list, (struct pm_finding){ .line = 9, .subject = "in line 12" });
	add(&list, (struct pm_finding){ .line = 4, .subject = "line" });
	/* Without a record, the path says which. */
	add(&list, (struct pm_finding){ .id = "", .path = "p/a" });
	add(&list, (struct pm_finding){ .id = "", .path = "p/b" });
	for (size_t i = 0; i < list.nr; i++)
		print[i] = pm_fingerprint(&prints, &list.item[i]);
	assert_memory_equal(print[0], print[1], 16);
	assert_string_equal(print[0] + 16, ":1");
	assert_string_equal(print[1] + 16, ":2");
	for (size_t i = 1; i < list.nr; i++) {
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(print[i], print[k]);
	}
	pm_fingerprints_release(&prints);
	pm_findings_release(&list);
}

static void a_summary_counts_what_has_no_room(void **state)
{
	struct pm_findings list = { 0 };
	struct pm_buf out = { 0 };

	(void)state;
	for (int i = 0; i < 20; i++)
		add(&list, (struct pm_finding){ .level = PM_ERROR_LEVEL });
	for (size_t room = 0; room < 2000; room += 7) {
		pm_annotation_summary(&out, &list, room);
		assert_true(out.len <= room);
		if (out.len && room < 900)
			assert_non_null(strstr(out.ptr, " more, for which"));
		pm_buf_reset(&out);
	}
	pm_buf_release(&out);
	pm_findings_release(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_runner_takes_for_a_command_is_broken_up),
		cmocka_unit_test(only_what_was_added_is_broken_up),
		cmocka_unit_test(xml_holds_any_text),
		cmocka_unit_test(what_is_said_ends_where_it_should),
		cmocka_unit_test(a_fingerprint_knows_no_line),
		cmocka_unit_test(a_summary_counts_what_has_no_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
