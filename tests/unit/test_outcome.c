/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>

#include "snapshot/outcome.h"
#include "view/outcome_text.h"

struct fixture {
	struct pm_policy policy;
	struct pm_arena arena;
	struct pm_record before, after;
	struct pm_difference difference;
	struct pm_buf told;
};

static const struct pm_record *read_one(struct fixture *f,
					struct pm_record *record,
					enum pm_kind kind, const char *name,
					const char *text)
{
	char *whole;

	if (!text)
		return NULL;
	whole = pm_arena_printf(&f->arena, "---\n%s---\n\ntext\n", text);
	record->kind = kind;
	record->id = kind == PM_ACTION ?
			     pm_arena_printf(&f->arena, "p/%s", name) :
			     name;
	record->path = pm_arena_printf(&f->arena, "r/%s.md", record->id);
	pm_record_read(record, &f->arena, whole, strlen(whole), &f->policy,
		       PM_READ_BODY);
	return record;
}

/* Front matter before and after, NULL where there is none; the outcomes with
 * their words, one on a line. */
static const char *tell(struct fixture *f, enum pm_kind kind,
			const char *before, const char *after)
{
	struct pm_difference *d = &f->difference;

	pm_policy_read(&f->policy, NULL, 0);
	d->kind = kind;
	d->before = read_one(f, &f->before, kind, "x", before);
	d->after = read_one(f, &f->after, kind, "x", after);
	pm_record_compare(&d->changes, d->before, d->after);
	pm_outcomes_find(&d->outcomes, d->before, d->after, &d->changes);
	for (size_t i = 0; i < d->outcomes.nr; i++) {
		if (i && d->outcomes.item[i - 1].kind ==
				 d->outcomes.item[i].kind)
			continue;
		pm_buf_addstr(&f->told, f->told.len ? "|" : "");
		pm_outcome_word(&f->told, d->outcomes.item[i].kind);
		pm_buf_addch(&f->told, ':');
		pm_outcome_words(&f->told, d, i, pm_buf_addstr);
	}
	return pm_buf_str(&f->told);
}

static void release(struct fixture *f)
{
	pm_changes_release(&f->difference.changes);
	pm_outcomes_release(&f->difference.outcomes);
	pm_buf_release(&f->told);
	pm_policy_release(&f->policy);
	pm_arena_release(&f->arena);
}

#define OWNED "title: T\nowner: alice\n"
#define DUE5 "due: 2026-12-05\n"
#define DUE19 "due: 2026-12-19\n"
#define TO " \xe2\x86\x92 "

struct row {
	const char *before, *after, *told;
};

static void holds(enum pm_kind kind, const struct row *row, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		struct fixture f = { 0 };

		assert_string_equal(tell(&f, kind, row[i].before,
					 row[i].after),
				    row[i].told);
		release(&f);
	}
}

#define HOLDS(kind, row) holds(kind, row, sizeof(row) / sizeof(*(row)))

static void an_item_comes_to_what_happened_to_its_promise(void **state)
{
	static const struct row rows[] = {
		{ NULL, OWNED, "opened:T, owner alice" },
		{ NULL, OWNED DUE5, "opened:T, owner alice, due 2026-12-05" },
		{ NULL, OWNED "state: accepted\n" DUE5,
		  "opened:T, owner alice|accepted:owner alice, due "
		  "2026-12-05" },
		{ OWNED, OWNED "state: accepted\n" DUE5,
		  "accepted:owner alice, due 2026-12-05" },
		/* What a proposal aims for binds nobody. */
		{ OWNED DUE5, OWNED "state: accepted\n" DUE19,
		  "accepted:owner alice, due 2026-12-19" },
		{ OWNED DUE5, OWNED DUE19,
		  "edited:due 2026-12-05" TO "2026-12-19, 14 days later" },
		{ "title: T\n", OWNED "state: accepted\n",
		  "accepted:owner alice" },
		{ "title: T\nowner: bob\n", OWNED "state: accepted\n",
		  "accepted:owner alice|reassigned:bob" TO "alice" },
		{ OWNED "state: accepted\n", OWNED "state: in-progress\n",
		  "started:owner alice" },
		{ OWNED "state: in-progress\n", OWNED "state: accepted\n",
		  "edited:state in-progress" TO "accepted" },
		{ OWNED "state: accepted\n" DUE5, OWNED "state: accepted\n" DUE19,
		  "postponed:by 14 days, 2026-12-05" TO "2026-12-19" },
		{ OWNED "state: accepted\n" DUE5,
		  OWNED "state: accepted\ndue: 2026-12-04\n",
		  "brought forward:by 1 day, 2026-12-05" TO "2026-12-04" },
		{ OWNED "state: accepted\n" DUE5, OWNED "state: accepted\n",
		  "edited:due 2026-12-05 removed" },
		{ OWNED "state: accepted\n", "title: T\nstate: accepted\n",
		  "reassigned:alice" TO "nobody" },
		{ OWNED "state: accepted\n" DUE5,
		  OWNED "state: done\nevidence: abc\n" DUE19,
		  "postponed:by 14 days, 2026-12-05" TO
		  "2026-12-19|done:abc" },
		{ OWNED, OWNED "state: done\n", "done:without evidence" },
		{ OWNED, OWNED "state: done\nevidence: abc\n" DUE5,
		  "done:abc" },
		{ OWNED, OWNED "state: declined\nreason: too dear\n",
		  "declined:too dear" },
		{ OWNED "state: done\nevidence: abc\n",
		  OWNED "state: accepted\n" DUE5,
		  "reopened:owner alice, due 2026-12-05" },
		{ OWNED "state: accepted\n" DUE5, NULL,
		  "removed:was accepted, owner alice, due 2026-12-05" },
		{ OWNED "state: accepted\n", OWNED "state: acepted\n",
		  "edited:state accepted" TO "acepted" },
		{ OWNED, "title: T\nowner: alice\npriority: high\ntype: detect\n",
		  "edited:type detect (set); priority high (set)" },
		{ OWNED, "owner: alice\ntitle: T\n",
		  "edited:only layout or comments" },
		{ OWNED, "title: [\n",
		  "unreadable:its front matter cannot be read" },
		{ "title: [\n", OWNED,
		  "unreadable:its front matter could not be read before" },
		{ "title: [\n", NULL, "removed:" },
	};

	(void)state;
	HOLDS(PM_ACTION, rows);
}

