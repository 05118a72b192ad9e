/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "git/process.h"

static void make_repo(void)
{
	sh("git init -q -b main repo && cd repo && mkdir -p sub/dir &&"
	   " echo one >sub/dir/file && git add . && git commit -q -m first");
	enter("repo");
}

/* "<sandbox>/<rest>" in one of a few places that are used in turn. */
static const char *at(const char *rest)
{
	static char text[4][4096];
	static int turn;

	turn = (turn + 1) % 4;
	snprintf(text[turn], sizeof(text[turn]), "%s/%s", sandbox(), rest);
	return text[turn];
}

static void everything_is_known_from_the_top_and_from_below(void **state)
{
	static const struct {
		const char *folder, *prefix;
	} row[] = {
		{ ".", "" },
		{ "sub/dir", "sub/dir/" },
	};
	struct pm_repo repo;

	(void)state;
	make_repo();
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		enter(row[i].folder);
		open_repo(&repo);
		assert_string_equal(repo.top, at("repo"));
		assert_string_equal(repo.git_dir, at("repo/.git"));
		assert_string_equal(repo.common_dir, at("repo/.git"));
		assert_string_equal(repo.hooks_dir, at("repo/.git/hooks"));
		assert_string_equal(repo.prefix, row[i].prefix);
		assert_string_equal(repo.hash, "sha1");
		assert_false(repo.is_bare);
		assert_false(repo.is_shallow);
		assert_int_equal(faccessat(repo.top_fd, "sub", F_OK, 0), 0);
		pm_repo_release(&repo);
	}
}

static void outside_of_a_repository_git_says_so(void **state)
{
	struct pm_error err = { 0 };
	struct pm_repo repo;

	(void)state;
	assert_failed(pm_repo_open(&repo, &err), PM_ENOTFOUND, &err,
		      "not a git repository");
	pm_repo_release(&repo);
}

static void what_git_refuses_is_refused_in_gits_words(void **state)
{
	struct pm_error err = { 0 };
	struct pm_repo repo;

	(void)state;
	make_repo();
	sh("git config core.repositoryFormatVersion 99");
	assert_failed(pm_repo_open(&repo, &err), PM_ERROR, &err,
		      "Expected git repo version");
	sh("printf '[broken' >.git/config");
	assert_failed(pm_repo_open(&repo, &err), PM_ERROR, &err,
		      "bad config");
}

static void a_foreign_owner_is_gits_decision(void **state)
{
	struct pm_error err = { 0 };
	struct pm_repo repo;

	(void)state;
	make_repo();
	setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1", 1);
	assert_failed(pm_repo_open(&repo, &err), PM_ERROR, &err,
		      "dubious ownership");
	setenv("GIT_CONFIG_COUNT", "1", 1);
	setenv("GIT_CONFIG_KEY_0", "safe.directory", 1);
	setenv("GIT_CONFIG_VALUE_0", "*", 1);
	open_repo(&repo);
	pm_repo_release(&repo);
}

static void a_bare_repository_has_no_work_tree(void **state)
{
	struct pm_repo repo;

	(void)state;
	make_repo();
	sh("git clone -q --bare . ../bare.git");
	enter("../bare.git");
	open_repo(&repo);
	assert_null(repo.top);
	assert_int_equal(repo.top_fd, -1);
	assert_true(repo.is_bare);
	assert_string_equal(repo.common_dir, at("bare.git"));
	assert_string_equal(repo.prefix, "");
	pm_repo_release(&repo);
}

static void the_git_directory_is_no_work_tree(void **state)
{
	struct pm_repo repo;

	(void)state;
	make_repo();
	enter(".git");
	open_repo(&repo);
	assert_null(repo.top);
	pm_repo_release(&repo);
	/* A server hook of a repository that is not bare. */
	setenv("GIT_DIR", ".", 1);
	open_repo(&repo);
	assert_null(repo.top);
	assert_string_equal(repo.git_dir, at("repo/.git"));
	pm_repo_release(&repo);
}

static void a_linked_worktree_shares_a_common_directory(void **state)
{
	struct pm_repo repo;

	(void)state;
	make_repo();
	sh("git worktree add -q ../linked");
	enter("../linked/sub");
	open_repo(&repo);
	assert_string_equal(repo.top, at("linked"));
	assert_string_equal(repo.git_dir, at("repo/.git/worktrees/linked"));
	assert_string_equal(repo.common_dir, at("repo/.git"));
	assert_string_equal(repo.hooks_dir, at("repo/.git/hooks"));
	pm_repo_release(&repo);
}

static void a_submodule_is_a_repository_of_its_own(void **state)
{
	struct pm_repo repo;

	(void)state;
	make_repo();
	sh("git init -q ../outer && cd ../outer &&"
	   " git -c protocol.file.allow=always submodule -q add ../repo mod");
	enter("../outer/mod");
	open_repo(&repo);
	assert_string_equal(repo.top, at("outer/mod"));
	assert_string_equal(repo.git_dir, at("outer/.git/modules/mod"));
	pm_repo_release(&repo);
}

