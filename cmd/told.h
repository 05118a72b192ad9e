/* SPDX-License-Identifier: MIT */
#ifndef CMD_TOLD_H
#define CMD_TOLD_H

#include <stdbool.h>

#include "check/finding.h"

/*
 * What "advance" and "edit" show by themselves, and what any command says of
 * the policy, the hooks of the commit that they make do not repeat. It is handed on in the environment, which reaches a
 * hook through git and whatever manages hooks.
 */

/* Findings that a command has shown, or shows when the commit is made. */
void told_remember(const struct pm_findings *findings);
/* Whether it was told already that the policy needs a newer program; from now
 * on it was. */
bool told_newer(void);
/* In a hook: leave out warnings that were told already. */
void told_drop(struct pm_findings *findings);

#endif