static void a_post_mortem_advances_and_moves_back(void **state)
{
	static const struct row rows[] = {
		{ NULL, OWNED "severity: major\n",
		  "opened:severity major, owner alice" },
		{ NULL, OWNED "status: in-review\n",
		  "opened:owner alice|advanced:draft" TO "in-review" },
		{ OWNED, OWNED "status: in-review\n",
		  "advanced:draft" TO "in-review" },
		{ OWNED "status: in-review\n", OWNED,
		  "moved back:in-review" TO "draft" },
		{ OWNED "status: closed\n", OWNED "status: reviewed\n",
		  "reopened:closed" TO "reviewed" },
		{ OWNED "status: closed\n", NULL,
		  "removed:was closed, owner alice" },
		{ OWNED, OWNED "status: draft\n", "edited:status draft (set)" },
		{ OWNED, "title: T\nowner: bob\n",
		  "reassigned:alice" TO "bob" },
	};

	(void)state;
	HOLDS(PM_POSTMORTEM, rows);
}

static void add_outcome(struct pm_outcomes *list, enum pm_outcome_kind kind,
			int32_t days)
{
	PM_GROW(list->item, list->nr, list->alloc);
	list->item[list->nr++] = (struct pm_outcome){ .kind = kind,
						      .days = days };
}

static void count_one(struct pm_outcome_count *sum, enum pm_kind record,
		      enum pm_outcome_kind kind, int32_t days)
{
	struct pm_outcomes one = { 0 };

	add_outcome(&one, kind, days);
	pm_outcomes_count(sum, record, &one);
	pm_outcomes_release(&one);
}

static void a_sum_is_one_line(void **state)
{
	struct pm_outcome_count sum[PM_OUTCOMES] = { 0 };
	struct pm_outcomes edits = { 0 };
	struct pm_buf out = { 0 };

	(void)state;
	pm_outcome_sum(&out, sum);
	assert_string_equal(pm_buf_str(&out), "");
	count_one(sum, PM_ACTION, PM_OUTCOME_ACCEPTED, 0);
	count_one(sum, PM_ACTION, PM_OUTCOME_ACCEPTED, 0);
	count_one(sum, PM_ACTION, PM_OUTCOME_POSTPONED, 14);
	count_one(sum, PM_ACTION, PM_OUTCOME_DONE, 0);
	pm_outcome_sum(&out, sum);
	assert_string_equal(pm_buf_str(&out),
			    "2 accepted, 1 postponed by 14 days, 1 done");
	pm_buf_reset(&out);
	count_one(sum, PM_ACTION, PM_OUTCOME_POSTPONED, 3);
	count_one(sum, PM_ACTION, PM_OUTCOME_BROUGHT_FORWARD, 1);
	count_one(sum, PM_ACTION, PM_OUTCOME_OPENED, 0);
	count_one(sum, PM_POSTMORTEM, PM_OUTCOME_OPENED, 0);
	count_one(sum, PM_POSTMORTEM, PM_OUTCOME_OPENED, 0);
	/* Two edits of one record are one record that was edited. */
	add_outcome(&edits, PM_OUTCOME_EDITED, 0);
	add_outcome(&edits, PM_OUTCOME_EDITED, 0);
	pm_outcomes_count(sum, PM_ACTION, &edits);
	pm_outcome_sum(&out, sum);
	assert_string_equal(pm_buf_str(&out),
			    "2 post-mortems and 1 item opened, 2 accepted, "
			    "2 postponed by 3 to 14 days, "
			    "1 brought forward by 1 day, 1 done, 1 edited");
	pm_outcomes_release(&edits);
	pm_buf_release(&out);
}

static void equal_days_are_told_once(void **state)
{
	struct pm_outcome_count sum[PM_OUTCOMES] = { 0 };
	struct pm_buf out = { 0 };

	(void)state;
	count_one(sum, PM_ACTION, PM_OUTCOME_POSTPONED, 7);
	count_one(sum, PM_ACTION, PM_OUTCOME_POSTPONED, 7);
	pm_outcome_sum(&out, sum);
	assert_string_equal(pm_buf_str(&out), "2 postponed by 7 days each");
	pm_buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_item_comes_to_what_happened_to_its_promise),
		cmocka_unit_test(a_post_mortem_advances_and_moves_back),
		cmocka_unit_test(a_sum_is_one_line),
		cmocka_unit_test(equal_days_are_told_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
