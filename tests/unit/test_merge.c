/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <string.h>

#include "tests/unit/merging.h"

/* Fields of an item between its two lines, with a body. */
static void frame(struct pm_buf *out, const char *fields)
{
	pm_buf_reset(out);
	if (strncmp(fields, "!", 1))
		pm_buf_addf(out, "---\n%s---\n\nText.\n", fields);
	else
		pm_buf_addstr(out, fields + 1);
}

struct row {
	const char *base, *ours, *theirs; /* fields; "!" a whole file */
	const char *merged;
	const char *conflicts; /* "": none */
};

static void check(const struct row *row, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		struct pm_buf text[4] = { { 0 } }, fields = { 0 };
		struct pm_merged merged = { 0 };

		frame(&text[0], row[i].base);
		frame(&text[1], row[i].ours);
		frame(&text[2], row[i].theirs);
		frame(&text[3], row[i].merged);
		merge(&merged, text[0].ptr ? text[0].ptr : "", text[1].ptr,
		      text[2].ptr);
		for (size_t k = 0; k < merged.fields.nr; k++)
			pm_buf_addf(&fields, "%s%s", k ? " " : "",
				    merged.fields.item[k]);
		if (strcmp(pm_buf_str(&merged.text), pm_buf_str(&text[3])))
			fail_msg("row %zu is\n%s", i,
				 pm_buf_str(&merged.text));
		assert_string_equal(pm_buf_str(&fields), row[i].conflicts);
		assert_int_equal(merged.has_conflict, *row[i].conflicts != 0);
		pm_merged_release(&merged);
		pm_buf_release(&fields);
		for (int k = 0; k < 4; k++)
			pm_buf_release(&text[k]);
	}
}
#define CHECK(rows) check(rows, sizeof(rows) / sizeof(*(rows)))

static void different_fields_merge(void **state)
{
	static const struct row row[] = {
		/* Each in the bytes of who wrote it, order and comments ours. */
		{ "title: T\nowner: alice\ndue: 2026-12-01\n",
		  "due: 2026-12-01\ntitle: T\n# who\nowner: 'bob' # new\n",
		  "title: T\nowner: alice\ndue: \"2026-12-09\"   # frozen\n",
		  "due: \"2026-12-09\"   # frozen\ntitle: T\n"
		  "# who\nowner: 'bob' # new\n", "" },
		/* New ones behind what they stand behind there. */
		/* In the order of whoever changed it. */
		{ "title: T\n# who\nowner: a\ntype: detect\n",
		  "title: T\n# who\nowner: b\nteam: x\ntype: detect\n",
		  "type: detect\n# who\nowner: a\nticket: X\ntitle: T\n",
		  "type: detect\n# who\nowner: b\nticket: X\nteam: x\n"
		  "title: T\n", "" },
		{ "title: T\ndue: 2026-12-01\n",
		  "title: T\nteam: net\ndue: 2026-12-01\n",
		  "title: T\n# asked\nticket: X-1\ndue: 2026-12-01\ntype: detect\n",
		  "title: T\nteam: net\n# asked\nticket: X-1\ndue: 2026-12-01\n"
		  "type: detect\n", "" },
		{ "title: T\n", "title: T\n", "# first\nowner: a\ntitle: T\n",
		  "# first\nowner: a\ntitle: T\n", "" },
		/* Gone on one side, untouched on the other. */
		{ "title: T\nticket: X-1\ndue: 2026-12-01\n",
		  "title: T\nticket: X-1\ndue: 2026-12-02\n",
		  "title: T\ndue: 2026-12-01\n",
		  "title: T\ndue: 2026-12-02\n", "" },
		{ "title: T\nticket: X-1\ndue: 2026-12-01\n",
		  "title: T\ndue: 2026-12-01\n",
		  "title: T\nticket: X-1\ndue: 2026-12-02\n",
		  "title: T\ndue: 2026-12-02\n", "" },
		/* The same said twice is said. */
		{ "title: T\ndue: 2026-12-01\n", "title: T\ndue: '2026-12-05'\n",
		  "title: U\ndue: 2026-12-05\n", "title: U\ndue: '2026-12-05'\n",
		  "" },
		{ "title: T\ndue: 2026-12-01\n", "title: T\ndue: 2026-12-05\n",
		  "title: U\ndue: 2026-12-05 # agreed\n",
		  "title: U\ndue: 2026-12-05 # agreed\n", "" },
		/* A field left empty asks for nothing. */
		{ "title: T\nticket:\n", "title: U\n", "title: T\nticket: X\n",
		  "title: U\nticket: X\n", "" },
		/* Texts of several lines. */
		{ "reason: |+\n  a\n\nowner: a\n", "reason: |+\n  a\n\nowner: b\n",
		  "reason: |+\n  a\n\n\nowner: a\n",
		  "reason: |+\n  a\n\n\nowner: b\n", "" },
		{ "title: T\nreason: |\n  a\n\n  b\nowner: a\n",
		  "title: T\nreason: |\n  a\n\n  c\nowner: a\n",
		  "title: T\nreason: |\n  a\n\n  b\nowner: b\n",
		  "title: T\nreason: |\n  a\n\n  c\nowner: b\n", "" },
		/* Comments of theirs come with them, and so does what stands
		 * below the last field. */
		{ "title: T\nowner: a\n", "title: T\nowner: b\n",
		  "# the\ntitle: T\nowner: a\n# end\n",
		  "# the\ntitle: T\nowner: b\n# end\n", "" },
	};

	(void)state;
	CHECK(row);
}

