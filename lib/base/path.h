/* SPDX-License-Identifier: MIT */
#ifndef PM_PATH_H
#define PM_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Paths and names, as text only; nothing here looks at a disk. */

/* "a/b"; only one slash between. An empty or "." first part is left out. */
void pm_path_join(struct pm_buf *out, const char *dir, const char *name);
/* The part behind the last slash; borrowed from `path`. */
const char *pm_path_base(const char *path);
/* Whether `path` is `dir` or lies below it. "." and "" hold everything. */
bool pm_path_is_within(const char *path, const char *dir);
/*
 * Resolve a path given by a user relative to `prefix` ("" or "sub/dir/"):
 * "." and ".." and doubled slashes go, the result is relative to the top.
 * False if it leaves the top. The top itself is "".
 */
bool pm_path_from_prefix(struct pm_buf *out, const char *prefix,
			 const char *path);
/* The same for an absolute path as well, when it lies below `top` (which may
 * be NULL) as written. */
bool pm_path_from_user(struct pm_buf *out, const char *top,
		       const char *prefix, const char *path);
/* How `path` (relative to the top) looks from `prefix`: "../a", "b". */
void pm_path_to_prefix(struct pm_buf *out, const char *prefix,
		       const char *path);

#define PM_SLUG_MAX 48 /* bytes; with a date in front, still part of a line */
/*
 * A title as a folder or file name: NFKC, lower case, letters and digits of
 * any script kept, everything else one '-'. At most PM_SLUG_MAX bytes, cut at
 * a word where possible. Empty when the title holds no letter or digit.
 */
void pm_slug(struct pm_buf *out, const char *title);

/*
 * Why a name cannot stand in an id (control or bidi character, invalid
 * UTF-8, leading '-' or '.', a separator, longer than 200 bytes), or NULL if
 * it can. Static text that completes "its name ...".
 */
const char *pm_name_problem(const char *name, size_t len);

/* git's quoting of a path for one line of text: as it is when it is plain,
 * else in double quotes with C escapes. */
void pm_path_quote(struct pm_buf *out, const char *path);
/* One word of a POSIX shell's command line: as it is when nothing in it means
 * anything to a shell, else in single quotes. */
void pm_shell_quote(struct pm_buf *out, const char *word);

#endif
