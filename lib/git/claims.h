/* SPDX-License-Identifier: MIT */
#ifndef PM_CLAIMS_H
#define PM_CLAIMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/alloc.h"
#include "base/error.h"

/*
 * What the messages of commits claim: to work on a record or to close it (the
 * trailers PM_WORKS_ON_TRAILER and PM_CLOSES_TRAILER), and to revert another
 * commit, in the words of git, or a pull request, in those of the forges. A
 * property of each commit and its history alone.
 */
#define PM_WORKS_ON_TRAILER "Postmortem-Action"
#define PM_CLOSES_TRAILER "Postmortem-Closes"

enum pm_claim_kind {
	PM_CLAIM_WORKS_ON = 1,
	PM_CLAIM_CLOSES = 2,
	PM_CLAIM_REVERTS = 4,
	PM_CLAIM_ALL = 7, /* that are claims to records, or undo some */
	PM_CLAIM_FIXES = 8, /* something in a tracker: git/fixes.h */
};

struct pm_claim {
	const char *commit; /* full hex */
	int64_t time;	    /* of the commit; 0: broken */
	enum pm_claim_kind kind;
	/* An id as it is written. Reverts: the commit, perhaps abbreviated; of
	 * a merge then a blank and the parent that it went back to. Fixes: the
	 * reference, a newline, and the words that say so. */
	const char *value;
};

/* In the order of git log. Strings live in the arena that was read into. */
struct pm_claims {
	struct pm_claim *item;
	size_t nr;
	size_t alloc;
};

struct pm_claims_options {
	const char *const *tip; /* full hex, NULL-terminated; none: no claim */
	const char *const *without; /* not what these lead to; likewise, or
				     * NULL. One that is gone does not count */
	const char *since;	/* as git log takes it, or NULL */
	unsigned kinds;		/* enum pm_claim_kind, or-ed */
	const char *const *fixed; /* PM_CLAIM_FIXES: only in messages that
				   * have one of these; NULL-terminated */
	bool gives_way;		/* to what runs beside it */
};

/* One git log for all of them. */
int pm_claims_read(struct pm_claims *out, struct pm_arena *arena,
		   const struct pm_claims_options *options,
		   struct pm_error *err);
void pm_claims_add(struct pm_claims *claims, struct pm_claim claim);

/* For another reading of git log: what a message (%B) claims. `claim` has the
 * commit and its time; values are copied into the arena. Who reverts a number
 * is told as git/pulls.h has it, to be resolved when all is read. */
void pm_claims_take(struct pm_claims *out, struct pm_arena *arena,
		    struct pm_claim claim, const char *message,
		    unsigned kinds);
void pm_claims_release(struct pm_claims *claims);

/*
 * For each of some commits (full ids) the one that undid it, or NULL: a
 * revert among the claims that was not undone itself. Who reverts a merge
 * undoes all that came in with it. `oldest` is the time of the oldest of the
 * commits: none older can have undone one.
 */
int pm_undone_find(const char **by, const char *const *commit, size_t nr,
		   int64_t oldest, const struct pm_claims *claims,
		   struct pm_error *err);

#endif
