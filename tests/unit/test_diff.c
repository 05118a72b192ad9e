/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "git/listing.h"

static struct pm_repo repo;
static struct pm_arena arena;
static struct pm_error err;

static int setup(void **state)
{
	if (sandbox_setup(state) < 0)
		return -1;
	sh("git init -q -b main repo");
	enter("repo");
	sh("mkdir pm other; echo 1 >pm/a; echo 2 >pm/b; echo 3 >other/o;"
	   "seq 50 >pm/long; git add .; git commit -q -m one");
	return 0;
}

static int teardown(void **state)
{
	pm_arena_release(&arena);
	pm_repo_release(&repo);
	return sandbox_teardown(state);
}

#define DIFFED(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

/* "M:pm/a" and so on, "R:old>new", joined by blanks. */
static const char *told(struct pm_deltas *deltas)
{
	static char text[4096];
	size_t len = 0;

	text[0] = '\0';
	for (size_t i = 0; i < deltas->nr; i++) {
		const struct pm_delta *delta = &deltas->item[i];

		assert_int_equal(!delta->old_mode, !delta->old_oid);
		assert_int_equal(!delta->new_mode, !delta->new_oid);
		len += (size_t)snprintf(text + len, sizeof(text) - len,
					"%s%c:%s%s%s", len ? " " : "",
					delta->status,
					delta->old_path ? delta->old_path : "",
					delta->old_path ? ">" : "",
					delta->path);
	}
	pm_deltas_release(deltas);
	return text;
}

static const char *index_diff(const char *treeish, const char *path)
{
	struct pm_deltas deltas = { 0 };

	open_repo(&repo);
	assert_ok(pm_diff_index(&deltas, &arena, &repo, treeish, &path,
				path ? 1 : 0, &err), &err);
	pm_repo_release(&repo);
	return told(&deltas);
}

static const char *tree_diff(const char *from, const char *to, bool renames)
{
	struct pm_deltas deltas = { 0 };

	open_repo(&repo);
	assert_ok(pm_diff_trees(&deltas, &arena, &repo, from, to, NULL, 0,
				renames, &err), &err);
	pm_repo_release(&repo);
	return told(&deltas);
}

static void the_index_differs_by_what_a_commit_would_change(void **state)
{
	(void)state;
	sh("echo new >pm/new; echo more >>pm/a; git add pm; git rm -q pm/b;"
	   "rm other/o; ln -s x other/o; git add other; echo unstaged"
	   " >>pm/long");
	assert_string_equal(index_diff("HEAD", NULL),
			    "T:other/o M:pm/a D:pm/b A:pm/new");
	assert_string_equal(index_diff("HEAD", "pm/new"), "A:pm/new");
	assert_string_equal(index_diff("HEAD", "nope"), "");
	enter("other");
	assert_string_equal(index_diff("HEAD", "pm/a"), "M:pm/a");
}

static void folders_are_told_apart_from_what_is_in_them(void **state)
{
	struct pm_deltas files = { 0 }, folders = { 0 };
	const struct pm_delta *pm, *other;
	char *before;

	(void)state;
	before = sh_out("git rev-parse HEAD:pm");
	/* A file takes the place of one folder, a folder that of a file. */
	sh("echo more >>pm/a; git rm -q -r other; echo file >other;"
	   "git rm -q pm/b; mkdir pm/b; echo new >pm/b/new; git add pm other;"
	   "git commit -q -m next");
	open_repo(&repo);
	assert_ok(pm_diff_folders(&files, &folders, &arena, &repo, "HEAD~1",
				  "HEAD", &err), &err);
	pm_repo_release(&repo);
	pm = pm_deltas_find(&folders, "pm");
	assert_non_null(pm);
	assert_string_equal(pm->old_oid, before);
	other = pm_deltas_find(&folders, "other");
	assert_non_null(other);
	assert_null(other->new_oid);
	assert_non_null(pm_deltas_find(&folders, "pm/b"));
	assert_null(pm_deltas_find(&folders, "pm/a"));
	assert_string_equal(told(&files), "A:other D:other/o M:pm/a D:pm/b "
					  "A:pm/b/new");
	pm_deltas_release(&folders);
	free(before);
}

