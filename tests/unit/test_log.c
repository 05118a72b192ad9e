/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "git/log.h"

static struct pm_repo repo;
static struct pm_arena arena;
static struct pm_error err;

static int setup(void **state)
{
	if (sandbox_setup(state) < 0)
		return -1;
	sh("git init -q -b main repo");
	enter("repo");
	return 0;
}

static int teardown(void **state)
{
	pm_arena_release(&arena);
	pm_repo_release(&repo);
	return sandbox_teardown(state);
}

#define LOGGED(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

/* Subjects with their changes, "two[M:a A:b] one[A:a]". */
static const char *told(const struct pm_log_options *options)
{
	static char text[8192];
	struct pm_commit_info info;
	struct pm_log *log;
	size_t len = 0;
	int code;

	text[0] = '\0';
	pm_repo_release(&repo);
	open_repo(&repo);
	assert_ok(pm_log_open(&log, &repo, options, &err), &err);
	while ((code = pm_log_next(&info, log, &arena, &err)) == 1) {
		len += (size_t)snprintf(text + len, sizeof(text) - len,
					"%s%s[", len ? " " : "", info.subject);
		for (size_t i = 0; i < info.deltas; i++) {
			const struct pm_delta *delta = &info.delta[i];

			assert_int_equal(!delta->old_mode, !delta->old_oid);
			assert_int_equal(!delta->new_mode, !delta->new_oid);
			len += (size_t)snprintf(text + len,
						sizeof(text) - len, "%s%c:%s",
						i ? " " : "", delta->status,
						delta->path);
		}
		len += (size_t)snprintf(text + len, sizeof(text) - len, "]");
	}
	assert_ok(code, &err);
	assert_int_equal(pm_log_next(&info, log, &arena, &err), 0);
	pm_log_close(log);
	return text;
}

static const char *all(void)
{
	return told(&(struct pm_log_options){ 0 });
}

static void make_history(void)
{
	sh("mkdir pm; echo 1 >pm/a; echo x >other; git add .;"
	   "git commit -q -m one; echo 2 >>pm/a; echo 3 >pm/b; git add .;"
	   "git commit -q -m two; git rm -q pm/b; echo y >other;"
	   "git commit -q -a -m three; git commit -q --allow-empty -m four");
}

static void commits_come_newest_first_with_what_they_changed(void **state)
{
	const char *path[] = { "pm", NULL };
	struct pm_log_options options = { .path = path };

	(void)state;
	make_history();
	assert_string_equal(all(), "four[] three[M:other D:pm/b] "
			    "two[M:pm/a A:pm/b] one[A:other A:pm/a]");
	assert_string_equal(told(&options), "three[D:pm/b] two[M:pm/a A:pm/b] "
			    "one[A:pm/a]");
	options.whole_commits = true;
	assert_string_equal(told(&options), "three[M:other D:pm/b] "
			    "two[M:pm/a A:pm/b] one[A:other A:pm/a]");
	options.whole_commits = false;
	enter("pm");
	assert_string_equal(told(&options), "three[D:pm/b] two[M:pm/a A:pm/b] "
			    "one[A:pm/a]");
	options.revision = "HEAD~3..HEAD~2";
	assert_string_equal(told(&options), "two[M:pm/a A:pm/b]");
	path[0] = "pm/*";
	assert_string_equal(told(&options), "");
}

