/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <string.h>

#include "tests/unit/merging.h"

/* The ledger of a record, merged by event: snapshot/merge.h. */

#define P2 "2026-12-01 alice: proposed, owner bob\n"
#define A2 "2026-12-02 bob: accepted, due 2027-01-10\n"
#define P "- " P2
#define A "- " A2
#define S "- 2026-12-03 bob: in-progress\n"
#define M "- 2026-12-10 bob: due 2027-01-24: the vendor is late\n"
#define X "- 2026-12-11 carol: owner carol: bob is away\n"

#define PROPOSED "state: proposed\nowner: bob\n"
#define ACCEPTED "state: accepted\ndue: 2027-01-10\nowner: bob\n"
#define STARTED "state: in-progress\ndue: 2027-01-10\nowner: bob\n"
#define MOVED "state: accepted\ndue: 2027-01-24\nowner: bob\n"

struct row {
	/* Fields, a line "%", events; without "%" there is no section; "!" is
	 * followed by a whole file. */
	const char *base, *ours, *theirs, *merged;
	const char *conflicts;
};

static void frame(struct pm_buf *out, const char *text)
{
	const char *events = strchr(text, '%');

	pm_buf_reset(out);
	if (*text == '!') {
		pm_buf_addstr(out, text + 1);
		return;
	}
	pm_buf_addf(out, "---\ntitle: T\n%.*s---\n\nText.\n",
		    (int)strcspn(text, "%"), text);
	if (events)
		pm_buf_addf(out, "\n## History\n\n%s", events + 1);
}

static void check_row(const struct row *row, size_t nr)
{
	struct pm_buf text[4] = { { 0 } }, fields = { 0 };
	struct pm_merged merged = { 0 };

	frame(&text[0], row->base);
	frame(&text[1], row->ours);
	frame(&text[2], row->theirs);
	frame(&text[3], row->merged);
	merge(&merged, pm_buf_str(&text[0]), text[1].ptr, text[2].ptr);
	for (size_t k = 0; k < merged.fields.nr; k++)
		pm_buf_addf(&fields, "%s%s", k ? " " : "",
			    merged.fields.item[k]);
	if (strcmp(pm_buf_str(&merged.text), pm_buf_str(&text[3])))
		fail_msg("row %zu is\n%s", nr, pm_buf_str(&merged.text));
	assert_string_equal(pm_buf_str(&fields), row->conflicts);
	assert_int_equal(merged.has_conflict, *row->conflicts != 0);
	pm_merged_release(&merged);
	pm_buf_release(&fields);
	for (int k = 0; k < 4; k++)
		pm_buf_release(&text[k]);
}

static void check(const struct row *row, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		check_row(&row[i], i);
}
#define CHECK(rows) check(rows, sizeof(rows) / sizeof(*(rows)))

static void events_of_both_sides_are_there(void **state)
{
	static const struct row row[] = {
		/* Start beside move. */
		{ ACCEPTED "%" P A, STARTED "%" P A S, MOVED "%" P A M,
		  "state: in-progress\ndue: 2027-01-24\nowner: bob\n%" P A S M,
		  "" },
		/* Move beside hand over. */
		{ ACCEPTED "%" P A, MOVED "%" P A M,
		  "state: accepted\ndue: 2027-01-10\nowner: carol\n%" P A X,
		  "state: accepted\ndue: 2027-01-24\nowner: carol\n%" P A M X,
		  "" },
		/* By day, whichever side is whose. */
		{ ACCEPTED "%" P A, MOVED "%" P A M, STARTED "%" P A S,
		  "state: in-progress\ndue: 2027-01-24\nowner: bob\n%" P A S M,
		  "" },
		/* Only one added. */
		{ ACCEPTED "%" P A, STARTED "%" P A S,
		  ACCEPTED "type: detect\n%" P A,
		  STARTED "type: detect\n%" P A S, "" },
		/* The same on both. */
		{ PROPOSED "%" P, ACCEPTED "%" P A,
		  ACCEPTED "type: detect\n%" P A,
		  ACCEPTED "type: detect\n%" P A, "" },
		/* As often as either has it. */
		{ ACCEPTED "%" P A, ACCEPTED "%" P A M M,
		  ACCEPTED "type: detect\n%" P A M,
		  ACCEPTED "type: detect\n%" P A M M, "" },
		{ ACCEPTED "%" P A M, ACCEPTED "%" P A M M,
		  ACCEPTED "type: detect\n%" P A M M,
		  ACCEPTED "type: detect\n%" P A M M, "" },
		/* The order of each side stays, whatever the days. */
		{ ACCEPTED "%" P A, ACCEPTED "%" M P A X,
		  ACCEPTED "type: detect\n%" P S A,
		  ACCEPTED "type: detect\n%" M P S A X, "" },
		/* Conflicting fields: the events of both stay. */
		{ ACCEPTED "%" P A, MOVED "%" P A M,
		  "state: accepted\ndue: 2027-02-01\nowner: bob\n%" P A
		  "- 2026-12-12 bob: due 2027-02-01\n",
		  "state: accepted\n<<<<<<< ours\ndue: 2027-01-24\n=======\n"
		  "due: 2027-02-01\n>>>>>>> theirs\nowner: bob\n%" P A M
		  "- 2026-12-12 bob: due 2027-02-01\n", "due" },
	};

	(void)state;
	CHECK(row);
}

