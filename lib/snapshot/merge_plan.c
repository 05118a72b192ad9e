/* SPDX-License-Identifier: MIT */
#include "snapshot/merge_plan.h"

#include <string.h>

/* A map of one side as lines, the top one or one below a key. */
struct side_map {
	const struct pm_front_lines *lines;
	size_t nr;
};

const struct pm_yaml *merge_node(const struct merge_key *key,
				 enum pm_merge_side side)
{
	return key->lines[side] ? key->lines[side]->node : NULL;
}

struct pm_bytes merge_bytes(const struct merge *merge, enum pm_merge_side side,
			    size_t start, size_t end)
{
	return (struct pm_bytes){ merge->side[side].text + start,
				  end - start };
}

struct merge_key *merge_find(const struct merge *merge, const char *name)
{
	for (size_t i = 0; i < merge->top.nr; i++)
		if (!strcmp(merge->top.key[i].name, name))
			return &merge->top.key[i];
	return NULL;
}

static const struct pm_front_lines *find(const struct side_map *map,
					 const char *name)
{
	for (size_t i = 0; i < map->nr; i++)
		if (!strcmp(map->lines[i].node->key, name))
			return &map->lines[i];
	return NULL;
}

static bool has_key(const struct merge_map *map, const char *name)
{
	for (size_t i = 0; i < map->nr; i++)
		if (!strcmp(map->key[i].name, name))
			return true;
	return false;
}

static void fill_key(struct merge *merge, struct merge_key *key,
		     const char *parent, const char *name,
		     const struct side_map side[PM_MERGE_SIDES])
{
	*key = (struct merge_key){ .name = name };
	key->path = parent ? pm_arena_printf(&merge->arena, "%s.%s", parent,
					     name)
			   : name;
	for (int i = 0; i < PM_MERGE_SIDES; i++)
		key->lines[i] = find(&side[i], name);
	key->is_contested = !parent &&
			    pm_strlist_sorted_has(&merge->contested, name);
}

/*
 * Where a key belongs that only the side `from` has: behind the one that it
 * stands behind there, and behind what the other has added at the same place.
 */
static size_t place(const struct merge_map *map, const struct side_map *map_of,
		    enum pm_merge_side from, size_t i)
{
	size_t at = 0;

	while (i--) {
		const char *before = map_of[from].lines[i].node->key;

		for (size_t k = 0; k < map->nr; k++)
			if (!strcmp(map->key[k].name, before)) {
				at = k + 1;
				i = 0;
				break;
			}
	}
	while (at < map->nr && !map->key[at].lines[PM_BASE] &&
	       !map->key[at].lines[from])
		at++;
	return at;
}

/* Of the keys that both have. */
static bool same_order(const struct side_map *a, const struct side_map *b)
{
	const struct pm_front_lines *last = NULL;

	for (size_t i = 0; i < a->nr; i++) {
		const struct pm_front_lines *here =
			find(b, a->lines[i].node->key);

		if (here && last && here < last)
			return false;
		if (here)
			last = here;
	}
	return true;
}

/* Side by side, in the order of ours, unless only theirs has changed it. */
static void align(struct merge *merge, struct merge_map *map,
		  const char *parent,
		  const struct side_map side[PM_MERGE_SIDES])
{
	const struct side_map *ours = &side[PM_OURS];
	const struct side_map *theirs = &side[PM_THEIRS];
	size_t most = ours->nr + theirs->nr;
	bool swap = same_order(ours, &side[PM_BASE]) &&
		    !same_order(theirs, &side[PM_BASE]);
	const struct side_map *first = swap ? theirs : ours;
	enum pm_merge_side from = swap ? PM_OURS : PM_THEIRS;

	map->key = pm_arena_alloc(&merge->arena,
				  (most + 1) * sizeof(*map->key));
	for (size_t i = 0; i < first->nr; i++)
		fill_key(merge, &map->key[map->nr++], parent,
			 first->lines[i].node->key, side);
	for (size_t i = 0; i < side[from].nr; i++) {
		const char *name = side[from].lines[i].node->key;
		size_t at;

		if (has_key(map, name))
			continue;
		at = place(map, side, from, i);
		memmove(map->key + at + 1, map->key + at,
			(map->nr - at) * sizeof(*map->key));
		map->nr++;
		fill_key(merge, &map->key[at], parent, name, side);
	}
}

static size_t indent_of(const struct pm_front_lines *lines)
{
	return lines->node->key_start - lines->start;
}

/* Lines of theirs stand among those of ours only with the same indent. */
static bool same_indent(const struct side_map side[PM_MERGE_SIDES])
{
	const struct side_map *ours = &side[PM_OURS];
	const struct side_map *theirs = &side[PM_THEIRS];

	return !ours->nr || !theirs->nr ||
	       indent_of(ours->lines) == indent_of(theirs->lines);
}

bool merge_plan(struct merge *merge)
{
	struct side_map side[PM_MERGE_SIDES] = { { 0 } };

	for (int i = 0; i < PM_MERGE_SIDES; i++) {
		const struct merge_side *from = &merge->side[i];

		if (i == PM_BASE && !from->len)
			continue;
		if (!from->is_cut || from->eol != merge->side[PM_OURS].eol)
			return false;
		side[i].lines = from->lines;
		side[i].nr = from->front.map->nr;
	}
	if (!same_indent(side))
		return false;
	align(merge, &merge->top, NULL, side);
	return true;
}

static bool cut_below(struct merge *merge, struct merge_key *key,
		      enum pm_merge_side which, struct side_map *out)
{
	const struct pm_front_lines *lines = key->lines[which];
	const struct merge_side *side = &merge->side[which];
	struct pm_front_lines *below;

	if (!lines || pm_yaml_is_null(lines->node))
		return which == PM_BASE;
	if (lines->node->kind != PM_YAML_MAP || lines->node->flow)
		return false;
	below = pm_arena_alloc(&merge->arena,
			       (lines->node->nr + 1) * sizeof(*below));
	out->lines = below;
	out->nr = lines->node->nr;
	return pm_front_lines(below, side->text, side->front.yaml_end,
			      lines->node, lines->head);
}

bool merge_plan_inside(struct merge *merge, struct merge_key *key)
{
	struct side_map side[PM_MERGE_SIDES] = { { 0 } };
	struct merge_map *inside;

	for (int i = 0; i < PM_MERGE_SIDES; i++)
		if (!cut_below(merge, key, (enum pm_merge_side)i, &side[i]))
			return false;
	if (!same_indent(side))
		return false;
	inside = pm_arena_alloc(&merge->arena, sizeof(*inside));
	align(merge, inside, key->path, side);
	key->inside = inside;
	return true;
}