static void everything_about_a_commit_is_known(void **state)
{
	struct pm_log_options options = { 0 };
	struct pm_commit_info info;
	struct pm_log *log;
	char *id, *abbrev, *oid;

	(void)state;
	sh("echo 1 >a; git add .; git commit -q -m 'a subject\n"
	   "on two lines\n\nand a body\n\n\nTrailer: x'");
	id = sh_out("git rev-parse HEAD");
	abbrev = sh_out("git rev-parse --short HEAD");
	oid = sh_out("git rev-parse HEAD:a");
	open_repo(&repo);
	assert_ok(pm_log_open(&log, &repo, &options, &err), &err);
	assert_int_equal(pm_log_next(&info, log, &arena, &err), 1);
	assert_string_equal(info.id, id);
	assert_string_equal(info.abbrev, abbrev);
	assert_string_equal(info.author_name, "Alice");
	assert_string_equal(info.author_email, "alice@example.com");
	assert_int_equal(info.author_time.epoch, 1767225600);
	assert_int_equal(info.author_time.zone, 60);
	assert_int_equal(info.commit_time.epoch, 1767229200);
	assert_int_equal(info.commit_time.zone, 0);
	assert_string_equal(info.subject, "a subject on two lines");
	assert_string_equal(info.body, "and a body\n\nTrailer: x\n");
	assert_int_equal(info.parents, 0);
	assert_int_equal(info.deltas, 1);
	assert_int_equal(info.delta[0].old_mode, 0);
	assert_null(info.delta[0].old_oid);
	assert_int_equal(info.delta[0].new_mode, PM_MODE_FILE);
	assert_string_equal(info.delta[0].new_oid, oid);
	/* Closing before the end is fine. */
	pm_log_close(log);
	free(id);
	free(abbrev);
	free(oid);
}

static void a_merge_is_compared_with_its_first_parent(void **state)
{
	struct pm_log_options options = { 0 };
	struct pm_commit_info info;
	struct pm_log *log;
	char *first, *merged;

	(void)state;
	sh("echo 1 >a; echo 1 >b; git add .; git commit -q -m base;"
	   "git checkout -q -b side; echo s >a; echo s >b;"
	   "git commit -q -a -m side; git checkout -q main; echo m >a;"
	   "git commit -q -a -m main; git merge -q side >/dev/null 2>&1"
	   " || true; echo both >a; git commit -q -a -m merge");
	/* b is as in one parent, and so no change of the merge's. */
	assert_string_equal(told(&(struct pm_log_options){
		.revision = "HEAD~1..HEAD" }),
		"merge[M:a] side[M:a M:b]");
	first = sh_out("git rev-parse HEAD^1:a");
	merged = sh_out("git rev-parse HEAD:a");
	assert_ok(pm_log_open(&log, &repo, &options, &err), &err);
	assert_int_equal(pm_log_next(&info, log, &arena, &err), 1);
	assert_int_equal(info.parents, 2);
	assert_string_equal(info.delta[0].old_oid, first);
	assert_string_equal(info.delta[0].new_oid, merged);
	pm_log_close(log);
	free(first);
	free(merged);
}

static void an_octopus_and_an_evil_merge_are_understood(void **state)
{
	(void)state;
	sh("echo 1 >a; git add .; git commit -q -m base;"
	   "for i in 1 2 3; do git checkout -q -b s$i main; echo $i >f$i;"
	   " git add .; git commit -q -m s$i; done; git checkout -q main;"
	   "git merge -q --no-commit s1 s2 s3 >/dev/null; echo evil >a;"
	   "echo new >n; git rm -q -f f2; git add .; git commit -q -m evil");
	assert_string_equal(told(&(struct pm_log_options){
		.revision = "main~1..main" }),
		"evil[M:a A:n] s2[A:f2] s3[A:f3]");
}

static void full_history_keeps_what_a_merge_threw_away(void **state)
{
	const char *path[] = { "a", NULL };
	struct pm_log_options options = { .path = path };

	(void)state;
	sh("echo 1 >a; git add .; git commit -q -m base;"
	   "git checkout -q -b side; echo s >a; git commit -q -a -m side;"
	   "git checkout -q main; echo o >o; git add o; git commit -q -m main;"
	   "git merge -q -s ours -m merge side");
	assert_string_equal(told(&options), "base[A:a]");
	options.full_history = true;
	assert_string_equal(told(&options), "merge[] side[M:a] base[A:a]");
}

