/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <string.h>

#include "base/buf.h"
#include "git/trailers.h"

struct row {
	const char *message, *values; /* joined by '|'; NULL: none */
};

static void check_rows(const struct row *row, size_t nr, const char *key)
{
	for (size_t i = 0; i < nr; i++) {
		struct pm_strlist out = { 0 };
		struct pm_buf joined = { 0 };

		pm_trailers(&out, row[i].message, key);
		for (size_t j = 0; j < out.nr; j++)
			pm_buf_addf(&joined, "%s%s", j ? "|" : "",
				    out.item[j]);
		if ((out.nr > 0) != (row[i].values != NULL) ||
		    strcmp(pm_buf_str(&joined),
			   row[i].values ? row[i].values : "") != 0)
			fail_msg("\"%s\" has \"%s\"", row[i].message,
				 pm_buf_str(&joined));
		pm_buf_release(&joined);
		pm_strlist_release(&out);
	}
}

#define NR(array) (sizeof(array) / sizeof(*(array)))

static void a_paragraph_of_trailers_holds_them(void **state)
{
	static const struct row row[] = {
		{ "s\n\nReason: waiting\n", "waiting" },
		{ "s\n\nreason: waiting", "waiting" },
		{ "s\n\nREASON : spaced\n", "spaced" },
		{ "s\n\nReason:tight\n", "tight" },
		{ "s\n\nReason: a\nOther: x\nReason: b", "a|b" },
		{ "s\n\nReason: folded\n  over lines\n", "folded over lines" },
		{ "s\n\nReason:\n  below\n\tand below\n", "below and below" },
		{ "s\n\nReason:\n", "" },
		{ "s\r\n\r\nReason: a\r\nOther: b\r\n", "a" },
		{ "s\n \t\nReason: behind blanks\n", "behind blanks" },
		{ "\n\ns\nstill s\n\n\n\nReason: a\n\n\n", "a" },
		{ "s\n\ntext\n---\nmore\n\nReason: behind a line\n",
		  "behind a line" },
		{ "s\n\nReason: \xff\033[31m\n", "\xff\033[31m" },
	};

	(void)state;
	check_rows(row, NR(row), "Reason");
}

static void any_paragraph_but_the_first_may_be_one(void **state)
{
	static const struct row row[] = {
		{ "Reason: of a subject", NULL },
		{ "Reason: of a subject\nReason: b\n\ntext\n", NULL },
		{ "s\n\nReason: because\n\n[JIRA-123]\n", "because" },
		{ "s\n\nReason: because\n\nChange-Id: I1\n", "because" },
		{ "s\n\nReason: a\n\ntext\n\nReason: b\n\nmore\n", "a|b" },
		{ "s (#1)\n\n* one\n\nReason: a\n\n* two\n\nReason: b\n\n"
		  "---------\n\nCo-authored-by: B <b@example.com>\n",
		  "a|b" },
		{ "", NULL },
		{ "s", NULL },
		{ "\n\n", NULL },
	};

	(void)state;
	check_rows(row, NR(row), "Reason");
}

static void a_list_of_squashed_messages_may_be_indented(void **state)
{
	static const struct row row[] = {
		{ "s (#1)\n\n* one\n\n  Reason: a\n  Other: b\n", "a" },
		{ "s (#1)\n\n* one\n\n  Reason: a\n    folded\n", "a folded" },
		{ "s (#1)\n\n* one\n\n  text\n  Reason: a\n", NULL },
		{ "s (#1)\n\n  Reason: a\n\n* one\n", NULL },
		{ "Squashed commit of the following:\n\n"
		  "commit 0123456789012345678901234567890123456789\n"
		  "Author: A <a@example.com>\n\n\tone\n\n\tReason: a\n", "a" },
		{ "Squashed commit of the following:\n\n"
		  "commit 0123456789012345678901234567890123456789\n"
		  "Author: A <a@example.com>\n\n    Reason: a subject\n",
		  NULL },
		{ "s\n\nReason: a\nSee merge request a/b!1\n", "a" },
		{ "s\n\nSee merge request a/b!1\n", NULL },
	};

	(void)state;
	check_rows(row, NR(row), "Reason");
}

