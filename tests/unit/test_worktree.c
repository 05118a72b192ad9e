/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "git/beneath.h"
#include "git/listing.h"
#include "git/worktree.h"

#define LIMIT 1000

static struct pm_repo repo;
static struct pm_error err;
static struct pm_buf out;

static int setup(void **state)
{
	if (sandbox_setup(state) < 0)
		return -1;
	sh("echo secret >outside; mkdir out; echo s >out/x; git init -q repo");
	enter("repo");
	sh("mkdir -p d/e; printf 'one\\0two' >d/e/f; : >empty;"
	   "ln -s d link; ln -s d/e/f flink; ln -s ../out outlink;"
	   "ln -s nowhere dangling; mkfifo fifo; head -c 1000 /dev/zero >edge;"
	   "head -c 1001 /dev/zero >over");
	open_repo(&repo);
	return 0;
}

static int teardown(void **state)
{
	pm_repo_release(&repo);
	pm_buf_release(&out);
	return sandbox_teardown(state);
}

#define READ(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

static void a_file_is_read_wherever_we_stand(void **state)
{
	size_t size = 0;

	(void)state;
	enter("d");
	assert_ok(pm_worktree_read(&out, &size, &repo, "d/e/f", LIMIT, &err),
		  &err);
	assert_int_equal(size, 7);
	assert_int_equal(out.len, 7);
	assert_memory_equal(out.ptr, "one\0two", 8);
	assert_ok(pm_worktree_read(&out, &size, &repo, "empty", LIMIT, &err),
		  &err);
	assert_int_equal(size, 0);
	assert_string_equal(pm_buf_str(&out), "");
}

static void a_limit_is_the_largest_size_that_is_read(void **state)
{
	size_t size = 0;

	(void)state;
	assert_ok(pm_worktree_read(&out, &size, &repo, "edge", LIMIT, &err),
		  &err);
	assert_int_equal(out.len, 1000);
	assert_ok(pm_worktree_read(&out, &size, &repo, "over", LIMIT, &err),
		  &err);
	assert_int_equal(out.len, 0);
	assert_int_equal(size, 1001);
	assert_ok(pm_worktree_read(&out, NULL, &repo, "edge", 0, &err), &err);
	assert_int_equal(out.len, 0);
}

static void what_is_no_plain_file_below_the_top_is_not_read(void **state)
{
	static const struct {
		const char *path;
		int code;
	} row[] = {
		{ "none", PM_ENOTFOUND },
		{ "d/none", PM_ENOTFOUND },
		{ "none/none", PM_ENOTFOUND },
		{ "empty/x", PM_ENOTFOUND },
		{ "d", PM_EINVALID },
		{ "fifo", PM_EINVALID },
		{ "link", PM_EINVALID },
		{ "link/e/f", PM_EINVALID },
		{ "flink", PM_EINVALID },
		{ "dangling", PM_EINVALID },
		{ "outlink/x", PM_EINVALID },
		{ "../outside", PM_EINVALID },
		{ "d/../../outside", PM_EINVALID },
		{ "/etc/hostname", PM_EINVALID },
		{ "", PM_EINVALID },
		{ ".", PM_EINVALID },
		{ "./empty", PM_EINVALID },
		{ "d//e/f", PM_EINVALID },
		{ "d/e/f/", PM_EINVALID },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		size_t size = 77;

		pm_buf_addstr(&out, "left from before");
		assert_int_equal(pm_worktree_read(&out, &size, &repo,
						  row[i].path, LIMIT, &err),
				 row[i].code);
		assert_int_equal(out.len, 0);
		assert_int_equal(size, 77);
	}
}

