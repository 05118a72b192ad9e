/* SPDX-License-Identifier: MIT */
#include "git/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "git/child.h"

/* Whether what is read there goes on to ours is not the child's affair. */
static void pass_on(struct pm_child *child)
{
	if (child->said.len)
		pm_child_say(child->said.ptr, child->said.len);
	pm_buf_reset(&child->said);
}

static int converse(struct pm_child *child, const struct pm_run *run,
		    struct pm_buf *out, struct pm_error *err)
{
	const char *in = run->in;
	size_t in_len = run->in_len;
	size_t before = out->len;

	/* A write that blocks would wait for a child that waits for us. */
	if (child->in >= 0 && fcntl(child->in, F_SETFL, O_NONBLOCK) < 0)
		return pm_fail_errno(err, "cannot talk to '%s'", run->argv[0]);
	while (child->in >= 0 || child->out >= 0 || child->err >= 0) {
		if (pm_child_pump(child, out, &in, &in_len) < 0)
			return pm_fail_errno(err, "cannot talk to '%s'",
					     run->argv[0]);
		if (run->passes_on)
			pass_on(child);
		if (run->out_limit && out->len - before > run->out_limit)
			return pm_fail(err, PM_ERROR,
				       "'%s' printed more than %zu bytes",
				       run->argv[0], run->out_limit);
	}
	return 0;
}

/* The keys that end a child at the terminal are for the child. */
static void leave_keys(struct sigaction old[2])
{
	struct sigaction ignore = { 0 };

	ignore.sa_handler = SIG_IGN;
	sigemptyset(&ignore.sa_mask);
	sigaction(SIGINT, &ignore, &old[0]);
	sigaction(SIGQUIT, &ignore, &old[1]);
}

static void take_keys(const struct sigaction old[2])
{
	sigaction(SIGINT, &old[0], NULL);
	sigaction(SIGQUIT, &old[1], NULL);
}

int pm_run(const struct pm_run *run, struct pm_buf *out,
	   struct pm_buf *err_text, struct pm_error *err)
{
	struct pm_child child = { .in = -1, .out = -1, .err = -1 };
	struct pm_child_pipes pipes = { run->in != NULL, out != NULL,
			       err_text || run->passes_on };
	struct sigaction keys[2];
	struct pm_buf none = { 0 };
	int code, status;

	if (run->interactive)
		leave_keys(keys);
	code = pm_child_spawn(&child, run, &pipes, err);
	if (code < 0)
		goto out;
	code = converse(&child, run, out ? out : &none, err);
	if (code < 0)
		kill(child.pid, SIGTERM);
	status = code < 0 ? pm_child_reap(&child, &(struct pm_error){ 0 })
			  : pm_child_reap(&child, err);
	if (!code)
		code = status;
	if (err_text && child.said.len)
		pm_buf_add(err_text, child.said.ptr, child.said.len);

out:
	if (run->interactive)
		take_keys(keys);
	pm_buf_release(&child.said);
	pm_buf_release(&none);
	return code;
}

/* "git log": what a message calls the child. The caller's to free. */
static char *name_of(const char *const *argv)
{
	struct pm_buf name = { 0 };

	pm_buf_addstr(&name, argv[0]);
	for (size_t i = 1; argv[i]; i++) {
		if (!strcmp(argv[i], "-c") && argv[i + 1]) {
			i++;
		} else if (argv[i][0] != '-') {
			pm_buf_addf(&name, " %s", argv[i]);
			break;
		}
	}
	return pm_buf_detach(&name);
}

static int fail_with(const char *name, int status, const char *said,
		     struct pm_error *err)
{
	struct pm_buf words = { 0 };

	pm_child_words(&words, said);
	if (words.len)
		pm_fail(err, PM_ERROR, "%s", words.ptr);
	else if (status > 128)
		pm_fail(err, PM_ERROR, "'%s' was ended by signal %d", name,
			status - 128);
	else
		pm_fail(err, PM_ERROR, "'%s' failed with status %d", name,
			status);
	pm_buf_release(&words);
	return PM_ERROR;
}

