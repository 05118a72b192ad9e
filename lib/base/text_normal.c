/* SPDX-License-Identifier: MIT */
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/alloc.h"
#include "base/limits.h"

static bool is_letter_or_digit(uint32_t c)
{
	if (c < 0x80)
		return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
		       (c >= 'A' && c <= 'Z');
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return true;
	default:
		return false;
	}
}

/* Accents and vowel signs belong to the letter before them. */
static bool is_mark(uint32_t c)
{
	utf8proc_category_t category;

	if (c < 0x80)
		return false;
	category = utf8proc_category((utf8proc_int32_t)c);
	return category == UTF8PROC_CATEGORY_MN ||
	       category == UTF8PROC_CATEGORY_MC;
}

static bool is_apostrophe(uint32_t c)
{
	return c == '\'' || c == '`' || c == 0x2018 || c == 0x2019 ||
	       c == 0x02bc;
}

/* Bytes of "1.", "2)" or "1.2 " and the blanks behind, or 0. */
static size_t numbering(const char *s)
{
	size_t digits = 0;
	size_t n = 0;
	bool marked = false;

	for (;;) {
		digits = strspn(s + n, "0123456789");
		n += digits;
		if (!digits || (s[n] != '.' && s[n] != ')'))
			break;
		marked = true;
		n++;
	}
	if (!marked)
		return 0;
	/* "1.5x" is no numbering, and neither is all there is. */
	if (s[n] && (unsigned char)s[n] < 0x80 && is_letter_or_digit(
				(unsigned char)s[n]) && digits)
		return 0;
	return s[n] ? n : 0;
}

/* Where a trailing "{#id}" begins; `len` when there is none. */
static size_t without_anchor(const char *s, size_t len)
{
	size_t end = len;
	size_t i;

	while (end && (s[end - 1] == ' ' || s[end - 1] == '\t'))
		end--;
	if (!end || s[end - 1] != '}')
		return len;
	for (i = end; i > 1; i--)
		if (s[i - 2] == '{' && s[i - 1] == '#')
			return i - 2;
	return len;
}

#define FOLD (UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | \
	      UTF8PROC_CASEFOLD | UTF8PROC_IGNORE)

/*
 * NFKC and, beyond ASCII, case folded; the caller's to free, NULL for invalid
 * UTF-8. utf8proc gets only what is not ASCII, with the one letter before
 * that an accent may belong to: no form depends on more.
 */
static char *fold(const char *s, size_t len)
{
	struct pm_buf out = { 0 };
	size_t at = 0;

	len = strnlen(s, len);
	pm_buf_reserve(&out, len);
	while (at < len) {
		utf8proc_uint8_t *form = NULL;
		utf8proc_ssize_t used;
		size_t start = at, end;

		while (at < len && (unsigned char)s[at] < 0x80)
			at++;
		end = at;
		while (end < len && (unsigned char)s[end] >= 0x80)
			end++;
		if (end > at && at > start)
			at--;
		pm_buf_add(&out, s + start, at - start);
		used = end == at ? 0 :
			utf8proc_map((const utf8proc_uint8_t *)s + at,
				     (utf8proc_ssize_t)(end - at), &form,
				     FOLD);
		if (used == UTF8PROC_ERROR_NOMEM)
			pm_no_memory();
		if (used < 0) {
			pm_buf_release(&out);
			return NULL;
		}
		if (form)
			pm_buf_addstr(&out, (const char *)form);
		free(form);
		at = end;
	}
	return pm_buf_detach(&out);
}

char *pm_text_normal(const char *s, size_t len)
{
	char *folded = fold(s, len);
	const char *p = folded;
	const char *end;
	bool gap = false;
	bool numbered = false;
	size_t nr = 0;
	size_t used;
	uint32_t c;
	char *out;

	if (!folded)
		return pm_xstrdup("");
	len = without_anchor(folded, strlen(folded));
	folded[len] = '\0';
	end = folded + len;
	/* A blank stands for at least one byte, so that all fits in. */
	out = pm_xmalloc(len + 1);
	for (; p < end; p += used) {
		used = 1;
		c = (unsigned char)*p;
		if ((c | 0x20) - 'a' < 26) {
			if (gap)
				out[nr++] = ' ';
			gap = false;
			out[nr++] = (char)(c | 0x20);
			continue;
		}
		if (c == ' ') {
			gap = nr > 0;
			continue;
		}
		if (c >= 0x80)
			used = pm_utf8_decode(p, (size_t)(end - p), &c);
		if (!used)
			break;
		if (!nr && !numbered && c >= '0' && c <= '9') {
			size_t n = numbering(p);

			numbered = true;
			if (n) {
				used = n;
				continue;
			}
		}
		if (is_apostrophe(c))
			continue;
		if (!is_letter_or_digit(c) && !(is_mark(c) && nr && !gap)) {
			gap = nr > 0;
			continue;
		}
		if (gap)
			out[nr++] = ' ';
		gap = false;
		for (size_t i = 0; i < used; i++)
			out[nr++] = p[i];
	}
	free(folded);
	out[nr] = '\0';
	return out;
}

