/* SPDX-License-Identifier: MIT */
#ifndef PM_REASON_H
#define PM_REASON_H

#include <stdbool.h>

#include "base/buf.h"

/*
 * Whether a commit says why. `body` is what stands below the subject; NULL
 * is nothing. A Postmortem-Reason trailer does, and so does a sentence; other
 * trailers (Signed-off-by, ...) do not.
 */
bool pm_body_gives_reason(const char *body);
/* The first paragraph that does, on one line, put into `out`; false when
 * there is none. */
bool pm_body_reason(struct pm_buf *out, const char *body);

#endif
