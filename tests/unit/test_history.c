/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "history/history.h"
#include "history/track.h"
#include "history/version.h"

#define ITEM "postmortems/pm/actions/alarm.md"
#define TEXT "Two weeks before it expires, and once more a week before."

/* What a walk told: "<subject>:<kinds of change>" for each record. */
struct told {
	struct pm_buf text;
	size_t events;
	size_t stop_after;
};

static int tell(const struct pm_event *event, void *payload)
{
	static const char letter[] = {
		[PM_CHANGE_ADDED] = 'A',   [PM_CHANGE_REMOVED] = 'D',
		[PM_CHANGE_MOVED] = 'M',   [PM_CHANGE_FIELD] = 'f',
		[PM_CHANGE_SECTION] = 's', [PM_CHANGE_BODY] = 'b',
		[PM_CHANGE_UNREADABLE] = '?',
	};
	struct told *told = payload;

	for (size_t i = 0; i < event->records; i++) {
		const struct pm_event_record *r = &event->record[i];

		pm_buf_addf(&told->text, "%s %s ", event->commit.subject,
			    r->id);
		for (size_t c = 0; c < r->changes.nr; c++)
			pm_buf_addch(&told->text,
				     letter[r->changes.item[c].kind]);
		pm_buf_addch(&told->text, '\n');
	}
	return ++told->events == told->stop_after ? 7 : 0;
}

static int walk(struct told *told, const struct pm_history_options *options,
		struct pm_error *err)
{
	struct pm_policy policy = { 0 };
	struct pm_repo repo = { 0 };
	int code;

	open_repo(&repo);
	pm_policy_read(&policy, NULL, 0);
	pm_buf_reset(&told->text);
	told->events = 0;
	code = pm_history_walk(&repo, &policy, options, tell, told, err);
	pm_policy_release(&policy);
	pm_repo_release(&repo);
	return code;
}

static void expect(const struct pm_history_options *options,
		   const char *expected)
{
	struct told told = { 0 };
	struct pm_error err = { 0 };

	assert_ok(walk(&told, options, &err), &err);
	assert_string_equal(pm_buf_str(&told.text), expected);
	pm_buf_release(&told.text);
}

static void item(const char *path, const char *state, const char *due)
{
	sh("mkdir -p \"$(dirname '%s')\" && printf -- "
	   "'---\\ntitle: Alarm\\nstate: %s\\ndue: %s\\n---\\n\\n%s\\n' >'%s'",
	   path, state, due, TEXT, path);
}

static void commit(const char *subject)
{
	sh("git add -A && git commit -q -m '%s'", subject);
}

/* The clock says that it is this day of the month. */
static void commit_on(int day, const char *subject)
{
	sh("git add -A && GIT_COMMITTER_DATE='2026-11-%02dT12:00:00Z'"
	   " git commit -q -m '%s'", day, subject);
}

static void three_commits(void)
{
	sh("git init -q -b main .");
	item(ITEM, "proposed", "2026-12-05");
	commit("one");
	item(ITEM, "accepted", "2026-12-05");
	commit("two");
	item(ITEM, "accepted", "2026-12-19");
	commit("three");
}

static void an_items_events_come_newest_first(void **state)
{
	(void)state;
	three_commits();
	expect(&(struct pm_history_options){ .id = "pm", .item = "alarm" },
	       "three pm/alarm f\ntwo pm/alarm f\none pm/alarm Afff\n");
	expect(&(struct pm_history_options){ 0 },
	       "three pm/alarm f\ntwo pm/alarm f\none pm/alarm Afff\n");
}

static void a_postmortem_without_its_items_is_only_its_document(void **state)
{
	(void)state;
	three_commits();
	sh("printf -- '---\\ntitle: T\\n---\\n' >postmortems/pm/README.md");
	commit("four");
	expect(&(struct pm_history_options){ .id = "pm" }, "four pm Af\n");
	expect(&(struct pm_history_options){ .id = "pm", .with_items = true,
					     .limit = 2 },
	       "four pm Af\nthree pm/alarm f\n");
}

