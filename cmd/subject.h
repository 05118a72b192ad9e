/* SPDX-License-Identifier: MIT */
#ifndef CMD_SUBJECT_H
#define CMD_SUBJECT_H

#include "cmd/command.h"

/* How the subjects of our commits begin: postmortem.commitPrefix. */

/* The prefix with a blank behind its colon; nothing where none is set. */
void subject_begin(struct context *ctx, struct pm_buf *out);
/* A refused commit: name the setting, where a hook may ask for a form. That is
 * part of the refusal, not a hint that can be turned off. */
void subject_name_prefix(struct context *ctx, struct pm_error *err);

#endif
