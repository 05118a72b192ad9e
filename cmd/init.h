/* SPDX-License-Identifier: MIT */
#ifndef CMD_INIT_H
#define CMD_INIT_H

#include "cmd/command.h"
#include "git/worktree.h"

/* Parts of init that have a file of their own. */

/* Add to `edit` the .gitattributes of the root, with the lines it lacks, and
 * say what becomes of it. */
int init_attributes(struct context *ctx, struct pm_edit *edit,
		    const char *root, struct pm_error *err);
/* Configure the drivers in this clone, and say so. */
int init_drivers(struct context *ctx, struct pm_error *err);

#endif
