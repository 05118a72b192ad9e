/* SPDX-License-Identifier: MIT */
#include "base/text.h"

#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"

#define LONGEST_CHARACTER 4 /* bytes; also a shift sequence fits */

bool pm_text_is_utf8_name(const char *encoding)
{
	return !encoding || !*encoding || !strcasecmp(encoding, "UTF-8") ||
	       !strcasecmp(encoding, "UTF8");
}

bool pm_text_recode(struct pm_buf *out, const char *s, size_t len,
		    const char *from, const char *to)
{
	size_t room = len * LONGEST_CHARACTER + 16, left = room;
	char *text, *in = (char *)s, *end;
	iconv_t way = iconv_open(to, from);
	bool ok;

	if (way == (iconv_t)-1)
		return false;
	text = end = pm_xmalloc(room);
	/* 0: each character has its own there. */
	ok = iconv(way, &in, &len, &end, &left) == 0 &&
	     iconv(way, NULL, NULL, &end, &left) == 0;
	if (ok)
		pm_buf_add(out, text, (size_t)(end - text));
	free(text);
	iconv_close(way);
	return ok;
}