static void all_refs_are_those_of_people(void **state)
{
	struct pm_log_options options = { .all_refs = true };

	(void)state;
	assert_string_equal(told(&options), "");
	sh("echo 1 >a; git add .; git commit -q -m base;"
	   "git checkout -q -b side; echo s >a;"
	   "GIT_COMMITTER_DATE='2030-01-01T00:00:00Z'"
	   " git commit -q -a -m side; git checkout -q main; echo stashed >a; git stash -q;"
	   "git notes add -m note");
	assert_string_equal(told(&options), "side[M:a] base[A:a]");
	assert_string_equal(all(), "base[A:a]");
}

static void commits_are_chosen_by_time_and_author(void **state)
{
	(void)state;
	sh("echo 1 >a; git add .; GIT_COMMITTER_DATE='2020-01-01T00:00:00Z'"
	   " git commit -q -m old; echo 2 >a;"
	   "GIT_AUTHOR_NAME=Carol GIT_COMMITTER_DATE='2021-01-01T00:00:00Z'"
	   " git commit -q -a -m new");
	assert_string_equal(told(&(struct pm_log_options){
		.since = "2020-06-01" }), "new[M:a]");
	assert_string_equal(told(&(struct pm_log_options){
		.until = "2020-06-01" }), "old[A:a]");
	assert_string_equal(told(&(struct pm_log_options){
		.author = "Carol" }), "new[M:a]");
}

static void an_unborn_branch_has_an_empty_log(void **state)
{
	(void)state;
	assert_string_equal(all(), "");
}

static void what_is_no_revision_is_a_failure(void **state)
{
	static const char *const bad[] = {
		"nope", "--all", "--output=stolen", "nope..HEAD", "-1",
	};
	struct pm_commit_info info;

	(void)state;
	make_history();
	open_repo(&repo);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct pm_log_options options = { .revision = bad[i] };
		struct pm_log *log;

		assert_ok(pm_log_open(&log, &repo, &options, &err), &err);
		assert_int_equal(pm_log_next(&info, log, &arena, &err),
				 PM_ERROR);
		assert_int_equal(pm_log_next(&info, log, &arena, &err), 0);
		pm_log_close(log);
	}
	sh("test ! -e stolen");
}

static void a_history_that_breaks_off_is_a_failure(void **state)
{
	struct pm_log_options options = { 0 };
	struct pm_commit_info info;
	struct pm_log *log;
	char *oid;
	int code;

	(void)state;
	make_history();
	oid = sh_out("git rev-parse HEAD~2");
	sh("rm -f .git/objects/%.2s/%s", oid, oid + 2);
	free(oid);
	open_repo(&repo);
	assert_ok(pm_log_open(&log, &repo, &options, &err), &err);
	while ((code = pm_log_next(&info, log, &arena, &err)) == 1)
		;
	assert_int_equal(code, PM_ERROR);
	pm_log_close(log);
}

static void hostile_words_are_only_words(void **state)
{
	struct pm_log_options options = { 0 };
	struct pm_commit_info info;
	struct pm_log *log;

	(void)state;
	setenv("GIT_AUTHOR_NAME", "x\033[31m:100644 100644 A\001B", 1);
	setenv("GIT_AUTHOR_EMAIL", "x y\xff@example.com", 1);
	sh("printf ':100644 000000 1 2 M\\n\\n:000000 %%%%x00 \\033[0m\\n"
	   "0123456789012345678901234567890123456789\\n\\377\\n' >../m;"
	   "echo >':000000 100644 A'; git add .;"
	   "git commit -q --cleanup=verbatim -F ../m;"
	   "echo >>':000000 100644 A'; git commit -q -a -m '' "
	   "--allow-empty-message");
	open_repo(&repo);
	assert_ok(pm_log_open(&log, &repo, &options, &err), &err);
	assert_int_equal(pm_log_next(&info, log, &arena, &err), 1);
	assert_string_equal(info.subject, "");
	assert_string_equal(info.body, "");
	assert_string_equal(info.delta[0].path, ":000000 100644 A");
	assert_int_equal(pm_log_next(&info, log, &arena, &err), 1);
	assert_string_equal(info.subject, ":100644 000000 1 2 M");
	assert_non_null(strstr(info.body, "%x00 \033[0m\n0123456789"));
	assert_string_equal(info.author_name, "x\033[31m:100644 100644 A\001B");
	assert_int_equal(info.deltas, 1);
	assert_int_equal(pm_log_next(&info, log, &arena, &err), 0);
	pm_log_close(log);
}

