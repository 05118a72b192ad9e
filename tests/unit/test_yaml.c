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
#include "syntax/yaml.h"

#define NR(array) (sizeof(array) / sizeof(*(array)))

struct parsed {
	struct pm_arena arena;
	struct pm_problems problems;
	const struct pm_yaml *map;
};

static void parse(struct parsed *p, const char *text)
{
	memset(p, 0, sizeof(*p));
	p->problems.arena = &p->arena;
	p->map = pm_yaml_parse(&p->arena, text, 0, strlen(text), 1,
			       &p->problems);
}

static void release(struct parsed *p)
{
	pm_arena_release(&p->arena);
}

static void assert_bytes(const char *text, const struct pm_yaml *node,
			 const char *want)
{
	assert_int_equal(node->end - node->start, strlen(want));
	assert_memory_equal(text + node->start, want, strlen(want));
}

static void every_value_knows_its_bytes(void **state)
{
	static const char text[] =
		"title: caf\xc3\xa9 \xe2\x82\xac one  # comment\n"
		"owner:\n"
		"teams:  # who\n"
		"  - a  # first\n"
		"  - \"b\"\n"
		"\n"
		"note: |\n"
		"  line\n"
		"\n"
		"  more\n"
		"\n"
		"flow: [x, 'y']  # c\n"
		"debrief: {date: 2026-11-30}\n"
		"two: plain\n"
		"  lines\n"
		"last:\n"
		"- z\n";
	static const struct {
		const char *key, *bytes;
		size_t line, column;
	} table[] = {
		{ "title", "caf\xc3\xa9 \xe2\x82\xac one", 1, 8 },
		{ "owner", "", 2, 7 },
		{ "teams", "- a  # first\n  - \"b\"", 4, 3 },
		{ "note", "|\n  line\n\n  more", 7, 7 },
		{ "flow", "[x, 'y']", 12, 7 },
		{ "debrief", "{date: 2026-11-30}", 13, 10 },
		{ "two", "plain\n  lines", 14, 6 },
		{ "last", "- z", 17, 1 },
	};
	struct parsed p;

	(void)state;
	parse(&p, text);
	assert_non_null(p.map);
	assert_int_equal(p.problems.nr, 0);
	assert_int_equal(p.map->nr, NR(table));
	for (size_t i = 0; i < NR(table); i++) {
		const struct pm_yaml *node = &p.map->child[i];

		assert_string_equal(node->key, table[i].key);
		assert_ptr_equal(pm_yaml_get(p.map, table[i].key), node);
		assert_bytes(text, node, table[i].bytes);
		assert_int_equal(node->line, table[i].line);
		assert_int_equal(node->column, table[i].column);
		assert_memory_equal(text + node->key_start, table[i].key,
				    strlen(table[i].key));
	}
	assert_string_equal(pm_yaml_get(p.map, "note")->text,
			    "line\n\nmore\n");
	assert_string_equal(pm_yaml_get(p.map, "two")->text, "plain lines");
	assert_true(pm_yaml_get(p.map, "flow")->flow);
	assert_false(pm_yaml_get(p.map, "teams")->flow);
	assert_bytes(text, &pm_yaml_get(p.map, "flow")->child[1], "'y'");
	assert_bytes(text, &pm_yaml_get(p.map, "debrief")->child[0],
		     "2026-11-30");
	assert_null(pm_yaml_get(p.map, "nothing"));
	assert_null(pm_yaml_get(pm_yaml_get(p.map, "title"), "x"));
	release(&p);
}

