/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>

#include "view/style.h"

static void text_of_a_file_cannot_reach_the_terminal_raw(void **state)
{
	struct pm_buf out = { 0 };
	struct pm_view view = { .out = &out };

	(void)state;
	pm_view_text(&view, PM_STYLE_PLAIN, "a\033[31mb\nc");
	assert_string_equal(pm_buf_str(&out), "a\\x1b[31mb c");
	pm_buf_reset(&out);
	pm_view_fit(&view, PM_STYLE_PLAIN, "\a12345", 5, false);
	assert_string_equal(pm_buf_str(&out), "\\x07\xe2\x80\xa6");
	pm_buf_release(&out);
}

static void colour_surrounds_text_only_when_asked_for(void **state)
{
	struct pm_buf out = { 0 };
	struct pm_view view = { .out = &out };

	(void)state;
	pm_view_text(&view, PM_STYLE_ERROR, "x");
	pm_view_printf(&view, PM_STYLE_GOOD, "%d", 7);
	assert_string_equal(pm_buf_str(&out), "x7");
	pm_buf_reset(&out);
	view.color = true;
	pm_view_text(&view, PM_STYLE_COMMIT, "x");
	pm_view_text(&view, PM_STYLE_PLAIN, "y");
	pm_view_text(&view, PM_STYLE_ERROR, "");
	assert_string_equal(pm_buf_str(&out), "\033[33mx\033[my");
	pm_buf_release(&out);
}

static void a_block_is_indented_line_by_line(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "", "" },
		{ "one", "  one\n" },
		{ "one\n", "  one\n" },
		{ "one\n\ntwo\n\n", "  one\n\n  two\n" },
		{ "\x1b]0;x", "  \\x1b]0;x\n" },
	};
	struct pm_buf out = { 0 };
	struct pm_view view = { .out = &out };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		pm_buf_reset(&out);
		pm_view_block(&view, 2, cases[i].text);
		assert_string_equal(pm_buf_str(&out), cases[i].expected);
	}
	pm_buf_release(&out);
}

static const struct pm_column columns[] = {
	{ .title = "ID" },
	{ .title = "N", .right = true },
	{ .title = "TITLE", .stretch = true },
	{ .title = "OWNER" },
};

static void fill(struct pm_table *table)
{
	static const char *const cells[] = {
		"a",   "1",  "short",		      "bob",
		"bcd", "20", "a title that is long",  NULL,
	};

	table->column = columns;
	table->columns = 4;
	for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++)
		pm_table_add(table, PM_STYLE_PLAIN, cells[i]);
}

static void columns_line_up_and_no_line_ends_in_blanks(void **state)
{
	struct pm_buf out = { 0 };
	struct pm_view view = { .out = &out };
	struct pm_table table = { 0 };

	(void)state;
	fill(&table);
	pm_table_render(&view, &table);
	assert_string_equal(pm_buf_str(&out),
			    "ID    N  TITLE                 OWNER\n"
			    "a     1  short                 bob\n"
			    "bcd  20  a title that is long\n");
	pm_table_release(&table);
	pm_buf_release(&out);
}

static void the_stretching_column_gives_way(void **state)
{
	struct pm_buf out = { 0 };
	struct pm_view view = { .out = &out, .width = 28 };
	struct pm_table table = { 0 };

	(void)state;
	fill(&table);
	pm_table_render(&view, &table);
	assert_string_equal(pm_buf_str(&out),
			    "ID    N  TITLE         OWNER\n"
			    "a     1  short         bob\n"
			    "bcd  20  a title tha\xe2\x80\xa6\n");
	/* A view that is hopelessly narrow still shows something. */
	pm_buf_reset(&out);
	view.width = 3;
	pm_table_render(&view, &table);
	assert_non_null(strstr(pm_buf_str(&out), "bcd  20  a title\xe2\x80\xa6\n"));
	pm_table_release(&table);
	pm_buf_release(&out);
}

static void wide_characters_take_two_columns(void **state)
{
	static const struct pm_column two[] = { { 0 }, { 0 } };
	struct pm_buf out = { 0 };
	struct pm_view view = { .out = &out };
	struct pm_table table = { .column = two, .columns = 2 };

	(void)state;
	pm_table_add(&table, PM_STYLE_PLAIN, "\xe5\xbe\xa9\xe6\x97\xa7");
	pm_table_add(&table, PM_STYLE_PLAIN, "x");
	pm_table_add(&table, PM_STYLE_PLAIN, "abcd");
	pm_table_add(&table, PM_STYLE_PLAIN, "y");
	pm_table_render(&view, &table);
	assert_string_equal(pm_buf_str(&out),
			    "\xe5\xbe\xa9\xe6\x97\xa7  x\nabcd  y\n");
	pm_table_release(&table);
	pm_buf_release(&out);
}

static void a_table_without_rows_renders_nothing(void **state)
{
	struct pm_buf out = { 0 };
	struct pm_view view = { .out = &out };
	struct pm_table table = { .column = columns, .columns = 4 };

	(void)state;
	pm_table_render(&view, &table);
	assert_int_equal(out.len, 0);
	pm_table_release(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_of_a_file_cannot_reach_the_terminal_raw),
		cmocka_unit_test(colour_surrounds_text_only_when_asked_for),
		cmocka_unit_test(a_block_is_indented_line_by_line),
		cmocka_unit_test(columns_line_up_and_no_line_ends_in_blanks),
		cmocka_unit_test(the_stretching_column_gives_way),
		cmocka_unit_test(wide_characters_take_two_columns),
		cmocka_unit_test(a_table_without_rows_renders_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
