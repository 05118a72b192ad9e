/* SPDX-License-Identifier: MIT */
#ifndef PM_GREP_H
#define PM_GREP_H

#include <stddef.h>

#include "base/error.h"
#include "base/strlist.h"

/* Tracked files of the work tree whose path matches `pattern` (a glob, from
 * the top) and whose text has one of `word` (nr of them, literal): their
 * paths. One git process. */
int pm_grep_files(struct pm_strlist *out, const char *pattern,
		  const char *const *word, size_t nr, struct pm_error *err);

#endif
