/* SPDX-License-Identifier: MIT */
#ifndef PM_DESCENT_H
#define PM_DESCENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "base/map.h"
#include "git/repo.h"
#include "history/moves.h"
#include "model/policy.h"
#include "model/record.h"

/*
 * Where one record comes from: its versions, from the one that stands at a
 * commit back to its beginning, each with those that it was made from. A
 * version that a merge made has several of these; where branches had the
 * same file, only the first of them is followed (index/walk.h). Renames
 * below the root are followed as git finds them; a document that came from
 * outside of the root is followed there along git's own log of its path.
 */
#define PM_DESCENT_PARENTS 16 /* of a merge; what is beyond does not count */

struct pm_version_of {
	const char *commit; /* that made it, full hex */
	int64_t commit_time, author_time;
	const char *path;
	const struct pm_record *record; /* fields only */
	size_t parent[PM_DESCENT_PARENTS]; /* where it comes from, by number */
	size_t parents;	   /* 0: it is the beginning */
	bool is_cut;	   /* a shallow clone ends here: nobody knows whether
			    * it is */
	size_t turn;	   /* its number in a queue of the versions from the
			    * tip down, the newest commit first */
};
struct pm_descent {
	struct pm_arena arena;
	struct pm_version_of *item; /* 0 is the one at the tip */
	size_t nr;
	size_t alloc;
	struct pm_map known; /* by "commit path" */
};

/* `tip` (full hex) has a file at `path`, a record of `kind`; else there is no
 * version. Who reads several shares the moves between them. */
int pm_descent_read(struct pm_descent *out, struct pm_repo *repo,
		    const struct pm_policy *policy, struct pm_moves *moves,
		    enum pm_kind kind, const char *tip, const char *path,
		    struct pm_error *err);
void pm_descent_release(struct pm_descent *descent);

/* What version number `nr` says, or, where it cannot be read, what the one
 * before it says; NULL: there was none that could be. */
const struct pm_record *pm_descent_readable(const struct pm_descent *descent,
					    size_t nr);
/*
 * The version that gave a field the value it has in version `from`: down the
 * versions that have the same value, and of several ways the one with the
 * lowest turn. Of merged branches that both cannot be read, none counts.
 */
size_t pm_descent_setter(const struct pm_descent *descent, size_t from,
			 enum pm_field field);
/* All versions that gave it a value, newest first, from the one that stands
 * at the tip back to the beginning: so many of them, at most descent->nr. */
size_t pm_descent_setters(size_t *setter, const struct pm_descent *descent,
			  enum pm_field field);

#endif