static void a_field_that_both_changed_conflicts(void **state)
{
	static const struct row row[] = {
		{ "title: T\ndue: 2026-12-01\nteam: a\n",
		  "title: T\ndue: 2026-12-02\nteam: a\n",
		  "title: T\ndue: 2026-12-03 # late\nteam: b\n",
		  "title: T\n<<<<<<< ours\ndue: 2026-12-02\n=======\n"
		  "due: 2026-12-03 # late\n>>>>>>> theirs\nteam: b\n", "due" },
		/* Changed here, gone there. */
		{ "title: T\n# until\ndue: 2026-12-01\n",
		  "title: T\n# until\ndue: 2026-12-02\n", "title: U\n",
		  "title: U\n<<<<<<< ours\n# until\ndue: 2026-12-02\n=======\n"
		  ">>>>>>> theirs\n", "due" },
		{ "title: T\ndue: 2026-12-01\nteam: a\n", "title: U\nteam: a\n",
		  "title: T\ndue: 2026-12-02\nteam: a\n",
		  "title: U\n<<<<<<< ours\n=======\ndue: 2026-12-02\n"
		  ">>>>>>> theirs\nteam: a\n", "due" },
		/* The comment is somebody's words as well. */
		{ "due: 2026-12-01 # x\n", "due: 2026-12-02 # x\n",
		  "due: 2026-12-01 # y\n",
		  "<<<<<<< ours\ndue: 2026-12-02 # x\n=======\n"
		  "due: 2026-12-01 # y\n>>>>>>> theirs\n", "due" },
		/* Also above a text of several lines. */
		{ "reason: |-\n  a\n", "reason: b\n",
		  "reason: |-  # y\n  a\n",
		  "<<<<<<< ours\nreason: b\n=======\nreason: |-  # y\n  a\n"
		  ">>>>>>> theirs\n", "reason" },
		/* In a row, one pair of markers. */
		{ "title: T\nteam: a\nticket: x\ntype: detect\n",
		  "title: T\nteam: b\nticket: y\ntype: detect\n",
		  "title: T\nteam: c\nticket: z\ntype: detect\n",
		  "title: T\n<<<<<<< ours\nteam: b\nticket: y\n=======\n"
		  "team: c\nticket: z\n>>>>>>> theirs\ntype: detect\n",
		  "team ticket" },
		/* Both added a file. */
		{ "!", "title: T\nowner: a\n", "title: T\nowner: b\nteam: x\n",
		  "title: T\n<<<<<<< ours\nowner: a\n=======\nowner: b\n"
		  ">>>>>>> theirs\nteam: x\n", "owner" },
		/* With Windows' line ends. */
		{ "!---\r\ntitle: T\r\n---\r\n", "!---\r\ntitle: U\r\n---\r\n",
		  "!---\r\ntitle: V\r\n---\r\n",
		  "!---\r\n<<<<<<< ours\r\ntitle: U\r\n=======\r\n"
		  "title: V\r\n>>>>>>> theirs\r\n---\r\n", "title" },
	};

	(void)state;
	CHECK(row);
}

