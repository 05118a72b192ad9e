/* SPDX-License-Identifier: MIT */
#include "snapshot/merge_plan.h"

#include <string.h>

#include "base/limits.h"

/* Bytes of the front matter that markers stand around. */
struct hunk {
	struct pm_buf side[PM_MERGE_SIDES];
	bool is_open;
};

struct writer {
	struct pm_buf *out;
	const struct merge *merge;
	enum pm_merge_side as;
	struct hunk hunk; /* conflicts in a row stand between one pair */
};

void merge_marker(struct pm_buf *out, const struct merge *merge, char c,
		  const char *label, const char *eol)
{
	for (int i = 0; i < merge->in->text.marker_size; i++)
		pm_buf_addch(out, c);
	if (label)
		pm_buf_addf(out, " %s", label);
	pm_buf_addstr(out, eol);
}

static void add_marker(struct writer *w, char c, const char *label)
{
	merge_marker(w->out, w->merge, c, label,
		     w->merge->side[PM_OURS].eol == 'r' ? "\r\n" : "\n");
}

static void add_hunk(struct writer *w, const struct hunk *hunk)
{
	const char *const *label = w->merge->in->text.label;
	const struct pm_buf *side = hunk->side;

	add_marker(w, '<', label[PM_OURS]);
	pm_buf_add(w->out, pm_buf_str(&side[PM_OURS]), side[PM_OURS].len);
	if (w->merge->shows_base) {
		add_marker(w, '|', label[PM_BASE]);
		pm_buf_add(w->out, pm_buf_str(&side[PM_BASE]),
			   side[PM_BASE].len);
	}
	add_marker(w, '=', NULL);
	pm_buf_add(w->out, pm_buf_str(&side[PM_THEIRS]), side[PM_THEIRS].len);
	add_marker(w, '>', label[PM_THEIRS]);
}

static void flush(struct writer *w)
{
	if (!w->hunk.is_open)
		return;
	add_hunk(w, &w->hunk);
	for (int i = 0; i < PM_MERGE_SIDES; i++)
		pm_buf_release(&w->hunk.side[i]);
	w->hunk.is_open = false;
}

static void put(struct writer *w, enum pm_merge_side side, size_t from,
		size_t to)
{
	if (from == to)
		return;
	flush(w);
	pm_buf_add(w->out, w->merge->side[side].text + from, to - from);
}

static void put_key(struct writer *w, const struct merge_key *key,
		    enum pm_merge_side side)
{
	const struct pm_front_lines *lines = key->lines[side];

	if (lines)
		put(w, side, lines->start, lines->end);
}

/* Lines from a side, or, with markers, what was merged as text. */
static void put_lines(struct writer *w, enum verdict verdict,
		      const struct pm_buf *made, enum pm_merge_side *side)
{
	*side = verdict == TAKE_THEIRS ? PM_THEIRS : PM_OURS;
	if (verdict != TAKE_MADE)
		return;
	*side = w->as;
	if (w->as != PM_MERGE_SIDES)
		return;
	flush(w);
	pm_buf_add(w->out, pm_buf_str(made), made->len);
}

static void put_lead(struct writer *w, const struct merge_key *key)
{
	enum pm_merge_side side;

	put_lines(w, key->lead, &key->lead_made, &side);
	if (side != PM_MERGE_SIDES && key->lines[side])
		put(w, side, key->lines[side]->lead, key->lines[side]->start);
}

static void put_tail(struct writer *w)
{
	const struct merge *merge = w->merge;
	enum pm_merge_side side;

	put_lines(w, merge->tail, &merge->tail_made, &side);
	if (side != PM_MERGE_SIDES)
		put(w, side, merge->side[side].tail,
		    merge->side[side].front.yaml_end);
}

/* A key that one side lacks has its lines above it between the markers. */
static void put_conflict(struct writer *w, const struct merge_key *key)
{
	bool whole = !key->lines[PM_OURS] || !key->lines[PM_THEIRS];

	if (!whole)
		put_lead(w, key);
	if (w->as != PM_MERGE_SIDES) {
		put_key(w, key, w->as);
		return;
	}
	w->hunk.is_open = true;
	for (int i = 0; i < PM_MERGE_SIDES; i++) {
		const struct pm_front_lines *lines = key->lines[i];
		size_t from = !lines ? 0 : whole ? lines->lead : lines->start;

		if (lines)
			pm_buf_add(&w->hunk.side[i],
				   w->merge->side[i].text + from,
				   lines->end - from);
	}
}

static void put_map(struct writer *w, const struct merge_map *map)
{
	for (size_t i = 0; i < map->nr; i++) {
		const struct merge_key *key = &map->key[i];
		enum pm_merge_side head =
			key->head == TAKE_THEIRS ? PM_THEIRS : PM_OURS;

		if (key->verdict == CONFLICT) {
			put_conflict(w, key);
			continue;
		}
		put_lead(w, key);
		switch (key->verdict) {
		case TAKE_MADE:
			flush(w);
			pm_buf_add(w->out, key->made.ptr, key->made.len);
			break;
		case TAKE_INSIDE:
			put(w, head, key->lines[head]->start,
			    key->lines[head]->head);
			put_map(w, key->inside);
			break;
		default:
			put_key(w, key, key->verdict == TAKE_THEIRS
						? PM_THEIRS : PM_OURS);
		}
	}
}