static void ids_and_modes_are_whole(void **state)
{
	struct pm_deltas deltas = { 0 };
	char *old, *new;

	(void)state;
	sh("git config core.abbrev 4; echo more >>pm/a; chmod +x pm/a;"
	   "git add pm");
	old = sh_out("git rev-parse HEAD:pm/a");
	new = sh_out("git rev-parse :pm/a");
	open_repo(&repo);
	assert_ok(pm_diff_index(&deltas, &arena, &repo, "HEAD", NULL, 0, &err),
		  &err);
	assert_int_equal(deltas.nr, 1);
	assert_string_equal(deltas.item[0].old_oid, old);
	assert_string_equal(deltas.item[0].new_oid, new);
	assert_int_equal(deltas.item[0].old_mode, PM_MODE_FILE);
	assert_int_equal(deltas.item[0].new_mode, PM_MODE_EXEC);
	pm_deltas_release(&deltas);
	free(old);
	free(new);
}

static void what_is_only_intended_is_no_change(void **state)
{
	(void)state;
	sh("echo later >pm/later; git add -N pm/later");
	assert_string_equal(index_diff("HEAD", NULL), "");
}

static void a_conflict_is_one_unmerged_path(void **state)
{
	(void)state;
	sh("git checkout -q -b side; echo s >pm/a; git commit -q -a -m s;"
	   "git checkout -q main; echo m >pm/a; git commit -q -a -m m;"
	   "git merge -q side >/dev/null 2>&1 || true");
	assert_string_equal(index_diff("HEAD", NULL), "U:pm/a");
}

static void on_an_unborn_branch_all_is_new(void **state)
{
	(void)state;
	sh("git checkout -q --orphan fresh");
	assert_string_equal(index_diff(
		"4b825dc642cb6eb9a060e54bf8d69288fbee4904", NULL),
		"A:other/o A:pm/a A:pm/b A:pm/long");
}

static void the_index_that_git_names_is_compared(void **state)
{
	(void)state;
	sh("cp .git/index .git/next; echo new >pm/new;"
	   "GIT_INDEX_FILE=.git/next git add pm/new");
	assert_string_equal(index_diff("HEAD", NULL), "");
	setenv("GIT_INDEX_FILE", ".git/next", 1);
	assert_string_equal(index_diff("HEAD", NULL), "A:pm/new");
	setenv("GIT_INDEX_FILE", ".git/gone", 1);
	open_repo(&repo);
	assert_failed(pm_diff_index(&(struct pm_deltas){ 0 }, &arena, &repo,
				    "HEAD", NULL, 0, &err), PM_ERROR, &err,
		      "GIT_INDEX_FILE");
}

static void trees_differ_with_and_without_renames(void **state)
{
	(void)state;
	sh("git mv pm/long pm/longer; echo x >>pm/longer; git add .;"
	   "git rm -q pm/b; git commit -q -m two");
	assert_string_equal(tree_diff("HEAD~1", "HEAD", false),
			    "D:pm/b D:pm/long A:pm/longer");
	assert_string_equal(tree_diff("HEAD~1", "HEAD", true),
			    "D:pm/b R:pm/long>pm/longer");
	assert_string_equal(tree_diff("HEAD", "HEAD", true), "");
	assert_string_equal(tree_diff(
		"4b825dc642cb6eb9a060e54bf8d69288fbee4904", "HEAD~1", true),
		"A:other/o A:pm/a A:pm/b A:pm/long");
}

static const char *worktree_diff(const char *treeish, const char *path)
{
	static char some_oid[] = "on disk";
	struct pm_deltas deltas = { 0 };

	assert_ok(pm_diff_worktree(&deltas, &arena, &repo, treeish, &path,
				   path ? 1 : 0, &err), &err);
	for (size_t i = 0; i < deltas.nr; i++) {
		assert_null(deltas.item[i].new_oid);
		if (deltas.item[i].new_mode)
			deltas.item[i].new_oid = some_oid;
	}
	return told(&deltas);
}

