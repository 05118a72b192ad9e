/* SPDX-License-Identifier: MIT */
#ifndef PM_ANNOTATE_H
#define PM_ANNOTATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "history/history.h"
#include "history/slips.h"

/*
 * For each field that a record has: the commit that set it to its value last.
 * A use of the history, and so a record is followed through renames, merges
 * and its import as the log follows it, and no more of the log is read than
 * the oldest of the answers needs.
 *
 * A value that both of two merged branches set is the newer one's; one that a
 * merge took from neither is the merge's. Putting an older value back is
 * setting it.
 *
 * Which commit that is says the log; who did it, when and why says the item's
 * own history where it does not agree: after a squash the commit is somebody
 * else's. How a promise moved is told by that history alone where there is
 * one, and so is the same whatever of the log is there.
 */

enum pm_annotated {
	PM_ANNOTATED_COMMIT,
	PM_ANNOTATED_NOBODY, /* it is not committed yet */
	PM_ANNOTATED_BEYOND, /* the history that is here does not tell */
};

struct pm_annotate_line {
	const struct pm_value *value;	     /* borrowed from the record */
	enum pm_annotated by;
	const struct pm_commit_info *commit; /* PM_ANNOTATED_COMMIT */
	/* Who set it otherwise than the commit says; or NULL. */
	const struct pm_ledger_event *event;
};

struct pm_annotate {
	struct pm_arena arena;
	const struct pm_record *record; /* borrowed */
	struct pm_annotate_line *line;	/* in the field table's order */
	size_t nr;
	struct pm_slips slips; /* of an action item's `due`, as committed */
};

/*
 * `revision` is the commit that the record was read from; NULL: it was read
 * from the work tree, and what differs from HEAD is not committed.
 */
int pm_annotate(struct pm_annotate *out, struct pm_repo *repo,
		const struct pm_policy *policy, const struct pm_record *record,
		const char *revision, struct pm_error *err);
void pm_annotate_release(struct pm_annotate *annotate);

#endif
