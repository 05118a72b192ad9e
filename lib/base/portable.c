/* SPDX-License-Identifier: MIT */
#include "base/portable.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#include "base/alloc.h"

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

/* Devices, whatever stands behind a dot. */
static bool is_device(const char *name, size_t len)
{
	static const char *const device[] = { "con", "prn", "aux", "nul" };
	const char *dot = memchr(name, '.', len);
	size_t stem = dot ? (size_t)(dot - name) : len;

	while (stem && name[stem - 1] == ' ')
		stem--;
	for (size_t i = 0; i < sizeof(device) / sizeof(*device); i++) {
		if (stem == 3 && !strncasecmp(name, device[i], 3))
			return true;
	}
	return stem == 4 && name[3] >= '1' && name[3] <= '9' &&
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
