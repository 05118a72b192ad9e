/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/strlist.h"
#include "git/amend.h"

/* A command line, words apart by '|'. */
static enum pm_amend amend_in(const char *line)
{
	struct pm_strlist words = { 0 };
	enum pm_amend found;

	pm_strlist_split(&words, line, "|");
	found = pm_amend_in_argv((const char *const *)words.item, words.nr);
	pm_strlist_release(&words);
	return found;
}

static void a_command_line_tells_whether_it_amends(void **state)
{
	static const struct {
		const char *line;
		enum pm_amend expected;
	} row[] = {
		{ "git|commit|--amend", PM_AMEND_YES },
		{ "/usr/lib/git-core/git|commit|-q|--amend|--no-edit",
		  PM_AMEND_YES },
		{ "git-commit|--amend", PM_AMEND_YES },
		{ "/opt/git.real|commit|--amend", PM_AMEND_YES },
		{ "git|commit|--amen", PM_AMEND_YES },
		{ "git|commit|--am", PM_AMEND_YES },
		{ "git|commit|-a|-m|text|--amend", PM_AMEND_YES },
		{ "git|commit|-amtext|--amend", PM_AMEND_YES },
		{ "git|commit|-uno|--amend", PM_AMEND_YES },
		{ "git|commit|-S|--amend", PM_AMEND_YES },
		{ "git|commit|-Skey|--amend", PM_AMEND_YES },
		{ "git|commit|--message=x|--amend", PM_AMEND_YES },
		{ "git|commit|--author|a <a@example.com>|--amend",
		  PM_AMEND_YES },
		{ "git|commit|--no-amend|--amend", PM_AMEND_YES },
		{ "git|commit|path|--amend", PM_AMEND_YES },
		{ "git|-C|dir|-c|a.b=c|--no-pager|commit|--amend",
		  PM_AMEND_YES },
		{ "git|--git-dir|x|--work-tree=y|commit|--amend",
		  PM_AMEND_YES },
		{ "git|commit", PM_AMEND_NO },
		{ "git|commit|-m|--amend", PM_AMEND_NO },
		{ "git|commit|-am|--amend", PM_AMEND_NO },
		{ "git|commit|-F|--amend", PM_AMEND_NO },
		{ "git|commit|--message|--amend", PM_AMEND_NO },
		{ "git|commit|--mess|--amend", PM_AMEND_NO },
		{ "git|commit|--trailer|--amend", PM_AMEND_NO },
		{ "git|commit|--|--amend", PM_AMEND_NO },
		{ "git|commit|--amend|--no-amend", PM_AMEND_NO },
		{ "git|commit|--amend|--no-am", PM_AMEND_NO },
		{ "git|commit|--fixup=amend:HEAD", PM_AMEND_NO },
		{ "git|commit|-", PM_AMEND_NO },
		{ "git|-c|commit|commit|-m|x", PM_AMEND_NO },
		{ "git|merge|--amend", PM_AMEND_MERGES },
		{ "git|cherry-pick|x", PM_AMEND_NO },
		{ "git|rebase|-i", PM_AMEND_UNKNOWN },
		{ "git|ci|--amend", PM_AMEND_UNKNOWN },
		{ "git|-C|commit", PM_AMEND_UNKNOWN },
		{ "git", PM_AMEND_UNKNOWN },
		{ "sh|-c|git commit --amend", PM_AMEND_UNKNOWN },
		{ "gitk|commit|--amend", PM_AMEND_UNKNOWN },
		{ "", PM_AMEND_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++)
		if (amend_in(row[i].line) != row[i].expected)
			fail_msg("%s", row[i].line);
}

/* A process in a /proc of our own. */
static void process(long pid, const char *name, long parent,
		    const char *command_line)
{
	sh("mkdir -p proc/%ld && "
	   "printf '%%s' '%ld (%s) S %ld 1 1' >proc/%ld/stat && "
	   "printf '%s' >proc/%ld/cmdline",
	   pid, pid, name, parent, pid, command_line, pid);
}

static void the_nearest_commit_above_us_counts(void **state)
{
	(void)state;
	process(1, "init", 0, "init\\0");
	process(10, "git", 1, "git\\0commit\\0--amend\\0");
	process(20, "a ) S 1 (", 10, "sh\\0.git/hooks/pre-commit\\0");
	process(21, "git", 20, "git\\0commit\\0-m\\0inner\\0");
	process(22, "sh", 21, "sh\\0hook\\0");
	assert_int_equal(pm_amend_in_processes("proc", 20), PM_AMEND_YES);
	assert_int_equal(pm_amend_in_processes("proc", 10), PM_AMEND_YES);
	assert_int_equal(pm_amend_in_processes("proc", 22), PM_AMEND_NO);
	assert_int_equal(pm_amend_in_processes("proc", 1), PM_AMEND_UNKNOWN);
}

static void what_cannot_be_read_is_unknown(void **state)
{
	(void)state;
	process(20, "sh", 10, "sh\\0");
	process(30, "sh", 30, "sh\\0");
	process(40, "kernel", 20, "");
	sh("mkdir -p proc/50 && echo nonsense >proc/50/stat");
	assert_int_equal(pm_amend_in_processes("proc", 20), PM_AMEND_UNKNOWN);
	assert_int_equal(pm_amend_in_processes("proc", 30), PM_AMEND_UNKNOWN);
	assert_int_equal(pm_amend_in_processes("proc", 40), PM_AMEND_UNKNOWN);
	assert_int_equal(pm_amend_in_processes("proc", 50), PM_AMEND_UNKNOWN);
	assert_int_equal(pm_amend_in_processes("nowhere", 20),
			 PM_AMEND_UNKNOWN);
}

static void a_merge_names_its_other_parent(void **state)
{
	struct pm_next_commit next = { 0 };
	struct pm_repo repo = { 0 };
	struct pm_error err = { 0 };
	char *side, *variable;

	(void)state;
	sh("git init -q -b main . && git commit -q --allow-empty -m one && "
	   "git checkout -q -b side && git commit -q --allow-empty -m two && "
	   "git checkout -q main && git commit -q --allow-empty -m three");
	side = sh_out("git rev-parse side");
	open_repo(&repo);

	assert_ok(pm_next_commit(&next, &repo, true, &err), &err);
	assert_null(next.other);
	pm_next_commit_release(&next);

	variable = sh_out("printf 'GITHEAD_%%s' %s", side);
	setenv(variable, "side", 1);
	assert_ok(pm_next_commit(&next, &repo, true, &err), &err);
	assert_string_equal(next.other, side);
	assert_null(next.base);
	pm_next_commit_release(&next);
	/* Anybody can set it, and git does for no other hook. */
	assert_ok(pm_next_commit(&next, &repo, false, &err), &err);
	assert_null(next.other);
	pm_next_commit_release(&next);
	unsetenv(variable);

	sh("git rev-parse side >.git/MERGE_HEAD");
	assert_ok(pm_next_commit(&next, &repo, false, &err), &err);
	assert_string_equal(next.other, side);
	assert_false(next.amends);
	pm_next_commit_release(&next);
	pm_next_commit_release(&next);
	pm_repo_release(&repo);
	free(side);
	free(variable);
}

static void without_a_commit_of_git_nothing_tells_of_an_amend(void **state)
{
	struct pm_next_commit next = { 0 };
	struct pm_repo repo = { 0 };
	struct pm_error err = { 0 };
	char *first;

	(void)state;
	sh("git init -q -b main .");
	open_repo(&repo);
	assert_ok(pm_next_commit(&next, &repo, false, &err), &err);
	assert_false(next.may_amend);
	pm_next_commit_release(&next);
	sh("git commit -q --allow-empty -m one; git commit -q --allow-empty -m "
	   "two");
	first = sh_out("git rev-parse HEAD^");
	unsetenv("GIT_AUTHOR_NAME");
	unsetenv("GIT_AUTHOR_EMAIL");
	unsetenv("GIT_AUTHOR_DATE");
	assert_ok(pm_next_commit(&next, &repo, false, &err), &err);
	assert_true(next.may_amend);
	assert_false(next.amends);
	assert_null(next.base);
	pm_next_commit_release(&next);
	assert_ok(pm_next_commit_amended(&next, &repo, &err), &err);
	assert_true(next.amends);
	assert_string_equal(next.base, first);
	pm_next_commit_release(&next);
	/* What git commit exports. */
	setenv("GIT_AUTHOR_NAME", "x", 1);
	setenv("GIT_AUTHOR_EMAIL", "x@example.com", 1);
	setenv("GIT_AUTHOR_DATE", "@1 +0000", 1);
	assert_ok(pm_next_commit(&next, &repo, false, &err), &err);
	assert_false(next.may_amend);
	pm_next_commit_release(&next);
	pm_repo_release(&repo);
	free(first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_command_line_tells_whether_it_amends),
		SANDBOXED(the_nearest_commit_above_us_counts),
		SANDBOXED(what_cannot_be_read_is_unknown),
		SANDBOXED(a_merge_names_its_other_parent),
		SANDBOXED(without_a_commit_of_git_nothing_tells_of_an_amend),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
