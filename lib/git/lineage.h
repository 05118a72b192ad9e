/* SPDX-License-Identifier: MIT */
#ifndef PM_LINEAGE_H
#define PM_LINEAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/strlist.h"

/*
 * Who descends from whom in a stretch of history, read once and asked often.
 * Private to lib/git.
 */
struct pm_lineage {
	struct pm_buf text;	/* of git's answer; the ids are in it */
	const char **id;	/* children before their parents */
	size_t nr, alloc;
	const char **parent_id; /* of all, one behind the other */
	size_t *parent;
	size_t parents, parent_alloc;
	size_t *first;		/* where a commit's parents begin; nr + 1 */
	size_t *sorted;		/* numbers, by id */
	unsigned char *paint;
};

#define PM_NO_COMMIT SIZE_MAX

/* What leads to any of the tips (full ids) and is not much older than a
 * moment (seconds since 1970), but not what leads to any of `known` (words for
 * git rev-list; NULL is none). */
int pm_lineage_read(struct pm_lineage *out, const struct pm_strlist *tips,
		    const struct pm_strlist *known, int64_t since,
		    struct pm_error *err);
/* The number of a commit, by its id or the beginning of it (`len` digits);
 * PM_NO_COMMIT when it is not in the stretch. */
size_t pm_lineage_find(const struct pm_lineage *lineage, const char *id,
		       size_t len);
/*
 * For each commit (a number or PM_NO_COMMIT) whether it leads to `tip`, or is
 * it, and not to `without`.
 */
void pm_lineage_between(bool *out, struct pm_lineage *lineage,
			const size_t *commit, size_t nr, size_t tip,
			size_t without);
/* All merge bases of two commits. False: the stretch may not hold them all,
 * and nothing is added. */
bool pm_lineage_bases(struct pm_strlist *out, struct pm_lineage *lineage,
		      size_t a, size_t b);
void pm_lineage_release(struct pm_lineage *lineage);

#endif
