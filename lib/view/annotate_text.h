/* SPDX-License-Identifier: MIT */
#ifndef PM_ANNOTATE_TEXT_H
#define PM_ANNOTATE_TEXT_H

#include "history/annotate.h"
#include "snapshot/here.h"
#include "view/style.h"

/*
 * Who set which field, a line for each, and below, when the promise moved,
 * how:
 *
 *	4983ce7  2026-12-02  Alice Example      title  Page before expiry
 *	f88aa97  2026-12-09  Bob Example        due    2026-12-19
 *	                     not committed yet  owner  bob
 *
 *	due first promised for 2026-12-05, moved once, 14 days later in all,
 *	by Bob Example
 *	    f88aa97 2026-12-09 Bob Example  2026-12-05 → 2026-12-19, ...
 *
 * `here` (or NULL) is what evidence "here" of the record names.
 */
void pm_annotate_text(const struct pm_view *view,
		      const struct pm_annotate *annotate,
		      const struct pm_here *here);

#endif
