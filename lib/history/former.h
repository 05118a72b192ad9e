/* SPDX-License-Identifier: MIT */
#ifndef PM_FORMER_H
#define PM_FORMER_H

#include "base/alloc.h"
#include "model/policy.h"
#include "git/repo.h"

/* The ids that records once had: each rename below the root, as git finds it
 * along the log. */
struct pm_rename {
	const char *from, *to; /* ids */
};

struct pm_former {
	struct pm_rename *item; /* newest first */
	size_t nr;
	size_t alloc;
};

/* `tip` is a full id; strings live in the arena. */
int pm_former_read(struct pm_former *out, struct pm_arena *arena,
		   struct pm_repo *repo, const struct pm_policy *policy,
		   const char *tip, struct pm_error *err);
/* What a record that was called `id` (case does not matter) was called next;
 * NULL when none was renamed so. */
const char *pm_former_next(const struct pm_former *former, const char *id);
void pm_former_release(struct pm_former *former);

#endif
