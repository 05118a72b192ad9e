/* SPDX-License-Identifier: MIT */
#include "view/markdown.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

#define BREAK "&#8203;" /* zero-width space */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Could begin or go on a name that a forge knows; beyond ASCII, too. */
static bool is_name(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || c == '_' || c == '"' ||
	       (unsigned char)c >= 0x80;
}

static bool follows(const char *start, const char *p, const char *word)
{
	size_t len = strlen(word);

	return (size_t)(p - start) >= len && !strncasecmp(p - len, word, len);
}

/* Where what comes behind this character must not follow it directly. */
static bool needs_break(const char *start, const char *p)
{
	switch (*p) {
	case '@':
		return true;
	case '#':
	case '!':
	case '$':
	case '%':
	case '&':
	case '~':
	case '^':
		return is_name(p[1]);
	case ':':
		return p[1] == '/' && p[2] == '/';
	case '-':
		return is_digit(p[1]) && follows(start, p, "gh");
	case 'w':
	case 'W':
		return p[1] == '.' && follows(start, p, "ww");
	default:
		return false;
	}
}

/* What would be a list, a rule or a heading at the start of a line. */
static bool begins_block(const char *start, const char *p)
{
	const char *digits = start;

	if (p == start)
		return *p && strchr("-+=", *p);
	while (is_digit(*digits))
		digits++;
	return p == digits && (*p == '.' || *p == ')');
}

static void add_character(struct pm_buf *out, const char *start, const char *p)
{
	switch (*p) {
	case '<':
		pm_buf_addstr(out, "&lt;");
		break;
	case '>':
		pm_buf_addstr(out, "&gt;");
		break;
	case '&':
		pm_buf_addstr(out, "&amp;");
		break;
	default:
		if (strchr("\\`*_[]|~$#!", *p) || begins_block(start, p))
			pm_buf_addch(out, '\\');
		pm_buf_addch(out, *p);
	}
	if (needs_break(start, p))
		pm_buf_addstr(out, BREAK);
}

void pm_markdown_escape(struct pm_buf *out, const char *text)
{
	struct pm_buf safe = { 0 };
	const char *start, *p;

	pm_text_safe(&safe, text, strlen(text), PM_SAFE_LINE);
	start = pm_buf_str(&safe);
	start += strspn(start, " ");
	for (p = start; *p; p++)
		add_character(out, start, p);
	pm_buf_release(&safe);
}
