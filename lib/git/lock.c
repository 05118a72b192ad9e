/* SPDX-License-Identifier: MIT */
#include "git/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/path.h"
#include "base/watch.h"
#include "git/file.h"
#include "git/worktree.h"

/* Milliseconds. */
#define DEFAULT_TIMEOUT 10000
#define UNTOLD 1000  /* so long nobody wonders */
#define FIRST_STEP 1 /* each wait doubles it */
#define LAST_STEP 64
#define HOLDER_MAX 256
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
	patience->repo = repo;
	patience->until = now() + timeout;
	patience->tell = now() + UNTOLD;
	patience->is_endless = timeout < 0;
	patience->step = FIRST_STEP;
}

static void tell(struct pm_patience *patience, const char *whom)
{
	struct pm_buf text = { 0 };

	patience->tell = 0;
	pm_buf_addf(&text, "waiting for %s", whom);
	if (!patience->is_endless)
		pm_buf_addf(&text, ", at most another %lld s",
			    (long long)(patience->until - now() + 999) / 1000);
	pm_watch_notice(patience->repo->watch, text.ptr);
	pm_buf_release(&text);
}

bool pm_patience_wait(struct pm_patience *patience, const char *whom)
{
	int64_t left = patience->until - now();
	int64_t step = patience->step;
	struct timespec ts;

	if (!patience->is_endless && left <= 0)
		return false;
	if (patience->tell && now() >= patience->tell)
		tell(patience, whom);
	if (!patience->is_endless && step > left)
		step = left;
	ts.tv_sec = 0;
	ts.tv_nsec = (long)step * 1000000;
	nanosleep(&ts, NULL);
	if (patience->step < LAST_STEP)
		patience->step *= 2;
	return true;
}

/*
 * Who holds the lock wrote itself into the file, "<pid> <command>", which
 * only says something while somebody does. What is not there, or not ours to
 * write, is left out.
 */
static void read_holder(struct pm_buf *out, int fd)
{
	char text[HOLDER_MAX + 1];
	ssize_t len = pread(fd, text, HOLDER_MAX, 0);
	size_t digits;

	text[len > 0 ? len : 0] = '\0';
	text[strcspn(text, "\n")] = '\0';
	digits = strspn(text, "0123456789");
	pm_buf_addstr(out, "another git-postmortem");
	/* Of one that is gone it is what is left. */
	if (digits && text[digits] == ' ' &&
	    (!kill((pid_t)strtol(text, NULL, 10), 0) || errno == EPERM))
		pm_buf_addf(out, " (process %.*s, \"%s\")", (int)digits, text,
			    text + digits + 1);
}

static void write_holder(int fd)
{
	struct pm_buf text = { 0 }, words = { 0 };

	/* The arguments, each with its NUL; the first is the program. */
	if (pm_file_read(&words, "/proc/self/cmdline", HOLDER_MAX) < 0 &&
	    errno != EFBIG)
		pm_buf_reset(&words);
	pm_buf_addf(&text, "%ld git postmortem", (long)getpid());
	for (size_t at = strlen(pm_buf_str(&words)) + 1; at < words.len;
	     at += strlen(words.ptr + at) + 1)
		pm_buf_addf(&text, " %s", words.ptr + at);
	for (size_t at = 0; at < text.len; at++)
		if ((unsigned char)text.ptr[at] < ' ')
			text.ptr[at] = ' ';
	if (text.len > HOLDER_MAX - 1)
		text.len = HOLDER_MAX - 1;
	text.ptr[text.len++] = '\n';
	if (ftruncate(fd, 0) < 0 || pwrite(fd, text.ptr, text.len, 0) < 0)
		errno = 0; /* then nobody hears whom they wait for */
	pm_buf_release(&text);
	pm_buf_release(&words);
}

/* The configuration is asked for only once somebody is in the way. */
static int wait_for(int fd, struct pm_repo *repo, const char *path,
		    struct pm_error *err)
{
	struct pm_patience patience = { 0 };
	struct pm_buf whom = { 0 };
	bool has_waited = false;
	int code = 0;

	while (code == 0 && flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno == EINTR)
			continue;
		if (errno != EWOULDBLOCK) {
			code = pm_fail_errno(err, "cannot lock '%s'", path);
			break;
		}
		if (!has_waited)
			pm_patience_init(&patience, repo);
		has_waited = true;
		pm_buf_reset(&whom);
		read_holder(&whom, fd);
		if (!pm_patience_wait(&patience, whom.ptr))
			code = pm_fail(err, PM_ELOCKED,
				       "%s holds '%s'; try again when it is "
				       "done, or set postmortem.lockTimeout "
				       "higher", whom.ptr, path);
	}
	pm_buf_release(&whom);
	return code;
}

int pm_lock(int *fd, struct pm_repo *repo, struct pm_error *err)
{
	const int flags = O_CREAT | O_CLOEXEC | O_NOFOLLOW;
	struct pm_buf path = { 0 };
	int code, lock;

	pm_path_join(&path, repo->common_dir, LOCK_FILE);
	lock = open(path.ptr, O_RDWR | flags, 0666);
	/* Reading is enough to lock, also a file that another user made. */
	if (lock < 0)
		lock = open(path.ptr, O_RDONLY | flags, 0666);
	if (lock < 0) {
		code = pm_fail_errno(err, "cannot open the lock file '%s'",
				     path.ptr);
		goto out;
	}
	code = wait_for(lock, repo, path.ptr, err);
	if (code < 0) {
		close(lock);
	} else {
		write_holder(lock);
		*fd = lock;
	}

out:
	pm_buf_release(&path);
	return code;
}

void pm_unlock(int fd)
{
	if (fd >= 0)
		close(fd);
}
