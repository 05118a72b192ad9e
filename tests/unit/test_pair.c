/* SPDX-License-Identifier: MIT */
#include "judging.h"

#include "snapshot/pair.h"

/* Post-mortems with one item each, or none, on two sides. */
struct sides {
	struct judged judged;
	struct pm_pairs pairs;
	struct pm_item_moves moves;
};

#define PROMISE                                                          \
	"title: Warm the cache\nstate: accepted\nowner: alice\ndue: "   \
	"2026-12-20\ntype: prevent\n"

static struct pm_postmortem *with_item(struct judged *j, const char *item,
				       const char *front, const char *body)
{
	struct pm_postmortem *pm = make(j, FIELDS, BODY, item ? ITEM : NULL);

	if (item)
		read_record(j, pm->action, PM_ACTION, item, front, body);
	return pm;
}

static void pair(struct sides *s, struct pm_postmortem *before,
		 struct pm_postmortem *after)
{
	PM_GROW(s->pairs.item, s->pairs.nr, s->pairs.alloc);
	s->pairs.item[s->pairs.nr++] = (struct pm_pair){ before, after };
}

/* The item `from` of one post-mortem is gone, and `to` is in another. */
static size_t moves(const char *from, const char *old_front,
		    const char *old_body, const char *to, const char *front,
		    const char *body)
{
	struct sides s = { 0 };
	struct judged *j = &s.judged;
	size_t nr;

	start(j, NULL);
	pair(&s, with_item(j, from, old_front, old_body),
	     with_item(j, NULL, "", ""));
	pair(&s, with_item(j, NULL, "", ""), with_item(j, to, front, body));
	pm_pairs_item_moves(&s.moves, &s.pairs);
	nr = s.moves.nr;
	if (nr) {
		struct pm_item_move move = s.moves.item[0];

		assert_string_equal(move.before->id, from);
		assert_ptr_equal(pm_item_moves_before(&s.moves, move.after),
				 move.before);
		assert_ptr_equal(pm_item_moves_after(&s.moves, move.before),
				 move.after);
		assert_null(pm_item_moves_after(&s.moves, move.after));
	}
	pm_item_moves_release(&s.moves);
	pm_pairs_release(&s.pairs);
	let_go(j);
	return nr;
}

static void an_item_moves_with_its_bytes_its_title_or_its_lines(void **state)
{
	(void)state;
	assert_int_equal(moves("a/warm", PROMISE, "", "b/other", PROMISE, ""),
			 1);
	assert_int_equal(moves("a/warm", PROMISE, "", "b/other",
			       "title: Warm the cache\nstate: done\n", ""),
			 1);
	assert_int_equal(moves("a/warm", PROMISE, "One.\n\nTwo.\n", "b/warm",
			       "title: Keep it warm\nstate: accepted\nowner: "
			       "alice\ndue: 2026-12-20\ntype: prevent\n",
			       "One.\n\nTwo.\n"),
			 1);
}

static void another_item_is_another(void **state)
{
	static const char other[] =
		"title: Page somebody\nowner: bob\ntype: detect\n";

	(void)state;
	assert_int_equal(moves("a/warm", PROMISE, "", "b/page", other, ""), 0);
	assert_int_equal(moves("a/warm", PROMISE, "", "b/warm", other, ""), 0);
	/* Most lines of two items are alike: their names have to be, too. */
	assert_int_equal(moves("a/warm", PROMISE, "", "b/page",
			       "title: Page somebody\nstate: accepted\nowner: "
			       "alice\ndue: 2026-12-20\ntype: prevent\n",
			       ""),
			 0);
}

static void what_stays_has_not_moved_though_a_copy_is_elsewhere(void **state)
{
	struct sides s = { 0 };
	struct judged *j = &s.judged;

	(void)state;
	start(j, NULL);
	pair(&s, with_item(j, "a/warm", PROMISE, ""),
	     with_item(j, "a/warm", PROMISE, ""));
	pair(&s, NULL, with_item(j, "b/warm", PROMISE, ""));
	pm_pairs_item_moves(&s.moves, &s.pairs);
	assert_int_equal(s.moves.nr, 0);
	pm_item_moves_release(&s.moves);
	pm_pairs_release(&s.pairs);
	let_go(j);
}

static void in_its_own_post_mortem_case_does_not_matter(void **state)
{
	struct judged j;
	struct pm_postmortem *before, *after;

	(void)state;
	start(&j, NULL);
	before = with_item(&j, "a/warm", PROMISE, "");
	after = with_item(&j, "a/Warm", "title: Another\n", "");
	assert_ptr_equal(pm_item_before(before, after, after->action),
			 before->action);
	after = with_item(&j, "a/warmer", "title: Another\n", "");
	assert_null(pm_item_before(before, after, after->action));
	let_go(&j);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			an_item_moves_with_its_bytes_its_title_or_its_lines),
		cmocka_unit_test(another_item_is_another),
		cmocka_unit_test(
			what_stays_has_not_moved_though_a_copy_is_elsewhere),
		cmocka_unit_test(in_its_own_post_mortem_case_does_not_matter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
