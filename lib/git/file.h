/* SPDX-License-Identifier: MIT */
#ifndef PM_FILE_H
#define PM_FILE_H

#include <stddef.h>

#include "base/buf.h"

/* Files outside of the work tree's records: hooks, git's own, /proc. */

/*
 * Append what a file holds; symbolic links are followed. 0, or -1 with errno:
 * EINVAL when it is not a regular file, EFBIG when it holds more than
 * `limit` bytes (the first `limit` of them are there then).
 */
int pm_file_read(struct pm_buf *out, const char *path, size_t limit);
/* The same of what is open already, a pipe as well; waits for its end. */
int pm_file_read_fd(struct pm_buf *out, int fd, size_t limit);
/* Write all of it; 0, or -1 with errno. */
int pm_fd_write(int fd, const char *bytes, size_t len);
/* Put other bytes into a file that is there, through a temporary one beside
 * it: a reader finds the old bytes or the new ones. 0, or -1 with errno. */
int pm_file_replace(const char *path, const char *bytes, size_t len);

/* Append to a file, which is made when it is not there. 0, or -1 with errno;
 * what was written before a failure stays. */
int pm_file_append(const char *path, const char *bytes, size_t len);

#endif