static void a_limit_and_the_callers_answer_end_the_walk(void **state)
{
	struct pm_history_options options = { .id = "pm", .item = "alarm",
					      .limit = 1 };
	struct told told = { .stop_after = 2 };
	struct pm_error err = { 0 };

	(void)state;
	three_commits();
	expect(&options, "three pm/alarm f\n");
	options.limit = 0;
	assert_int_equal(walk(&told, &options, &err), 7);
	assert_int_equal(told.events, 2);
	pm_buf_release(&told.text);
}

static void a_revision_is_where_it_begins(void **state)
{
	(void)state;
	three_commits();
	expect(&(struct pm_history_options){ .id = "pm", .item = "alarm",
					     .revision = "HEAD~1" },
	       "two pm/alarm f\none pm/alarm Afff\n");
}

static void a_rename_is_followed_and_told_once(void **state)
{
	(void)state;
	three_commits();
	sh("git mv postmortems/pm postmortems/new");
	commit("four");
	expect(&(struct pm_history_options){ .id = "new", .item = "alarm" },
	       "four new/alarm M\nthree pm/alarm f\ntwo pm/alarm f\n"
	       "one pm/alarm Afff\n");
	expect(&(struct pm_history_options){ 0 },
	       "four new/alarm M\nthree pm/alarm f\ntwo pm/alarm f\n"
	       "one pm/alarm Afff\n");
	/* The old name ends where the new one begins. */
	expect(&(struct pm_history_options){ .id = "pm", .item = "alarm",
					     .is_gone = true },
	       "four new/alarm M\nthree pm/alarm f\ntwo pm/alarm f\n"
	       "one pm/alarm Afff\n");
}

#define OTHER "postmortems/pm/actions/bell.md"

/* An item that has another's name from before, and both of them change in one
 * commit, "two". */
static void two_names(void)
{
	sh("git init -q -b main .");
	item(ITEM, "proposed", "2026-12-05");
	item(OTHER, "done", "2026-12-31");
	commit_on(1, "one");
	item(ITEM, "accepted", "2026-12-05");
	item(OTHER, "done", "2027-01-01");
	commit_on(10, "two");
}

static void a_commit_is_told_once_though_the_clock_ran_backwards(void **state)
{
	(void)state;
	two_names();
	item(OTHER, "done", "2027-01-02");
	commit_on(5, "three");
	sh("rm " ITEM);
	commit_on(12, "four");
	sh("git mv " OTHER " " ITEM);
	commit_on(20, "five");
	expect(&(struct pm_history_options){ .id = "pm", .item = "alarm" },
	       "five pm/alarm M\nfour pm/alarm D\nthree pm/bell f\n"
	       "two pm/alarm f\ntwo pm/bell f\n"
	       "one pm/alarm Afff\none pm/bell Afff\n");
}

static void a_commit_below_two_branches_is_told_once(void **state)
{
	(void)state;
	two_names();
	sh("git checkout -q -b side");
	item(OTHER, "done", "2027-01-02");
	commit_on(5, "three");
	sh("git checkout -q main && rm " ITEM);
	commit_on(12, "four");
	sh("git merge -q --no-ff -m merged side");
	sh("git mv " OTHER " " ITEM);
	commit_on(20, "five");
	expect(&(struct pm_history_options){ .id = "pm", .item = "alarm" },
	       "five pm/alarm M\nfour pm/alarm D\n"
	       "two pm/alarm f\ntwo pm/bell f\nthree pm/bell f\n"
	       "one pm/alarm Afff\none pm/bell Afff\n");
	expect(&(struct pm_history_options){ .id = "pm", .item = "alarm",
					     .limit = 3 },
	       "five pm/alarm M\nfour pm/alarm D\n"
	       "two pm/alarm f\ntwo pm/bell f\n");
}