static void the_users_configuration_changes_nothing(void **state)
{
	static const char expected[] =
		"four[] three[M:other D:pm/b A:pm/c] one[A:other A:pm/a "
		"A:pm/b]";

	(void)state;
	sh("mkdir pm; echo 1 >pm/a; seq 20 >pm/b; echo x >other; git add .;"
	   "git commit -q -m one; git mv pm/b pm/c; echo y >other;"
	   "git commit -q -a -m three; git commit -q --allow-empty -m four;"
	   "git notes add -m note");
	assert_string_equal(all(), expected);
	sh("git config diff.renames copies; git config log.showRoot false;"
	   "git config log.follow true; git config log.showSignature true;"
	   "git config diff.relative true; git config color.ui always;"
	   "git config format.pretty fuller; git config log.date relative;"
	   "git config log.decorate full; git config diff.noprefix true;"
	   "git config log.abbrevCommit true; git config core.abbrev 4;"
	   "git config log.mailmap false; git config core.pager false;"
	   "git config diff.orderFile order; echo 'pm/c' >order;"
	   "git config i18n.logOutputEncoding latin1;"
	   "git config log.diffMerges on; git config diff.external false");
	enter("pm");
	assert_string_equal(all(), expected);
}

static void mailmap_and_encodings_are_applied(void **state)
{
	struct pm_log_options options = { 0 };
	struct pm_commit_info info;
	struct pm_log *log;

	(void)state;
	sh("echo 'Alice Wonder <wonder@example.com> <alice@example.com>'"
	   " >.mailmap; git add .; printf 'caf\\351\\n' >../m;"
	   "git -c i18n.commitEncoding=iso-8859-1 commit -q -F ../m");
	open_repo(&repo);
	assert_ok(pm_log_open(&log, &repo, &options, &err), &err);
	assert_int_equal(pm_log_next(&info, log, &arena, &err), 1);
	assert_string_equal(info.author_name, "Alice Wonder");
	assert_string_equal(info.author_email, "wonder@example.com");
	assert_string_equal(info.subject, "caf\xc3\xa9");
	pm_log_close(log);
}

static void shallow_and_sha256_histories_are_told(void **state)
{
	(void)state;
	make_history();
	sh("git clone -q --depth 2 \"file://$PWD\" ../shallow");
	enter("../shallow");
	assert_string_equal(all(), "four[] three[A:other A:pm/a]");
	sh("git init -q --object-format=sha256 -b main ../long");
	enter("../long");
	make_history();
	assert_string_equal(all(), "four[] three[M:other D:pm/b] "
			    "two[M:pm/a A:pm/b] one[A:other A:pm/a]");
}

static void replaced_commits_are_told_as_git_shows_them(void **state)
{
	(void)state;
	make_history();
	sh("git replace --graft HEAD~1");
	assert_string_equal(all(), "four[] three[A:other A:pm/a]");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LOGGED(commits_come_newest_first_with_what_they_changed),
		LOGGED(everything_about_a_commit_is_known),
		LOGGED(a_merge_is_compared_with_its_first_parent),
		LOGGED(an_octopus_and_an_evil_merge_are_understood),
		LOGGED(full_history_keeps_what_a_merge_threw_away),
		LOGGED(all_refs_are_those_of_people),
		LOGGED(commits_are_chosen_by_time_and_author),
		LOGGED(an_unborn_branch_has_an_empty_log),
		LOGGED(what_is_no_revision_is_a_failure),
		LOGGED(a_history_that_breaks_off_is_a_failure),
		LOGGED(hostile_words_are_only_words),
		LOGGED(the_users_configuration_changes_nothing),
		LOGGED(mailmap_and_encodings_are_applied),
		LOGGED(shallow_and_sha256_histories_are_told),
		LOGGED(replaced_commits_are_told_as_git_shows_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
