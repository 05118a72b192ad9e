/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>

#include "base/error.h"
#include "base/text.h"

static void a_failure_returns_its_code_and_keeps_the_message(void **state)
{
	struct pm_error err = { 0 };

	(void)state;
	assert_int_equal(pm_fail(&err, PM_ENOTFOUND, "no '%s' here", "x"),
			 PM_ENOTFOUND);
	assert_int_equal(err.code, PM_ENOTFOUND);
	assert_string_equal(err.message, "no 'x' here");
}

static void the_text_of_errno_follows_a_colon(void **state)
{
	struct pm_error err = { 0 };

	(void)state;
	errno = ENOENT;
	assert_int_equal(pm_fail_errno(&err, "cannot open %s", "a"), PM_ERROR);
	assert_string_equal(err.message,
			    "cannot open a: No such file or directory");
}

static void wrapping_puts_context_before_the_message(void **state)
{
	struct pm_error err = { 0 };

	(void)state;
	pm_fail(&err, PM_EINVALID, "broken");
	assert_int_equal(pm_error_wrap(&err, "line %d", 3), PM_EINVALID);
	pm_error_wrap(&err, "a.md");
	assert_string_equal(err.message, "a.md: line 3: broken");
}

static void a_message_may_be_built_from_the_old_one(void **state)
{
	struct pm_error err = { 0 };

	(void)state;
	pm_fail(&err, PM_ERROR, "inner");
	pm_fail(&err, PM_EINVALID, "outer (%s)", err.message);
	assert_string_equal(err.message, "outer (inner)");
}

static void a_long_message_is_cut_at_a_character(void **state)
{
	struct pm_error err = { 0 };
	char text[sizeof(err.message) * 2];
	size_t len;

	(void)state;
	for (size_t i = 0; i + 2 < sizeof(text); i += 2)
		memcpy(text + i, "\xc3\xa9", 3);
	for (int odd = 0; odd < 2; odd++) {
		pm_fail(&err, PM_ERROR, "%s%s", odd ? "x" : "", text);
		len = strlen(err.message);
		assert_true(len >= sizeof(err.message) - 5 &&
			    len <= sizeof(err.message) - 1);
		assert_string_equal(err.message + len - 3, "...");
		assert_true(pm_utf8_is_valid(err.message, len));
	}
	pm_error_wrap(&err, "file");
	assert_memory_equal(err.message, "file: x", 7);
	assert_string_equal(err.message + strlen(err.message) - 3, "...");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_failure_returns_its_code_and_keeps_the_message),
		cmocka_unit_test(the_text_of_errno_follows_a_colon),
		cmocka_unit_test(wrapping_puts_context_before_the_message),
		cmocka_unit_test(a_message_may_be_built_from_the_old_one),
		cmocka_unit_test(a_long_message_is_cut_at_a_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
