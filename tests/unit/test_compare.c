/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snapshot/compare.h"

static struct pm_repo repo;
static struct pm_error err;
static struct pm_comparison comparison;

/* Two post-mortems, "a" with two items, in one commit. */
static int setup(void **state)
{
	if (sandbox_setup(state) < 0)
		return -1;
	sh("git init -q -b main repo");
	enter("repo");
	sh("mkdir -p postmortems/a/actions postmortems/b\n"
	   "for p in a b\n"
	   "do printf -- '---\\ntitle: The %%s\\n---\\n\\n## Summary\\n\\n"
	   "Slow.\\n' $p >postmortems/$p/README.md\n"
	   "done\n"
	   "for i in one two\n"
	   "do printf -- '---\\ntitle: Do %%s\\n---\\n' $i "
	   ">postmortems/a/actions/$i.md\n"
	   "done\n"
	   "git add .; git commit -q -m one");
	open_repo(&repo);
	return 0;
}

static int teardown(void **state)
{
	pm_comparison_release(&comparison);
	pm_repo_release(&repo);
	return sandbox_teardown(state);
}

#define COMPARED(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

enum against { COMMIT, INDEX, WORKTREE };

static int open_against(enum against where, const char *base, const char *head,
			bool everything)
{
	struct pm_source before = { 0 }, after = { 0 };
	int code;

	pm_comparison_release(&comparison);
	assert_ok(pm_source_commit(&before, &repo, base, &err), &err);
	if (where == COMMIT)
		code = pm_source_commit(&after, &repo, head, &err);
	else if (where == INDEX)
		code = pm_source_index(&after, &repo, base, &err);
	else
		code = pm_source_worktree(&after, &repo, &err);
	assert_ok(code, &err);
	return pm_comparison_open(&comparison, &before, &after, everything,
				  &err);
}

/* "id:opened" and so on, joined by blanks. */
static const char *told(const struct pm_strlist *only)
{
	static char text[4096];
	size_t len = 0;

	assert_ok(pm_comparison_read(&comparison, only, &err), &err);
	text[0] = '\0';
	for (size_t i = 0; i < comparison.nr; i++) {
		const struct pm_difference *d = &comparison.item[i];
		const char *name =
			pm_outcome_name[d->outcomes.item[0].kind];

		len += (size_t)snprintf(text + len, sizeof(text) - len,
					"%s%s%s%s:%s", i ? " " : "",
					d->was ? d->was : "",
					d->was ? ">" : "", d->id, name);
	}
	return text;
}

static const char *told_in(enum against where, const char *base,
			   const char *head)
{
	assert_ok(open_against(where, base, head, false), &err);
	return told(NULL);
}

static void only_what_differs_is_listed_and_read(void **state)
{
	(void)state;
	assert_string_equal(told_in(WORKTREE, "HEAD", NULL), "");
	assert_int_equal(comparison.after.nr, 0);
	sh("echo more >>postmortems/a/actions/one.md; echo x >other");
	assert_string_equal(told_in(WORKTREE, "HEAD", NULL), "a/one:edited");
	assert_int_equal(comparison.after.nr, 1);
	/* The document, for its title; the other item is left alone. */
	assert_true(comparison.after.item[0].record.is_read);
	assert_true(comparison.after.item[0].action[0].is_read);
	assert_false(comparison.after.item[0].action[1].is_read);
	assert_false(comparison.before.item[0].record.is_read);
}

static void the_work_tree_has_new_ignored_and_removed_files(void **state)
{
	(void)state;
	sh("mkdir -p postmortems/c postmortems/d\n"
	   "printf -- '---\\ntitle: C\\n---\\n' >postmortems/c/README.md\n"
	   "printf -- '---\\ntitle: D\\n---\\n' >postmortems/d/README.md\n"
	   "echo '/postmortems/d' >.gitignore\n"
	   "git add postmortems/c; rm -r postmortems/b\n"
	   "git rm -q --cached postmortems/a/actions/two.md");
	/* What is no longer tracked but lies there as it was is the same. */
	assert_string_equal(told_in(WORKTREE, "HEAD", NULL),
			    "b:removed c:opened d:opened");
	assert_string_equal(told_in(INDEX, "HEAD", NULL),
			    "a/two:removed c:opened");
	sh("echo >>postmortems/a/actions/two.md");
	assert_string_equal(told_in(WORKTREE, "HEAD", NULL),
			    "a/two:edited b:removed c:opened d:opened");
}

