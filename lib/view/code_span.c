/* SPDX-License-Identifier: MIT */
#include "view/code_span.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "view/style.h"

#define FENCE_MIN 3
#define SHORTEST_ID 7 /* that a forge takes for a commit */

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

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void add_pending(struct pm_buf *out, struct pm_buf *code, bool *first)
{
	if (!code->len)
		return;
	pm_buf_addstr(out, *first ? "" : " ");
	pm_code_span(out, code->ptr);
	pm_buf_reset(code);
	*first = false;
}

/*
 * Letters, with an apostrophe or hyphen between them and a mark behind: no
 * forge takes that for anything else. But letters that may be the id of a
 * commit are none.
 */
static bool is_word(const char *s, size_t len)
{
	size_t end = len;

	if (end > 1 && strchr(",.;:)", s[end - 1]))
		end--;
	if (end > 1 && *s == '(') {
		s++;
		end--;
	}
	if (end >= SHORTEST_ID && strspn(s, "abcdefABCDEF") >= end)
		return false;
	for (size_t i = 0; i < end; i++)
		if (!is_letter(s[i]) &&
		    !(strchr("'-", s[i]) && i && i + 1 < end &&
		      is_letter(s[i - 1]) && is_letter(s[i + 1])))
			return false;
	return end > 0;
}

/* One word, or all from a double quote to the one that ends a word. */
static size_t piece_len(const char *s)
{
	size_t len = strcspn(s, " ");
	const char *close = s;

	if (*s != '"')
		return len;
	while ((close = strchr(close + 1, '"'))) {
		len = (size_t)(close + 1 - s);
		len += strspn(close + 1, ",.;:)");
		if (!s[len] || s[len] == ' ')
			return len;
	}
	return strcspn(s, " ");
}

/* The marks behind a piece are the sentence's. */
static size_t without_marks(const char *s, size_t len)
{
	size_t end = len;

	while (end > 1 && strchr(",.;", s[end - 1]))
		end--;
	return strspn(s, ",.;") < end ? end : len;
}

void pm_code_sentence(struct pm_buf *out, const char *text)
{
	struct pm_buf safe = { 0 }, code = { 0 };
	const char *s;
	bool first = true;

	pm_text_safe(&safe, text, strlen(text), PM_SAFE_LINE);
	for (s = pm_buf_str(&safe); *(s += strspn(s, " "));) {
		size_t len = piece_len(s);

		if (!is_word(s, len)) {
			size_t end = without_marks(s, len);

			pm_buf_addstr(&code, code.len ? " " : "");
			pm_buf_add(&code, s, end);
			if (end < len)
				add_pending(out, &code, &first);
			pm_buf_add(out, s + end, len - end);
			s += len;
			continue;
		}
		add_pending(out, &code, &first);
		pm_buf_addstr(out, first ? "" : " ");
		pm_buf_add(out, s, len);
		first = false;
		s += len;
	}
	add_pending(out, &code, &first);
	pm_buf_release(&safe);
	pm_buf_release(&code);
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
