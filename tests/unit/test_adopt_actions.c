/* SPDX-License-Identifier: MIT */
#include "tests/unit/adopting.h"

static void bullets_become_items(void **state)
{
	static const struct line line[] = {
		{ "- Add an alert.", "title: Add an alert, state: proposed" },
		{ "* Add `x` to [y](https://example.com/y)",
		  "title: Add x to y, state: proposed" },
		{ "1. Add an alert", "title: Add an alert, state: proposed" },
		{ "- **Add an alert**: it would have told us",
		  "title: Add an alert, state: proposed |\n"
		  "it would have told us" },
		{ "- **Add an alert.** It would have told us",
		  "title: Add an alert, state: proposed |\n"
		  "It would have told us" },
		{ "- _Optional_: clean up",
		  "title: \"Optional: clean up\", state: proposed" },
		{ "- **Never** deploy on Friday",
		  "title: Never deploy on Friday, state: proposed" },
		{ "- TODO: add an alert",
		  "title: add an alert, state: proposed" },
		{ "- Add an alert\n  - for disks\n  - for `cpu`",
		  "title: Add an alert, state: proposed |\n"
		  "- for disks\n- for `cpu`" },
		{ "- Add an alert\n\n  It pages.\n\n      code\n",
		  "title: Add an alert, state: proposed |\n"
		  "It pages.\n\n    code" },
		{ "- https://example.com/issues/5",
		  "title: See example.com/issues/5, state: proposed, "
		  "ticket: https://example.com/issues/5" },
	};

	(void)state;
	CHECK_LINES(line);
}

static void a_long_text_is_cut_at_a_word_and_kept_below(void **state)
{
	static const struct line line[] = {
		{ "- Make sure that every service that depends on the queue "
		  "notices when it is stuck for longer",
		  "title: Make sure that every service that depends on the "
		  "queue notices when it is…, state: proposed |\n"
		  "Make sure that every service that depends on the queue "
		  "notices when it is stuck for longer" },
		{ "- Make the queue notice that it is stuck. Nobody could "
		  "tell from outside that it was.",
		  "title: Make the queue notice that it is stuck, "
		  "state: proposed |\n"
		  "Make the queue notice that it is stuck. Nobody could tell "
		  "from outside that it was." },
		{ "- Make every service that depends on the queue notice it "
		  "(as the mail service does by probing)",
		  "title: Make every service that depends on the queue notice "
		  "it, state: proposed |\n"
		  "Make every service that depends on the queue notice it (as "
		  "the mail service does by probing)" },
	};

	(void)state;
	CHECK_LINES(line);
}

static void states_are_read(void **state)
{
	static const struct line line[] = {
		{ "- [x] Add it", "title: Add it, state: done" },
		{ "- [ ] Add it", "title: Add it, state: proposed" },
		{ "- Add it (done)", "title: Add it, state: done" },
		{ "- Add it - DONE", "title: Add it, state: done" },
		{ "- [DONE] Add it", "title: Add it, state: done" },
		{ "- ✅ Add it", "title: Add it, state: done" },
		{ "- ~~Add it~~", "title: Add it, state: done" },
		{ "- ~~Add it~~ (won't do)", "title: Add it, state: declined" },
		{ "- Add it (won't do: too slow, too dear)",
		  "title: Add it, state: declined, reason: too slow, too "
		  "dear" },
		{ "- Add it. Status: in progress. Owner: Carol",
		  "title: Add it, state: in-progress, owner: Carol" },
		{ "- Add it (in progress)", "title: Add it, state: proposed" },
		{ "- Add it (accepted, @carol)",
		  "title: Add it, state: accepted, owner: carol" },
		{ "- [x] Add it https://example.com/r/pull/7",
		  "title: Add it https://example.com/r/pull/7, state: done, "
		  "evidence: https://example.com/r/pull/7" },
	};

	(void)state;
	CHECK_LINES(line);
}