static void the_event_whose_value_has_won_stands_last(void **state)
{
	static const struct row row[] = {
		/* Ours moved it there and back, theirs moved it. */
		{ ACCEPTED "%" P A,
		  ACCEPTED "type: detect\n%" P A
		  "- 2026-12-04 bob: due 2027-02-02\n"
		  "- 2026-12-05 bob: due 2027-01-10: after all\n",
		  MOVED "%" P A M,
		  MOVED "type: detect\n%" P A
		  "- 2026-12-04 bob: due 2027-02-02\n"
		  "- 2026-12-05 bob: due 2027-01-10: after all\n" M, "" },
		/* And the other way round. */
		{ ACCEPTED "%" P A, MOVED "%" P A M,
		  ACCEPTED "type: detect\n%" P A
		  "- 2026-12-04 bob: due 2027-02-02\n"
		  "- 2026-12-05 bob: due 2027-01-10: after all\n",
		  MOVED "type: detect\n%" P A
		  "- 2026-12-04 bob: due 2027-02-02\n"
		  "- 2026-12-05 bob: due 2027-01-10: after all\n" M, "" },
		/* A field each: no more of theirs is put first than must be. */
		{ ACCEPTED "%" P A,
		  STARTED "%" P A "- 2026-12-04 bob: due 2027-01-10\n" S,
		  MOVED "%" P A "- 2026-12-04 bob: accepted\n" M,
		  "state: in-progress\ndue: 2027-01-24\nowner: bob\n%" P A
		  "- 2026-12-04 bob: due 2027-01-10\n"
		  "- 2026-12-04 bob: accepted\n" S M, "" },
	};

	(void)state;
	CHECK(row);
}

static void what_a_side_took_back_is_gone_but_what_others_stand_on_stays(
	void **state)
{
	static const struct row row[] = {
		/* A revert beside something else, on either side. */
		{ ACCEPTED "%" P A, PROPOSED "%" P,
		  ACCEPTED "type: detect\n%" P A, PROPOSED "type: detect\n%" P,
		  "" },
		{ ACCEPTED "%" P A, ACCEPTED "type: detect\n%" P A,
		  PROPOSED "%" P, PROPOSED "type: detect\n%" P, "" },
		/* A pick to a place that lacks the event before. */
		{ ACCEPTED "%" P A, PROPOSED "%" P, STARTED "%" P A S,
		  "<<<<<<< ours\nstate: proposed\n=======\n"
		  "state: in-progress\n>>>>>>> theirs\nowner: bob\n%" P S,
		  "state" },
		/* git revert of an event that ours went on from. */
		{ ACCEPTED "%" P A, "state: accepted\ndue: 2027-01-10\n"
		  "owner: carol\n%" P A X, "state: proposed\n"
		  "due: 2027-01-10\nowner: bob\n%" P,
		  "state: proposed\ndue: 2027-01-10\nowner: carol\n%" P A X,
		  "" },
		/* By both. */
		{ ACCEPTED "%" P A, PROPOSED "%" P,
		  PROPOSED "type: detect\n%" P, PROPOSED "type: detect\n%" P,
		  "" },
		/* The whole section. */
		{ ACCEPTED "%" A, ACCEPTED "type: detect\n%" A, PROPOSED,
		  PROPOSED "type: detect\n", "" },
		/* One took it out of the middle, for whatever reason. */
		{ MOVED "%" P A M, MOVED "%" P M, MOVED "type: detect\n%" P A M,
		  MOVED "type: detect\n%" P M, "" },
	};

	(void)state;
	CHECK(row);
}

