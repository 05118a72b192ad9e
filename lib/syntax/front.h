/* SPDX-License-Identifier: MIT */
#ifndef PM_FRONT_H
#define PM_FRONT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "syntax/problem.h"
#include "syntax/yaml.h"

/*
 * A file of front matter and Markdown. The first line is exactly --- (a BOM
 * before it, blanks behind it and CRLF are allowed); the next line that is
 * --- or ... closes it. A file whose first line is something else has no
 * front matter, which is a problem; one that is never closed is another.
 */
struct pm_front {
	const struct pm_yaml *map; /* NULL when there is none or it is broken */
	size_t yaml_start;   /* bytes between the two --- lines */
	size_t yaml_end;
	size_t body_start;   /* the first byte behind the closing line */
	size_t body_line;    /* its line, 1-based */
	bool present;
};

/*
 * Read it. Also looks at the whole file for what makes it unreadable as text:
 * NUL, UTF-16, invalid UTF-8, hidden characters, conflict markers, each a
 * problem. Never fails otherwise: what can be read is there. The tree lives
 * in the arena. A file over `limit` bytes is a PM_PROBLEM_TOO_LARGE and
 * nothing else of it is read.
 */
void pm_front_read(struct pm_front *out, struct pm_arena *arena,
		   const char *text, size_t len, size_t limit,
		   struct pm_problems *problems);

/*
 * Editing: single values are replaced in place by byte range; nothing else
 * of the file changes: order, comments, quoting and line ends stay.
 *
 * `key` is a name, or "map.key" for one level below. `value` holds `nr`
 * texts; nr == 1 with `list` false writes a scalar (nr == 0 an empty one),
 * otherwise a list: one with an item per line stays so and keeps the lines of
 * the items that stay, any other is written [a, b]. A key that is absent is
 * inserted behind the last present one of the NULL-terminated `before` (the
 * field order of the record), else first. PM_EINVALID, and nothing changed,
 * when the front matter cannot be read, or the value would not read back.
 */
int pm_front_set(struct pm_buf *file, const char *key,
		 const char *const *value, size_t nr, bool list,
		 const char *const *before, struct pm_error *err);
/* Remove a key and its line(s); absent is fine. */
int pm_front_unset(struct pm_buf *file, const char *key,
		   struct pm_error *err);

#endif