static void positions_are_those_of_the_whole_file(void **state)
{
	static const char text[] = "---\n\xc3\xa9: 1\nb: \xc3\xa9\xc3\xa9 # x\n"
				   "c: 3\n---\nbody";
	struct pm_arena arena = { 0 };
	struct pm_problems problems = { .arena = &arena };
	const struct pm_yaml *map, *c;

	(void)state;
	map = pm_yaml_parse(&arena, text, 4, sizeof(text) - 9, 2, &problems);
	c = pm_yaml_get(map, "c");
	assert_bytes(text, c, "3");
	assert_int_equal(c->line, 4);
	assert_int_equal(c->column, 4);
	assert_int_equal(c->key_line, 4);
	assert_bytes(text, pm_yaml_get(map, "b"), "\xc3\xa9\xc3\xa9");
	pm_arena_release(&arena);
}

static void every_scalar_is_text_and_nothing_is_guessed(void **state)
{
	static const char text[] = "a: no\nb: 010\nc: 1e3\nd: 2024-02-30\n"
				   "e: ~\nf: null\ng: 'null'\nh:\ni: \"\"\n";
	struct parsed p;

	(void)state;
	parse(&p, text);
	assert_string_equal(pm_yaml_get(p.map, "a")->text, "no");
	assert_string_equal(pm_yaml_get(p.map, "b")->text, "010");
	assert_string_equal(pm_yaml_get(p.map, "c")->text, "1e3");
	assert_string_equal(pm_yaml_get(p.map, "d")->text, "2024-02-30");
	assert_true(pm_yaml_is_null(pm_yaml_get(p.map, "e")));
	assert_true(pm_yaml_is_null(pm_yaml_get(p.map, "f")));
	assert_false(pm_yaml_is_null(pm_yaml_get(p.map, "g")));
	assert_true(pm_yaml_is_null(pm_yaml_get(p.map, "h")));
	assert_false(pm_yaml_is_null(pm_yaml_get(p.map, "i")));
	assert_false(pm_yaml_is_null(p.map));
	release(&p);
}

static void nothing_at_all_is_an_empty_map(void **state)
{
	static const char *const text[] = { "", "# only a comment\n", "\n\n",
					    "---\n", "\xef\xbb\xbf" };

	(void)state;
	for (size_t i = 0; i < NR(text); i++) {
		struct parsed p;

		parse(&p, text[i]);
		assert_non_null(p.map);
		assert_int_equal(p.map->kind, PM_YAML_MAP);
		assert_int_equal(p.map->nr, 0);
		assert_int_equal(p.problems.nr, 0);
		release(&p);
	}
}

static void a_byte_order_mark_and_crlf_are_fine(void **state)
{
	static const char text[] = "\xef\xbb\xbf" "a: b\r\nc: |\r\n  d\r\n";
	struct parsed p;

	(void)state;
	parse(&p, text);
	assert_int_equal(p.problems.nr, 0);
	assert_string_equal(pm_yaml_get(p.map, "a")->text, "b");
	assert_string_equal(pm_yaml_get(p.map, "c")->text, "d\n");
	assert_bytes(text, pm_yaml_get(p.map, "c"), "|\r\n  d");
	release(&p);
}