#define WORDS "- 2026-12-10 bob: due 2027-01-24: the vendor was late\n"
#define OTHER "- 2026-12-10 bob: due 2027-01-24: they are late\n"

static void a_reason_in_other_words_is_one_event(void **state)
{
	static const struct row row[] = {
		{ MOVED "%" P M, MOVED "%" P M S, MOVED "type: x\n%" P WORDS,
		  MOVED "type: x\n%" P WORDS S, "" },
		{ MOVED "%" P M, MOVED "%" P WORDS, MOVED "type: x\n%" P M S,
		  MOVED "type: x\n%" P WORDS S, "" },
		{ MOVED "%" P M, MOVED "%" P WORDS, MOVED "%" P WORDS S,
		  MOVED "%" P WORDS S, "" },
		/* Two wordings: which one, nobody can know. */
		{ MOVED "%" P M, MOVED "%" P WORDS X, MOVED "%" P OTHER,
		  MOVED "%" P "<<<<<<< ours\n" WORDS "=======\n" OTHER
		  ">>>>>>> theirs\n" X, "history" },
		/* New on both, they are two. */
		{ ACCEPTED "%" P A, MOVED "%" P A M,
		  MOVED "type: x\n%" P A WORDS,
		  MOVED "type: x\n%" P A M WORDS, "" },
	};

	(void)state;
	CHECK(row);
}

static void the_style_of_conflicts_shows_the_older_words(void **state)
{
	static const struct row row[] = {
		{ MOVED "%" P M, MOVED "%" P WORDS X, MOVED "%" P OTHER,
		  MOVED "%" P "<<<<<<< ours\n" WORDS "||||||| base\n" M
		  "=======\n" OTHER ">>>>>>> theirs\n" X, "history" },
	};

	(void)state;
	with_base = true;
	CHECK(row);
	with_base = false;
}

static void a_branch_goes_on_after_its_squash(void **state)
{
	static const struct row row[] = {
		/* Theirs is the branch: what it did is its last word. */
		{ PROPOSED "%" P, ACCEPTED "%" P A, MOVED "%" P A M,
		  MOVED "%" P A M, "" },
		{ PROPOSED "%" P, MOVED "%" P A M, ACCEPTED "%" P A,
		  MOVED "%" P A M, "" },
		/* Back to what it was before the squash. */
		{ ACCEPTED "%" P A, MOVED "%" P A M,
		  ACCEPTED "%" P A M "- 2026-12-20 bob: due 2027-01-10\n",
		  ACCEPTED "%" P A M "- 2026-12-20 bob: due 2027-01-10\n",
		  "" },
		/* The other went on as well, with something else, */
		{ PROPOSED "%" P,
		  "state: accepted\ndue: 2027-01-10\nowner: carol\n%" P A X,
		  MOVED "%" P A M,
		  "state: accepted\ndue: 2027-01-24\nowner: carol\n%" P A M X,
		  "" },
		/* or with the same. */
		{ PROPOSED "%" P, MOVED "%" P A M,
		  "state: accepted\ndue: 2027-02-01\nowner: bob\n%" P A
		  "- 2026-12-12 bob: due 2027-02-01\n",
		  "state: accepted\n<<<<<<< ours\ndue: 2027-01-24\n=======\n"
		  "due: 2027-02-01\n>>>>>>> theirs\nowner: bob\n%" P A M
		  "- 2026-12-12 bob: due 2027-02-01\n", "due" },
		/* Also when that was to have no day. */
		{ PROPOSED "%" P, ACCEPTED "%" P A,
		  PROPOSED "%" P A "- 2026-12-05 bob: proposed, no due\n",
		  PROPOSED "%" P A "- 2026-12-05 bob: proposed, no due\n",
		  "" },
		/* In another order than there it tells nothing. */
		{ PROPOSED "%" P, MOVED "%" P A M, ACCEPTED "%" P M A,
		  "state: accepted\n<<<<<<< ours\ndue: 2027-01-24\n=======\n"
		  "due: 2027-01-10\n>>>>>>> theirs\nowner: bob\n%" P A M,
		  "due" },
		/* What spoke for a state goes with it. */
		{ PROPOSED "%" P,
		  "state: declined\nreason: no\nowner: bob\n%" P
		  "- 2026-12-02 bob: declined: no\n",
		  ACCEPTED "%" P "- 2026-12-02 bob: declined: no\n" A,
		  ACCEPTED "%" P "- 2026-12-02 bob: declined: no\n" A, "" },
	};

	(void)state;
	CHECK(row);
}

