/* SPDX-License-Identifier: MIT */
#include "tests/unit/adopting.h"

/* What stands beside action items and times, and is none of them. */

/* The titles of all items, joined by "; ". */
static void titles_are(const char *text, const char *expected)
{
	struct pm_buf titles = { 0 };
	struct adopting t;

	adopt(&t, "2026-03-02-a.md", text);
	for (size_t i = 0; i < t.adopted.items; i++)
		pm_buf_addf(&titles, "%s%s", i ? "; " : "",
			    t.adopted.item[i].title);
	if (strcmp(pm_buf_str(&titles), expected))
		fail_msg("\"%s\"\n is not\n\"%s\"\n%s", pm_buf_str(&titles),
			 expected, text);
	pm_buf_release(&titles);
	done(&t);
}

#define ACTIONS "# A\n\n## Action items\n\n"
#define TABLE "| Action | Kind | Owner |\n|-|-|-|\n| Add it | 予防 | @x |\n\n"

static void a_legend_lists_no_items(void **state)
{
	(void)state;
	titles_are(ACTIONS TABLE "### カテゴリの説明\n\n- **予防:** a\n"
				 "- **検知:** b\n",
		   "Add it");
	titles_are(ACTIONS TABLE "- 予防 - a\n- 検知 - b\n", "Add it");
	titles_are(ACTIONS TABLE "**Legend**\n\n- one: a\n- two: b\n",
		   "Add it");
	titles_are(ACTIONS "- One\n\nKey:\n\n- P0: now\n- P1: this week\n",
		   "One");
	titles_are(ACTIONS "- One\n\n### Priorities\n\n- P0: now\n", "One");
	titles_are(ACTIONS "- One\n\n| Priority | Meaning |\n|-|-|\n"
			   "| P0 | drop it all now |\n",
		   "One");
	titles_are(ACTIONS "- One\n\n| Status | Description |\n|-|-|\n"
			   "| Open | nobody works on it |\n",
		   "One");
	titles_are(ACTIONS "- One\n\n| Name | Role |\n|-|-|\n"
			   "| Alice Adams | the commander |\n",
		   "One");
	titles_are(ACTIONS "| Action | Owner |\n|-|-|\n| Key: P = prevent | |\n"
			   "| Example: renew it | name |\n| Add it all | @x |\n"
			   "| **Total** | 1 |\n",
		   "Add it all");
	/* A plan below it is none of it. */
	titles_are(ACTIONS "Status legend:\n\n- TODO: not begun\n"
			   "- DONE: finished\n\n" TABLE,
		   "Add it");
	/* But an item may have a label, and a table few columns. */
	titles_are(ACTIONS TABLE "- Docs: write it down\n",
		   "Add it; Docs: write it down");
	titles_are(ACTIONS "| Item | Owner |\n|-|-|\n| Add it all | @x |\n",
		   "Add it all");
}

static void what_a_template_left_is_no_item(void **state)
{
	(void)state;
	titles_are(ACTIONS "- Action item 1 (owner, due)\n- Add it\n"
			   "- [ ] Your action here\n- [ ] Task 4\n"
			   "- Describe the task\n",
		   "Add it");
	titles_are(ACTIONS "| Action | Kind | Owner |\n|-|-|-|\n"
			   "| Example action | 予防 | Jane Doe |\n"
			   "| Name the owner | 予防 | @x |\n"
			   "| Title every action | 予防 | @x |\n",
		   "Name the owner; Title every action");
}

static void a_checklist_and_a_procedure_list_no_items(void **state)
{
	(void)state;
	titles_are("# A\n\n## Prevention\n\n- Add it\n\n"
		   "### Checklist for new targets\n\n- [ ] Does it run?\n"
		   "- [ ] Verify it\n",
		   "Add it");
	titles_are(ACTIONS "- Add it\n\nWhen you close one:\n\n"
			   "- [ ] Tell the channel\n",
		   "Add it");
	titles_are(ACTIONS "- Add it\n\nTo roll back, run:\n\n1. Stop it\n"
			   "2. Start it\n",
		   "Add it");
	titles_are(ACTIONS "- Add it\n\n### Steps to reproduce\n\n1. Stop it\n",
		   "Add it");
	titles_are(ACTIONS "- Add it\n\n### Rollback procedure\n\nStop it.\n",
		   "Add it");
	titles_are(ACTIONS "- Add it\n\n| Step | Command |\n|-|-|\n"
			   "| stop the queue | x |\n",
		   "Add it");
	titles_are("# A\n\n## Release checklist\n\n- [ ] Run it\n\n"
		   "## Severity\n\n- [x] SEV1\n- [ ] SEV2\n\n## Left\n\n"
		   "- [ ] Add it\n",
		   "Add it");
	titles_are(ACTIONS "- Is it fast enough?\n- Can we move (@x)?\n"
			   "- Find out whether it is fast?\n",
		   "Can we move?; Find out whether it is fast?");
	/* What is to be done about one is an item. */
	titles_are(ACTIONS "### Update the runbook\n\nIt is old.\n\n"
			   "### Runbook improvements\n\n- Add a page\n",
		   "Update the runbook; Add a page");
}

