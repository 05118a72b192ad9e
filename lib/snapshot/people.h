/* SPDX-License-Identifier: MIT */
#ifndef PM_SNAPSHOT_PEOPLE_H
#define PM_SNAPSHOT_PEOPLE_H

#include "git/repo.h"
#include "model/record.h"
#include "snapshot/snapshot.h"

/*
 * Where model/person.h gets to know people from.
 */

/* .mailmap of this repository counts for the policy. A snapshot's own policy
 * has it from the start. */
void pm_people_use_mailmap(const struct pm_policy *policy,
			   struct pm_repo *repo);
/* The owners of what a snapshot has read; pm_snapshot_read() does this for its
 * own policy. */
void pm_people_know_owners(const struct pm_policy *policy,
			   const struct pm_snapshot *snapshot);

#endif
