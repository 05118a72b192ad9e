/* SPDX-License-Identifier: MIT */
#include "tests/unit/adopting.h"

/* An import invents nothing: what is in doubt is left out, and told. */

/* --- states --- */

static void what_is_code_or_a_word_is_no_state(void **state)
{
	static const struct line line[] = {
		{ "- [ ] Look for `sort('X', ...)` in it",
		  "title: Look for sort('X', ...) in it, "
		  "state: proposed" },
		{ "- Replace call(x) everywhere",
		  "title: Replace call(x) everywhere, state: proposed" },
		{ "- Set list[done] to 0",
		  "title: Set list[done] to 0, state: proposed" },
		{ "- Remove `[x]` from the list",
		  "title: Remove [x] from the list, state: proposed" },
		{ "- `[x]` is how boxes are ticked",
		  "title: \"[x] is how boxes are ticked\", state: proposed" },
		{ "- Rename `status: done`",
		  "title: \"Rename status: done\", state: proposed" },
		{ "- Document the `@alice` decorator",
		  "title: Document the @alice decorator, state: proposed" },
		{ "- Print \"Owner: bob\" (done)",
		  "title: \"Print \\\"Owner: bob\\\"\", state: done" },
		{ "- Check the axis (x)",
		  "title: Check the axis (x), state: proposed" },
		{ "- Add a limiter (fixed rate)",
		  "title: Add a limiter (fixed rate), state: proposed" },
		{ "- Show only (done) items in it",
		  "title: Show only (done) items in it, state: proposed" },
		{ "- Rename the endpoint (new)",
		  "title: Rename the endpoint (new), state: proposed" },
		{ "- Test - closed loop control",
		  "title: Test - closed loop control, state: proposed" },
		{ "- Change pending -> done",
		  "title: Change pending -> done, state: proposed" },
		{ "- X: look at it", "title: \"X: look at it\", "
				     "state: proposed" },
		{ "- ~~Raise~~ Lower it", "title: \"~~Raise~~ Lower it\", "
					  "state: proposed" },
		{ "- Add it (done?)", "title: Add it (done?), "
				      "state: proposed" },
		{ "- Handle `x` (@alice)", "title: Handle x, state: proposed, "
					   "owner: alice" },
		{ "- Add it (done in v2.3)", "title: Add it, state: done" },
	};
	struct adopting t;

	(void)state;
	CHECK_LINES(line);

	adopt(&t, "a.md",
	      "# A\n\n## Action items\n\n- Check axis (x)\n"
	      "- ~~Add it~~\n\n| Action | Status |\n|-|-|\n"
	      "| Test it | done except tests |\n");
	assert_true(has_remark_at(&t, 5));
	assert_true(has_remark(&t, "struck out: taken as done"));
	assert_true(has_remark(&t, "is not taken for a state"));
	item_is(&t, 2,
		"title: Test it, state: proposed |\n"
		"Status: done except tests");
	done(&t);
}

static void what_cannot_be_a_person_owns_nothing(void **state)
{
	static const struct line line[] = {
		{ "- Add it (owner: true)", "title: \"Add it (owner: true)\", "
					    "state: proposed" },
		{ "- Add it (owner: 123)", "title: \"Add it (owner: 123)\", "
					   "state: proposed" },
		{ "- Add it (owner: alice@)",
		  "title: \"Add it (owner: alice@)\", state: proposed" },
		{ "- Add it (@everyone)", "title: Add it (@everyone), "
					  "state: proposed" },
		{ "- @media rules need it", "title: \"@media rules need it\", "
					    "state: proposed" },
		{ "- @alice Add it", "title: Add it, state: proposed, "
				     "owner: alice" },
		{ "- Drop the usage of @Deprecated",
		  "title: Drop the usage of @Deprecated, state: proposed" },
		{ "- Upgrade @types/node to @latest",
		  "title: Upgrade @types/node to @latest, state: proposed" },
		{ "- Replace DB-02 by another",
		  "title: Replace DB-02 by another, state: proposed" },
		{ "- Kill the zombie (process)",
		  "title: Kill the zombie (process), state: proposed" },
	};
	static const char *const owners[] = {
		":pushpin:", "TBD", "42", "<owner>", "nobody", "true",
	};

	(void)state;
	CHECK_LINES(line);
	for (size_t i = 0; i < sizeof(owners) / sizeof(*owners); i++) {
		struct adopting t;
		char text[200];

		snprintf(text, sizeof(text),
			 "# A\n\nOwner: %s\n\nName: a-service" BODY
			 "\n## Action items\n\n| Action | Owner |\n|-|-|\n"
			 "| Add it | %s |\n",
			 owners[i], owners[i]);
		adopt(&t, "a.md", text);
		has_field(&t, PM_F_OWNER, NULL);
		assert_null(t.adopted.item[0].owner);
		done(&t);
	}
}

