/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "view/page.h"
#include "view/report_csv.h"

static void a_cell_is_no_formula(void **state)
{
	static const char *const cases[][2] = {
		{ "plain", "plain" },
		{ "", "" },
		{ "a,b", "\"a,b\"" },
		{ "say \"no\"", "\"say \"\"no\"\"\"" },
		{ "=1+1", "'=1+1" },
		{ "+1", "'+1" },
		{ "-1", "'-1" },
		{ "@sum", "'@sum" },
		{ "  =1", "'  =1" },
		{ "\t=1", "' =1" },
		{ "=a,\"b\"", "\"'=a,\"\"b\"\"\"" },
		{ "two\nlines", "two lines" },
		{ "\033[31mred", "\\x1b[31mred" },
		{ "1=1", "1=1" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_buf out = { 0 };

		pm_csv_cell(&out, cases[i][0]);
		assert_string_equal(pm_buf_str(&out), cases[i][1]);
		pm_buf_release(&out);
	}
}

static void a_bar_shows_whatever_is_not_zero(void **state)
{
	static const struct {
		size_t part, all, most;
		bool has_blocks;
		const char *expected;
	} cases[] = {
		{ 0, 0, 0, false, "" },
		{ 0, 10, 10, false, "----------" },
		{ 10, 10, 10, false, "##########" },
		{ 5, 10, 10, false, "#####-----" },
		{ 1, 1, 1000, false, "#" },
		{ 0, 5, 10, false, "-----" },
		{ 1, 2, 10, true, "█░" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_page page = { .has_blocks = cases[i].has_blocks };

		pm_page_part(&page, "Bars");
		pm_page_bar(&page, PM_STYLE_PLAIN, cases[i].part,
			    cases[i].all, cases[i].most, 10);
		assert_string_equal(page.part[0].cell[0].text,
				    cases[i].expected);
		pm_page_release(&page);
	}
}

static void foreign_text_is_code_in_a_table_of_markdown(void **state)
{
	static const struct pm_page_column column[] = {
		{ .title = "A" }, { .title = "B", .right = true } };
	struct pm_page page = { 0 };
	struct pm_buf out = { 0 };

	(void)state;
	pm_page_part(&page, "Empty");
	pm_page_part(&page, "Part");
	pm_page_table(&page, column, 2);
	pm_page_foreign(&page, PM_STYLE_PLAIN, "@alice | <b> ` #1");
	pm_page_cell(&page, PM_STYLE_PLAIN, "%d", 1);
	pm_page_markdown(&out, &page);
	assert_string_equal(pm_buf_str(&out),
			    "## Part\n\n| A | B |\n| :--- | ---: |\n"
			    "| ``@alice \\| <b> ` #1`` | 1 |\n");
	pm_buf_release(&out);
	pm_page_release(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cell_is_no_formula),
		cmocka_unit_test(a_bar_shows_whatever_is_not_zero),
		cmocka_unit_test(foreign_text_is_code_in_a_table_of_markdown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
