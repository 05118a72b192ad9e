/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <stdlib.h>
#include <string.h>

#include "git/lineage.h"

/* main: a - m1 - b - m2, side one: s1 - s2 into m1, side two: t1 into m2. */
static const char *const subjects[] = { "a",  "s1", "s2", "m1",
					"b", "t1", "m2" };
enum { COMMITS = sizeof(subjects) / sizeof(*subjects) };

static void make_history(void)
{
	sh("git init -q -b main && git commit -q --allow-empty -m a && "
	   "git checkout -q -b one && git commit -q --allow-empty -m s1 && "
	   "git commit -q --allow-empty -m s2 && git checkout -q main && "
	   "git merge -q --no-ff -m m1 one && "
	   "git commit -q --allow-empty -m b && git checkout -q -b two one && "
	   "git commit -q --allow-empty -m t1 && git checkout -q main && "
	   "git merge -q --no-ff -m m2 two");
}

static void what_lies_between_two_commits_is_found(void **state)
{
	static const struct {
		const char *tip, *without;
		const char *expected; /* subjects, in the order above */
	} cases[] = {
		{ "m1", "a", "s1 s2 m1 " },
		{ "m2", "b", "t1 m2 " },
		{ "m2", "t1", "m1 b m2 " },
		{ "b", "a", "s1 s2 m1 b " },
		{ "a", "m2", "" },
		{ "b", "b", "" },
		{ "s2", "none", "a s1 s2 " },
		{ "none", "a", "" },
	};
	struct pm_lineage lineage;
	struct pm_strlist tips = { 0 };
	struct pm_error err = { 0 };
	size_t number[COMMITS + 1];
	char *id[COMMITS];

	(void)state;
	make_history();
	for (size_t i = 0; i < COMMITS; i++)
		id[i] = sh_out("git log --format=%%H --grep='^%s$' main",
			       subjects[i]);
	pm_strlist_add(&tips, id[COMMITS - 1]);
	assert_ok(pm_lineage_read(&lineage, &tips, NULL, 0, &err), &err);
	assert_int_equal(lineage.nr, COMMITS);
	for (size_t i = 0; i < COMMITS; i++) {
		number[i] = pm_lineage_find(&lineage, id[i], 40);
		assert_int_equal(pm_lineage_find(&lineage, id[i], 10),
				 number[i]);
	}
	number[COMMITS] = pm_lineage_find(&lineage, "none", 4);
	assert_true(number[COMMITS] == PM_NO_COMMIT);
	for (size_t c = 0; c < sizeof(cases) / sizeof(*cases); c++) {
		size_t tip = PM_NO_COMMIT, without = PM_NO_COMMIT;
		bool out[COMMITS + 1];
		struct pm_buf told = { 0 };

		for (size_t i = 0; i < COMMITS; i++) {
			if (!strcmp(subjects[i], cases[c].tip))
				tip = number[i];
			if (!strcmp(subjects[i], cases[c].without))
				without = number[i];
		}
		pm_lineage_between(out, &lineage, number, COMMITS + 1, tip,
				   without);
		assert_false(out[COMMITS]);
		for (size_t i = 0; i < COMMITS; i++)
			if (out[i])
				pm_buf_addf(&told, "%s ", subjects[i]);
		assert_string_equal(pm_buf_str(&told), cases[c].expected);
		pm_buf_release(&told);
	}
	for (size_t i = 0; i < COMMITS; i++)
		free(id[i]);
	pm_lineage_release(&lineage);
	pm_strlist_release(&tips);
}

