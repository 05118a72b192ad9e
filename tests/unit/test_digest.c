/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/digest.h"
#include "view/digest_sheet.h"

#define TODAY pm_date_make(2026, 12, 2)
#define ITEMS_MAX 8

/* One post-mortem, "a", with items "a/0", "a/1" and so on. */
struct scene {
	struct pm_snapshot snapshot;
	struct pm_postmortem pm;
	struct pm_record action[ITEMS_MAX];
};

static void start(struct scene *s, const char *front,
		  const char *const *items)
{
	static const char *const id[ITEMS_MAX] = { "a/0", "a/1", "a/2", "a/3",
						   "a/4", "a/5", "a/6",
						   "a/7" };
	struct pm_source source = { 0 };

	memset(s, 0, sizeof(*s));
	pm_snapshot_init(&s->snapshot, &source, NULL, 0);
	s->pm = (struct pm_postmortem){
		.id = "a", .folder = "postmortems/a", .action = s->action,
		.record = { .kind = PM_POSTMORTEM, .id = "a", .path = "a" },
	};
	pm_record_read(&s->pm.record, &s->snapshot.arena, front, strlen(front),
		       &s->snapshot.policy, PM_READ_FIELDS);
	for (size_t i = 0; items[i]; i++) {
		s->action[i] = (struct pm_record){ .kind = PM_ACTION,
						   .id = id[i],
						   .path = id[i] };
		pm_record_read(&s->action[i], &s->snapshot.arena, items[i],
			       strlen(items[i]), &s->snapshot.policy,
			       PM_READ_FIELDS);
		s->pm.actions++;
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

/* "OWNER: ID ID; OWNER: ID", without an owner "-". */
static void says(struct scene *s, struct pm_digest_options options,
		 const char *expected)
{
	struct pm_digest digest;
	struct pm_buf out = { 0 };

	options.today = TODAY;
	pm_digest_make(&digest, &s->snapshot, &options);
	for (size_t i = 0; i < digest.parts; i++) {
		const struct pm_digest_part *part = &digest.part[i];

		pm_buf_addf(&out, "%s%s:", i ? "; " : "",
			    part->owner ? part->owner : "-");
		for (size_t k = 0; k < part->attentions; k++) {
			const struct pm_attention *a = part->attention[k];

			pm_buf_addf(&out, " %s", a->action ? a->action->id :
							     a->postmortem->id);
		}
	}
	assert_string_equal(pm_buf_str(&out), expected);
	pm_buf_release(&out);
	pm_digest_release(&digest);
}

static const char *const items[] = {
	"---\nstate: accepted\nowner: bob\ndue: 2026-12-01\n---\n",
	"---\nstate: accepted\nowner: \"@BOB\"\ndue: 2026-12-09\n---\n",
	"---\nstate: proposed\nowner: Carol\n---\n",
	"---\nstate: proposed\n---\n",
	"---\nstate: done\nowner: bob\ndue: 2026-12-01\n---\n",
	NULL,
};

static void everybody_one_and_each_are_told_what_is_theirs(void **state)
{
	struct scene s;

	(void)state;
	start(&s, "---\nstatus: in-review\nowner: alice\n---\n", items);
	says(&s, (struct pm_digest_options){ 0 }, "-: a/0 a/1 a/2 a/3 a");
	says(&s, (struct pm_digest_options){ .owner = "bob" },
	     "bob: a/0 a/1");
	says(&s, (struct pm_digest_options){ .owner = "dave" }, "");
	/* What nobody owns is for who owns the post-mortem. */
	says(&s, (struct pm_digest_options){ .each_owner = true },
	     "alice: a/3 a; bob: a/0 a/1; Carol: a/2");
	let_go(&s);
}

static void what_nobody_owns_is_a_part_of_its_own(void **state)
{
	struct scene s;

	(void)state;
	start(&s, "---\nstatus: draft\n---\n", items);
	says(&s, (struct pm_digest_options){ .each_owner = true },
	     "bob: a/0 a/1; Carol: a/2; -: a/3");
	let_go(&s);
}

static void a_draft_and_what_can_be_closed_wait_for_nobody_else(void **state)
{
	static const char *const none[] = { NULL };
	static const char *const status[] = { "draft", "reviewed", "closed" };
	struct scene s;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct pm_buf front = { 0 };

		pm_buf_addf(&front, "---\nstatus: %s\nowner: a\n---\n",
			    status[i]);
		start(&s, front.ptr, none);
		says(&s, (struct pm_digest_options){ 0 }, "");
		let_go(&s);
		pm_buf_release(&front);
	}
}

static bool fits(void *payload, size_t most)
{
	return most <= *(size_t *)payload;
}

static void as_many_are_told_as_fit(void **state)
{
	(void)state;
	for (size_t longest = 0; longest < 20; longest++) {
		struct pm_digest_sheet sheet = { .longest = longest };

		for (size_t room = 0; room < 22; room++) {
			size_t told = room < longest ? room : longest;

			assert_int_equal(pm_digest_sheet_fit(&sheet, 100, fits,
							     &room),
					 told);
			assert_int_equal(pm_digest_sheet_fit(&sheet, 7, fits,
							     &room),
					 told < 7 ? told : 7);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			everybody_one_and_each_are_told_what_is_theirs),
		cmocka_unit_test(what_nobody_owns_is_a_part_of_its_own),
		cmocka_unit_test(
			a_draft_and_what_can_be_closed_wait_for_nobody_else),
		cmocka_unit_test(as_many_are_told_as_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
