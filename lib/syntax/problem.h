/* SPDX-License-Identifier: MIT */
#ifndef PM_PROBLEM_H
#define PM_PROBLEM_H

#include <stddef.h>

#include "base/alloc.h"

/*
 * What is wrong with the form of a text: where, what, and how to mend it.
 * This layer knows bytes and structure only; which rule a problem falls
 * under, and how severe it is, is decided in check/.
 */

enum pm_problem_kind {
	PM_PROBLEM_FRONT_MATTER, /* missing, unclosed or not our YAML subset */
	PM_PROBLEM_DUPLICATE_KEY,
	PM_PROBLEM_HIDDEN,	 /* control, bidi, zero-width, invalid bytes */
	PM_PROBLEM_HIDDEN_PROSE, /* the same in the body: less severe */
	PM_PROBLEM_CONFLICT,	 /* conflict markers */
	PM_PROBLEM_TOO_LARGE,
	PM_PROBLEM_CUT_COMMENT,	 /* ` #` silently cut a plain value */
	PM_PROBLEM_MARKDOWN,	 /* unclosed comment or fence */
	PM_PROBLEM_MARKDOWN_HIDES, /* one that hides headings; nests too deep
				  * to be read */
	PM_PROBLEM_UNKNOWN_KEY,	 /* found by the schema that reads the tree */
	PM_PROBLEM_STRANGE_KEY,	 /* likewise, but no slip of the pen: a newer
				  * program may know it */
	PM_PROBLEM_BAD_VALUE,	 /* likewise, */
	PM_PROBLEM_UNKNOWN_VALUE, /* one of a list that a team keeps: it may
				   * have been right */
};

struct pm_problem {
	enum pm_problem_kind kind;
	size_t line;	     /* 1-based, in the whole file */
	size_t column;	     /* 1-based, in bytes; 0 when there is none */
	const char *message; /* lower case, no full stop */
	const char *fix;     /* what to do, or NULL */
};

/* In the order found. Strings and array live in the arena. */
struct pm_problems {
	struct pm_arena *arena;
	struct pm_problem *item;
	size_t nr;
	size_t alloc;
};

/* `fix` may be NULL; it is copied. */
void pm_problem_add(struct pm_problems *problems, enum pm_problem_kind kind,
		    size_t line, size_t column, const char *fix,
		    const char *fmt, ...)
	__attribute__((format(printf, 6, 7)));

#endif