/* What is refused: where, and what the author is told to do. */
static void what_is_refused_is_told_with_its_line_and_a_fix(void **state)
{
	static const struct {
		const char *text;
		enum pm_problem_kind kind;
		size_t line, column;
		const char *fix;
	} table[] = {
		{ "a: 1\nowner: @alice\n", 0, 2, 8,
		  "quote it: owner: \"@alice\"" },
		{ "owner: @alice  # lead\n", 0, 1, 8,
		  "quote it: owner: \"@alice\"" },
		{ "caf\xc3\xa9: @alice\n", 0, 1, 8,
		  "quote it: caf\xc3\xa9: \"@alice\"" },
		{ "owner: `x`\n", 0, 1, 8, "quote it: owner: \"`x`\"" },
		{ "share: %5\n", 0, 1, 8, "quote it: share: \"%5\"" },
		{ "who: [@a, @b]\n", 0, 1, 7, "quote it: \"@a\"" },
		{ "who:\n  - @alice\n", 0, 2, 5, "quote it: - \"@alice\"" },
		{ "title: Outage: DB down\n", 0, 1, 8,
		  "quote it: title: \"Outage: DB down\"" },
		{ "a:\n\tb: c\n", 0, 2, 1, "indent with spaces" },
		{ "\ta: b\n", 0, 1, 1, "indent with spaces" },
		{ "a: *b\n", 0, 1, 4, "quote it: a: \"*b\"" },
		{ "a: *bold* x\n", 0, 1, 4, "quote it: a: \"*bold* x\"" },
		{ "a: &b c\n", 0, 1, 4, "quote it: a: \"&b c\"" },
		{ "a: !!python/object:x {}\n", 0, 1, 4, "quote it: a: " },
		{ "a: !x y\n", 0, 1, 4, "quote it: a: \"!x y\"" },
		{ "a: &x\n  b: c\n", 0, 1, 4, "quote it: a: \"&x\"" },
		{ "<<: x\n", 0, 1, 1, "key: value" },
		{ "? a\n: b\n", 0, 1, 3, "key: value" },
		{ "[a]: b\n", 0, 1, 1, "key: value" },
		{ "{a: b}: c\n", 0, 1, 1, "key: value" },
		{ "a: b\n---\nc: d\n", 0, 2, 0, "remove this one" },
		{ "a: \"x\n", 0, 1, 4, "put \" at the end" },
		{ "a: 'x\n", 0, 1, 4, "put ' at the end" },
		{ "a: 'it's'\n", 0, 1, 8, "apostrophe twice" },
		{ "a: \"x\" y\n", 0, 1, 8, "whole value in quotes" },
		{ "a: \"b\\q\"\n", 0, 1, 6, "backslash" },
		{ "a: [b\nc: d\n", 0, 1, 4, "put ]" },
		{ "a: {b: c\n", 0, 1, 4, "put }" },
		{ "a: b\nfoo bar\nc: d\n", 0, 2, 0, "key: value" },
		{ "a: b\n  c: d\n", 0, 2, 4, "same column" },
		{ "  a: b\n c: d\n", 0, 2, 2, "same column" },
		{ "a: b\n} x\n", 0, 2, 1, "same column" },
		{ "a: - b\n", 0, 1, 4, "line of its own" },
		{ "a: >x\n b\n", 0, 1, 4, "quote it: a: \">x\"" },
		{ "a:b\n", 0, 1, 0, "blank behind the colon" },
		{ "just text\n", 0, 1, 0, "key: value" },
		{ "- a\n- b\n", 0, 1, 0, "key: value" },
		{ "%YAML 1.3\n---\na: b\n", 0, 1, 0, "remove the line" },
		{ "a: x\001\n", PM_PROBLEM_HIDDEN, 1, 5, "remove it" },
		{ "a: x\n# \033[2J\n", PM_PROBLEM_HIDDEN, 2, 3,
		  "remove it" },
		{ "a: \xff\n", PM_PROBLEM_HIDDEN, 1, 4, "UTF-8" },
		{ "a: \xed\xa0\x80\n", PM_PROBLEM_HIDDEN, 1, 4, "UTF-8" },
		{ "a: 1\nb: \xc3\xa9\xef\xbf\xbe\n", PM_PROBLEM_HIDDEN, 2, 6,
		  "remove it" },
		{ "a: b\xe2\x80\xa8" "c: x\n", PM_PROBLEM_HIDDEN, 1, 5,
		  "ordinary line break" },
		{ "a: b\xe2\x80\xa9" "c: x\n", PM_PROBLEM_HIDDEN, 1, 5,
		  "ordinary line break" },
		{ "a: b\xc2\x85" "c: x\n", PM_PROBLEM_HIDDEN, 1, 5,
		  "ordinary line break" },
		{ "a: b\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n",
		  PM_PROBLEM_CONFLICT, 2, 1, "keep what is right" },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		const struct pm_problem *problem;
		struct parsed p;

		parse(&p, table[i].text);
		assert_null(p.map);
		assert_true(p.problems.nr >= 1);
		problem = &p.problems.item[0];
		assert_int_equal(problem->kind, table[i].kind);
		assert_int_equal(problem->line, table[i].line);
		assert_int_equal(problem->column, table[i].column);
		assert_non_null(problem->fix);
		assert_non_null(strstr(problem->fix, table[i].fix));
		release(&p);
	}
}

