/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/limits.h"
#include "syntax/markdown.h"

#define NR(array) (sizeof(array) / sizeof(*(array)))

/* "a|b;1|2" for a header and one row; blocks that are no table vanish. */
static void show(struct pm_buf *out, const struct pm_markdown *md)
{
	for (size_t i = 0; i < md->nr; i++) {
		const struct pm_block *b = &md->block[i];

		if (b->kind != PM_BLOCK_TABLE)
			continue;
		if (out->len)
			pm_buf_addstr(out, " + ");
		for (size_t k = 0; k < b->header.nr; k++)
			pm_buf_addf(out, "%s%s", k ? "|" : "",
				    b->header.cell[k]);
		for (size_t r = 0; r < b->rows; r++)
			for (size_t k = 0; k < b->row[r].nr; k++)
				pm_buf_addf(out, "%s%s", k ? "|" : ";",
					    b->row[r].cell[k]);
	}
}

static void tables_are_read_as_forges_do(void **state)
{
	static const struct {
		const char *source, *want; /* "": no table */
	} table[] = {
		{ "| a | b |\n|---|---|\n| 1 | 2 |", "a|b;1|2" },
		{ "a | b\n--- | ---\n1 | 2", "a|b;1|2" },
		{ "| a | b |\n|:--|:-:|\n| 1 | 2 |\n| 3 | 4 |",
		  "a|b;1|2;3|4" },
		{ "| a |\n|---|\n| 1 |", "a;1" },
		{ "|a|b|\n|-|-|", "a|b" },
		{ "  | a | b |\n |---|---|\n|1|2|", "a|b;1|2" },
		/* Rows take the header's width. */
		{ "| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |\n| |",
		  "a|b;1|;1|2;|" },
		/* A pipe divides cells in code too, unless escaped. */
		{ "| a | b |\n|---|---|\n| x\\|y | `p\\|q` |",
		  "a|b;x|y|p|q" },
		{ "| a | b |\n|---|---|\n| `p|q` |", "a|b;`p|q`" },
		{ "| a | b |\n|---|---|\n| x \\\\| y |", "a|b;x \\|y" },
		{ "| **a** | [b](u) |\n|---|---|\n| *1* <!-- c --> | "
		  "2&nbsp;3 |",
		  "a|b;1|2\xc2\xa0" "3" },
		{ "| a | b |\n|---|---|\n| - x | # y |\n| > q | 1. z |",
		  "a|b;- x|# y;> q|1. z" },
		{ "| a | b |\n|---|---|\n| _ | <b>x</b> |\n| --- | `` |",
		  "a|b;_|x;---|``" },
		{ "lead\n| a | b |\n|---|---|\n| 1 | 2 |", "a|b;1|2" },
		{ "> | a | b |\n> |---|---|\n> | 1 | 2 |", "a|b;1|2" },
		{ "- | a | b |\n  |---|---|\n  | 1 | 2 |", "a|b;1|2" },
		{ "- x\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |",
		  "a|b;1|2" },
		/* Dashes below make a heading of it for CommonMark only. */
		{ "| a | b |\n|---|---|\n| 1 | 2 |\n---\n", "a|b;1|2" },
		{ "| a |\n|---|\n| 1 |\n\n| b |\n|---|\n| 2 |",
		  "a;1 + b;2" },
		{ "| a |\n|---|\n| 1 |\n# next", "a;1" },
		{ "| a | b |\r\n|---|---|\r\n| 1 | 2 |\r\n", "a|b;1|2" },
		{ "| \xc3\xa9 | \xe6\x97\xa5 |\n|---|---|\n| \xc3\xbc | x |",
		  "\xc3\xa9|\xe6\x97\xa5;\xc3\xbc|x" },
		{ "| a | b |\n| 1 | 2 |", "" },
		{ "| a | b |\n|---|\n| 1 | 2 |", "" },
		{ "| a | b |\n|---|--x|\n", "" },
		{ "| a | b |\n|---| |\n", "" },
		{ "a\n:-:", "" },
		{ "a\n---", "" },
		{ "| a | b |\n\n|---|---|", "" },
		{ "```\n| a |\n|---|\n```", "" },
		{ "    | a |\n    |---|", "" },
		{ "# a | b\n---|---", "" },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		struct pm_arena arena = { 0 };
		struct pm_problems problems = { .arena = &arena };
		struct pm_buf got = { 0 };
		struct pm_markdown md;

		pm_markdown_parse(&md, &arena, table[i].source, 0,
				  strlen(table[i].source), 1, &problems);
		show(&got, &md);
		assert_string_equal(pm_buf_str(&got), table[i].want);
		pm_buf_release(&got);
		pm_arena_release(&arena);
	}
}

