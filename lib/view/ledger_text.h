/* SPDX-License-Identifier: MIT */
#ifndef PM_LEDGER_TEXT_H
#define PM_LEDGER_TEXT_H

#include "model/record.h"
#include "view/style.h"

/* What an event changes and why, as a person reads it: "accepted, due
 * 2027-01-10: the vendor is late". Not made safe. */
void pm_ledger_words(struct pm_buf *out, const struct pm_ledger_event *event);
/* "2026-12-02 bob: " in front of that. */
void pm_ledger_line(struct pm_buf *out, const struct pm_ledger_event *event);
/* The history that a record carries, an event a line; nothing without one. */
void pm_view_ledger(const struct pm_view *view,
		    const struct pm_record *record);

#endif
