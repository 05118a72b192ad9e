/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "syntax/yaml_plain.h"

#define NR(array) (sizeof(array) / sizeof(*(array)))
#define ROUNDS 20000
#define LINES_MAX 4
#define PIECES_MAX 12

static bool declines(const char *text)
{
	struct pm_arena arena = { 0 };
	struct pm_yaml root = { .kind = PM_YAML_MAP };
	bool done = pm_yaml_read_plain(&root, &arena, text, 0, strlen(text),
				       1);

	pm_arena_release(&arena);
	return !done;
}

static void assert_same_text(const char *a, const char *b)
{
	assert_int_equal(!a, !b);
	if (a)
		assert_string_equal(a, b);
}

static void assert_same(const struct pm_yaml *a, const struct pm_yaml *b)
{
	assert_int_equal(a->kind, b->kind);
	assert_int_equal(a->line, b->line);
	assert_int_equal(a->column, b->column);
	assert_int_equal(a->start, b->start);
	assert_int_equal(a->end, b->end);
	assert_int_equal(a->len, b->len);
	assert_int_equal(a->plain, b->plain);
	assert_int_equal(a->flow, b->flow);
	assert_int_equal(a->key_line, b->key_line);
	assert_int_equal(a->key_start, b->key_start);
	assert_int_equal(a->nr, b->nr);
	assert_same_text(a->text, b->text);
	assert_same_text(a->key, b->key);
	for (size_t i = 0; i < a->nr; i++)
		assert_same(&a->child[i], &b->child[i]);
}

/* A comment behind the last line changes no node, but is declined. */
static void assert_libyaml_agrees(const char *text)
{
	struct pm_arena arena = { 0 };
	struct pm_problems none = { .arena = &arena };
	struct pm_problems other = { .arena = &arena };
	struct pm_buf commented = { 0 };
	const struct pm_yaml *plain, *full;

	pm_buf_addf(&commented, "%s# end\n", text);
	assert_true(declines(pm_buf_str(&commented)));
	plain = pm_yaml_parse(&arena, text, 0, strlen(text), 3, &none);
	full = pm_yaml_parse(&arena, pm_buf_str(&commented), 0, commented.len,
			     3, &other);
	assert_non_null(plain);
	assert_non_null(full);
	assert_int_equal(none.nr, other.nr);
	assert_same(plain, full);
	pm_buf_release(&commented);
	pm_arena_release(&arena);
}

static void an_ordinary_item_is_read_as_libyaml_reads_it(void **state)
{
	static const char text[] =
		"title: Page a month before \"it\" expires, [all] of it\n"
		"state: in-progress\n"
		"owner: alice@example.com\n"
		"due: 2026-12-05\n"
		"ticket: https://tracker.example.com/OPS-1?a=b&c=d\n"
		"at: 12:30:00\n"
		"reason: null\n"
		"x_1-y: 0x1F - ? ! % * | > ' } { ,\n";

	(void)state;
	assert_false(declines(text));
	assert_libyaml_agrees(text);
}

static void what_yaml_might_take_for_more_is_left_to_libyaml(void **state)
{
	static const char *const text[] = {
		"",
		"\n",
		"title:\n",
		"title: \n",
		"title:x\n",
		"title: x",
		"title:  x\n",
		"title: x \n",
		"title: x\t\n",
		"title: a\tb\n",
		"title: x\r\n",
		"title: a: b\n",
		"title: a:\n",
		"title: a #b\n",
		"title: a#b\n",
		"title: 'x'\n",
		"title: \"x\"\n",
		"title: @alice\n",
		"title: [x]\n",
		"title: {x: y}\n",
		"title: - x\n",
		"title: &a x\n",
		"title: *a\n",
		"title: !a x\n",
		"title: |\n  x\n",
		"title: >\n  x\n",
		"title: ~\n",
		"title: caf\xc3\xa9\n",
		"title: x\n  y\n",
		"title: x\n y: z\n",
		" title: x\n",
		"Title: x\n",
		"<<: x\n",
		"? x\n",
		"- x\n",
		"--- x\n",
		"title : x\n",
		"a: b\nc: d\na: e\n",
		"a: b\n\nc: d\n",
		"# a\nb: c\n",
	};

	(void)state;
	for (size_t i = 0; i < NR(text); i++) {
		if (!declines(text[i]))
			fail_msg("taken: %s", text[i]);
	}
}

static void more_keys_than_a_record_has_are_left_to_libyaml(void **state)
{
	struct pm_buf text = { 0 };

	(void)state;
	for (int i = 0; i < 32; i++)
		pm_buf_addf(&text, "key%d: x\n", i);
	assert_false(declines(pm_buf_str(&text)));
	assert_libyaml_agrees(pm_buf_str(&text));
	pm_buf_addstr(&text, "more: x\n");
	assert_true(declines(pm_buf_str(&text)));
	pm_buf_release(&text);
}

/* The same texts in each run: a seed and a generator of our own. */
static unsigned next_random(unsigned *seed, unsigned below)
{
	*seed = *seed * 1103515245u + 12345u;
	return (*seed >> 16) % below;
}

static void add_random_line(struct pm_buf *text, unsigned *seed)
{
	static const char *const key[] = {
		"a: ", "b-c: ", "key_1: ", "d: x", "e: 1", "f: Y", "g:", "- ",
	};
	static const char *const value[] = {
		"x", "Y z", "0", " ", ":", "- ", "-", "?", "? ", ",", "[", "]",
		"{", "}", "'", "\"", "%", "@", "`", "!", "&", "*", "|", ">",
		"~", "...", "---", "=", "<<", "\\", "null", "://", "1:2",
		"\n ", "<", "+", "(", ";", "^", "$", "/", "_", ".",
	};
	unsigned nr = next_random(seed, PIECES_MAX);

	pm_buf_addstr(text, key[next_random(seed, NR(key))]);
	while (nr--)
		pm_buf_addstr(text, value[next_random(seed, NR(value))]);
	pm_buf_addch(text, '\n');
}

static void libyaml_agrees_on_texts_made_at_random(void **state)
{
	unsigned seed = 1;
	size_t taken = 0;

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		struct pm_buf text = { 0 };
		unsigned nr = 1 + next_random(&seed, LINES_MAX);

		while (nr--)
			add_random_line(&text, &seed);
		if (!declines(pm_buf_str(&text))) {
			assert_libyaml_agrees(pm_buf_str(&text));
			taken++;
		}
		pm_buf_release(&text);
	}
	assert_true(taken > ROUNDS / 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_ordinary_item_is_read_as_libyaml_reads_it),
		cmocka_unit_test(
			what_yaml_might_take_for_more_is_left_to_libyaml),
		cmocka_unit_test(
			more_keys_than_a_record_has_are_left_to_libyaml),
		cmocka_unit_test(libyaml_agrees_on_texts_made_at_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
