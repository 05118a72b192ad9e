/* SPDX-License-Identifier: MIT */
#ifndef PM_FRONT_LINES_H
#define PM_FRONT_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "syntax/yaml.h"

/*
 * One key of a block map as lines of its file: the comments and empty lines
 * above it, and its own, with what is below it. Every line of the map belongs
 * to exactly one key. Bytes of the whole file.
 */
struct pm_front_lines {
	const struct pm_yaml *node;
	size_t lead;  /* the first line above that is no other key's */
	size_t start; /* the line of the key */
	size_t head;  /* behind that line */
	size_t end;   /* behind its last line */
};

/*
 * Fill map->nr of them; the first one's lead begins at byte `from`. False
 * when keys share a line or do not begin one, as in { a: 1, b: 2 }.
 */
bool pm_front_lines(struct pm_front_lines *out, const char *text, size_t len,
		    const struct pm_yaml *map, size_t from);
/* Append the comments among and behind its own lines, one on a line. */
void pm_front_comments(struct pm_buf *out, const char *text,
		       const struct pm_front_lines *lines);

#endif
