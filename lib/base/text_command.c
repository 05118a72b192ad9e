/* SPDX-License-Identifier: MIT */
#include "base/text.h"

#include <string.h>

#define VARIATION "\xef\xb8" /* U+FE0E and U+FE0F, which may follow a '#' */
#define VARIATION_LEN 3u

/* The runner trims white space of any script; no byte of that is a letter of
 * ASCII. */
static bool begins_word(const char *text, size_t i)
{
	return !i || (unsigned char)text[i - 1] <= ' ' ||
	       (unsigned char)text[i - 1] >= 0x7f;
}

/* Two '#', with nothing that can be seen between or behind them. */
static bool follows_hashes(const char *text, size_t i)
{
	for (int hashes = 0; hashes < 2; hashes++) {
		while (i >= VARIATION_LEN &&
		       !memcmp(text + i - VARIATION_LEN, VARIATION,
			       sizeof(VARIATION) - 1))
			i -= VARIATION_LEN;
		if (!i || text[--i] != '#')
			return false;
	}
	return true;
}

void pm_text_defuse(struct pm_buf *text, size_t start)
{
	const char *s = pm_buf_str(text);
	struct pm_buf out = { 0 };
	bool colons = false; /* only they stand before us in this word */

	for (size_t i = start; i < text->len; i++) {
		bool after = colons;

		colons = s[i] == ':' && (colons || begins_word(s, i));
		if ((colons && after) ||
		    (s[i] == '[' && follows_hashes(s, i)))
			pm_buf_addch(&out, ' ');
		pm_buf_addch(&out, s[i]);
	}
	if (out.len > text->len - start)
		pm_buf_splice(text, start, text->len, out.ptr, out.len);
	pm_buf_release(&out);
}
