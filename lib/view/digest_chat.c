/* SPDX-License-Identifier: MIT */
#include "view/digest_chat.h"

#include <string.h>

#include "base/limits.h"
#include "base/text.h"

#define JOINER "\xe2\x81\xa0" /* U+2060, of no width */
#define ELLIPSIS "\xe2\x80\xa6"

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* What would be expanded before anybody reads it: "${" and "{{" by card
 * templates, "<at>" and "@name" by chats. */
static bool is_sign(const char *s, size_t i)
{
	switch (s[i]) {
	case '@':
		return (!i || !is_word(s[i - 1])) && is_word(s[i + 1]);
	case '$':
		return s[i + 1] == '{';
	case '{':
		return s[i + 1] == '{';
	case '<':
		return is_word(s[i + 1]) || s[i + 1] == '/';
	default:
		return false;
	}
}

void pm_digest_chat_text(struct pm_buf *out, const char *text,
			 const char *(*escape)(char c))
{
	struct pm_buf safe = { 0 };
	size_t start = out->len;
	const char *s;

	pm_text_safe(&safe, text, strlen(text), PM_SAFE_LINE);
	s = pm_buf_str(&safe);
	for (size_t i = 0, used; s[i]; i += used) {
		const char *instead = escape ? escape(s[i]) : NULL;
		uint32_t c;

		used = pm_utf8_decode(s + i, safe.len - i, &c);
		if (out->len - start + used > PM_MAX_CHAT_TEXT) {
			pm_buf_addstr(out, ELLIPSIS);
			break;
		}
		pm_buf_add(out, instead ? instead : s + i,
			   instead ? strlen(instead) : used);
		if (!instead && is_sign(s, i))
			pm_buf_addstr(out, JOINER);
	}
	pm_buf_release(&safe);
}
