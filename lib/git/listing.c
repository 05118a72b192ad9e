/* SPDX-License-Identifier: MIT */
#include "git/listing.h"

#include <stdlib.h>
#include <string.h>

bool pm_mode_is_file(unsigned mode)
{
	return mode == PM_MODE_FILE || mode == PM_MODE_EXEC;
}

void pm_entries_add(struct pm_entries *list, const char *path, unsigned mode,
		    const char *oid)
{
	PM_GROW(list->item, list->nr, list->alloc);
	list->item[list->nr++] = (struct pm_entry){ path, mode, oid };
}

static int by_path(const void *a, const void *b)
{
	const struct pm_entry *x = a, *y = b;

	return strcmp(x->path, y->path);
}

void pm_entries_sort(struct pm_entries *list)
{
	/* What git lists is in this order already, but for some folders. */
	for (size_t i = 1; i < list->nr; i++)
		if (by_path(&list->item[i - 1], &list->item[i]) > 0) {
			qsort(list->item, list->nr, sizeof(*list->item),
			      by_path);
			return;
		}
}

const struct pm_entry *pm_entries_find(const struct pm_entries *list,
				       const char *path)
{
	struct pm_entry key = { .path = path };

	if (!list->nr)
		return NULL;
	return bsearch(&key, list->item, list->nr, sizeof(*list->item),
		       by_path);
}

void pm_entries_release(struct pm_entries *list)
{
	free(list->item);
	*list = (struct pm_entries){ 0 };
}

void pm_deltas_release(struct pm_deltas *list)
{
	free(list->item);
	*list = (struct pm_deltas){ 0 };
}

static const char *keep(struct pm_arena *arena, const char *text)
{
	return text ? pm_arena_strdup(arena, text) : NULL;
}

struct pm_delta *pm_deltas_copy(struct pm_arena *arena,
				const struct pm_delta *delta, size_t nr)
{
	struct pm_delta *copy = pm_arena_alloc(arena, nr * sizeof(*copy));

	for (size_t i = 0; i < nr; i++) {
		copy[i] = delta[i];
		copy[i].path = keep(arena, delta[i].path);
		copy[i].old_path = keep(arena, delta[i].old_path);
		copy[i].old_oid = keep(arena, delta[i].old_oid);
		copy[i].new_oid = keep(arena, delta[i].new_oid);
	}
	return copy;
}