static void the_style_of_conflicts_may_show_the_base(void **state)
{
	static const struct row row[] = {
		{ "title: T\ndue: 2026-12-01\n", "title: T\ndue: 2026-12-02\n",
		  "title: T\ndue: 2026-12-03\n",
		  "title: T\n<<<<<<< ours\ndue: 2026-12-02\n||||||| base\n"
		  "due: 2026-12-01\n=======\ndue: 2026-12-03\n"
		  ">>>>>>> theirs\n", "due" },
		{ "!", "title: T\n", "title: U\n",
		  "<<<<<<< ours\ntitle: T\n||||||| base\n=======\ntitle: U\n"
		  ">>>>>>> theirs\n", "title" },
	};

	(void)state;
	with_base = true;
	CHECK(row);
	with_base = false;
}

static void lists_are_sets(void **state)
{
	static const struct row row[] = {
		{ "teams: [a]\n", "teams: [a, b]\n", "teams: [c, a]\n",
		  "teams: [a, b, c]\n", "" },
		{ "title: T\n", "title: T\nteams: [a, b]\n",
		  "title: T\nteams:\n  - b\n  - c\n",
		  "title: T\nteams: [a, b, c]\n", "" },
		{ "services:\n  - a # one\n  - b\n", "services:\n  - a # one\n"
		  "  - b\n  - c\n", "services:\n  - a # one\n  - b\n  - \"d: e\"\n",
		  "services:\n  - a # one\n  - b\n  - c\n  - \"d: e\"\n", "" },
		/* One adds, the other removes something else. */
		{ "teams: [a, b]\n", "teams: [a, b, c]\n", "teams: [a]\n",
		  "teams: [a, c]\n", "" },
		{ "teams: [a, b]\n", "teams: [a]\n", "teams: [x, a, b]\n",
		  "teams: [a, x]\n", "" },
		/* Another order is no change of a set. */
		{ "teams: [a, b]\n", "teams: [b, a]\n", "teams: [a, b, c]\n",
		  "teams: [b, a, c]\n", "" },
		/* One in the place of another; and nobody at all. */
		{ "teams: [a, b]\n", "teams: [a, c]\n", "teams: [a, b, d]\n",
		  "<<<<<<< ours\nteams: [a, c]\n=======\nteams: [a, b, d]\n"
		  ">>>>>>> theirs\n", "teams" },
		{ "teams: [a, b]\n", "teams: [a]\n", "teams: [b]\n",
		  "<<<<<<< ours\nteams: [a]\n=======\nteams: [b]\n"
		  ">>>>>>> theirs\n", "teams" },
		/* A comment would be lost: of theirs, or of both. */
		{ "teams: [a, # x\n  b]\n", "teams: [a, # x\n  b, c]\n",
		  "teams: [a, # x\n  b, d]\n",
		  "<<<<<<< ours\nteams: [a, # x\n  b, c]\n=======\n"
		  "teams: [a, # x\n  b, d]\n>>>>>>> theirs\n", "teams" },
		{ "teams:\n  - a\n", "teams:\n  - a\n  - b\n",
		  "teams:\n  - a\n  - c # late\n",
		  "<<<<<<< ours\nteams:\n  - a\n  - b\n=======\nteams:\n  - a\n"
		  "  - c # late\n>>>>>>> theirs\n", "teams" },
		{ "other: [a]\n", "other: [a, b]\n", "other: [a, c]\n",
		  "<<<<<<< ours\nother: [a, b]\n=======\nother: [a, c]\n"
		  ">>>>>>> theirs\n", "other" },
		{ "debrief:\n  attendees: [a]\n  date: 2026-12-01\n",
		  "debrief:\n  attendees: [a, b]\n  date: 2026-12-01\n",
		  "debrief:\n  attendees: [a, c]\n  date: 2026-12-02\n",
		  "debrief:\n  attendees: [a, b, c]\n  date: 2026-12-02\n", "" },
	};

	(void)state;
	CHECK(row);
}

