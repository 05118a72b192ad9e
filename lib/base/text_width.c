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

void pm_text_cut(struct pm_buf *out, const char *s, size_t most)
{
	size_t len = strlen(s), kept = 0, used;
	uint32_t c;

	while (kept < len) {
		used = next_character(s + kept, len - kept, &c);
		if (kept + used > most)
			break;
		kept += used;
	}
	pm_buf_add(out, s, kept);
	pm_buf_addstr(out, kept < len ? ELLIPSIS : "");
}

/* What does not begin a line in Japanese and Chinese: closing brackets, stops,
 * and marks that belong to what stands before them. */
static bool is_clinging(uint32_t c)
{
	static const uint32_t marks[] = {
		0x3001, 0x3002, 0x3009, 0x300b, 0x300d, 0x300f, 0x3011,
		0x3015, 0x30fb, 0x30fc, 0xff01, 0xff09, 0xff0c, 0xff0e,
		0xff1a, 0xff1b, 0xff1f, 0xff3d, 0xff5d,
	};

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		if (marks[i] == c)
			return true;
	}
	return false;
}

/* The bytes of a sequence that colours what follows; 0 for anything else. */
static size_t colour_len(const char *s, size_t len)
{
	size_t n = 2;

	if (len < 3 || s[0] != '\033' || s[1] != '[')
		return 0;
	while (n < len && (s[n] == ';' || (s[n] >= '0' && s[n] <= '9')))
		n++;
	return n < len && s[n] == 'm' ? n + 1 : 0;
}

/* Where a line may end: at blanks or between wide characters, and only in a
 * word that is longer than a line behind a hyphen or a slash. */
struct line_end {
	size_t at, next; /* at == 0: none yet */
	size_t in_word;
};

/* The line s[0..len) has no room for what stands at `i`. */
static size_t end_line(const struct line_end *end, const char *s, size_t len,
		       size_t i, size_t width, size_t *next)
{
	size_t word = end->next;

	while (word < len && s[word] != ' ' && s[word] != '\t')
		word++;
	*next = end->in_word > end->next ? end->in_word : i;
	if (!end->at || (*next == end->in_word &&
			 width_of(s + end->next, word - end->next) > width))
		return *next;
	*next = end->next;
	return end->at;
}

size_t pm_text_break(const char *s, size_t len, size_t width, size_t *next)
{
	struct line_end end = { 0 };
	size_t columns = 0, used;
	bool begun = false, blank = false, wide = false;
	uint32_t c;
	int w;

	for (size_t i = 0; i < len; i += used) {
		used = colour_len(s + i, len - i);
		if (used)
			continue;
		if (s[i] == ' ' || s[i] == '\t') {
			if (begun && !blank)
				end.at = i;
			used = 1;
			columns += s[i] == '\t' ? 8 - columns % 8 : 1;
			blank = true;
			continue;
		}
		used = next_cluster(s + i, len - i, &w);
		next_character(s + i, len - i, &c);
		if (blank)
			end.next = i;
		else if (begun && wide && w == 2 && !is_clinging(c))
			end.at = end.next = i;
		if (begun && columns + (size_t)w > width)
			return end_line(&end, s, len, i, width, next);
		columns += (size_t)w;
		begun = true;
		blank = false;
		wide = w == 2;
		if ((c == '-' || c == '/') && columns <= width)
			end.in_word = i + used;
	}
	*next = len;
	return len;
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
