/* SPDX-License-Identifier: MIT */
#ifndef PM_REACH_H
#define PM_REACH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/alloc.h"
#include "base/error.h"

/*
 * Which commits a history holds, asked of git for all of them at once. In a
 * shallow clone "no" means "not as far as can be seen".
 */
struct pm_reach {
	const char *name; /* set by the caller: an id, whole or abbreviated */
	const char *id;	  /* full hex, in the arena; NULL: there is no such
			   * commit here, or more than one */
	int64_t time;	  /* of the commit; 0: broken */
	bool is_reached;  /* it is one of the tips, or leads to one */
};

/* `tip`: full ids, NULL-terminated. Nothing is fetched for an answer. */
int pm_reach_find(struct pm_reach *item, size_t nr, struct pm_arena *arena,
		  const char *const *tip, struct pm_error *err);

#endif
