/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "git/lock.h"
#include "git/worktree.h"

static struct pm_repo repo;
static struct pm_error err;

static int setup(void **state)
{
	if (sandbox_setup(state) < 0)
		return -1;
	sh("git init -q repo");
	enter("repo");
	sh("git commit -q --allow-empty -m one; git worktree add -q ../linked"
	   " -b linked");
	return 0;
}

static int teardown(void **state)
{
	pm_repo_release(&repo);
	return sandbox_teardown(state);
}

#define LOCKED(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static void one_holds_the_lock_and_the_next_is_told_so(void **state)
{
	int first = -1, second = -1;

	(void)state;
	sh("git config postmortem.lockTimeout 0");
	open_repo(&repo);
	assert_ok(pm_lock(&first, &repo, &err), &err);
	assert_true(fcntl(first, F_GETFD) & FD_CLOEXEC);
	assert_failed(pm_lock(&second, &repo, &err), PM_ELOCKED, &err,
		      "postmortem.lock");
	assert_int_equal(second, -1);
	pm_unlock(first);
	assert_ok(pm_lock(&second, &repo, &err), &err);
	pm_unlock(second);
	pm_unlock(-1);
}

static void linked_worktrees_share_the_lock(void **state)
{
	struct pm_repo other;
	int first, second;

	(void)state;
	sh("git config postmortem.lockTimeout 0");
	open_repo(&repo);
	assert_ok(pm_lock(&first, &repo, &err), &err);
	enter("../linked");
	open_repo(&other);
	assert_int_equal(pm_lock(&second, &other, &err), PM_ELOCKED);
	pm_unlock(first);
	pm_repo_release(&other);
}

static void the_lock_dies_with_its_process(void **state)
{
	int pipefd[2], fd;
	char c;
	pid_t pid;

	(void)state;
	sh("git config postmortem.lockTimeout 0");
	open_repo(&repo);
	assert_int_equal(pipe(pipefd), 0);
	pid = fork();
	if (!pid) {
		int code = pm_lock(&fd, &repo, &err);

		if (write(pipefd[1], code ? "n" : "y", 1) < 1)
			_exit(1);
		pause();
		_exit(0);
	}
	assert_int_equal(read(pipefd[0], &c, 1), 1);
	assert_int_equal(c, 'y');
	assert_int_equal(pm_lock(&fd, &repo, &err), PM_ELOCKED);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	assert_ok(pm_lock(&fd, &repo, &err), &err);
	pm_unlock(fd);
	close(pipefd[0]);
	close(pipefd[1]);
}

static void waiting_ends_when_the_time_is_over(void **state)
{
	static const struct {
		const char *timeout;
		double least, most;
	} row[] = {
		{ "0", 0, 0.5 },
		{ "120", 0.11, 0.9 },
	};
	int first, second;

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		double start, took;

		sh("git config postmortem.lockTimeout %s", row[i].timeout);
		pm_repo_release(&repo);
		open_repo(&repo);
		assert_ok(pm_lock(&first, &repo, &err), &err);
		start = now();
		assert_int_equal(pm_lock(&second, &repo, &err), PM_ELOCKED);
		took = now() - start;
		assert_true(took >= row[i].least && took < row[i].most);
		pm_unlock(first);
	}
}

static void no_time_that_makes_sense_is_ten_seconds(void **state)
{
	struct pm_patience patience, none;

	(void)state;
	sh("git config postmortem.lockTimeout nonsense");
	pm_repo_release(&repo);
	open_repo(&repo);
	pm_patience_init(&patience, &repo);
	sh("git config postmortem.lockTimeout 0");
	pm_repo_release(&repo);
	open_repo(&repo);
	pm_patience_init(&none, &repo);
	assert_in_range(none.until - patience.until + 10000, 0, 2000);
	assert_false(patience.is_endless);
}

static void a_negative_time_is_for_ever(void **state)
{
	struct pm_patience patience;

	(void)state;
	sh("git config postmortem.lockTimeout -1");
	open_repo(&repo);
	pm_patience_init(&patience, &repo);
	for (int i = 0; i < 10; i++)
		assert_true(pm_patience_wait(&patience, "nobody"));
}

static void a_lock_that_cannot_be_made_is_named(void **state)
{
	int fd, code;

	(void)state;
	open_repo(&repo);
	sh("chmod a+rx . ..; chmod 555 .git");
	lose_power();
	code = pm_lock(&fd, &repo, &err);
	regain_power();
	assert_failed(code, PM_ERROR, &err, ".git/postmortem.lock'");
	assert_non_null(strstr(err.message, "Permission denied"));
	sh("chmod 755 .git; ln -s /nowhere/x .git/postmortem.lock");
	assert_failed(pm_lock(&fd, &repo, &err), PM_ERROR, &err,
		      ".git/postmortem.lock'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LOCKED(one_holds_the_lock_and_the_next_is_told_so),
		LOCKED(linked_worktrees_share_the_lock),
		LOCKED(the_lock_dies_with_its_process),
		LOCKED(waiting_ends_when_the_time_is_over),
		LOCKED(no_time_that_makes_sense_is_ten_seconds),
		LOCKED(a_negative_time_is_for_ever),
		LOCKED(a_lock_that_cannot_be_made_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
