/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "history/mention.h"

static void item(const char *name)
{
	sh("mkdir -p postmortems/pm/actions && printf -- "
	   "'---\\ntitle: %s\\nstate: accepted\\nowner: alice\\n---\\n' "
	   ">postmortems/pm/actions/%s.md && git add -A && "
	   "git commit -q -m 'Add %s'", name, name, name);
}

static void work(const char *subject, const char *trailer)
{
	sh("git commit -q --allow-empty -m '%s' -m '%s'", subject, trailer);
}

/* "subject:id " of each, "?" for what is not known, "-" for what was left
 * out, "!" for what was reverted. */
static void expect(const struct pm_mention_options *options,
		   const char *expected)
{
	struct pm_mentions mentions = { 0 };
	struct pm_repo repo = { 0 };
	struct pm_error err = { 0 };
	struct pm_buf told = { 0 };

	open_repo(&repo);
	assert_ok(pm_mentions_read(&mentions, &repo, options, &err), &err);
	assert_ok(pm_mentions_mark_clerical(&mentions, &err), &err);
	for (size_t i = 0; i < mentions.nr; i++) {
		const struct pm_mention *m = &mentions.item[i];

		assert_ok(pm_mentions_load(&mentions, i, &err), &err);
		pm_buf_addf(&told, "%s:%s%s%s%s ",
			    m->commit ? m->commit->subject : "-",
			    m->id ? m->id : "?",
			    m->kind == PM_MENTION_CLOSES ? "=" : "",
			    m->undone_by ? "!" : "",
			    m->is_clerical ? "%" : "");
	}
	assert_string_equal(pm_buf_str(&told), expected);
	pm_mentions_release(&mentions);
	pm_repo_release(&repo);
	pm_buf_release(&told);
}

static void a_trailer_names_what_the_command_line_would(void **state)
{
	struct pm_mention_options all = { 0 };
	struct pm_mention_options one = { .id = "pm/alarm" };
	struct pm_mention_options pm = { .id = "pm" };
	struct pm_mention_options odd = { .with_unknown = true };

	(void)state;
	sh("git init -q -b main");
	expect(&all, "");
	item("alarm");
	expect(&all, "");
	work("Whole", "Postmortem-Action: pm/alarm");
	work("Part", "Postmortem-Closes: ala");
	work("Folder", "Postmortem-Closes: pm");
	work("NotAnItem", "Postmortem-Action: pm");
	work("Nothing", "Postmortem-Action: other");
	expect(&all, "Folder:pm= Part:pm/alarm= Whole:pm/alarm ");
	expect(&one, "Part:pm/alarm= Whole:pm/alarm ");
	expect(&pm, "Folder:pm= Part:pm/alarm= Whole:pm/alarm ");
	expect(&odd, "Nothing:? NotAnItem:? Folder:pm= Part:pm/alarm= "
		     "Whole:pm/alarm ");
	item("alas");
	/* Now it fits two. */
	expect(&all, "Folder:pm= Whole:pm/alarm ");
}

static void a_record_is_known_by_what_it_was_called(void **state)
{
	struct pm_mention_options one = { .id = "pm/early" };
	struct pm_mention_options gone = { .id = "pm/late" };

	(void)state;
	sh("git init -q -b main");
	item("alarm");
	item("late");
	work("First", "Postmortem-Action: pm/alarm");
	work("Second", "Postmortem-Action: alarm");
	work("Third", "Postmortem-Action: pm/late");
	sh("cd postmortems/pm/actions && export GIT_DIR=../../../.git "
	   "GIT_WORK_TREE=../../.. && git mv alarm.md beep.md && "
	   "git commit -q -m Rename && git mv beep.md early.md && "
	   "git rm -q late.md && git commit -q -m Again");
	expect(&one, "Second:pm/early First:pm/early ");
	expect(&gone, "Third:pm/late ");
}

static void what_was_said_twice_is_said_once(void **state)
{
	struct pm_mention_options all = { 0 };

	(void)state;
	sh("git init -q -b main");
	item("alarm");
	item("beep");
	work("Both", "Postmortem-Action: pm/alarm\n"
		     "Postmortem-Closes: alarm\n"
		     "Postmortem-Action: pm/beep\n"
		     "Postmortem-Action: beep");
	expect(&all, "Both:pm/alarm= Both:pm/beep ");
}

