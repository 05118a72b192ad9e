/* SPDX-License-Identifier: MIT */
#ifndef PM_SCAN_H
#define PM_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "syntax/problem.h"

/*
 * A first look at the bytes of a text, before any parser sees them. A line
 * ends in LF, CRLF or CR, as it does for libyaml and cmark.
 */

struct pm_scan {
	bool ascii;	 /* printable ASCII and white space only */
	bool unreadable; /* holds something that libyaml would refuse */
	bool conflict;	 /* holds conflict markers */
};

/*
 * Look at bytes [start, end) of `text`, of which line `line` begins at
 * `start`. Hidden characters are added as `kind`, a NUL always as
 * PM_PROBLEM_HIDDEN; at most PM_MAX_HIDDEN of them are told.
 */
void pm_scan_text(struct pm_scan *out, const char *text, size_t start,
		  size_t end, size_t line, enum pm_problem_kind kind,
		  struct pm_problems *problems);

/* The same for a value in double quotes, whose escapes can bring in what no
 * look at the file shows. */
void pm_scan_value(const char *value, size_t len, size_t line, size_t column,
		   struct pm_problems *problems);

/* Whether it is UTF-16, with or without a byte order mark: two characters of
 * ASCII in a row look like nothing else. */
bool pm_scan_is_utf16(const char *text, size_t len);

/* The byte behind the line that holds byte `at`, and the byte of its end. */
size_t pm_scan_next_line(const char *text, size_t at, size_t end,
			 size_t *line_end);

#endif