static void a_section_is_begun_and_keeps_what_is_around_it(void **state)
{
	static const struct row row[] = {
		{ PROPOSED, ACCEPTED "%" A, PROPOSED "type: x\n",
		  ACCEPTED "type: x\n%" A, "" },
		{ PROPOSED, PROPOSED "type: x\n", ACCEPTED "%" A,
		  ACCEPTED "type: x\n%" A, "" },
		/* By both. */
		{ ACCEPTED, STARTED "%" S, MOVED "%" M,
		  "state: in-progress\ndue: 2027-01-24\nowner: bob\n%" S M,
		  "" },
		/* One of them without a last line's end. */
		{ "!---\nowner: a\n---\n\nText.",
		  "!---\nowner: a\n---\n\nText.\n\n## History\n\n" S,
		  "!---\nowner: a\n---\n\nMore.",
		  "!---\nowner: a\n---\n\nMore.\n\n## History\n\n" S, "" },
		{ "!---\nowner: a\n---",
		  "!---\nowner: a\n---\n\n## History\n\n"
		  "- 2026-12-03 bob: in-progress",
		  "!---\nowner: a\n---\n\n## History\n\n"
		  "- 2026-12-04 bob: in-progress",
		  "!---\nowner: a\n---\n\n## History\n\n"
		  "- 2026-12-03 bob: in-progress\n"
		  "- 2026-12-04 bob: in-progress\n", "" },
		/* Both added the file. */
		{ "!", ACCEPTED "%" A, ACCEPTED "%" A S, ACCEPTED "%" A S, "" },
		/* A section that had only prose, and one in the middle. */
		{ "!---\nowner: a\n---\n\n## History\n\nFirst.\n\n## Notes\n",
		  "!---\nowner: a\n---\n\n## History\n\nFirst.\n\n" S
		  "\n## Notes\n\nOne.\n",
		  "!---\nowner: a\n---\n\n## History\n\nFirst.\n\n" M
		  "\n## Notes\n",
		  "!---\nowner: a\n---\n\n## History\n\nFirst.\n\n" S M
		  "\n## Notes\n\nOne.\n", "" },
		{ "!---\nowner: a\n---\n\n## History\n\nFirst.\n\n## Notes\n",
		  "!---\nowner: a\n---\n\n## History\n\nSecond.\n\n## Notes\n",
		  "!---\nowner: a\n---\n\n## History\n\nFirst.\n\n" M
		  "\n## Notes\n",
		  "!---\nowner: a\n---\n\n## History\n\nSecond.\n\n" M
		  "\n## Notes\n", "" },
		/* The title of ours, where both began it. */
		{ "!---\nowner: a\n---\n\nText.\n",
		  "!---\nowner: a\n---\n\nText.\n\n## HISTORY\n\n" S,
		  "!---\nowner: a\n---\n\nText.\n\n# History\n" M,
		  "!---\nowner: a\n---\n\nText.\n\n## HISTORY\n\n" S M, "" },
	};

	(void)state;
	CHECK(row);
}

