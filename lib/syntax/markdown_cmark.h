/* SPDX-License-Identifier: MIT */
#ifndef PM_MARKDOWN_CMARK_H
#define PM_MARKDOWN_CMARK_H

#include <stddef.h>

#include "base/alloc.h"

struct cmark_node;

/*
 * cmark on memory that goes all at once; for markdown*.c only. Between begin
 * and end, whatever cmark makes in this thread lives in `memory`, and nothing
 * of it is freed on its own.
 */
void pm_cmark_begin(struct pm_arena *memory);
void pm_cmark_end(void);

/* A document of blocks; what is no UTF-8 becomes U+FFFD. */
struct cmark_node *pm_cmark_parse(const char *text, size_t len);

#endif