static void owners_are_read_where_the_form_says_so(void **state)
{
	static const struct line line[] = {
		{ "- Add it (@erin)", "title: Add it, state: proposed, "
				      "owner: erin" },
		{ "- Add it @erin", "title: Add it, state: proposed, "
				    "owner: erin" },
		{ "- Add it @erin #123", "title: Add it, state: proposed, "
					 "owner: erin, ticket: \"#123\"" },
		{ "- Add it @erin, OPS-12", "title: Add it, state: proposed, "
					    "owner: erin, ticket: OPS-12" },
		{ "- Ask @erin #now", "title: \"Ask @erin #now\", "
				      "state: proposed" },
		{ "- @erin to add it", "title: Add it, state: proposed, "
				       "owner: erin" },
		{ "- Add it. Owner: Erin Ek",
		  "title: Add it, state: proposed, owner: Erin Ek" },
		{ "- Add it (owner: Bob Brown)",
		  "title: Add it, state: proposed, owner: bob" },
		{ "- Add it [alice]", "title: Add it, state: proposed, "
				      "owner: alice" },
		{ "- Add it [infra]", "title: Add it [infra], "
				      "state: proposed" },
		{ "- Add it — Erin", "title: Add it, state: proposed, "
				     "owner: Erin" },
		{ "- Add it - Carol", "title: Add it, state: proposed, "
				      "owner: Carol" },
		{ "- Add it - Grafana", "title: Add it - Grafana, "
					"state: proposed" },
		{ "- Add it (Dave)", "title: Add it, state: proposed, "
				     "owner: Dave" },
		{ "- Add it (Grafana)", "title: Add it (Grafana), "
					"state: proposed" },
		{ "- Carol: add it", "title: add it, state: proposed, "
				     "owner: Carol" },
		{ "- Alice to add it", "title: Alice to add it, "
				       "state: proposed, owner: alice" },
		{ "- Ask @erin about it", "title: Ask @erin about it, "
					  "state: proposed" },
		{ "- Add it (Erin, 2021-03-04)",
		  "title: Add it, state: proposed, due: 2021-03-04, "
		  "owner: Erin" },
		{ "- Add it (Carol and Dave)",
		  "title: Add it (Carol and Dave), state: proposed" },
		{ "- Add it. Owner: platform team",
		  "title: Add it, state: proposed, team: platform team" },
		{ "- Add it (Carol call for meeting)",
		  "title: Add it (Carol call for meeting), "
		  "state: proposed, owner: Carol" },
		{ "- Add it\n  - Owner: Erin\n  - Due: 1 March",
		  "title: Add it, state: proposed, due: 2021-03-01, "
		  "owner: Erin" },
		{ "- Add it (Owner: TBD)", "title: Add it, state: proposed" },
	};

	(void)state;
	CHECK_LINES(line);
}

static void a_name_in_prose_is_told_and_not_taken(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\n## Action items\n\n"
	      "- Talk about it (Erin call for meeting)\n");
	item_is(&t, 0,
		"title: Talk about it (Erin call for meeting), "
		"state: proposed");
	assert_true(has_remark_at(&t, 5));
	done(&t);
}

static void days_are_read(void **state)
{
	static const struct line line[] = {
		{ "- Add it, due 2021-03-01",
		  "title: Add it, state: proposed, due: 2021-03-01" },
		{ "- Add it by 1 March",
		  "title: Add it, state: proposed, due: 2021-03-01" },
		{ "- Add it by January 15th",
		  "title: Add it, state: proposed, due: 2022-01-15" },
		{ "- Add it (ETA: 01.03.2021)",
		  "title: Add it, state: proposed, due: 2021-03-01" },
		{ "- Add it (deadline 2021/03/01)",
		  "title: Add it, state: proposed, due: 2021-03-01" },
		{ "- Add it by the end of Q2",
		  "title: Add it by the end of Q2, state: proposed" },
		{ "- Repeat what we did on 2021-01-05 again",
		  "title: Repeat what we did on 2021-01-05 again, "
		  "state: proposed" },
	};

	(void)state;
	CHECK_LINES(line);
}

static void tickets_types_and_priorities_are_read(void **state)
{
	static const struct line line[] = {
		{ "- OPS-12: add it", "title: add it, state: proposed, "
				      "ticket: OPS-12" },
		{ "- [OPS-12](https://example.com/browse/OPS-12) Add it",
		  "title: Add it, state: proposed, "
		  "ticket: https://example.com/browse/OPS-12" },
		{ "- Add it (#123)", "title: Add it, state: proposed, "
				     "ticket: \"#123\"" },
		{ "- Add it, see https://example.com/issues/5",
		  "title: Add it, see https://example.com/issues/5, "
		  "state: proposed, ticket: https://example.com/issues/5" },
		{ "- Read https://example.com/docs/a.md",
		  "title: Read https://example.com/docs/a.md, "
		  "state: proposed" },
		{ "- Check UTF-8 and SHA-256",
		  "title: Check UTF-8 and SHA-256, state: proposed" },
		{ "- [P1] Add it (prevent)",
		  "title: Add it, state: proposed, type: prevent, "
		  "priority: high" },
		{ "- Detection: add it",
		  "title: add it, state: proposed, type: detect" },
		{ "- **Mitigate:** add it",
		  "title: add it, state: proposed, type: mitigate" },
	};

	(void)state;
	CHECK_LINES(line);
}

