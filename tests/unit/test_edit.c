/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "git/worktree.h"

static struct pm_repo repo;
static struct pm_error err;
static struct pm_edit edit;

static int setup(void **state)
{
	if (sandbox_setup(state) < 0)
		return -1;
	sh("mkdir out; git init -q repo");
	enter("repo");
	sh("mkdir -p d/e; echo old >d/a; echo b >d/b; echo c >d/e/c;"
	   "ln -s ../out link; ln -s a d/flink");
	open_repo(&repo);
	pm_edit_init(&edit, &repo);
	return 0;
}

static int teardown(void **state)
{
	pm_edit_release(&edit);
	pm_repo_release(&repo);
	return sandbox_teardown(state);
}

#define EDITED(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

/* Every file but git's, with its content: "d/a=old d/b=b". */
static void assert_files(const char *expected)
{
	char *text = sh_out("find . -path ./.git -prune -o -type f -print |"
			    " LC_ALL=C sort | while read -r f; do"
			    " printf '%%s=%%s ' \"${f#./}\" \"$(cat $f)\";"
			    " done");

	assert_string_equal(text, expected);
	free(text);
}

static void write_text(const char *path, const char *text)
{
	pm_edit_write(&edit, path, text, strlen(text), false);
}

static unsigned mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	return st.st_mode & 07777;
}

static void nothing_happens_before_it_is_applied(void **state)
{
	(void)state;
	write_text("d/a", "new");
	pm_edit_move(&edit, "d/b", "d/z");
	pm_edit_remove(&edit, "d/e/c");
	assert_files("d/a=old d/b=b d/e/c=c");
}

static void files_are_written_moved_and_removed_together(void **state)
{
	struct pm_strlist paths = { 0 };

	(void)state;
	enter("d/e");
	write_text("d/a", "new");
	write_text("n/e/w", "made");
	pm_edit_move(&edit, "d/b", "moved/b");
	pm_edit_remove(&edit, "d/e/c");
	assert_ok(pm_edit_apply(&edit, &err), &err);
	enter("../..");
	assert_files("d/a=new moved/b=b n/e/w=made");
	pm_edit_paths(&edit, &paths);
	assert_int_equal(paths.nr, 5);
	assert_string_equal(paths.item[0], "d/a");
	assert_string_equal(paths.item[1], "d/b");
	assert_string_equal(paths.item[2], "d/e/c");
	assert_string_equal(paths.item[3], "moved/b");
	assert_string_equal(paths.item[4], "n/e/w");
	pm_strlist_release(&paths);
}

static void what_is_written_goes_on_top_of_what_is_moved(void **state)
{
	(void)state;
	sh("chmod 750 d/a");
	write_text("d/z", "edited");
	pm_edit_move(&edit, "d/a", "d/z");
	write_text("d/z", "edited twice");
	assert_ok(pm_edit_apply(&edit, &err), &err);
	assert_files("d/b=b d/e/c=c d/z=edited twice");
	assert_int_equal(mode_of("d/z"), 0750);
}

static void bytes_are_written_as_they_are(void **state)
{
	(void)state;
	pm_edit_write(&edit, "nul", "a\0b", 3, true);
	pm_edit_write(&edit, "empty", "", 0, true);
	assert_ok(pm_edit_apply(&edit, &err), &err);
	sh("test $(wc -c <nul) = 3; test -f empty; test ! -s empty;"
	   "printf 'a\\0b' | cmp - nul");
}

static void modes_are_kept_or_made_executable(void **state)
{
	(void)state;
	umask(022);
	sh("chmod 600 d/a; chmod 755 d/b");
	write_text("d/a", "1");
	write_text("d/b", "2");
	write_text("plain", "3");
	write_text("run", "4");
	pm_edit_executable(&edit, "run");
	assert_ok(pm_edit_apply(&edit, &err), &err);
	assert_int_equal(mode_of("d/a"), 0600);
	assert_int_equal(mode_of("d/b"), 0755);
	assert_int_equal(mode_of("plain"), 0644);
	assert_int_equal(mode_of("run"), 0755);
}

static void the_last_of_two_writings_counts(void **state)
{
	(void)state;
	write_text("n", "first");
	write_text("n", "second");
	assert_ok(pm_edit_apply(&edit, &err), &err);
	assert_files("d/a=old d/b=b d/e/c=c n=second");
}

