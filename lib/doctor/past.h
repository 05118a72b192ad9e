/* SPDX-License-Identifier: MIT */
#ifndef PM_PAST_H
#define PM_PAST_H

#include "history/moves.h"
#include "model/ledger.h"
#include "model/record.h"

/* What the versions of one record tell. Private to ledgers.c. */
struct pm_past_event {
	struct pm_ledger_event event; /* its day and person are the commit's */
	const char *commit;	      /* full hex */
	bool is_back;	 /* a day moved, or a step went back: why is asked */
	bool is_imported;
};

struct pm_past {
	struct pm_past_event *item; /* oldest first */
	size_t nr;
	const char *imported; /* the commit that imported the record, or
			       * NULL */
};

/* All of it in the arena. A record that is not in `tip` has none. `imported`
 * is the commit that imported the post-mortem of an item, or NULL. */
int pm_past_read(struct pm_past *out, struct pm_arena *arena,
		 struct pm_repo *repo, const struct pm_policy *policy,
		 struct pm_moves *moves, const struct pm_record *record,
		 const char *tip, const char *imported, struct pm_error *err);

#endif
