/* SPDX-License-Identifier: MIT */
#ifndef PM_LEDGERS_H
#define PM_LEDGERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "history/moves.h"
#include "snapshot/snapshot.h"

/*
 * The history that records from before there were histories get from the log:
 * an event for each commit that set a field of it, by its author, on the
 * author's day, with the reason that the commit gives. Where branches met, the
 * events of the first parent, then what the other brought; a merge that made
 * its own choice is an event.
 *
 * A record whose history a command began later gets only what was before its
 * first event. A second time there is nothing to do.
 */
struct pm_ledgers_item {
	const char *path;
	char *text; /* the file as it will be; in the arena */
	size_t len;
	size_t events; /* that are new */
};

struct pm_ledgers {
	struct pm_arena arena;
	struct pm_ledgers_item *item;
	size_t nr;
	size_t alloc;
	size_t events;
};

/* Shared by who asks of several records; starts zeroed. */
struct pm_ledgers_asked {
	struct pm_moves moves;
	struct pm_arena arena;
};

/* Whether a record's history was begun later than the record, and the log
 * tells what was before. Read with its ledger, of which there is one. */
int pm_ledger_is_late(bool *out, struct pm_ledgers_asked *asked,
		      struct pm_repo *repo, const struct pm_policy *policy,
		      const struct pm_record *record, const char *tip,
		      struct pm_error *err);
void pm_ledgers_asked_release(struct pm_ledgers_asked *asked);

/* `tip` (full hex) is what the log is asked of; `snapshot` stands in the work
 * tree and was read with bodies. Not for a shallow clone. */
int pm_ledgers_from_log(struct pm_ledgers *out, struct pm_repo *repo,
			struct pm_snapshot *snapshot, const char *tip,
			struct pm_error *err);
void pm_ledgers_release(struct pm_ledgers *ledgers);

#endif
