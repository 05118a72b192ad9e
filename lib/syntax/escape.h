/* SPDX-License-Identifier: MIT */
#ifndef PM_ESCAPE_H
#define PM_ESCAPE_H

#include <stddef.h>

#include "base/buf.h"

/*
 * Plain text inside a paragraph of Markdown. What pm_markdown_escape() writes
 * is shown as the text that it was given, and reads back as that, also after
 * a formatter has laid it out anew. A span in single backticks stays one; so
 * does an address in "<>" or that stands bare.
 */

/* Append one line of text. White space becomes single blanks. */
void pm_markdown_escape(struct pm_buf *out, const char *text);
/* Append text without its backslashes before punctuation; spans in backticks
 * stay as they are. */
void pm_markdown_unescape(struct pm_buf *out, const char *text, size_t len);

/* The length of the code span that begins at text[0], with its backticks; 0
 * when none does. */
size_t pm_markdown_span(const char *text, size_t len);
/* Append text as a code span, whatever backticks are in it. */
void pm_markdown_span_write(struct pm_buf *out, const char *text);
/* Append what a whole code span of `len` bytes holds. */
void pm_markdown_span_read(struct pm_buf *out, const char *text, size_t len);

#endif
