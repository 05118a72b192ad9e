/* SPDX-License-Identifier: MIT */
#include "snapshot/pair.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

/* An item that is as it was says more than a title that was reworded. */
static bool shares_item(const struct pm_postmortem *before,
			const struct pm_postmortem *after)
{
	for (size_t i = 0; i < before->actions; i++) {
		const struct pm_record *old = &before->action[i];
		const struct pm_record *new =
			pm_postmortem_action(after, pm_record_name(old));

		if (new && pm_record_is_same(old, new, false))
			return true;
	}
	return false;
}

enum likeness {
	BY_NAME, /* but for the case of its letters */
	BY_TEXT,
	BY_TITLE,
	BY_ITEM,
};

static bool is_like(const struct pm_postmortem *before,
		    const struct pm_postmortem *after, enum likeness how)
{
	if (how == BY_NAME)
		return !strcasecmp(before->id, after->id);
	if (how == BY_ITEM)
		return shares_item(before, after);
	return pm_record_is_same(&before->record, &after->record,
				 how == BY_TITLE);
}

/* Give each new one that of the removed ones which it was. */
static void pair_renamed(struct pm_pairs *out, struct pm_pairs *removed,
			 enum likeness how)
{
	for (size_t i = 0; i < out->nr; i++) {
		struct pm_pair *new = &out->item[i];

		for (size_t r = 0; !new->before && r < removed->nr; r++) {
			struct pm_pair *old = &removed->item[r];

			if (!old->before ||
			    !is_like(old->before, new->after, how))
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
	pair_renamed(out, &removed, BY_NAME);
	pair_renamed(out, &removed, BY_TEXT);
	pair_renamed(out, &removed, BY_TITLE);
	pair_renamed(out, &removed, BY_ITEM);
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
