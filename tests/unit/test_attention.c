/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/attention.h"

#define TODAY pm_date_make(2026, 12, 2)

/* One post-mortem with one item, of these front matters. */
struct scene {
	struct pm_snapshot snapshot;
	struct pm_postmortem pm;
	struct pm_record action;
};

static void start(struct scene *s, const char *front, const char *item)
{
	struct pm_source source = { 0 };

	memset(s, 0, sizeof(*s));
	pm_snapshot_init(&s->snapshot, &source, NULL, 0);
	s->pm = (struct pm_postmortem){
		.id = "a", .folder = "postmortems/a",
		.record = { .kind = PM_POSTMORTEM, .id = "a", .path = "a" },
	};
	pm_record_read(&s->pm.record, &s->snapshot.arena, front, strlen(front),
		       &s->snapshot.policy, PM_READ_FIELDS);
	if (item) {
		s->action = (struct pm_record){ .kind = PM_ACTION,
						.id = "a/x", .path = "x" };
		pm_record_read(&s->action, &s->snapshot.arena, item,
			       strlen(item), &s->snapshot.policy,
			       PM_READ_FIELDS);
		s->pm.action = &s->action;
		s->pm.actions = 1;
	}
	s->snapshot.item = &s->pm;
	s->snapshot.nr = 1;
}

static void let_go(struct scene *s)
{
	s->snapshot.item = NULL;
	s->snapshot.nr = 0;
	pm_snapshot_release(&s->snapshot);
}

#define CLOSED "---\nstatus: closed\n---\n"

static void an_item_needs_attention_for_one_reason(void **state)
{
	static const struct {
		const char *item;
		enum pm_attention_kind kind; /* PM_ATTENTIONS: none */
	} cases[] = {
		{ "state: accepted\nowner: a\ndue: 2026-12-01\n", PM_OVERDUE },
		{ "state: accepted\ndue: 2026-12-01\n", PM_OVERDUE },
		{ "state: accepted\nowner: a\ndue: 2026-12-02\n",
		  PM_DUE_SOON },
		{ "state: in-progress\nowner: a\ndue: 2026-12-09\n",
		  PM_DUE_SOON },
		{ "state: accepted\nowner: a\ndue: 2026-12-10\n",
		  PM_ATTENTIONS },
		{ "state: accepted\nowner: a\n", PM_ATTENTIONS },
		{ "state: proposed\nowner: a\ndue: 2026-12-01\n",
		  PM_TO_ANSWER },
		{ "owner: a\n", PM_TO_ANSWER },
		{ "state: proposed\n", PM_NOBODY },
		{ "state: accepted\ndue: 2027-01-01\n", PM_NOBODY },
		{ "state: done\ndue: 2026-12-01\n", PM_ATTENTIONS },
		{ "state: declined\n", PM_ATTENTIONS },
		{ "state: wip\nowner: a\n", PM_ATTENTIONS },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_buf item = { 0 };
		struct pm_attentions list = { 0 };
		struct scene s;

		pm_buf_addf(&item, "---\n%s---\n", cases[i].item);
		start(&s, CLOSED, item.ptr);
		pm_attention_find(&list, &s.snapshot, NULL, TODAY);
		if (list.nr != (cases[i].kind != PM_ATTENTIONS) ||
		    (list.nr && list.item[0].kind != cases[i].kind))
			fail_msg("%zu for %s", list.nr, cases[i].item);
		pm_attention_release(&list);
		let_go(&s);
		pm_buf_release(&item);
	}
}

static void a_post_mortem_waits_for_its_next_step(void **state)
{
	static const struct {
		const char *front;
		const char *item;
		enum pm_attention_kind kind;
	} cases[] = {
		{ "---\n---\n", NULL, PM_TO_WRITE },
		{ "---\nstatus: in-review\nseverity: minor\n---\n", NULL,
		  PM_TO_REVIEW },
		{ "---\nstatus: in-review\nseverity: major\n---\n", NULL,
		  PM_TO_DISCUSS },
		{ "---\nstatus: in-review\nseverity: major\n"
		  "debrief: {date: 2026-12-01}\n---\n", NULL, PM_TO_REVIEW },
		{ "---\nstatus: in-review\n---\n", NULL, PM_TO_REVIEW },
		{ "---\nstatus: reviewed\n---\n", NULL, PM_TO_CLOSE },
		{ "---\nstatus: reviewed\n---\n", "---\nstate: done\n---\n",
		  PM_TO_CLOSE },
		{ "---\nstatus: reviewed\n---\n",
		  "---\nstate: accepted\nowner: a\ndue: 2027-01-01\n---\n",
		  PM_ATTENTIONS },
		{ CLOSED, NULL, PM_ATTENTIONS },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_attentions list = { 0 };
		struct scene s;

		start(&s, cases[i].front, cases[i].item);
		pm_attention_find(&list, &s.snapshot, NULL, TODAY);
		if (list.nr != (cases[i].kind != PM_ATTENTIONS) ||
		    (list.nr && list.item[0].kind != cases[i].kind))
			fail_msg("%zu for %s", list.nr, cases[i].front);
		pm_attention_release(&list);
		let_go(&s);
	}
}

static void mine_comes_first_then_what_is_more_urgent(void **state)
{
	struct pm_attentions list = { 0 };
	struct scene s;

	(void)state;
	start(&s, "---\nowner: bob\n---\n",
	      "---\nstate: accepted\nowner: alice\ndue: 2026-11-01\n---\n");
	pm_attention_find(&list, &s.snapshot, "@BOB", TODAY);
	assert_int_equal(list.nr, 2);
	assert_true(list.item[0].mine);
	assert_null(list.item[0].action);
	assert_false(list.item[1].mine);
	pm_attention_release(&list);
	pm_attention_find(&list, &s.snapshot, NULL, TODAY);
	assert_int_equal(list.item[0].kind, PM_OVERDUE);
	assert_int_equal(list.item[1].kind, PM_TO_WRITE);
	pm_attention_release(&list);
	let_go(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_item_needs_attention_for_one_reason),
		cmocka_unit_test(a_post_mortem_waits_for_its_next_step),
		cmocka_unit_test(mine_comes_first_then_what_is_more_urgent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
