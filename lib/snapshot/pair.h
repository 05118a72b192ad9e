/* SPDX-License-Identifier: MIT */
#ifndef PM_PAIR_H
#define PM_PAIR_H

#include "snapshot/change.h"
#include "snapshot/snapshot.h"

/*
 * Which post-mortem of one snapshot is which of another: the one of the same
 * id, else, among those that only one side has, the one whose id differs in
 * nothing but case, else the one whose document is the same, else the one of the same title, else one that has an item
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

/* What an item of one was before: the one of that name, or, among those whose
 * name is gone, the one of that name in another case, of the same file, or of
 * the same title. NULL: it is new. */
const struct pm_record *pm_item_before(const struct pm_postmortem *before,
				       const struct pm_postmortem *after,
				       const struct pm_record *now);

/*
 * Items that lie in another post-mortem than before: gone from the one, new in
 * the other, and the same file, of the same title, or of the same name and for
 * the most part of the same lines.
 */
struct pm_item_move {
	struct pm_record *before, *after;
};

struct pm_item_moves {
	struct pm_item_move *item;
	size_t nr;
	size_t alloc;
};

/* What was read of the pairs. */
void pm_pairs_item_moves(struct pm_item_moves *out, const struct pm_pairs *pairs);
/* NULL: it is not among them. */
struct pm_record *pm_item_moves_before(const struct pm_item_moves *moves,
					const struct pm_record *after);
struct pm_record *pm_item_moves_after(const struct pm_item_moves *moves,
				       const struct pm_record *before);
void pm_item_moves_release(struct pm_item_moves *moves);

/* The ids of post-mortems that hold a record that differs, added to `out`. */
void pm_deltas_ids(struct pm_strlist *out, const struct pm_policy *policy,
		   const struct pm_deltas *deltas);

#endif
