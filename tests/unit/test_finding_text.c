/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "view/finding_text.h"

static void add(struct pm_findings *list, struct pm_finding finding)
{
	finding.rule = pm_rule_find("owner");
	if (!finding.path)
		finding.path = "postmortems/x/README.md";
	if (!finding.message)
		finding.message = "it has no owner";
	pm_findings_add(list, finding);
}

static void shows(const struct pm_findings *list, const char *prefix,
		  size_t width, const char *expected)
{
	struct pm_buf out = { 0 };
	struct pm_view view = { .out = &out, .width = width };

	pm_findings_text(&view, list, prefix);
	assert_string_equal(pm_buf_str(&out), expected);
	pm_buf_release(&out);
}

static void a_finding_says_where_what_and_how(void **state)
{
	struct pm_findings list = { 0 };

	(void)state;
	shows(&list, "", 0, "");
	add(&list, (struct pm_finding){ .level = PM_ERROR_LEVEL, .line = 4,
					.fix = "add one" });
	add(&list, (struct pm_finding){ .level = PM_WARNING,
					.path = "postmortems/y/README.md" });
	shows(&list, "", 0,
	      "postmortems/x/README.md:4: error: it has no owner [owner]\n"
	      "    fix: add one\n"
	      "\n"
	      "postmortems/y/README.md: warning: it has no owner [owner]\n");
	pm_findings_release(&list);
}

static void a_path_is_seen_from_where_one_stands(void **state)
{
	struct pm_findings list = { 0 };

	(void)state;
	add(&list, (struct pm_finding){ .level = PM_ERROR_LEVEL });
	shows(&list, "postmortems/x/", 0,
	      "README.md: error: it has no owner [owner]\n");
	shows(&list, "src/", 0, "../postmortems/x/README.md: error: it has no "
	      "owner [owner]\n");
	pm_findings_release(&list);
}

static void what_is_excused_says_why(void **state)
{
	struct pm_findings list = { 0 };

	(void)state;
	add(&list, (struct pm_finding){ .level = PM_WARNING,
					.excuse = PM_WAS_SO });
	add(&list, (struct pm_finding){ .level = PM_WARNING,
					.excuse = PM_IMPORTED });
	add(&list, (struct pm_finding){ .level = PM_OFF, .fix = "add one",
					.excuse = PM_WAIVED,
					.excuse_text = "nobody left" });
	shows(&list, "postmortems/x/", 0,
	      "README.md: warning: it has no owner [owner]\n"
	      "    note: it was so before this change\n"
	      "README.md: warning: it has no owner [owner]\n"
	      "    note: the document was imported; this is an error once "
	      "somebody advances it\n"
	      "README.md: waived: it has no owner [owner]\n"
	      "    reason: nobody left\n");
	pm_findings_release(&list);
}

static void nothing_of_a_file_reaches_the_terminal_as_it_is(void **state)
{
	struct pm_findings list = { 0 };

	(void)state;
	add(&list, (struct pm_finding){ .level = PM_ERROR_LEVEL,
					.path = "a\033b\nc",
					.message = "x\033[31m\ny",
					.fix = "\xe2\x80\xae" });
	shows(&list, "", 0, "\"a\\033b\\nc\": error: x\\x1b[31m y [owner]\n"
	      "    fix: <U+202E>\n");
	pm_findings_release(&list);
}

static void a_fix_is_broken_where_there_is_a_width(void **state)
{
	struct pm_findings list = { 0 };

	(void)state;
	add(&list, (struct pm_finding){ .level = PM_ERROR_LEVEL,
					.fix = "one two three four five" });
	shows(&list, "postmortems/x/", 24,
	      "README.md: error: it has no owner [owner]\n"
	      "    fix: one two three\n"
	      "         four five\n");
	shows(&list, "postmortems/x/", 10,
	      "README.md: error: it has no owner [owner]\n"
	      "    fix: one two three four five\n");
	pm_findings_release(&list);
}

static void sums_to(const struct pm_findings *list, const char *expected)
{
	struct pm_buf out = { 0 };

	pm_findings_sum(&out, list);
	assert_string_equal(out.ptr, expected);
	pm_buf_release(&out);
}

static void the_sum_counts_what_is_not_waived(void **state)
{
	struct pm_findings list = { 0 };

	(void)state;
	sums_to(&list, "no findings");
	add(&list, (struct pm_finding){ .level = PM_OFF,
					.excuse = PM_WAIVED });
	sums_to(&list, "no findings");
	add(&list, (struct pm_finding){ .level = PM_WARNING });
	sums_to(&list, "1 warning in 1 file");
	add(&list, (struct pm_finding){ .level = PM_ERROR_LEVEL });
	add(&list, (struct pm_finding){ .level = PM_ERROR_LEVEL,
					.path = "y" });
	sums_to(&list, "2 errors and 1 warning in 2 files");
	pm_findings_release(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_finding_says_where_what_and_how),
		cmocka_unit_test(a_path_is_seen_from_where_one_stands),
		cmocka_unit_test(what_is_excused_says_why),
		cmocka_unit_test(
			nothing_of_a_file_reaches_the_terminal_as_it_is),
		cmocka_unit_test(a_fix_is_broken_where_there_is_a_width),
		cmocka_unit_test(the_sum_counts_what_is_not_waived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
