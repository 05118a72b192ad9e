/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "history/life.h"

#define DAY 86400

/* "2026-01-<day>" at noon; 0 stays unknown. */
static int64_t at(int day)
{
	return day ? (int64_t)pm_date_make(2026, 1, day) * DAY + DAY / 2 : 0;
}

static pm_date due(int day)
{
	return day ? pm_date_make(2026, 2, day) : PM_NO_DATE;
}

/* In the order in which things happened; ends with a state of PM_STATES + 1. */
struct happening {
	int day;
	enum pm_state state;
	int due;
};
#define END { 0, PM_STATES + 1, 0 }
#define GONE (PM_STATES + 2)

#define MOST 8

static size_t collect(struct pm_life_version version[MOST],
		      const struct happening *h)
{
	size_t nr = 0;

	while (h[nr].state != PM_STATES + 1)
		nr++;
	assert_true(nr <= MOST);
	for (size_t i = 0; i < nr; i++) {
		unsigned state = h[i].state;

		version[nr - 1 - i] = (struct pm_life_version){
			.time = at(h[i].day),
			.state = state,
			.due = due(h[i].due),
			.is_gone = state == GONE,
		};
	}
	return nr;
}

static void add_day(struct pm_buf *out, int64_t time)
{
	int year, month, day;

	if (!time) {
		pm_buf_addch(out, '?');
		return;
	}
	pm_date_split(pm_life_day(time), &year, &month, &day);
	pm_buf_addf(out, "%d", day);
}

static void add_due(struct pm_buf *out, pm_date date)
{
	int year, month, day = 0;

	if (date != PM_NO_DATE)
		pm_date_split(date, &year, &month, &day);
	pm_buf_addf(out, "%d", day);
}

/* "born 1 proposed answered 3 declined; promise 3-9 kept for 5 then 8 moved
 * 1; gone 9" */
static char *describe(const struct pm_life *life)
{
	static const char *const end[] = { "open", "kept", "declined",
					   "withdrawn", "removed" };
	struct pm_buf out = { 0 };

	pm_buf_addstr(&out, "born ");
	add_day(&out, life->born);
	if (life->was_proposed)
		pm_buf_addstr(&out, " proposed");
	if (life->answer != PM_PROPOSED) {
		pm_buf_addf(&out, " %s ", pm_state_name[life->answer]);
		add_day(&out, life->answered);
	}
	for (size_t i = 0; i < life->promises; i++) {
		const struct pm_promise *p = &life->promise[i];

		pm_buf_addstr(&out, "; ");
		add_day(&out, p->made);
		pm_buf_addf(&out, " %s ", end[p->end]);
		add_day(&out, p->ended);
		pm_buf_addstr(&out, " for ");
		add_due(&out, p->first);
		pm_buf_addstr(&out, " then ");
		add_due(&out, p->due);
		if (p->moves)
			pm_buf_addf(&out, " moved %zu", p->moves);
	}
	if (life->is_gone) {
		pm_buf_addstr(&out, "; gone ");
		add_day(&out, life->gone);
	}
	return pm_buf_detach(&out);
}

