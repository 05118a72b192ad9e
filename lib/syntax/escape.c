/* SPDX-License-Identifier: MIT */
#include "syntax/escape.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static size_t run_of(const char *text, size_t len, char c)
{
	size_t nr = 0;

	while (nr < len && text[nr] == c)
		nr++;
	return nr;
}

size_t pm_markdown_span(const char *text, size_t len)
{
	size_t run = run_of(text, len, '`');

	for (size_t at = run; run && at < len;) {
		size_t here = run_of(text + at, len - at, '`');

		at += here ? here : 1;
		if (here == run)
			return at;
	}
	return 0;
}

void pm_markdown_span_write(struct pm_buf *out, const char *text)
{
	size_t len = strlen(text), longest = 0;
	bool pad = len && (*text == '`' || text[len - 1] == '`' ||
			   (*text == ' ' && text[len - 1] == ' '));

	for (size_t at = 0; at < len; at++) {
		size_t run = run_of(text + at, len - at, '`');

		longest = run > longest ? run : longest;
	}
	for (size_t i = 0; i <= longest; i++)
		pm_buf_addch(out, '`');
	pm_buf_addf(out, "%s%s%s", pad ? " " : "", text, pad ? " " : "");
	for (size_t i = 0; i <= longest; i++)
		pm_buf_addch(out, '`');
}

void pm_markdown_span_read(struct pm_buf *out, const char *text, size_t len)
{
	size_t run = run_of(text, len, '`');
	size_t start = run, end = len - run;

	if (end > start + 1 && text[start] == ' ' && text[end - 1] == ' ' &&
	    run_of(text + start, end - start, ' ') < end - start) {
		start++;
		end--;
	}
	pm_buf_add(out, text + start, end - start);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* "<bob@example.com>", "<https://...>": formatters leave it alone. */
static size_t angle_address(const char *text)
{
	size_t len = 1;
	bool is_address = false;

	while (text[len] && text[len] != '<' && text[len] != '>' &&
	       !is_space(text[len])) {
		is_address = is_address || text[len] == '@' ||
			     !strncmp(text + len, "://", 3);
		len++;
	}
	return text[len] == '>' && is_address ? len + 1 : 0;
}

/* A bare URL, but for the punctuation behind it. */
static size_t bare_url(const char *text)
{
	size_t len = 0;

	if (strncmp(text, "https://", 8) && strncmp(text, "http://", 7))
		return 0;
	while (text[len] && !is_space(text[len]) && text[len] != '<' &&
	       text[len] != '`')
		len++;
	while (len && strchr(".,;:!?*_~'\")]", text[len - 1]))
		len--;
	return len;
}

static bool is_entity(const char *text)
{
	size_t len = strspn(text + 1, "#0123456789abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

	return len && text[len + 1] == ';';
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

static bool needs_backslash(const char *start, const char *at)
{
	switch (*at) {
	case '`':
	case '*':
	case '~':
		return true;
	case '_':
		return at == start || !is_word(at[-1]) || !is_word(at[1]);
	case '\\':
		return !at[1] || ispunct((unsigned char)at[1]);
	case '<':
		return isalpha((unsigned char)at[1]) ||
		       (at[1] && strchr("/!?", at[1]));
	case '[':
		return strstr(at, "](") || strstr(at, "][") ||
		       strstr(at, "]:");
	case '&':
		return is_entity(at);
	default:
		return false;
	}
}

/* A span that formatters have no other way to write. */
static size_t plain_span(const char *text)
{
	size_t len = pm_markdown_span(text, strlen(text));

	return len > 2 && text[1] != '`' && text[1] != ' ' &&
			       text[len - 2] != ' ' ?
		       len :
		       0;
}

/* What is written as it stands, from here on. */
static size_t as_it_stands(const char *start, const char *at)
{
	if (*at == '`')
		return plain_span(at);
	if (*at == '<')
		return angle_address(at);
	if (*at == 'h' && (at == start || !is_word(at[-1])))
		return bare_url(at);
	return 0;
}

void pm_markdown_escape(struct pm_buf *out, const char *text)
{
	size_t begin = out->len;

	for (const char *at = text; *at;) {
		size_t raw = as_it_stands(text, at);

		if (raw) {
			pm_buf_add(out, at, raw);
			at += raw;
			continue;
		}
		if (is_space(*at)) {
			while (is_space(*at))
				at++;
			if (*at && out->len > begin)
				pm_buf_addch(out, ' ');
			continue;
		}
		if (needs_backslash(text, at))
			pm_buf_addch(out, '\\');
		pm_buf_addch(out, *at++);
	}
}

void pm_markdown_unescape(struct pm_buf *out, const char *text, size_t len)
{
	for (size_t at = 0; at < len;) {
		size_t span = text[at] == '`' ?
				      pm_markdown_span(text + at, len - at) :
				      0;

		if (span) {
			pm_buf_add(out, text + at, span);
			at += span;
			continue;
		}
		if (text[at] == '`') {
			/* A run without an end: none of it opens a span. */
			span = run_of(text + at, len - at, '`');
			pm_buf_add(out, text + at, span);
			at += span;
			continue;
		}
		if (text[at] == '\\' && at + 1 < len &&
		    ispunct((unsigned char)text[at + 1]))
			at++;
		pm_buf_addch(out, text[at++]);
	}
}