static void placeholders_make_no_item(void **state)
{
	static const struct line line[] = {
		{ "-", NULL },
		{ "- TBD", NULL },
		{ "- ...", NULL },
		{ "- N/A", NULL },
		{ "- <action>", NULL },
		{ "- Action item 1", NULL },
		{ "- [ ]", NULL },
		{ "None.", NULL },
		{ "N/A: nothing to do", NULL },
		{ "<!-- - Add it -->", NULL },
		{ "```\n- Add it\n```", NULL },
		{ "| Action | Owner |\n|---|---|\n| | |\n| TBD | x |", NULL },
	};

	(void)state;
	CHECK_LINES(line);
}

static void tables_go_by_their_headers(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\n## Follow-ups\n\n"
	      "| # | Action item | Type (prevent/detect) | Who | Due date | "
	      "Bug # | Status | Notes |\n|-|-|-|-|-|-|-|-|\n"
	      "| 1 | Add **an** alert | prevent | @carol | 4 March 2021 | "
	      "[OPS-1](https://example.com/OPS-1) | Done | `x` \\| y |\n"
	      "| 2 | Raise it | Other | Web team | soon | n/a **TODO** | "
	      "wontfix | |\n"
	      "| 3 | Drop it | | Carol, Dave | | Bug 77 | WIP | |\n");
	assert_int_equal(t.adopted.items, 3);
	item_is(&t, 0,
		"title: Add an alert, state: done, due: 2021-03-04, "
		"owner: carol, type: prevent, "
		"ticket: https://example.com/OPS-1 |\n"
		"Notes: `x` \\| y");
	item_is(&t, 1,
		"title: Raise it, state: declined, team: Web team |\n"
		"Type (prevent/detect): Other\nDue date: soon");
	item_is(&t, 2, "title: Drop it, state: proposed, ticket: Bug 77");
	assert_true(has_remark(&t, "due \"soon\""));
	assert_true(has_remark(&t, "\"Carol, Dave\" are several people"));
	assert_true(has_remark(&t, "in-progress, but nobody owns it"));
	done(&t);
}

static void a_table_of_something_else_is_left_alone(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\n## Action items\n\n- One\n\n"
	      "| Priority | Due |\n|-|-|\n| P1 | 15 days |\n");
	assert_int_equal(t.adopted.items, 1);
	done(&t);
}

static void groups_say_something_about_their_items(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\n## Action items\n\n### Prevention\n\n- One\n\n"
	      "**Detection**\n\n- Two\n\n### Done\n\n- Three\n\n"
	      "### Storage\n\n- Four\n\n### Lessons\n\n- Five\n");
	assert_int_equal(t.adopted.items, 4);
	item_is(&t, 0, "title: One, state: proposed, type: prevent");
	item_is(&t, 1, "title: Two, state: proposed, type: detect");
	item_is(&t, 2, "title: Three, state: done");
	item_is(&t, 3, "title: Four, state: proposed");
	done(&t);

	adopt(&t, "a.md",
	      "# A\n\n## Action items\n\n- Detect:\n  - One\n"
	      "- Mitigate\n  - Two\n- Three\n");
	assert_int_equal(t.adopted.items, 3);
	item_is(&t, 0, "title: One, state: proposed, type: detect");
	item_is(&t, 1, "title: Two, state: proposed, type: mitigate");
	item_is(&t, 2, "title: Three, state: proposed");
	done(&t);
}

static void a_heading_for_each_item_is_read(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\n## Action items\n\n### Add an alert (@carol)\n\n"
	      "It would have told us.\n\n- for disks\n\n### Test it\n\n"
	      "Owner: Dave\nDue: 2021-05-06\n\n### Write it down\n\n"
	      "- Owner: Erin\n- Ticket: OPS-3\n- in the wiki\n");
	assert_int_equal(t.adopted.items, 3);
	item_is(&t, 0,
		"title: Add an alert, state: proposed, owner: carol |\n"
		"It would have told us.\n\n- for disks");
	item_is(&t, 1,
		"title: Test it, state: proposed, due: 2021-05-06, "
		"owner: Dave");
	item_is(&t, 2,
		"title: Write it down, state: proposed, owner: Erin, "
		"ticket: OPS-3 |\n- in the wiki");
	done(&t);
}

static void paragraphs_are_items_only_when_they_say_so(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md", "# A\n\n## Next steps\n\nWe will think about it.\n");
	assert_int_equal(t.adopted.items, 0);
	assert_true(has_remark(&t, "holds prose and no list"));
	assert_true(has_remark_at(&t, 5));
	done(&t);

	/* What our template writes is no prose. */
	adopt(&t, "a.md",
	      "# A\n\n## Summary\n\nIt fell.\n\n"
	      "## Action items\n\n[Action items](actions/)\n");
	assert_int_equal(t.adopted.items, 0);
	assert_false(has_remark(&t, "holds prose"));
	done(&t);

	adopt(&t, "a.md",
	      "# A\n\n## Next steps\n\nThis is planned:\n\n"
	      "**Add it.** Soon.\n\n• One\n• Two\n");
	assert_int_equal(t.adopted.items, 3);
	item_is(&t, 0, "title: Add it, state: proposed |\nSoon.");
	item_is(&t, 1, "title: One, state: proposed");
	done(&t);
}