static void what_is_gone_is_told_from_its_end_whatever_the_clock_says(
	void **state)
{
	(void)state;
	sh("git init -q -b main .");
	item(ITEM, "proposed", "2026-12-05");
	commit_on(10, "one");
	sh("git checkout -q -b side");
	item(ITEM, "accepted", "2026-12-05");
	commit_on(5, "two");
	sh("git checkout -q main");
	item(OTHER, "proposed", "2026-12-05");
	commit_on(11, "beside");
	sh("git merge -q --no-ff -m merged side && rm " ITEM);
	commit_on(8, "three");
	expect(&(struct pm_history_options){ .id = "pm", .item = "alarm",
					     .is_gone = true },
	       "three pm/alarm D\ntwo pm/alarm f\none pm/alarm Afff\n");
}

static void a_bad_pattern_is_an_error(void **state)
{
	struct told told = { 0 };
	struct pm_error err = { 0 };
	int code;

	(void)state;
	three_commits();
	code = walk(&told, &(struct pm_history_options){ .author = "\\(" },
		    &err);
	assert_failed(code, PM_EINVALID, &err, "--author");
	pm_buf_release(&told.text);
}

static void what_is_gone_is_found_by_a_part_of_its_id(void **state)
{
	struct pm_policy policy = { 0 };
	struct pm_repo repo = { 0 };
	struct pm_strlist gone = { 0 };
	struct pm_error err = { 0 };

	(void)state;
	three_commits();
	item("postmortems/pm/actions/bell.md", "proposed", "2026-12-05");
	sh("echo x >postmortems/pm/alarm.png");
	commit("four");
	sh("git rm -q -r postmortems/pm");
	commit("five");
	item("postmortems/pm/actions/bell.md", "proposed", "2026-12-05");
	commit("six");
	open_repo(&repo);
	pm_policy_read(&policy, NULL, 0);
	assert_ok(pm_history_find_gone(&gone, &repo, &policy, NULL, "", NULL,
				       &err), &err);
	assert_int_equal(gone.nr, 1);
	assert_string_equal(gone.item[0], "pm/alarm");
	pm_strlist_clear(&gone);
	assert_ok(pm_history_find_gone(&gone, &repo, &policy, "HEAD~1", "PM/",
				       NULL, &err), &err);
	assert_int_equal(gone.nr, 2);
	assert_string_equal(gone.item[1], "pm/bell");
	pm_strlist_clear(&gone);
	assert_ok(pm_history_find_gone(&gone, &repo, &policy, NULL, "nothing",
				       NULL, &err), &err);
	assert_int_equal(gone.nr, 0);
	pm_strlist_release(&gone);
	pm_policy_release(&policy);
	pm_repo_release(&repo);
}

static void on_an_unborn_branch_nothing_is_gone(void **state)
{
	struct pm_policy policy = { 0 };
	struct pm_repo repo = { 0 };
	struct pm_strlist gone = { 0 };
	struct pm_error err = { 0 };

	(void)state;
	sh("git init -q -b main .");
	open_repo(&repo);
	pm_policy_read(&policy, NULL, 0);
	assert_ok(pm_history_find_gone(&gone, &repo, &policy, NULL, "", NULL,
				       &err), &err);
	assert_int_equal(gone.nr, 0);
	pm_strlist_release(&gone);
	pm_policy_release(&policy);
	pm_repo_release(&repo);
}

