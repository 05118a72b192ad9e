/* SPDX-License-Identifier: MIT */
#include "tests/unit/living.h"

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

/* A promise, and a branch that is on it. */
static void begin_side(void)
{
	begin();
	item("a", "state: accepted\ndue: 2026-02-05");
	commit(1);
	sh("git checkout -q -b side");
}

static void what_a_merge_left_behind_does_not_count(void **state)
{
	(void)state;
	begin_side();
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
	begin_side();
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
	begin_side();
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

static void where_a_clone_ends_an_item_is_one_life(void **state)
{
	(void)state;
	begin_side();
	item("b", "state: proposed");
	commit(2);
	sh("git rm -q postmortems/pm/actions/a.md");
	commit(3);
	sh("git checkout -q main");
	item("c", "state: proposed");
	commit(4);
	sh("git rm -q postmortems/pm/actions/a.md");
	commit(5);
	merge(6, "side");
	expect_shallow(3, "pm/b: born ? proposed\n"
			  "pm/c: born ? proposed\n"
			  "pm/a: born ?; ? removed 5 for 5 then 5; gone 5\n");
}

static void behind_the_end_of_a_clone_no_move_is_known(void **state)
{
	(void)state;
	begin_side();
	item("b", "state: proposed");
	commit(2);
	item("a", "state: accepted\ndue: 2026-02-09");
	commit(3);
	sh("git checkout -q main");
	item("a", "state: accepted\ndue: 2026-02-09");
	commit(4);
	item("c", "state: proposed");
	commit(5);
	merge(6, "side");
	expect("pm/a: born 1; 1 open ? for 5 then 9 moved 1\n"
	       "pm/b: born 2 proposed\n"
	       "pm/c: born 5 proposed\n");
	/* That the side moved it is not what led to the tip. */
	expect_shallow(3, "pm/a: born ?; ? open ? for 9 then 9\n"
			  "pm/b: born ? proposed\n"
			  "pm/c: born 5 proposed\n");
}

static void a_merge_that_moves_items_removes_none(void **state)
{
	(void)state;
	begin();
	item("a", "state: accepted\ndue: 2026-02-05");
	item("b", "state: accepted\ndue: 2026-02-05");
	commit(1);
	sh("git checkout -q -b side");
	item("a", "state: accepted\ndue: 2026-02-09");
	commit(2);
	sh("git checkout -q main");
	item("b", "state: accepted\ndue: 2026-02-07");
	commit(3);
	sh("git merge -q --no-commit side && "
	   "git mv postmortems/pm postmortems/qm");
	commit(4);
	expect("qm/a: born 1; 1 open ? for 5 then 9 moved 1\n"
	       "qm/b: born 1; 1 open ? for 5 then 7 moved 1\n");
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
		SANDBOXED(a_log_is_followed_through_renames_and_past_removal),
		SANDBOXED(an_item_may_go_to_another_post_mortem),
		SANDBOXED(a_name_may_be_used_again),
		SANDBOXED(what_both_of_two_branches_did_is_told),
		SANDBOXED(what_a_merge_left_behind_does_not_count),
		SANDBOXED(what_a_branch_did_and_undid_is_nothing),
		SANDBOXED(what_two_branches_removed_is_gone_once),
		SANDBOXED(what_one_branch_keeps_is_not_gone),
		SANDBOXED(a_change_that_was_picked_is_one_move),
		SANDBOXED(where_a_clone_ends_an_item_is_one_life),
		SANDBOXED(behind_the_end_of_a_clone_no_move_is_known),
		SANDBOXED(a_merge_that_moves_items_removes_none),
		SANDBOXED(versions_that_cannot_be_read_are_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
