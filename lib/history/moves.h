/* SPDX-License-Identifier: MIT */
#ifndef PM_MOVES_H
#define PM_MOVES_H

#include "base/alloc.h"
#include "base/map.h"
#include "git/repo.h"

/*
 * Which files git says have another name between two trees. It is asked once
 * for each two, whoever asks for how many files: share one between all that
 * ask. Zeroed it knows nothing.
 */
struct pm_moves {
	struct pm_arena arena;
	struct pm_map known; /* two trees and a root: a number in `set` */
	struct pm_moves_set *set;
	size_t nr;
	size_t alloc;
};

/* What a file of the tree `to` was called in the tree `from` (full hex), or
 * NULL: it has no other name there. `root` "" is everything, else only files
 * below it count. The answer lives as long as the moves. */
int pm_moves_former(const char **out, struct pm_moves *moves,
		    struct pm_repo *repo, const char *root, const char *from,
		    const char *to, const char *path, struct pm_error *err);
void pm_moves_release(struct pm_moves *moves);

#endif
