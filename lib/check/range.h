/* SPDX-License-Identifier: MIT */
#ifndef PM_RANGE_H
#define PM_RANGE_H

#include <stdbool.h>

#include "check/check.h"

/*
 * What the commits between two revisions say about a record: who made them
 * and whether they give a reason. Asked only for the few items that a range
 * promises or postpones. Private to check/.
 */
struct pm_range {
	struct pm_repo *repo;
	const struct pm_policy *policy;
	const char *base, *head;
	struct pm_error err; /* of a question that could not be answered */
};

/* `payload` is a struct pm_range; see struct pm_check. A log that cannot be
 * read answers false and leaves range->err. */
bool pm_range_authored_by(void *payload, const struct pm_record *action,
			  const char *owner);
bool pm_range_has_reason(void *payload, const struct pm_record *action);

#endif
