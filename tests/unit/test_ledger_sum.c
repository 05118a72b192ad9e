/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "model/ledger_sum.h"

static void add_day(struct pm_buf *out, pm_date date)
{
	int year, month, day;

	if (date == PM_NO_DATE) {
		pm_buf_addch(out, '?');
		return;
	}
	pm_date_split(date, &year, &month, &day);
	pm_buf_addf(out, "%d", day);
}

/* "up 1 proposed, declined 3; 3-9 kept for 5 then 8 moved 1; in part" */
static char *describe(const struct pm_ledger_sum *sum)
{
	static const char *const end[PM_PROMISE_ENDS] = {
		"open", "kept", "declined", "withdrawn",
	};
	struct pm_buf out = { 0 };

	pm_buf_addstr(&out, "up ");
	add_day(&out, sum->proposed);
	if (sum->was_proposed)
		pm_buf_addstr(&out, " proposed");
	if (sum->answer != PM_PROPOSED) {
		pm_buf_addf(&out, ", %s ", pm_state_name[sum->answer]);
		add_day(&out, sum->answered);
	}
	for (size_t i = 0; i < sum->promises; i++) {
		const struct pm_promise *p = &sum->promise[i];

		pm_buf_addstr(&out, "; ");
		add_day(&out, p->made);
		pm_buf_addch(&out, '-');
		add_day(&out, p->ended);
		pm_buf_addf(&out, " %s for ", end[p->end]);
		add_day(&out, p->first);
		pm_buf_addstr(&out, " then ");
		add_day(&out, p->due);
		if (p->moves)
			pm_buf_addf(&out, " moved %zu", p->moves);
	}
	if (sum->has_events && !sum->is_complete)
		pm_buf_addstr(&out, "; in part");
	return pm_buf_detach(&out);
}

struct reading {
	struct pm_arena arena;
	struct pm_policy policy;
	struct pm_record record;
	struct pm_ledger_sum sum;
};

/* An entry is "2026-01-DD bob: CHANGES". */
static void read_item(struct reading *r, const char *front,
		      const char *history)
{
	struct pm_buf text = { 0 };

	memset(r, 0, sizeof(*r));
	pm_policy_read(&r->policy, NULL, 0);
	r->record = (struct pm_record){ .kind = PM_ACTION, .id = "a/b",
					.path = "a/b.md" };
	pm_buf_addf(&text, "---\ntitle: Some words\n%s---\n\nWords.\n", front);
	if (*history)
		pm_buf_addf(&text, "\n## History\n\n%s", history);
	pm_record_read(&r->record, &r->arena, pm_buf_str(&text), text.len,
		       &r->policy, PM_READ_LEDGER);
	pm_ledger_sum_make(&r->sum, &r->arena, &r->record);
	pm_buf_release(&text);
}

static void let_go(struct reading *r)
{
	pm_policy_release(&r->policy);
	pm_arena_release(&r->arena);
}

struct row {
	const char *expected, *front, *history;
};

static void expect(const struct row *row, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		struct reading r;
		char *told;

		read_item(&r, row[i].front, row[i].history);
		told = describe(&r.sum);
		assert_string_equal(told, row[i].expected);
		free(told);
		let_go(&r);
	}
}

#define ON(day) "- 2026-01-0" #day " bob: "
#define FOR(day) "due 2026-02-0" #day "\n"
#define STATE(state) "state: " state "\n"
#define DUE(day) "due: 2026-02-0" #day "\n"

