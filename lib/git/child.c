/* SPDX-License-Identifier: MIT */
#include "git/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"

extern char **environ;

/* As nice(1) does by default. */
#define GIVE_WAY 10
#define READ_SIZE (64u << 10) /* what a pipe holds on Linux */

static const char *const quiet_env[] = {
	"LC_ALL=C", "GIT_TERMINAL_PROMPT=0", NULL
};

/* ---- environment ------------------------------------------------------ */

static bool names_same(const char *entry, const char *setting)
{
	size_t len = strcspn(setting, "=");

	return !strncmp(entry, setting, len) &&
	       (entry[len] == '=' || !entry[len]);
}

static bool is_set_in(const char *entry, const char *const *env)
{
	for (; env && *env; env++)
		if (names_same(entry, *env))
			return true;
	return false;
}

static size_t count(const char *const *list)
{
	size_t nr = 0;

	while (list && list[nr])
		nr++;
	return nr;
}

/* An array to free(); the strings are borrowed. `env` wins over `base`. */
static const char **make_env(const char *const *base, const char *const *env)
{
	const char *const *old = (const char *const *)environ;
	const char **made = pm_xcalloc(count(old) + count(base) + count(env) +
				       1, sizeof(*made));
	size_t nr = 0;

	for (; old && *old; old++)
		if (!is_set_in(*old, base) && !is_set_in(*old, env))
			made[nr++] = *old;
	for (; base && *base; base++)
		if (!is_set_in(*base, env))
			made[nr++] = *base;
	for (; env && *env; env++)
		if (strchr(*env, '='))
			made[nr++] = *env;
	return made;
}

/* ---- starting --------------------------------------------------------- */

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/*
 * Above the standard three, which the caller may have been started without:
 * dup2() in the child would otherwise overwrite one end with another.
 */
static int open_pipe(int fd[2])
{
	if (pipe2(fd, O_CLOEXEC) < 0)
		return -1;
	for (int i = 0; i < 2; i++) {
		int high;

		if (fd[i] > STDERR_FILENO)
			continue;
		high = fcntl(fd[i], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
		if (high < 0) {
			close_fd(&fd[0]);
			close_fd(&fd[1]);
			return -1;
		}
		close(fd[i]);
		fd[i] = high;
	}
	return 0;
}

static int start(struct pm_child *child, const struct pm_run *run,
		 const struct pm_child_pipes *pipes,
		 posix_spawn_file_actions_t *actions,
		 const posix_spawnattr_t *attr, struct pm_error *err)
{
	int in[2] = { -1, -1 }, out[2] = { -1, -1 }, said[2] = { -1, -1 };
	const char **env = NULL;
	int code = 0;

	if ((pipes->in && open_pipe(in) < 0) ||
	    (pipes->out && open_pipe(out) < 0) ||
	    (pipes->err && open_pipe(said) < 0)) {
		code = pm_fail_errno(err, "cannot open a pipe");
		goto out;
	}
	if (pipes->in)
		posix_spawn_file_actions_adddup2(actions, in[0], STDIN_FILENO);
	else if (!run->interactive)
		posix_spawn_file_actions_addopen(actions, STDIN_FILENO,
						 "/dev/null", O_RDONLY, 0);
	if (pipes->out)
		posix_spawn_file_actions_adddup2(actions, out[1],
						 STDOUT_FILENO);
	else if (!run->interactive)
		posix_spawn_file_actions_addopen(actions, STDOUT_FILENO,
						 "/dev/null", O_WRONLY, 0);
	if (pipes->err)
		posix_spawn_file_actions_adddup2(actions, said[1],
						 STDERR_FILENO);
	else if (!run->interactive)
		posix_spawn_file_actions_addopen(actions, STDERR_FILENO,
						 "/dev/null", O_WRONLY, 0);
	if (run->dir)
		posix_spawn_file_actions_addchdir_np(actions, run->dir);

	env = make_env(run->interactive ? NULL : quiet_env, run->env);
	errno = posix_spawnp(&child->pid, run->argv[0], actions, attr,
			     (char *const *)run->argv, (char *const *)env);
	if (errno) {
		code = pm_fail_errno(err, "cannot run '%s'%s%s", run->argv[0],
				     run->dir ? " in " : "",
				     run->dir ? run->dir : "");
		goto out;
	}
	if (run->gives_way)
		setpriority(PRIO_PROCESS, (id_t)child->pid,
			    getpriority(PRIO_PROCESS, 0) + GIVE_WAY);
	child->in = in[1];
	child->out = out[0];
	child->err = said[0];
	in[1] = out[0] = said[0] = -1;

out:
	for (int i = 0; i < 2; i++) {
		close_fd(&in[i]);
		close_fd(&out[i]);
		close_fd(&said[i]);
	}
	free(env);
	return code;
}

int pm_child_spawn(struct pm_child *child, const struct pm_run *run,
		   const struct pm_child_pipes *pipes, struct pm_error *err)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t defaults;
	int code;

	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attr);
	/* A child that outlives its reader has to die of it, also when we
	 * were started with the signal ignored. */
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	if (run->interactive) {
		sigaddset(&defaults, SIGINT);
		sigaddset(&defaults, SIGQUIT);
	}
	posix_spawnattr_setsigdefault(&attr, &defaults);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF);
	code = start(child, run, pipes, &actions, &attr, err);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	return code;
}

