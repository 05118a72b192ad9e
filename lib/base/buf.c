/* SPDX-License-Identifier: MIT */
#include "base/buf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define FIRST_SIZE 64

void pm_buf_reserve(struct pm_buf *buf, size_t extra)
{
	size_t need;
	size_t size = buf->alloc ? buf->alloc : FIRST_SIZE;

	/* An impossible size becomes the allocator's "out of memory". */
	need = extra < SIZE_MAX / 2 - buf->len ? buf->len + extra + 1
					       : SIZE_MAX / 2;
	if (need <= buf->alloc)
		return;
	while (size < need)
		size *= 2;
	buf->ptr = pm_xrealloc(buf->ptr, size);
	buf->alloc = size;
	buf->ptr[buf->len] = '\0';
}

void pm_buf_add(struct pm_buf *buf, const void *data, size_t len)
{
	pm_buf_reserve(buf, len);
	if (len)
		memcpy(buf->ptr + buf->len, data, len);
	buf->len += len;
	buf->ptr[buf->len] = '\0';
}

void pm_buf_addstr(struct pm_buf *buf, const char *s)
{
	pm_buf_add(buf, s, strlen(s));
}

void pm_buf_addch(struct pm_buf *buf, char c)
{
	pm_buf_add(buf, &c, 1);
}

void pm_buf_addf(struct pm_buf *buf, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	pm_buf_vaddf(buf, fmt, ap);
	va_end(ap);
}

void pm_buf_vaddf(struct pm_buf *buf, const char *fmt, va_list ap)
{
	va_list again;
	int len;

	pm_buf_reserve(buf, FIRST_SIZE);
	va_copy(again, ap);
	len = vsnprintf(buf->ptr + buf->len, buf->alloc - buf->len, fmt,
			again);
	va_end(again);
	if (len < 0) {
		buf->ptr[buf->len] = '\0';
		return;
	}
	if ((size_t)len >= buf->alloc - buf->len) {
		pm_buf_reserve(buf, (size_t)len);
		vsnprintf(buf->ptr + buf->len, buf->alloc - buf->len, fmt, ap);
	}
	buf->len += (size_t)len;
}

void pm_buf_splice(struct pm_buf *buf, size_t start, size_t end,
		   const void *data, size_t len)
{
	if (end > buf->len)
		end = buf->len;
	if (start > end)
		start = end;
	if (len > end - start)
		pm_buf_reserve(buf, len - (end - start));
	else
		pm_buf_reserve(buf, 0);
	memmove(buf->ptr + start + len, buf->ptr + end, buf->len - end);
	if (len)
		memcpy(buf->ptr + start, data, len);
	buf->len = buf->len - (end - start) + len;
	buf->ptr[buf->len] = '\0';
}

void pm_buf_rtrim(struct pm_buf *buf)
{
	while (buf->len && strchr(" \t\n\r\v\f", buf->ptr[buf->len - 1]) &&
	       buf->ptr[buf->len - 1])
		buf->len--;
	if (buf->ptr)
		buf->ptr[buf->len] = '\0';
}

void pm_buf_reset(struct pm_buf *buf)
{
	buf->len = 0;
	if (buf->ptr)
		buf->ptr[0] = '\0';
}

char *pm_buf_detach(struct pm_buf *buf)
{
	char *text = buf->ptr ? buf->ptr : pm_xstrdup("");

	buf->ptr = NULL;
	buf->len = 0;
	buf->alloc = 0;
	return text;
}

const char *pm_buf_str(const struct pm_buf *buf)
{
	return buf->ptr ? buf->ptr : "";
}

void pm_buf_release(struct pm_buf *buf)
{
	free(buf->ptr);
	buf->ptr = NULL;
	buf->len = 0;
	buf->alloc = 0;
}
