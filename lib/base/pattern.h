/* SPDX-License-Identifier: MIT */
#ifndef PM_PATTERN_H
#define PM_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The form of a short key, as a team writes it into its policy: ordinary
 * characters, "." for any, sets such as [A-Z0-9_] and [^/], "\" in front of
 * what is meant as it stands; each with "?", "*", "+", "{2}" or "{2,5}" behind
 * it. A part of POSIX extended regular expressions that can be matched in one
 * pass whatever the pattern says: who writes it need not be trusted.
 */

/* NULL for a sound pattern, else what is wrong with it. */
const char *pm_pattern_problem(const char *pattern);

/* Whether all of s[0..len) has this form. False for an unsound pattern. */
bool pm_pattern_matches(const char *pattern, const char *s, size_t len);

#endif
