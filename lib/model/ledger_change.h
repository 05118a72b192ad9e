/* SPDX-License-Identifier: MIT */
#ifndef PM_LEDGER_CHANGE_H
#define PM_LEDGER_CHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "model/ledger.h"
#include "model/record.h"

/*
 * What one version of a ledger has become in another, and what a ledger says
 * of its record. Records have been read with their ledger.
 */

/* For each event of one version the number of the same in the other, counted
 * from 1; 0: it is not there. As often as either has it. */
struct pm_ledger_change {
	const struct pm_ledger *old, *now;
	size_t *is;	/* of each old event */
	size_t *was;	/* of each new one */
	bool *reworded; /* of each new one: only its reason is another */
	size_t lost, added;
};

/* It borrows from both, and lives in the arena. */
void pm_ledger_compare(struct pm_ledger_change *out, struct pm_arena *arena,
		       const struct pm_policy *policy,
		       const struct pm_ledger *old,
		       const struct pm_ledger *now);
/* Whether something is lost, and only the newest that was there. */
bool pm_ledger_lost_newest(const struct pm_ledger_change *change);

/* What an event would have to set for the record to be as it is: the state or
 * status also where it is left out, "" for what is not there. NULL where that
 * cannot be known, or this kind has no such field. */
const char *pm_ledger_value(const struct pm_record *record,
			    enum pm_ledger_field field);
/* Whether two records have the same value. */
bool pm_ledger_same_value(const struct pm_policy *policy,
			  const struct pm_record *a,
			  const struct pm_record *b,
			  enum pm_ledger_field field);
/* The last event that sets a field when the field has another value; NULL:
 * it has that one, or nothing sets it. */
const struct pm_ledger_event *
pm_ledger_contradicts(const struct pm_policy *policy,
		      const struct pm_record *record,
		      enum pm_ledger_field field);
/*
 * Whether a record was taken back to what it was, as a revert does it: only
 * its newest events are missing, none is new, and the fields are what the
 * others say. Of a field that no other sets it is enough that one is not as
 * they set it, unless the record began with those that are missing. Where a
 * revert `is_known` it is enough that the newest are missing and that the
 * fields are what those that are there say.
 */
bool pm_ledger_is_taken_back(const struct pm_policy *policy,
			     const struct pm_ledger_change *change,
			     const struct pm_record *now, bool is_known);

/* What the reason of an event begins with that tells of a revert. */
#define PM_LEDGER_REVERTS "reverts \""
bool pm_ledger_reverts(const struct pm_ledger_event *event);

/* Whether one may follow the other; `from` < 0: the record is new. */
bool pm_ledger_is_step(enum pm_kind kind, int from,
		       const struct pm_ledger_event *event);

#endif
