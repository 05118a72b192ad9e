/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "git/listing.h"

static struct pm_repo repo;
static struct pm_arena arena;
static struct pm_entries list;
static struct pm_error err;

static int setup(void **state)
{
	if (sandbox_setup(state) < 0)
		return -1;
	sh("git init -q -b main repo");
	enter("repo");
	return 0;
}

static void start(void)
{
	open_repo(&repo);
}

static int teardown(void **state)
{
	pm_entries_release(&list);
	pm_arena_release(&arena);
	pm_repo_release(&repo);
	return sandbox_teardown(state);
}

#define LISTED(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

/* The paths so far, each with a letter for its mode, joined by blanks; the
 * list is emptied. */
static const char *names(void)
{
	static char text[65536];
	size_t len = 0;

	text[0] = '\0';
	for (size_t i = 0; i < list.nr; i++) {
		char mode = '?';

		switch (list.item[i].mode) {
		case PM_MODE_FILE: mode = 'f'; break;
		case PM_MODE_EXEC: mode = 'x'; break;
		case PM_MODE_LINK: mode = 'l'; break;
		case PM_MODE_GITLINK: mode = 'g'; break;
		case PM_MODE_TREE: mode = 't'; break;
		case PM_MODE_OTHER: mode = 'o'; break;
		}
		len += (size_t)snprintf(text + len, sizeof(text) - len,
					"%s%c:%s", len ? " " : "", mode,
					list.item[i].path);
	}
	list.nr = 0;
	return text;
}

static const char *tree(const char *treeish, const char *path)
{
	assert_ok(pm_list_tree(&list, &arena, &repo, treeish, &path,
			       path ? 1 : 0, &err), &err);
	return names();
}

static const char *folder(const char *path)
{
	assert_ok(pm_list_folder(&list, &arena, &repo, "HEAD", path, &err),
		  &err);
	return names();
}

static const char *in_index(const char *path)
{
	assert_ok(pm_list_index(&list, &arena, &repo, &path, path ? 1 : 0,
				NULL, &err), &err);
	return names();
}

static const char *worktree(const char *path, int depth)
{
	assert_ok(pm_list_worktree(&list, &arena, &repo, path, depth, &err),
		  &err);
	return names();
}

static void make_files(void)
{
	sh("mkdir -p pm/a/actions pm/b other; echo 1 >pm/a/README.md;"
	   "echo 2 >pm/a/actions/x.md; echo 3 >pm/a.md; echo 4 >other/o;"
	   "echo 5 >pm/b/run; chmod +x pm/b/run; ln -s a pm/link;"
	   "git add .; git commit -q -m one");
}

static void a_tree_is_listed_below_the_paths_in_order(void **state)
{
	static const struct {
		const char *path, *names;
	} row[] = {
		{ NULL, "f:other/o f:pm/a.md f:pm/a/README.md "
			"f:pm/a/actions/x.md x:pm/b/run l:pm/link" },
		{ "", "f:other/o f:pm/a.md f:pm/a/README.md "
		      "f:pm/a/actions/x.md x:pm/b/run l:pm/link" },
		{ "pm/a", "f:pm/a/README.md f:pm/a/actions/x.md" },
		{ "pm/a.md", "f:pm/a.md" },
		{ "pm/*", "" },
		{ "nope", "" },
	};

	(void)state;
	make_files();
	enter("pm/a");
	start();
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		assert_string_equal(tree("HEAD", row[i].path), row[i].names);
		assert_string_equal(in_index(row[i].path), row[i].names);
	}
	assert_string_equal(tree("HEAD:pm/b", NULL), "x:run");
}

static void entries_are_found_by_their_path(void **state)
{
	char *oid;

	(void)state;
	make_files();
	start();
	assert_ok(pm_list_tree(&list, &arena, &repo, "HEAD", NULL, 0, &err),
		  &err);
	oid = sh_out("git rev-parse HEAD:pm/a.md");
	assert_string_equal(pm_entries_find(&list, "pm/a.md")->oid, oid);
	assert_null(pm_entries_find(&list, "pm"));
	list.nr = 0;
	assert_null(pm_entries_find(&list, "pm/a.md"));
	free(oid);
}

