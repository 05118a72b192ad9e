/* SPDX-License-Identifier: MIT */
#ifndef PM_INDEX_ACTIONS_H
#define PM_INDEX_ACTIONS_H

#include "index/index.h"
#include "snapshot/snapshot.h"

/*
 * The action items of a snapshot as they were read before, by the blob: a row
 * for an item instead of an object and its YAML. Only items as simple as
 * pm_record_pack() takes are kept, and only while they are among those that
 * are asked for.
 */

/* Fill those that the index has; the others stay unread. Strings live in the
 * arena; nothing else of the snapshot is touched. */
int pm_index_actions_load(struct pm_snapshot *snapshot,
			  struct pm_arena *arena, struct pm_index *index,
			  struct pm_error *err);
/* Read the others from git, and keep what can be kept. */
int pm_index_actions_rest(struct pm_snapshot *snapshot,
			  struct pm_index *index, struct pm_error *err);

#endif
