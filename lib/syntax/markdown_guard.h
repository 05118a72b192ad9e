/* SPDX-License-Identifier: MIT */
#ifndef PM_MARKDOWN_GUARD_H
#define PM_MARKDOWN_GUARD_H

#include <stdbool.h>
#include <stddef.h>

#include "syntax/problem.h"

/* What makes Markdown dangerous to parse or hides what people wrote; for
 * markdown.c only. */

/* Whether no line opens more than PM_MAX_CONTAINERS quotes and lists, which
 * would make cmark 0.30.2 take seconds; a problem otherwise. */
bool pm_markdown_guard(const char *text, size_t start, size_t len,
		       size_t line, struct pm_problems *problems);

/* An HTML block that begins in `line`: a comment, <pre>, <script>, <style> or
 * <textarea> that is never closed, or a comment that is closed only by the
 * end of a later one after hiding headings. */
void pm_markdown_check_html(const char *html, size_t line,
			    struct pm_problems *problems);

/*
 * A code block with this content whose fence is at byte `fence` of line
 * `line`. `behind` is the byte of the line behind its content, where the
 * closing fence should be.
 */
void pm_markdown_check_fence(const char *content, const char *text,
			     size_t fence, size_t behind, size_t len,
			     size_t line, struct pm_problems *problems);

#endif