static void a_key_set_twice_is_told_with_both_lines(void **state)
{
	struct parsed p;

	(void)state;
	parse(&p, "due: 2026-12-01\ntitle: x\ndue: 2026-12-05\n"
		  "m: {a: 1, a: 2}\n");
	assert_non_null(p.map);
	assert_int_equal(p.problems.nr, 2);
	assert_int_equal(p.problems.item[0].kind, PM_PROBLEM_DUPLICATE_KEY);
	assert_int_equal(p.problems.item[0].line, 3);
	assert_string_equal(p.problems.item[0].message,
			    "the key 'due' is set twice, in line 1 and in "
			    "line 3");
	assert_int_equal(p.problems.item[1].line, 4);
	release(&p);
	/* The same key in different maps is not the same key. */
	parse(&p, "a: {x: 1}\nb: {x: 1}\nx: 1\n");
	assert_int_equal(p.problems.nr, 0);
	release(&p);
}

static void text_cut_by_a_hash_is_told_and_a_comment_is_not(void **state)
{
	static const struct {
		const char *text;
		size_t line, column; /* 0: silent */
		const char *cut;
	} table[] = {
		{ "title: Fix issue #12 now #later\n", 1, 18,
		  "\"#12 now #later\"" },
		{ "title: #1234 broke\n", 1, 8, "\"#1234 broke\"" },
		{ "a: 1\nwho:\n  - #ops\n", 3, 5, "\"#ops\"" },
		{ "a: one\n  two #3\n", 2, 7, "\"#3\"" },
		{ "\xc3\xa9: \xc3\xa9 #1\n", 1, 8, "\"#1\"" },
		{ "due: 2026-12-05  # before the audit\n", 0, 0, NULL },
		{ "title: x #\n", 0, 0, NULL },
		{ "title: x ## y\n", 0, 0, NULL },
		{ "owner: # nobody yet\n", 0, 0, NULL },
		{ "title: C#12\n", 0, 0, NULL },
		{ "title: \"Fix\" #12\n", 0, 0, NULL },
		{ "#12\na: b\n", 0, 0, NULL },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		struct parsed p;

		parse(&p, table[i].text);
		assert_non_null(p.map);
		assert_int_equal(p.problems.nr, table[i].line != 0);
		if (p.problems.nr) {
			const struct pm_problem *cut = &p.problems.item[0];

			assert_int_equal(cut->kind, PM_PROBLEM_CUT_COMMENT);
			assert_int_equal(cut->line, table[i].line);
			assert_int_equal(cut->column, table[i].column);
			assert_non_null(strstr(cut->message, table[i].cut));
		}
		release(&p);
	}
}

static void an_escape_cannot_smuggle_in_a_hidden_character(void **state)
{
	static const char *const bad[] = { "a: \"b\\e[31m\"\n",
					   "a: \"\\x07\"\n",
					   "a: \"\\u202e\"\n",
					   "a: \"x\\0y\"\n",
					   "a: \"\\u200b\"\n",
					   "\"ow\\u200bner\": x\n",
					   "a: \"\\L\"\n" };
	static const char *const good[] = { "a: \"b\\n\\tc\"\n",
					    "a: 'b\\e'\n", "a: b\\e\n",
					    "a: \"\\u00e9\"\n" };
	struct parsed p;

	(void)state;
	for (size_t i = 0; i < NR(bad); i++) {
		parse(&p, bad[i]);
		assert_int_equal(p.problems.nr, 1);
		assert_int_equal(p.problems.item[0].kind, PM_PROBLEM_HIDDEN);
		assert_int_equal(p.problems.item[0].line, 1);
		release(&p);
	}
	for (size_t i = 0; i < NR(good); i++) {
		parse(&p, good[i]);
		assert_int_equal(p.problems.nr, 0);
		release(&p);
	}
	parse(&p, "a: \"x\\0y\"\n");
	assert_int_equal(pm_yaml_get(p.map, "a")->len, 3);
	release(&p);
}

