/* SPDX-License-Identifier: MIT */
#include "snapshot/pair.h"

#include <stdlib.h>
#include <string.h>

static bool same_text(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

bool pm_record_is_same(const struct pm_record *before,
		       const struct pm_record *after, bool by_title)
{
	if (by_title)
		return same_text(pm_record_text(before, PM_F_TITLE),
				 pm_record_text(after, PM_F_TITLE));
	return same_text(before->oid, after->oid) ||
	       pm_record_same_text(before, after);
}

static void add(struct pm_pairs *list, struct pm_postmortem *before,
		struct pm_postmortem *after)
{
	PM_GROW(list->item, list->nr, list->alloc);
	list->item[list->nr++] = (struct pm_pair){ before, after };
}

/* Give each new one that of the removed ones which it was. */
static void pair_renamed(struct pm_pairs *out, struct pm_pairs *removed,
			 bool by_title)
{
	for (size_t i = 0; i < out->nr; i++) {
		struct pm_pair *new = &out->item[i];

		for (size_t r = 0; !new->before && r < removed->nr; r++) {
			struct pm_pair *old = &removed->item[r];

			if (!old->before ||
			    !pm_record_is_same(&old->before->record,
					       &new->after->record, by_title))
				continue;
			new->before = old->before;
			old->before = NULL;
		}
	}
}

void pm_snapshots_pair(struct pm_pairs *out, const struct pm_snapshot *before,
		       const struct pm_snapshot *after)
{
	struct pm_pairs removed = { 0 };

	for (size_t i = 0; i < after->nr; i++)
		add(out, pm_snapshot_find(before, after->item[i].id),
		    &after->item[i]);
	for (size_t i = 0; i < before->nr; i++) {
		if (!pm_snapshot_find(after, before->item[i].id))
			add(&removed, &before->item[i], NULL);
	}
	pair_renamed(out, &removed, false);
	pair_renamed(out, &removed, true);
	for (size_t i = 0; i < removed.nr; i++) {
		if (removed.item[i].before)
			add(out, removed.item[i].before, NULL);
	}
	pm_pairs_release(&removed);
}

void pm_pairs_release(struct pm_pairs *pairs)
{
	free(pairs->item);
	memset(pairs, 0, sizeof(*pairs));
}

void pm_deltas_ids(struct pm_strlist *out, const struct pm_policy *policy,
		   const struct pm_deltas *deltas)
{
	for (size_t i = 0; i < deltas->nr; i++) {
		const struct pm_delta *d = &deltas->item[i];
		struct pm_buf id = { 0 };

		if (pm_path_is_record(policy, d->path,
				      d->new_mode ? d->new_mode :
						    d->old_mode) &&
		    pm_path_to_id(&id, NULL, policy, d->path))
			pm_strlist_add(out, pm_buf_str(&id));
		pm_buf_release(&id);
	}
}
