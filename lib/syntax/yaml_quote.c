/* SPDX-License-Identifier: MIT */
#include "syntax/yaml.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/text.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Words that YAML 1.1 or 1.2 takes for something else than text. */
static bool is_reserved(const char *s)
{
	static const char *const word[] = { "null", "true", "false", "yes",
					    "no",   "on",   "off",   "y",
					    "n",    ".inf", ".nan" };

	for (size_t i = 0; i < sizeof(word) / sizeof(*word); i++)
		if (!strcasecmp(s, word[i]))
			return true;
	return false;
}

/*
 * Whatever a reader of any version might take for a number: 010, 0x1f, 1_000,
 * 1e3, 12:30:45. A few texts too many are quoted; that does no harm.
 */
static bool may_be_number(const char *s)
{
	size_t len;

	if (*s == '+' || *s == '-')
		s++;
	if (!is_digit(*s) && *s != '.')
		return false;
	len = strlen(s);
	if (*s == '0' && s[1] && strchr("xXoObB", s[1]))
		return strspn(s + 2, "0123456789abcdefABCDEF_") == len - 2;
	return strspn(s, "0123456789_.,:eE+-") == len;
}

static bool is_moment(const char *s)
{
	struct pm_time when;
	pm_date day;

	/* With a blank between day and time only YAML 1.1 knows it. */
	return pm_date_parse(&day, s) ||
	       (!strchr(s, ' ') && pm_time_parse(&when, s, NULL));
}

static bool is_plain_start(char c)
{
	return is_letter(c) || is_digit(c) || (unsigned char)c >= 0x80 ||
	       c == '/' || c == '.' || c == '_' || c == '(' || c == '$';
}

static bool is_safe_inside(const char *s, size_t i, bool in_flow)
{
	char c = s[i];

	if ((c >= 0 && c < 0x20) || c == 0x7f)
		return false;
	if (c == ':' && (in_flow || !s[i + 1] || s[i + 1] == ' '))
		return false;
	if (c == '#' && i && s[i - 1] == ' ')
		return false;
	return !in_flow || !strchr(",[]{}?", c);
}

static bool is_plain(const char *s, bool in_flow)
{
	size_t len = strlen(s);
	size_t used;
	uint32_t c;

	if (!len || !is_plain_start(*s) || s[len - 1] == ' ')
		return false;
	if (is_reserved(s) || !strncmp(s, "...", 3))
		return false;
	if (is_moment(s))
		return !in_flow || !strchr(s, ':');
	if (may_be_number(s))
		return false;
	for (size_t i = 0; i < len; i += used) {
		used = pm_utf8_decode(s + i, len - i, &c);
		if (!used || !is_safe_inside(s, i, in_flow) ||
		    pm_hidden_character(c) || (c & 0xfffe) == 0xfffe)
			return false;
	}
	return true;
}

static void add_escape(struct pm_buf *out, uint32_t c)
{
	if (c == '\n')
		pm_buf_addstr(out, "\\n");
	else if (c == '\t')
		pm_buf_addstr(out, "\\t");
	else if (c == '\r')
		pm_buf_addstr(out, "\\r");
	else if (c < 0x100)
		pm_buf_addf(out, "\\x%02x", (unsigned)c);
	else if (c < 0x10000)
		pm_buf_addf(out, "\\u%04x", (unsigned)c);
	else
		pm_buf_addf(out, "\\U%08x", (unsigned)c);
}

void pm_yaml_quote(struct pm_buf *out, const char *value, bool in_flow)
{
	size_t len = strlen(value);
	uint32_t before = 0;
	uint32_t c, after;
	size_t used;

	if (is_plain(value, in_flow)) {
		pm_buf_add(out, value, len);
		return;
	}
	pm_buf_addch(out, '"');
	for (size_t i = 0; i < len; i += used) {
		used = pm_utf8_decode(value + i, len - i, &c);
		if (!used) {
			/* There is no way to write a stray byte. */
			c = 0xfffd;
			used = 1;
		}
		if (!pm_utf8_decode(value + i + used, len - i - used, &after))
			after = 0;
		if (c == '"' || c == '\\')
			pm_buf_addf(out, "\\%c", (char)c);
		else if (c < 0x20 || (c & 0xfffe) == 0xfffe ||
			 (pm_hidden_character(c) &&
			  !pm_hidden_is_expected(before, c, after)))
			add_escape(out, c);
		else if (c == 0xfffd)
			pm_buf_addstr(out, "\xef\xbf\xbd");
		else
			pm_buf_add(out, value + i, used);
		before = c;
	}
	pm_buf_addch(out, '"');
}