static void versions_are_kept_and_live_until_the_next_event(void **state)
{
	struct pm_policy policy = { 0 };
	struct pm_repo repo = { 0 };
	struct pm_versions versions = { .repo = &repo, .policy = &policy };
	const struct pm_record *one, *again, *many[2 * PM_VERSIONS_KEPT];
	struct pm_error err = { 0 };
	char path[40];
	char *oid;

	(void)state;
	three_commits();
	oid = sh_out("git rev-parse HEAD:%s", ITEM);
	open_repo(&repo);
	pm_policy_read(&policy, NULL, 0);
	pm_versions_next(&versions);
	assert_ok(pm_version_get(&one, &versions, PM_ACTION, "pm/alarm", ITEM,
				 oid, PM_READ_BODY, &err), &err);
	pm_versions_next(&versions);
	assert_ok(pm_version_get(&again, &versions, PM_ACTION, "pm/alarm",
				 ITEM, oid, PM_READ_FIELDS, &err), &err);
	assert_ptr_equal(one, again);
	/* More than there is room for: all are still there. */
	for (size_t i = 0; i < 2 * PM_VERSIONS_KEPT; i++) {
		snprintf(path, sizeof(path), "postmortems/pm/%zu.md", i);
		assert_ok(pm_version_get(&many[i], &versions, PM_ACTION, "x",
					 path, oid, PM_READ_BODY, &err), &err);
	}
	for (size_t i = 0; i < 2 * PM_VERSIONS_KEPT; i++) {
		snprintf(path, sizeof(path), "postmortems/pm/%zu.md", i);
		assert_string_equal(many[i]->path, path);
		assert_string_equal(pm_record_text(many[i], PM_F_DUE),
				    "2026-12-19");
	}
	memset(oid, '1', strlen(oid));
	assert_true(pm_version_get(&one, &versions, PM_ACTION, "pm/alarm",
				   ITEM, oid, PM_READ_BODY, &err) < 0);
	assert_non_null(strstr(err.message, ITEM));
	free(oid);
	pm_versions_release(&versions);
	pm_policy_release(&policy);
	pm_repo_release(&repo);
}

static void only_documents_and_items_are_records(void **state)
{
	static const struct {
		const char *path, *id;
	} cases[] = {
		{ "postmortems/pm/README.md", "pm" },
		{ "postmortems/pm/actions/a.md", "pm/a" },
		{ "postmortems/pm/actions/a.txt", NULL },
		{ "postmortems/pm/actions/b/a.md", NULL },
		{ "postmortems/pm/notes.md", NULL },
		{ "postmortems/README.md", NULL },
		{ "postmortems/pm", NULL },
		{ "docs/pm/README.md", NULL },
	};
	struct pm_policy policy = { 0 };
	struct pm_buf id = { 0 };
	enum pm_kind kind;

	(void)state;
	pm_policy_read(&policy, NULL, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		bool is = pm_path_identify(&id, &kind, &policy,
					   cases[i].path);

		assert_int_equal(is, cases[i].id != NULL);
		if (!is)
			continue;
		assert_string_equal(pm_buf_str(&id), cases[i].id);
		assert_int_equal(kind, strchr(cases[i].id, '/') ?
					       PM_ACTION : PM_POSTMORTEM);
	}
	pm_buf_release(&id);
	pm_policy_release(&policy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SANDBOXED(an_items_events_come_newest_first),
		SANDBOXED(a_postmortem_without_its_items_is_only_its_document),
		SANDBOXED(a_limit_and_the_callers_answer_end_the_walk),
		SANDBOXED(a_revision_is_where_it_begins),
		SANDBOXED(a_rename_is_followed_and_told_once),
		SANDBOXED(a_commit_is_told_once_though_the_clock_ran_backwards),
		SANDBOXED(a_commit_below_two_branches_is_told_once),
		SANDBOXED(what_is_gone_is_told_from_its_end_whatever_the_clock_says),
		SANDBOXED(a_bad_pattern_is_an_error),
		SANDBOXED(what_is_gone_is_found_by_a_part_of_its_id),
		SANDBOXED(on_an_unborn_branch_nothing_is_gone),
		SANDBOXED(versions_are_kept_and_live_until_the_next_event),
		cmocka_unit_test(only_documents_and_items_are_records),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
