/* SPDX-License-Identifier: MIT */
#ifndef PM_PROCESS_H
#define PM_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/strlist.h"

/*
 * Child processes, argv only, never a shell. Children run with LC_ALL=C and
 * without a terminal prompt, unless `interactive`. An argv starts with the
 * program ("git"); user data stands behind "--" or "--end-of-options".
 */

struct pm_run {
	const char *const *argv; /* NULL-terminated */
	const char *const *env;	 /* "NAME=value" to set, "NAME" to unset;
				  * NULL-terminated or NULL */
	const char *dir;	 /* where it runs, NULL: here */
	const char *in;		 /* its standard input; NULL: empty */
	size_t in_len;
	size_t out_limit;	 /* more output is an error; 0: no limit */
	bool gives_way;		 /* runs at a lower priority: what runs
				  * beside it is waited for longer */
	bool passes_on;		 /* its standard error goes on to ours as it
				  * comes, and it may go on when nobody reads
				  * that; not together with `err_text` */
	bool interactive;	 /* inherits the terminal, but for what is asked
				  * for here; has Ctrl-C for itself */
};

/*
 * Run to the end. Returns the exit status (128 + n for signal n), or a
 * negative code if it could not be started or read. `out` and `err_text` may
 * be NULL (then dropped); both are appended to. Reads and writes at once, so
 * a child that answers while it is fed cannot block.
 */
int pm_run(const struct pm_run *run, struct pm_buf *out,
	   struct pm_buf *err_text, struct pm_error *err);

/* As pm_run(), but returns 0, and a non-zero status is a failure whose message is what the
 * child said on standard error (git's own words, without "fatal: "). */
int pm_run_ok(const struct pm_run *run, struct pm_buf *out,
	      struct pm_error *err);

/*
 * A child whose output is read as it comes; its input is written to, and not
 * `in`. A child that is closed early gets SIGPIPE or SIGTERM and that is not
 * an error.
 */
struct pm_stream;
int pm_stream_open(struct pm_stream **out, const struct pm_run *run,
		   struct pm_error *err);
/*
 * Up to and without the next `delim`: the text, NUL-terminated, borrowed until
 * the next call; NULL at the end of output. *len may be NULL. Text behind the
 * last delim is none, and makes pm_stream_close() fail.
 */
char *pm_stream_next(struct pm_stream *stream, char delim, size_t *len);
/* Exactly `len` bytes; NULL if the output ends before. */
char *pm_stream_read(struct pm_stream *stream, size_t len);
/* Write to its input; 0 or a negative code, and then the input is closed:
 * what it says still comes to an end. */
int pm_stream_write(struct pm_stream *stream, const void *data, size_t len,
		    struct pm_error *err);
/* Wait for it; frees the stream. Negative, with git's words, if it failed
 * and had not been left early. */
int pm_stream_close(struct pm_stream *stream, struct pm_error *err);

#endif
