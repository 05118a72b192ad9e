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

static void what_does_not_fit_goes_on_below_in_its_column(void **state)
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
			    "bcd  20  a title that\n"
			    "         is long\n");
	/* A view that is hopelessly narrow still shows something. */
	pm_buf_reset(&out);
	view.width = 3;
	pm_table_render(&view, &table);
	assert_non_null(strstr(pm_buf_str(&out), "bcd  20  a title\n"));
	assert_non_null(strstr(pm_buf_str(&out), "         that is\n"));
	pm_table_release(&table);
	pm_buf_release(&out);
}

/* What a table of one long title shows in `width` columns. */
static void render_narrow(struct pm_buf *out, size_t width, const char *brief)
{
	static const struct pm_column narrow[] = {
		{ .title = "NAME" },
		{ .title = "OWNER", .leaves = 2 },
		{ .title = "STATE", .leaves = 1 },
		{ .title = "TITLE", .stretch = true },
	};
	struct pm_view view = { .out = out, .width = width };
	struct pm_table table = { .column = narrow, .columns = 4 };

	pm_buf_reset(out);
	pm_table_add_brief(&table, PM_STYLE_PLAIN, "2026-11-30-search/index",
			   brief);
	pm_table_add_person(&table, PM_STYLE_PLAIN, "alice@example.com");
	pm_table_add(&table, PM_STYLE_PLAIN, "accepted");
	pm_table_add(&table, PM_STYLE_PLAIN, "Index the names of all shops");
	pm_table_add_brief(&table, PM_STYLE_PLAIN, "2026-11-30-search/warm",
			   "warm");
	pm_table_add_person(&table, PM_STYLE_PLAIN, "Bob <bob@example.com>");
	pm_table_add(&table, PM_STYLE_PLAIN, "done");
	pm_table_add(&table, PM_STYLE_PLAIN, "Warm it");
	pm_table_render(&view, &table);
	pm_table_release(&table);
}

static void a_narrow_view_is_brief_then_lets_columns_go_then_wraps(void **state)
{
	struct pm_buf out = { 0 };

	(void)state;
	render_narrow(&out, 81, "index");
	assert_string_equal(
		pm_buf_str(&out),
		"NAME   OWNER                  STATE     TITLE\n"
		"index  alice@example.com      accepted  "
		"Index the names of all shops\n"
		"warm   Bob <bob@example.com>  done      Warm it\n");
	render_narrow(&out, 60, "index");
	assert_string_equal(
		pm_buf_str(&out),
		"NAME   OWNER  STATE     TITLE\n"
		"index  alice  accepted  Index the names of all shops\n"
		"warm   Bob    done      Warm it\n");
	render_narrow(&out, 34, "index");
	assert_string_equal(pm_buf_str(&out),
			    "NAME   OWNER  TITLE\n"
			    "index  alice  Index the names of\n"
			    "              all shops\n"
			    "warm   Bob    Warm it\n");
	render_narrow(&out, 20, "index");
	assert_string_equal(pm_buf_str(&out),
			    "NAME   TITLE\n"
			    "index  Index the\n"
			    "       names of all\n"
			    "       shops\n"
			    "warm   Warm it\n");
	pm_buf_release(&out);
}

static void what_is_brief_still_tells_cells_apart(void **state)
{
	struct pm_buf out = { 0 };

	(void)state;
	render_narrow(&out, 60, "warm");
	assert_non_null(strstr(pm_buf_str(&out), "2026-11-30-search/index"));
	pm_buf_release(&out);
}

static void a_line_is_wrapped_with_its_colours(void **state)
{
	struct pm_buf out = { 0 };
	struct pm_view view = { .out = &out, .color = true, .width = 12 };

	(void)state;
	pm_buf_addstr(&out, "before\n");
	pm_view_text(&view, PM_STYLE_ID, "abc");
	pm_buf_addstr(&out, " ");
	pm_view_text(&view, PM_STYLE_BOLD, "a title of words");
	pm_view_wrap(&view, strlen("before\n"), 4);
	assert_string_equal(pm_buf_str(&out),
			    "before\n"
			    "\033[36mabc\033[m \033[1ma title\033[m\n"
			    "    \033[1mof words\033[m");
	pm_buf_release(&out);
}

static void a_block_hangs_below_the_text_of_its_lines(void **state)
{
	struct pm_buf out = { 0 };
	struct pm_view view = { .out = &out, .width = 12 };

	(void)state;
	pm_view_block(&view, 0, "- one two three\n  four five six\n"
				"10. one two three\n\nshort");
	assert_string_equal(pm_buf_str(&out), "- one two\n  three\n"
					      "  four five\n  six\n"
					      "10. one two\n    three\n"
					      "\nshort\n");
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
		cmocka_unit_test(what_does_not_fit_goes_on_below_in_its_column),
		cmocka_unit_test(
			a_narrow_view_is_brief_then_lets_columns_go_then_wraps),
		cmocka_unit_test(what_is_brief_still_tells_cells_apart),
		cmocka_unit_test(a_line_is_wrapped_with_its_colours),
		cmocka_unit_test(a_block_hangs_below_the_text_of_its_lines),
		cmocka_unit_test(wide_characters_take_two_columns),
		cmocka_unit_test(a_table_without_rows_renders_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
