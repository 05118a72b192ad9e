/* SPDX-License-Identifier: MIT */
#ifndef PM_ELSEWHERE_JSON_H
#define PM_ELSEWHERE_JSON_H

#include <jansson.h>

#include "snapshot/elsewhere.h"

/*
 * {"id", "kind", "here": {"state", "owner", "due"}, "same": 3, "groups":
 *  [{"there": true, "state", "owner", "due", "branches": [{"name", "ref",
 *    "commit", "date"}]}]}
 *
 * Of a post-mortem the values are "status", "severity" and "owner". Absent
 * ones are left out. "date" is that of the branch's last commit.
 */
json_t *pm_json_elsewhere(const struct pm_record *here,
			  const struct pm_elsewhere *elsewhere);

#endif
