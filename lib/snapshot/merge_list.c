/* SPDX-License-Identifier: MIT */
#include "snapshot/merge_plan.h"

#include <string.h>

#include "base/limits.h"
#include "base/strlist.h"
#include "model/field.h"

/* What one side did to a set. */
struct edits {
	struct pm_strlist added;
	struct pm_strlist removed;
};

/* False when it is no list of single texts, or one stands twice in it. */
static bool read_set(struct pm_strlist *out, const struct pm_yaml *node)
{
	if (!node || pm_yaml_is_null(node))
		return true;
	if (node->kind != PM_YAML_LIST)
		return false;
	for (size_t i = 0; i < node->nr; i++) {
		const struct pm_yaml *item = &node->child[i];

		if (item->kind != PM_YAML_SCALAR || pm_yaml_is_null(item) ||
		    strlen(item->text) != item->len ||
		    pm_strlist_has(out, item->text))
			return false;
		pm_strlist_add(out, item->text);
	}
	return true;
}

static void find_edits(struct edits *out, const struct pm_strlist *base,
		       const struct pm_strlist *side)
{
	for (size_t i = 0; i < side->nr; i++)
		if (!pm_strlist_has(base, side->item[i]))
			pm_strlist_add(&out->added, side->item[i]);
	for (size_t i = 0; i < base->nr; i++)
		if (!pm_strlist_has(side, base->item[i]))
			pm_strlist_add(&out->removed, base->item[i]);
}

/* One name in the place of another is an answer to who it was; two sides that
 * both have one may mean different things. */
static bool replaces(const struct edits *edits)
{
	return edits->added.nr && edits->removed.nr;
}

static bool changes(const struct edits *edits)
{
	return edits->added.nr || edits->removed.nr;
}

static bool join(struct pm_strlist *out, const struct pm_strlist *ours,
		 const struct edits *mine, const struct edits *theirs)
{
	if ((replaces(mine) && changes(theirs)) ||
	    (replaces(theirs) && changes(mine)))
		return false;
	for (size_t i = 0; i < ours->nr; i++)
		if (!pm_strlist_has(&theirs->removed, ours->item[i]))
			pm_strlist_add(out, ours->item[i]);
	for (size_t i = 0; i < theirs->added.nr; i++)
		if (!pm_strlist_has(ours, theirs->added.item[i]))
			pm_strlist_add(out, theirs->added.item[i]);
	/* Neither side wanted nobody. */
	return out->nr;
}

static bool same_comments(const char *a, const struct pm_front_lines *in_a,
			  const char *b, const struct pm_front_lines *in_b)
{
	struct pm_buf one = { 0 }, other = { 0 };
	bool same;

	pm_front_comments(&one, a, in_a);
	pm_front_comments(&other, b, in_b);
	same = !strcmp(pm_buf_str(&one), pm_buf_str(&other));
	pm_buf_release(&one);
	pm_buf_release(&other);
	return same;
}

/* The list in `file`, when it reads back with the comments that ours has. */
static const struct pm_yaml *find_made(struct merge *merge,
				       const struct merge_key *key,
				       const struct pm_buf *file, size_t end)
{
	struct pm_problems problems = { .arena = &merge->arena };
	struct pm_front_lines made = { .end = end };
	struct pm_front front;

	pm_front_read(&front, &merge->arena, file->ptr, file->len,
		      PM_MAX_DOCUMENT, &problems);
	made.node = front.map;
	if (strchr(key->path, '.'))
		made.node = pm_yaml_get(made.node, "debrief");
	made.node = pm_yaml_get(made.node, key->name);
	if (!made.node ||
	    !same_comments(merge->side[PM_OURS].text, key->lines[PM_OURS],
			   file->ptr, &made))
		return NULL;
	return made.node;
}

/* The lines of ours with the joined list in them. */
static bool make_lines(struct merge *merge, struct merge_key *key,
		       const struct pm_strlist *list)
{
	const struct merge_side *ours = &merge->side[PM_OURS];
	const struct pm_front_lines *old = key->lines[PM_OURS];
	struct pm_error err;
	struct pm_buf file = { 0 };
	size_t behind = ours->len - old->end; /* these bytes do not change */

	pm_buf_add(&file, ours->text, ours->len);
	if (!pm_front_set(&file, key->path,
			  (const char *const *)list->item, list->nr, true,
			  NULL, &err)) {
		pm_buf_add(&key->made, file.ptr + old->start,
			   file.len - behind - old->start);
		key->made_node = find_made(merge, key, &file,
					   file.len - behind);
	}
	pm_buf_release(&file);
	return key->made_node != NULL;
}

static bool is_set(const struct merge_key *key)
{
	enum pm_field field = pm_field_find(PM_POSTMORTEM, key->path);

	return field != PM_FIELDS && pm_field_is_list(field);
}

void merge_list(struct merge *merge, struct merge_key *key)
{
	struct pm_strlist set[PM_MERGE_SIDES] = { { 0 } };
	struct pm_strlist joined = { 0 };
	struct edits mine = { 0 }, theirs = { 0 };
	bool ok = is_set(key) && !key->is_contested;

	for (int i = 0; ok && i < PM_MERGE_SIDES; i++)
		ok = read_set(&set[i],
			      merge_node(key, (enum pm_merge_side)i));
	if (ok) {
		find_edits(&mine, &set[PM_BASE], &set[PM_OURS]);
		find_edits(&theirs, &set[PM_BASE], &set[PM_THEIRS]);
		ok = join(&joined, &set[PM_OURS], &mine, &theirs) &&
		     make_lines(merge, key, &joined);
	}
	key->verdict = ok ? TAKE_MADE : CONFLICT;
	pm_strlist_release(&joined);
	for (int i = 0; i < PM_MERGE_SIDES; i++)
		pm_strlist_release(&set[i]);
	pm_strlist_release(&mine.added);
	pm_strlist_release(&mine.removed);
	pm_strlist_release(&theirs.added);
	pm_strlist_release(&theirs.removed);
}
