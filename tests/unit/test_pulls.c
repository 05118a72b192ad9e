/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <string.h>

#include "git/pulls.h"

#define NR(array) (sizeof(array) / sizeof(*(array)))

struct row {
	const char *text, *expected; /* joined by blanks */
};

static void the_number_of_a_request_is_where_forges_write_it(void **state)
{
	static const struct row row[] = {
		{ "Look (#12)\n", "#12" },
		{ "Look (#12)  \r\n\nText.", "#12" },
		{ "Look (!12)", "!12" },
		{ "Look (group/project!12)", "!12" },
		{ "Pick: Look (#12) (#15)", "#15" },
		{ "Look (#12) again", "" },
		{ "Look (#12", "" },
		{ "Look #12", "" },
		{ "Look (#)", "" },
		{ "Look (see #12)", "" },
		{ "(#12)", "#12" },
		{ "Revert \"Look (#12)\"", "" },
		{ "Revert \"Look (#12)\" (#13)", "#13" },
		{ "Look\n\nmore (#12)", "" },
		{ "Merge pull request #12 from a/b", "#12" },
		{ "Merge pull request #12 in A/b from c to d", "#12" },
		{ "Merge pull request #12", "" },
		{ "Merge pull request 'Look' (#12) from a into b", "#12" },
		{ "Merge pull request 'L (#1) from x' (!12) from a into b",
		  "!12" },
		{ "Pull request #12: Look", "#12" },
		{ "Merged in a/b (pull request #12)", "#12" },
		{ "Merged PR 12: Look", "#12 !12" },
		{ "Merged PR twelve: Look", "" },
		{ "Merge branch 'a' into 'b'\n\nLook\n\n"
		  "See merge request a/b!12", "!12" },
		{ "Look\n\nSee merge request !1\n\nSee merge request !12",
		  "!12" },
		{ "Look\n\nSee merge request #12", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < NR(row); i++) {
		struct pm_strlist out = { 0 };
		struct pm_buf joined = { 0 };

		pm_pull_numbers(&out, row[i].text);
		for (size_t n = 0; n < out.nr; n++)
			pm_buf_addf(&joined, "%s%s", n ? " " : "",
				    out.item[n]);
		if (strcmp(pm_buf_str(&joined), row[i].expected) != 0)
			fail_msg("\"%s\" is \"%s\"", row[i].text,
				 pm_buf_str(&joined));
		pm_buf_release(&joined);
		pm_strlist_release(&out);
	}
}

static void a_line_says_what_it_reverts(void **state)
{
	static const struct row row[] = {
		{ "Reverts owner/repo#12", "#12" },
		{ "Reverts owner/re.po_x-y#12\r\n", "#12" },
		{ "Reverts #12.", "#12" },
		{ "Reverts !12", "!12" },
		{ "Reverts PR #12", "#12" },
		{ "This reverts #12 and more", "#12" },
		{ "This reverts pull request #12.", "#12" },
		{ "This reverts merge request !12", "!12" },
		{ "This reverts merge request a/b/c!12", "!12" },
		{ "This reverts commit 0123456.", "" },
		{ "Reverts owner/repo#12abc", "" },
		{ "Reverts owner/repo#", "" },
		{ "Reverts owner/repo", "" },
		{ "reverts owner/repo#12", "" },
		{ " Reverts owner/repo#12", "" },
		{ "It Reverts owner/repo#12", "" },
		{ "Reverts", "" },
		{ "Reverts ", "" },
	};

	(void)state;
	for (size_t i = 0; i < NR(row); i++) {
		struct pm_buf number = { 0 };
		bool is_one = pm_pull_reverted(&number, row[i].text);

		if (is_one != (*row[i].expected != '\0') ||
		    strcmp(pm_buf_str(&number), row[i].expected) != 0)
			fail_msg("\"%s\" reverts \"%s\"", row[i].text,
				 pm_buf_str(&number));
		pm_buf_release(&number);
	}
}

static void the_title_that_is_reverted_is_kept_beside(void **state)
{
	static const struct row row[] = {
		{ "Revert \"Look\"\n\nText", "!12\nLook" },
		{ "Revert \"Look\" (#13)", "!12\nLook" },
		{ "Revert \"Revert \"Look\"\"", "!12\nRevert \"Look\"" },
		{ "Revert \"Look", "!12\n" },
		{ "Undo", "!12\n" },
		{ "", "!12\n" },
	};
	struct pm_arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < NR(row); i++)
		assert_string_equal(pm_pull_revert(&arena, "!12", row[i].text),
				    row[i].expected);
	pm_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			the_number_of_a_request_is_where_forges_write_it),
		cmocka_unit_test(a_line_says_what_it_reverts),
		cmocka_unit_test(the_title_that_is_reverted_is_kept_beside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
