/* SPDX-License-Identifier: MIT */
#include "base/error.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Cut `text` of `size` bytes storage at a character and mark the cut. */
static void mark_cut(char *text, size_t size)
{
	static const char mark[] = "...";
	size_t end = size - sizeof(mark);

	while (end && ((unsigned char)text[end] & 0xc0) == 0x80)
		end--;
	memcpy(text + end, mark, sizeof(mark));
}

/*
 * Built aside first: an argument may well be the old message itself.
 */
static void record(struct pm_error *err, const char *suffix, const char *fmt,
		   va_list ap)
{
	char text[sizeof(err->message)];
	size_t len;
	int full;

	full = vsnprintf(text, sizeof(text), fmt, ap);
	if (full < 0)
		full = snprintf(text, sizeof(text), "%s", fmt);
	len = strlen(text);
	if (suffix) {
		int more = snprintf(text + len, sizeof(text) - len, ": %s",
				    suffix);
		if (more > 0)
			full += more;
	}
	if ((size_t)full >= sizeof(text))
		mark_cut(text, sizeof(text));
	memcpy(err->message, text, strlen(text) + 1);
}

int pm_fail(struct pm_error *err, enum pm_code code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	record(err, NULL, fmt, ap);
	va_end(ap);
	err->code = code;
	return code;
}

int pm_fail_errno(struct pm_error *err, const char *fmt, ...)
{
	int saved = errno;
	char storage[256];
	va_list ap;

	va_start(ap, fmt);
	record(err, strerror_r(saved, storage, sizeof(storage)), fmt, ap);
	va_end(ap);
	err->code = PM_ERROR;
	return PM_ERROR;
}

int pm_error_wrap(struct pm_error *err, const char *fmt, ...)
{
	char old[sizeof(err->message)];
	va_list ap;

	memcpy(old, err->message, strlen(err->message) + 1);
	va_start(ap, fmt);
	record(err, old, fmt, ap);
	va_end(ap);
	return err->code;
}
