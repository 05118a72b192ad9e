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

struct parsed {
	struct pm_arena arena;
	struct pm_problems problems;
	struct pm_markdown md;
	struct pm_sections sections;
};

static void parse_part(struct parsed *p, const char *text, size_t start,
		       size_t line)
{
	memset(p, 0, sizeof(*p));
	p->problems.arena = &p->arena;
	pm_markdown_parse(&p->md, &p->arena, text, start, strlen(text), line,
			  &p->problems);
	pm_markdown_sections(&p->sections, &p->arena, &p->md);
}

static void parse(struct parsed *p, const char *text)
{
	parse_part(p, text, 0, 1);
}

static void release(struct parsed *p)
{
	pm_arena_release(&p->arena);
}

static void blocks_stand_in_order_with_line_and_bytes(void **state)
{
	static const char text[] = "---\nx: y\n---\n"
				   "# Title\n"
				   "\n"
				   "Some *text*\nover two lines.\n"
				   "\n"
				   "- one\n"
				   "  - sub\n"
				   "\n"
				   "> quoted\n"
				   "\n"
				   "```sh\nls\n```\n"
				   "<!-- note -->\n"
				   "***\n";
	static const struct {
		enum pm_block_kind kind;
		size_t line;
		unsigned level, depth;
		const char *text;
		size_t letters;
	} want[] = {
		{ PM_BLOCK_HEADING, 4, 1, 0, "Title", 5 },
		{ PM_BLOCK_PARAGRAPH, 6, 0, 0, "Some text over two lines.",
		  20 },
		{ PM_BLOCK_ITEM, 9, 1, 0, "one", 3 },
		{ PM_BLOCK_ITEM, 10, 2, 1, "sub", 3 },
		{ PM_BLOCK_PARAGRAPH, 12, 0, 1, "quoted", 6 },
		{ PM_BLOCK_CODE, 14, 0, 0, "ls", 2 },
		{ PM_BLOCK_HTML, 17, 0, 0, "", 0 },
		{ PM_BLOCK_RULE, 18, 0, 0, "", 0 },
	};
	struct parsed p;

	(void)state;
	parse_part(&p, text, 13, 4);
	assert_int_equal(p.problems.nr, 0);
	assert_int_equal(p.md.nr, NR(want));
	for (size_t i = 0; i < NR(want); i++) {
		const struct pm_block *b = &p.md.block[i];
		size_t line = 1;

		assert_int_equal(b->kind, want[i].kind);
		assert_int_equal(b->line, want[i].line);
		assert_int_equal(b->level, want[i].level);
		assert_int_equal(b->depth, want[i].depth);
		assert_string_equal(b->text, want[i].text);
		assert_int_equal(b->letters, want[i].letters);
		for (size_t k = 0; k < b->start; k++)
			line += text[k] == '\n';
		assert_int_equal(line, b->line);
		assert_int_equal(b->end, i + 1 < NR(want)
						 ? p.md.block[i + 1].start
						 : sizeof(text) - 1);
	}
	release(&p);
}

static void inline_markup_is_taken_out_of_the_text(void **state)
{
	static const struct {
		const char *source, *text, *strong, *link;
		size_t letters;
	} table[] = {
		{ "plain", "plain", NULL, NULL, 5 },
		{ "**Owner:** alice", "Owner: alice", "Owner:", NULL, 10 },
		{ "*a* b", "a b", "a", NULL, 2 },
		{ "***a*** b", "a b", "a", NULL, 2 },
		{ "b **a**", "b a", NULL, NULL, 2 },
		{ "**a `b`** c", "a b c", "a b", NULL, 3 },
		{ "`code` x", "code x", NULL, NULL, 5 },
		{ "[t](http://a.example/x) [u](b)", "t u", NULL,
		  "http://a.example/x", 2 },
		{ "<https://a.example>", "https://a.example", NULL,
		  "https://a.example", 13 },
		{ "see https://a.example/x).", "see https://a.example/x).",
		  NULL, "https://a.example/x", 17 },
		{ "httpd is down", "httpd is down", NULL, NULL, 11 },
		{ "![alt text](g.png)", "alt text", NULL, NULL, 1 },
		{ "a <!-- hidden --> b", "a  b", NULL, NULL, 2 },
		{ "a<br>b", "a b", NULL, NULL, 2 },
		{ "<b>bold</b>", "bold", NULL, NULL, 4 },
		{ "&nbsp;", "\xc2\xa0", NULL, NULL, 0 },
		{ "a&amp;b", "a&b", NULL, NULL, 2 },
		{ "\\*a\\*", "*a*", NULL, NULL, 1 },
		{ "a  \nb", "a b", NULL, NULL, 2 },
		{ "caf\xc3\xa9 \xff", "caf\xc3\xa9 \xef\xbf\xbd", NULL, NULL,
		  4 },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		const struct pm_block *b;
		struct parsed p;

		parse(&p, table[i].source);
		assert_int_equal(p.md.nr, 1);
		b = &p.md.block[0];
		assert_string_equal(b->text, table[i].text);
		assert_int_equal(b->letters, table[i].letters);
		if (table[i].strong)
			assert_string_equal(b->strong, table[i].strong);
		else
			assert_null(b->strong);
		if (table[i].link)
			assert_string_equal(b->link, table[i].link);
		else
			assert_null(b->link);
		release(&p);
	}
}

