/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "view/change_text.h"

#define FIELD(f, b, a)                                             \
	{ .kind = PM_CHANGE_FIELD, .field = (f), .before = (b), .after = (a) }
#define SECTION(s, b, a)                                       \
	{ .kind = PM_CHANGE_SECTION, .section = (s), .before = (b), \
	  .after = (a) }
#define ARROW " \xe2\x86\x92 "
#define MINUS "\xe2\x88\x92"

static void a_change_reads_like_a_sentence(void **state)
{
	static const struct {
		struct pm_change change;
		const char *expected;
	} cases[] = {
		{ { .kind = PM_CHANGE_ADDED }, "added" },
		{ { .kind = PM_CHANGE_REMOVED }, "removed" },
		{ { .kind = PM_CHANGE_MOVED, .before = "a/x.md",
		    .after = "b/x.md" },
		  "moved from a/x.md" },
		{ { .kind = PM_CHANGE_BODY }, "rewrote the text" },
		{ { .kind = PM_CHANGE_UNREADABLE },
		  "front matter cannot be read" },
		{ SECTION("Impact", "Impact", "Impact"), "rewrote Impact" },
		{ SECTION("Impact", NULL, "Impact"),
		  "added the section Impact" },
		{ SECTION("Impact", "Impact", NULL),
		  "removed the section Impact" },
		{ FIELD(PM_F_DUE, "2026-12-05", "2026-12-19"),
		  "due 2026-12-05" ARROW "2026-12-19, 14 days later" },
		{ FIELD(PM_F_DUE, "2026-12-05", "2026-12-04"),
		  "due 2026-12-05" ARROW "2026-12-04, 1 day earlier" },
		{ FIELD(PM_F_DUE, NULL, "2026-12-05"),
		  "due 2026-12-05 (set)" },
		{ FIELD(PM_F_DUE, "2026-12-05", NULL),
		  "due 2026-12-05 removed" },
		{ FIELD(PM_F_DUE, "soon", "2026-12-05"),
		  "due soon" ARROW "2026-12-05" },
		{ FIELD(PM_F_OWNER, "alice", "bob"),
		  "owner alice" ARROW "bob" },
		{ FIELD(PM_F_STATE, "accepted", "in-progress"),
		  "state accepted" ARROW "in-progress" },
		{ FIELD(PM_F_STATE, NULL, "accepted"),
		  "state proposed" ARROW "accepted" },
		{ FIELD(PM_F_STATE, NULL, "proposed"),
		  "state proposed (set)" },
		{ FIELD(PM_F_STATUS, NULL, "in-review"),
		  "status draft" ARROW "in-review" },
		{ FIELD(PM_F_TITLE, "A b", "C"),
		  "title \"A b\"" ARROW "C" },
		{ FIELD(PM_F_TEAMS, "search, web", "web, payments"),
		  "teams +payments " MINUS "search" },
		{ FIELD(PM_F_TEAMS, NULL, "web, payments"),
		  "teams +web +payments" },
		{ FIELD(PM_F_TEAMS, "a, b", "b, a"),
		  "teams in another order" },
		{ FIELD(PM_F_DEBRIEF_ATTENDEES, "alice", NULL),
		  "debrief attendees " MINUS "alice" },
		{ FIELD(PM_F_WAIVERS, NULL, "timeline-order: one line only"),
		  "waivers +timeline-order: one line only" },
		{ FIELD(PM_F_DETECTED, "2026-11-21T14:32:00Z",
			"2026-11-21T14:40:00Z"),
		  "detected 2026-11-21T14:32:00Z" ARROW
		  "2026-11-21T14:40:00Z, 8 min later" },
	};
	struct pm_buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		pm_buf_reset(&out);
		pm_change_text(&out, &cases[i].change);
		assert_string_equal(pm_buf_str(&out), cases[i].expected);
	}
	pm_buf_release(&out);
}

#define MOST 4