static void a_table_knows_its_lines_and_what_stands_above(void **state)
{
	static const char text[] = "x\n\n**lead** in\n| a | b |\n|---|---|\n"
				   "| 1 | *22* |\n|  |  |\n\nend\n";
	struct pm_arena arena = { 0 };
	struct pm_problems problems = { .arena = &arena };
	struct pm_markdown md;
	const struct pm_block *b;

	(void)state;
	pm_markdown_parse(&md, &arena, text, 3, sizeof(text) - 1, 13,
			  &problems);
	assert_int_equal(md.nr, 3);
	b = &md.block[0];
	assert_int_equal(b->kind, PM_BLOCK_PARAGRAPH);
	assert_string_equal(b->text, "lead in");
	assert_string_equal(b->strong, "lead");
	assert_int_equal(b->line, 13);
	b = &md.block[1];
	assert_int_equal(b->kind, PM_BLOCK_TABLE);
	assert_int_equal(b->line, 14);
	assert_memory_equal(text + b->start, "| a", 3);
	assert_int_equal(b->header.line, 14);
	assert_int_equal(b->rows, 2);
	assert_int_equal(b->row[1].line, 17);
	assert_int_equal(b->letters, 3);
	assert_memory_equal(text + b->end, "end", 3);
	pm_arena_release(&arena);
}

static void a_table_inside_an_item_is_a_block_of_its_own(void **state)
{
	static const char text[] = "- | a | b |\n  |---|---|\n  | 1 | 2 |\n";
	struct pm_arena arena = { 0 };
	struct pm_problems problems = { .arena = &arena };
	struct pm_markdown md;

	(void)state;
	pm_markdown_parse(&md, &arena, text, 0, sizeof(text) - 1, 1,
			  &problems);
	assert_int_equal(md.nr, 2);
	assert_int_equal(md.block[0].kind, PM_BLOCK_ITEM);
	assert_string_equal(md.block[0].text, "");
	assert_int_equal(md.block[0].checkbox, -1);
	assert_int_equal(md.block[1].kind, PM_BLOCK_TABLE);
	assert_int_equal(md.block[1].depth, 1);
	pm_arena_release(&arena);
}

static void a_wide_and_long_table_is_read_in_time(void **state)
{
	struct pm_arena arena = { 0 };
	struct pm_problems problems = { .arena = &arena };
	struct pm_buf text = { 0 };
	struct pm_markdown md;

	(void)state;
	pm_buf_addstr(&text, "| a | b |\n|---|---|\n");
	for (int i = 0; i < 5000; i++)
		pm_buf_addf(&text, "| *%d* | x_y |\n", i);
	pm_markdown_parse(&md, &arena, text.ptr, 0, text.len, 1, &problems);
	assert_int_equal(md.nr, 1);
	assert_int_equal(md.block[0].rows, 5000);
	assert_string_equal(md.block[0].row[4999].cell[0], "4999");
	assert_string_equal(md.block[0].row[4999].cell[1], "x_y");
	pm_buf_release(&text);
	pm_arena_release(&arena);
}

/* Each row is filled up to the header: a short file could ask for much. */
static void a_table_has_only_so_many_columns(void **state)
{
	(void)state;
	for (int columns = PM_MAX_COLUMNS; columns < PM_MAX_COLUMNS + 2;
	     columns++) {
		struct pm_arena arena = { 0 };
		struct pm_problems problems = { .arena = &arena };
		struct pm_buf text = { 0 };
		struct pm_markdown md;

		for (int i = 0; i < columns; i++)
			pm_buf_addstr(&text, "|a");
		pm_buf_addch(&text, '\n');
		for (int i = 0; i < columns; i++)
			pm_buf_addstr(&text, "|-");
		pm_markdown_parse(&md, &arena, text.ptr, 0, text.len, 1,
				  &problems);
		assert_int_equal(md.nr, 1);
		assert_int_equal(md.block[0].kind,
				 columns > PM_MAX_COLUMNS
					 ? PM_BLOCK_PARAGRAPH
					 : PM_BLOCK_TABLE);
		pm_buf_release(&text);
		pm_arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables_are_read_as_forges_do),
		cmocka_unit_test(
			a_table_knows_its_lines_and_what_stands_above),
		cmocka_unit_test(
			a_table_inside_an_item_is_a_block_of_its_own),
		cmocka_unit_test(a_wide_and_long_table_is_read_in_time),
		cmocka_unit_test(a_table_has_only_so_many_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
