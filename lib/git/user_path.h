/* SPDX-License-Identifier: MIT */
#ifndef PM_USER_PATH_H
#define PM_USER_PATH_H

#include <stdbool.h>

#include "base/buf.h"
#include "git/repo.h"

/*
 * A path that a user gives, relative to the top. As git has it: a relative one
 * counts from `prefix`, and what leads to the work tree may go through symbolic
 * links ("/tmp/link/postmortems/...", "/proc/self/cwd/..."); unlike git, a
 * relative one may, too, and a link may lead to a folder of it. What stands
 * below is taken as it is written. False when it leads elsewhere. `repo` may be
 * NULL; the disk is looked at only for a path that is absolute or goes up.
 */
bool pm_user_path(struct pm_buf *out, const struct pm_repo *repo,
		  const char *prefix, const char *path);

#endif
