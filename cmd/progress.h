/* SPDX-License-Identifier: MIT */
#ifndef CMD_PROGRESS_H
#define CMD_PROGRESS_H

#include "base/watch.h"
#include "cmd/command.h"

/*
 * How long work is shown, once it has taken a second: on a terminal, as one
 * line on stderr that is written anew a few times a second and erased at the
 * end; never on a pipe or when told to be quiet. What else a person should
 * know is a warning, the same one only once in a run.
 *
 * The line goes on while git is silent, so a thread of its own writes it,
 * which the first work starts that begins on a terminal.
 */
const struct pm_watch *progress_watch(struct context *ctx);
/* Before the context goes; safe when nothing was shown. */
void progress_finish(void);

#endif
