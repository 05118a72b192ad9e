/* SPDX-License-Identifier: MIT */
#ifndef CMD_INDEX_H
#define CMD_INDEX_H

#include "base/buf.h"
#include "cmd/command.h"
#include "index/look.h"
#include "snapshot/snapshot.h"

/* What the index commands share. */

/* The policy here and now says what the root is. Takes no operand; EXIT_OK,
 * or the status after the error was printed. */
int index_policy(struct context *ctx, const struct command *command, int argc,
		 char **argv, struct pm_snapshot *out);
/* "12 commits with 34 changes and 5 claims". */
void index_contents(struct pm_buf *out, int64_t commits, int64_t changes,
		    int64_t claims);
/* "1.5 MB". */
void index_size(struct pm_buf *out, int64_t bytes);

extern const struct command cmd_index_status, cmd_index_rebuild,
	cmd_index_verify;

#endif
