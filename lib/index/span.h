/* SPDX-License-Identifier: MIT */
#ifndef PM_INDEX_SPAN_H
#define PM_INDEX_SPAN_H

#include "base/strlist.h"
#include "index/index.h"

/*
 * All nodes that a node leads to, itself included: of each chain those up to
 * a place. Few numbers, however long the history is; so what a query over
 * the whole index answers is cut down to one history.
 */
struct pm_index_stretch {
	int64_t chain, top; /* the highest pos that belongs to it */
};

struct pm_index_span {
	struct pm_index_stretch *item; /* by chain */
	size_t nr;
	size_t alloc;
};

/* What is in it already stays, and is not looked at again. `node` 0 leads to
 * nothing. */
int pm_index_span(struct pm_index_span *out, struct pm_index *index,
		  int64_t node, struct pm_error *err);
bool pm_index_span_has(const struct pm_index_span *span, int64_t chain,
		       int64_t pos);
void pm_index_span_release(struct pm_index_span *span);

/* Paths that hold `part` (case does not matter; "" is in all) and that a
 * commit of the span did something to, sorted. */
int pm_index_paths(struct pm_strlist *out, struct pm_index *index,
		   const struct pm_index_span *span, const char *part,
		   struct pm_error *err);
/* Commits (full ids, newest first) that both removed and added files, so
 * that a rename may be among what they did. */
int pm_index_movers(struct pm_strlist *out, struct pm_index *index,
		    const struct pm_index_span *span, struct pm_error *err);

#endif