static void what_is_passed_over_is_told(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      ACTIONS "- One\n\n### Checklist\n\n- [ ] Two\n\n"
		      "Key:\n\n- P0: now\n");
	assert_true(has_remark_at(&t, 7));
	done(&t);
	adopt(&t, "a.md",
	      ACTIONS "| Step | Command |\n|-|-|\n| stop it | x |\n");
	assert_true(has_remark_at(&t, 5));
	done(&t);
	adopt(&t, "a.md",
	      "# A\n\n## Summary\n\n"
	      "## Follow-Up Actions Taken\n\n- One\n");
	assert_true(has_remark(&t, "\"Follow-Up Actions Taken\" may list"));
	done(&t);
}

static void titles_tell_items_apart(void **state)
{
	(void)state;
	titles_are(ACTIONS "- **Lock file:** written after each deploy\n"
			   "- **Rule in GUIDE.md:** one\n"
			   "- **Rule in GUIDE.md:** two\n"
			   "- **Make it fast enough**: it is slow\n",
		   "Lock file: written after each deploy; Rule in GUIDE.md: "
		   "one; Rule in GUIDE.md: two; Make it fast enough");
	titles_are(ACTIONS
		   "1. Handle it. [Issue](https://example.com/issues/1)\n"
		   "2. Read it ([pull request](https://example.com/pull/2))\n"
		   "3. Write it, see [ticket](https://example.com/issues/3)\n"
		   "4. Fix [the issue](https://example.com/issues/4)\n",
		   "Handle it; Read it; Write it; Fix the issue");
	titles_are(ACTIONS
		   "### Builder\n\nLimit the memory.\n\n### Hub\n\n"
		   "Keep the pods\n\n### Raise the limit\n\nIt is low.\n"
		   "\n### Monitoring\n\nOwner: bob\n",
		   "Limit the memory; Keep the pods; Raise the limit");
	titles_are(ACTIONS "### Web tier\n\nLimit the memory.\n\n"
			   "### User pods\n\n- Keep them\n",
		   "Limit the memory; Keep them");
	titles_are(ACTIONS "### Add it\n\nIt would help.\n", "Add it");
}

static void a_cell_may_hold_a_list(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      ACTIONS
	      "| Issue | Owner | Action items | Docs |\n|-|-|-|-|\n"
	      "| Limit | @carol | * [ ] raise it | INC-2 |\n"
	      "| Alerts | @carol | * [x] add one<br>* [ ] two more | |\n");
	assert_int_equal(t.adopted.items, 3);
	item_is(&t, 0,
		"title: raise it, state: proposed, owner: carol, "
		"ticket: INC-2 |\nIssue: Limit");
	item_is(&t, 1,
		"title: add one, state: done, owner: carol |\n"
		"Issue: Alerts");
	item_is(&t, 2,
		"title: two more, state: proposed, owner: carol |\n"
		"Issue: Alerts");
	done(&t);

	/* A number at the end of a cell is no marker. */
	adopt(&t, "a.md", ACTIONS "| Action | Owner |\n|-|-|\n"
				  "| Raise<br>123456 | |\n");
	item_is(&t, 0, "title: Raise 123456, state: proposed");
	done(&t);
}

/* --- times --- */