int pm_run_ok(const struct pm_run *run, struct pm_buf *out,
	      struct pm_error *err)
{
	struct pm_buf said = { 0 };
	int code = pm_run(run, out, &said, err);
	char *name;

	if (code > 0) {
		name = name_of(run->argv);
		code = fail_with(name, code, pm_buf_str(&said), err);
		free(name);
	}
	pm_buf_release(&said);
	return code;
}

struct pm_stream {
	struct pm_child child;
	char *name;
	struct pm_buf buf;
	size_t pos;
	bool is_broken; /* reading failed, or the end came too early */
};

int pm_stream_open(struct pm_stream **out, const struct pm_run *run,
		   struct pm_error *err)
{
	struct pm_child_pipes pipes = { true, true, true };
	struct pm_stream *stream = pm_xcalloc(1, sizeof(*stream));
	int code = pm_child_spawn(&stream->child, run, &pipes, err);

	if (code < 0) {
		free(stream);
		return code;
	}
	stream->name = name_of(run->argv);
	*out = stream;
	return 0;
}

/* More bytes into the buffer; false at the end. */
static bool fill(struct pm_stream *stream)
{
	size_t before;

	if (stream->pos) {
		memmove(stream->buf.ptr, stream->buf.ptr + stream->pos,
			stream->buf.len - stream->pos);
		stream->buf.len -= stream->pos;
		stream->pos = 0;
	}
	before = stream->buf.len;
	while (stream->child.out >= 0 && !stream->is_broken &&
	       stream->buf.len == before)
		if (pm_child_pump(&stream->child, &stream->buf, NULL,
				  NULL) < 0)
			stream->is_broken = true;
	return stream->buf.len > before;
}

char *pm_stream_next(struct pm_stream *stream, char delim, size_t *len)
{
	size_t seen = 0;

	for (;;) {
		size_t have = stream->buf.len - stream->pos;
		char *start = have ? stream->buf.ptr + stream->pos : NULL;
		char *end = NULL;

		if (have > seen)
			end = memchr(start + seen, delim, have - seen);
		if (end) {
			*end = '\0';
			if (len)
				*len = (size_t)(end - start);
			stream->pos += (size_t)(end - start) + 1;
			return start;
		}
		seen = have;
		if (!fill(stream)) {
			/* Half a record at the end is no record. */
			if (have)
				stream->is_broken = true;
			return NULL;
		}
	}
}

char *pm_stream_read(struct pm_stream *stream, size_t len)
{
	char *start;

	while (stream->buf.len - stream->pos < len)
		if (!fill(stream)) {
			stream->is_broken = true;
			return NULL;
		}
	pm_buf_reserve(&stream->buf, 0);
	start = stream->buf.ptr + stream->pos;
	stream->pos += len;
	return start;
}

int pm_stream_write(struct pm_stream *stream, const void *data, size_t len,
		    struct pm_error *err)
{
	const char *p = data;

	while (len) {
		ssize_t written = pm_child_write(&stream->child, p, len);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0) {
			pm_fail_errno(err, "cannot write to '%s'",
				      stream->name);
			/* It hears no more, and so what it says ends. */
			pm_child_hang_up(&stream->child);
			return err->code;
		}
		p += written;
		len -= (size_t)written;
	}
	return 0;
}

int pm_stream_close(struct pm_stream *stream, struct pm_error *err)
{
	struct pm_child *child;
	bool at_end;
	int code;

	if (!stream)
		return 0;
	child = &stream->child;
	pm_child_hang_up(child);
	at_end = child->out < 0;
	if (!at_end)
		kill(child->pid, SIGTERM);
	while (at_end && child->err >= 0)
		if (pm_child_pump(child, &stream->buf, NULL, NULL) < 0)
			break;
	code = pm_child_reap(child, err);
	if (code > 0 && at_end)
		code = fail_with(stream->name, code, pm_buf_str(&child->said),
				 err);
	else if (code >= 0 && stream->is_broken)
		code = pm_fail(err, PM_ERROR, "the output of '%s' was cut",
			       stream->name);
	else if (code > 0)
		code = 0;
	pm_buf_release(&child->said);
	pm_buf_release(&stream->buf);
	free(stream->name);
	free(stream);
	return code;
}
