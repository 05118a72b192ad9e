/* SPDX-License-Identifier: MIT */
#ifndef CMD_RECORD_HISTORY_H
#define CMD_RECORD_HISTORY_H

#include "cmd/command.h"
#include "model/draft.h"
#include "model/record.h"

/*
 * The commands' events in the history of a record. Who git does not know
 * writes none, and is told so.
 */

/*
 * Write into the text of a record the event that made it what it says now
 * out of `before` (NULL: it is new; read with its ledger), by who works here,
 * today. Nothing where no field of the history differs, or a new event says
 * so already. `record` gives kind, id and path. `why`
 * may be NULL: what is declined has its reason in a field.
 */
int record_history_add(struct context *ctx, const struct pm_policy *policy,
		       struct pm_buf *text, const struct pm_record *before,
		       const struct pm_record *record, const char *why,
		       struct pm_error *err);
/* The first event of a draft; `id` is what a failure calls it. */
int record_history_begin(struct context *ctx, struct pm_draft *draft,
			 const char *id, struct pm_error *err);
/* The event of what somebody changed with an editor: into the file. */
int record_history_of_edit(struct context *ctx, const struct pm_policy *policy,
			   const struct pm_record *record,
			   const struct pm_buf *before, struct pm_error *err);

#endif