static void a_life_is_the_sum_of_its_versions(void **state)
{
	static const struct {
		const char *expected;
		struct happening h[MOST];
	} cases[] = {
		{ "born 1 proposed", { { 1, PM_PROPOSED, 5 }, END } },
		{ "born 1 proposed accepted 3; 3 open ? for 5 then 5",
		  { { 1, PM_PROPOSED, 0 }, { 3, PM_ACCEPTED, 5 }, END } },
		/* Starting is part of the same promise. */
		{ "born 1 proposed accepted 3; 3 kept 9 for 5 then 5",
		  { { 1, PM_PROPOSED, 0 }, { 3, PM_ACCEPTED, 5 },
		    { 4, PM_IN_PROGRESS, 5 }, { 9, PM_DONE, 5 }, END } },
		{ "born 1 proposed declined 2",
		  { { 1, PM_PROPOSED, 0 }, { 2, PM_DECLINED, 0 }, END } },
		/* Done without a promise keeps none. */
		{ "born 1 proposed done 2",
		  { { 1, PM_PROPOSED, 0 }, { 2, PM_DONE, 0 }, END } },
		{ "born 1; 1 declined 4 for 5 then 5",
		  { { 1, PM_ACCEPTED, 5 }, { 4, PM_DECLINED, 5 }, END } },
		/* Taken up again, it is a new promise. */
		{ "born 1; 1 kept 2 for 5 then 5; 3 open ? for 9 then 9",
		  { { 1, PM_ACCEPTED, 5 }, { 2, PM_DONE, 5 },
		    { 3, PM_ACCEPTED, 9 }, END } },
		{ "born 1; 1 withdrawn 2 for 5 then 5; 3 open ? for 9 then 9",
		  { { 1, PM_ACCEPTED, 5 }, { 2, PM_PROPOSED, 5 },
		    { 3, PM_ACCEPTED, 9 }, END } },
		{ "born 1; 1 open ? for 5 then 3 moved 2",
		  { { 1, PM_ACCEPTED, 5 }, { 2, PM_ACCEPTED, 9 },
		    { 3, PM_ACCEPTED, 3 }, END } },
		/* A day that was taken out stands until another is put in. */
		{ "born 1; 1 open ? for 5 then 8 moved 1",
		  { { 1, PM_ACCEPTED, 5 }, { 2, PM_ACCEPTED, 0 },
		    { 3, PM_ACCEPTED, 8 }, END } },
		/* A first day is no move. */
		{ "born 1; 1 open ? for 8 then 8",
		  { { 1, PM_ACCEPTED, 0 }, { 3, PM_ACCEPTED, 8 }, END } },
		/* A proposal's day binds nobody. */
		{ "born 1 proposed accepted 3; 3 open ? for 9 then 9",
		  { { 1, PM_PROPOSED, 5 }, { 2, PM_PROPOSED, 7 },
		    { 3, PM_ACCEPTED, 9 }, END } },
		/* The last move comes with its end. */
		{ "born 1; 1 kept 2 for 5 then 9 moved 1",
		  { { 1, PM_ACCEPTED, 5 }, { 2, PM_DONE, 9 }, END } },
		{ "born 1; 1 removed 7 for 5 then 5; gone 7",
		  { { 1, PM_ACCEPTED, 5 }, { 7, GONE, 0 }, END } },
		{ "born 1; 1 kept 2 for 5 then 5; gone 7",
		  { { 1, PM_ACCEPTED, 5 }, { 2, PM_DONE, 5 }, { 7, GONE, 0 },
		    END } },
		{ "born 1 proposed; gone 7",
		  { { 1, PM_PROPOSED, 0 }, { 7, GONE, 0 }, END } },
		/* What cannot be read says nothing. */
		{ "born 1; 1 kept 3 for 5 then 5",
		  { { 1, PM_ACCEPTED, 5 }, { 2, PM_STATES, 9 },
		    { 3, PM_DONE, 5 }, END } },
		/* A commit without a usable date. */
		{ "born 1 proposed accepted ?; ? kept 3 for 5 then 5",
		  { { 1, PM_PROPOSED, 0 }, { 0, PM_ACCEPTED, 5 },
		    { 3, PM_DONE, 5 }, END } },
		{ "born ?", { END } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_life_version version[MOST];
		struct pm_life life = { .has_birth = true };
		struct pm_arena arena = { 0 };
		char *told;

		pm_life_sum(&life, &arena, version,
			    collect(version, cases[i].h));
		told = describe(&life);
		assert_string_equal(told, cases[i].expected);
		free(told);
		pm_arena_release(&arena);
	}
}

static void what_began_before_the_log_began_at_no_known_time(void **state)
{
	static const struct happening h[] = { { 4, PM_ACCEPTED, 5 },
					      { 6, PM_DONE, 5 }, END };
	struct pm_life_version version[MOST];
	struct pm_life life = { .has_birth = false };
	struct pm_arena arena = { 0 };
	char *told;

	(void)state;
	pm_life_sum(&life, &arena, version, collect(version, h));
	told = describe(&life);
	assert_string_equal(told, "born ?; ? kept 6 for 5 then 5");
	free(told);
	pm_arena_release(&arena);
}

static void a_move_knows_when_by_whom_and_how_far(void **state)
{
	const struct pm_life_version version[] = {
		{ .commit = "b", .time = at(2), .state = PM_ACCEPTED,
		  .due = due(9), .owner = "bob" },
		{ .commit = "a", .time = at(1), .state = PM_ACCEPTED,
		  .due = due(5), .owner = "alice" },
	};
	struct pm_life life = { .has_birth = true };
	struct pm_arena arena = { 0 };

	(void)state;
	pm_life_sum(&life, &arena, version, 2);
	assert_int_equal(life.moves, 1);
	assert_string_equal(life.move[0].commit, "b");
	assert_true(life.move[0].time == at(2));
	assert_int_equal(life.move[0].to - life.move[0].from, 4);
	assert_string_equal(life.move[0].owner, "alice");
	assert_string_equal(life.promise[0].owner, "bob");
	pm_arena_release(&arena);
}

/* --- from a log --- */

static void item(const char *name, const char *words)
{
	sh("mkdir -p postmortems/pm/actions && "
	   "printf -- '---\\ntitle: Some words\\n%s\\n---\\n' >"
	   "postmortems/pm/actions/%s.md", words, name);
}

static void commit(int day)
{
	sh("git add -A && GIT_AUTHOR_DATE=2026-01-%02dT12:00:00Z "
	   "GIT_COMMITTER_DATE=2026-01-%02dT12:00:00Z "
	   "git commit -q --allow-empty -m 'on %d'", day, day, day);
}

static void merge(int day, const char *words)
{
	sh("GIT_AUTHOR_DATE=2026-01-%02dT12:00:00Z "
	   "GIT_COMMITTER_DATE=2026-01-%02dT12:00:00Z git merge -q -m m %s",
	   day, day, words);
}

/* The lives at HEAD, "name: life" each. */
static void expect(const char *expected)
{
	struct pm_snapshot snapshot = { 0 };
	struct pm_source source = { 0 };
	struct pm_lives lives = { 0 };
	struct pm_repo repo = { 0 };
	struct pm_error err = { 0 };
	struct pm_buf told = { 0 };

	open_repo(&repo);
	assert_ok(pm_source_commit(&source, &repo, "HEAD", &err), &err);
	assert_ok(pm_snapshot_load(&snapshot, &source, PM_ACTION,
				   PM_READ_FIELDS, &err), &err);
	assert_ok(pm_lives_read(&lives, &repo, &snapshot.policy, &snapshot,
				&err), &err);
	for (size_t i = 0; i < lives.nr; i++) {
		char *life = describe(&lives.item[i]);

		pm_buf_addf(&told, "%s: %s\n", lives.item[i].id, life);
		free(life);
		if (i < lives.there)
			assert_ptr_equal(pm_lives_find(&lives,
						       lives.item[i].id),
					 &lives.item[i]);
	}
	assert_null(pm_lives_find(&lives, "pm/never"));
	assert_string_equal(pm_buf_str(&told), expected);
	pm_buf_release(&told);
	pm_lives_release(&lives);
	pm_snapshot_release(&snapshot);
	pm_repo_release(&repo);
}

static void begin(void)
{
	sh("git init -q -b main .");
}

static void a_log_is_followed_through_renames_and_past_removal(void **state)
{
	(void)state;
	begin();
	item("a", "state: proposed");
	item("b", "state: accepted\ndue: 2026-02-05");
	commit(1);
	item("a", "state: accepted\ndue: 2026-02-05");
	commit(2);
	sh("git mv postmortems/pm postmortems/qm");
	commit(3);
	sh("sed -i s/02-05/02-09/ postmortems/qm/actions/a.md && "
	   "git rm -q postmortems/qm/actions/b.md");
	commit(4);
	expect("qm/a: born 1 proposed accepted 2; 2 open ? for 5 then 9 "
	       "moved 1\n"
	       "qm/b: born 1; 1 removed 4 for 5 then 5; gone 4\n");
}

static void an_item_may_go_to_another_post_mortem(void **state)
{
	(void)state;
	begin();
	item("a", "state: accepted\ndue: 2026-02-05");
	item("b", "state: proposed\nticket: https://example.com/1");
	commit(1);
	sh("mkdir -p postmortems/qm/actions && "
	   "git mv postmortems/pm/actions/a.md postmortems/qm/actions/c.md");
	commit(2);
	expect("pm/b: born 1 proposed\n"
	       "qm/c: born 1; 1 open ? for 5 then 5\n");
}

static void a_name_may_be_used_again(void **state)
{
	(void)state;
	begin();
	item("a", "state: accepted\ndue: 2026-02-05");
	commit(1);
	sh("git rm -q -r postmortems");
	commit(2);
	item("a", "state: proposed");
	commit(3);
	expect("pm/a: born 3 proposed\n"
	       "pm/a: born 1; 1 removed 2 for 5 then 5; gone 2\n");
}

static void what_both_of_two_branches_did_is_told(void **state)
{
	(void)state;
	begin();
	item("a", "state: proposed\npriority: low\ntype: detect\n\n"
	     "owner: alice\nticket: x");
	commit(1);
	sh("git checkout -q -b side");
	item("a", "state: proposed\npriority: low\ntype: detect\n\n"
	     "owner: bob\nticket: x");
	commit(3);
	sh("git checkout -q main");
	item("a", "state: accepted\npriority: low\ntype: detect\n\n"
	     "owner: alice\nticket: x");
	commit(2);
	merge(4, "side");
	/* The branch left the state alone: it did not withdraw anything. */
	expect("pm/a: born 1 proposed accepted 2; 2 open ? for 0 then 0\n");
}

static void what_a_merge_left_behind_does_not_count(void **state)
{
	(void)state;
	begin();
	item("a", "state: accepted\ndue: 2026-02-05");
	commit(1);
	sh("git checkout -q -b side");
	item("a", "state: accepted\ndue: 2026-02-20");
	item("b", "state: accepted\ndue: 2026-02-20");
	commit(2);
	sh("git checkout -q main");
	item("a", "state: accepted\ndue: 2026-02-07");
	commit(3);
	merge(4, "-s ours side");
	expect("pm/a: born 1; 1 open ? for 5 then 7 moved 1\n");
}

static void what_a_branch_did_and_undid_is_nothing(void **state)
{
	(void)state;
	begin();
	item("a", "state: accepted\ndue: 2026-02-05");
	commit(1);
	sh("git checkout -q -b side");
	item("a", "state: accepted\ndue: 2026-02-09");
	commit(2);
	item("a", "state: accepted\ndue: 2026-02-05");
	item("c", "state: proposed");
	commit(3);
	sh("git checkout -q main");
	item("b", "state: proposed");
	commit(4);
	merge(5, "side");
	expect("pm/a: born 1; 1 open ? for 5 then 5\n"
	       "pm/b: born 4 proposed\n"
	       "pm/c: born 3 proposed\n");
	/* On a line it is two moves. */
	sh("git checkout -q side");
	expect("pm/a: born 1; 1 open ? for 5 then 5 moved 2\n"
	       "pm/c: born 3 proposed\n");
}

static void what_two_branches_removed_is_gone_once(void **state)
{
	(void)state;
	begin();
	item("a", "state: accepted\ndue: 2026-02-05");
	item("b", "state: proposed");
	commit(1);
	sh("git checkout -q -b side && git rm -q -r postmortems/pm/actions");
	commit(2);
	sh("git checkout -q main && git rm -q postmortems/pm/actions/a.md");
	item("c", "state: proposed");
	commit(3);
	merge(4, "side");
	expect("pm/c: born 3 proposed\n"
	       "pm/a: born 1; 1 removed 3 for 5 then 5; gone 3\n"
	       "pm/b: born 1 proposed; gone 2\n");
}

static void what_one_branch_keeps_is_not_gone(void **state)
{
	(void)state;
	begin();
	item("a", "state: accepted\ndue: 2026-02-05");
	commit(1);
	sh("git checkout -q -b side && git rm -q postmortems/pm/actions/a.md");
	commit(3);
	sh("git checkout -q main");
	item("a", "state: accepted\ndue: 2026-02-07");
	commit(2);
	merge(4, "-s ours side");
	expect("pm/a: born 1; 1 open ? for 5 then 7 moved 1\n");
	/* And what is put back is a life of its own. */
	sh("git checkout -q side");
	item("a", "state: accepted\ndue: 2026-02-07");
	commit(5);
	expect("pm/a: born 5; 5 open ? for 7 then 7\n"
	       "pm/a: born 1; 1 removed 3 for 5 then 5; gone 3\n");
}

static void a_change_that_was_picked_is_one_move(void **state)
{
	(void)state;
	begin();
	item("a", "state: accepted\ndue: 2026-02-05");
	commit(1);
	sh("git checkout -q -b side");
	item("a", "state: accepted\ndue: 2026-02-09");
	item("b", "state: proposed");
	commit(4);
	sh("git checkout -q main");
	item("a", "state: accepted\ndue: 2026-02-09");
	commit(3);
	item("a", "state: done\ndue: 2026-02-09");
	item("c", "state: proposed");
	commit(5);
	item("a", "state: accepted\ndue: 2026-02-09");
	commit(6);
	merge(7, "side");
	expect("pm/a: born 1; 1 kept 5 for 5 then 9 moved 1; 6 open ? for 9 "
	       "then 9\n"
	       "pm/b: born 4 proposed\n"
	       "pm/c: born 5 proposed\n");
}

static void versions_that_cannot_be_read_are_passed_over(void **state)
{
	(void)state;
	begin();
	item("a", "state: accepted\ndue: 2026-02-05");
	commit(1);
	item("a", "state: accepted\ndue: [unclosed");
	commit(2);
	item("a", "state: accepted\ndue: also [unclosed: {");
	commit(3);
	item("a", "state: done\ndue: 2026-02-05");
	commit(4);
	expect("pm/a: born 1; 1 kept 4 for 5 then 5\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_life_is_the_sum_of_its_versions),
		cmocka_unit_test(
			what_began_before_the_log_began_at_no_known_time),
		cmocka_unit_test(a_move_knows_when_by_whom_and_how_far),
		SANDBOXED(a_log_is_followed_through_renames_and_past_removal),
		SANDBOXED(an_item_may_go_to_another_post_mortem),
		SANDBOXED(a_name_may_be_used_again),
		SANDBOXED(what_both_of_two_branches_did_is_told),
		SANDBOXED(what_a_merge_left_behind_does_not_count),
		SANDBOXED(what_a_branch_did_and_undid_is_nothing),
		SANDBOXED(what_two_branches_removed_is_gone_once),
		SANDBOXED(what_one_branch_keeps_is_not_gone),
		SANDBOXED(a_change_that_was_picked_is_one_move),
		SANDBOXED(versions_that_cannot_be_read_are_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
