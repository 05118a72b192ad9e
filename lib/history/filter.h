/* SPDX-License-Identifier: MIT */
#ifndef PM_FILTER_H
#define PM_FILTER_H

#include <stdbool.h>

#include "history/history.h"

/* What of a history is to be told. Zeroed, it is everything. */
struct pm_history_filter {
	const struct pm_policy *policy; /* needed with `owner` */
	const char *owner; /* only records whose owner this person is or was,
			    * before the commit or after it; mentions were
			    * read with it */
	bool by_field;
	bool field[PM_FIELDS]; /* only changes of these */
};

/*
 * The part of `event` that passes, in `out`, which borrows from it. False
 * when nothing does; release `out` in both cases.
 */
bool pm_history_pass(struct pm_event *out,
		     const struct pm_history_filter *filter,
		     const struct pm_event *event);
void pm_history_pass_release(struct pm_event *out);

#endif
