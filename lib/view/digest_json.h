/* SPDX-License-Identifier: MIT */
#ifndef PM_DIGEST_JSON_H
#define PM_DIGEST_JSON_H

#include "base/buf.h"
#include "report/digest.h"

/*
 * A digest for programs: "day", "since" (null where it was not asked for) and
 * "digests", an array of {"owner", "attention": [{"why", "record"}],
 * "changes": [{"what", "days", "record"}]}. Nothing at all where there is
 * nothing to say.
 */
void pm_digest_json(struct pm_buf *out, const struct pm_digest *digest);

#endif