static void a_file_that_was_only_touched_does_not_differ(void **state)
{
	(void)state;
	sh("touch -d 2001-01-01 postmortems/a/README.md "
	   "postmortems/a/actions/*");
	assert_string_equal(told_in(WORKTREE, "HEAD", NULL), "");
	/* As a checkout with core.autocrlf leaves it. */
	sh("sed -i 's/$/\\r/' postmortems/b/README.md");
	assert_string_equal(told_in(WORKTREE, "HEAD", NULL), "");
}

static void renamed_folders_and_items_are_known_again(void **state)
{
	(void)state;
	sh("git mv postmortems/a postmortems/z\n"
	   "git mv postmortems/z/actions/one.md postmortems/z/actions/1.md\n"
	   "sed -i 's/Slow/Very slow/' postmortems/z/README.md\n"
	   "git add .; git commit -q -m two");
	/* "two" went along, and that is no news. */
	assert_string_equal(told_in(COMMIT, "HEAD~1", "HEAD"),
			    "a>z:renamed a/one>z/1:renamed");
	assert_int_equal(comparison.item[0].outcomes.nr, 2);
	assert_string_equal(told_in(COMMIT, "HEAD", "HEAD~1"),
			    "z>a:renamed z/1>a/one:renamed");
}

static void another_root_moves_everything(void **state)
{
	(void)state;
	sh("mkdir .postmortem; echo 'root: docs' >.postmortem/policy.yaml\n"
	   "git mv postmortems docs; git add .; git commit -q -m two");
	assert_string_equal(told_in(COMMIT, "HEAD~1", "HEAD"),
			    "a:renamed a/one:renamed a/two:renamed "
			    "b:renamed");
}

static void names_choose_what_is_told(void **state)
{
	struct pm_strlist only = { 0 };

	(void)state;
	sh("for f in postmortems/*/README.md postmortems/a/actions/*\n"
	   "do echo more >>$f; done; git mv postmortems/b postmortems/y");
	assert_ok(open_against(WORKTREE, "HEAD", NULL, true), &err);
	assert_int_equal(comparison.after.nr, 2);
	pm_strlist_add(&only, "a/two");
	assert_string_equal(told(&only), "a/two:edited");
	assert_ok(open_against(WORKTREE, "HEAD", NULL, true), &err);
	pm_strlist_add(&only, "b");
	assert_string_equal(told(&only), "a/two:edited b>y:renamed");
	assert_ok(open_against(WORKTREE, "HEAD", NULL, true), &err);
	pm_strlist_clear(&only);
	pm_strlist_add(&only, "a");
	assert_string_equal(told(&only), "a:edited a/one:edited a/two:edited");
	pm_strlist_release(&only);
}

static void what_cannot_be_compared_is_a_failure(void **state)
{
	(void)state;
	sh("git checkout -q -b side; echo 1 >>postmortems/b/README.md\n"
	   "git commit -q -a -m side; git checkout -q main\n"
	   "echo 2 >>postmortems/b/README.md; git commit -q -a -m main\n"
	   "git merge -q side >merged 2>&1 || :");
	assert_failed(open_against(INDEX, "HEAD", NULL, false), PM_EINVALID,
		      &err, "postmortems/b/README.md: is unmerged");
	/* On disk it lies with its markers. */
	assert_string_equal(told_in(WORKTREE, "HEAD", NULL), "b:edited");
	sh("git reset -q --hard; mkdir .postmortem\n"
	   "echo 'root: [' >.postmortem/policy.yaml");
	assert_failed(open_against(WORKTREE, "HEAD", NULL, false), PM_EINVALID,
		      &err, ".postmortem/policy.yaml:");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		COMPARED(only_what_differs_is_listed_and_read),
		COMPARED(the_work_tree_has_new_ignored_and_removed_files),
		COMPARED(a_file_that_was_only_touched_does_not_differ),
		COMPARED(renamed_folders_and_items_are_known_again),
		COMPARED(another_root_moves_everything),
		COMPARED(names_choose_what_is_told),
		COMPARED(what_cannot_be_compared_is_a_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