static void a_work_tree_elsewhere_is_honoured(void **state)
{
	struct pm_repo repo;

	(void)state;
	make_repo();
	sh("mkdir ../elsewhere");
	setenv("GIT_DIR", ".git", 1);
	setenv("GIT_WORK_TREE", "../elsewhere", 1);
	open_repo(&repo);
	assert_string_equal(repo.top, at("elsewhere"));
	pm_repo_release(&repo);
}

static void sha256_and_shallow_are_told(void **state)
{
	struct pm_repo repo;

	(void)state;
	make_repo();
	sh("echo two >two && git add . && git commit -q -m second &&"
	   " git clone -q --depth 1 \"file://$PWD\" ../shallow &&"
	   " git init -q --object-format=sha256 ../long");
	enter("../shallow");
	open_repo(&repo);
	assert_true(repo.is_shallow);
	pm_repo_release(&repo);
	enter("../long");
	open_repo(&repo);
	assert_string_equal(repo.hash, "sha256");
	assert_int_equal(strlen(pm_repo_empty_tree(&repo)), 64);
	pm_repo_release(&repo);
}

static void a_path_with_a_line_break_is_refused(void **state)
{
	struct pm_error err = { 0 };
	struct pm_repo repo;

	(void)state;
	sh("mkdir 'a\nb' && git init -q 'a\nb'");
	enter("a\nb");
	assert_failed(pm_repo_open(&repo, &err), PM_ERROR, &err, "line break");
}

static void hooks_are_where_git_looks_for_them(void **state)
{
	static const struct {
		const char *value, *hooks;
	} row[] = {
		{ ".husky/_", "repo/.husky/_" },
		{ "sub", "repo/sub" },
	};
	struct pm_repo repo;

	(void)state;
	make_repo();
	sh("mkdir -p .husky/_");
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		enter(at("repo"));
		sh("git config core.hooksPath %s", row[i].value);
		enter("sub/dir");
		open_repo(&repo);
		assert_string_equal(repo.hooks_dir, at(row[i].hooks));
		pm_repo_release(&repo);
	}
	sh("git config core.hooksPath /not/there");
	open_repo(&repo);
	assert_string_equal(repo.hooks_dir, "/not/there");
	pm_repo_release(&repo);
}

static void the_prefix_of_a_hook_counts_at_the_top_only(void **state)
{
	static const struct {
		const char *folder, *given, *prefix;
	} row[] = {
		{ "repo", "sub/dir/", "sub/dir/" },
		{ "repo", "sub", "sub/" },
		{ "repo", "", "" },
		{ "repo", "of/another/repository/", "" },
		{ "repo", "../", "" },
		{ "repo", "/", "" },
		{ "repo/sub", "sub/dir/", "sub/" },
	};
	struct pm_repo repo;

	(void)state;
	make_repo();
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		enter(at(row[i].folder));
		setenv("GIT_PREFIX", row[i].given, 1);
		open_repo(&repo);
		assert_string_equal(repo.prefix, row[i].prefix);
		pm_repo_release(&repo);
	}
}

static void configuration_is_gits(void **state)
{
	static const struct {
		const char *key, *value;
	} row[] = {
		{ "postmortem.user", "last" },
		{ "postmortem.text", "two\nlines" },
		{ "postmortem.flag", "true" },
		{ "user.email", "env@example.com" },
		{ "remote.Origin.url", "here" },
		{ "postmortem.use", NULL },
		{ "postmortem.absent", NULL },
		{ "alias.x", NULL },
	};
	struct pm_repo repo;

	(void)state;
	make_repo();
	sh("git config postmortem.user first;"
	   "git config --add postmortem.user last;"
	   "git config postmortem.text 'two\nlines';"
	   "git config user.email file@example.com;"
	   "git config remote.Origin.url here; git config alias.x y;"
	   "printf '[postmortem]\\n\\tflag\\n' >>.git/config");
	setenv("GIT_CONFIG_PARAMETERS", "'user.email'='env@example.com'", 1);
	open_repo(&repo);
	assert_false(repo.config_read);
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		const char *value = pm_repo_config(&repo, row[i].key);

		if (row[i].value)
			assert_string_equal(value, row[i].value);
		else
			assert_null(value);
	}
	pm_repo_release(&repo);
}

static void booleans_are_written_as_git_allows(void **state)
{
	static const struct {
		const char *value;
		bool fallback, result;
	} row[] = {
		{ "true", false, true }, { "Yes", false, true },
		{ "on", false, true },	 { "1", false, true },
		{ "-7", false, true },	 { "false", true, false },
		{ "NO", true, false },	 { "off", true, false },
		{ "0", true, false },	 { "", true, false },
		{ "maybe", true, true }, { "maybe", false, false },
	};
	struct pm_repo repo;

	(void)state;
	make_repo();
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		sh("git config postmortem.flag '%s'", row[i].value);
		open_repo(&repo);
		assert_int_equal(pm_repo_config_bool(&repo, "postmortem.flag",
						     row[i].fallback),
				 row[i].result);
		assert_true(pm_repo_config_bool(&repo, "postmortem.none",
						true));
		pm_repo_release(&repo);
	}
}

