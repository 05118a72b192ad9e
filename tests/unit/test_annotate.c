/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "history/annotate.h"
#include "view/annotate_text.h"

#define ITEM "postmortems/pm/actions/alarm.md"

static void item(const char *state, const char *due)
{
	sh("mkdir -p postmortems/pm/actions && printf -- "
	   "'---\\ntitle: Alarm\\nstate: %s\\ndue: %s\\n---\\n\\nText.\\n' "
	   ">" ITEM, state, due);
}

static void commit(const char *subject)
{
	sh("git add -A && git commit -q -m '%s'", subject);
}

/* "field=subject " for each field of the item; "?" and "-" for what is
 * beyond the history and not committed. Then the moves. */
static void expect(const char *text, const char *revision,
		   const char *expected)
{
	struct pm_record record = { .kind = PM_ACTION, .id = "pm/alarm",
				    .path = ITEM };
	struct pm_policy policy = { 0 };
	struct pm_arena arena = { 0 };
	struct pm_annotate annotate = { 0 };
	struct pm_repo repo = { 0 };
	struct pm_error err = { 0 };
	struct pm_buf told = { 0 };

	open_repo(&repo);
	pm_policy_read(&policy, NULL, 0);
	pm_record_read(&record, &arena, text, strlen(text), &policy,
		       PM_READ_FIELDS);
	assert_ok(pm_annotate(&annotate, &repo, &policy, &record, revision,
			      &err),
		  &err);
	for (size_t i = 0; i < annotate.nr; i++) {
		const struct pm_annotate_line *line = &annotate.line[i];

		assert_int_equal(line->commit != NULL,
				 line->by == PM_ANNOTATED_COMMIT);
		pm_buf_addf(&told, "%s=%s ",
			    pm_field_def(line->value->field)->key,
			    line->commit ? line->commit->subject :
			    line->by == PM_ANNOTATED_NOBODY ? "-" : "?");
	}
	for (size_t i = 0; i < annotate.slips.nr; i++)
		pm_buf_addf(&told, "%+d:%s ", annotate.slips.move[i].days,
			    annotate.slips.move[i].commit->subject);
	assert_string_equal(pm_buf_str(&told), expected);
	pm_buf_release(&told);
	pm_annotate_release(&annotate);
	pm_arena_release(&arena);
	pm_policy_release(&policy);
	pm_repo_release(&repo);
}

#define TEXT(state, due) \
	"---\ntitle: Alarm\nstate: " state "\ndue: " due "\n---\n"

static void three_commits(void)
{
	sh("git init -q -b main .");
	item("proposed", "2026-12-01");
	commit("one");
	item("accepted", "2026-12-05");
	commit("two");
	item("accepted", "2026-12-19");
	commit("three");
}

static void each_field_has_its_last_setter(void **state)
{
	(void)state;
	three_commits();
	expect(TEXT("accepted", "2026-12-19"), NULL,
	       "title=one state=two due=three +14:three ");
	expect(TEXT("accepted", "2026-12-05"), "HEAD~1",
	       "title=one state=two due=two ");
	expect(TEXT("proposed", "2026-12-01"), "HEAD~2",
	       "title=one state=one due=one ");
}

static void what_differs_from_the_tip_is_not_committed(void **state)
{
	(void)state;
	three_commits();
	expect(TEXT("done", "2027-01-01") , NULL,
	       "title=one state=- due=- +14:three ");
	expect("---\ntitle: Alarm\nowner: bob\n---\n", NULL,
	       "title=one owner=- ");
	expect("---\n---\n", NULL, "");
}

static void without_a_commit_nothing_is_committed(void **state)
{
	(void)state;
	sh("git init -q -b main .");
	expect(TEXT("accepted", "2026-12-19"), NULL,
	       "title=- state=- due=- ");
	sh("git commit -q --allow-empty -m other");
	expect(TEXT("accepted", "2026-12-19"), NULL,
	       "title=- state=- due=- ");
}

static void an_older_value_put_back_is_set_anew(void **state)
{
	(void)state;
	three_commits();
	item("accepted", "2026-12-05");
	commit("four");
	expect(TEXT("accepted", "2026-12-05"), NULL,
	       "title=one state=two due=four +14:three -14:four ");
}

static void what_a_shallow_clone_lacks_is_not_guessed(void **state)
{
	(void)state;
	three_commits();
	sh("git clone -q --depth 2 \"file://$PWD\" clone");
	enter("clone");
	expect(TEXT("accepted", "2026-12-19"), NULL,
	       "title=? state=? due=three +14:three ");
}