/* Of every two commits, also where branches were merged into each other. */
static void merge_bases_are_those_of_git(void **state)
{
	struct pm_lineage lineage;
	struct pm_strlist tips = { 0 }, ids = { 0 }, known = { 0 };
	struct pm_error err = { 0 };
	char *all, *head;

	(void)state;
	make_history();
	sh("git checkout -q -b x main && git commit -q --allow-empty -m x1 && "
	   "git checkout -q -b y main && git commit -q --allow-empty -m y1 && "
	   "git checkout -q x && git merge -q --no-ff -m xy y && "
	   "git checkout -q y && git merge -q --no-ff -m yx x~1 && "
	   "git commit -q --allow-empty -m y2 && git checkout -q x && "
	   "git commit -q --allow-empty -m x2 && git checkout -q --orphan z && "
	   "git commit -q --allow-empty -m z && git checkout -q x && "
	   "git merge -q --no-ff -m xy2 y && "
	   "git merge -q --no-ff --allow-unrelated-histories -m xz z");
	head = sh_out("git rev-parse x");
	all = sh_out("git rev-list x");
	pm_strlist_split(&ids, all, "\n");
	pm_strlist_add(&tips, head);
	assert_ok(pm_lineage_read(&lineage, &tips, NULL, 0, &err), &err);
	for (size_t i = 0; i < ids.nr; i++)
		for (size_t j = 0; j < ids.nr; j++) {
			struct pm_strlist mine = { 0 }, theirs = { 0 };
			char *expected = sh_out("git merge-base --all %s %s "
						"|| true", ids.item[i],
						ids.item[j]);

			pm_strlist_split(&theirs, expected, "\n");
			pm_strlist_sort_unique(&theirs);
			assert_true(pm_lineage_bases(
				&mine, &lineage,
				pm_lineage_find(&lineage, ids.item[i], 40),
				pm_lineage_find(&lineage, ids.item[j], 40)));
			pm_strlist_sort_unique(&mine);
			assert_int_equal(mine.nr, theirs.nr);
			for (size_t n = 0; n < mine.nr; n++)
				assert_string_equal(mine.item[n],
						    theirs.item[n]);
			pm_strlist_release(&mine);
			pm_strlist_release(&theirs);
			free(expected);
		}
	pm_lineage_release(&lineage);
	free(all);

	/* Behind what is known it cannot be told. */
	all = sh_out("git rev-parse main");
	pm_strlist_add(&known, all);
	assert_ok(pm_lineage_read(&lineage, &tips, &known, 0, &err), &err);
	assert_true(pm_lineage_find(&lineage, all, 40) == PM_NO_COMMIT);
	free(all);
	all = sh_out("git rev-parse y");
	pm_strlist_clear(&ids);
	assert_false(pm_lineage_bases(&ids, &lineage,
				      pm_lineage_find(&lineage, all, 40),
				      pm_lineage_find(&lineage, head, 40)) &&
		     !ids.nr);
	pm_lineage_release(&lineage);
	pm_strlist_release(&ids);
	pm_strlist_release(&known);
	pm_strlist_release(&tips);
	free(all);
	free(head);
}

static void what_is_older_is_not_read(void **state)
{
	struct pm_lineage lineage;
	struct pm_strlist tips = { 0 };
	struct pm_error err = { 0 };
	char *old, *new;
	size_t number[1];
	bool out[1];

	(void)state;
	sh("git init -q && GIT_COMMITTER_DATE='@1000000000 +0000' "
	   "git commit -q --allow-empty -m Old && "
	   "git commit -q --allow-empty -m New");
	old = sh_out("git rev-parse HEAD~1");
	new = sh_out("git rev-parse HEAD");
	pm_strlist_add(&tips, new);
	assert_ok(pm_lineage_read(&lineage, &tips, NULL, 1500000000, &err), &err);
	assert_int_equal(lineage.nr, 1);
	number[0] = pm_lineage_find(&lineage, new, 40);
	assert_true(pm_lineage_find(&lineage, old, 40) == PM_NO_COMMIT);
	/* Its parent is out of sight, and so nothing is taken away. */
	pm_lineage_between(out, &lineage, number, 1, number[0], PM_NO_COMMIT);
	assert_true(out[0]);
	pm_lineage_release(&lineage);
	pm_strlist_clear(&tips);
	pm_strlist_add(&tips, "1234567");
	assert_failed(pm_lineage_read(&lineage, &tips, NULL, 0, &err), PM_ERROR,
		      &err, "1234567");
	pm_lineage_release(&lineage);
	pm_strlist_release(&tips);
	free(old);
	free(new);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SANDBOXED(what_lies_between_two_commits_is_found),
		SANDBOXED(merge_bases_are_those_of_git),
		SANDBOXED(what_is_older_is_not_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
