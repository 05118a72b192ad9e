/* SPDX-License-Identifier: MIT */
#ifndef PM_RANGE_H
#define PM_RANGE_H

#include <stdbool.h>

#include "check/check.h"

/*
 * Which commit between two revisions made a record as it is: asked only for
 * the few items that a range promises or postpones. Private to check/.
 */
struct pm_range {
	struct pm_repo *repo;
	const struct pm_policy *policy;
	const char *base, *head;
	struct pm_arena arena; /* of what was found */
	struct pm_error err; /* of a question that could not be answered */
};

/* `payload` is a struct pm_range; see struct pm_check. A log that cannot be
 * read answers false and leaves range->err. */
bool pm_range_find(void *payload, const struct pm_record *action,
		   enum pm_field field, struct pm_maker *out);
void pm_range_release(struct pm_range *range);

#endif