static void maps_merge_by_key(void **state)
{
	static const struct row row[] = {
		{ "waivers:\n  a: x\n", "waivers:\n  a: x\n  b: y # ours\n",
		  "waivers: # why\n  # of theirs\n  c: z\n  a: w\n",
		  "waivers: # why\n  # of theirs\n  c: z\n  a: w\n"
		  "  b: y # ours\n", "" },
		{ "debrief:\n", "debrief:\n  date: 2026-12-01\n",
		  "debrief:\n  facilitator: a\n",
		  "debrief:\n  date: 2026-12-01\n  facilitator: a\n", "" },
		{ "title: T\n", "title: T\ndebrief:\n  date: 2026-12-01\n",
		  "title: T\ndebrief:\n  date: 2026-12-02\n  facilitator: a\n",
		  "title: T\ndebrief:\n<<<<<<< ours\n  date: 2026-12-01\n"
		  "=======\n  date: 2026-12-02\n>>>>>>> theirs\n"
		  "  facilitator: a\n", "debrief.date" },
		/* Written otherwise, the field is one thing. */
		{ "debrief: {date: 2026-12-01}\n",
		  "debrief: {date: 2026-12-02}\n",
		  "debrief: {date: 2026-12-01, facilitator: a}\n",
		  "<<<<<<< ours\ndebrief: {date: 2026-12-02}\n=======\n"
		  "debrief: {date: 2026-12-01, facilitator: a}\n"
		  ">>>>>>> theirs\n", "debrief" },
		{ "debrief:\n  date: 2026-12-01\n",
		  "debrief:\n    date: 2026-12-01\n    recording: x\n",
		  "debrief:\n  date: 2026-12-02\n",
		  "<<<<<<< ours\ndebrief:\n    date: 2026-12-01\n"
		  "    recording: x\n=======\ndebrief:\n  date: 2026-12-02\n"
		  ">>>>>>> theirs\n", "debrief" },
		{ "debrief: {date: 2026-12-01}\n",
		  "debrief: {date: 2026-12-02, facilitator: a}\n",
		  "debrief:\n  facilitator: a\n  date: 2026-12-02\n",
		  "debrief: {date: 2026-12-02, facilitator: a}\n", "" },
	};

	(void)state;
	CHECK(row);
}

#define P "title: T\nstate: proposed\nowner: alice\ndue: 2026-12-01\n"

static void a_promise_is_state_owner_and_day_together(void **state)
{
	static const struct row row[] = {
		/* Accepted here, declined there. */
		{ P, "title: T\nstate: accepted\nowner: alice\ndue: 2026-12-01\n",
		  "title: T\nstate: declined\nowner: alice\ndue: 2026-12-01\n"
		  "reason: no\n",
		  "title: T\n<<<<<<< ours\nstate: accepted\n=======\n"
		  "state: declined\n>>>>>>> theirs\nowner: alice\n"
		  "due: 2026-12-01\n<<<<<<< ours\n=======\nreason: no\n"
		  ">>>>>>> theirs\n", "state reason" },
		/* Two steps of one path are still two answers. */
		{ P, "title: T\nstate: accepted\nowner: alice\ndue: 2026-12-01\n",
		  "title: T\nstate: in-progress\nowner: alice\n"
		  "due: 2026-12-01\n",
		  "title: T\n<<<<<<< ours\nstate: accepted\n=======\n"
		  "state: in-progress\n>>>>>>> theirs\nowner: alice\n"
		  "due: 2026-12-01\n", "state" },
		/* Accepted by alice here, handed to bob there. */
		{ P, "title: T\nstate: accepted\nowner: alice\ndue: 2026-12-01\n",
		  "title: T\nstate: proposed\nowner: bob\ndue: 2026-12-01\n",
		  "title: T\n<<<<<<< ours\nstate: accepted\nowner: alice\n"
		  "=======\nstate: proposed\nowner: bob\n>>>>>>> theirs\n"
		  "due: 2026-12-01\n", "state owner" },
		/* Both accepted, one for another day. */
		{ P, "title: T\nstate: accepted\nowner: alice\ndue: 2026-12-01\n",
		  "title: T\nstate: accepted\nowner: alice\ndue: 2026-12-09\n",
		  "title: T\nstate: accepted\nowner: alice\n<<<<<<< ours\n"
		  "due: 2026-12-01\n=======\ndue: 2026-12-09\n>>>>>>> theirs\n",
		  "due" },
		/* Declined here, moved there. */
		{ "state: accepted\ndue: 2026-12-01\n",
		  "state: declined\ndue: 2026-12-01\nreason: no\n",
		  "state: accepted\ndue: 2026-12-09\n",
		  "<<<<<<< ours\nstate: declined\ndue: 2026-12-01\nreason: no\n"
		  "=======\nstate: accepted\ndue: 2026-12-09\n>>>>>>> theirs\n",
		  "state due reason" },
		/* Reopened there, evidence corrected here. */
		{ "state: done\nevidence: x\n", "state: done\nevidence: y\n",
		  "state: accepted\n",
		  "<<<<<<< ours\nstate: done\nevidence: y\n=======\n"
		  "state: accepted\n>>>>>>> theirs\n", "state evidence" },
		/* Done is a fact: a new day or owner does not undo it. */
		{ "state: accepted\ndue: 2026-12-01\n",
		  "state: done\ndue: 2026-12-01\nevidence: x\n",
		  "state: accepted\ndue: 2026-12-09\n",
		  "state: done\ndue: 2026-12-09\nevidence: x\n", "" },
		/* Anything else goes with either. */
		{ P, "title: T\nstate: accepted\nowner: alice\ndue: 2026-12-01\n",
		  "title: U\nstate: proposed\nowner: alice\ndue: 2026-12-01\n"
		  "priority: high\n",
		  "title: U\nstate: accepted\nowner: alice\ndue: 2026-12-01\n"
		  "priority: high\n", "" },
	};

	(void)state;
	CHECK(row);
}

