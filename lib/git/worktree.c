/* SPDX-License-Identifier: MIT */
#include "git/worktree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "git/beneath.h"

/*
 * To the end, not to the size that fstat() told: an editor may be writing.
 * What grows past the limit meanwhile is too large as well. The end is where
 * fstat() saw it or where nothing comes: over a network, FUSE or a signal
 * less may come than was asked for.
 */
static int read_all(struct pm_buf *out, size_t *size, int fd, size_t expected,
		    size_t limit)
{
	for (;;) {
		size_t room = out->len < expected ? expected - out->len + 1
						  : (size_t)BUFSIZ;
		ssize_t got;

		pm_buf_reserve(out, room);
		got = read(fd, out->ptr + out->len, room);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		out->len += (size_t)got;
		if (!got || out->len > limit ||
		    (out->len == expected && (size_t)got < room))
			break;
	}
	out->ptr[out->len] = '\0';
	*size = out->len;
	if (out->len > limit)
		pm_buf_reset(out);
	return 0;
}

int pm_worktree_read(struct pm_buf *out, size_t *size,
		     const struct pm_repo *repo, const char *path,
		     size_t limit, struct pm_error *err)
{
	struct stat st;
	size_t length = 0;
	int code = 0;
	int fd;

	pm_buf_reset(out);
	if (!repo->top)
		return pm_fail(err, PM_ERROR,
			       "there is no work tree to read '%s' from",
			       path);
	if (!pm_path_is_plain(path))
		return pm_fail(err, PM_EINVALID,
			       "'%s' is not a path below the top", path);
	fd = pm_open_beneath(repo->top_fd, path, O_RDONLY);
	if (fd < 0)
		return pm_fail_beneath(err, path);
	if (fstat(fd, &st) < 0)
		code = pm_fail_errno(err, "cannot read '%s'", path);
	else if (!S_ISREG(st.st_mode))
		code = pm_fail(err, PM_EINVALID,
			       "'%s' is not a regular file; put one there",
			       path);
	else if ((uintmax_t)st.st_size > limit)
		length = (size_t)st.st_size;
	else if (read_all(out, &length, fd, (size_t)st.st_size, limit) < 0)
		code = pm_fail_errno(err, "cannot read '%s'", path);
	close(fd);
	if (code < 0)
		pm_buf_reset(out);
	else if (size)
		*size = length;
	return code;
}
