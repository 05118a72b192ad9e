/* SPDX-License-Identifier: MIT */
#include "base/portable.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#include "base/alloc.h"
#include "base/path.h"

char *pm_path_folded(const char *path)
{
	utf8proc_uint8_t *form = NULL;
	utf8proc_ssize_t len =
		utf8proc_map((const utf8proc_uint8_t *)path, 0, &form,
			     UTF8PROC_NULLTERM | UTF8PROC_STABLE |
				     UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
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
