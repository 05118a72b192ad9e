/* SPDX-License-Identifier: MIT */
#ifndef PM_PAIR_H
#define PM_PAIR_H

#include "snapshot/change.h"
#include "snapshot/snapshot.h"

/*
 * Which post-mortem of one snapshot is which of another: the one of the same
 * id, else, among those that only one side has, the one whose document is
 * the same, else the one of the same title, else one that has an item
 * in common (a folder that was renamed).
 */
struct pm_pair {
	struct pm_postmortem *before, *after; /* NULL: it is not there */
};

struct pm_pairs {
	struct pm_pair *item; /* those of `after`, then what was removed */
	size_t nr;
	size_t alloc;
};

/* Documents that only one side has must have been read. */
void pm_snapshots_pair(struct pm_pairs *out, const struct pm_snapshot *before,
		       const struct pm_snapshot *after);
void pm_pairs_release(struct pm_pairs *pairs);

/* Whether two versions that were read are one document under two names. With
 * `by_title` that is the same title, otherwise the same bytes. */
bool pm_record_is_same(const struct pm_record *before,
		       const struct pm_record *after, bool by_title);

/* The ids of post-mortems that hold a record that differs, added to `out`. */
void pm_deltas_ids(struct pm_strlist *out, const struct pm_policy *policy,
		   const struct pm_deltas *deltas);

#endif
