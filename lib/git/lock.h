/* SPDX-License-Identifier: MIT */
#ifndef PM_LOCK_H
#define PM_LOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "git/repo.h"

/* Waiting for others, `postmortem.lockTimeout` milliseconds in all; 0 is not
 * at all and a negative number for ever, as with git's own timeouts. */
struct pm_patience {
	const struct pm_repo *repo;
	int64_t until; /* milliseconds of the monotonic clock */
	int64_t tell;  /* when the user is told; 0 once he was */
	bool is_endless;
	unsigned step;
};

void pm_patience_init(struct pm_patience *patience, struct pm_repo *repo);
/* Sleep a little; false, without sleeping, when the time is over. After a
 * second the user hears once that we wait for `whom`. */
bool pm_patience_wait(struct pm_patience *patience, const char *whom);

#endif