static void a_base_with_conflicts_of_its_own_decides_nothing(void **state)
{
	static const struct row row[] = {
		{ "title: T\n<<<<<<<<< a\ndue: 2026-12-01\n=========\n"
		  "due: 2026-12-02\n>>>>>>>>> b\nteam: a\n",
		  "title: T\ndue: 2026-12-01\nteam: b\n",
		  "title: U\ndue: 2026-12-02\nteam: a\n",
		  "title: U\n<<<<<<< ours\ndue: 2026-12-01\n=======\n"
		  "due: 2026-12-02\n>>>>>>> theirs\nteam: b\n", "due" },
		{ "title: T\n<<<<<<<<< a\ndue: 2026-12-01\n=========\n"
		  "due: 2026-12-02\n>>>>>>>>> b\nteam: a\n",
		  "title: T\ndue: 2026-12-02\nteam: b\n",
		  "title: U\ndue: 2026-12-02\nteam: a\n",
		  "title: U\ndue: 2026-12-02\nteam: b\n", "" },
		/* Which of the two took it out is not known either. */
		{ "title: T\n<<<<<<< a\ndue: 2026-12-01\n=======\n>>>>>>> b\n",
		  "title: T\n", "title: U\ndue: 2026-12-01\n",
		  "title: U\n<<<<<<< ours\n=======\ndue: 2026-12-01\n"
		  ">>>>>>> theirs\n", "due" },
		{ "debrief:\n<<<<<<< a\n  date: 2026-12-01\n=======\n"
		  "  date: 2026-12-02\n>>>>>>> b\n  recording: x\nteam: a\n",
		  "debrief:\n  date: 2026-12-01\n  recording: x\nteam: a\n",
		  "debrief:\n  date: 2026-12-02\n  recording: x\nteam: b\n",
		  "<<<<<<< ours\ndebrief:\n  date: 2026-12-01\n  recording: x\n"
		  "=======\ndebrief:\n  date: 2026-12-02\n  recording: x\n"
		  ">>>>>>> theirs\nteam: b\n", "debrief" },
	};

	(void)state;
	CHECK(row);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(different_fields_merge),
		cmocka_unit_test(a_field_that_both_changed_conflicts),
		cmocka_unit_test(the_style_of_conflicts_may_show_the_base),
		cmocka_unit_test(lists_are_sets),
		cmocka_unit_test(maps_merge_by_key),
		cmocka_unit_test(a_promise_is_state_owner_and_day_together),
		cmocka_unit_test(
			a_base_with_conflicts_of_its_own_decides_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
