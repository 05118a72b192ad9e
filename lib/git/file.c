/* SPDX-License-Identifier: MIT */
#include "git/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int pm_file_read_fd(struct pm_buf *out, int fd, size_t limit)
{
	size_t start = out->len;

	for (;;) {
		ssize_t got;

		pm_buf_reserve(out, BUFSIZ);
		got = read(fd, out->ptr + out->len, BUFSIZ);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		out->len += (size_t)got;
		if (out->len - start > limit) {
			out->len = start + limit;
			out->ptr[out->len] = '\0';
			errno = EFBIG;
			return -1;
		}
		out->ptr[out->len] = '\0';
		if (!got)
			return 0;
	}
}

int pm_file_read(struct pm_buf *out, const char *path, size_t limit)
{
	/* Not to wait for a FIFO's writer. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;
	int code, saved;

	if (fd < 0)
		return -1;
	if (fstat(fd, &st) < 0) {
		code = -1;
	} else if (!S_ISREG(st.st_mode)) {
		errno = EINVAL;
		code = -1;
	} else {
		code = pm_file_read_fd(out, fd, limit);
	}
	saved = errno;
	close(fd);
	errno = saved;
	return code;
}

int pm_fd_write(int fd, const char *bytes, size_t len)
{
	while (len) {
		ssize_t written = write(fd, bytes, len);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -1;
		bytes += written;
		len -= (size_t)written;
	}
	return 0;
}

int pm_file_append(const char *path, const char *bytes, size_t len)
{
	int fd = open(path,
		      O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY |
			      O_NONBLOCK,
		      0666);
	int code = fd < 0 ? -1 : pm_fd_write(fd, bytes, len), saved;

	saved = errno;
	if (fd >= 0 && close(fd) < 0 && !code)
		return -1;
	errno = saved;
	return code;
}

int pm_file_replace(const char *path, const char *bytes, size_t len)
{
	struct pm_buf temp = { 0 };
	struct stat st;
	int code, saved, fd;

	if (stat(path, &st) < 0)
		return -1;
	pm_buf_addf(&temp, "%s.XXXXXX", path);
	fd = mkostemp(temp.ptr, O_CLOEXEC);
	if (fd < 0) {
		pm_buf_release(&temp);
		return -1;
	}
	code = pm_fd_write(fd, bytes, len);
	if (!code)
		code = fchmod(fd, st.st_mode & 0777);
	if (close(fd) < 0)
		code = -1;
	if (!code)
		code = rename(temp.ptr, path);
	saved = errno;
	if (code < 0)
		unlink(temp.ptr);
	pm_buf_release(&temp);
	errno = saved;
	return code;
}
