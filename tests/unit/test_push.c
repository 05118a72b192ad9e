/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "git/push.h"
#include "view/push_text.h"

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define ZERO "0000000000000000000000000000000000000000"

static int parse(struct pm_ref_updates *out, const char *text,
		 enum pm_push_side side)
{
	struct pm_error err;

	*out = (struct pm_ref_updates){ 0 };
	return pm_ref_updates_parse(out, text, strlen(text), side, 40, &err);
}

static void what_arrives_is_old_new_and_ref(void **state)
{
	struct pm_ref_updates list;

	(void)state;
	assert_int_equal(parse(&list,
			       A " " B " refs/heads/main\n" ZERO " " B
				 " refs/heads/new\n" A " " ZERO
				 " refs/tags/old\n",
			       PM_PUSH_RECEIVES),
			 0);
	assert_int_equal(list.nr, 3);
	assert_string_equal(list.item[0].ref, "refs/heads/main");
	assert_string_equal(list.item[0].from, A);
	assert_string_equal(list.item[0].to, B);
	assert_null(list.item[1].from);
	assert_null(list.item[2].to);
	pm_ref_updates_release(&list);
}

static void what_leaves_begins_with_any_revision(void **state)
{
	struct pm_ref_updates list;

	(void)state;
	assert_int_equal(parse(&list,
			       "HEAD^{/a b} " B " refs/heads/main " A
			       "\n(delete) " ZERO " refs/heads/old " A "\n",
			       PM_PUSH_SENDS),
			 0);
	assert_int_equal(list.nr, 2);
	assert_string_equal(list.item[0].ref, "refs/heads/main");
	assert_string_equal(list.item[0].from, A);
	assert_string_equal(list.item[0].to, B);
	assert_null(list.item[1].to);
	pm_ref_updates_release(&list);
}

static void how_the_last_line_ends_is_of_whoever_hands_it_on(void **state)
{
	static const char *const ending[] = { "", "\n", "\r\n", "\n\n" };
	struct pm_ref_updates list;

	(void)state;
	for (size_t i = 0; i < sizeof(ending) / sizeof(*ending); i++) {
		struct pm_buf text = { 0 };

		pm_buf_addf(&text, "%s%s", A " " B " refs/heads/main",
			    ending[i]);
		assert_int_equal(parse(&list, text.ptr, PM_PUSH_RECEIVES), 0);
		assert_int_equal(list.nr, 1);
		assert_string_equal(list.item[0].ref, "refs/heads/main");
		pm_ref_updates_release(&list);
		pm_buf_reset(&text);
		pm_buf_addf(&text, "%s%s", "main " B " refs/heads/main " A,
			    ending[i]);
		assert_int_equal(parse(&list, text.ptr, PM_PUSH_SENDS), 0);
		assert_int_equal(list.nr, 1);
		assert_string_equal(list.item[0].from, A);
		pm_ref_updates_release(&list);
		pm_buf_release(&text);
	}
}

static void anything_else_is_a_failure(void **state)
{
	static const struct {
		const char *text;
		enum pm_push_side side;
	} cases[] = {
		{ " \n", PM_PUSH_RECEIVES },
		{ A "\n", PM_PUSH_RECEIVES },
		{ A " " B "\n", PM_PUSH_RECEIVES },
		{ A " " B, PM_PUSH_RECEIVES },
		{ "main " A " refs/heads/main 123", PM_PUSH_SENDS },
		{ A " " B " main\n", PM_PUSH_RECEIVES },
		{ A " " B " refs/\n", PM_PUSH_RECEIVES },
		{ A " b" B " refs/heads/main\n", PM_PUSH_RECEIVES },
		{ A " B refs/heads/main\n", PM_PUSH_RECEIVES },
		{ " " A " " B " refs/heads/main\n", PM_PUSH_RECEIVES },
		{ A " " B " refs/heads/main x\n", PM_PUSH_RECEIVES },
		{ A " refs/heads/main " B "\n", PM_PUSH_SENDS },
		{ "main " A " refs/heads/main\n", PM_PUSH_SENDS },
	};
	struct pm_ref_updates list;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_true(parse(&list, cases[i].text, cases[i].side) < 0);
		pm_ref_updates_release(&list);
	}
}

static void what_is_known_is_told_to_git_in_its_words(void **state)
{
	const char *const pattern[] = { "refs/heads/*", "!refs/heads/wip/*",
					"refs/tags/v1", A };
	struct pm_strlist words = { 0 };

	(void)state;
	pm_push_known_refs(&words, pattern, 4);
	assert_int_equal(words.nr, 5);
	assert_string_equal(words.item[0], "--exclude=refs/heads/wip/*");
	assert_string_equal(words.item[1], "--glob=refs/heads/*");
	assert_string_equal(words.item[2], "--exclude=refs/heads/wip/*");
	assert_string_equal(words.item[3], "--glob=refs/tags/v[1]");
	assert_string_equal(words.item[4], A);
	pm_strlist_release(&words);
}

static void every_line_with_something_on_it_is_marked(void **state)
{
	struct pm_buf out = { 0 };

	(void)state;
	pm_push_mark(&out, "M: ", "one\n\n  two\n");
	assert_string_equal(out.ptr, "M: one\n\nM:   two\n");
	pm_buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_arrives_is_old_new_and_ref),
		cmocka_unit_test(what_leaves_begins_with_any_revision),
		cmocka_unit_test(how_the_last_line_ends_is_of_whoever_hands_it_on),
		cmocka_unit_test(anything_else_is_a_failure),
		cmocka_unit_test(what_is_known_is_told_to_git_in_its_words),
		cmocka_unit_test(every_line_with_something_on_it_is_marked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
