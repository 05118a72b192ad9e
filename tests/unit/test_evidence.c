/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <stdlib.h>
#include <string.h>

#include "check/evidence.h"
#include "tests/unit/judging.h"

static void a_commit_is_told_by_its_digits(void **state)
{
	static const struct {
		const char *text;
		bool is_commit;
	} cases[] = {
		{ "1234567", true },
		{ "abcdef0", true },
		{ "ABCDEF0123", true },
		{ "abcdef", false },
		{ "", false },
		{ "abcdefg", false },
		{ "https://example.com/1", false },
		{ "abcdef0 and more", false },
		{ "0123456789012345678901234567890123456789012345678901234567"
		  "890123", true },
		{ "0123456789012345678901234567890123456789012345678901234567"
		  "8901234", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(pm_evidence_is_commit(cases[i].text),
				 cases[i].is_commit);
}

static void what_can_be_looked_up_is_told_from_other_words(void **state)
{
	static const struct {
		const char *text;
		bool shows;
	} cases[] = {
		{ "1234567", true },
		{ "https://example.com/1", true },
		{ "see https://example.com/1.", true },
		{ "[the change](https://example.com/1)", true },
		{ "ssh://git@example.com/x", true },
		{ "https://", false },
		{ "://x", false },
		{ "PAY-12", true },
		{ "done in PAY-12, and more", true },
		{ "(#12)", true },
		{ "shop/web!7", true },
		{ "PAY-", false },
		{ "4711", false },
		{ "it works now", false },
		{ "docs/runbook.md", false },
		{ "here", true },
		{ "over there, here", false },
		{ "HEAD", false },
	};
	static const char own[] = "tickets: [\"CHG[0-9]{4}\"]\n";
	struct pm_policy policy;

	(void)state;
	pm_policy_read(&policy, NULL, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (pm_evidence_shows(&policy, cases[i].text) !=
		    cases[i].shows)
			fail_msg("'%s'", cases[i].text);
	pm_policy_release(&policy);
	pm_policy_read(&policy, own, strlen(own));
	assert_int_equal(policy.problems.nr, 0);
	assert_true(pm_evidence_shows(&policy, "CHG0001"));
	assert_false(pm_evidence_shows(&policy, "PAY-12"));
	pm_policy_release(&policy);
}

/* Judge one item; "rule level, ..." of what holds. */
static void expect(const char *status, const char *item_state,
		   const char *evidence, const char *tip,
		   const char *expected)
{
	const char *tips[] = { tip, NULL };
	struct pm_buf told = { 0 };
	struct pm_repo repo = { 0 };
	struct pm_error err = { 0 };
	struct pm_postmortem *pm;
	struct judged j;

	start(&j, NULL);
	j.check.asks_git = true;
	pm = make(&j, pm_arena_printf(&j.arena, FIELDS "status: %s\n" TIMES,
				      status), BODY,
		  pm_arena_printf(&j.arena,
				  ITEM "due: 2026-12-05\nstate: %s\n"
				  "evidence: %s\n", item_state, evidence));
	pm_check_postmortem(&j.check, pm);
	open_repo(&repo);
	assert_ok(pm_evidence_settle(&j.found, &repo, &j.policy, tips,
				     &err), &err);
	assert_true(!pm_evidence_waits(&j.found) || j.found.nr);
	for (size_t i = 0; i < j.found.nr; i++) {
		const struct pm_finding *f = &j.found.item[i];

		if (strncmp(f->rule->id, "evidence-", 9) != 0)
			continue;
		assert_true(strlen(f->message) > 20);
		assert_non_null(f->fix);
		pm_buf_addf(&told, "%s %s, ", f->rule->id + 9,
			    pm_level_name[f->level]);
	}
	assert_string_equal(pm_buf_str(&told), expected);
	pm_repo_release(&repo);
	pm_buf_release(&told);
	let_go(&j);
}

static void git_says_which_evidence_holds(void **state)
{
	char *good, *bad, *beside, *head;

	(void)state;
	sh("git init -q -b main && git commit -q --allow-empty -m A && "
	   "git checkout -q -b side && git commit -q --allow-empty -m B && "
	   "git checkout -q main && echo >f && git add f && "
	   "git commit -q -m C && git revert --no-edit HEAD >out");
	good = sh_out("git rev-parse HEAD~2");
	bad = sh_out("git rev-parse HEAD~1");
	beside = sh_out("git rev-parse --short side");
	head = sh_out("git rev-parse HEAD");
	expect("draft", "done", good, head, "");
	expect("draft", "done", bad, head, "reverted warning, ");
	expect("closed", "done", bad, head, "reverted error, ");
	expect("draft", "done", bad, bad, "");
	expect("draft", "done", beside, head, "unreachable warning, ");
	expect("closed", "done", "abcdef1234", head, "unreachable error, ");
	expect("draft", "done", "20261121", head, "");
	expect("draft", "done", "https://example.com/1", head, "");
	expect("draft", "accepted", bad, head, "");
	expect("draft", "done", good, NULL, "unreachable warning, ");
	free(good);
	free(bad);
	free(beside);
	free(head);
}

static void who_does_not_ask_git_hears_nothing(void **state)
{
	struct pm_postmortem *pm;
	struct judged j;

	(void)state;
	start(&j, NULL);
	pm = make(&j, FIELDS, BODY, ITEM "state: done\nevidence: abcdef1\n");
	pm_check_postmortem(&j.check, pm);
	assert_false(pm_evidence_waits(&j.found));
	assert_null(find(&j, "evidence-unreachable"));
	let_go(&j);
}

static void what_stood_before_can_be_dropped_unasked(void **state)
{
	struct pm_postmortem *before, *after;
	struct judged j;

	(void)state;
	start(&j, NULL);
	j.check.asks_git = true;
	before = make(&j, FIELDS, BODY,
		      ITEM "state: done\nevidence: abcdef1\n");
	after = make(&j, FIELDS "lead: bob@example.com\n", BODY,
		     ITEM "state: done\nevidence: abcdef1\n");
	pm_check_change(&j.check, before, NULL, after);
	assert_true(pm_evidence_waits(&j.found));
	pm_evidence_drop_old(&j.found);
	assert_false(pm_evidence_waits(&j.found));
	after = make(&j, FIELDS, BODY,
		     ITEM "state: done\nevidence: abcdef2\n");
	pm_check_change(&j.check, before, NULL, after);
	pm_evidence_drop_old(&j.found);
	assert_true(pm_evidence_waits(&j.found));
	let_go(&j);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_commit_is_told_by_its_digits),
		cmocka_unit_test(
			what_can_be_looked_up_is_told_from_other_words),
		SANDBOXED(git_says_which_evidence_holds),
		cmocka_unit_test(who_does_not_ask_git_hears_nothing),
		cmocka_unit_test(what_stood_before_can_be_dropped_unasked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
