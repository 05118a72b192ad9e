/* SPDX-License-Identifier: MIT */
#ifndef PM_DIFF_MARKDOWN_H
#define PM_DIFF_MARKDOWN_H

#include "base/buf.h"
#include "snapshot/compare.h"
#include "view/outcome_text.h"

/*
 * What differs between two snapshots as Markdown, to be pasted into a comment
 * or into minutes. Text of files stands in it as code (view/code_span.h).
 *
 *	- `2026-11-21-checkout-latency` `Checkout was slow`
 *	  - advanced: draft → in-review
 *	  - accepted `page-before-expiry`: owner `alice`, due `2026-12-05`
 *
 *	1 accepted, 1 advanced
 */
void pm_diff_markdown(struct pm_buf *out,
		      const struct pm_comparison *comparison);
/* One of its lines, as an entry of a list, without an indent; `put` as in
 * pm_outcome_words(). */
void pm_diff_markdown_line(struct pm_buf *out,
			   const struct pm_outcome_line *line,
			   pm_change_put *put);

#endif
