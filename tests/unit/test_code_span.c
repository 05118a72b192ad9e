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

static void of_a_sentence_only_plain_words_are_no_code(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "", "" },
		{ "it has no owner", "it has no owner" },
		{ "write it, or keep it; it's in-review: (both).",
		  "write it, or keep it; it's in-review: `(both)`." },
		{ "moved from 2026-12-05 to 2026-12-19",
		  "moved from `2026-12-05` to `2026-12-19`" },
		{ "the section \"What went well\" is empty",
		  "the section `\"What went well\"` is empty" },
		{ "\"a\" b\", c\" is", "`\"a\" b\"`, `c\"` is" },
		{ "an open \"quote is one word", "an open `\"quote` is one word" },
		{ "add \"owner:\" and who", "add `\"owner:\"` and who" },
		{ "as in 12:00, or ... \"a\"; b", "as in `12:00`, or `... \"a\"`; b" },
		{ "fixes #12 @alice now", "fixes `#12 @alice` now" },
		{ "see www.example.com or http://x", "see `www.example.com` or "
						     "`http://x`" },
		{ "<b> *a* _b_ [c] a|b", "`<b> *a* _b_ [c] a|b`" },
		{ "the commit deadbeef or decade", "the commit `deadbeef` or "
						   "decade" },
		{ "a `b c", "a `` `b `` c" },
		{ "-a b- c--d", "`-a b- c--d`" },
		{ "n\303\266", "`n\303\266`" },
		{ "two\nlines  and", "two lines and" },
		{ "\033[1m", "`\\x1b[1m`" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_buf out = { 0 };

		pm_code_sentence(&out, cases[i].text);
		assert_string_equal(pm_buf_str(&out), cases[i].expected);
		pm_buf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_span_is_fenced_by_more_than_it_holds),
		cmocka_unit_test(of_a_sentence_only_plain_words_are_no_code),
		cmocka_unit_test(a_block_ends_where_we_end_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