static void a_repository_that_cannot_be_read_is_an_error(void **state)
{
	struct pm_record record = { .kind = PM_ACTION, .id = "pm/alarm",
				    .path = ITEM };
	struct pm_policy policy = { 0 };
	struct pm_annotate annotate = { 0 };
	struct pm_repo repo = { 0 };
	struct pm_error err = { 0 };

	(void)state;
	three_commits();
	open_repo(&repo);
	pm_policy_read(&policy, NULL, 0);
	assert_true(pm_annotate(&annotate, &repo, &policy, &record, "nowhere",
				&err) < 0);
	assert_true(*err.message != '\0');
	assert_null(annotate.line);
	pm_policy_release(&policy);
	pm_repo_release(&repo);
}

static void moves_are_told_below_the_fields(void **state)
{
	const struct pm_commit_info alice = {
		.id = "1", .abbrev = "aaa", .author_name = "Alice",
		.author_email = "alice@example.com",
		.author_time = { .epoch = 1796212800 }, .reason = "late",
	};
	const struct pm_commit_info bob = {
		.id = "2", .abbrev = "bbb", .author_name = "Bob\033",
		.author_email = "bob@example.com",
		.author_time = { .epoch = 1796212800 },
	};
	const pm_date day = pm_date_make(2026, 12, 2);
	const struct pm_ledger_event event = { .day = day, .who = "carol" };
	struct pm_slip moves[] = {
		{ day, "Alice", "late", &alice, NULL, "2026-12-05",
		  "2026-12-19", 14 },
		{ day, "Bob\033", NULL, &bob, NULL, "2026-12-19",
		  "2026-12-18", -1 },
		/* The item's own history tells it. */
		{ day, "Alice", "late", NULL, &event, "2026-12-18",
		  "2026-12-19", 1 },
	};
	const struct pm_value title = { .field = PM_F_TITLE, .text = "T" };
	const struct pm_value date = { .field = PM_F_DEBRIEF_DATE,
				       .text = "2026-12-01" };
	struct pm_annotate_line lines[] = {
		{ &title, PM_ANNOTATED_COMMIT, &bob, NULL },
		{ &date, PM_ANNOTATED_NOBODY, NULL, NULL },
		{ &date, PM_ANNOTATED_BEYOND, NULL, NULL },
		{ &title, PM_ANNOTATED_COMMIT, &bob, &event },
	};
	struct pm_annotate annotate = {
		.line = lines, .nr = 4,
		.slips = { moves, 3, "2026-12-05", 14 },
	};
	struct pm_buf out = { 0 };
	const struct pm_view view = { .out = &out };

	(void)state;
	pm_annotate_text(&view, &annotate, NULL);
	assert_string_equal(
		pm_buf_str(&out),
		"bbb  2026-12-02  Bob\\x1b                   title         T\n"
		"                 not committed yet         debrief date  "
		"2026-12-01\n"
		"                 before this clone begins  debrief date  "
		"2026-12-01\n"
		"bbb  2026-12-02  carol                     title         T\n"
		"\n"
		"due first promised for 2026-12-05, moved 3 times, 14 days "
		"later in all, by Alice, Bob\\x1b\n"
		"    aaa 2026-12-02 Alice  due 2026-12-05 \xe2\x86\x92 "
		"2026-12-19, 14 days later: late\n"
		"    bbb 2026-12-02 Bob\\x1b  due 2026-12-19 \xe2\x86\x92 "
		"2026-12-18, 1 day earlier\n"
		"    2026-12-02 Alice  due 2026-12-18 \xe2\x86\x92 "
		"2026-12-19, 1 day later: late\n");
	pm_buf_reset(&out);
	annotate.slips.nr = 1;
	annotate.nr = 0;
	pm_annotate_text(&view, &annotate, NULL);
	assert_non_null(strstr(pm_buf_str(&out), ", moved once, "));
	pm_buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SANDBOXED(each_field_has_its_last_setter),
		SANDBOXED(what_differs_from_the_tip_is_not_committed),
		SANDBOXED(without_a_commit_nothing_is_committed),
		SANDBOXED(an_older_value_put_back_is_set_anew),
		SANDBOXED(what_a_shallow_clone_lacks_is_not_guessed),
		SANDBOXED(a_repository_that_cannot_be_read_is_an_error),
		cmocka_unit_test(moves_are_told_below_the_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
