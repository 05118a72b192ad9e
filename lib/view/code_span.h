/* SPDX-License-Identifier: MIT */
#ifndef PM_CODE_SPAN_H
#define PM_CODE_SPAN_H

#include <stddef.h>

#include "base/buf.h"

/*
 * Text of a file or a commit inside Markdown of ours, as code: the one form
 * in which no forge takes any of it for a mention, a reference, a link, an
 * emoji, HTML or Markdown. A backslash would not do: mentions are looked for
 * in what was rendered.
 */

/* On one line, made safe. */
void pm_code_span(struct pm_buf *out, const char *text);
/*
 * A sentence of ours that quotes from files, on one line: words of letters
 * stay words, and all else, what stands in double quotes included, is code.
 *
 *	the due date moved from `2026-12-05` to `2026-12-19`
 */
void pm_code_sentence(struct pm_buf *out, const char *text);
/* Lines of their own, made safe, every one behind `indent` blanks; `language`
 * is our own word. */
void pm_code_block(struct pm_buf *out, size_t indent, const char *language,
		   const char *text);

#endif
