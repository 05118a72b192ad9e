/* SPDX-License-Identifier: MIT */
#ifndef CMD_CHOICE_H
#define CMD_CHOICE_H

#include <stdbool.h>

#include "base/error.h"

/* An option that takes one of several words, which end in NULL. */

bool choice_has(const char *const *words, const char *word);
/* PM_EINVALID: `what` it is not, and the word that was meant, else all:
 * --state: "opened" is not a state; did you mean "open"? */
int choice_fail(struct pm_error *err, const char *option, const char *what,
		const char *const *words, const char *word);

#endif
