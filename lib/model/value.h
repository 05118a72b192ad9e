/* SPDX-License-Identifier: MIT */
#ifndef PM_VALUE_H
#define PM_VALUE_H

#include <stdbool.h>

#include "base/buf.h"
#include "model/policy.h"
#include "model/record.h"

/* Whether one text is a value of a field's type. */

/*
 * Fill value->as and value->is_valid from `text`. When it is not valid,
 * `why` receives what is wrong ("is not a day, as in 2026-12-05") and `fix`
 * what to write; both are otherwise left alone.
 */
void pm_value_check(struct pm_value *value, const char *text,
		    const struct pm_policy *policy, struct pm_buf *why,
		    struct pm_buf *fix);

#endif
