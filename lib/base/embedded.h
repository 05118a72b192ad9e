/* SPDX-License-Identifier: MIT */
#ifndef PM_EMBEDDED_H
#define PM_EMBEDDED_H

#include <stddef.h>

/*
 * Files of the source tree that travel inside the binary: the hook shims of
 * hooks/ and the templates of lib/model/templates/. The table is generated
 * by embed.sh, so that an installed program needs no data directory.
 */

struct pm_embedded {
	const char *name; /* the file's base name, e.g. "pre-commit.sh" */
	const char *text; /* NUL-terminated, the NUL not counted in len */
	size_t len;
};

/* NULL when the program carries no file of that name. */
const struct pm_embedded *pm_embedded_find(const char *name);

#endif