/* ---- talking ---------------------------------------------------------- */

static ssize_t write_quietly(int fd, const void *data, size_t len)
{
	static const struct timespec at_once = { 0 };
	sigset_t broken, old, pending;
	bool was_pending;
	ssize_t written;
	int saved;

	sigemptyset(&broken);
	sigaddset(&broken, SIGPIPE);
	sigpending(&pending);
	was_pending = sigismember(&pending, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &broken, &old);
	written = write(fd, data, len);
	saved = errno;
	if (written < 0 && saved == EPIPE && !was_pending)
		while (sigtimedwait(&broken, NULL, &at_once) < 0 &&
		       errno == EINTR)
			;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	errno = saved;
	return written;
}

ssize_t pm_child_write(struct pm_child *child, const void *data, size_t len)
{
	return write_quietly(child->in, data, len);
}

void pm_child_say(const char *text, size_t len)
{
	while (len) {
		ssize_t written = write_quietly(STDERR_FILENO, text, len);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return;
		text += written;
		len -= (size_t)written;
	}
}

/* What is there now, or the end. Negative with errno set. */
static int take(int *fd, struct pm_buf *out)
{
	ssize_t got;

	pm_buf_reserve(out, READ_SIZE);
	do {
		got = read(*fd, out->ptr + out->len, READ_SIZE);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		return -1;
	if (!got)
		close_fd(fd);
	out->len += (size_t)got;
	out->ptr[out->len] = '\0';
	return 0;
}

static int take_said(struct pm_child *child)
{
	int code = take(&child->err, &child->said);

	if (child->said.len > PM_MAX_GIT_ERROR) {
		child->said.len = PM_MAX_GIT_ERROR;
		child->said.ptr[child->said.len] = '\0';
	}
	return code;
}

static int feed(struct pm_child *child, const char **in, size_t *in_len)
{
	ssize_t written;

	if (!*in_len) {
		close_fd(&child->in);
		return 0;
	}
	written = pm_child_write(child, *in, *in_len);
	if (written < 0 && errno == EPIPE) {
		/* It has heard enough; its status says whether that is well. */
		close_fd(&child->in);
		return 0;
	}
	if (written < 0)
		return errno == EINTR || errno == EAGAIN ? 0 : -1;
	*in += written;
	*in_len -= (size_t)written;
	if (!*in_len)
		close_fd(&child->in);
	return 0;
}

int pm_child_pump(struct pm_child *child, struct pm_buf *out, const char **in,
		  size_t *in_len)
{
	struct pollfd fds[3] = {
		{ .fd = child->out, .events = POLLIN },
		{ .fd = child->err, .events = POLLIN },
		{ .fd = in ? child->in : -1, .events = POLLOUT },
	};

	if (poll(fds, 3, -1) < 0)
		return errno == EINTR ? 0 : -1;
	if (fds[0].revents && take(&child->out, out) < 0)
		return -1;
	if (fds[1].revents && take_said(child) < 0)
		return -1;
	if (fds[2].revents && feed(child, in, in_len) < 0)
		return -1;
	return 0;
}

void pm_child_hang_up(struct pm_child *child)
{
	close_fd(&child->in);
}

int pm_child_reap(struct pm_child *child, struct pm_error *err)
{
	int status;

	close_fd(&child->in);
	close_fd(&child->out);
	close_fd(&child->err);
	while (waitpid(child->pid, &status, 0) < 0)
		if (errno != EINTR)
			return pm_fail_errno(err, "cannot wait for a child");
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status)
				   : WEXITSTATUS(status);
}

static const char *without_label(const char *line)
{
	static const char *const label[] = { "fatal: ", "error: " };

	for (size_t i = 0; i < sizeof(label) / sizeof(*label); i++)
		if (!strncmp(line, label[i], strlen(label[i])))
			return line + strlen(label[i]);
	return line;
}

void pm_child_words(struct pm_buf *out, const char *said)
{
	while (*said) {
		size_t len;

		said = without_label(said);
		len = strcspn(said, "\n");
		pm_buf_add(out, said, len);
		pm_buf_addch(out, '\n');
		said += len + (said[len] == '\n');
	}
	pm_buf_rtrim(out);
}
