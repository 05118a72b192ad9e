/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "git/worktree.h"

static struct pm_repo repo;
static struct pm_error err;
static struct pm_strlist paths;

static int setup(void **state)
{
	if (sandbox_setup(state) < 0)
		return -1;
	sh("git init -q -b main repo");
	enter("repo");
	sh("mkdir pm sub; echo 1 >pm/a; echo 2 >pm/b; echo 3 >sub/other;"
	   "git add .; git commit -q -m one;"
	   "git config postmortem.lockTimeout 100");
	open_repo(&repo);
	return 0;
}

static int teardown(void **state)
{
	pm_strlist_release(&paths);
	pm_repo_release(&repo);
	return sandbox_teardown(state);
}

#define COMMITTED(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

static void assert_prints(const char *command, const char *expected)
{
	char *text = sh_out("%s", command);

	assert_string_equal(text, expected);
	free(text);
}

static int stage(const char *names)
{
	pm_strlist_clear(&paths);
	pm_strlist_split(&paths, names, " ");
	return pm_stage(&repo, &paths, &err);
}

static int commit(const char *names, const char *message)
{
	pm_strlist_clear(&paths);
	pm_strlist_split(&paths, names, " ");
	return pm_commit(&repo, &paths, message, NULL, NULL, &err);
}

static void only_the_named_paths_are_staged(void **state)
{
	(void)state;
	sh("echo x >>pm/a; rm pm/b; echo n >pm/new; echo y >>sub/other");
	enter("sub");
	assert_ok(stage("pm/a pm/b pm/new"), &err);
	enter("..");
	assert_prints("git status --porcelain",
		      "M  pm/a\nD  pm/b\nA  pm/new\n M sub/other");
}

static void what_came_and_went_is_no_trouble(void **state)
{
	(void)state;
	sh("echo n >pm/c; git add pm/c; mv pm/c pm/d");
	assert_ok(stage("pm/c pm/d pm/never"), &err);
	assert_prints("git status --porcelain", "A  pm/d");
	assert_ok(stage("pm/never"), &err);
	assert_ok(stage(""), &err);
	assert_ok(commit("pm/c pm/d pm/never", "moved"), &err);
	assert_prints("git show --format= --name-status", "A\tpm/d");
}

static void magic_in_a_name_is_only_a_name(void **state)
{
	(void)state;
	sh("echo 1 >'pm/*'; echo 2 >pm/x; echo 3 >':!x'");
	pm_strlist_add(&paths, "pm/*");
	pm_strlist_add(&paths, ":!x");
	assert_ok(pm_stage(&repo, &paths, &err), &err);
	assert_prints("git status --porcelain",
		      "A  :!x\nA  pm/*\n?? pm/x");
	setenv("GIT_LITERAL_PATHSPECS", "1", 1);
	assert_ok(pm_commit(&repo, &paths, "names", NULL, NULL, &err), &err);
	assert_prints("git show --format= --name-only", ":!x\npm/*");
}

static void an_ignored_file_is_gits_clear_refusal(void **state)
{
	(void)state;
	sh("echo 'pm/' >.gitignore; echo x >>pm/a; rm pm/b; echo n >pm/new");
	/* What is tracked already goes on. */
	assert_ok(stage("pm/a pm/b"), &err);
	assert_prints("git diff --cached --name-status", "M\tpm/a\nD\tpm/b");
	assert_failed(stage("pm/a pm/new"), PM_ERROR, &err, "pm/new");
	assert_non_null(strstr(err.message, "ignored"));
	assert_null(strstr(err.message, "hint"));
}

static void attributes_and_filters_apply(void **state)
{
	(void)state;
	sh("git config filter.up.clean 'tr a-z A-Z';"
	   "echo 'pm/* filter=up' >.gitattributes; echo secret >pm/new");
	assert_ok(stage("pm/new"), &err);
	assert_prints("git show :pm/new", "SECRET");
}

static void a_commit_holds_the_named_paths_and_leaves_the_rest(void **state)
{
	(void)state;
	sh("echo staged >>sub/other; git add sub/other; echo x >>pm/a;"
	   "rm pm/b; echo n >pm/n");
	enter("sub");
	assert_ok(stage("pm/a pm/b pm/n"), &err);
	assert_ok(commit("pm/a pm/b pm/n", "subject\n\n# heading\n\n"
			 "Postmortem: x\n"), &err);
	enter("..");
	assert_prints("git show --format= --name-status",
		      "M\tpm/a\nD\tpm/b\nA\tpm/n");
	assert_prints("git status --porcelain", "M  sub/other");
	assert_prints("git log -1 --format=%B",
		      "subject\n\n# heading\n\nPostmortem: x");
}