static void times_of_several_incidents_are_not_joined(void **state)
{
	static const char *const texts[] = {
		/* parts of one timeline, far from each other */
		"# A\n\n## Timeline (UTC)\n\n### March 2, 2026\n\n"
		"- 21:47 incident detected\n\n### March 9, 2026\n\n"
		"- 21:31 incident resolved\n",
		/* on one day */
		"# A\n\n## Timeline (UTC)\n\n### First outage\n\n"
		"- 2026-03-02 10:00 outage started\n\n### Second outage\n\n"
		"- 2026-03-02 15:00 incident resolved\n",
		/* without headings */
		"# A\n\n## Timeline (UTC)\n\n"
		"- 2026-03-02 10:00 it broke\n"
		"- 2026-03-02 11:00 incident resolved\n"
		"- 2026-03-02 12:00 outage started\n",
		/* captions, and days in them */
		"# Two outages\n\n## Timeline (UTC)\n\n**2026-03-02**\n\n"
		"- 10:00 outage started\n\n**2026-03-03**\n\n"
		"- 12:30 incident resolved\n",
		/* two timelines, each with its end */
		"# A\n\n## One\n\n### Timeline (UTC)\n\n"
		"- 2026-03-02 10:00 outage started\n"
		"- 2026-03-02 10:10 all is restored\n\n## Two\n\n"
		"### Timeline (UTC)\n\n- 2026-03-02 12:30 incident resolved\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct adopting t;

		adopt(&t, "a.md", texts[i]);
		has_field(&t, PM_F_STARTED, NULL);
		has_field(&t, PM_F_DETECTED, NULL);
		has_field(&t, PM_F_RESOLVED, NULL);
		assert_true(has_remark(&t, "several incidents"));
		done(&t);
	}
}

static void a_night_does_not_make_two_incidents(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\n## Timeline (UTC)\n\n### 2026-03-02\n\n"
	      "- 22:00 outage started\n\n### 2026-03-03\n\n"
	      "- 01:30 incident resolved\n");
	has_field(&t, PM_F_STARTED, "2026-03-02T22:00Z");
	has_field(&t, PM_F_RESOLVED, "2026-03-03T01:30Z");
	done(&t);
}

static void labels_of_the_first_incident_are_taken_alone(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\n## One\n\nStarted: 2026-03-02 10:00 UTC\n\n"
	      "## Two\n\nStarted: 2026-03-05 10:00 UTC\n\n"
	      "Resolved: 2026-03-05 11:00 UTC\n");
	has_field(&t, PM_F_STARTED, "2026-03-02T10:00Z");
	has_field(&t, PM_F_RESOLVED, NULL);
	assert_true(has_remark(&t, "several incidents"));
	done(&t);
}

static void a_value_of_several_times_is_none(void **state)
{
	static const char *const values[] = {
		"between 09:50 and 10:00 UTC",
		"partially at 11:00 UTC",
		"10:10 UTC by customers, the alert at 10:25 UTC",
		"expected 12:00 UTC",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		struct adopting t;
		char text[200];

		snprintf(text, sizeof(text),
			 "# A\n\nDate: 2026-03-02\n\nDetected: %s" BODY,
			 values[i]);
		adopt(&t, "a.md", text);
		has_field(&t, PM_F_DETECTED, NULL);
		assert_true(has_remark_at(&t, 5));
		done(&t);
	}

	struct adopting t;

	/* One moment in two zones is one. */
	adopt(&t, "a.md",
	      "# A\n\nDetected: 2026-03-02 10:00 UTC (11:00 CET)" BODY);
	has_field(&t, PM_F_DETECTED, "2026-03-02T10:00Z");
	done(&t);

	adopt(&t, "a.md",
	      "# A\n\nStarted: 2026-03-02 10:00 UTC\n\n"
	      "Started: 2026-03-02 12:00 UTC\n\n"
	      "Resolved: 2026-03-02 12:30 UTC" BODY);
	has_field(&t, PM_F_STARTED, "2026-03-02T10:00Z");
	has_field(&t, PM_F_RESOLVED, NULL);
	done(&t);
}

static void what_is_said_of_one_list_is_not_said_of_the_next(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      ACTIONS "**Detect**\n\n- One\n\nThis, too:\n\n"
		      "- Two\n\n### Deployed services\n\n"
		      "- Three\n\n### Completed items\n\n- Four\n"
		      "\nThanks to:\n\n- Alice\n");
	assert_int_equal(t.adopted.items, 4);
	item_is(&t, 0, "title: One, state: proposed, type: detect");
	item_is(&t, 1, "title: Two, state: proposed");
	item_is(&t, 2, "title: Three, state: proposed");
	item_is(&t, 3, "title: Four, state: done");
	done(&t);

	adopt(&t, "a.md",
	      ACTIONS "- [x] Add it (2026-03-05)\n"
		      "- Test it (done, 2026-03-05)\n");
	item_is(&t, 0, "title: Add it (2026-03-05), state: done");
	item_is(&t, 1, "title: Test it, state: done");
	done(&t);
}