static void nesting_and_entries_are_limited(void **state)
{
	struct pm_buf text = { 0 };
	struct parsed p;

	(void)state;
	pm_buf_addstr(&text, "a: ");
	for (int i = 1; i < PM_MAX_YAML_DEPTH; i++)
		pm_buf_addch(&text, '[');
	for (int i = 1; i < PM_MAX_YAML_DEPTH; i++)
		pm_buf_addch(&text, ']');
	parse(&p, text.ptr);
	assert_non_null(p.map);
	release(&p);

	pm_buf_reset(&text);
	pm_buf_addstr(&text, "a: ");
	for (int i = 0; i < 60000; i++)
		pm_buf_addch(&text, '[');
	parse(&p, text.ptr);
	assert_null(p.map);
	assert_int_equal(p.problems.nr, 1);
	assert_non_null(strstr(p.problems.item[0].message, "16 levels"));
	release(&p);

	pm_buf_reset(&text);
	pm_buf_addstr(&text, "a: {b: ");
	for (int i = 0; i < 20000; i++)
		pm_buf_addstr(&text, "{a: ");
	parse(&p, text.ptr);
	assert_null(p.map);
	release(&p);

	pm_buf_reset(&text);
	for (int i = 0; i < PM_MAX_YAML_KEYS; i++)
		pm_buf_addf(&text, "k%d: v\n", i);
	parse(&p, text.ptr);
	assert_non_null(p.map);
	assert_int_equal(p.map->nr, PM_MAX_YAML_KEYS);
	release(&p);
	pm_buf_addstr(&text, "more: v\n");
	parse(&p, text.ptr);
	assert_null(p.map);
	assert_int_equal(p.problems.item[0].kind, PM_PROBLEM_TOO_LARGE);
	release(&p);
	pm_buf_release(&text);
}

static void a_question_mark_above_a_key_is_not_its_mark(void **state)
{
	static const char *const text[] = {
		"title: was it slow ?\nowner: alice\n",
		"title: it was  # really ?\nowner: alice\n",
		"title: |\n  was it ?\nowner: alice\n",
		"title: [was, it so ?]\nowner: alice\n",
		"# who ?\nowner: alice\n",
	};
	struct parsed p;

	(void)state;
	for (size_t i = 0; i < NR(text); i++) {
		parse(&p, text[i]);
		if (!p.map)
			fail_msg("refused: %s", text[i]);
		assert_string_equal(pm_yaml_get(p.map, "owner")->text,
				    "alice");
		release(&p);
	}
	parse(&p, "title: x\n? owner\n: alice\n");
	assert_null(p.map);
	release(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_question_mark_above_a_key_is_not_its_mark),
		cmocka_unit_test(every_value_knows_its_bytes),
		cmocka_unit_test(positions_are_those_of_the_whole_file),
		cmocka_unit_test(every_scalar_is_text_and_nothing_is_guessed),
		cmocka_unit_test(nothing_at_all_is_an_empty_map),
		cmocka_unit_test(a_byte_order_mark_and_crlf_are_fine),
		cmocka_unit_test(
			what_is_refused_is_told_with_its_line_and_a_fix),
		cmocka_unit_test(a_key_set_twice_is_told_with_both_lines),
		cmocka_unit_test(
			text_cut_by_a_hash_is_told_and_a_comment_is_not),
		cmocka_unit_test(
			an_escape_cannot_smuggle_in_a_hidden_character),
		cmocka_unit_test(nesting_and_entries_are_limited),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
