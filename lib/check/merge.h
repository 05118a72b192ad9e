/* SPDX-License-Identifier: MIT */
#ifndef PM_CHECK_MERGE_H
#define PM_CHECK_MERGE_H

#include "check/check.h"
#include "snapshot/pair.h"

/*
 * A merge, as one of its parents sees it. What this parent's side has added or
 * changed since it parted from another one, and the result lacks, is lost,
 * unless the other side has changed the same thing, too, and the result has it
 * as that side left it. With several merge bases it is lost if it is so since
 * any of them. Private to check/.
 */

/* What stands in one commit, beside the result of the merge. */
struct pm_merge_version {
	const char *commit;
	struct pm_snapshot snapshot;
	struct pm_pairs pairs; /* with the result, */
	struct pm_item_moves moves; /* both */
};

/* Another parent, and where this one parted from it. */
struct pm_merge_other {
	const struct pm_merge_version *parent;
	const struct pm_merge_version **base;
	size_t bases;
};

struct pm_merge {
	const char *parent; /* full id of the one that looks */
	const struct pm_merge_other *other;
	size_t others;
	bool only_lost; /* it was made long ago: who did what was asked then */
};

/* What became of a field which this parent has otherwise than the result. */
enum pm_fate {
	PM_FATE_OWN,	   /* no parent has it so: it is the merge's change */
	PM_FATE_TAKEN,	   /* another side has changed it to that */
	PM_FATE_FORGOTTEN, /* it is as before this side changed it */
};

enum pm_fate pm_merge_fate(const struct pm_merge *merge,
			   const struct pm_record *after, enum pm_field field);
/* Whether a date lies between this side's and one to which another side has
 * moved it. */
bool pm_merge_is_between(const struct pm_merge *merge,
			 const struct pm_record *before,
			 const struct pm_record *after);
/* Whether another parent has an item of the result. */
bool pm_merge_has(const struct pm_merge *merge, const struct pm_record *after);
/* Whether another parent has an event of a record of the result. */
bool pm_merge_has_event(const struct pm_merge *merge,
			const struct pm_record *after,
			const struct pm_ledger_event *event);
/* Whether another side has taken out of the history of a record of the result
 * what this parent's version still has there: a revert. */
bool pm_merge_drops_event(const struct pm_merge *merge,
			  const struct pm_record *after,
			  const struct pm_ledger_event *event);
/* Whether another side has removed what this one has not touched. */
bool pm_merge_drops(const struct pm_merge *merge,
		    const struct pm_record *before);
bool pm_merge_drops_all(const struct pm_merge *merge,
			const struct pm_postmortem *before);

#endif