static void a_subject_says_the_most_telling_first(void **state)
{
	static const struct {
		struct pm_change change[MOST];
		size_t nr;
		const char *expected;
	} cases[] = {
		{ { { 0 } }, 0, "edit" },
		{ { { .kind = PM_CHANGE_ADDED },
		    FIELD(PM_F_STATE, NULL, "accepted") },
		  2, "add" },
		{ { { .kind = PM_CHANGE_REMOVED } }, 1, "remove" },
		{ { { .kind = PM_CHANGE_MOVED, .before = "a" } }, 1, "move" },
		{ { FIELD(PM_F_STATE, "proposed", "accepted"),
		    FIELD(PM_F_DUE, NULL, "2026-12-05") },
		  2, "accept" },
		{ { FIELD(PM_F_STATE, NULL, "accepted") }, 1, "accept" },
		{ { FIELD(PM_F_STATE, "accepted", "in-progress") }, 1,
		  "start" },
		{ { FIELD(PM_F_STATE, "in-progress", "accepted") }, 1,
		  "pause" },
		{ { FIELD(PM_F_STATE, "in-progress", "done"),
		    FIELD(PM_F_EVIDENCE, NULL, "abc1234") },
		  2, "done" },
		{ { FIELD(PM_F_STATE, "proposed", "declined") }, 1,
		  "decline" },
		{ { FIELD(PM_F_STATE, "done", "accepted") }, 1, "reopen" },
		{ { FIELD(PM_F_STATE, "declined", "proposed") }, 1,
		  "reopen" },
		{ { FIELD(PM_F_STATUS, NULL, "in-review") }, 1,
		  "advance to in-review" },
		{ { FIELD(PM_F_STATUS, "closed", "reviewed") }, 1,
		  "back to reviewed" },
		{ { FIELD(PM_F_DUE, "2026-12-05", "2026-12-19") }, 1,
		  "postpone to 2026-12-19" },
		{ { FIELD(PM_F_DUE, "2026-12-05", "2026-12-01") }, 1,
		  "bring forward to 2026-12-01" },
		{ { FIELD(PM_F_DUE, NULL, "2026-12-01") }, 1,
		  "due 2026-12-01" },
		{ { FIELD(PM_F_DUE, "2026-12-05", NULL) }, 1,
		  "drop the due date" },
		{ { FIELD(PM_F_OWNER, "alice", "bob") }, 1,
		  "assign to bob" },
		{ { FIELD(PM_F_OWNER, "alice", NULL) }, 1, "unassign" },
		{ { FIELD(PM_F_OWNER, "alice", "bob"),
		    FIELD(PM_F_DUE, "2026-12-05", "2026-12-19") },
		  2, "postpone to 2026-12-19 and assign to bob" },
		{ { FIELD(PM_F_TEAM, "a", "b"),
		    FIELD(PM_F_PRIORITY, NULL, "high") },
		  2, "change team and priority" },
		{ { FIELD(PM_F_TITLE, "a", "b"), FIELD(PM_F_TEAM, "a", "b"),
		    FIELD(PM_F_TYPE, NULL, "detect"),
		    FIELD(PM_F_PRIORITY, NULL, "high") },
		  4, "change 4 fields" },
		{ { SECTION("Impact", "Impact", "Impact") }, 1,
		  "rewrite Impact" },
		{ { SECTION("Impact", "Impact", "Impact"),
		    SECTION("Summary", NULL, "Summary") },
		  2, "rewrite 2 sections" },
		{ { { .kind = PM_CHANGE_BODY } }, 1, "rewrite the text" },
	};
	struct pm_buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_changes list = { 0 };

		for (size_t c = 0; c < cases[i].nr; c++)
			pm_changes_add(&list, cases[i].change[c]);
		pm_buf_reset(&out);
		pm_changes_subject(&out, &list);
		assert_string_equal(pm_buf_str(&out), cases[i].expected);
		pm_changes_release(&list);
	}
	pm_buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_change_reads_like_a_sentence),
		cmocka_unit_test(a_subject_says_the_most_telling_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
