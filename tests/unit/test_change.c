/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>

#include "model/policy.h"
#include "snapshot/change.h"

struct pair {
	struct pm_policy policy;
	struct pm_arena arena;
	struct pm_record before, after;
	struct pm_changes changes;
};

static void read_one(struct pair *pair, struct pm_record *record,
		     const char *text, const char *path)
{
	record->kind = strstr(path, "/actions/") ? PM_ACTION : PM_POSTMORTEM;
	record->id = "id";
	record->path = path;
	pm_record_read(record, &pair->arena, text, strlen(text),
		       &pair->policy, PM_READ_BODY);
}

/* NULL is a side that is not there. */
static void compare_at(struct pair *pair, const char *before, const char *from,
		       const char *after, const char *to)
{
	pm_policy_read(&pair->policy, NULL, 0);
	if (before)
		read_one(pair, &pair->before, before, from);
	if (after)
		read_one(pair, &pair->after, after, to);
	pm_record_compare(&pair->changes, before ? &pair->before : NULL,
			  after ? &pair->after : NULL);
}

static void compare(struct pair *pair, const char *before, const char *after)
{
	compare_at(pair, before, "p/a/README.md", after, "p/a/README.md");
}

static void release(struct pair *pair)
{
	pm_changes_release(&pair->changes);
	pm_policy_release(&pair->policy);
	pm_arena_release(&pair->arena);
}

static void is_field(const struct pm_change *change, enum pm_field field,
		     const char *before, const char *after)
{
	assert_int_equal(change->kind, PM_CHANGE_FIELD);
	assert_int_equal(change->field, field);
	if (before)
		assert_string_equal(change->before, before);
	else
		assert_null(change->before);
	if (after)
		assert_string_equal(change->after, after);
	else
		assert_null(change->after);
}

static void is_section(const struct pm_change *change, const char *section,
		       bool before, bool after)
{
	assert_int_equal(change->kind, PM_CHANGE_SECTION);
	assert_string_equal(change->section, section);
	assert_int_equal(change->before != NULL, before);
	assert_int_equal(change->after != NULL, after);
}

static void a_new_record_has_every_field_it_came_with(void **state)
{
	struct pair pair = { 0 };

	(void)state;
	compare(&pair, NULL,
		"---\nowner: alice\ntitle: T\n---\n\n## Impact\n\nx\n");
	assert_int_equal(pair.changes.nr, 3);
	assert_int_equal(pair.changes.item[0].kind, PM_CHANGE_ADDED);
	is_field(&pair.changes.item[1], PM_F_TITLE, NULL, "T");
	is_field(&pair.changes.item[2], PM_F_OWNER, NULL, "alice");
	release(&pair);
}

static void a_removed_record_is_one_change(void **state)
{
	struct pair pair = { 0 };

	(void)state;
	compare(&pair, "---\ntitle: T\n---\n", NULL);
	assert_int_equal(pair.changes.nr, 1);
	assert_int_equal(pair.changes.item[0].kind, PM_CHANGE_REMOVED);
	release(&pair);
}

static void fields_are_set_changed_and_removed(void **state)
{
	struct pair pair = { 0 };

	(void)state;
	compare(&pair, "---\ntitle: A\nowner: alice\nteams: [a, b]\n---\n",
		"---\nteams: [b, c]\ntitle: B\nseverity: major\n---\n");
	assert_int_equal(pair.changes.nr, 4);
	is_field(&pair.changes.item[0], PM_F_TITLE, "A", "B");
	is_field(&pair.changes.item[1], PM_F_SEVERITY, NULL, "major");
	is_field(&pair.changes.item[2], PM_F_OWNER, "alice", NULL);
	is_field(&pair.changes.item[3], PM_F_TEAMS, "a, b", "b, c");
	release(&pair);
}

static void layout_and_comments_are_no_change(void **state)
{
	struct pair pair = { 0 };

	(void)state;
	compare(&pair, "---\ntitle: A\nowner: alice\n---\n\n## Impact\n\nx\n",
		"---\nowner:   'alice' # she\ntitle: A\n---\n\n## Impact\n\n"
		"x\n");
	assert_int_equal(pair.changes.nr, 0);
	release(&pair);
}

