/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "git/claims.h"


static void read_claims(struct pm_claims *out, struct pm_arena *arena,
			unsigned kinds, const char *since)
{
	char *head = sh_out("git rev-parse HEAD");
	const char *tip[] = { head, NULL };
	const struct pm_claims_options options = { .tip = tip, .since = since,
						   .kinds = kinds };
	struct pm_error err = { 0 };

	assert_ok(pm_claims_read(out, arena, &options, &err), &err);
	free(head);
}

static void what_a_message_claims_is_read_as_git_reads_it(void **state)
{
	static const struct {
		const char *message; /* for printf(1) */
		const char *claims;  /* kind:value, ... */
	} cases[] = {
		{ "Subject", "" },
		{ "Subject\\n\\nPostmortem-Action: a/b\\n", "1:a/b " },
		{ "Subject\\n\\npostmortem-ACTION: a/b\\nX-Y: z\\n",
		  "1:a/b " },
		{ "Subject\\n\\nPostmortem-Closes: a/b\\n"
		  "Postmortem-Closes: c\\nPostmortem-Action: d/e\\n",
		  "2:a/b 2:c 1:d/e " },
		{ "Subject\\n\\nPostmortem-Closes: a/b\\n\\nAnd more.\\n",
		  "2:a/b " },
		{ "Subject\\n\\nPostmortem-Closes: a/b\\nBut not so.\\n",
		  "" },
		{ "Subject\\n\\nPostmortem-Closes:\\n a/b\\n", "2:a/b " },
		{ "Postmortem-Closes: a/b", "" },
		{ "Subject\\n\\nThis reverts commit 0123456789abcdef.\\n",
		  "4:0123456789abcdef " },
		{ "Subject\\n\\nThis reverts commit 0123456, reversing\\n"
		  "changes made to 89abcde.\\n",
		  "4:0123456 89abcde " },
		{ "Subject\\n\\nThis reverts commit 0123456 (Fill it).\\n",
		  "4:0123456 " },
		{ "Subject\\n\\nThis reverts commit 012.\\n", "" },
		{ "Subject\\n\\n> This reverts commit 0123456789.\\n", "" },
		{ "Subject\\n\\nthis reverts commit 0123456789.\\n", "" },
		{ "Both\\n\\nThis reverts commit 0123456789.\\n\\n"
		  "Postmortem-Action: a/b\\n",
		  "1:a/b 4:0123456789 " },
	};

	(void)state;
	sh("git init -q");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_claims claims = { 0 };
		struct pm_arena arena = { 0 };
		struct pm_buf told = { 0 };
		char *head;

		sh("printf -- '%s' >message && git commit -q --allow-empty "
		   "--cleanup=verbatim -F message", cases[i].message);
		head = sh_out("git rev-parse HEAD");
		read_claims(&claims, &arena, PM_CLAIM_ALL, NULL);
		for (size_t c = 0; c < claims.nr; c++) {
			const struct pm_claim *claim = &claims.item[c];

			if (strcmp(claim->commit, head) != 0)
				break;
			assert_true(claim->time > 0);
			pm_buf_addf(&told, "%d:%s ", (int)claim->kind,
				    claim->value);
		}
		assert_string_equal(pm_buf_str(&told), cases[i].claims);
		free(head);
		pm_buf_release(&told);
		pm_claims_release(&claims);
		pm_arena_release(&arena);
	}
}

