/* SPDX-License-Identifier: MIT */
#include "view/code_span.h"

#include <string.h>

#include "base/text.h"
#include "view/style.h"

#define FENCE_MIN 3

/* A run of backticks that the text does not hold ends it. */
static size_t longest_run(const char *text)
{
	size_t longest = 0;

	for (size_t len; *text; text += len ? len : 1) {
		len = strspn(text, "`");
		if (len > longest)
			longest = len;
	}
	return longest;
}

static void add_fence(struct pm_buf *out, size_t len)
{
	while (len--)
		pm_buf_addch(out, '`');
}

void pm_code_span(struct pm_buf *out, const char *text)
{
	struct pm_buf safe = { 0 };
	const char *s;
	size_t fence;
	bool padded;

	pm_text_safe(&safe, text, strlen(text), PM_SAFE_LINE);
	s = pm_buf_str(&safe);
	fence = longest_run(s) + 1;
	/* One blank at either end belongs to the fence, not to the text; a
	 * span of nothing is none. */
	padded = !*s || strchr("` ", *s) || strchr("` ", s[strlen(s) - 1]);
	add_fence(out, fence);
	pm_buf_addf(out, "%s%s%s", padded ? " " : "", s,
		    padded && *s ? " " : "");
	add_fence(out, fence);
	pm_buf_release(&safe);
}

void pm_code_block(struct pm_buf *out, size_t indent, const char *language,
		   const char *text)
{
	struct pm_buf safe = { 0 };
	const struct pm_view view = { .out = &safe };
	size_t fence;

	pm_view_block(&view, indent, text);
	fence = longest_run(pm_buf_str(&safe)) + 1;
	if (fence < FENCE_MIN)
		fence = FENCE_MIN;
	pm_buf_addf(out, "%*s", (int)indent, "");
	add_fence(out, fence);
	pm_buf_addf(out, "%s\n%s%*s", language, pm_buf_str(&safe), (int)indent,
		    "");
	add_fence(out, fence);
	pm_buf_addch(out, '\n');
	pm_buf_release(&safe);
}
