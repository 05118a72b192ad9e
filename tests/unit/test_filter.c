/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <string.h>

#include "base/alloc.h"
#include "history/filter.h"

/* A record that says only whose it is. */
static struct pm_record owned_by(struct pm_arena *arena,
				 const struct pm_policy *policy,
				 const char *owner)
{
	struct pm_record record = { .kind = PM_ACTION, .id = "pm/a",
				    .path = "pm/actions/a.md" };
	const char *text = pm_arena_printf(arena, "---\nowner: %s\n---\n",
					   owner);

	pm_record_read(&record, arena, text, strlen(text), policy,
		       PM_READ_FIELDS);
	return record;
}

static void what_passes_is_what_was_asked_for(void **state)
{
	static const struct {
		const char *before, *after; /* owners; NULL: no record */
		const char *owner;
		int field; /* -1: all */
		int changes; /* that pass; -1: no event does */
	} cases[] = {
		{ "alice", "alice", NULL, -1, 3 },
		{ "alice", "alice", "alice", -1, 3 },
		{ "alice", "bob", "alice", -1, 3 },
		{ "alice", "bob", "@Bob", -1, 3 },
		{ "alice", "bob", "carol", -1, -1 },
		{ NULL, "bob", "bob", -1, 3 },
		{ "bob", NULL, "bob", -1, 3 },
		{ NULL, "bob", "", -1, -1 },
		{ "alice", "alice", NULL, PM_F_DUE, 1 },
		{ "alice", "alice", NULL, PM_F_TITLE, -1 },
		{ "alice", "alice", "bob", PM_F_DUE, -1 },
	};
	struct pm_policy policy = { 0 };
	struct pm_arena arena = { 0 };

	(void)state;
	pm_policy_read(&policy, NULL, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_history_filter filter = {
			.policy = &policy, .owner = cases[i].owner,
			.by_field = cases[i].field >= 0,
		};
		struct pm_change changes[] = {
			{ .kind = PM_CHANGE_MOVED },
			{ .kind = PM_CHANGE_FIELD, .field = PM_F_DUE },
			{ .kind = PM_CHANGE_BODY },
		};
		struct pm_record before, after;
		struct pm_event_record record = {
			.id = "pm/a", .changes = { changes, 3, 3 },
		};
		const struct pm_event event = { .record = &record,
						.records = 1 };
		struct pm_event passed;
		bool any;

		if (filter.by_field)
			filter.field[cases[i].field] = true;
		if (cases[i].before) {
			before = owned_by(&arena, &policy, cases[i].before);
			record.before = &before;
		}
		if (cases[i].after) {
			after = owned_by(&arena, &policy, cases[i].after);
			record.after = &after;
		}
		any = pm_history_pass(&passed, &filter, &event);
		if (any != (cases[i].changes >= 0))
			fail_msg("case %zu", i);
		if (any)
			assert_int_equal(passed.record[0].changes.nr,
					 cases[i].changes);
		/* The event itself stays as it was. */
		assert_int_equal(record.changes.nr, 3);
		pm_history_pass_release(&passed);
	}
	pm_arena_release(&arena);
	pm_policy_release(&policy);
}

static void an_entry_about_layout_is_of_no_field(void **state)
{
	struct pm_event_record record = { .id = "pm/a" };
	const struct pm_event event = { .record = &record, .records = 1 };
	struct pm_history_filter filter = { 0 };
	struct pm_event passed;

	(void)state;
	assert_true(pm_history_pass(&passed, &filter, &event));
	pm_history_pass_release(&passed);
	filter.by_field = true;
	assert_false(pm_history_pass(&passed, &filter, &event));
	pm_history_pass_release(&passed);
}

static void what_a_commit_says_is_of_no_field(void **state)
{
	const struct pm_mention *mention[] = { NULL };
	const struct pm_event event = { .mention = mention, .mentions = 1 };
	struct pm_history_filter filter = { 0 };
	struct pm_event passed;

	(void)state;
	assert_true(pm_history_pass(&passed, &filter, &event));
	assert_int_equal(passed.mentions, 1);
	pm_history_pass_release(&passed);
	filter.by_field = true;
	assert_false(pm_history_pass(&passed, &filter, &event));
	pm_history_pass_release(&passed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_passes_is_what_was_asked_for),
		cmocka_unit_test(an_entry_about_layout_is_of_no_field),
		cmocka_unit_test(what_a_commit_says_is_of_no_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
