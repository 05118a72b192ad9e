/* SPDX-License-Identifier: MIT */
#include "import/adopt_item.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define MAX_QUOTED 200 /* bytes between two quotation marks */

/*
 * A masked byte is a character of the last private plane, U+10FF00 and its
 * value: to every reader of values it is a letter of some word.
 */
#define MASK_BYTES 4
#define MASK_LEAD "\xf4\x8f"

static void add_masked(struct pm_buf *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c >= 0x80) {
			pm_buf_addch(out, (char)c);
			continue;
		}
		pm_buf_addstr(out, MASK_LEAD);
		pm_buf_addch(out, (char)(0xbc | c >> 6));
		pm_buf_addch(out, (char)(0x80 | (c & 0x3f)));
	}
}

/* The byte that is masked at `s`, or -1. */
static int masked_at(const char *s)
{
	if (strncmp(s, MASK_LEAD, 2) || ((unsigned char)s[2] & 0xfe) != 0xbc)
		return -1;
	return ((unsigned char)s[2] & 1) << 6 | ((unsigned char)s[3] & 0x3f);
}

/* How much of `s` is a span whose inside is no text of the author: *open
 * and *close bytes around it; 0 if none begins here. */
static size_t span_at(const char *s, bool is_first, size_t *open, size_t *close)
{
	const char *end;
	size_t run = strspn(s, "`");

	if (run) {
		*open = *close = run;
		for (end = s + run; (end = strchr(end, '`'));) {
			size_t other = strspn(end, "`");

			if (other == run)
				return (size_t)(end - s) + run;
			end += other;
		}
		return 0;
	}
	if (!strncasecmp(s, "<code>", 6)) {
		*open = 6;
		*close = 7;
		end = strcasestr(s, "</code>");
		return end ? (size_t)(end - s) + 7 : 0;
	}
	/* A quotation begins a word; 5" does not. */
	if (*s == '"' && is_first) {
		*open = *close = 1;
		end = strchr(s + 1, '"');
	} else if (!strncmp(s, "“", 3)) {
		*open = *close = 3;
		end = strstr(s + 3, "”");
	} else {
		return 0;
	}
	if (!end || (size_t)(end - s) > MAX_QUOTED)
		return 0;
	return (size_t)(end - s) + *close;
}

/* Plain text and the span behind it. */
struct span {
	const char *inside; /* NULL: there is no more */
	size_t len;	    /* of the inside */
	const char *behind;
};

static bool next_span(struct span *span, const char *source, const char *at)
{
	const char *s = at;

	if (!*at)
		return false;
	*span = (struct span){ .inside = NULL };
	while (*s) {
		bool is_first = s == source || strchr(" \t\n([*_", s[-1]);
		size_t open = 0, close = 0, plain;
		size_t len = span_at(s, is_first, &open, &close);

		if (len) {
			span->inside = s + open;
			span->len = len - open - close;
			span->behind = s + len;
			return true;
		}
		plain = strspn(s, "`");
		s += plain ? plain : 1;
	}
	span->behind = s;
	return true;
}

/* The plain text of the source with its spans masked. */
static const char *mask_source(struct adoption *a, const char *source)
{
	struct pm_buf masked = { 0 };
	const char *plain;
	struct span span;

	for (const char *at = source; next_span(&span, source, at);
	     at = span.behind) {
		const char *end = span.inside ? span.inside : span.behind;

		pm_buf_add(&masked, at, (size_t)(end - at));
		if (!span.inside)
			continue;
		add_masked(&masked, span.inside, span.len);
		end = span.inside + span.len;
		pm_buf_add(&masked, end, (size_t)(span.behind - end));
	}
	plain = pm_adopt_plain(a, pm_buf_str(&masked), masked.len);
	pm_buf_release(&masked);
	return plain;
}

/* The same, for a text that is not all of its source: by its words. */
static const char *mask_words(struct adoption *a, const char *text,
			      const char *source)
{
	struct pm_buf masked = { 0 };
	const char *result;
	struct span span;

	for (const char *at = source; next_span(&span, source, at);
	     at = span.behind) {
		const char *word = pm_arena_strndup(
			a->arena, span.inside ? span.inside : "", span.len);
		const char *found = *word ? strstr(text, word) : NULL;

		if (!found)
			continue;
		pm_buf_add(&masked, text, (size_t)(found - text));
		add_masked(&masked, found, span.len);
		text = found + span.len;
	}
	pm_buf_addstr(&masked, text);
	result = pm_arena_strdup(a->arena, pm_buf_str(&masked));
	pm_buf_release(&masked);
	return result;
}

const char *pm_unmask(struct adoption *a, const char *text)
{
	struct pm_buf out = { 0 };
	const char *result;

	if (!text || !strstr(text, MASK_LEAD))
		return text;
	for (const char *s = text; *s;) {
		int c = masked_at(s);

		pm_buf_addch(&out, c < 0 ? *s : (char)c);
		s += c < 0 ? 1 : MASK_BYTES;
	}
	result = pm_arena_strdup(a->arena, pm_buf_str(&out));
	pm_buf_release(&out);
	return result;
}

const char *pm_mask(struct adoption *a, const char *text, const char *source)
{
	const char *all, *whole;
	size_t skip;

	/* Nobody writes such characters; who does keeps them. */
	if (strstr(text, MASK_LEAD) ||
	    (!strpbrk(source, "`\"<") && !strstr(source, "“")))
		return text;
	all = mask_source(a, source);
	whole = pm_unmask(a, all);
	skip = strlen(whole) - strlen(text);
	/* What stood in front may have been taken already. */
	if (strlen(whole) < strlen(text) || strcmp(whole + skip, text))
		return mask_words(a, text, source);
	while (skip--)
		all += masked_at(all) < 0 ? 1 : MASK_BYTES;
	return all;
}
