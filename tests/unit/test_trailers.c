/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <string.h>

#include "git/log.h"

static void trailers_are_those_that_git_reads(void **state)
{
	static const struct {
		const char *message, *key, *values; /* joined by '|' */
	} row[] = {
		{ "s\n\nReason: waiting\n", "Reason", "waiting" },
		{ "s\n\nReason: waiting\n", "reason", "waiting" },
		{ "s\n\nreason : spaced\n", "Reason", "spaced" },
		{ "s\n\nReason: a\nOther: x\nReason: b", "Reason", "a|b" },
		{ "s\n\nReason: folded\n  over lines\n", "Reason",
		  "folded over lines" },
		{ "s\n\nReason:\n", "Reason", "" },
		{ "Reason: of a subject", "Reason", NULL },
		{ "s\n\nReason: in the body\n\nand more text\n", "Reason",
		  NULL },
		{ "s\n\ntext\n---\nmore\n\nReason: behind a line\n", "Reason",
		  "behind a line" },
		{ "s\n\nReasonable: other key\n", "Reason", NULL },
		{ "s\n\nX-Reason: other key\n", "Reason", NULL },
		{ "s\n\nReason: \xff\033[31m\n", "Reason", "\xff\033[31m" },
		{ "", "Reason", NULL },
		{ "s", "Reason", NULL },
	};
	struct pm_repo repo;
	struct pm_error err = { 0 };

	(void)state;
	sh("git init -q .; git config trailer.separators '=#';"
	   "git config trailer.reason.key 'Cause: ';"
	   "git config trailer.ifexists replace");
	open_repo(&repo);
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		struct pm_strlist out = { 0 };
		struct pm_buf joined = { 0 };

		assert_ok(pm_trailers(&out, &repo, row[i].message, row[i].key,
				      &err), &err);
		assert_int_equal(out.nr > 0, row[i].values != NULL);
		for (size_t j = 0; j < out.nr; j++)
			pm_buf_addf(&joined, "%s%s", j ? "|" : "",
				    out.item[j]);
		if (row[i].values)
			assert_string_equal(pm_buf_str(&joined),
					    row[i].values);
		pm_buf_release(&joined);
		pm_strlist_release(&out);
	}
	pm_repo_release(&repo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SANDBOXED(trailers_are_those_that_git_reads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
