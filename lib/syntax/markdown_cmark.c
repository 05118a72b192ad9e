/* SPDX-License-Identifier: MIT */
#include "syntax/markdown_cmark.h"

#include <cmark.h>

#include "base/text.h"

/* An allocator of cmark gets no context. */
static _Thread_local struct pm_arena *memory;

/* Before each block, because realloc() is not told the old size. */
union head {
	size_t size;
	max_align_t align;
};

static void *resize(void *ptr, size_t size)
{
	union head *head = ptr ? (union head *)ptr - 1 : NULL;
	size_t old = head ? head->size : 0;

	if (ptr && size <= old)
		return ptr;
	head = pm_arena_realloc(memory, head, head ? sizeof(*head) + old : 0,
				sizeof(*head) + size);
	head->size = size;
	return head + 1;
}

static void *make(size_t nr, size_t size)
{
	union head *head = pm_arena_alloc(memory, sizeof(*head) + nr * size);

	head->size = nr * size;
	return head + 1;
}

static void leave(void *ptr)
{
	(void)ptr;
}

static cmark_mem allocator = { make, resize, leave };

void pm_cmark_begin(struct pm_arena *arena)
{
	memory = arena;
}

void pm_cmark_end(void)
{
	memory = NULL;
}

struct cmark_node *pm_cmark_parse(const char *text, size_t len)
{
	/* cmark's own look at every character takes much longer. */
	int options = pm_utf8_is_valid(text, len) ? CMARK_OPT_DEFAULT :
						    CMARK_OPT_VALIDATE_UTF8;
	cmark_parser *parser = cmark_parser_new_with_mem(options, &allocator);
	cmark_node *document;

	cmark_parser_feed(parser, text, len);
	document = cmark_parser_finish(parser);
	cmark_parser_free(parser);
	return document;
}
