/* SPDX-License-Identifier: MIT */
#ifndef PM_ERROR_H
#define PM_ERROR_H

#include <stdarg.h>

/*
 * An error says that an operation could not be done. That a post-mortem is
 * incomplete is not an error but a finding (see check/finding.h).
 *
 * Functions that can fail return 0 or a negative enum pm_code and take a
 * caller-owned `struct pm_error *err` as their last parameter. On success
 * `err` is not touched; on failure its message is complete enough to print:
 * lower case, no full stop, the thing and the fix. Storage is fixed, so that
 * recording an error cannot fail and needs no release.
 */

enum pm_code {
	PM_OK = 0,
	PM_ERROR = -1,	   /* it could not be done */
	PM_EINVALID = -2,  /* the input is wrong; a user can correct it */
	PM_ENOTFOUND = -3, /* nothing of that name */
	PM_EEXISTS = -4,   /* something is in the way */
	PM_EAMBIGUOUS = -5, /* a name fits more than one thing */
	PM_ELOCKED = -6,   /* another process holds the lock */
	PM_ENEWER = -7,	   /* a newer version of this program is needed */
};

struct pm_error {
	enum pm_code code;
	char message[4096];
};

/* Record a failure and return `code`, so that `return pm_fail(...)` reads well.
 * A message longer than the storage is cut at a character and ends in "...". */
int pm_fail(struct pm_error *err, enum pm_code code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* pm_fail() with ": " and the text of errno (as it was on entry) behind. */
int pm_fail_errno(struct pm_error *err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Put "<text>: " before the message on its way up; returns err->code. */
int pm_error_wrap(struct pm_error *err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