static void a_length_counts_from_the_start_or_not_at_all(void **state)
{
	static const char *const lengths[] = {
		"MTTR (detection to fix): 70 minutes",
		"MTTR: ~70 minutes (17:30 report to 18:40)",
		"Time to recovery: 70 minutes after detection",
		"MTTR: 70 minutes",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
		struct adopting t;
		char text[400];

		snprintf(text, sizeof(text),
			 "# A\n\n## Timeline (UTC)\n\n"
			 "- 2026-03-01 16:00 a change\n"
			 "- 2026-03-02 17:30 somebody reports it\n"
			 "- 2026-03-02 18:40 it works\n\n## Metrics\n\n- %s\n",
			 lengths[i]);
		adopt(&t, "a.md", text);
		has_field(&t, PM_F_STARTED, NULL);
		has_field(&t, PM_F_RESOLVED, NULL);
		done(&t);
	}
}

static void a_story_tells_of_many_things(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\n## Timeline (UTC)\n\n"
	      "- 2026-03-02 09:50 Discovery: a large transfer\n"
	      "- 2026-03-02 10:00 Started: the rollout\n"
	      "- 2026-03-02 10:10 Mitigation: restart it\n"
	      "- 2026-03-02 10:20 service is not restored\n"
	      "- 2026-03-02 10:30 incident resolved?\n"
	      "- 2026-03-02 10:40 waiting for the all clear\n"
	      "- 2026-03-02 10:50 Fixed: the first node\n");
	has_field(&t, PM_F_STARTED, NULL);
	has_field(&t, PM_F_DETECTED, NULL);
	has_field(&t, PM_F_MITIGATED, NULL);
	has_field(&t, PM_F_RESOLVED, NULL);
	done(&t);
}

static void an_entry_may_be_a_heading(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\n## Timeline\n\nAll times in GMT+2\n\n"
	      "### 2026-03-02 12:50\n\nStart of incident.\n\n"
	      "### 13:29\n\nWorkers are back. Incident ends.\n");
	has_field(&t, PM_F_STARTED, "2026-03-02T12:50+02:00");
	has_field(&t, PM_F_RESOLVED, "2026-03-02T13:29+02:00");
	done(&t);
}

static void a_choice_that_nobody_made_is_no_value(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\n**Severity:** SEV1 / SEV2 / SEV3\n\n"
	      "**Status:** Complete | Incomplete" BODY);
	has_field(&t, PM_F_SEVERITY, NULL);
	has_field(&t, PM_F_STATUS, "draft");
	assert_true(has_remark_at(&t, 3));
	assert_true(has_remark_at(&t, 5));
	done(&t);
	adopt(&t, "a.md",
	      "# A\n\n## Severity\n\n- [ ] SEV1\n- [x] SEV2\n\n"
	      "## Summary\n\nx\n");
	has_field(&t, PM_F_SEVERITY, "major");
	done(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_legend_lists_no_items),
		cmocka_unit_test(what_a_template_left_is_no_item),
		cmocka_unit_test(a_checklist_and_a_procedure_list_no_items),
		cmocka_unit_test(what_is_passed_over_is_told),
		cmocka_unit_test(titles_tell_items_apart),
		cmocka_unit_test(a_cell_may_hold_a_list),
		cmocka_unit_test(times_of_several_incidents_are_not_joined),
		cmocka_unit_test(a_night_does_not_make_two_incidents),
		cmocka_unit_test(labels_of_the_first_incident_are_taken_alone),
		cmocka_unit_test(a_value_of_several_times_is_none),
		cmocka_unit_test(
			what_is_said_of_one_list_is_not_said_of_the_next),
		cmocka_unit_test(a_length_counts_from_the_start_or_not_at_all),
		cmocka_unit_test(a_story_tells_of_many_things),
		cmocka_unit_test(an_entry_may_be_a_heading),
		cmocka_unit_test(a_choice_that_nobody_made_is_no_value),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
