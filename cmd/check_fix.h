/* SPDX-License-Identifier: MIT */
#ifndef CMD_CHECK_FIX_H
#define CMD_CHECK_FIX_H

#include <stdbool.h>

#include "cmd/command.h"

/* check --fix: add to the histories of records of the work tree what is
 * missing there, and say so. `range` (NULL: HEAD and the work tree) is where
 * it is looked for; it has to end in HEAD. EXIT_FINDINGS when somebody has to
 * go on by hand. */
int check_fix(struct context *ctx, const char *range, bool commit);

#endif
