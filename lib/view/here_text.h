/* SPDX-License-Identifier: MIT */
#ifndef PM_HERE_TEXT_H
#define PM_HERE_TEXT_H

#include "base/buf.h"
#include "snapshot/here.h"

/* Which change evidence "here" names: "1a2b3c4 Warm the cache (#12)", "in or
 * before ...", "not committed yet". Not made safe. */
void pm_here_words(struct pm_buf *out, const struct pm_here *here);

#endif
