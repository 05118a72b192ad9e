/* SPDX-License-Identifier: MIT */
#ifndef PM_BUF_H
#define PM_BUF_H

#include <stdarg.h>
#include <stddef.h>

/*
 * Growing bytes. `ptr` is always NUL-terminated once anything was added, and
 * bytes may hold NUL themselves. Start it as { 0 }; release is safe on that.
 */
struct pm_buf {
	char *ptr;
	size_t len;
	size_t alloc;
};

void pm_buf_add(struct pm_buf *buf, const void *data, size_t len);
void pm_buf_addstr(struct pm_buf *buf, const char *s);
void pm_buf_addch(struct pm_buf *buf, char c);
void pm_buf_addf(struct pm_buf *buf, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void pm_buf_vaddf(struct pm_buf *buf, const char *fmt, va_list ap);
/* Room for `extra` more bytes behind len. */
void pm_buf_reserve(struct pm_buf *buf, size_t extra);
/* Replace bytes [start, end) by `len` bytes of `data`. */
void pm_buf_splice(struct pm_buf *buf, size_t start, size_t end,
		   const void *data, size_t len);
/* Cut white space at the end. */
void pm_buf_rtrim(struct pm_buf *buf);
/* Empty it, keep the storage. */
void pm_buf_reset(struct pm_buf *buf);
/* The bytes, now the caller's to free(); never NULL. The buffer is empty. */
char *pm_buf_detach(struct pm_buf *buf);
/* The text, "" while nothing was added; borrowed. */
const char *pm_buf_str(const struct pm_buf *buf);
void pm_buf_release(struct pm_buf *buf);

#endif