#define BLOCK 16

/* In a block of nothing but ASCII; without branches, so that a compiler can
 * count all of its bytes at once. */
static bool count_block(size_t *letters, const char *s)
{
	unsigned char high = 0, nr = 0;

	for (size_t i = 0; i < BLOCK; i++) {
		unsigned char c = (unsigned char)s[i];

		high |= c;
		nr += ((unsigned char)(c - '0') < 10) |
		      ((unsigned char)((c | 0x20) - 'a') < 26);
	}
	*letters += nr;
	return high < 0x80;
}

size_t pm_text_letters(const char *s, size_t len)
{
	size_t letters = 0;
	size_t used;
	uint32_t c;

	for (size_t i = 0; i < len; i += used) {
		size_t block = letters;

		if (len - i >= BLOCK && count_block(&block, s + i)) {
			letters = block;
			used = BLOCK;
			continue;
		}
		used = 1;
		c = (unsigned char)s[i];
		if (c >= 0x80)
			used = pm_utf8_decode(s + i, len - i, &c);
		if (!used)
			used = 1;
		else
			letters += is_letter_or_digit(c);
	}
	return letters;
}

/* Scripts from here on put no blanks between words. */
#define FIRST_IDEOGRAPH 0x2e80

size_t pm_text_words(const char *s, size_t len)
{
	size_t words = 0, used;
	bool within = false;
	uint32_t c;

	for (size_t i = 0; i < len; i += used) {
		used = pm_utf8_decode(s + i, len - i, &c);
		if (!used) {
			used = 1;
		} else if (c == ' ' || (c >= '\t' && c <= '\r')) {
			within = false;
		} else if (is_letter_or_digit(c)) {
			words += !within;
			within = c < FIRST_IDEOGRAPH;
		}
	}
	return words;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Optimal string alignment: insert, delete, replace, swap neighbours. */
static size_t distance(const char *a, size_t a_len, const char *b,
		       size_t b_len)
{
	size_t rows[3][PM_MAX_WORD + 1];
	size_t *before = rows[0];
	size_t *last = rows[1];
	size_t *now = rows[2];

	for (size_t k = 0; k <= b_len; k++)
		last[k] = k;
	for (size_t i = 1; i <= a_len; i++) {
		size_t *spare = before;

		now[0] = i;
		for (size_t k = 1; k <= b_len; k++) {
			char x = lower(a[i - 1]);
			char y = lower(b[k - 1]);

			now[k] = least(last[k - 1] + (x != y),
				       least(last[k], now[k - 1]) + 1);
			if (i > 1 && k > 1 && x == lower(b[k - 2]) &&
			    y == lower(a[i - 2]))
				now[k] = least(now[k], before[k - 2] + 1);
		}
		before = last;
		last = now;
		now = spare;
	}
	return last[b_len];
}

const char *pm_nearest(const char *word, const char *const *names, size_t nr)
{
	size_t len = strlen(word);
	size_t best = len / 3 + 1;
	const char *found = NULL;

	if (!len || len > PM_MAX_WORD)
		return NULL;
	for (size_t i = 0; i < nr; i++) {
		size_t other = strlen(names[i]);
		size_t far;

		if (other > PM_MAX_WORD)
			continue;
		far = distance(word, len, names[i], other);
		if (far < best) {
			best = far;
			found = names[i];
		}
	}
	return found;
}

static size_t apart(size_t a, size_t b)
{
	return a > b ? a - b : b - a;
}

const char *pm_near_miss(const char *word, const char *const *names, size_t nr)
{
	const char *near = pm_nearest(word, names, nr);
	size_t len = strlen(word);

	if (near && apart(len, strlen(near)) <= PM_MAX_SLIP)
		return near;
	for (size_t i = 0; i < nr; i++) {
		size_t other = strlen(names[i]);
		size_t common = least(len, other);

		if (common > PM_MAX_SLIP && apart(len, other) <= PM_MAX_SLIP &&
		    !strncmp(word, names[i], common))
			return names[i];
	}
	return NULL;
}
