/* SPDX-License-Identifier: MIT */
#ifndef PM_MOVED_H
#define PM_MOVED_H

#include "snapshot/snapshot.h"

/*
 * A repository that became a folder of another one, by a subtree merge or
 * "git filter-repo --to-subdirectory-filter", takes its policy and its records
 * along to where nothing looks for them.
 */
struct pm_moved {
	const char *folder; /* what was the top */
	const char *policy; /* path of its policy, or NULL: it had none */
	const char *root;   /* where its records stand now, from the top */
	bool says_root;	    /* the policy has a line for that */
};

struct pm_all_moved {
	struct pm_moved *item;
	size_t nr, alloc;
	struct pm_arena arena;
};

/* All there are, where a listed snapshot has neither a policy nor a record;
 * elsewhere, and not `anyway`, nothing is looked for; and what has no policy
 * of its own is told there only. Lists the whole place. */
int pm_moved_find(struct pm_all_moved *out, const struct pm_snapshot *snapshot,
		  bool anyway, struct pm_error *err);
void pm_moved_release(struct pm_all_moved *all);

#endif