static void items_without_a_heading_are_found(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\n## Summary\n\nx\n\n**Action items:**\n\n"
	      "- One\n- Two\n\n**Thanks**\n\n- to all\n");
	assert_int_equal(t.adopted.items, 2);
	item_is(&t, 1, "title: Two, state: proposed");
	done(&t);

	adopt(&t, "a.md",
	      "# A\n\n## Remediation\n\n- it ran again\n"
	      "- [ ] One\n- [x] Two\n\n| Time | Event |\n|-|-|\n"
	      "| 10:00 | x |\n\n| Task | Who |\n|-|-|\n"
	      "| Three | @carol |\n");
	assert_int_equal(t.adopted.items, 3);
	item_is(&t, 1, "title: Two, state: done");
	item_is(&t, 2, "title: Three, state: proposed, owner: carol");
	assert_true(has_remark(&t, "taken from checkboxes"));
	done(&t);

	adopt(&t, "a.md", "# A\n\n## Remediation\n\n- it ran again\n");
	assert_int_equal(t.adopted.items, 0);
	assert_true(has_remark(&t, "no section lists action items"));
	done(&t);
}

static void names_are_unique_and_safe(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\n## Action items\n\n- Add it\n- Add it!\n"
	      "- ADD IT\n- Größe ändern\n- ../../etc/passwd\n");
	assert_int_equal(t.adopted.items, 5);
	assert_string_equal(t.adopted.item[0].name, "add-it");
	assert_string_equal(t.adopted.item[1].name, "add-it-2");
	assert_string_equal(t.adopted.item[2].name, "add-it-3");
	assert_string_equal(t.adopted.item[3].name, "größe-ändern");
	assert_string_equal(t.adopted.item[4].name, "etc-passwd");
	done(&t);
}

static void every_item_is_a_sound_record(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\n## Action items\n\n- \"quoted\": and #hash\n"
	      "- a\xe2\x80\xaehidden\xe2\x80\x8b one\n- *x* & [y] {z} | > w\n"
	      "- title: yes (by 2021-01-02)\n- true and only 1\n");
	assert_int_equal(t.adopted.items, 5);
	for (size_t i = 0; i < t.adopted.items; i++) {
		struct pm_record record = { .kind = PM_ACTION,
					    .id = "a/b",
					    .path = "b.md" };

		pm_record_read(&record, &t.arena, t.adopted.item[i].text,
			       t.adopted.item[i].len, &t.policy, PM_READ_BODY);
		assert_true(record.is_read);
		assert_non_null(pm_record_text(&record, PM_F_TITLE));
		for (size_t k = 0; k < record.problems.nr; k++) {
			if (record.problems.item[k].kind !=
			    PM_PROBLEM_HIDDEN_PROSE)
				fail_msg("%s\n%s",
					 record.problems.item[k].message,
					 t.adopted.item[i].text);
		}
	}
	done(&t);
}

static void a_thousand_items_are_enough(void **state)
{
	struct pm_buf text = { 0 };
	struct adopting t;

	(void)state;
	pm_buf_addstr(&text, "# A\n\n## Action items\n\n");
	for (int i = 0; i < 1002; i++)
		pm_buf_addf(&text, "- Item of number %d\n", i);
	adopt(&t, "a.md", text.ptr);
	assert_int_equal(t.adopted.items, 1000);
	assert_true(has_remark(&t, "more than 1000 action items"));
	done(&t);
	pm_buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bullets_become_items),
		cmocka_unit_test(a_long_text_is_cut_at_a_word_and_kept_below),
		cmocka_unit_test(states_are_read),
		cmocka_unit_test(owners_are_read_where_the_form_says_so),
		cmocka_unit_test(a_name_in_prose_is_told_and_not_taken),
		cmocka_unit_test(days_are_read),
		cmocka_unit_test(tickets_types_and_priorities_are_read),
		cmocka_unit_test(placeholders_make_no_item),
		cmocka_unit_test(tables_go_by_their_headers),
		cmocka_unit_test(a_table_of_something_else_is_left_alone),
		cmocka_unit_test(groups_say_something_about_their_items),
		cmocka_unit_test(a_heading_for_each_item_is_read),
		cmocka_unit_test(paragraphs_are_items_only_when_they_say_so),
		cmocka_unit_test(items_without_a_heading_are_found),
		cmocka_unit_test(names_are_unique_and_safe),
		cmocka_unit_test(every_item_is_a_sound_record),
		cmocka_unit_test(a_thousand_items_are_enough),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
