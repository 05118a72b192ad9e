/* SPDX-License-Identifier: MIT */
#ifndef PM_INDEX_FORK_H
#define PM_INDEX_FORK_H

#include <stddef.h>

#include "base/error.h"
#include "base/strlist.h"

/*
 * Where the history of a tip leaves what is known: the newest commits that
 * known commits lead to as well (or are). All ids are full hex; a known one
 * that is no longer there does not count. With nothing new the fork is the
 * tip; with nothing in common there is none.
 */
int pm_fork_find(struct pm_strlist *fork, const char *tip,
		 const struct pm_strlist *known, struct pm_error *err);
/* *base is the number of a known commit whose history is all that the fork
 * holds back, known->nr when there is no such. */
int pm_fork_base(size_t *base, const struct pm_strlist *fork,
		 const struct pm_strlist *known, struct pm_error *err);

#endif