static void a_revision_names_one_commit_and_is_never_an_option(void **state)
{
	static const char *const good[] = {
		"HEAD", "main", "@", "v1", ":/first", "HEAD^{commit}",
		"HEAD^{/first}",
	};
	static const char *const bad[] = {
		"", "nope", "--all", "-h", "--git-dir", "HEAD..HEAD", "^HEAD",
		"HEAD:sub/dir/file", "HEAD~7", ":/nothing says so", "HEAD@{9}",
	};
	struct pm_error err = { 0 };
	struct pm_repo repo;
	char *head, *id;

	(void)state;
	make_repo();
	sh("git tag -a -m tag v1");
	head = sh_out("git rev-parse HEAD");
	open_repo(&repo);
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		assert_ok(pm_repo_resolve(&repo, good[i], &id, &err), &err);
		assert_string_equal(id, head);
		free(id);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		id = NULL;
		assert_failed(pm_repo_resolve(&repo, bad[i], &id, &err),
			      PM_ENOTFOUND, &err, "commit");
		assert_null(id);
	}
	free(head);
	pm_repo_release(&repo);
}

static void head_of_an_unborn_branch_is_no_commit_and_no_failure(void **state)
{
	struct pm_error err = { 0 };
	struct pm_repo repo;
	char *id;

	(void)state;
	make_repo();
	open_repo(&repo);
	assert_ok(pm_repo_head(&repo, &id, &err), &err);
	assert_int_equal(strlen(id), 40);
	free(id);
	sh("git symbolic-ref HEAD refs/heads/none");
	assert_ok(pm_repo_head(&repo, &id, &err), &err);
	assert_null(id);
	pm_repo_release(&repo);
}

static void a_broken_head_is_a_failure_and_not_an_unborn_branch(void **state)
{
	static const char *const breaks[] = {
		"rm -rf .git/objects/??",
		("echo 1234567890123456789012345678901234567890"
		" >.git/refs/heads/main"),
		"echo garbage >.git/refs/heads/main",
		": >.git/refs/heads/main",
	};
	struct pm_error err = { 0 };
	struct pm_repo repo;
	char *id = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof(breaks) / sizeof(*breaks); i++) {
		enter(sandbox());
		sh("rm -rf repo");
		make_repo();
		sh("%s", breaks[i]);
		open_repo(&repo);
		assert_int_equal(pm_repo_head(&repo, &id, &err),
				 PM_ENOTFOUND);
		pm_repo_release(&repo);
	}
}

static void the_author_is_whom_git_would_record(void **state)
{
	struct pm_error err = { 0 };
	struct pm_repo repo;
	char *name, *email;

	(void)state;
	make_repo();
	open_repo(&repo);
	assert_ok(pm_repo_author(&repo, &name, &email, &err), &err);
	assert_string_equal(name, "Alice");
	assert_string_equal(email, "alice@example.com");
	free(name);
	free(email);
	unsetenv("GIT_AUTHOR_NAME");
	unsetenv("GIT_AUTHOR_EMAIL");
	sh("git config user.useConfigOnly true");
	assert_failed(pm_repo_author(&repo, &name, &email, &err), PM_ERROR,
		      &err, "no email was given");
	pm_repo_release(&repo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SANDBOXED(everything_is_known_from_the_top_and_from_below),
		SANDBOXED(outside_of_a_repository_git_says_so),
		SANDBOXED(what_git_refuses_is_refused_in_gits_words),
		SANDBOXED(a_foreign_owner_is_gits_decision),
		SANDBOXED(a_bare_repository_has_no_work_tree),
		SANDBOXED(the_git_directory_is_no_work_tree),
		SANDBOXED(a_linked_worktree_shares_a_common_directory),
		SANDBOXED(a_submodule_is_a_repository_of_its_own),
		SANDBOXED(a_work_tree_elsewhere_is_honoured),
		SANDBOXED(sha256_and_shallow_are_told),
		SANDBOXED(a_path_with_a_line_break_is_refused),
		SANDBOXED(hooks_are_where_git_looks_for_them),
		SANDBOXED(the_prefix_of_a_hook_counts_at_the_top_only),
		SANDBOXED(configuration_is_gits),
		SANDBOXED(booleans_are_written_as_git_allows),
		SANDBOXED(a_revision_names_one_commit_and_is_never_an_option),
		SANDBOXED(head_of_an_unborn_branch_is_no_commit_and_no_failure),
		SANDBOXED(a_broken_head_is_a_failure_and_not_an_unborn_branch),
		SANDBOXED(the_author_is_whom_git_would_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
