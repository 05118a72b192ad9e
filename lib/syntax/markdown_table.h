/* SPDX-License-Identifier: MIT */
#ifndef PM_MARKDOWN_TABLE_H
#define PM_MARKDOWN_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "syntax/markdown.h"

/* Tables in the source lines of a paragraph; for markdown.c only. */

/* One line without what its containers put before it. */
struct pm_line {
	const char *text;
	size_t len;
	size_t nr; /* in the whole file */
};

/*
 * The line at which a table's header stands among the lines of a paragraph;
 * `nr` when there is no table. Lines before it are still a paragraph.
 */
size_t pm_table_find(const struct pm_line *line, size_t nr);
/* Fill header, rows and letters of `out` from lines that begin with it. `buf`
 * is room to work in, as for pm_inline_read(). */
void pm_table_read(struct pm_block *out, struct pm_arena *arena,
		   struct pm_buf *buf, const struct pm_line *line, size_t nr);

#endif
