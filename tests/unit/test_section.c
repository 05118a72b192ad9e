/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "syntax/markdown.h"

#define NR(array) (sizeof(array) / sizeof(*(array)))

static void a_section_ends_at_the_next_of_its_level(void **state)
{
	static const char text[] = "before\n"	   /* 0 */
				   "# Title\n"	   /* 1 */
				   "intro\n"	   /* 2 */
				   "## Impact\n"   /* 3 */
				   "text\n"	   /* 4 */
				   "### Users\n"   /* 5 */
				   "text\n"	   /* 6 */
				   "> # Quoted\n"  /* 7 */
				   "\n"
				   "## Timeline\n" /* 8 */
				   "#### Deep\n"   /* 9 */
				   "### Less\n"	   /* 10 */
				   "# Next\n"	   /* 11 */
				   "text\n";	   /* 12 */
	static const struct {
		const char *normal;
		size_t line, first, own_end, end;
	} want[] = {
		{ "title", 2, 2, 3, 11 },     { "impact", 4, 4, 5, 8 },
		{ "users", 6, 6, 8, 8 },      { "timeline", 10, 9, 9, 11 },
		{ "deep", 11, 10, 10, 10 },   { "less", 12, 11, 11, 11 },
		{ "next", 13, 12, 13, 13 },
	};
	struct pm_arena arena = { 0 };
	struct pm_problems problems = { .arena = &arena };
	struct pm_sections sections;
	struct pm_markdown md;

	(void)state;
	pm_markdown_parse(&md, &arena, text, 0, sizeof(text) - 1, 1,
			  &problems);
	assert_int_equal(md.nr, 13);
	pm_markdown_sections(&sections, &arena, &md);
	assert_int_equal(sections.nr, NR(want));
	for (size_t i = 0; i < NR(want); i++) {
		const struct pm_section *s = &sections.item[i];

		assert_string_equal(s->normal, want[i].normal);
		assert_int_equal(s->line, want[i].line);
		assert_int_equal(s->first, want[i].first);
		assert_int_equal(s->own_end, want[i].own_end);
		assert_int_equal(s->end, want[i].end);
	}
	pm_arena_release(&arena);
}

static void many_headings_take_no_time(void **state)
{
	struct pm_arena arena = { 0 };
	struct pm_problems problems = { .arena = &arena };
	struct pm_sections sections;
	struct pm_buf text = { 0 };
	struct pm_markdown md;

	(void)state;
	for (int i = 0; i < 30000; i++)
		pm_buf_addstr(&text, "#\n");
	pm_markdown_parse(&md, &arena, text.ptr, 0, text.len, 1, &problems);
	pm_markdown_sections(&sections, &arena, &md);
	assert_int_equal(sections.nr, 30000);
	assert_int_equal(sections.item[0].end, 1);
	assert_int_equal(sections.item[29999].end, 30000);
	pm_buf_release(&text);
	pm_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_section_ends_at_the_next_of_its_level),
		cmocka_unit_test(many_headings_take_no_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
