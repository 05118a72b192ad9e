/* SPDX-License-Identifier: MIT */
#include "syntax/link.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* What is longer is no code span, link or bracket of a person's; without a
 * bound, crafted input would be looked at again and again. */
#define MAX_SPAN 4096

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Behind the code span that begins at `at`; `at` when it is not closed. */
static size_t skip_code(const char *text, size_t at, size_t end)
{
	size_t run = 0, i;

	while (at + run < end && text[at + run] == '`')
		run++;
	if (end - at > MAX_SPAN)
		end = at + MAX_SPAN;
	for (i = at + run; i < end;) {
		size_t n = 0;

		/* A paragraph ends an open span. */
		if (text[i] == '\n' && i + 1 < end && text[i + 1] == '\n')
			break;
		while (i + n < end && text[i + n] == '`')
			n++;
		if (n == run)
			return i + n;
		i += n ? n : 1;
	}
	return at + run;
}

/* Behind the comment that begins at `at`. */
static size_t skip_comment(const char *text, size_t at, size_t end)
{
	for (size_t i = at + 4; i + 3 <= end; i++) {
		if (!memcmp(text + i, "-->", 3))
			return i + 3;
	}
	return end;
}

/* Whether ')' follows at once or behind a title. */
static bool closes(const char *text, size_t at, size_t end)
{
	while (at < end && is_blank(text[at]))
		at++;
	return at < end && strchr(")\"'(", text[at]);
}

/* A destination behind "](" or "[label]: ". */
static bool destination(struct pm_link *out, const char *text, size_t at,
			size_t end, bool in_parens)
{
	size_t i = at, depth = 0;

	if (end - at > MAX_SPAN)
		end = at + MAX_SPAN;
	while (i < end && (text[i] == ' ' || text[i] == '\t'))
		i++;
	if (i < end && text[i] == '<') {
		out->start = ++i;
		while (i < end && text[i] != '>' && text[i] != '\n')
			i += text[i] == '\\' && i + 1 < end ? 2 : 1;
		if (i >= end || text[i] != '>')
			return false;
		out->end = i;
		out->next = i + 1;
		return out->end > out->start;
	}
	out->start = i;
	for (; i < end && !is_blank(text[i]); i++) {
		if (text[i] == '\\' && i + 1 < end &&
		    ispunct((unsigned char)text[i + 1])) {
			i++;
			continue;
		}
		if (!in_parens)
			continue;
		if (text[i] == '(')
			depth++;
		else if (text[i] == ')' && !depth--)
			break;
	}
	out->end = i;
	out->next = i;
	return out->end > out->start && (!in_parens || closes(text, i, end));
}

static size_t url_length(const char *text, size_t at, size_t end)
{
	size_t i = at;

	while (i < end && !is_blank(text[i]) && !strchr("<>\"`|", text[i]))
		i++;
	while (i > at && strchr(".,;:!?'*_)]", text[i - 1])) {
		/* A closing bracket may belong to it: .../a_(b) */
		if (text[i - 1] == ')' && memchr(text + at, '(', i - at))
			break;
		i--;
	}
	return i - at;
}

static bool is_url(const char *text, size_t at, size_t end)
{
	return (end - at > 8 && !strncasecmp(text + at, "https://", 8)) ||
	       (end - at > 7 && !strncasecmp(text + at, "http://", 7));
}

/* The value of src="..." or href="..." at `at`, inside of a tag. */
static bool attribute(struct pm_link *out, const char *text, size_t at,
		      size_t end)
{
	size_t i = at;
	char quote;

	if (end - at > 4 && !strncasecmp(text + at, "src", 3))
		i += 3;
	else if (end - at > 5 && !strncasecmp(text + at, "href", 4))
		i += 4;
	else
		return false;
	if (!at || !is_blank(text[at - 1]))
		return false;
	while (i < end && is_blank(text[i]))
		i++;
	if (i >= end || text[i++] != '=')
		return false;
	while (i < end && is_blank(text[i]))
		i++;
	if (i >= end || (text[i] != '"' && text[i] != '\''))
		return false;
	quote = text[i++];
	out->start = i;
	while (i < end && text[i] != quote && text[i] != '\n')
		i++;
	out->end = i;
	out->next = i;
	return i < end && text[i] == quote && out->end > out->start;
}

/* "[label]: " at the begin of a line: behind it, or 0. */
static size_t definition(const char *text, size_t at, size_t end)
{
	size_t i = at;

	while (i > 0 && text[i - 1] == ' ')
		i--;
	if (at - i > 3 || (i && text[i - 1] != '\n' && text[i - 1] != '\r'))
		return 0;
	/* [^1]: is a footnote. */
	if (at + 1 >= end || text[at + 1] == '^')
		return 0;
	for (i = at + 1; i < end && text[i] != ']' && text[i] != '\n'; i++)
		;
	return i + 1 < end && text[i] == ']' && text[i + 1] == ':' ? i + 2 : 0;
}

