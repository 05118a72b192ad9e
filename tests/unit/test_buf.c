/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"

static void an_unused_buffer_reads_as_empty(void **state)
{
	struct pm_buf buf = { 0 };
	char *text;

	(void)state;
	assert_string_equal(pm_buf_str(&buf), "");
	pm_buf_rtrim(&buf);
	pm_buf_reset(&buf);
	pm_buf_release(&buf);
	text = pm_buf_detach(&buf);
	assert_string_equal(text, "");
	free(text);
}

static void bytes_are_added_in_order_and_may_be_nul(void **state)
{
	struct pm_buf buf = { 0 };

	(void)state;
	pm_buf_addstr(&buf, "a");
	pm_buf_addch(&buf, 'b');
	pm_buf_add(&buf, "\0c", 2);
	pm_buf_addf(&buf, "-%03d", 7);
	assert_int_equal(buf.len, 8);
	assert_memory_equal(buf.ptr, "ab\0c-007", 9);
	pm_buf_release(&buf);
	assert_null(buf.ptr);
}

static void a_formatted_text_of_any_length_fits(void **state)
{
	struct pm_buf buf = { 0 };

	(void)state;
	for (int width = 60; width < 70; width++) {
		pm_buf_reset(&buf);
		pm_buf_addf(&buf, "%*d", width, 1);
		assert_int_equal(buf.len, width);
		assert_int_equal(strlen(buf.ptr), width);
	}
	pm_buf_addf(&buf, "%*d", 100000, 2);
	assert_int_equal(buf.len, 100069);
	assert_int_equal(buf.ptr[buf.len - 1], '2');
	pm_buf_release(&buf);
}

static void splicing_replaces_a_range(void **state)
{
	static const struct {
		size_t start, end;
		const char *data, *want;
	} table[] = {
		{ 0, 0, "xy", "xyabcdef" },	{ 6, 6, "xy", "abcdefxy" },
		{ 2, 4, "", "abef" },		{ 2, 4, "1", "ab1ef" },
		{ 2, 4, "12345", "ab12345ef" }, { 0, 6, "", "" },
		{ 4, 99, "z", "abcdz" },	{ 9, 99, "z", "abcdefz" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct pm_buf buf = { 0 };

		pm_buf_addstr(&buf, "abcdef");
		pm_buf_splice(&buf, table[i].start, table[i].end,
			      table[i].data, strlen(table[i].data));
		assert_string_equal(pm_buf_str(&buf), table[i].want);
		assert_int_equal(buf.len, strlen(table[i].want));
		pm_buf_release(&buf);
	}
}

static void trimming_cuts_white_space_at_the_end_only(void **state)
{
	struct pm_buf buf = { 0 };

	(void)state;
	pm_buf_addstr(&buf, "  a b \t\r\n");
	pm_buf_rtrim(&buf);
	assert_string_equal(buf.ptr, "  a b");
	pm_buf_reset(&buf);
	pm_buf_add(&buf, "a\0", 2);
	pm_buf_rtrim(&buf);
	assert_int_equal(buf.len, 2);
	pm_buf_release(&buf);
}

static void detaching_hands_over_the_bytes(void **state)
{
	struct pm_buf buf = { 0 };
	char *text;

	(void)state;
	pm_buf_addstr(&buf, "mine");
	text = pm_buf_detach(&buf);
	assert_string_equal(text, "mine");
	assert_int_equal(buf.len, 0);
	assert_null(buf.ptr);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_unused_buffer_reads_as_empty),
		cmocka_unit_test(bytes_are_added_in_order_and_may_be_nul),
		cmocka_unit_test(a_formatted_text_of_any_length_fits),
		cmocka_unit_test(splicing_replaces_a_range),
		cmocka_unit_test(trimming_cuts_white_space_at_the_end_only),
		cmocka_unit_test(detaching_hands_over_the_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
