/* SPDX-License-Identifier: MIT */
#ifndef PM_RECORD_TEXT_H
#define PM_RECORD_TEXT_H

#include "history/mention.h"
#include "snapshot/here.h"
#include "snapshot/short_name.h"
#include "snapshot/snapshot.h"
#include "view/style.h"

/*
 * One post-mortem or one action item for a person: its fields with what
 * follows from them (time to detect, days overdue), then its text. Records
 * must have been read with PM_READ_BODY. `names` may be empty where the
 * width is unlimited.
 */
void pm_view_postmortem(const struct pm_view *view,
			const struct pm_postmortem *pm,
			struct pm_short_names *names);
/* `mentions`: the commits that name it. `here`: what its evidence names, NULL
 * when that is not "here". */
void pm_view_action(const struct pm_view *view,
		    const struct pm_record *action,
		    const struct pm_mentions *mentions,
		    const struct pm_here *here);

#endif
