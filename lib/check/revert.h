/* SPDX-License-Identifier: MIT */
#ifndef PM_REVERT_H
#define PM_REVERT_H

#include <stdbool.h>

#include "check/range.h"
#include "git/log.h"

/*
 * Whether a change says that it is a revert: a commit of the range does in its
 * message, in the words of git or of a forge, and the one that is being made
 * where git knows REVERT_HEAD. Private to check/.
 */

/* What a commit says that it reverts, as in git/claims.h, or NULL. */
const char *pm_revert_claim(struct pm_arena *arena,
			    const struct pm_commit_info *commit);
/* What git is about to revert: a full id, or NULL. */
const char *pm_revert_head(struct pm_arena *arena,
			   const struct pm_repo *repo);
/* See struct pm_check; `payload` is a struct pm_range. */
bool pm_revert_find(void *payload, const struct pm_record *record,
		    bool has_added);

#endif
