/* SPDX-License-Identifier: MIT */
#ifndef PM_MARKDOWN_ESCAPE_H
#define PM_MARKDOWN_ESCAPE_H

#include "base/buf.h"

/*
 * Append `text` on one line so that it reads as it is wherever Markdown is
 * rendered: it can be no markup, no HTML, no link and no reference. Forges
 * look for addresses, "@name" and "#12" in what was rendered, where a
 * backslash no longer counts: behind their signs stands a space of no width.
 * Only a commit's id stays what a forge may link. What is not safe for a
 * terminal is made visible as there.
 */
void pm_markdown_escape(struct pm_buf *out, const char *text);

#endif
