/* SPDX-License-Identifier: MIT */
#include "check/reason.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "git/log.h"
#include "model/answer.h"

/* "Key: value", the form of every trailer, or a key left empty. */
static bool is_trailer(const char *line, size_t len)
{
	size_t i = 0;

	while (i < len && (isalnum((unsigned char)line[i]) || line[i] == '-'))
		i++;
	return i && i < len && line[i] == ':' &&
	       (i + 1 == len || line[i + 1] == ' ');
}

/* Where the reason in a line begins; NULL when it gives none. */
static const char *reason_in(const char *line, size_t len)
{
	static const char key[] = PM_REASON_TRAILER ":";
	/* The key alone says nothing yet. */
	size_t skip = strncasecmp(line, key, strlen(key)) ? 0 : strlen(key);

	if ((!skip && is_trailer(line, len)) ||
	    !pm_text_letters(line + skip, len - skip))
		return NULL;
	skip += strspn(line + skip, " \t");
	return line + skip;
}

static const char *next_line(const char *line)
{
	line += strcspn(line, "\n");
	return line + (*line == '\n');
}

static bool is_reason(const char *text, const char *line, size_t len)
{
	char *reason = pm_xstrndup(text, len - (size_t)(text - line));
	bool is = pm_is_reason(reason, PM_REASON_TRAILER);

	free(reason);
	return is;
}

bool pm_body_gives_reason(const char *body)
{
	for (; body && *body; body = next_line(body)) {
		size_t len = strcspn(body, "\n");
		const char *text = reason_in(body, len);

		if (text && is_reason(text, body, len))
			return true;
	}
	return false;
}

bool pm_body_reason(struct pm_buf *out, const char *body)
{
	bool any = false;

	for (; body && *body; body = next_line(body)) {
		size_t len = strcspn(body, "\n");
		const char *text = reason_in(body, len);

		if (any && !text)
			break;
		/* Words of any kind go on with it, but do not begin it. */
		if (!text || (!any && !is_reason(text, body, len)))
			continue;
		pm_buf_addstr(out, any ? " " : "");
		pm_buf_add(out, text, len - (size_t)(text - body));
		any = true;
	}
	return any;
}