static void checkboxes_of_items_are_read(void **state)
{
	static const struct {
		const char *source;
		int checkbox;
		const char *text, *strong;
		size_t letters;
	} table[] = {
		{ "- [ ] open", 0, "open", NULL, 4 },
		{ "- [x] done", 1, "done", NULL, 4 },
		{ "1. [X] done", 1, "done", NULL, 4 },
		{ "- [ ] **Bob:** x", 0, "Bob: x", "Bob:", 4 },
		{ "- [ ]", 0, "", NULL, 0 },
		{ "- [x]", 1, "", NULL, 0 },
		{ "- plain", -1, "plain", NULL, 5 },
		{ "- [y] no", -1, "[y] no", NULL, 3 },
		{ "- [x]no", -1, "[x]no", NULL, 3 },
		{ "-", -1, "", NULL, 0 },
		{ "- ```\n  x\n  ```", -1, "", NULL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		const struct pm_block *b;
		struct parsed p;

		parse(&p, table[i].source);
		assert_true(p.md.nr >= 1);
		b = &p.md.block[0];
		assert_int_equal(b->kind, PM_BLOCK_ITEM);
		assert_int_equal(b->checkbox, table[i].checkbox);
		assert_string_equal(b->text, table[i].text);
		assert_int_equal(b->letters, table[i].letters);
		if (table[i].strong)
			assert_string_equal(b->strong, table[i].strong);
		release(&p);
	}
	{
		struct parsed p;

		parse(&p, "[ ] not an item");
		assert_int_equal(p.md.block[0].checkbox, -1);
		assert_string_equal(p.md.block[0].text, "[ ] not an item");
		release(&p);
	}
}

/* What looks empty to a reader has no letters, whatever bytes it has. */
static void what_a_reader_does_not_see_has_no_letters(void **state)
{
	static const char *const empty[] = {
		"<!-- write here -->", "<!--\nlong\n-->", "<br>", "---",
		"```\n```", "```sh\n\n```", "&nbsp;", "- [ ]", "-",
		"[a]: http://example.com", "| a | b |\n|---|---|\n|   |  |",
		"**", "> ", "***\n***", "<div></div>", "\xe2\x80\x8b", "...",
		"<script>x = 1</script>", "<p class=\"x\">&nbsp;</p>",
	};
	static const char *const full[] = {
		"x", "![](g.png)", "```\nlog\n```", "    log",
		"<!-- only -->x", "<p>text</p>", "<img src=\"g.png\">", "- [ ] x",
		"| a |\n|---|\n| x |", "\xe6\x97\xa5",
		"<details><summary>More</summary>",
	};

	(void)state;
	for (size_t i = 0; i < NR(empty); i++) {
		size_t letters = 0;
		struct parsed p;

		parse(&p, empty[i]);
		for (size_t k = 0; k < p.md.nr; k++)
			letters += p.md.block[k].letters;
		assert_int_equal(letters, 0);
		release(&p);
	}
	for (size_t i = 0; i < NR(full); i++) {
		struct parsed p;

		parse(&p, full[i]);
		assert_true(p.md.nr > 0 && p.md.block[0].letters > 0);
		release(&p);
	}
}

static void only_headings_that_a_forge_shows_as_such_count(void **state)
{
	static const struct {
		const char *source;
		unsigned level; /* 0: no top-level heading */
		const char *title, *normal;
	} table[] = {
		{ "## Summary", 2, "Summary", "summary" },
		{ "## **Summary**", 2, "Summary", "summary" },
		{ "## `Summary`", 2, "Summary", "summary" },
		{ "## [Summary](#x)", 2, "Summary", "summary" },
		{ "## Summary {#s}", 2, "Summary {#s}", "summary" },
		{ "## Summary:", 2, "Summary:", "summary" },
		{ "## Summary ##", 2, "Summary", "summary" },
		{ "## 1. Summary", 2, "1. Summary", "summary" },
		{ "## \xf0\x9f\x94\xa5 Impact", 2, "\xf0\x9f\x94\xa5 Impact",
		  "impact" },
		{ "## Root&nbsp;cause", 2, "Root\xc2\xa0" "cause",
		  "root cause" },
		{ "## a\xe2\x80\xa8" "b", 2, "a\xe2\x80\xa8" "b", "a b" },
		{ "   ## Summary", 2, "Summary", "summary" },
		{ "Summary\n===", 1, "Summary", "summary" },
		/* No blank line: the dashes make a heading of the text. */
		{ "Some text.\n---", 2, "Some text.", "some text" },
		{ "#", 1, "", "" },
		{ "## ", 2, "", "" },
		{ "<details>\n\n## Summary\n\n</details>", 2, "Summary",
		  "summary" },
		{ "##Summary", 0, NULL, NULL },
		{ "####### Summary", 0, NULL, NULL },
		{ "    ## Summary", 0, NULL, NULL },
		{ "\\## Summary", 0, NULL, NULL },
		{ "> ## Summary", 0, NULL, NULL },
		{ "- ## Summary", 0, NULL, NULL },
		{ "```\n## Summary\n```", 0, NULL, NULL },
		{ "<div>\n## Summary\n</div>", 0, NULL, NULL },
		{ "<!--\n## Summary\n-->", 0, NULL, NULL },
		{ "<details>\n## Summary\n</details>", 0, NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		struct parsed p;

		parse(&p, table[i].source);
		assert_int_equal(p.problems.nr, 0);
		assert_int_equal(p.sections.nr, table[i].level != 0);
		if (p.sections.nr) {
			const struct pm_section *s = &p.sections.item[0];

			assert_int_equal(s->level, table[i].level);
			assert_string_equal(s->title, table[i].title);
			assert_string_equal(s->normal, table[i].normal);
		}
		release(&p);
	}
}

static void line_ends_of_every_kind_are_counted(void **state)
{
	static const char *const text[] = { "# A\n\nx\n## B\n",
					    "# A\r\n\r\nx\r\n## B\r\n",
					    "# A\r\rx\r## B\r" };

	(void)state;
	for (size_t i = 0; i < NR(text); i++) {
		struct parsed p;

		parse(&p, text[i]);
		assert_int_equal(p.sections.nr, 2);
		assert_int_equal(p.sections.item[1].line, 4);
		assert_string_equal(text[i] + p.md.block[2].start,
				    strstr(text[i], "## B"));
		release(&p);
	}
}

static void what_hides_headings_is_told_with_its_line(void **state)
{
	static const struct {
		const char *source;
		size_t line; /* 0: nothing to tell */
		const char *message;
	} table[] = {
		{ "# A\n\n<!-- open\n\n## B\n## C\n", 3, "2 headings" },
		{ "# A\n\n<!-- open\n\n## B\n", 3, "1 heading below" },
		{ "# A\n\n<!-- open", 3, "everything" },
		{ "# A\n\n<pre>\n\n## B\n", 3, "1 heading below" },
		{ "# A\n\n<PRE\nclass=x>\n\n## B\n", 3, "1 heading" },
		{ "# A\n\n<style>\n## B\n", 3, "the style" },
		{ "# A\n\n<pre>\n\n## B\n</PRE>\n", 0, NULL },
		{ "# A\n\n<pretty>\n\n## B\n", 0, NULL },
		{ "# A\n\n<details>\n\n## B\n", 0, NULL },
		{ "<!-- open\n## A\n<!-- next -->\n", 1, "later one" },
		{ "# A\n```\ncode\n\n## B\n", 2, "never closed" },
		{ "# A\n```", 2, "never closed" },
		{ "~~~\n```\n", 1, "never closed" },
		{ "````\n```\n", 1, "never closed" },
		{ "```\na\n\n## B\n\n```sh\nls\n```\n", 1, "line 6" },
		{ "> ```\n> code\n\n## B\n", 0, NULL },
		{ "- ```\n  code\n\ntext\n", 0, NULL },
		{ "<!-- closed -->\n## A\n", 0, NULL },
		{ "<!-- a <!-- b -->\n", 0, NULL },
		{ "<!--\n## A\n-->\n", 0, NULL },
		{ "```\n# shell comment\n```\n", 0, NULL },
		{ "```\ncode\n```  \n", 0, NULL },
		{ "````md\n```sh\n## x\n```\n````\n", 0, NULL },
		{ "    ```\n", 0, NULL },
		{ "- x\n\n  ```\n  y\n  ```\n", 0, NULL },
		{ "> ```\n> x\n> ```\n", 0, NULL },
		{ "text <!-- not\n\n## A\n", 0, NULL },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		struct parsed p;

		parse(&p, table[i].source);
		assert_int_equal(p.problems.nr, table[i].line != 0);
		if (p.problems.nr) {
			const struct pm_problem *x = &p.problems.item[0];

			assert_int_equal(x->kind,
					 strstr(x->message, "heading") ||
							 strstr(x->message,
								"other code")
						 ? PM_PROBLEM_MARKDOWN_HIDES
						 : PM_PROBLEM_MARKDOWN);
			assert_int_equal(x->line, table[i].line);
			assert_non_null(strstr(x->message, table[i].message));
			assert_non_null(x->fix);
		}
		release(&p);
	}
}

static void containers_nest_only_so_deep(void **state)
{
	static const struct {
		const char *unit, *tail;
		int times;
		bool refused;
	} table[] = {
		{ ">", "x", PM_MAX_CONTAINERS, false },
		{ ">", "x", PM_MAX_CONTAINERS + 1, true },
		{ "> ", "", 20000, true },
		{ "- ", "x", 20000, true },
		{ "* > 1. ", "x", 5000, true },
		{ "123456789) ", "x", 100, true },
		/* A rule, and text that only looks like markers. */
		{ "- ", "", 100, false },
		{ "* ", "", 100, false },
		{ "-", "", 100, false },
		{ "+", "x", 100, false },
		{ "1.", "", 100, false },
		{ "1234567890) ", "x", 100, false },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		struct pm_buf text = { 0 };
		struct parsed p;

		pm_buf_addstr(&text, "# A\n\n");
		for (int k = 0; k < table[i].times; k++)
			pm_buf_addstr(&text, table[i].unit);
		pm_buf_addstr(&text, table[i].tail);
		parse(&p, text.ptr);
		assert_int_equal(p.problems.nr, table[i].refused);
		if (table[i].refused) {
			assert_int_equal(p.md.nr, 0);
			assert_int_equal(p.problems.item[0].line, 3);
			assert_int_equal(p.problems.item[0].kind,
					 PM_PROBLEM_MARKDOWN_HIDES);
		} else {
			assert_true(p.md.nr > 1);
		}
		release(&p);
		pm_buf_release(&text);
	}
}

static void an_empty_text_has_an_empty_outline(void **state)
{
	static const char *const text[] = { "", "\n\n", "   ",
					    "[a]: http://example.com\n" };

	(void)state;
	for (size_t i = 0; i < NR(text); i++) {
		struct parsed p;

		parse(&p, text[i]);
		assert_int_equal(p.md.nr, 0);
		assert_int_equal(p.sections.nr, 0);
		assert_int_equal(p.problems.nr, 0);
		release(&p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_stand_in_order_with_line_and_bytes),
		cmocka_unit_test(inline_markup_is_taken_out_of_the_text),
		cmocka_unit_test(checkboxes_of_items_are_read),
		cmocka_unit_test(what_a_reader_does_not_see_has_no_letters),
		cmocka_unit_test(
			only_headings_that_a_forge_shows_as_such_count),
		cmocka_unit_test(line_ends_of_every_kind_are_counted),
		cmocka_unit_test(what_hides_headings_is_told_with_its_line),
		cmocka_unit_test(containers_nest_only_so_deep),
		cmocka_unit_test(an_empty_text_has_an_empty_outline),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
