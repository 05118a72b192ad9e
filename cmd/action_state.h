/* SPDX-License-Identifier: MIT */
#ifndef CMD_ACTION_STATE_H
#define CMD_ACTION_STATE_H

#include "cmd/record_edit.h"

/* What "action done" shares with its --from-log. */

/* Take the step to done in the record that was found; fails, with what to do
 * instead, where that is no step. */
int action_take_done(struct record_edit *edit, const char *evidence,
		     struct pm_error *err);

struct from_log_options {
	const char *range; /* NULL: everything that leads to HEAD */
	bool dry_run, commit;
};

/* Close what commits claim to close; the exit status. */
int action_done_from_log(struct context *ctx,
			 const struct from_log_options *options);

#endif
