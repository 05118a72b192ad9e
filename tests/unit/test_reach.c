/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <stdlib.h>
#include <string.h>

#include "git/reach.h"

static void what_leads_to_a_tip_is_reached(void **state)
{
	enum { TIP, OLD, SHORT, BESIDE, NONE, BLOB, TAG, NAMES };
	struct pm_reach item[NAMES] = { 0 };
	struct pm_arena arena = { 0 };
	struct pm_error err = { 0 };
	char *name[NAMES];
	const char *none[] = { NULL };

	(void)state;
	sh("git init -q -b main && echo 1 >f && git add f &&"
	   "GIT_COMMITTER_DATE='@1700000000 +0100' git commit -q -m A &&"
	   "git tag -a -m T t && git checkout -q -b side &&"
	   "git commit -q --allow-empty -m B && git checkout -q main &&"
	   "git commit -q --allow-empty -m C");
	name[TIP] = sh_out("git rev-parse HEAD");
	name[OLD] = sh_out("git rev-parse HEAD~1");
	name[SHORT] = sh_out("git rev-parse --short HEAD~1");
	name[BESIDE] = sh_out("git rev-parse side");
	name[NONE] = sh_out("echo 1234567890abcdef");
	name[BLOB] = sh_out("git rev-parse HEAD:f");
	name[TAG] = sh_out("git rev-parse t");
	for (int i = 0; i < NAMES; i++)
		item[i].name = name[i];
	assert_ok(pm_reach_find(item, NAMES, &arena,
				(const char *[]){ name[TIP], NULL }, &err),
		  &err);
	assert_true(item[TIP].is_reached);
	assert_true(item[OLD].is_reached);
	assert_true(item[SHORT].is_reached);
	assert_string_equal(item[SHORT].id, name[OLD]);
	assert_int_equal(item[OLD].time, 1700000000);
	assert_false(item[BESIDE].is_reached);
	assert_string_equal(item[BESIDE].id, name[BESIDE]);
	assert_null(item[NONE].id);
	assert_null(item[BLOB].id);
	/* A tag is no commit, though it leads to one. */
	assert_null(item[TAG].id);

	assert_ok(pm_reach_find(item, NAMES, &arena,
				(const char *[]){ name[OLD], name[BESIDE],
						  NULL }, &err),
		  &err);
	assert_false(item[TIP].is_reached);
	assert_true(item[BESIDE].is_reached);

	/* Where there is no commit yet, nothing is part of the history. */
	assert_ok(pm_reach_find(item, NAMES, &arena, none, &err), &err);
	assert_false(item[TIP].is_reached);
	assert_string_equal(item[TIP].id, name[TIP]);
	assert_ok(pm_reach_find(item, 0, &arena, none, &err), &err);
	for (int i = 0; i < NAMES; i++)
		free(name[i]);
	pm_arena_release(&arena);
}

static void outside_of_a_repository_git_has_the_word(void **state)
{
	struct pm_reach item = { .name = "1234567" };
	struct pm_arena arena = { 0 };
	struct pm_error err = { 0 };
	const char *none[] = { NULL };

	(void)state;
	assert_failed(pm_reach_find(&item, 1, &arena, none, &err), PM_ERROR,
		      &err, "not a git repository");
	pm_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SANDBOXED(what_leads_to_a_tip_is_reached),
		SANDBOXED(outside_of_a_repository_git_has_the_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