static void a_folder_of_a_tree_has_its_own_names_and_folders(void **state)
{
	(void)state;
	make_files();
	start();
	assert_string_equal(folder(""), "t:other t:pm");
	assert_string_equal(folder("pm"),
			    "t:pm/a f:pm/a.md t:pm/b l:pm/link");
	assert_string_equal(folder("pm/a/actions"), "f:pm/a/actions/x.md");
	assert_string_equal(folder("nope"), "");
	assert_string_equal(folder("pm/a.md"), "");
}

static void hostile_names_are_names(void **state)
{
	static const char *const name[] = {
		":(top)w", "*", "[a]", "-x", "a b", "tab\tname", "line\nname",
		"quote\"d", "\\back", "caf\xc3\xa9", "\xff\xfe", ":x", "!x",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(name) / sizeof(*name); i++) {
		FILE *file = fopen(name[i][0] == '-' ? "./-x" : name[i], "w");

		assert_non_null(file);
		fclose(file);
	}
	sh("git add . && git commit -q -m hostile");
	start();
	for (size_t i = 0; i < sizeof(name) / sizeof(*name); i++) {
		char expected[64];

		snprintf(expected, sizeof(expected), "f:%s", name[i]);
		assert_string_equal(tree("HEAD", name[i]), expected);
		assert_string_equal(in_index(name[i]), expected);
	}
}

static void many_paths_are_asked_for_in_one_go(void **state)
{
	enum { MANY = PM_PATHS_MAX + 100 };
	static char text[MANY][32];
	const char *path[MANY];

	(void)state;
	sh("mkdir -p pm/deep && cd pm/deep && i=0;"
	   "while [ $i -lt 400 ]; do echo >f$i; i=$((i + 1)); done;"
	   "mkdir d && echo >d/x && cd ../.. && echo >pm/deeper && git add ."
	   " && git commit -q -m many");
	start();
	for (size_t i = 0; i < MANY; i++) {
		snprintf(text[i], sizeof(text[i]), "pm/deep/f%zu", i);
		path[i] = text[i];
	}
	snprintf(text[7], sizeof(text[7]), "pm/deep/d");
	assert_ok(pm_list_tree(&list, &arena, &repo, "HEAD", path, MANY, &err),
		  &err);
	assert_int_equal(list.nr, MANY);
	assert_non_null(pm_entries_find(&list, "pm/deep/d/x"));
	assert_null(pm_entries_find(&list, "pm/deep/f7"));
	assert_null(pm_entries_find(&list, "pm/deep/f399"));
	list.nr = 0;
	assert_ok(pm_list_index(&list, &arena, &repo, path, MANY, NULL, &err),
		  &err);
	assert_int_equal(list.nr, MANY);
}

static void what_is_no_tree_is_a_failure_and_not_empty(void **state)
{
	static const char *const bad[] = {
		"nope", "--help", "-r", "HEAD:pm/a.md", "",
		"1234567890123456789012345678901234567890",
	};

	(void)state;
	make_files();
	start();
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_int_equal(pm_list_tree(&list, &arena, &repo, bad[i],
					      NULL, 0, &err), PM_ERROR);
		assert_true(err.message[0]);
	}
	sh("rm -rf .git/objects/??");
	assert_int_equal(pm_list_tree(&list, &arena, &repo, "HEAD", NULL, 0,
				      &err), PM_ERROR);
}

static void settings_of_the_caller_change_nothing(void **state)
{
	static const char *const setting[][2] = {
		{ "GIT_LITERAL_PATHSPECS", "1" },
		{ "GIT_GLOB_PATHSPECS", "1" },
		{ "GIT_NOGLOB_PATHSPECS", "1" },
		{ "GIT_ICASE_PATHSPECS", "1" },
		{ "GIT_CONFIG_PARAMETERS", "'core.quotePath'='true' "
		  "'core.abbrev'='4' 'color.ui'='always'" },
		{ "LC_ALL", "de_DE.UTF-8" },
	};

	(void)state;
	make_files();
	start();
	for (size_t i = 0; i < sizeof(setting) / sizeof(*setting); i++) {
		setenv(setting[i][0], setting[i][1], 1);
		assert_string_equal(tree("HEAD", "pm/a"),
				    "f:pm/a/README.md f:pm/a/actions/x.md");
		assert_string_equal(in_index("pm/A"), "");
		assert_string_equal(in_index("pm/b"), "x:pm/b/run");
		unsetenv(setting[i][0]);
	}
}

