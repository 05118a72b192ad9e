/* SPDX-License-Identifier: MIT */
#ifndef PM_DIFF_H
#define PM_DIFF_H

#include <stdbool.h>

#include "git/listing.h"

/* git's raw diff format, which the diffs and the log share. */

/* Raw, with whole ids, whatever the user's configuration says. */
#define PM_DIFF_RAW                                                         \
	"--raw", "-z", "--no-abbrev", "--no-color", "--no-relative",        \
	"--no-ext-diff", "--ignore-submodules=none", "-O/dev/null"

/* Take apart what stands before the path; cuts `meta` up, and the ids stay
 * in it. False for what is not such a line. */
bool pm_diff_meta(struct pm_delta *out, char *meta);

#endif