/* The opening and the closing line: only blanks can differ in them. */
static void put_fence(struct writer *w, bool opening)
{
	struct pm_bytes line[PM_MERGE_SIDES];
	enum pm_merge_side side = PM_OURS;

	flush(w);
	for (int i = 0; i < PM_MERGE_SIDES; i++) {
		const struct pm_front *front = &w->merge->side[i].front;

		line[i] = merge_bytes(w->merge, (enum pm_merge_side)i,
				      opening ? 0 : front->yaml_end,
				      opening ? front->yaml_start
					      : front->body_start);
	}
	if (pm_bytes_same(&line[PM_OURS], &line[PM_BASE]))
		side = PM_THEIRS;
	pm_buf_add(w->out, line[side].ptr, line[side].len);
}

void merge_render(struct pm_buf *out, const struct merge *merge,
		  enum pm_merge_side as)
{
	struct writer w = { .out = out, .merge = merge, .as = as };

	put_fence(&w, true);
	put_map(&w, &merge->top);
	put_tail(&w);
	put_fence(&w, false);
}

bool merge_render_whole(struct pm_buf *out, const struct merge *merge)
{
	struct writer w = { .out = out, .merge = merge, .as = PM_MERGE_SIDES };
	struct pm_bytes yaml[PM_MERGE_SIDES];
	enum pm_merge_side one = PM_MERGE_SIDES;

	for (int i = 0; i < PM_MERGE_SIDES; i++) {
		const struct pm_front *front = &merge->side[i].front;

		yaml[i] = merge_bytes(merge, (enum pm_merge_side)i,
				      front->yaml_start, front->yaml_end);
	}
	if (pm_bytes_same(&yaml[PM_OURS], &yaml[PM_THEIRS]) ||
	    pm_bytes_same(&yaml[PM_THEIRS], &yaml[PM_BASE]))
		one = PM_OURS;
	else if (pm_bytes_same(&yaml[PM_OURS], &yaml[PM_BASE]))
		one = PM_THEIRS;
	put_fence(&w, true);
	w.hunk.is_open = one == PM_MERGE_SIDES;
	for (int i = 0; i < PM_MERGE_SIDES && w.hunk.is_open; i++)
		pm_buf_add(&w.hunk.side[i], yaml[i].ptr, yaml[i].len);
	if (!w.hunk.is_open)
		pm_buf_add(out, yaml[one].ptr, yaml[one].len);
	put_fence(&w, false);
	return one == PM_MERGE_SIDES;
}

void merge_render_file(struct pm_buf *out, const struct merge *merge)
{
	struct writer w = { .out = out, .merge = merge, .as = PM_MERGE_SIDES };

	w.hunk.is_open = true;
	for (int i = 0; i < PM_MERGE_SIDES; i++) {
		const struct pm_bytes *all = &merge->in->text.side[i];

		pm_buf_add(&w.hunk.side[i], all->ptr, all->len);
		if (all->len && all->ptr[all->len - 1] != '\n')
			pm_buf_addch(&w.hunk.side[i], '\n');
	}
	flush(&w);
}

/* ---- what was written is read back ------------------------------------- */

static bool is_as_decided(const struct merge_map *map,
			  const struct pm_yaml *got, enum pm_merge_side as);

static bool key_is_as_decided(const struct merge_key *key,
			      const struct pm_yaml *got,
			      enum pm_merge_side as)
{
	const struct pm_yaml *meant = NULL;

	switch (key->verdict) {
	case TAKE_OURS:
		meant = merge_node(key, PM_OURS);
		break;
	case TAKE_THEIRS:
		meant = merge_node(key, PM_THEIRS);
		break;
	case TAKE_MADE:
		meant = key->made_node;
		break;
	case CONFLICT:
		meant = merge_node(key, as);
		break;
	case TAKE_INSIDE:
		return is_as_decided(key->inside, got, as);
	}
	return !meant == !got && pm_yaml_same(meant, got);
}

static bool is_as_decided(const struct merge_map *map,
			  const struct pm_yaml *got, enum pm_merge_side as)
{
	size_t found = 0;

	if (got && got->kind != PM_YAML_MAP && !pm_yaml_is_null(got))
		return false;
	for (size_t i = 0; i < map->nr; i++) {
		const struct pm_yaml *node =
			got ? pm_yaml_get(got, map->key[i].name) : NULL;

		if (!key_is_as_decided(&map->key[i], node, as))
			return false;
		found += node != NULL;
	}
	return !got || got->nr == found;
}

static bool side_reads_back(struct merge *merge, enum pm_merge_side as)
{
	struct pm_problems problems = { .arena = &merge->arena };
	struct pm_buf text = { 0 };
	struct pm_front front;
	bool ok;

	merge_render(&text, merge, as);
	pm_front_read(&front, &merge->arena, text.ptr, text.len,
		      2 * PM_MAX_DOCUMENT, &problems);
	ok = front.map && front.body_start == text.len &&
	     is_as_decided(&merge->top, front.map, as);
	for (size_t i = 0; i < problems.nr; i++)
		ok = ok && problems.item[i].kind != PM_PROBLEM_DUPLICATE_KEY;
	pm_buf_release(&text);
	return ok;
}

bool merge_reads_back(struct merge *merge)
{
	return side_reads_back(merge, PM_OURS) &&
	       (!merge->has_conflict || side_reads_back(merge, PM_THEIRS));
}
