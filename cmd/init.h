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

/* Put the log's authors into the policy that is there, or else into `text`,
 * which is to become it; add it to `edit` when it is not as it was. */
int init_people(struct context *ctx, struct pm_edit *edit, struct pm_buf *text,
		struct pm_error *err);
/* Say whom a list of people would know, where the policy has none. */
void init_people_hint(struct context *ctx);

#endif
