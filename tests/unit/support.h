/* SPDX-License-Identifier: MIT */
#ifndef PM_TEST_SUPPORT_H
#define PM_TEST_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/error.h"
#include "git/repo.h"

/*
 * A place of its own for every test: an empty folder that is current, with a
 * HOME, an identity and a clock that depend on nothing outside, and no GIT_
 * variable of the caller's. Use as setup and teardown of a cmocka test.
 */
int sandbox_setup(void **state);
int sandbox_teardown(void **state);
/* The folder, as getcwd() tells it. */
const char *sandbox(void);

/* Run shell commands ("set -e"); the test fails with their words if they
 * do. */
void sh(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* The same; what they print without the last line break, to be freed. */
char *sh_out(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

void enter(const char *folder);
/* From here to there permissions hold for us even when we are root. */
void lose_power(void);
void regain_power(void);
/* Open the repository of the current folder, or fail the test. */
void open_repo(struct pm_repo *repo);

/* Fail the test with the error's message unless `code` is 0. */
#define assert_ok(code, err)                                                \
	do {                                                                \
		if ((code) != 0)                                            \
			fail_msg("%s", (err)->message);                     \
	} while (0)
/* A failure of this kind, whose message holds this text. */
#define assert_failed(code, expected, err, text)                            \
	do {                                                                \
		assert_int_equal(code, expected);                           \
		if (!strstr((err)->message, text))                          \
			fail_msg("'%s' is not in '%s'", text,               \
				 (err)->message);                           \
	} while (0)

#define SANDBOXED(test)                                                     \
	cmocka_unit_test_setup_teardown(test, sandbox_setup, sandbox_teardown)

#endif
