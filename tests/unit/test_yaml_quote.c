/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "syntax/yaml.h"

#define NR(array) (sizeof(array) / sizeof(*(array)))

static void what_the_writer_writes_reads_back(void **state)
{
	static const struct {
		const char *value;
		bool plain, plain_in_flow;
	} table[] = {
		{ "alice", true, true },
		{ "Checkout latency", true, true },
		{ "caf\xc3\xa9", true, true },
		{ "2026-12-05", true, true },
		{ "2026-11-21T14:32+01:00", true, false },
		{ "https://example.com/a?b=c", true, false },
		{ "2026-11-21-checkout-latency", true, true },
		{ "4b825dc642cb6eb9a060e54bf8d69288fbee4904", true, true },
		{ "a, b", true, false },
		{ "a [b]", true, false },
		{ "it's", true, true },
		{ "C#", true, true },
		{ "/var/log", true, true },
		{ "x:y", true, false },
		{ "", false, false },
		{ "@alice", false, false },
		{ "Outage: DB", false, false },
		{ "fix #12", false, false },
		{ "#12", false, false },
		{ "- a", false, false },
		{ "yes", false, false },
		{ "No", false, false },
		{ "NULL", false, false },
		{ "~", false, false },
		{ "true", false, false },
		{ "y", false, false },
		{ "12", false, false },
		{ "010", false, false },
		{ "1e3", false, false },
		{ "0x1f", false, false },
		{ "1_000", false, false },
		{ "12:30:45", false, false },
		{ "-3.5", false, false },
		{ ".inf", false, false },
		{ "*bold*", false, false },
		{ "&a", false, false },
		{ "!x", false, false },
		{ "%x", false, false },
		{ "`x`", false, false },
		{ "{a}", false, false },
		{ "[a]", false, false },
		{ "| x", false, false },
		{ "> x", false, false },
		{ "? x", false, false },
		{ "\"q\"", false, false },
		{ "'q'", false, false },
		{ "a\\b \"c\" @", true, true },
		{ "ends:", false, false },
		{ " lead", false, false },
		{ "trail ", false, false },
		{ "a\nb", false, false },
		{ "a\tb", false, false },
		{ "---", false, false },
		{ "...", false, false },
		{ "=", false, false },
		{ "<<", false, false },
		{ "2026-02-30", false, false },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		struct pm_buf text = { 0 };
		struct pm_arena arena = { 0 };
		struct pm_problems problems = { .arena = &arena };
		const struct pm_yaml *map, *a, *b;

		pm_buf_addstr(&text, "a: ");
		pm_yaml_quote(&text, table[i].value, false);
		pm_buf_addstr(&text, "\nb: [");
		pm_yaml_quote(&text, table[i].value, true);
		pm_buf_addstr(&text, ", x]\n");
		map = pm_yaml_parse(&arena, text.ptr, 0, text.len, 1,
				    &problems);
		assert_int_equal(problems.nr, 0);
		a = pm_yaml_get(map, "a");
		assert_string_equal(a->text, table[i].value);
		assert_int_equal(a->plain, table[i].plain);
		b = pm_yaml_get(map, "b");
		assert_int_equal(b->nr, 2);
		assert_string_equal(b->child[0].text, table[i].value);
		assert_int_equal(b->child[0].plain, table[i].plain_in_flow);
		pm_arena_release(&arena);
		pm_buf_release(&text);
	}
}

static void odd_bytes_are_written_as_escapes(void **state)
{
	struct pm_buf out = { 0 };

	(void)state;
	pm_yaml_quote(&out, "\033\xe2\x80\xae\xff\xf3\xa0\x80\x81", false);
	assert_string_equal(out.ptr,
			    "\"\\x1b\\u202e\xef\xbf\xbd\\U000e0001\"");
	pm_buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_writer_writes_reads_back),
		cmocka_unit_test(odd_bytes_are_written_as_escapes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
