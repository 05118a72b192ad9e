/* SPDX-License-Identifier: MIT */
#include "git/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/path.h"
#include "git/worktree.h"

#define DEFAULT_TIMEOUT 1000
#define FIRST_STEP 1 /* milliseconds; each wait doubles it */
#define LAST_STEP 64
#define LOCK_FILE "postmortem.lock"

static int64_t now(void)
{
	struct timespec ts = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

void pm_patience_init(struct pm_patience *patience, struct pm_repo *repo)
{
	const char *value = pm_repo_config(repo, "postmortem.locktimeout");
	long timeout = DEFAULT_TIMEOUT;
	char *end;

	if (value && *value) {
		timeout = strtol(value, &end, 10);
		if (*end)
			timeout = DEFAULT_TIMEOUT;
	}
	patience->until = now() + timeout;
	patience->is_endless = timeout < 0;
	patience->step = FIRST_STEP;
}

bool pm_patience_wait(struct pm_patience *patience)
{
	int64_t left = patience->until - now();
	int64_t step = patience->step;
	struct timespec ts;

	if (!patience->is_endless && left <= 0)
		return false;
	if (!patience->is_endless && step > left)
		step = left;
	ts.tv_sec = 0;
	ts.tv_nsec = (long)step * 1000000;
	nanosleep(&ts, NULL);
	if (patience->step < LAST_STEP)
		patience->step *= 2;
	return true;
}

/* The configuration is asked for only once somebody is in the way. */
static int wait_for(int fd, struct pm_repo *repo, const char *path,
		    struct pm_error *err)
{
	struct pm_patience patience = { 0 };
	bool has_waited = false;

	while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno == EINTR)
			continue;
		if (errno != EWOULDBLOCK)
			return pm_fail_errno(err, "cannot lock '%s'", path);
		if (!has_waited)
			pm_patience_init(&patience, repo);
		has_waited = true;
		if (!pm_patience_wait(&patience))
			return pm_fail(err, PM_ELOCKED,
				       "another git-postmortem holds '%s'; "
				       "try again when it is done, or set "
				       "postmortem.lockTimeout higher", path);
	}
	return 0;
}

int pm_lock(int *fd, struct pm_repo *repo, struct pm_error *err)
{
	struct pm_buf path = { 0 };
	int code, lock;

	pm_path_join(&path, repo->common_dir, LOCK_FILE);
	/* Reading is enough to lock, also a file that another user made. */
	lock = open(path.ptr, O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
		    0666);
	if (lock < 0) {
		code = pm_fail_errno(err, "cannot open the lock file '%s'",
				     path.ptr);
		goto out;
	}
	code = wait_for(lock, repo, path.ptr, err);
	if (code < 0)
		close(lock);
	else
		*fd = lock;

out:
	pm_buf_release(&path);
	return code;
}

void pm_unlock(int fd)
{
	if (fd >= 0)
		close(fd);
}
