/* SPDX-License-Identifier: MIT */
#ifndef PM_LIFE_DESCENT_H
#define PM_LIFE_DESCENT_H

#include "history/descent.h"
#include "history/life.h"

/*
 * The versions of an action item, told field by field from its descent: the
 * commits that set its state, its day or its owner, as annotate finds them,
 * from the last one back to its beginning, which is where what set the state
 * begins. They are in the order of their turns; each has of every field the
 * value that was set last. What could not be read at the beginning has the values
 * of what could be read first.
 */
struct pm_life_line {
	struct pm_life_version *version; /* newest first */
	size_t nr;
	const char *birth, *cradle; /* commit and path of the beginning */
	bool is_cut;	   /* which a shallow clone does not have: the oldest
			    * version is what stood there when the history
			    * that is here begins */
};

/* Strings and list live in the arena. The descent has a version. */
void pm_life_descend(struct pm_life_line *out, struct pm_arena *arena,
		     const struct pm_descent *descent);

#endif