/* --- what others wrote --- */

static void a_quoted_commit_or_mail_sets_nothing(void **state)
{
	static const char *const quotes[] = {
		"commit 9b3a733a99f0ae5de143c6616bfcd4c945151420\n"
		"Author: Robin Example <robin@example.com>\n"
		"Date:   Sun May 10 19:03:52 2026 +0900\n\n"
		"    Owner: Robin\n",
		"Author:     Robin <robin@example.com>\n"
		"AuthorDate: Sun May 10 19:03:52 2026 +0900\n"
		"Commit:     Robin <robin@example.com>\n\nOwner: Robin\n",
		"> commit 9b3a733\n> Author: Robin <robin@example.com>\n"
		"> Date: Sun May 10 19:03:52 2026 +0900\n",
		"From: Robin <robin@example.com>\nTo: all@example.com\n"
		"Subject: Resolved: another one\n"
		"Date: Mon, 11 May 2026 10:00:00 +0200\n\n"
		"Severity: critical\n\nStarted: 2026-05-11 10:00 UTC\n",
		"- commit 9b3a733a99\n  Author: Robin <r@example.com>\n"
		"  Date: Sun May 10 19:03:52 2026 +0900\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(quotes) / sizeof(*quotes); i++) {
		struct adopting t;
		char text[800];

		snprintf(text, sizeof(text),
			 "# A\n\n## Summary\n\nx\n\n## What changed\n\n%s",
			 quotes[i]);
		adopt(&t, "2026-05-10-a.md", text);
		has_field(&t, PM_F_OWNER, NULL);
		has_field(&t, PM_F_STARTED, NULL);
		has_field(&t, PM_F_SEVERITY, NULL);
		has_field(&t, PM_F_TITLE, "A");
		assert_true(has_remark_at(&t, 9));
		done(&t);
	}
}

static void the_date_of_git_log_is_read_with_its_zone(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\nStarted: Sun May 10 19:03:52 2026 +0900" BODY);
	has_field(&t, PM_F_STARTED, "2026-05-10T19:03:52+09:00");
	done(&t);
}

/* --- years and days --- */

static void a_year_that_nobody_said_is_not_made_up(void **state)
{
	static const char *const texts[] = {
		"---\ntitle: Power lost on June 13\n---\n\n## Summary\n",
		"# A\n\nDate: 13 June\n\n## Summary\n",
		"# A\n\n## Summary\n\nOn June 13, power was lost.\n",
		"# A\n\n## Timeline (UTC)\n\n- June 13 10:00 it broke\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct adopting t = { 0 };

		t.source.first_day = pm_date_make(2026, 6, 1);
		assert_ok(adopt_with(&t, "INC-2019.md", texts[i], NULL),
			  &t.err);
		assert_memory_equal(t.adopted.folder, "2026-06-01", 10);
		assert_true(t.adopted.day_from_commit);
		assert_true(has_remark(&t, "without its year"));
		has_field(&t, PM_F_STARTED, NULL);
		done(&t);
	}
}

static void the_year_of_another_day_of_the_document_holds(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\nDate: 2026-01-01\n\n## Timeline (UTC)\n\n"
	      "- Dec 31 23:50 it broke (started)\n"
	      "- Jan 1 00:30 fixed (resolved)\n"
	      "\n## Action items\n\n- Add it by 1 March\n");
	has_field(&t, PM_F_STARTED, "2025-12-31T23:50Z");
	has_field(&t, PM_F_RESOLVED, "2026-01-01T00:30Z");
	item_is(&t, 0, "title: Add it, state: proposed, due: 2026-03-01");
	assert_true(has_remark(&t, "without a year: taken as 2026-03-01"));
	done(&t);

	/* Nobody knows when, and so not by when. */
	adopt(&t, "a.md", "# A\n\n## Action items\n\n- Add it by 1 March\n");
	item_is(&t, 0, "title: Add it by 1 March, state: proposed");
	done(&t);
}

