/* SPDX-License-Identifier: MIT */
#ifndef PM_CHILD_H
#define PM_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/error.h"
#include "git/process.h"

/* A child process and its pipes: what pm_run() and pm_stream share. */

/* Our ends of the pipes; -1 where there is none or it is closed. */
struct pm_child {
	pid_t pid;
	int in, out, err;
	struct pm_buf said; /* its standard error */
};

/* What goes through a pipe; the rest is inherited or /dev/null. */
struct pm_child_pipes {
	bool in, out, err;
};

int pm_child_spawn(struct pm_child *child, const struct pm_run *run,
		   const struct pm_child_pipes *pipes, struct pm_error *err);
/* write() that reports a closed pipe as EPIPE and raises no SIGPIPE, in
 * whichever thread and whatever the program does with that signal. */
ssize_t pm_child_write(struct pm_child *child, const void *data, size_t len);
/* The same to our own standard error; what nobody reads is dropped. */
void pm_child_say(const char *text, size_t len);
/*
 * Wait until one pipe can be read or written, and do that: output goes to
 * the end of `out`, standard error to child->said, and what is left of `in`
 * (NULL: leave that pipe alone) to the child. Negative with errno set.
 */
int pm_child_pump(struct pm_child *child, struct pm_buf *out, const char **in,
		  size_t *in_len);
/* Close its input. */
void pm_child_hang_up(struct pm_child *child);
/* The exit status, 128 + n for signal n. Closes what is open. */
int pm_child_reap(struct pm_child *child, struct pm_error *err);
/* Add what a child said without "fatal: " and "error: ". */
void pm_child_words(struct pm_buf *out, const char *said);

#endif
