/* SPDX-License-Identifier: MIT */
#ifndef PM_INDEX_CHECK_H
#define PM_INDEX_CHECK_H

#include "base/map.h"
#include "git/graph.h"
#include "index/look.h"

/* What the parts of pm_index_check() share. */
struct pm_checker {
	struct pm_index_check *out;
	struct pm_index *index;
	struct pm_error *err;
	struct pm_differ differ;
	struct pm_arena arena; /* of one part */
	struct pm_map done;    /* nodes that were compared, or are awaited; the
				* number is a place in `is_done` */
	bool *is_done;
	size_t nr;
	size_t alloc;
	size_t awaited;
};

/* A difference. */
void pm_checker_tell(struct pm_checker *c, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* Whether two lists hold the same; sorts them. */
bool pm_checker_same(struct pm_strlist *a, struct pm_strlist *b);
/* Of some ids, those of objects of a type ("commit") that are no longer there
 * are emptied. */
int pm_checker_find_gone(struct pm_strlist *oid, const char *type,
			 struct pm_error *err);
/* The claims of the space that the index is in. */
int pm_checker_claims(struct pm_checker *c);

#endif