static void what_is_only_intended_is_not_in_the_index(void **state)
{
	(void)state;
	make_files();
	sh(": >pm/empty; git add pm/empty; : >pm/later; echo x >pm/later2;"
	   "git add -N pm/later pm/later2");
	start();
	assert_string_equal(in_index("pm/empty"), "f:pm/empty");
	assert_string_equal(in_index("pm/later"), "");
	assert_string_equal(in_index("pm/later2"), "");
	assert_string_equal(in_index("pm"), "f:pm/a.md f:pm/a/README.md "
			    "f:pm/a/actions/x.md x:pm/b/run f:pm/empty "
			    "l:pm/link");
}

static void a_path_in_conflict_is_told_apart(void **state)
{
	struct pm_strlist unmerged = { 0 };

	(void)state;
	make_files();
	sh("git checkout -q -b side; echo s >pm/a.md; git commit -q -a -m s;"
	   "git checkout -q main; echo m >pm/a.md; git commit -q -a -m m;"
	   "git merge -q side >/dev/null 2>&1 || true");
	start();
	assert_ok(pm_list_index(&list, &arena, &repo, NULL, 0, &unmerged,
				&err), &err);
	assert_null(pm_entries_find(&list, "pm/a.md"));
	assert_non_null(pm_entries_find(&list, "pm/a/README.md"));
	assert_int_equal(unmerged.nr, 1);
	assert_string_equal(unmerged.item[0], "pm/a.md");
	pm_strlist_release(&unmerged);
	list.nr = 0;
	assert_string_equal(in_index("pm/a.md"), "");
}

static void every_form_of_index_is_read(void **state)
{
	static const char *const form[] = {
		"git update-index --index-version 4",
		"git update-index --split-index",
		("git update-index --no-split-index; git update-index"
		 " --untracked-cache"),
		"git sparse-checkout set --cone --sparse-index pm",
		"git sparse-checkout set --cone --no-sparse-index other",
	};
	char *all;

	(void)state;
	make_files();
	start();
	all = strdup(in_index(NULL));
	for (size_t i = 0; i < sizeof(form) / sizeof(*form); i++) {
		sh("%s 2>/dev/null", form[i]);
		assert_string_equal(in_index(NULL), all);
		assert_string_equal(in_index("other"), "f:other/o");
	}
	free(all);
}

static void the_index_of_a_hook_is_the_one_that_git_names(void **state)
{
	(void)state;
	make_files();
	sh("cp .git/index .git/other-index; echo n >pm/new;"
	   "GIT_INDEX_FILE=.git/other-index git add pm/new");
	start();
	assert_string_equal(in_index("pm/new"), "");
	setenv("GIT_INDEX_FILE", ".git/other-index", 1);
	assert_string_equal(in_index("pm/new"), "f:pm/new");
	/* A relative name counts from the top, wherever we stand. */
	enter("pm/a");
	pm_repo_release(&repo);
	start();
	assert_string_equal(in_index("pm/new"), "f:pm/new");
	setenv("GIT_INDEX_FILE", "other-index", 1);
	assert_failed(pm_list_index(&list, &arena, &repo, NULL, 0, NULL, &err),
		      PM_ERROR, &err, "GIT_INDEX_FILE");
}

static void an_unborn_branch_may_have_no_index_yet(void **state)
{
	(void)state;
	start();
	assert_string_equal(in_index(NULL), "");
	setenv("GIT_INDEX_FILE", ".git/none", 1);
	assert_string_equal(in_index(NULL), "");
}

static void a_broken_index_is_a_failure(void **state)
{
	(void)state;
	make_files();
	sh("printf garbage >.git/index");
	start();
	assert_int_equal(pm_list_index(&list, &arena, &repo, NULL, 0, NULL,
				       &err), PM_ERROR);
}

static void both_hashes_and_bare_repositories_are_listed(void **state)
{
	(void)state;
	sh("git init -q --object-format=sha256 -b main ../long");
	enter("../long");
	make_files();
	sh(": >empty; git add empty; : >later; git add -N later");
	start();
	assert_string_equal(tree("HEAD", "pm/a.md"), "f:pm/a.md");
	assert_string_equal(in_index("pm/a.md"), "f:pm/a.md");
	assert_string_equal(in_index("empty"), "f:empty");
	assert_string_equal(in_index("later"), "");
	pm_repo_release(&repo);
	sh("git clone -q --bare . ../bare.git");
	enter("../bare.git");
	start();
	assert_string_equal(tree("HEAD", "pm/a.md"), "f:pm/a.md");
	assert_string_equal(folder("other"), "f:other/o");
}

