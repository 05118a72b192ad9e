/* SPDX-License-Identifier: MIT */
#ifndef PM_MENTION_TEXT_H
#define PM_MENTION_TEXT_H

#include "history/mention.h"
#include "view/style.h"

/*
 * The commits that name a record, one on a line under a heading. Those that
 * were not loaded, and the clerical ones, are left out; nothing is written
 * when none remains.
 */
void pm_view_mentions(const struct pm_view *view,
		      const struct pm_mentions *mentions);

#endif