/* Beside a good step, a bad one: nothing at all may have changed. */
static void a_bad_step_leaves_everything_as_it_was(void **state)
{
	enum { WRITE, CREATE, MOVE, REMOVE };
	static const struct {
		int kind;
		const char *path, *to;
		int code;
		const char *text;
	} row[] = {
		{ CREATE, "d/a", NULL, PM_EEXISTS, "'d/a' is there already" },
		{ CREATE, "link", NULL, PM_EEXISTS, "link" },
		{ WRITE, "d", NULL, PM_EINVALID, "regular" },
		{ WRITE, "d/flink", NULL, PM_EINVALID, "regular" },
		{ WRITE, "link/x", NULL, PM_EINVALID, "symbolic link" },
		{ WRITE, "link/deep/x", NULL, PM_EINVALID, "symbolic link" },
		{ WRITE, "d/a/x", NULL, PM_EINVALID, "'d/a' is not a folder" },
		{ WRITE, "../x", NULL, PM_EINVALID, "'../x'" },
		{ WRITE, "/tmp/x", NULL, PM_EINVALID, "'/tmp/x'" },
		{ WRITE, "", NULL, PM_EINVALID, "''" },
		{ WRITE, ".git/config", NULL, PM_EINVALID, ".git" },
		{ WRITE, "d/.GIT/x", NULL, PM_EINVALID, ".GIT" },
		{ MOVE, "none", "x", PM_ENOTFOUND, "there is no 'none'" },
		{ MOVE, "d/a", "d/b", PM_EEXISTS, "'d/b' is there already" },
		{ MOVE, "d", "x", PM_EINVALID, "'d' is a folder" },
		{ MOVE, "d/a", "link/a", PM_EINVALID, "symbolic link" },
		{ MOVE, "d/a", "../a", PM_EINVALID, "'../a'" },
		{ MOVE, "link/a", "x", PM_EINVALID, "symbolic link" },
		{ REMOVE, "none", NULL, PM_ENOTFOUND, "there is no 'none'" },
		{ REMOVE, "d", NULL, PM_EINVALID, "'d' is a folder" },
		{ REMOVE, ".git/HEAD", NULL, PM_EINVALID, ".git" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		write_text("new/folder/file", "n");
		write_text("d/b", "changed");
		if (row[i].kind == MOVE)
			pm_edit_move(&edit, row[i].path, row[i].to);
		else if (row[i].kind == REMOVE)
			pm_edit_remove(&edit, row[i].path);
		else
			pm_edit_write(&edit, row[i].path, "x", 1,
				      row[i].kind == CREATE);
		assert_failed(pm_edit_apply(&edit, &err), row[i].code, &err,
			      row[i].text);
		pm_edit_release(&edit);
		pm_edit_init(&edit, &repo);
		assert_files("d/a=old d/b=b d/e/c=c");
		sh("test ! -e new; test -z \"$(ls ../out)\"");
	}
}

static void a_write_that_fails_half_way_leaves_everything(void **state)
{
	static char large[100000];
	struct rlimit old, small;
	int code;

	(void)state;
	/* As a full disk: some bytes go, the next do not. */
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	small = old;
	small.rlim_cur = sizeof(large) / 2;
	write_text("d/a", "new");
	pm_edit_move(&edit, "d/e/c", "d/z");
	pm_edit_write(&edit, "new/large", large, sizeof(large), false);
	pm_edit_write(&edit, "d/b", large, sizeof(large), false);
	setrlimit(RLIMIT_FSIZE, &small);
	code = pm_edit_apply(&edit, &err);
	setrlimit(RLIMIT_FSIZE, &old);
	assert_failed(code, PM_ERROR, &err, "File too large");
	assert_files("d/a=old d/b=b d/e/c=c");
	sh("test ! -e new");
}

static void a_folder_that_cannot_be_written_is_a_failure(void **state)
{
	int code;

	(void)state;
	sh("chmod -R a+rwX .; chmod 555 d/e");
	write_text("d/a", "new");
	write_text("d/e/c", "new");
	lose_power();
	code = pm_edit_apply(&edit, &err);
	regain_power();
	assert_failed(code, PM_ERROR, &err, "d/e/c");
	assert_files("d/a=old d/b=b d/e/c=c");
}

static void what_a_killed_process_left_is_swept(void **state)
{
	(void)state;
	/* Nobody has such a pid; the others belong to somebody, or are no
	 * names of ours, whatever a journal says. */
	sh("touch d/.a.tmp.99999999 d/e/.c.old.99999999 d/.a.tmp.1 keep"
	   " d/.a.tmp.99999999x; touch ../.x.tmp.99999999;"
	   "printf 'd/.a.tmp.99999999\\0d/e/.c.old.99999999\\0d/.a.tmp.1\\0"
	   "keep\\0d/.a.tmp.99999999x\\0../.x.tmp.99999999\\0none/.a.tmp.9\\0"
	   "' >.git/postmortem.edit");
	write_text("new", "new");
	assert_ok(pm_edit_apply(&edit, &err), &err);
	assert_files("d/.a.tmp.1= d/.a.tmp.99999999x= d/a=old d/b=b d/e/c=c "
		     "keep= new=new");
	sh("test -e ../.x.tmp.99999999; test ! -e .git/postmortem.edit");
}

static void what_was_done_can_be_undone(void **state)
{
	struct pm_edit reverse;

	(void)state;
	pm_edit_move(&edit, "d/b", "moved/b");
	write_text("moved/b", "on top");
	write_text("d/a", "new");
	write_text("n/e/w", "made");
	pm_edit_remove(&edit, "d/e/c");
	assert_ok(pm_edit_reverse(&reverse, &edit, &err), &err);
	assert_ok(pm_edit_apply(&edit, &err), &err);
	assert_files("d/a=new moved/b=on top n/e/w=made");
	assert_ok(pm_edit_apply(&reverse, &err), &err);
	assert_files("d/a=old d/b=b d/e/c=c");
	pm_edit_release(&reverse);
	sh("test ! -e moved; test ! -e n");
}

static void long_names_are_no_trouble(void **state)
{
	char name[256], text[300];

	(void)state;
	memset(name, 'n', 255);
	name[255] = '\0';
	snprintf(text, sizeof(text), "long/%s", name);
	write_text(text, "x");
	assert_ok(pm_edit_apply(&edit, &err), &err);
	assert_int_equal(access(text, F_OK), 0);
}

static void folders_left_empty_go_but_not_the_users_own(void **state)
{
	(void)state;
	sh("mkdir -p x/y/z k/l; echo 1 >x/y/z/f; echo 2 >k/l/f");
	pm_edit_remove(&edit, "x/y/z/f");
	assert_ok(pm_edit_apply(&edit, &err), &err);
	sh("test ! -e x");
	pm_edit_release(&edit);
	pm_repo_release(&repo);
	enter("k/l");
	open_repo(&repo);
	pm_edit_init(&edit, &repo);
	pm_edit_remove(&edit, "k/l/f");
	assert_ok(pm_edit_apply(&edit, &err), &err);
	enter("../..");
	sh("test -d k/l; test ! -e k/l/f");
}

static void without_a_work_tree_there_is_nowhere_to_write(void **state)
{
	(void)state;
	pm_repo_release(&repo);
	sh("git init -q --bare ../bare.git");
	enter("../bare.git");
	open_repo(&repo);
	write_text("x", "x");
	assert_failed(pm_edit_apply(&edit, &err), PM_ERROR, &err,
		      "no work tree");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		EDITED(nothing_happens_before_it_is_applied),
		EDITED(files_are_written_moved_and_removed_together),
		EDITED(what_is_written_goes_on_top_of_what_is_moved),
		EDITED(bytes_are_written_as_they_are),
		EDITED(modes_are_kept_or_made_executable),
		EDITED(the_last_of_two_writings_counts),
		EDITED(a_bad_step_leaves_everything_as_it_was),
		EDITED(a_write_that_fails_half_way_leaves_everything),
		EDITED(a_folder_that_cannot_be_written_is_a_failure),
		EDITED(what_a_killed_process_left_is_swept),
		EDITED(what_was_done_can_be_undone),
		EDITED(long_names_are_no_trouble),
		EDITED(folders_left_empty_go_but_not_the_users_own),
		EDITED(without_a_work_tree_there_is_nowhere_to_write),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