static void a_message_that_another_of_the_squash_reverts_has_none(void **state)
{
	static const struct row row[] = {
		{ "s\n\n* one\n\nReason: a\n\n* Revert \"one\"\n\nText\n", NULL },
		{ "s\n\n* Revert \"one\"\n\nReason: r\n\n* one\n\nReason: a\n",
		  "r" },
		{ "s\n\n* one\n\nReason: a\n\n* two\n\nReason: b\n\n"
		  "* Revert \"one\"\n", "b" },
		{ "s\n\n* one\n\nReason: a\n\n* Revert \"one\"\n\n"
		  "* Revert \"Revert \"one\"\"\n", "a" },
		{ "s\n\n* one\n\nReason: a\n\n* Revert \"one\"\n\n"
		  "* Reapply \"one\"\n", "a" },
		{ "s\n\n* one\n\nReason: a\n\n* Revert \"one\"\n\n"
		  "* one\n\nReason: b\n", "b" },
		{ "s\n\n* one\n\nReason: a\n\n* Revert \"on\"\n\n"
		  "* Revert \"ones\"\n\n* Revert \"\"\n\n* Revert \"\n\n"
		  "* Reapply \"one\"\n", "a" },
		{ "s\n\n* Revert \"one\"\n\n* one\n\nReason: a\n\n"
		  "---------\n\nReason: of the squash\n", "of the squash" },
	};

	(void)state;
	check_rows(row, NR(row), "Reason");
}

static void other_lines_make_it_prose(void **state)
{
	static const struct row row[] = {
		{ "s\n\nIt was late.\nReason: a\n", NULL },
		{ "s\n\nReason: a\nIt was late.\n", NULL },
		{ "s\n\n Reason: a\n", NULL },
		{ "s\n\n Other: a\nReason: b\n", NULL },
		{ "s\n\n> Reason: a\n", NULL },
		{ "s\n\nReasonable: other key\n", NULL },
		{ "s\n\nX-Reason: other key\n", NULL },
		{ "s\n\nReason=a\n", NULL },
		{ "s\n\n: Reason: a\n", NULL },
		{ "s\n\nThe Reason: a\n", NULL },
	};

	(void)state;
	check_rows(row, NR(row), "Reason");
}

static void git_s_own_lines_stand_among_them(void **state)
{
	static const struct row row[] = {
		{ "s\n\nReason: a\n(cherry picked from commit 0123)\n", "a" },
		{ "s\n\nReason: a\nsome\nother\nwords\nand more\n"
		  "Signed-off-by: A <a@example.com>\n",
		  "a" },
		{ "s\n\n1\n2\n3\n4\n5\n6\nReason: a\n"
		  "Signed-off-by: A <a@example.com>\n",
		  "a" },
		{ "s\n\n1\n2\n3\n4\n5\n6\n7\nReason: a\n"
		  "Signed-off-by: A <a@example.com>\n",
		  NULL },
		/* Not the last. */
		{ "s\n\nword\nReason: a\nSigned-off-by: A <a@example.com>\n"
		  "\nword\n",
		  NULL },
		{ "s\n\nReason: a\n(cherry picked from commit 0123)\n\n"
		  "word\n",
		  "a" },
	};

	(void)state;
	check_rows(row, NR(row), "Reason");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_paragraph_of_trailers_holds_them),
		cmocka_unit_test(any_paragraph_but_the_first_may_be_one),
		cmocka_unit_test(a_list_of_squashed_messages_may_be_indented),
		cmocka_unit_test(
			a_message_that_another_of_the_squash_reverts_has_none),
		cmocka_unit_test(other_lines_make_it_prose),
		cmocka_unit_test(git_s_own_lines_stand_among_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