static void layout_is_no_change(void **state)
{
	static const struct row row[] = {
		/* Another mark, another wrap, Windows' line ends. */
		{ ACCEPTED "%" P A,
		  STARTED "%" P A S,
		  ACCEPTED "%* 2026-12-01 alice: proposed, owner\n"
		  "  bob\n* 2026-12-02 bob: accepted, due 2027-01-10\n",
		  STARTED "%* 2026-12-01 alice: proposed, owner\n"
		  "  bob\n* 2026-12-02 bob: accepted, due 2027-01-10\n"
		  "* 2026-12-03 bob: in-progress\n", "" },
		{ ACCEPTED "%" P A,
		  ACCEPTED "%* 2026-12-01 alice: proposed, owner\n"
		  "  bob\n* 2026-12-02 bob: accepted, due 2027-01-10\n",
		  MOVED "%" P A "- 2026-12-10 bob: due 2027-01-24: the\n"
		  "  vendor\n  is late\n",
		  MOVED "%* 2026-12-01 alice: proposed, owner\n"
		  "  bob\n* 2026-12-02 bob: accepted, due 2027-01-10\n"
		  "* 2026-12-10 bob: due 2027-01-24: the\n  vendor\n"
		  "  is late\n", "" },
		{ "!---\nowner: a\n---\n\nText.\n\n## History\n\n" P,
		  "!---\nowner: a\n---\n\nText.\n\n## History\n\n" P S,
		  "!---\r\nowner: a\r\n---\r\n\r\nText.\r\n\r\n## History\r\n"
		  "\r\n- 2026-12-01 alice: proposed, owner bob\r\n",
		  "!---\r\nowner: a\r\n---\r\n\r\nText.\r\n\r\n## History\r\n"
		  "\r\n- 2026-12-01 alice: proposed, owner bob\r\n"
		  "- 2026-12-03 bob: in-progress\r\n", "" },
		/* Blank lines between entries. */
		{ ACCEPTED "%" P A, ACCEPTED "%" P "\n" A, STARTED "%" P A S,
		  STARTED "%" P "\n" A "\n" S, "" },
		/* Prose among them, and what is indented below one. */
		{ ACCEPTED "%" P "- see the minutes\n" A,
		  STARTED "%" P "- see the minutes\n" A S,
		  MOVED "%" P "- see the minutes\n" A "\n  At length.\n" M
		  "\nAll.\n",
		  "state: in-progress\ndue: 2027-01-24\nowner: bob\n%"
		  P "- see the minutes\n" A "\n  At length.\n" S M
		  "\nAll.\n", "" },
		/* A fenced list holds no event, and hides none. */
		{ ACCEPTED "%" P A, STARTED "%" P A S "\n```\n" M "```\n",
		  MOVED "%" P A M,
		  "state: in-progress\ndue: 2027-01-24\nowner: bob\n%"
		  P A S M "\n```\n" M "```\n", "" },
	};

	(void)state;
	CHECK(row);
}

/* Where the events would not read back, or stand in another order, all of the
 * body is text. */
static void what_hides_the_events_is_a_conflict_of_text(void **state)
{
	static const struct {
		const char *ours, *theirs;
	} row[] = {
		{ "Text.\n\n## History\n\n" P A S,
		  "Text.\n\n```\nsh\n\n## History\n\n" P A },
		{ "Text.\n\n## History\n\nOne.\n\n" P A S,
		  "Text.\n\n## History\n\nTwo.\n\n" P A M },
		{ "Text.\n\n## History\n\n" P A X,
		  "Text.\n\n## History\n\n* " A2 "* " P2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		struct pm_buf text[3] = { { 0 } };
		struct pm_merged merged = { 0 };

		pm_buf_addstr(&text[0], "---\nowner: a\n---\nText.\n\n"
					"## History\n\n" P A);
		pm_buf_addf(&text[1], "---\nowner: a\n---\n%s", row[i].ours);
		pm_buf_addf(&text[2], "---\nowner: a\n---\n%s", row[i].theirs);
		merge(&merged, text[0].ptr, text[1].ptr, text[2].ptr);
		assert_true(merged.has_conflict);
		assert_non_null(strstr(merged.text.ptr, row[i].ours));
		assert_non_null(strstr(merged.text.ptr, row[i].theirs));
		pm_merged_release(&merged);
		for (int k = 0; k < 3; k++)
			pm_buf_release(&text[k]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_of_both_sides_are_there),
		cmocka_unit_test(the_event_whose_value_has_won_stands_last),
		cmocka_unit_test(
			what_a_side_took_back_is_gone_but_what_others_stand_on_stays),
		cmocka_unit_test(a_reason_in_other_words_is_one_event),
		cmocka_unit_test(the_style_of_conflicts_shows_the_older_words),
		cmocka_unit_test(a_branch_goes_on_after_its_squash),
		cmocka_unit_test(a_section_is_begun_and_keeps_what_is_around_it),
		cmocka_unit_test(layout_is_no_change),
		cmocka_unit_test(what_hides_the_events_is_a_conflict_of_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
