/* SPDX-License-Identifier: MIT */
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

size_t pm_utf8_decode(const char *s, size_t len, uint32_t *out)
{
	const unsigned char *p = (const unsigned char *)s;
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t bytes;
	uint32_t c;

	if (!len)
		return 0;
	if (p[0] < 0x80) {
		*out = p[0];
		return 1;
	}
	if (p[0] >= 0xc2 && p[0] <= 0xdf)
		bytes = 2;
	else if ((p[0] & 0xf0) == 0xe0)
		bytes = 3;
	else if (p[0] >= 0xf0 && p[0] <= 0xf4)
		bytes = 4;
	else
		return 0;
	if (bytes > len)
		return 0;
	c = p[0] & (0xffu >> (bytes + 1));
	for (size_t i = 1; i < bytes; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3f);
	}
	if (c < least[bytes] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*out = c;
	return bytes;
}

/* Bytes of ASCII at s[0..len), eight at a time. */
static size_t ascii_run(const char *s, size_t len)
{
	uint64_t eight;
	size_t n = 0;

	for (; n + sizeof(eight) <= len; n += sizeof(eight)) {
		memcpy(&eight, s + n, sizeof(eight));
		if (eight & UINT64_C(0x8080808080808080))
			break;
	}
	while (n < len && (unsigned char)s[n] < 0x80)
		n++;
	return n;
}

bool pm_utf8_is_valid(const char *s, size_t len)
{
	size_t used;
	uint32_t c;

	for (size_t i = 0; i < len; i += used) {
		used = ascii_run(s + i, len - i);
		if (!used)
			used = pm_utf8_decode(s + i, len - i, &c);
		if (!used)
			return false;
	}
	return true;
}

/* Sorted, so that a search can stop early. */
static const struct {
	uint32_t first;
	uint32_t last;
	const char *name;
} hidden[] = {
	{ 0x0000, 0x0000, "NUL byte" },
	{ 0x0001, 0x0007, "control character" },
	{ 0x0008, 0x0008, "backspace" },
	{ 0x000b, 0x000c, "control character" },
	{ 0x000e, 0x001a, "control character" },
	{ 0x001b, 0x001b, "escape character" },
	{ 0x001c, 0x001f, "control character" },
	{ 0x007f, 0x007f, "delete character" },
	{ 0x0080, 0x0084, "control character" },
	{ 0x0085, 0x0085, "next-line character" },
	{ 0x0086, 0x009f, "control character" },
	{ 0x00ad, 0x00ad, "soft hyphen" },
	{ 0x034f, 0x034f, "combining grapheme joiner" },
	{ 0x061c, 0x061c, "Arabic letter mark" },
	{ 0x115f, 0x1160, "Hangul filler" },
	{ 0x17b4, 0x17b5, "invisible Khmer vowel" },
	{ 0x180b, 0x180f, "Mongolian variation selector" },
	{ 0x200b, 0x200b, "zero-width space" },
	{ 0x200c, 0x200c, "zero-width non-joiner" },
	{ 0x200d, 0x200d, "zero-width joiner" },
	{ 0x200e, 0x200e, "left-to-right mark" },
	{ 0x200f, 0x200f, "right-to-left mark" },
	{ 0x2028, 0x2028, "line separator" },
	{ 0x2029, 0x2029, "paragraph separator" },
	{ 0x202a, 0x202a, "left-to-right embedding" },
	{ 0x202b, 0x202b, "right-to-left embedding" },
	{ 0x202c, 0x202c, "end of directional formatting" },
	{ 0x202d, 0x202d, "left-to-right override" },
	{ 0x202e, 0x202e, "right-to-left override" },
	{ 0x2060, 0x2060, "word joiner" },
	{ 0x2061, 0x2065, "invisible operator" },
	{ 0x2066, 0x2066, "left-to-right isolate" },
	{ 0x2067, 0x2067, "right-to-left isolate" },
	{ 0x2068, 0x2068, "first strong isolate" },
	{ 0x2069, 0x2069, "end of directional isolate" },
	{ 0x206a, 0x206f, "invisible formatting character" },
	{ 0x3164, 0x3164, "Hangul filler" },
	{ 0xfe00, 0xfe0f, "variation selector" },
	{ 0xfeff, 0xfeff, "byte order mark" },
	{ 0xffa0, 0xffa0, "Hangul filler" },
	{ 0xfff0, 0xfffb, "invisible formatting character" },
	{ 0x1bca0, 0x1bca3, "invisible formatting character" },
	{ 0x1d173, 0x1d17a, "invisible formatting character" },
	{ 0xe0000, 0xe007f, "invisible tag character" },
	{ 0xe0080, 0xe00ff, "invisible character" },
	{ 0xe0100, 0xe01ef, "variation selector" },
	{ 0xe01f0, 0xe0fff, "invisible character" },
};