static void a_submodule_is_a_link_to_another_repository(void **state)
{
	(void)state;
	make_files();
	sh("git init -q ../mod && git -C ../mod commit -q --allow-empty -m x;"
	   "git -c protocol.file.allow=always submodule -q add ../mod pm/mod;"
	   "echo file >pm/mod/file; git commit -q -m mod");
	start();
	assert_string_equal(tree("HEAD", "pm/mod"), "g:pm/mod");
	assert_string_equal(in_index("pm/mod"), "g:pm/mod");
	assert_string_equal(worktree("pm", 3), "f:pm/a.md f:pm/a/README.md "
			    "f:pm/a/actions/x.md f:pm/b/run l:pm/link "
			    "g:pm/mod");
}

static void the_work_tree_is_listed_to_a_depth(void **state)
{
	static const struct {
		const char *folder;
		int depth;
		const char *names;
	} row[] = {
		{ "", 0, "f:top" },
		{ "", 1, "f:other/o f:pm/a.md l:pm/link f:top" },
		{ "pm", 0, "f:pm/a.md l:pm/link" },
		{ "pm", 1, "f:pm/a.md f:pm/a/README.md f:pm/b/run l:pm/link" },
		{ "pm/a", 9, "f:pm/a/README.md f:pm/a/actions/x.md" },
		{ "nope", 1, "" },
		{ "pm/a.md", 1, "f:pm/a.md" },
		{ "pm/a.md/x", 1, "" },
		{ "pm/link", 1, "l:pm/link" },
		{ "pm/link/actions", 1, "l:pm/link" },
	};

	(void)state;
	make_files();
	sh("echo t >top; echo i >.gitignore; mkdir .github; echo >.github/x");
	start();
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++)
		assert_string_equal(worktree(row[i].folder, row[i].depth),
				    row[i].names);
}

static void what_is_no_file_is_listed_as_what_it_is(void **state)
{
	(void)state;
	sh("mkdir pm; mkfifo pm/fifo; ln -s /etc pm/etc; ln -s nowhere"
	   " pm/dangling; ln -s pm all");
	start();
	assert_string_equal(worktree("pm", 5),
			    "l:pm/dangling l:pm/etc o:pm/fifo");
	assert_string_equal(worktree("all", 5), "l:all");
}

static void only_folders_below_the_top_are_listed(void **state)
{
	static const char *const bad[] = { "..", "/etc", "pm/../..", "./pm" };

	(void)state;
	sh("mkdir pm");
	start();
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(pm_list_worktree(&list, &arena, &repo, bad[i],
						  1, &err), PM_EINVALID);
}

static void a_folder_that_cannot_be_read_is_a_failure(void **state)
{
	int above, itself;

	(void)state;
	sh("mkdir -p pm/closed; echo >pm/closed/x; chmod -R a+rwX .;"
	   "chmod 0 pm/closed");
	start();
	lose_power();
	above = pm_list_worktree(&list, &arena, &repo, "pm", 1, &err);
	itself = pm_list_worktree(&list, &arena, &repo, "pm/closed", 1, &err);
	regain_power();
	assert_int_equal(above, PM_ERROR);
	assert_int_equal(itself, PM_ERROR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LISTED(a_tree_is_listed_below_the_paths_in_order),
		LISTED(entries_are_found_by_their_path),
		LISTED(a_folder_of_a_tree_has_its_own_names_and_folders),
		LISTED(hostile_names_are_names),
		LISTED(many_paths_are_asked_for_in_one_go),
		LISTED(what_is_no_tree_is_a_failure_and_not_empty),
		LISTED(settings_of_the_caller_change_nothing),
		LISTED(what_is_only_intended_is_not_in_the_index),
		LISTED(a_path_in_conflict_is_told_apart),
		LISTED(every_form_of_index_is_read),
		LISTED(the_index_of_a_hook_is_the_one_that_git_names),
		LISTED(an_unborn_branch_may_have_no_index_yet),
		LISTED(a_broken_index_is_a_failure),
		LISTED(both_hashes_and_bare_repositories_are_listed),
		LISTED(a_submodule_is_a_link_to_another_repository),
		LISTED(the_work_tree_is_listed_to_a_depth),
		LISTED(what_is_no_file_is_listed_as_what_it_is),
		LISTED(only_folders_below_the_top_are_listed),
		LISTED(a_folder_that_cannot_be_read_is_a_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
