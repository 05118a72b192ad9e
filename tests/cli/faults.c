/* SPDX-License-Identifier: MIT */
/*
 * Preloaded into git-postmortem, and into nothing that it starts:
 *
 *   PM_FAULT_READ=<n>    a regular file gives n bytes at a time
 *   PM_FAULT_MALLOC=<n>  the n-th allocation fails ...
 *   PM_FAULT_LASTS=1     ... and so does every one after it
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t nr, size_t size);
void *__libc_realloc(void *ptr, size_t size);

static long fail_at, part;
static bool lasts;
static long count;

__attribute__((constructor)) static void begin(void)
{
	const char *at = getenv("PM_FAULT_MALLOC");
	const char *bytes = getenv("PM_FAULT_READ");

	if (strcmp(program_invocation_short_name, "git-postmortem"))
		return;
	lasts = getenv("PM_FAULT_LASTS");
	part = bytes ? strtol(bytes, NULL, 10) : 0;
	fail_at = at ? strtol(at, NULL, 10) : 0;
}

static bool fails(void)
{
	long nr;

	if (!fail_at)
		return false;
	nr = __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED);
	if (nr != fail_at && !(lasts && nr > fail_at))
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t nr, size_t size)
{
	return fails() ? NULL : __libc_calloc(nr, size);
}

void *realloc(void *ptr, size_t size)
{
	return fails() ? NULL : __libc_realloc(ptr, size);
}

ssize_t read(int fd, void *to, size_t len)
{
	struct stat st;

	if (part && len > (size_t)part && !fstat(fd, &st) &&
	    S_ISREG(st.st_mode))
		len = (size_t)part;
	return syscall(SYS_read, fd, to, len);
}