const char *pm_hidden_character(uint32_t c)
{
	size_t low = 0;
	size_t high = sizeof(hidden) / sizeof(*hidden);

	if (c >= 0x20 && c < 0x7f)
		return NULL;
	while (low < high) {
		size_t mid = (low + high) / 2;

		if (c > hidden[mid].last)
			low = mid + 1;
		else if (c < hidden[mid].first)
			high = mid;
		else
			return hidden[mid].name;
	}
	return NULL;
}

#define ZERO_WIDTH_NON_JOINER 0x200c
#define ZERO_WIDTH_JOINER 0x200d
#define TEXT_STYLE 0xfe0e
#define EMOJI_STYLE 0xfe0f
#define BLACK_FLAG 0x1f3f4
#define FIRST_TAG 0xe0020
#define LAST_TAG 0xe007f

/* Pictures, and what may stand behind one before a joiner. */
static bool is_pictograph(uint32_t c)
{
	const utf8proc_property_t *p;

	/* A letter of ASCII is none, but digits and # and * are keycaps. */
	if (c < 0x80)
		return (c >= '0' && c <= '9') || c == '#' || c == '*';
	if (c == EMOJI_STYLE || (c >= 0x1f3fb && c <= 0x1f3ff))
		return true;
	p = utf8proc_get_property((utf8proc_int32_t)c);
	return p->category == UTF8PROC_CATEGORY_SO ||
	       p->category == UTF8PROC_CATEGORY_SM ||
	       p->boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

/* Arabic to Myanmar, Khmer, Mongolian: scripts whose letters join. */
static bool is_joining_script(uint32_t c)
{
	return (c >= 0x0600 && c <= 0x08ff) || (c >= 0x0900 && c <= 0x109f) ||
	       (c >= 0x1780 && c <= 0x18af) || (c >= 0xfb50 && c <= 0xfdff) ||
	       (c >= 0xfe70 && c <= 0xfefc);
}

bool pm_hidden_is_expected(uint32_t before, uint32_t c, uint32_t after)
{
	switch (c) {
	case ZERO_WIDTH_JOINER:
		if (before >= 0x80 && after >= 0x80 && is_pictograph(before) &&
		    is_pictograph(after))
			return true;
		return is_joining_script(before);
	case ZERO_WIDTH_NON_JOINER:
		return is_joining_script(before) && is_joining_script(after);
	case TEXT_STYLE:
	case EMOJI_STYLE:
		return is_pictograph(before) && before != EMOJI_STYLE;
	default:
		return c >= FIRST_TAG && c <= LAST_TAG &&
		       (before == BLACK_FLAG ||
			(before >= FIRST_TAG && before < LAST_TAG));
	}
}

/* Bytes at s[0..len) that need no look at all. */
static size_t plain_run(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && s[n] >= 0x20 && s[n] < 0x7f)
		n++;
	return n;
}

static void add_unsafe(struct pm_buf *out, uint32_t c)
{
	if (c < 0x100)
		pm_buf_addf(out, "\\x%02x", (unsigned)c);
	else
		pm_buf_addf(out, "<U+%04X>", (unsigned)c);
}

static void add_break(struct pm_buf *out, char c, enum pm_safe how)
{
	pm_buf_addch(out, how & PM_SAFE_TEXT ? c : ' ');
}

static bool is_workflow(void)
{
	const char *set = getenv("GITHUB_ACTIONS");

	return set && !strcmp(set, "true");
}

void pm_text_safe(struct pm_buf *out, const char *s, size_t len,
		  enum pm_safe how)
{
	size_t used, start = out->len;
	uint32_t before = 0;
	uint32_t c, after;

	pm_buf_reserve(out, len);
	for (size_t i = 0; i < len; i += used) {
		used = plain_run(s + i, len - i);
		if (used) {
			pm_buf_add(out, s + i, used);
			before = (unsigned char)s[i + used - 1];
			continue;
		}
		used = pm_utf8_decode(s + i, len - i, &c);
		if (!used) {
			add_unsafe(out, (unsigned char)s[i]);
			before = 0;
			used = 1;
			continue;
		}
		if (c == '\n' || c == '\t') {
			add_break(out, (char)c, how);
		} else if (c == '\r') {
			/* Half of a line end that is about to follow. */
			if (i + 1 == len || s[i + 1] != '\n')
				add_unsafe(out, c);
		} else {
			if (!pm_utf8_decode(s + i + used, len - i - used,
					    &after))
				after = 0;
			if (pm_hidden_character(c) &&
			    !pm_hidden_is_expected(before, c, after))
				add_unsafe(out, c);
			else
				pm_buf_add(out, s + i, used);
		}
		before = c;
	}
	if ((memchr(s, ':', len) || memchr(s, '[', len)) && is_workflow())
		pm_text_defuse(out, start);
}