static void only_what_is_asked_for_is_read(void **state)
{
	struct pm_claims claims = { 0 };
	struct pm_arena arena = { 0 };
	const char *none[] = { NULL };
	const struct pm_claims_options nothing = { .tip = none, .kinds = PM_CLAIM_ALL };
	struct pm_error err = { 0 };

	(void)state;
	sh("git init -q; git commit -q --allow-empty -m 'A\n\n"
	   "Postmortem-Action: a/b\n'; git commit -q --allow-empty -m 'B\n\n"
	   "This reverts commit 0123456789.\n'");
	read_claims(&claims, &arena, PM_CLAIM_REVERTS, NULL);
	assert_int_equal(claims.nr, 1);
	assert_int_equal(claims.item[0].kind, PM_CLAIM_REVERTS);
	pm_claims_release(&claims);
	read_claims(&claims, &arena, PM_CLAIM_WORKS_ON, NULL);
	assert_int_equal(claims.nr, 1);
	assert_string_equal(claims.item[0].value, "a/b");
	pm_claims_release(&claims);
	read_claims(&claims, &arena, PM_CLAIM_ALL, "2099-01-01");
	assert_int_equal(claims.nr, 0);
	assert_ok(pm_claims_read(&claims, &arena, &nothing, &err), &err);
	assert_int_equal(claims.nr, 0);
	pm_claims_release(&claims);
	pm_arena_release(&arena);
}

static void a_revert_that_was_reverted_undoes_nothing(void **state)
{
	static const char a[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	static const char b[] = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
	static const char c[] = "cccccccccccccccccccccccccccccccccccccccc";
	static const char d[] = "dddddddddddddddddddddddddddddddddddddddd";
	struct pm_claim reverts[] = {
		{ .commit = d, .kind = PM_CLAIM_REVERTS, .value = "ccccccc" },
		{ .commit = c, .kind = PM_CLAIM_REVERTS, .value = b },
		{ .commit = b, .kind = PM_CLAIM_REVERTS, .value = a },
		/* Names itself, and must not lead round in circles. */
		{ .commit = d, .kind = PM_CLAIM_REVERTS, .value = d },
		{ .commit = d, .kind = PM_CLAIM_WORKS_ON, .value = "x/y" },
	};
	static const struct {
		size_t first; /* of the reverts: younger ones are not there */
		const char *by;
	} cases[] = { { 2, b }, { 1, NULL }, { 0, b } };
	const char *commit[] = { a };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct pm_claims claims = {
			.item = reverts + cases[i].first,
			.nr = 5 - cases[i].first,
		};
		const char *by[1];
		struct pm_error err = { 0 };

		assert_ok(pm_undone_find(by, commit, 1, 0, &claims, &err), &err);
		if (cases[i].by)
			assert_string_equal(by[0], cases[i].by);
		else
			assert_null(by[0]);
	}
}

static void the_revert_of_a_merge_undoes_its_side_only(void **state)
{
	struct pm_claims claims = { 0 };
	struct pm_arena arena = { 0 };
	struct pm_error err = { 0 };
	const char *commit[3], *by[3];
	char *reverted;

	(void)state;
	sh("git init -q -b main && git commit -q --allow-empty -m Base;"
	   "git checkout -q -b side; echo 1 >f; git add f;"
	   "git commit -q -m Side; git checkout -q main;"
	   "git commit -q --allow-empty -m Main; git merge -q --no-edit side;"
	   "git revert --no-edit -m 1 HEAD >out");
	commit[0] = sh_out("git rev-parse side");
	commit[1] = sh_out("git rev-parse side~1");
	commit[2] = sh_out("git rev-parse HEAD~2");
	reverted = sh_out("git rev-parse HEAD");
	read_claims(&claims, &arena, PM_CLAIM_REVERTS, NULL);
	assert_ok(pm_undone_find(by, commit, 3, 0, &claims, &err), &err);
	assert_string_equal(by[0], reverted);
	assert_null(by[1]);
	assert_null(by[2]);
	for (size_t i = 0; i < 3; i++)
		free((char *)commit[i]);
	free(reverted);
	pm_claims_release(&claims);
	pm_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SANDBOXED(what_a_message_claims_is_read_as_git_reads_it),
		SANDBOXED(only_what_is_asked_for_is_read),
		cmocka_unit_test(a_revert_that_was_reverted_undoes_nothing),
		SANDBOXED(the_revert_of_a_merge_undoes_its_side_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