static void an_old_year_and_a_military_time_are_what_they_are(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "---\nstart_time: 1980-10-27T00:00:00Z\n---\n"
	      "# A\n\n## Summary\n");
	has_field(&t, PM_F_STARTED, "1980-10-27T00:00Z");
	folder_is(&t, "1980-10-27-a");
	done(&t);

	adopt(&t, "a.md", "# A\n\nDate: 27/10/80" BODY);
	folder_is(&t, "1980-10-27-a");
	done(&t);

	adopt(&t, "a.md", "# A\n\n## Summary\n\nOn June 13, 2030 UTC.\n");
	folder_is(&t, "a");
	done(&t);
}

static void days_that_contradict_each_other_are_told(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "2026-06-02-a.md",
	      "# 2026-01-27, pod limit\n\n## Timeline (UTC)\n\n"
	      "### 2026-06-02 10:00 - it broke\n\nx\n");
	folder_is(&t, "2026-06-02-pod-limit");
	assert_true(has_remark(&t, "its title says 2026-01-27"));
	done(&t);

	adopt(&t, "2026-06-02-a.md", "# A\n\nDate: 2026-03-05" BODY);
	folder_is(&t, "2026-03-05-a");
	assert_true(has_remark(&t, "its file name says 2026-06-02"));
	done(&t);

	adopt(&t, "a.md", "# A\n\n## Summary\n\nOn 2026-03-05 it broke.\n");
	assert_true(has_remark_at(&t, 5));
	done(&t);
}

static void a_day_of_something_else_is_not_the_incidents(void **state)
{
	static const char *const texts[] = {
		"# A\n\n## Summary\n\nSince 2019-04-01 we run it.\n",
		"# A\n\n## Summary\n\nIt will be done by 1 April 2027.\n",
		"# A\n\n**Published:** 2014-06-20\n\n## Summary\n\nx\n",
		"# A\n\n## Summary\n\nx\n\n## Lessons learned\n\n"
		"That of 2019-04-01 was the same.\n",
		"# A\n\n## Summary\n\nBought on 2019-01-05. It broke on "
		"2021-03-02.\n",
		"# Build 20260302.4 broke\n\n## Summary\n\nx\n",
		"# A\n\n## Summary\n\nTicket 20210304, version 12.4.21.\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct adopting t = { 0 };

		t.source.first_day = pm_date_make(2026, 6, 1);
		assert_ok(adopt_with(&t, "a.md", texts[i], NULL), &t.err);
		assert_memory_equal(t.adopted.folder, "2026-06-01", 10);
		done(&t);
	}
}

static void the_date_of_a_page_only_tells_the_year(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "---\ntitle: Outage of 30 December\n"
	      "date: 2026-01-04\n---\n\n## Summary\n\nx\n");
	folder_is(&t, "2025-12-30-outage-of-30-december");
	assert_true(has_remark(&t, "its date says 2026-01-04"));
	done(&t);
}

/* --- titles --- */

