/* SPDX-License-Identifier: MIT */
#include "history/moves.h"

#include <stdlib.h>
#include <string.h>

#include "git/listing.h"

struct pm_moves_set {
	struct pm_map former; /* numbers in `deltas` */
	struct pm_deltas deltas;
};

static int ask(struct pm_moves_set *set, struct pm_moves *moves,
	       struct pm_repo *repo, const char *root, const char *from,
	       const char *to, struct pm_error *err)
{
	int code = pm_diff_trees(&set->deltas, &moves->arena, repo, from, to,
				 &root, *root ? 1 : 0, true, err);

	for (size_t i = 0; code >= 0 && i < set->deltas.nr; i++) {
		const struct pm_delta *d = &set->deltas.item[i];

		if (!d->old_path)
			continue;
		pm_map_add(&set->former, d->path, i, NULL);
	}
	if (code < 0)
		pm_deltas_release(&set->deltas);
	return code;
}

static int find(const struct pm_moves_set **out, struct pm_moves *moves,
		struct pm_repo *repo, const char *root, const char *from,
		const char *to, struct pm_error *err)
{
	struct pm_moves_set set = { 0 };
	struct pm_buf key = { 0 };
	size_t at = moves->nr;
	int code = PM_OK;

	pm_buf_addf(&key, "%s %s %s", from, to, root);
	if (!pm_map_get(&moves->known, pm_buf_str(&key), &at)) {
		code = ask(&set, moves, repo, root, from, to, err);
		if (code >= 0) {
			PM_GROW(moves->set, moves->nr, moves->alloc);
			moves->set[moves->nr] = set;
			pm_map_add(&moves->known,
				   pm_arena_strdup(&moves->arena,
						   pm_buf_str(&key)),
				   moves->nr++, NULL);
		}
	}
	pm_buf_release(&key);
	*out = code < 0 ? NULL : &moves->set[at];
	return code;
}

int pm_moves_former(const char **out, struct pm_moves *moves,
		    struct pm_repo *repo, const char *root, const char *from,
		    const char *to, const char *path, struct pm_error *err)
{
	const struct pm_moves_set *set;
	size_t at;
	int code = find(&set, moves, repo, root, from, to, err);

	*out = code >= 0 && pm_map_get(&set->former, path, &at) ?
		       set->deltas.item[at].old_path : NULL;
	return code;
}

void pm_moves_release(struct pm_moves *moves)
{
	for (size_t i = 0; i < moves->nr; i++) {
		pm_map_release(&moves->set[i].former);
		pm_deltas_release(&moves->set[i].deltas);
	}
	free(moves->set);
	pm_map_release(&moves->known);
	pm_arena_release(&moves->arena);
	memset(moves, 0, sizeof(*moves));
}
