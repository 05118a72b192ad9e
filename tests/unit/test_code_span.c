/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <string.h>

#include "view/code_span.h"

static void a_span_is_fenced_by_more_than_it_holds(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "alice", "`alice`" },
		{ "@alice <b> [x](y)", "`@alice <b> [x](y)`" },
		{ "", "` `" },
		{ " ", "`   `" },
		{ "`", "`` ` ``" },
		{ "``", "``` `` ```" },
		{ "a`b", "``a`b``" },
		{ "a``b`c", "```a``b`c```" },
		{ "`a", "`` `a ``" },
		{ "a`", "`` a` ``" },
		{ " a", "`  a `" },
		{ "\\`", "`` \\` ``" },
		{ "two\nlines\tand", "`two lines and`" },
		{ "\033[2J", "`\\x1b[2J`" },
		{ "\xff", "`\\xff`" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_buf out = { 0 };

		pm_code_span(&out, cases[i].text);
		assert_string_equal(pm_buf_str(&out), cases[i].expected);
		pm_buf_release(&out);
	}
}

static void a_block_ends_where_we_end_it(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "+a\n-b\n", "  ```diff\n  +a\n  -b\n  ```\n" },
		{ "", "  ```diff\n  ```\n" },
		{ "```\n@a", "  ````diff\n  ```\n  @a\n  ````\n" },
		{ "a ````` b", "  ``````diff\n  a ````` b\n  ``````\n" },
		{ "a\n\n\033b", "  ```diff\n  a\n\n  \\x1bb\n  ```\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_buf out = { 0 };

		pm_code_block(&out, 2, "diff", cases[i].text);
		assert_string_equal(pm_buf_str(&out), cases[i].expected);
		pm_buf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_span_is_fenced_by_more_than_it_holds),
		cmocka_unit_test(a_block_ends_where_we_end_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
