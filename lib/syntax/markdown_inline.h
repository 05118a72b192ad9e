/* SPDX-License-Identifier: MIT */
#ifndef PM_MARKDOWN_INLINE_H
#define PM_MARKDOWN_INLINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "base/buf.h"

struct cmark_node;

/* The text of one block as a reader sees it; for markdown*.c only. */
struct pm_inline {
	const char *text;
	const char *strong;
	const char *link;
	size_t letters;
	int checkbox; /* -1 when there is none or none was asked for */
};

/* With `item`, "[ ]" or "[x]" at the start is a checkbox and not text. `buf`
 * is room to work in: one for many calls spares allocations. */
void pm_inline_read(struct pm_inline *out, struct pm_arena *arena,
		    struct pm_buf *buf, struct cmark_node *block, bool item);

/* Letters that HTML shows: what is no tag, comment, script or style. */
size_t pm_html_letters(const char *html);

#endif
