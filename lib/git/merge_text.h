/* SPDX-License-Identifier: MIT */
#ifndef PM_MERGE_TEXT_H
#define PM_MERGE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

/* Three texts merged line by line, as git does it: it is asked to. */

enum pm_merge_side {
	PM_BASE,
	PM_OURS,
	PM_THEIRS,
	PM_MERGE_SIDES,
};

struct pm_bytes {
	const char *ptr; /* borrowed; never NULL when len is not 0 */
	size_t len;
};

struct pm_text_merge {
	struct pm_bytes side[PM_MERGE_SIDES];
	const char *label[PM_MERGE_SIDES]; /* behind the markers */
	int marker_size; /* how long those are */
};

/*
 * Append what comes of it. 1 when it holds conflicts, in the style that
 * merge.conflictStyle asks for; 0 when it holds none. What is no text (see
 * pm_bytes_are_binary()) is a failure.
 */
int pm_text_merge(struct pm_buf *out, const struct pm_text_merge *merge,
		  struct pm_error *err);
/* git takes what has a NUL in its first 8000 bytes for no text. */
bool pm_bytes_are_binary(const struct pm_bytes *bytes);
bool pm_bytes_same(const struct pm_bytes *a, const struct pm_bytes *b);
/* Whether merge.conflictStyle shows the base as well. */
int pm_conflicts_show_base(bool *out, struct pm_error *err);

#endif
