/* SPDX-License-Identifier: MIT */
#include "base/text.h"

#include <string.h>
#include <utf8proc.h>

#define EMOJI_STYLE 0xfe0f
#define FIRST_REGIONAL 0x1f1e6
#define LAST_REGIONAL 0x1f1ff
#define ELLIPSIS "\xe2\x80\xa6"

static bool is_printable_ascii(char c)
{
	return c >= 0x20 && c < 0x7f;
}

/* One character; an invalid byte counts as one column. */
static size_t next_character(const char *s, size_t len, uint32_t *c)
{
	size_t used = pm_utf8_decode(s, len, c);

	if (used)
		return used;
	*c = 0xfffd;
	return 1;
}

static int character_width(uint32_t c)
{
	int width;

	/* A flag is two of these, and two columns. */
	if (c >= FIRST_REGIONAL && c <= LAST_REGIONAL)
		return 2;
	width = utf8proc_charwidth((utf8proc_int32_t)c);
	return width < 0 ? 0 : width;
}

/* The bytes of the first grapheme cluster of s[0..len), and its columns. */
static size_t next_cluster(const char *s, size_t len, int *width)
{
	utf8proc_int32_t state = 0;
	uint32_t c, next;
	size_t end, used;

	if (len > 1 && is_printable_ascii(s[0]) && is_printable_ascii(s[1])) {
		*width = 1;
		return 1;
	}
	end = next_character(s, len, &c);
	*width = character_width(c);
	while (end < len) {
		int w;

		used = next_character(s + end, len - end, &next);
		if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)c,
						     (utf8proc_int32_t)next,
						     &state))
			break;
		w = next == EMOJI_STYLE ? 2 : character_width(next);
		if (w > *width)
			*width = w;
		end += used;
		c = next;
	}
	return end;
}

static size_t width_of(const char *s, size_t len)
{
	size_t columns = 0;
	size_t i = 0;
	int width;

	for (;;) {
		/* Nearly all text is this, and each character its cluster. */
		for (; i < len && is_printable_ascii(s[i]) &&
		       (i + 1 == len || is_printable_ascii(s[i + 1]));
		     i++)
			columns++;
		if (i == len)
			return columns;
		i += next_cluster(s + i, len - i, &width);
		columns += (size_t)width;
	}
}

size_t pm_text_width(const char *s)
{
	return width_of(s, strlen(s));
}

static void add_blanks(struct pm_buf *out, size_t n)
{
	while (n--)
		pm_buf_addch(out, ' ');
}

void pm_text_fit(struct pm_buf *out, const char *s, size_t width, bool pad)
{
	size_t len = strlen(s);
	size_t columns = 0; /* up to `i` */
	size_t kept = 0;    /* bytes that leave room for the ellipsis */
	size_t kept_columns = 0;
	size_t i = 0;
	int w;

	while (i < len) {
		size_t used = next_cluster(s + i, len - i, &w);

		if (columns + (size_t)w > width)
			break;
		i += used;
		columns += (size_t)w;
		if (columns < width) {
			kept = i;
			kept_columns = columns;
		}
	}
	if (i == len) {
		pm_buf_add(out, s, len);
	} else if (width) {
		pm_buf_add(out, s, kept);
		pm_buf_addstr(out, ELLIPSIS);
		columns = kept_columns + 1;
	}
	if (pad && columns < width)
		add_blanks(out, width - columns);
	pm_buf_add(out, "", 0);
}

void pm_text_wrap(struct pm_buf *out, const char *s, size_t width,
		  size_t indent)
{
	size_t room = width > indent ? width - indent : 1;
	size_t column = 0;

	for (;;) {
		size_t len, columns;

		while (*s == ' ' || *s == '\t')
			s++;
		if (*s == '\n') {
			pm_buf_addch(out, '\n');
			/* An empty line needs no blanks at its end. */
			if (s[1] && s[1] != '\n')
				add_blanks(out, indent);
			column = 0;
			s++;
			continue;
		}
		len = strcspn(s, " \t\n");
		if (!len)
			break;
		columns = width_of(s, len);
		if (column && column + 1 + columns > room) {
			pm_buf_addch(out, '\n');
			add_blanks(out, indent);
			column = 0;
		} else if (column) {
			pm_buf_addch(out, ' ');
			column++;
		}
		pm_buf_add(out, s, len);
		column += columns;
		s += len;
	}
	pm_buf_add(out, "", 0);
}
