/* SPDX-License-Identifier: MIT */
#ifndef PM_SHORT_NAME_H
#define PM_SHORT_NAME_H

#include "base/alloc.h"
#include "snapshot/snapshot.h"

/*
 * From a record to what is enough to type for it, the way back from
 * pm_resolve(): the fewest whole words that its name alone begins with,
 * without the date, but some letters at least, so that it stays unique for a
 * while. Where two items have one name, the post-mortem's stands in front:
 * "checkout/page"; where two post-mortems have one, the whole id.
 */

struct pm_short_names {
	const char **name; /* of post-mortems and items, sorted without case */
	size_t nr;
	size_t alloc;
	struct pm_arena arena;
};

/* From a snapshot that is listed and outlives it; it need not be read. */
void pm_short_names_find(struct pm_short_names *out,
			 const struct pm_snapshot *snapshot);
/* The short name of an id, "folder" or "folder/item"; lives in `names`. The id
 * where none were found. */
const char *pm_short_name(struct pm_short_names *names, const char *id);
void pm_short_names_release(struct pm_short_names *names);

#endif
