/* SPDX-License-Identifier: MIT */
#include "git/beneath.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#ifdef SYS_openat2
#include <linux/openat2.h>
#endif

#include "base/alloc.h"
#include "base/path.h"

/* How often a lookup that raced with a rename is tried again. */
#define RETRIES 16
/* Without O_NONBLOCK a FIFO would hold us for ever. */
#define ALWAYS (O_CLOEXEC | O_NOCTTY | O_NONBLOCK)

bool pm_path_is_plain(const char *path)
{
	for (;;) {
		size_t len = strcspn(path, "/");

		if (!len || (len == 1 && path[0] == '.') ||
		    (len == 2 && path[0] == '.' && path[1] == '.'))
			return false;
		if (!path[len])
			return true;
		path += len + 1;
	}
}

/* One part; a link is ELOOP also where O_DIRECTORY makes it ENOTDIR. */
static int open_part(int dir, const char *name, int flags)
{
	int fd = openat(dir, name, flags | ALWAYS | O_NOFOLLOW);
	struct stat st;

	if (fd < 0 && errno == ENOTDIR) {
		bool is_link = !fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) &&
			       S_ISLNK(st.st_mode);

		errno = is_link ? ELOOP : ENOTDIR;
	}
	return fd;
}

int pm_open_beneath_by_part(int dir, const char *path, int flags)
{
	char name[NAME_MAX + 1];
	int at = dir;

	for (;;) {
		size_t len = strcspn(path, "/");
		int fd, saved;

		if (len > NAME_MAX) {
			errno = ENAMETOOLONG;
			fd = -1;
		} else {
			memcpy(name, path, len);
			name[len] = '\0';
			fd = open_part(at, name, path[len]
					? O_PATH | O_DIRECTORY : flags);
		}
		saved = errno;
		if (at != dir)
			close(at);
		errno = saved;
		if (fd < 0 || !path[len])
			return fd;
		at = fd;
		path += len + 1;
	}
}

int pm_open_beneath(int dir, const char *path, int flags)
{
#ifdef SYS_openat2
	static atomic_bool is_missing;
	/* O_NOFOLLOW would make a link at the end ENOTDIR, not ELOOP. */
	struct open_how how = {
		.flags = (unsigned)(flags | ALWAYS),
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
	};

	if (!atomic_load_explicit(&is_missing, memory_order_relaxed)) {
		for (int i = 0; i < RETRIES; i++) {
			int fd = (int)syscall(SYS_openat2, dir, path, &how,
					      sizeof(how));

			if (fd >= 0)
				return fd;
			if (errno != EAGAIN && errno != EINTR)
				break;
		}
		/* An old kernel, or a sandbox that does not know the call. */
		if (errno != ENOSYS && errno != EPERM && errno != EAGAIN)
			return -1;
		if (errno == ENOSYS)
			atomic_store_explicit(&is_missing, true,
					      memory_order_relaxed);
	}
#endif
	return pm_open_beneath_by_part(dir, path, flags);
}

int pm_open_folder(int top, const char *folder)
{
	if (!*folder)
		return openat(top, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return pm_open_beneath(top, folder, O_RDONLY | O_DIRECTORY);
}

char *pm_path_parent(const char *path)
{
	size_t len = (size_t)(pm_path_base(path) - path);

	return pm_xstrndup(path, len ? len - 1 : 0);
}

int pm_open_parent(int top, const char *path)
{
	char *folder = pm_path_parent(path);
	int fd = pm_open_folder(top, folder);
	int saved = errno;

	free(folder);
	errno = saved;
	return fd;
}

int pm_fail_beneath(struct pm_error *err, const char *path)
{
	switch (errno) {
	case ENOENT:
	case ENOTDIR:
		return pm_fail(err, PM_ENOTFOUND, "there is no '%s'", path);
	case ELOOP:
	case EXDEV:
		return pm_fail(err, PM_EINVALID, "'%s' is a symbolic link or "
			       "lies behind one; put the file itself there",
			       path);
	case ENXIO:
		return pm_fail(err, PM_EINVALID, "'%s' is not a regular file; "
			       "put one there", path);
	default:
		return pm_fail_errno(err, "cannot open '%s'", path);
	}
}