bool pm_link_find(struct pm_link *out, const char *text, size_t at, size_t end)
{
	bool in_tag = false;

	for (size_t i = at; i < end;) {
		char c = text[i];
		size_t behind;

		if (c == '\\') {
			i += 2;
		} else if (c == '`') {
			i = skip_code(text, i, end);
		} else if (c == '<' && end - i >= 4 &&
			   !memcmp(text + i, "<!--", 4)) {
			i = skip_comment(text, i, end);
		} else if (is_url(text, i, end) &&
			   (!i || !isalnum((unsigned char)text[i - 1]))) {
			out->kind = PM_LINK_URL;
			out->start = i;
			out->end = i + url_length(text, i, end);
			out->next = out->end;
			return true;
		} else if (c == ']' && i + 1 < end && text[i + 1] == '(' &&
			   destination(out, text, i + 2, end, true)) {
			out->kind = PM_LINK_INLINE;
			return true;
		} else if (c == '[' && (behind = definition(text, i, end)) &&
			   destination(out, text, behind, end, false)) {
			out->kind = PM_LINK_DEFINITION;
			return true;
		} else if (in_tag &&
			   (c == 's' || c == 'S' || c == 'h' || c == 'H') &&
			   attribute(out, text, i, end)) {
			out->kind = PM_LINK_HTML;
			return true;
		} else {
			if (c == '<' && i + 1 < end &&
			    isalpha((unsigned char)text[i + 1]))
				in_tag = true;
			else if (c == '>')
				in_tag = false;
			i++;
		}
	}
	return false;
}

/* --- as a reader sees it --- */

/* The tag that begins at `at`: behind its '>', or 0. */
static size_t tag(const char *text, size_t at, size_t len)
{
	size_t i = at + 1;

	if (i < len && text[i] == '/')
		i++;
	if (i >= len || !isalpha((unsigned char)text[i]))
		return 0;
	while (i < len && text[i] != '>' && text[i] != '<')
		i++;
	return i < len && text[i] == '>' ? i + 1 : 0;
}

static size_t entity(struct pm_buf *out, const char *text, size_t at,
		     size_t len)
{
	static const char *const name[][2] = {
		{ "&amp;", "&" },   { "&lt;", "<" },   { "&gt;", ">" },
		{ "&quot;", "\"" }, { "&nbsp;", " " }, { "&#39;", "'" },
	};

	for (size_t i = 0; i < sizeof(name) / sizeof(*name); i++) {
		size_t n = strlen(name[i][0]);

		if (len - at >= n && !memcmp(text + at, name[i][0], n)) {
			pm_buf_addstr(out, name[i][1]);
			return n;
		}
	}
	pm_buf_addch(out, '&');
	return 1;
}

static void add(struct pm_buf *out, size_t start, char c)
{
	if (!is_blank(c))
		pm_buf_addch(out, c);
	else if (out->len > start && out->ptr[out->len - 1] != ' ')
		pm_buf_addch(out, ' ');
}

/* An underscore inside of a word is part of it. */
static bool is_emphasis(const char *text, size_t i, size_t len)
{
	if (text[i] == '*')
		return !(i && i + 1 < len && is_blank(text[i - 1]) &&
			 is_blank(text[i + 1]));
	return !i || i + 1 >= len || !isalnum((unsigned char)text[i - 1]) ||
	       !isalnum((unsigned char)text[i + 1]);
}

/* Whether the bracket at `at` begins the text of a link. */
static bool is_linked(const char *text, size_t at, size_t len)
{
	size_t depth = 0;

	if (len - at > MAX_SPAN)
		len = at + MAX_SPAN;
	for (size_t i = at; i < len && text[i] != '\n'; i++) {
		if (text[i] == '[')
			depth++;
		else if (text[i] == ']' && !--depth)
			return i + 1 < len &&
			       (text[i + 1] == '(' || text[i + 1] == '[');
	}
	return false;
}

void pm_inline_plain(struct pm_buf *out, const char *text, size_t len)
{
	size_t start = out->len;
	bool in_angle = false;

	for (size_t i = 0; i < len;) {
		struct pm_link link;
		char c = text[i];
		size_t next = 0;

		if (c == '\\' && i + 1 < len &&
		    ispunct((unsigned char)text[i + 1])) {
			pm_buf_addch(out, text[i + 1]);
			i += 2;
		} else if (c == '<' && len - i >= 4 &&
			   !memcmp(text + i, "<!--", 4)) {
			i = skip_comment(text, i, len);
		} else if (c == '<' && is_url(text, i + 1, len)) {
			in_angle = true;
			i++;
		} else if (c == '>' && in_angle) {
			in_angle = false;
			i++;
		} else if (c == '<' && (next = tag(text, i, len))) {
			add(out, start, ' ');
			i = next;
		} else if (c == '&') {
			i += entity(out, text, i, len);
		} else if (c == '`' || ((c == '*' || c == '_') &&
					is_emphasis(text, i, len))) {
			i++;
		} else if (c == '~' && i + 1 < len && text[i + 1] == '~') {
			i += 2;
		} else if (c == '!' && i + 1 < len && text[i + 1] == '[') {
			i++;
		} else if (c == '[' && is_linked(text, i, len)) {
			i++;
		} else if (c == ']' && i + 1 < len && text[i + 1] == '(' &&
			   pm_link_find(&link, text, i, len) &&
			   link.kind == PM_LINK_INLINE && link.start <= i + 3) {
			for (i = link.next; i < len && text[i] != ')'; i++)
				;
			i += i < len;
		} else if (c == ']' && i + 1 < len && text[i + 1] == '[') {
			/* [text][label] */
			while (i < len && (text[i] != ']' ||
					   (i + 1 < len && text[i + 1] == '[')))
				i++;
			i += i < len;
		} else {
			add(out, start, c);
			i++;
		}
	}
	while (out->len > start && out->ptr[out->len - 1] == ' ')
		out->ptr[--out->len] = '\0';
}