static void filters_leave_commits_out(void **state)
{
	struct pm_mention_options bob = { .author = "bob@" };
	struct pm_mention_options carol = { .owner = "carol" };
	struct pm_mention_options alice = { .owner = "alice" };
	struct pm_mention_options later = { .since = "2099-01-01" };
	struct pm_mention_options without = { .without = NULL };
	char *head;

	(void)state;
	sh("git init -q -b main");
	item("alarm");
	work("One", "Postmortem-Action: pm/alarm");
	head = sh_out("git rev-parse HEAD");
	sh("GIT_AUTHOR_EMAIL=bob@example.com git commit -q --allow-empty "
	   "-m Two -m 'Postmortem-Action: pm/alarm'");
	expect(&bob, "Two:pm/alarm -:pm/alarm ");
	expect(&carol, "");
	expect(&alice, "Two:pm/alarm One:pm/alarm ");
	expect(&later, "");
	without.without = head;
	expect(&without, "Two:pm/alarm ");
	free(head);
}

static void clerical_is_what_changed_records_alone(void **state)
{
	struct pm_mention_options all = { 0 };

	(void)state;
	sh("git init -q -b main");
	item("alarm");
	work("Empty", "Postmortem-Action: pm/alarm");
	sh("echo >>postmortems/pm/actions/alarm.md; git commit -q -a -m Books "
	   "-m 'Postmortem-Action: pm/alarm'");
	sh("echo >>postmortems/pm/actions/alarm.md; echo >code; git add -A; "
	   "git commit -q -m Work -m 'Postmortem-Action: pm/alarm'");
	sh("echo >>postmortems/pm/actions/alarm.md; git commit -q -a -m Close "
	   "-m 'Postmortem-Closes: pm/alarm'; git revert --no-edit HEAD "
	   ">out");
	expect(&all, "Close:pm/alarm=! Work:pm/alarm Books:pm/alarm% "
		     "Empty:pm/alarm ");
}

struct told {
	struct pm_buf text;
	size_t limit;
};

static int tell(const struct pm_event *event, void *payload)
{
	struct told *told = payload;

	pm_buf_addf(&told->text, "%s:%zu+%zu ", event->commit.subject,
		    event->records, event->mentions);
	return told->limit && !--told->limit;
}

static void events_and_mentions_are_told_by_date(void **state)
{
	static const struct {
		size_t limit;
		const char *expected;
	} cases[] = {
		{ 0, "Last:0+1 Both:1+1 Books:1+0 First:0+1 Add alarm:1+0 " },
		{ 3, "Last:0+1 Both:1+1 Books:1+0 " },
		{ 1, "Last:0+1 " },
	};

	(void)state;
	sh("git init -q -b main");
	sh("export GIT_COMMITTER_DATE='@1796212800 +0000'; "
	   "mkdir -p postmortems/pm/actions && printf -- "
	   "'---\\ntitle: x\\n---\\n' >postmortems/pm/actions/alarm.md && "
	   "git add -A && git commit -q -m 'Add alarm'");
	sh("export GIT_COMMITTER_DATE='@1796212860 +0000'; git commit -q "
	   "--allow-empty -m First -m 'Postmortem-Action: alarm'");
	sh("export GIT_COMMITTER_DATE='@1796212920 +0000'; "
	   "echo >>postmortems/pm/actions/alarm.md; git commit -q -a "
	   "-m Books -m 'Postmortem-Action: pm/alarm'");
	sh("export GIT_COMMITTER_DATE='@1796212980 +0000'; "
	   "echo >>postmortems/pm/actions/alarm.md; git commit -q -a "
	   "-m Both -m 'Postmortem-Closes: pm/alarm'");
	sh("export GIT_COMMITTER_DATE='@1796213040 +0000'; git commit -q "
	   "--allow-empty -m Last -m 'Postmortem-Closes: alarm'");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct pm_mention_options of_item = { .id = "pm/alarm" };
		const struct pm_history_options options = {
			.id = "pm", .item = "alarm"
		};
		struct told told = { .limit = cases[i].limit };
		struct pm_mentions mentions = { 0 };
		struct pm_policy policy = { 0 };
		struct pm_repo repo = { 0 };
		struct pm_error err = { 0 };

		open_repo(&repo);
		pm_policy_read(&policy, NULL, 0);
		assert_ok(pm_mentions_read(&mentions, &repo, &of_item, &err),
			  &err);
		assert_int_equal(pm_history_tell(&repo, &policy, &options,
						 &mentions, tell, &told, &err),
				 cases[i].limit != 0);
		assert_string_equal(pm_buf_str(&told.text),
				    cases[i].expected);
		pm_buf_release(&told.text);
		pm_mentions_release(&mentions);
		pm_policy_release(&policy);
		pm_repo_release(&repo);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SANDBOXED(a_trailer_names_what_the_command_line_would),
		SANDBOXED(a_record_is_known_by_what_it_was_called),
		SANDBOXED(what_was_said_twice_is_said_once),
		SANDBOXED(filters_leave_commits_out),
		SANDBOXED(clerical_is_what_changed_records_alone),
		SANDBOXED(events_and_mentions_are_told_by_date),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
