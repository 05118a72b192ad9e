/* SPDX-License-Identifier: MIT */
#include "cmd/progress.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/strlist.h"

#define SECOND 1000 /* milliseconds */
#define PATIENCE SECOND
#define INTERVAL 250
#define USUAL_WIDTH 80

/* `lock` guards all but `done`; `changed` tells the thread that `is_on` or
 * `is_over` is another. */
static struct {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool has_thread, is_on, is_over;
	const char *title;
	int64_t since; /* milliseconds, monotonic */
	atomic_size_t done;
	size_t shown; /* columns on the terminal; 0: no line is there */
	struct pm_strlist told;
} progress;

static int64_t now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * SECOND + ts.tv_nsec / 1000000;
}

static size_t width(void)
{
	struct winsize size;

	return !ioctl(STDERR_FILENO, TIOCGWINSZ, &size) && size.ws_col ?
		       size.ws_col : USUAL_WIDTH;
}

/* 12345 as "12,345". */
static void add_number(struct pm_buf *out, size_t number)
{
	size_t start = out->len;

	pm_buf_addf(out, "%zu", number);
	for (size_t at = out->len; at > start + 3; at -= 3)
		pm_buf_splice(out, at - 3, at - 3, ",", 1);
}

/* All at once; what does not get through is not worth an error. */
static void put(const struct pm_buf *text)
{
	if (write(STDERR_FILENO, pm_buf_str(text), text->len) < 0)
		return;
}

static void draw(void)
{
	size_t done = atomic_load(&progress.done), columns = width(), before;
	struct pm_buf line = { 0 };

	pm_buf_addf(&line, "%s: ", progress.title);
	if (done) {
		add_number(&line, done);
		pm_buf_addf(&line, " commit%s, ", done == 1 ? "" : "s");
	}
	pm_buf_addf(&line, "%lld s",
		    (long long)((now() - progress.since) / SECOND));
	/* A line that wraps cannot be taken back. */
	if (line.len >= columns)
		pm_buf_splice(&line, columns - 1, line.len, "", 0);
	before = progress.shown;
	progress.shown = line.len;
	while (line.len < before && line.len < columns - 1)
		pm_buf_addch(&line, ' ');
	pm_buf_addch(&line, '\r');
	put(&line);
	pm_buf_release(&line);
}

static void erase(void)
{
	struct pm_buf line = { 0 };

	for (size_t i = 0; i < progress.shown; i++)
		pm_buf_addch(&line, ' ');
	pm_buf_addch(&line, '\r');
	if (progress.shown)
		put(&line);
	progress.shown = 0;
	pm_buf_release(&line);
}

static void wait_until(int64_t when)
{
	const struct timespec ts = {
		.tv_sec = (time_t)(when / SECOND),
		.tv_nsec = (long)(when % SECOND) * 1000000,
	};

	pthread_cond_timedwait(&progress.changed, &progress.lock, &ts);
}

static void *show(void *unused)
{
	pthread_mutex_lock(&progress.lock);
	while (!progress.is_over) {
		int64_t due = progress.since + PATIENCE;

		if (!progress.is_on) {
			pthread_cond_wait(&progress.changed, &progress.lock);
		} else if (now() < due) {
			wait_until(due);
		} else {
			draw();
			wait_until(now() + INTERVAL);
		}
	}
	pthread_mutex_unlock(&progress.lock);
	return unused;
}

/* Signals are the main thread's. */
static bool start_thread(void)
{
	pthread_condattr_t clock;
	sigset_t all, before;

	pthread_condattr_init(&clock);
	pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
	pthread_mutex_init(&progress.lock, NULL);
	pthread_cond_init(&progress.changed, &clock);
	pthread_condattr_destroy(&clock);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	progress.has_thread = !pthread_create(&progress.thread, NULL, show,
					      NULL);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return progress.has_thread;
}

static void begin(void *payload, const char *title)
{
	struct context *ctx = payload;

	if (ctx->quiet || !isatty(STDERR_FILENO) ||
	    (!progress.has_thread && !start_thread()))
		return;
	pthread_mutex_lock(&progress.lock);
	progress.title = title;
	progress.since = now();
	atomic_store(&progress.done, 0);
	progress.is_on = true;
	pthread_cond_signal(&progress.changed);
	pthread_mutex_unlock(&progress.lock);
}

static void step(void *payload, size_t done)
{
	(void)payload;
	atomic_store_explicit(&progress.done, done, memory_order_relaxed);
}

static void end(void *payload)
{
	(void)payload;
	if (!progress.has_thread)
		return;
	pthread_mutex_lock(&progress.lock);
	progress.is_on = false;
	erase();
	pthread_mutex_unlock(&progress.lock);
}

static void notice(void *payload, const char *text)
{
	(void)payload;
	if (pm_strlist_has(&progress.told, text))
		return;
	pm_strlist_add(&progress.told, text);
	if (progress.has_thread)
		pthread_mutex_lock(&progress.lock);
	erase();
	command_warn("%s", text);
	if (progress.has_thread)
		pthread_mutex_unlock(&progress.lock);
}

const struct pm_watch *progress_watch(struct context *ctx)
{
	static struct pm_watch watch = { .begin = begin, .step = step,
					 .end = end, .notice = notice };

	watch.payload = ctx;
	return &watch;
}

void progress_finish(void)
{
	if (progress.has_thread) {
		pthread_mutex_lock(&progress.lock);
		progress.is_over = true;
		erase();
		pthread_cond_signal(&progress.changed);
		pthread_mutex_unlock(&progress.lock);
		pthread_join(progress.thread, NULL);
		pthread_cond_destroy(&progress.changed);
		pthread_mutex_destroy(&progress.lock);
	}
	pm_strlist_release(&progress.told);
	memset(&progress, 0, sizeof(progress));
}
