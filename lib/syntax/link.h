/* SPDX-License-Identifier: MIT */
#ifndef PM_LINK_H
#define PM_LINK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/*
 * The links of a Markdown text, found in its source, so that a destination
 * can be replaced by its bytes. Code spans and escaped characters are passed
 * over; code blocks are the caller's to leave out.
 */

enum pm_link_kind {
	PM_LINK_INLINE,	    /* [text](destination "title"), ![image](...) */
	PM_LINK_DEFINITION, /* [label]: destination */
	PM_LINK_HTML,	    /* <a href="...">, <img src="..."> */
	PM_LINK_URL,	    /* <https://...>, or bare in the text */
};

struct pm_link {
	enum pm_link_kind kind;
	size_t start, end; /* the destination, without brackets or quotes */
	size_t next;	   /* where to go on looking */
};

/* The first link of text[at..end). */
bool pm_link_find(struct pm_link *out, const char *text, size_t at, size_t end);

/* Append inline Markdown as a reader sees it: without marks of emphasis,
 * code, strike-through, links, HTML and comments; white space collapses. */
void pm_inline_plain(struct pm_buf *out, const char *text, size_t len);

#endif