static void the_first_commit_and_a_linked_worktree_work(void **state)
{
	(void)state;
	sh("git init -q ../fresh; git worktree add -q ../linked -b linked;"
	   "cd ../fresh; echo 1 >a; echo 2 >b; git add b");
	pm_repo_release(&repo);
	enter("../fresh");
	open_repo(&repo);
	assert_ok(stage("a"), &err);
	assert_ok(commit("a", "first"), &err);
	assert_prints("git log --format=%s --name-only", "first\n\na");
	assert_prints("git status --porcelain", "A  b");
	pm_repo_release(&repo);
	enter("../linked");
	open_repo(&repo);
	sh("echo x >>pm/a");
	assert_ok(commit("pm/a", "linked"), &err);
	assert_prints("git log -1 --format=%s linked", "linked");
}

static void hook(const char *name, const char *script)
{
	sh("printf '#!/bin/sh\\n%%s\\n' '%s' >.git/hooks/%s;"
	   "chmod +x .git/hooks/%s", script, name, name);
}

static void a_hook_that_refuses_is_heard(void **state)
{
	(void)state;
	sh("echo x >>pm/a");
	hook("pre-commit", "echo not today >&2; exit 1");
	assert_failed(commit("pm/a", "m"), PM_EINVALID, &err, "not today");
	sh("rm .git/hooks/pre-commit");
	hook("commit-msg", "echo bad words; exit 3");
	assert_failed(commit("pm/a", "m"), PM_EINVALID, &err, "bad words");
	hook("commit-msg", "exit 1");
	assert_failed(commit("pm/a", "m"), PM_EINVALID, &err, "hook");
	assert_prints("git log --format=%s", "one");
}

static void hooks_see_the_users_environment(void **state)
{
	(void)state;
	sh("echo x >>pm/a");
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("GIT_TERMINAL_PROMPT");
	hook("pre-commit", "echo \"$LC_ALL ${GIT_TERMINAL_PROMPT-unset}"
	     " ${GIT_LITERAL_PATHSPECS-unset} ${GIT_OPTIONAL_LOCKS-unset}\""
	     " >../seen; git diff --cached --name-only -- \"pm/*\" >>../seen");
	assert_ok(commit("pm/a", "m"), &err);
	assert_prints("cat ../seen", "C.UTF-8 unset unset unset\npm/a");
}

static void what_git_cannot_commit_is_told(void **state)
{
	char *long_message = malloc(200001);

	(void)state;
	assert_failed(commit("pm/a", "m"), PM_EINVALID, &err, "nothing");
	assert_failed(commit("pm/none", "m"), PM_EINVALID, &err, "nothing");
	sh("echo x >>pm/a");
	assert_failed(commit("pm/a", ""), PM_EINVALID, &err, "empty commit");
	memset(long_message, 'm', 200000);
	long_message[200000] = '\0';
	assert_failed(commit("pm/a", long_message), PM_EINVALID, &err,
		      "longer than");
	free(long_message);
	sh("git config commit.gpgSign true; git config gpg.program false");
	assert_failed(commit("pm/a", "m"), PM_ERROR, &err, "gpg failed");
}

static struct pm_buf summary;

/* With standard output and error in a file, as a terminal would have them. */
static int commit_aloud(const char *file)
{
	int saved[2] = { dup(1), dup(2) };
	int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	int code;

	fflush(stdout);
	dup2(fd, 1);
	dup2(fd, 2);
	pm_strlist_clear(&paths);
	pm_strlist_add(&paths, "pm/a");
	code = pm_commit(&repo, &paths, "aloud", NULL, &summary, &err);
	for (int i = 0; i < 2; i++) {
		dup2(saved[i], i + 1);
		close(saved[i]);
	}
	close(fd);
	return code;
}

static void unless_quiet_git_speaks_to_the_user(void **state)
{
	(void)state;
	sh("echo x >>pm/a");
	hook("pre-commit", "echo looks good");
	assert_ok(commit_aloud("../said"), &err);
	sh("grep -q 'looks good' ../said; ! grep -q 'aloud' ../said;"
	   "echo y >>pm/a");
	assert_non_null(strstr(pm_buf_str(&summary), "aloud"));
	hook("pre-commit", "echo no; exit 1");
	assert_failed(commit_aloud("../said"), PM_EINVALID, &err,
		      "reason above");
	assert_prints("cat ../said", "no");
	sh("touch .git/index.lock; echo no >.git/hooks/pre-commit");
	assert_failed(commit_aloud("../said"), PM_ELOCKED, &err,
		      "reason above");
	sh("grep -q index.lock ../said");
	pm_buf_release(&summary);
}

