/* SPDX-License-Identifier: MIT */
#ifndef PM_MERGE_H
#define PM_MERGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/strlist.h"
#include "git/merge_text.h"
#include "model/policy.h"

/*
 * A record of three snapshots made one: the version that two others began
 * from, and those two.
 *
 * Front matter merges by field: what one side changed is taken, with the
 * bytes of that side; what both changed to the same value too. Lists of teams,
 * services and attendees merge as sets, maps by key. Anything else that both
 * changed is a conflict, and so is what would say what nobody said: an item is
 * a promise of its owner for a day, so that when one side makes or withdraws
 * the promise and the other changes owner, day or evidence, those fields
 * conflict together. A conflict stands between markers around exactly the
 * lines of its field, which no reader takes for front matter.
 *
 * The ledger (model/ledger.h) merges by event: those of the base, then what
 * either has new by its day, as often as either has it; but where both set a
 * field, the event whose value has won stands behind the other. The order of
 * each side stays. What ours took back is gone; what theirs took back is,
 * unless ours went on: nothing of what others stand on is taken out of the
 * middle. The side that reworded a reason is taken; two wordings conflict. The
 * ledger also tells who knew of whom: a field's value that both sides have an
 * event of, where the base has none, is what they both began from.
 *
 * Order is that of ours unless only theirs has changed it; comments and layout
 * are those of ours. The rest of the body merges by text, and so does all of
 * it where both changed prose among the events. Front matter that cannot be cut
 * into keys on every side, or differs in its line ends, is one field. A file
 * without front matter, or with a NUL, merges by text as a whole, and is a
 * conflict as a whole when both sides had changed what one cannot read.
 */
struct pm_merge {
	struct pm_text_merge text; /* a base of no bytes: both added it */
	/* How text is merged and which style of conflicts is asked for, as in
	 * git/merge_text.h. */
	int (*merge_text)(struct pm_buf *out, const struct pm_text_merge *text,
			  struct pm_error *err);
	int (*show_base)(bool *out, struct pm_error *err);
	const struct pm_policy *policy; /* names the ledger, and people */
	enum pm_kind kind;
};

struct pm_merged {
	struct pm_buf text;
	bool has_conflict;
	struct pm_strlist fields; /* which conflict: "state", "debrief.date";
				   * "history" for a reason in it */
	bool is_promise; /* they do because together they are a promise */
	bool has_events; /* each side has its own new ones in the ledger */
	bool is_binary;	 /* it is no text: a conflict, and `text` is ours */
};

/* 0, also when there are conflicts, or a negative code. */
int pm_record_merge(struct pm_merged *out, const struct pm_merge *merge,
		    struct pm_error *err);
void pm_merged_release(struct pm_merged *merged);

#endif