static void the_work_tree_differs_by_what_lies_there(void **state)
{
	(void)state;
	open_repo(&repo);
	assert_string_equal(worktree_diff("HEAD", "pm"), "");
	sh("echo x >>pm/a; rm pm/b; echo new >pm/new; echo o >other/new\n"
	   "echo '*.tmp' >.gitignore; echo i >pm/i.tmp\n"
	   "git rm -q --cached pm/long; git init -q pm/nested\n"
	   "git add -N other/new");
	assert_string_equal(worktree_diff("HEAD", "pm"),
			    "M:pm/a D:pm/b A:pm/i.tmp M:pm/long A:pm/new");
	assert_string_equal(worktree_diff("HEAD", "other"), "A:other/new");
	assert_string_equal(worktree_diff("HEAD", NULL),
			    "A:.gitignore A:other/new M:pm/a D:pm/b "
			    "A:pm/i.tmp M:pm/long A:pm/new");
}

static void the_users_configuration_changes_nothing(void **state)
{
	(void)state;
	sh("git init -q ../mod; git -C ../mod commit -q --allow-empty -m x;"
	   "git -c protocol.file.allow=always submodule -q add ../mod mod;"
	   "git mv pm/long pm/longer; git commit -q -a -m two;"
	   "git config diff.renames copies; git config diff.relative true;"
	   "git config diff.noprefix true; git config color.ui always;"
	   "git config diff.ignoreSubmodules all; git config diff.external"
	   " false; echo 'pm/*' >order; git config diff.orderFile order;"
	   "git config core.quotePath true; git config core.abbrev 5");
	enter("pm");
	assert_string_equal(tree_diff("HEAD~1", "HEAD", false),
			    "A:.gitmodules A:mod D:pm/long A:pm/longer");
	sh("git reset -q --soft HEAD~1");
	assert_string_equal(index_diff("HEAD", NULL),
			    "A:.gitmodules A:mod D:pm/long A:pm/longer");
}

static void what_cannot_be_compared_is_a_failure(void **state)
{
	struct pm_deltas deltas = { 0 };
	static const char *const bad[] = {
		"nope", "--help", "--output=stolen", "HEAD:pm/a", "",
	};

	(void)state;
	open_repo(&repo);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_int_equal(pm_diff_index(&deltas, &arena, &repo, bad[i],
					       NULL, 0, &err), PM_ERROR);
		assert_int_equal(pm_diff_trees(&deltas, &arena, &repo, bad[i],
					       "HEAD", NULL, 0, false, &err),
				 PM_ERROR);
	}
	sh("test ! -e stolen; printf garbage >.git/index");
	assert_int_equal(pm_diff_index(&deltas, &arena, &repo, "HEAD", NULL,
				       0, &err), PM_ERROR);
	assert_int_equal(deltas.nr, 0);
}

static void a_shallow_clone_and_a_sha256_one_are_compared(void **state)
{
	(void)state;
	sh("echo x >>pm/a; git commit -q -a -m two;"
	   "git clone -q --depth 1 \"file://$PWD\" ../shallow");
	enter("../shallow");
	sh("echo y >>pm/a; git add pm");
	assert_string_equal(index_diff("HEAD", NULL), "M:pm/a");
	sh("git init -q --object-format=sha256 ../long");
	enter("../long");
	sh("echo 1 >a; git add a; git commit -q -m one; echo 2 >a; git add a");
	assert_string_equal(index_diff("HEAD", NULL), "M:a");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DIFFED(the_index_differs_by_what_a_commit_would_change),
		DIFFED(folders_are_told_apart_from_what_is_in_them),
		DIFFED(ids_and_modes_are_whole),
		DIFFED(what_is_only_intended_is_no_change),
		DIFFED(a_conflict_is_one_unmerged_path),
		DIFFED(on_an_unborn_branch_all_is_new),
		DIFFED(the_index_that_git_names_is_compared),
		DIFFED(trees_differ_with_and_without_renames),
		DIFFED(the_work_tree_differs_by_what_lies_there),
		DIFFED(the_users_configuration_changes_nothing),
		DIFFED(what_cannot_be_compared_is_a_failure),
		DIFFED(a_shallow_clone_and_a_sha256_one_are_compared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