/* Standard error is a pipe whose other end is closed. */
static void a_commit_goes_on_when_nobody_reads(void **state)
{
	int saved = dup(2), ends[2], code;

	(void)state;
	sh("echo x >>pm/a");
	hook("pre-commit", "echo one >&2; echo two >&2 || exit 1");
	assert_int_equal(pipe(ends), 0);
	close(ends[0]);
	dup2(ends[1], 2);
	close(ends[1]);
	pm_strlist_clear(&paths);
	pm_strlist_add(&paths, "pm/a");
	code = pm_commit(&repo, &paths, "unheard", NULL, &summary, &err);
	dup2(saved, 2);
	close(saved);
	assert_ok(code, &err);
	assert_prints("git log -1 --format=%s", "unheard");
	pm_buf_release(&summary);
}

static void a_merge_is_not_committed_by_halves(void **state)
{
	(void)state;
	sh("git checkout -q -b side; echo s >>pm/a; git commit -q -a -m s;"
	   "git checkout -q main; echo m >>pm/b; git commit -q -a -m m;"
	   "git merge -q --no-commit --no-ff side >/dev/null 2>&1;"
	   "echo more >>pm/b");
	assert_failed(commit("pm/b", "m"), PM_ERROR, &err,
		      "partial commit during a merge");
}

static void a_lock_that_stays_is_an_error_and_is_left_alone(void **state)
{
	(void)state;
	sh("echo x >>pm/a; touch .git/index.lock");
	assert_failed(stage("pm/a"), PM_ELOCKED, &err, "index.lock");
	assert_failed(commit("pm/a", "m"), PM_ELOCKED, &err, "index.lock");
	sh("test -e .git/index.lock");
}

static void a_lock_that_goes_is_waited_for(void **state)
{
	static const struct timespec a_while = { .tv_nsec = 150000000 };
	pid_t pid;

	(void)state;
	pm_repo_release(&repo);
	sh("git config postmortem.lockTimeout 20000; echo x >>pm/a;"
	   "touch .git/index.lock");
	open_repo(&repo);
	pid = fork();
	if (!pid) {
		nanosleep(&a_while, NULL);
		_exit(unlink(".git/index.lock") < 0);
	}
	assert_ok(stage("pm/a"), &err);
	waitpid(pid, NULL, 0);
	assert_prints("git status --porcelain", "M  pm/a");
}

static void an_editor_is_gits_editor(void **state)
{
	(void)state;
	sh("echo 'text' >'pm/it is'");
	setenv("GIT_EDITOR", "sh -c 'echo \"$1\" >>\"$2\"' x added", 1);
	enter("sub");
	assert_ok(pm_edit_file(&repo, "pm/it is", &err), &err);
	enter("..");
	assert_prints("cat 'pm/it is'", "text\nadded");
	setenv("GIT_EDITOR", "exit 3;", 1);
	assert_failed(pm_edit_file(&repo, "pm/a", &err), PM_ERROR, &err,
		      "status 3");
	setenv("GIT_EDITOR", ":", 1);
	assert_ok(pm_edit_file(&repo, "pm/a", &err), &err);
	unsetenv("GIT_EDITOR");
	unsetenv("VISUAL");
	unsetenv("EDITOR");
	setenv("TERM", "dumb", 1);
	assert_failed(pm_edit_file(&repo, "pm/a", &err), PM_ERROR, &err,
		      "EDITOR unset");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		COMMITTED(only_the_named_paths_are_staged),
		COMMITTED(what_came_and_went_is_no_trouble),
		COMMITTED(magic_in_a_name_is_only_a_name),
		COMMITTED(an_ignored_file_is_gits_clear_refusal),
		COMMITTED(attributes_and_filters_apply),
		COMMITTED(a_commit_holds_the_named_paths_and_leaves_the_rest),
		COMMITTED(the_first_commit_and_a_linked_worktree_work),
		COMMITTED(a_hook_that_refuses_is_heard),
		COMMITTED(hooks_see_the_users_environment),
		COMMITTED(what_git_cannot_commit_is_told),
		COMMITTED(unless_quiet_git_speaks_to_the_user),
		COMMITTED(a_commit_goes_on_when_nobody_reads),
		COMMITTED(a_merge_is_not_committed_by_halves),
		COMMITTED(a_lock_that_stays_is_an_error_and_is_left_alone),
		COMMITTED(a_lock_that_goes_is_waited_for),
		COMMITTED(an_editor_is_gits_editor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
