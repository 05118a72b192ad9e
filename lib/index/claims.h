/* SPDX-License-Identifier: MIT */
#ifndef PM_INDEX_CLAIMS_H
#define PM_INDEX_CLAIMS_H

#include "git/claims.h"
#include "index/index.h"

/*
 * All claims that the history of a commit (full hex) makes, newest first,
 * those of one commit together. As with the changes, only what is new since
 * a commit asked for before is read from the log; but here every message has
 * to be looked at once, while of the changes git need not read most commits.
 */
int pm_index_claims(struct pm_claims *out, struct pm_arena *arena,
		    struct pm_index *index, const char *tip,
		    struct pm_error *err);

/* Read what is new there, and tell nothing. */
int pm_index_cover_claims(struct pm_index *index, const char *tip,
			  struct pm_error *err);

/* A part of them. */
struct pm_claims_wanted {
	unsigned kinds;	   /* enum pm_claim_kind, or-ed */
	const char *about; /* an item's id: all that could mean it, and perhaps
			    * others, without reverts; NULL: all */
};

int pm_index_some_claims(struct pm_claims *out, struct pm_arena *arena,
			 struct pm_index *index, const char *tip,
			 const struct pm_claims_wanted *wanted,
			 struct pm_error *err);
/* What the index holds of a line up to a step, for who looks at it. */
int pm_index_load_claims(struct pm_claims *out, struct pm_arena *arena,
			 struct pm_index *index, int64_t line, int64_t step,
			 const struct pm_claims_wanted *wanted,
			 struct pm_error *err);
/* Whether a commit that also removed something added a file at `path`: only
 * then a record there may have had another name before. 1 or 0. */
int pm_index_may_be_renamed(struct pm_index *index, const char *path,
			    struct pm_error *err);

#endif
