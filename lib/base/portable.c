/* SPDX-License-Identifier: MIT */
#include "base/portable.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#include "base/alloc.h"
#include "base/path.h"

static char *fold(const char *path, utf8proc_option_t options)
{
	utf8proc_uint8_t *form = NULL;
	utf8proc_ssize_t len =
		utf8proc_map((const utf8proc_uint8_t *)path, 0, &form,
			     UTF8PROC_NULLTERM | UTF8PROC_STABLE |
				     UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD |
				     options);
	char *out;

	if (len == UTF8PROC_ERROR_NOMEM)
		pm_no_memory();
	if (len >= 0) {
		out = pm_xstrdup((const char *)form);
		free(form);
		return out;
	}
	out = pm_xstrdup(path);
	for (char *p = out; *p; p++) {
		if (*p >= 'A' && *p <= 'Z')
			*p |= 0x20;
	}
	return out;
}

/* 1 to 9; and three raised ones, which Latin-1 has. */
static bool is_port_number(const char *s, size_t len)
{
	static const char *const raised[] = { "\u00b9", "\u00b2", "\u00b3" };

	for (size_t i = 0; i < sizeof(raised) / sizeof(*raised); i++)
		if (len == strlen(raised[i]) && !memcmp(s, raised[i], len))
			return true;
	return len == 1 && *s >= '1' && *s <= '9';
}

char *pm_path_folded(const char *path)
{
	return fold(path, 0);
}

/* Of the letters that are left when case is folded, those that have the shape
 * of a Latin one in either case: after the Unicode Consortium's confusables
 * (UTS 39). */
static char latin(utf8proc_int32_t c)
{
	static const struct {
		utf8proc_int32_t c;
		char is;
	} shape[] = {
		/* Cyrillic */
		{ 0x430, 'a' }, { 0x432, 'b' }, { 0x433, 'r' }, { 0x435, 'e' },
		{ 0x43a, 'k' }, { 0x43c, 'm' }, { 0x43d, 'h' }, { 0x43e, 'o' },
		{ 0x440, 'p' }, { 0x441, 'c' }, { 0x442, 't' }, { 0x443, 'y' },
		{ 0x445, 'x' }, { 0x455, 's' }, { 0x456, 'i' }, { 0x458, 'j' },
		{ 0x501, 'd' }, { 0x51b, 'q' }, { 0x51d, 'w' },
		/* Greek */
		{ 0x3b1, 'a' }, { 0x3b2, 'b' }, { 0x3b5, 'e' }, { 0x3b6, 'z' },
		{ 0x3b7, 'h' }, { 0x3b9, 'i' }, { 0x3ba, 'k' }, { 0x3bc, 'm' },
		{ 0x3bd, 'n' }, { 0x3bf, 'o' }, { 0x3c1, 'p' }, { 0x3c4, 't' },
		{ 0x3c5, 'y' }, { 0x3c7, 'x' },
		/* small capitals, and an i without its dot */
		{ 0x131, 'i' }, { 0x1d00, 'a' }, { 0x299, 'b' },
		{ 0x1d04, 'c' }, { 0x1d05, 'd' }, { 0x1d07, 'e' },
		{ 0x26a, 'i' }, { 0x1d0d, 'm' }, { 0x274, 'n' },
		{ 0x1d0f, 'o' }, { 0x1d18, 'p' }, { 0x280, 'r' },
		{ 0xa731, 's' }, { 0x1d1b, 't' },
	};

	for (size_t i = 0; i < sizeof(shape) / sizeof(*shape); i++)
		if (shape[i].c == c)
			return shape[i].is;
	return 0;
}

char *pm_path_seen(const char *path)
{
	char *folded = fold(path, UTF8PROC_COMPAT | UTF8PROC_IGNORE);
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)folded;
	char *to = folded;

	/* Nothing grows, and so it can be done in place. */
	while (*at) {
		utf8proc_int32_t c;
		utf8proc_ssize_t used = utf8proc_iterate(at, -1, &c);
		char is = used > 1 ? latin(c) : 0;

		if (used < 1)
			used = 1;
		if (c == '/')
			while (to > folded && strchr(". ", to[-1]))
				to--;
		if (is)
			*to++ = is;
		else
			for (utf8proc_ssize_t i = 0; i < used; i++)
				*to++ = (char)at[i];
		at += used;
	}
	while (to > folded && strchr(". ", to[-1]))
		to--;
	*to = '\0';
	return folded;
}

/* Devices, whatever stands behind a dot. */
static bool is_device(const char *name, size_t len)
{
	static const char *const device[] = { "con", "prn", "aux", "nul",
					      "conin$", "conout$" };
	const char *dot = memchr(name, '.', len);
	size_t stem = dot ? (size_t)(dot - name) : len;

	while (stem && name[stem - 1] == ' ')
		stem--;
	for (size_t i = 0; i < sizeof(device) / sizeof(*device); i++) {
		if (stem == strlen(device[i]) &&
		    !strncasecmp(name, device[i], stem))
			return true;
	}
	return stem > 3 && is_port_number(name + 3, stem - 3) &&
	       (!strncasecmp(name, "com", 3) || !strncasecmp(name, "lpt", 3));
}

const char *pm_name_on_windows(const char *name, size_t len)
{
	if (!len)
		return NULL;
	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)name[i] < 0x20)
			return "holds a control character";
		if (strchr("<>:\"\\|?*", name[i]))
			return "holds one of < > : \" \\ | ? *";
	}
	if (name[len - 1] == '.')
		return "ends in a dot";
	if (name[len - 1] == ' ')
		return "ends in a blank";
	if (is_device(name, len))
		return "is that of a device";
	return NULL;
}

bool pm_path_is_twin(const char *a, const char *b)
{
	char *x = pm_path_folded(a), *y = pm_path_folded(b);
	bool is_twin = !strcmp(x, y);

	free(x);
	free(y);
	return is_twin;
}

void pm_name_of_title(struct pm_buf *out, const char *day, const char *title)
{
	struct pm_buf slug = { 0 };
	size_t start = out->len;

	pm_slug(&slug, title);
	if (slug.len) {
		pm_buf_addf(out, "%s%s%s", day, *day ? "-" : "",
			    pm_buf_str(&slug));
		if (pm_name_on_windows(out->ptr + start, out->len - start))
			pm_buf_addstr(out, "-1");
	}
	pm_buf_release(&slug);
}
