/* SPDX-License-Identifier: MIT */
#ifndef PM_HISTORY_MARKDOWN_H
#define PM_HISTORY_MARKDOWN_H

#include "view/history_text.h"

/*
 * An event as an item of a Markdown list, for a pull request or a wiki:
 *
 *	- `3f2a1bc` 2026-12-02, `Alice Example`: `Promise the alarm`
 *	  - state `proposed` → `accepted`
 *	  - due `2026-12-05` (set)
 *
 * Whatever comes from a file or a commit is code (see view/code_span.h).
 */
void pm_history_markdown(struct pm_buf *out, const struct pm_event *event,
			 enum pm_history_scope scope, const char *patch);

#endif
