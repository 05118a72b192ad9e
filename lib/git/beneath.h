/* SPDX-License-Identifier: MIT */
#ifndef PM_BENEATH_H
#define PM_BENEATH_H

#include <stdbool.h>

#include "base/error.h"

/*
 * Opening below a folder without following a symbolic link at any part of
 * the path: one openat2() where the kernel has it, else part by part.
 */

/* A path with parts of its own only: relative, no "", "." or "..". */
bool pm_path_is_plain(const char *path);

/*
 * As openat(); errno is ELOOP when any part is a symbolic link. O_CLOEXEC,
 * O_NOCTTY and O_NONBLOCK are added. The path must be plain. Thread-safe.
 */
int pm_open_beneath(int dir, const char *path, int flags);
/* The same without openat2(). */
int pm_open_beneath_by_part(int dir, const char *path, int flags);

/* A folder for reading, "" for `top` itself. */
int pm_open_folder(int top, const char *folder);
/* The folder that holds `path`. */
int pm_open_parent(int top, const char *path);
/* Its name, "" for the top; the caller's to free. */
char *pm_path_parent(const char *path);

/* The errno of a failed pm_open_beneath() as a failure about `path`. */
int pm_fail_beneath(struct pm_error *err, const char *path);

#endif