static void a_placeholder_is_no_title(void **state)
{
	static const struct {
		const char *path, *text, *title;
	} row[] = {
		{ "2026-04/04-25-Disk_full.md", "# ISSUE NAME\n\n## Summary\n",
		  "Disk full" },
		{ "2026-04-25-queue.md",
		  "# Incident Title\n\n**Severity:** SEV-3\n\n## Summary\n",
		  "queue" },
		{ "queue.md",
		  "# Postmortem: [Name of the incident]\n\n"
		  "## Summary\n",
		  "queue" },
		{ "queue.md",
		  "# YYYY-MM-DD Title of the incident\n\n"
		  "## Summary\n",
		  "queue" },
		{ "queue.md",
		  "---\ntitle: Your title here\n---\n\n"
		  "## Summary\n",
		  "queue" },
		{ "queue.md",
		  "# Postmortem - [DATE]: [SERVICE] outage\n\n"
		  "## Summary\n",
		  "queue" },
		{ "queue.md", "# {{ title }}\n\nTitle: TBD\n\n## Summary\n",
		  "queue" },
		{ "x/04f5afd8-0000-4d89-9f60-7f942faca125.md",
		  "---\nsummary: It was stuck.\n---\n\n## Impact\n\nx\n",
		  "It was stuck" },
		{ "0a1b2c3d.md",
		  "## Summary\n\nThe queue stopped. Then it "
		  "ran.\n",
		  "The queue stopped" },
		{ "pm.txt",
		  "Postmortem: Queue stuck\nDate: 2026-03-02\n\n"
		  "Summary\nText.\n",
		  "Queue stuck" },
		{ "incident.txt",
		  "Queue stuck again\n\nDate: 2026-03-02\n"
		  "Owner: bob\n",
		  "Queue stuck again" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		struct adopting t;

		adopt(&t, row[i].path, row[i].text);
		assert_string_equal(t.adopted.title, row[i].title);
		if (!strstr(row[i].path, ".txt"))
			assert_true(has_remark(&t, "no title is said"));
		done(&t);
	}
}

/* --- other formats --- */

static void what_is_no_markdown_is_refused_by_name(void **state)
{
	static const struct {
		const char *path, *text, *name;
	} row[] = {
		{ "a.md", "{\n \"incident\": {\"owner\": \"pushpin\"}\n}\n",
		  "JSON" },
		{ "a.md", "[{\"title\": \"Postmortem\"}]\n", "JSON" },
		{ "a.json", "# A\n\n## Summary\n", "JSON" },
		{ "a.md", "<!DOCTYPE html>\n<h2>Summary</h2>\n", "HTML" },
		{ "a.adoc", "= A\n\n== Summary\n", "AsciiDoc" },
		{ "a.txt", "= A\n\n== Summary\n\nx\n", "AsciiDoc" },
		{ "a.txt", "h1. A\n\nh2. Summary\n", "Jira's" },
		{ "a.txt", "== Summary ==\n\n== Impact ==\n", "MediaWiki's" },
		{ "a.rst", "A\n=\n\nSummary\n-------\n", "reStructuredText" },
		{ "a.yaml", "severity: high\nowner: bob\n", "YAML" },
		{ "incident.csv", "severity,owner\nhigh,bob\n", "table" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		struct adopting t = { 0 };

		assert_int_equal(adopt_with(&t, row[i].path, row[i].text, NULL),
				 PM_EINVALID);
		assert_non_null(strstr(t.err.message, row[i].name));
		done(&t);
	}
}

static void a_link_or_a_placeholder_in_front_is_no_json(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md", "[![badge](b.svg)](c)\n\n# A\n\n## Summary\n\n[x]");
	done(&t);
	adopt(&t, "a.md", "{{< toc >}}\n\n# A\n\n## Summary\n\n{x}");
	done(&t);

	memset(&t, 0, sizeof(t));
	t.source.force = true;
	assert_ok(adopt_with(&t, "a.adoc", "= A\n\n== Summary\n", NULL),
		  &t.err);
	assert_true(has_remark(&t, "is written in AsciiDoc"));
	done(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_code_or_a_word_is_no_state),
		cmocka_unit_test(what_cannot_be_a_person_owns_nothing),
		cmocka_unit_test(a_quoted_commit_or_mail_sets_nothing),
		cmocka_unit_test(the_date_of_git_log_is_read_with_its_zone),
		cmocka_unit_test(a_year_that_nobody_said_is_not_made_up),
		cmocka_unit_test(the_year_of_another_day_of_the_document_holds),
		cmocka_unit_test(
			an_old_year_and_a_military_time_are_what_they_are),
		cmocka_unit_test(days_that_contradict_each_other_are_told),
		cmocka_unit_test(a_day_of_something_else_is_not_the_incidents),
		cmocka_unit_test(the_date_of_a_page_only_tells_the_year),
		cmocka_unit_test(a_placeholder_is_no_title),
		cmocka_unit_test(what_is_no_markdown_is_refused_by_name),
		cmocka_unit_test(a_link_or_a_placeholder_in_front_is_no_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