static void both_ways_to_open_agree(void **state)
{
	static const struct {
		const char *path;
		int flags, error;
	} row[] = {
		{ "d/e/f", O_RDONLY, 0 },
		{ "empty", O_RDONLY, 0 },
		{ "d/e", O_RDONLY | O_DIRECTORY, 0 },
		{ "none", O_RDONLY, ENOENT },
		{ "none/none", O_RDONLY, ENOENT },
		{ "d/e/f/g", O_RDONLY, ENOTDIR },
		{ "empty", O_RDONLY | O_DIRECTORY, ENOTDIR },
		{ "link", O_RDONLY, ELOOP },
		{ "link", O_RDONLY | O_DIRECTORY, ELOOP },
		{ "link/e/f", O_RDONLY, ELOOP },
		{ "outlink/x", O_RDONLY, ELOOP },
		{ "d/link/x", O_RDONLY, ENOENT },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		int (*const open_it[])(int, const char *, int) = {
			pm_open_beneath, pm_open_beneath_by_part,
		};

		for (size_t j = 0; j < 2; j++) {
			int fd = open_it[j](repo.top_fd, row[i].path,
					    row[i].flags);

			assert_int_equal(fd < 0 ? errno : 0, row[i].error);
			if (fd >= 0) {
				assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
				close(fd);
			}
		}
	}
}

static void without_a_work_tree_there_is_nothing_to_read(void **state)
{
	(void)state;
	pm_repo_release(&repo);
	sh("git init -q --bare ../bare.git");
	enter("../bare.git");
	open_repo(&repo);
	assert_failed(pm_worktree_read(&out, NULL, &repo, "HEAD", LIMIT, &err),
		      PM_ERROR, &err, "no work tree");
}

static void *read_often(void *arg)
{
	struct pm_error mine = { 0 };
	struct pm_buf text = { 0 };
	size_t *good = arg;

	for (int i = 0; i < 2000; i++)
		if (pm_worktree_read(&text, NULL, &repo, "d/e/f", LIMIT,
				     &mine) == 0 && text.len == 7)
			(*good)++;
	pm_buf_release(&text);
	return NULL;
}

static void threads_may_read_at_once(void **state)
{
	size_t good[4] = { 0 };
	pthread_t thread[4];

	(void)state;
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&thread[i], NULL, read_often,
						&good[i]), 0);
	for (int i = 0; i < 4; i++)
		pthread_join(thread[i], NULL);
	for (int i = 0; i < 4; i++)
		assert_int_equal(good[i], 2000);
}

/* So many that more than one thread lists them. */
static void a_thousand_folders_come_out_complete_and_in_order(void **state)
{
	struct pm_arena arena = { 0 };
	struct pm_entries list = { 0 };
	struct pm_entry *item;

	(void)state;
	sh("i=1000; while [ $i -lt 2000 ]; do mkdir -p pm/$i/actions pm/$i-a;"
	   " : >pm/$i/README.md; : >pm/$i/actions/x.md; : >pm/$i-a/y;"
	   " i=$((i + 1)); done; ln -s . pm/1500-b");
	assert_ok(pm_list_worktree(&list, &arena, &repo, "pm", 2, &err),
		  &err);
	assert_int_equal(list.nr, 3 * 1000 + 1);
	item = list.item;
	for (size_t i = 1; i < list.nr; i++)
		assert_true(strcmp(item[i - 1].path, item[i].path) < 0);
	assert_int_equal(pm_entries_find(&list, "pm/1500-b")->mode,
			 PM_MODE_LINK);
	assert_int_equal(pm_entries_find(&list, "pm/1999/actions/x.md")->mode,
			 PM_MODE_FILE);
	list.nr = 0;

	sh("chmod 0 pm/1700");
	lose_power();
	assert_true(pm_list_worktree(&list, &arena, &repo, "pm", 2, &err) < 0);
	regain_power();
	sh("chmod 700 pm/1700");
	assert_non_null(strstr(err.message, "pm/1700"));
	pm_entries_release(&list);
	pm_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		READ(a_thousand_folders_come_out_complete_and_in_order),
		READ(a_file_is_read_wherever_we_stand),
		READ(a_limit_is_the_largest_size_that_is_read),
		READ(what_is_no_plain_file_below_the_top_is_not_read),
		READ(both_ways_to_open_agree),
		READ(without_a_work_tree_there_is_nothing_to_read),
		READ(threads_may_read_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