static void an_item_is_the_sum_of_its_events(void **state)
{
	static const struct row row[] = {
		{ "up 1 proposed", STATE("proposed") DUE(5),
		  ON(1) "proposed, " FOR(5) },
		/* A state that is left out is one. */
		{ "up 1 proposed", "", ON(1) "proposed\n" },
		{ "up 1 proposed, accepted 3; 3-? open for 5 then 5",
		  STATE("accepted") DUE(5),
		  ON(1) "proposed\n" ON(3) "accepted, " FOR(5) },
		/* Starting is part of the same promise. */
		{ "up 1 proposed, accepted 3; 3-9 kept for 5 then 5",
		  STATE("done") DUE(5),
		  ON(1) "proposed\n" ON(3) "accepted, " FOR(5)
		  ON(4) "in-progress\n" ON(9) "done\n" },
		{ "up 1 proposed, declined 2", STATE("declined"),
		  ON(1) "proposed\n" ON(2) "declined: no time\n" },
		/* Done without a promise keeps none. */
		{ "up 1 proposed, done 2", STATE("done"),
		  ON(1) "proposed\n" ON(2) "done\n" },
		{ "up 1; 1-4 declined for 5 then 5",
		  STATE("declined") DUE(5),
		  ON(1) "accepted, owner bob, " FOR(5) ON(4) "declined\n" },
		/* Taken up again, it is a new promise. */
		{ "up 1; 1-2 kept for 5 then 5; 3-? open for 9 then 9",
		  STATE("accepted") DUE(9),
		  ON(1) "accepted, owner bob, " FOR(5) ON(2) "done\n"
		  ON(3) "accepted, " FOR(9) },
		/* What a revert leaves. */
		{ "up 1; 1-2 withdrawn for 5 then 5; 3-? open for 9 then 9",
		  STATE("accepted") DUE(9),
		  ON(1) "accepted, owner bob, " FOR(5) ON(2) "proposed\n"
		  ON(3) "accepted, " FOR(9) },
		{ "up 1; 1-? open for 5 then 3 moved 2",
		  STATE("accepted") DUE(3),
		  ON(1) "accepted, owner bob, " FOR(5) ON(2) FOR(9)
		  ON(3) FOR(3) },
		/* A day that was taken out stands until another is put in. */
		{ "up 1; 1-? open for 5 then 8 moved 1",
		  STATE("accepted") DUE(8),
		  ON(1) "accepted, owner bob, " FOR(5) ON(2) "no due\n"
		  ON(3) FOR(8) },
		/* A first day is no move. */
		{ "up 1; 1-? open for 8 then 8", STATE("accepted") DUE(8),
		  ON(1) "accepted, owner bob\n" ON(3) FOR(8) },
		/* A proposal's day binds nobody. */
		{ "up 1 proposed, accepted 3; 3-? open for 9 then 9",
		  STATE("accepted") DUE(9),
		  ON(1) "proposed, " FOR(5) ON(2) FOR(7)
		  ON(3) "accepted, " FOR(9) },
		/* The last move comes with its end. */
		{ "up 1; 1-2 kept for 5 then 9 moved 1",
		  STATE("done") DUE(9),
		  ON(1) "accepted, owner bob, " FOR(5)
		  ON(2) "done, " FOR(9) },
		/* Two branches said the same, and met. */
		{ "up 1 proposed, accepted 2; 2-? open for 5 then 5",
		  STATE("accepted") DUE(5),
		  ON(1) "proposed\n" ON(2) "accepted, " FOR(5)
		  ON(3) "accepted, " FOR(5) },
	};

	(void)state;
	expect(row, sizeof(row) / sizeof(*row));
}

static void what_the_history_does_not_say_is_not_known(void **state)
{
	static const struct row row[] = {
		{ "up ?", STATE("accepted") DUE(5), "" },
		/* It was accepted at some time before. */
		{ "up ?; ?-6 kept for 5 then 5; in part",
		  STATE("done") DUE(5),
		  ON(4) "in-progress\n" ON(6) "done\n" },
		{ "up ?; ?-? open for 5 then 8 moved 1; in part",
		  STATE("in-progress") DUE(8),
		  ON(4) FOR(5) ON(6) FOR(8) },
		{ "up ?; in part", STATE("done"), ON(6) "done\n" },
		{ "up ?; 3-? open for 5 then 5; in part",
		  STATE("accepted") DUE(5), ON(3) "accepted, " FOR(5) },
		/* The fields went on without it. */
		{ "up 1; 1-? kept for 5 then 5; in part",
		  STATE("done") DUE(5),
		  ON(1) "accepted, owner bob, " FOR(5) },
		{ "up 1; 1-? open for 5 then 9 moved 1; in part",
		  STATE("accepted") DUE(9),
		  ON(1) "accepted, owner bob, " FOR(5) },
		/* An entry that is none. */
		{ "up 1 proposed; in part", STATE("proposed"),
		  ON(1) "proposed\n" ON(2) "acepted\n" },
	};

	(void)state;
	expect(row, sizeof(row) / sizeof(*row));
}

static void a_move_knows_when_by_whom_and_how_far(void **state)
{
	const struct pm_promise_move *move;
	struct reading r;

	(void)state;
	read_item(&r, STATE("accepted") DUE(9) "owner: bob\n",
		  "- 2026-01-01 alice: accepted, owner alice, due 2026-02-05\n"
		  "- 2026-01-02 bob: owner bob, due 2026-02-09: it is late\n");
	assert_int_equal(r.sum.moves, 1);
	move = &r.sum.move[0];
	assert_int_equal(move->day, pm_date_make(2026, 1, 2));
	assert_int_equal(move->to - move->from, 4);
	assert_string_equal(move->owner, "alice");
	assert_string_equal(move->event->who, "bob");
	assert_string_equal(move->event->why, "it is late");
	assert_ptr_equal(pm_ledger_sum_promise(&r.sum), &r.sum.promise[0]);
	assert_string_equal(r.sum.promise[0].owner, "bob");
	let_go(&r);
}

static void the_order_of_the_file_counts_and_not_the_days(void **state)
{
	static const struct row row[] = {
		{ "up 3 proposed, accepted 1; 1-2 kept for 5 then 5",
		  STATE("done") DUE(5),
		  ON(3) "proposed\n" ON(1) "accepted, " FOR(5)
		  ON(2) "done\n" },
	};

	(void)state;
	expect(row, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_item_is_the_sum_of_its_events),
		cmocka_unit_test(what_the_history_does_not_say_is_not_known),
		cmocka_unit_test(a_move_knows_when_by_whom_and_how_far),
		cmocka_unit_test(
			the_order_of_the_file_counts_and_not_the_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
