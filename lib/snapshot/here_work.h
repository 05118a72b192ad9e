/* SPDX-License-Identifier: MIT */
#ifndef PM_HERE_WORK_H
#define PM_HERE_WORK_H

#include "base/strlist.h"
#include "snapshot/here.h"

/* Private to here.c. */

/* In place of a clerical commit the newest one that leads to it, does work and
 * names the item (an id of which is one of `id`, or what resolves to
 * here->path at `tip`) in a trailer. None before `birth` (a full id, or NULL)
 * is looked at. */
int pm_here_find_work(struct pm_here *here, struct pm_arena *arena,
		      struct pm_repo *repo, const struct pm_policy *policy,
		      const struct pm_strlist *id, const char *tip,
		      const char *birth, struct pm_error *err);

#endif
