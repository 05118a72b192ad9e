/* SPDX-License-Identifier: MIT */
#ifndef PM_CHECK_LEDGER_H
#define PM_CHECK_LEDGER_H

#include "check/subject.h"
#include "model/ledger_change.h"

/*
 * The rules about a record's history (model/ledger.h). A record without
 * events is asked for none: version 0.1 writes beside this one. `old` may be
 * NULL: the record is new. Private to check/.
 */

/* As it stands. */
void pm_check_ledger(const struct subject *subject,
		     const struct pm_record *record);
/* What a change makes of it. */
void pm_check_ledger_change(const struct subject *subject,
			    const struct pm_record *old,
			    const struct pm_record *now);
/* A part of that: what was there and is not, of which `change` tells. */
void pm_check_ledger_lost(const struct subject *subject,
			  const struct pm_record *old,
			  const struct pm_record *now,
			  const struct pm_ledger_change *change);
/* Whether that is what a revert leaves. */
bool pm_is_taken_back(const struct pm_check *check,
		      const struct pm_record *old,
		      const struct pm_record *now,
		      const struct pm_ledger_change *change);
/* Another: the days of what is new. */
void pm_check_ledger_days(const struct subject *subject,
			  const struct pm_record *old,
			  const struct pm_record *now,
			  const struct pm_ledger_change *change);

/*
 * Whether a change takes a record back to what it was: it leaves what a
 * revert leaves, or its newest event says that something was reverted. No
 * rule refuses that.
 */
bool pm_goes_back(const struct pm_check *check, const struct pm_record *old,
		  const struct pm_record *now);

/* What the new events say of the way from one state or status to another. */
enum pm_way {
	PM_WAY_UNTOLD, /* nothing: the two ends have to */
	PM_WAY_RIGHT,
	PM_WAY_SKIPS,
};
enum pm_way pm_ledger_way(const struct pm_check *check,
			  const struct pm_record *old,
			  const struct pm_record *now);
/* Told of a way that skips a step. */
void pm_check_way(const struct subject *subject, const struct pm_record *old,
		  const struct pm_record *now);

/* Whether a new event that sets the field says why. */
bool pm_ledger_says_why(const struct pm_check *check,
			const struct pm_record *old,
			const struct pm_record *now,
			enum pm_ledger_field field);

#endif
