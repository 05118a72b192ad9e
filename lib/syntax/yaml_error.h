/* SPDX-License-Identifier: MIT */
#ifndef PM_YAML_ERROR_H
#define PM_YAML_ERROR_H

#include <stddef.h>

#include "syntax/problem.h"

/*
 * What libyaml complains of, said so that the author of the file can mend it.
 * For yaml.c only.
 */
struct pm_yaml_error {
	const char *problem; /* libyaml's words */
	size_t at;	     /* the byte of the file where it stopped */
	size_t line;	     /* and its line */
	size_t context_at;   /* where the thing begins that went wrong; */
	size_t context_line; /* 0 when there is none */
	size_t start;	     /* the YAML in the file */
	size_t end;
};

void pm_yaml_tell_error(const struct pm_yaml_error *error, const char *text,
			struct pm_problems *problems);

/* The reader stopped at character `c` of byte `at`; `line` is the first. */
void pm_yaml_tell_character(const struct pm_yaml_error *error,
			    const char *text, unsigned c,
			    struct pm_problems *problems);

/*
 * Something our subset refuses begins at byte `at` of line `line`; `fix` is
 * to put the value there into quotes.
 */
void pm_yaml_tell_quote(const char *text, size_t start, size_t end, size_t at,
			size_t line, struct pm_problems *problems,
			const char *fmt, ...)
	__attribute__((format(printf, 7, 8)));

struct pm_yaml;
/*
 * A blank and # cut a plain value. With a blank behind the # it is a comment
 * as people write them; without one it was rather meant as text, and told.
 */
void pm_yaml_tell_cut(const char *text, const struct pm_yaml *node, size_t end,
		      struct pm_problems *problems);

#endif