static void sections_are_compared_by_their_own_text(void **state)
{
	struct pair pair = { 0 };

	(void)state;
	compare(&pair,
		"---\ntitle: A\n---\n\n## Impact\n\nx\n\n## Old\n\ny\n\n"
		"## Same\n\nz\n",
		"---\ntitle: A\n---\n\n## New\n\nw\n\n## Impact\n\nx2\n\n"
		"## Same\n\nz\n");
	assert_int_equal(pair.changes.nr, 3);
	is_section(&pair.changes.item[0], "New", false, true);
	is_section(&pair.changes.item[1], "Impact", true, true);
	is_section(&pair.changes.item[2], "Old", true, false);
	release(&pair);
}

static void a_section_that_becomes_the_last_is_the_same(void **state)
{
	struct pair pair = { 0 };

	(void)state;
	compare(&pair, "---\ntitle: A\n---\n\n## Same\n\nx\n\n## Old\n\ny\n",
		"---\ntitle: A\n---\n\n## Same\n\nx\n");
	assert_int_equal(pair.changes.nr, 1);
	is_section(&pair.changes.item[0], "Old", true, false);
	release(&pair);
}

static void an_items_description_is_its_body(void **state)
{
	struct pair pair = { 0 };

	(void)state;
	compare_at(&pair, "---\ntitle: A\n---\n\nOne.\n", "p/a/actions/x.md",
		   "---\ntitle: A\n---\n\nTwo.\n", "p/a/actions/x.md");
	assert_int_equal(pair.changes.nr, 1);
	assert_int_equal(pair.changes.item[0].kind, PM_CHANGE_BODY);
	release(&pair);
}

static void a_move_comes_before_what_changed_on_the_way(void **state)
{
	struct pair pair = { 0 };

	(void)state;
	compare_at(&pair, "---\ntitle: A\n---\n", "p/a/README.md",
		   "---\ntitle: B\n---\n", "p/b/README.md");
	assert_int_equal(pair.changes.nr, 2);
	assert_int_equal(pair.changes.item[0].kind, PM_CHANGE_MOVED);
	assert_string_equal(pair.changes.item[0].before, "p/a/README.md");
	assert_string_equal(pair.changes.item[0].after, "p/b/README.md");
	is_field(&pair.changes.item[1], PM_F_TITLE, "A", "B");
	release(&pair);
}

static void broken_front_matter_is_said_instead_of_lost_fields(void **state)
{
	struct pair pair = { 0 };

	(void)state;
	compare(&pair, "---\ntitle: A\nowner: alice\n---\n",
		"---\ntitle: \"A\nowner: alice\n---\n");
	assert_int_equal(pair.changes.nr, 1);
	assert_int_equal(pair.changes.item[0].kind, PM_CHANGE_UNREADABLE);
	release(&pair);
}

static void a_section_that_becomes_the_history_is_not_gone(void **state)
{
	const char *item = "p/a/actions/b.md";
	struct pair pair = { 0 };

	(void)state;
	compare_at(&pair,
		   "---\ntitle: b\nstate: proposed\n---\n\nText\n\n"
		   "## History\n\nIt was so.\n",
		   item,
		   "---\ntitle: b\nstate: accepted\n---\n\nText\n\n"
		   "## History\n\nIt was so.\n\n- 2026-12-02 bob: accepted\n",
		   item);
	assert_int_equal(pair.changes.nr, 1);
	is_field(&pair.changes.item[0], PM_F_STATE, "proposed", "accepted");
	release(&pair);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_record_has_every_field_it_came_with),
		cmocka_unit_test(a_removed_record_is_one_change),
		cmocka_unit_test(fields_are_set_changed_and_removed),
		cmocka_unit_test(layout_and_comments_are_no_change),
		cmocka_unit_test(sections_are_compared_by_their_own_text),
		cmocka_unit_test(a_section_that_becomes_the_last_is_the_same),
		cmocka_unit_test(an_items_description_is_its_body),
		cmocka_unit_test(a_move_comes_before_what_changed_on_the_way),
		cmocka_unit_test(
			broken_front_matter_is_said_instead_of_lost_fields),
		cmocka_unit_test(
			a_section_that_becomes_the_history_is_not_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
