/* SPDX-License-Identifier: MIT */
#include "check/reason.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "git/log.h"

/* "Key: value", the form of every trailer, or a key left empty. */
static bool is_trailer(const char *line, size_t len)
{
	size_t i = 0;

	while (i < len && (isalnum((unsigned char)line[i]) || line[i] == '-'))
		i++;
	return i && i < len && line[i] == ':' &&
	       (i + 1 == len || line[i + 1] == ' ');
}

bool pm_body_gives_reason(const char *body)
{
	const char *key = PM_REASON_TRAILER ":";

	while (body && *body) {
		size_t len = strcspn(body, "\n");
		/* The key alone says nothing yet. */
		size_t skip = strncasecmp(body, key, strlen(key)) ?
				      0 :
				      strlen(key);

		if ((skip || !is_trailer(body, len)) &&
		    pm_text_letters(body + skip, len - skip))
			return true;
		body += len + (body[len] == '\n');
	}
	return false;
}
