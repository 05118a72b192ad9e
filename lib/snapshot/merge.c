/* SPDX-License-Identifier: MIT */
#include "snapshot/merge.h"

#include <string.h>

#include "snapshot/merge_plan.h"

void pm_merged_release(struct pm_merged *merged)
{
	pm_buf_release(&merged->text);
	pm_strlist_release(&merged->fields);
	*merged = (struct pm_merged){ 0 };
}

/* Nothing to do but to take a side: what git asks no driver for, mostly. */
static const struct pm_bytes *only_changed(const struct pm_bytes *side)
{
	if (pm_bytes_same(&side[PM_OURS], &side[PM_THEIRS]) ||
	    pm_bytes_same(&side[PM_THEIRS], &side[PM_BASE]))
		return &side[PM_OURS];
	return pm_bytes_same(&side[PM_OURS], &side[PM_BASE]) ? &side[PM_THEIRS]
							      : NULL;
}

int merge_text(struct pm_merged *out, const struct pm_merge *in,
	       const struct pm_bytes side[PM_MERGE_SIDES],
	       struct pm_error *err)
{
	struct pm_text_merge text = in->text;
	const struct pm_bytes *one;
	int code;

	for (int i = 0; i < PM_MERGE_SIDES; i++)
		text.side[i] = side[i];
	one = only_changed(side);
	if (one) {
		pm_buf_add(&out->text, one->ptr, one->len);
		return 0;
	}
	code = in->merge_text(&out->text, &text, err);
	out->has_conflict = out->has_conflict || code > 0;
	return code < 0 ? code : 0;
}

static int merge_body(struct pm_merged *out, struct merge *merge,
		      struct pm_error *err)
{
	struct pm_bytes body[PM_MERGE_SIDES];
	size_t is_crlf = merge->side[PM_OURS].eol == 'r';
	size_t start = out->text.len;
	int code = merge_section(out, merge, err);

	for (int i = 0; i < PM_MERGE_SIDES; i++)
		body[i] = merge_bytes(merge, (enum pm_merge_side)i,
				      merge->side[i].front.body_start,
				      merge->side[i].len);
	if (!code)
		code = merge_text(out, merge->in, body, err);
	/* A closing line that ended its file may lack its line end. */
	if (out->text.len > start && out->text.ptr[start - 1] != '\n')
		pm_buf_splice(&out->text, start, start,
			      is_crlf ? "\r\n" : "\n", 1 + is_crlf);
	return code < 0 ? code : 0;
}

static void name_conflicts(struct pm_merged *out, const struct merge_map *map)
{
	for (size_t i = 0; i < map->nr; i++) {
		if (map->key[i].verdict == CONFLICT)
			pm_strlist_add(&out->fields, map->key[i].path);
		else if (map->key[i].verdict == TAKE_INSIDE)
			name_conflicts(out, map->key[i].inside);
	}
}

/* 1 when it is done; 0 when the fields have to be taken as one thing. */
static int merge_fields(struct pm_merged *out, struct merge *merge,
			struct pm_error *err)
{
	int code;

	if (!merge_plan(merge))
		return 0;
	code = merge_decide(merge, err);
	if (code >= 0 && merge->has_conflict && merge->in->show_base)
		code = merge->in->show_base(&merge->shows_base, err);
	if (code < 0 || !merge_reads_back(merge))
		return code;
	merge_render(&out->text, merge, PM_MERGE_SIDES);
	out->has_conflict = merge->has_conflict;
	out->is_promise = merge->is_promise;
	name_conflicts(out, &merge->top);
	return 1;
}

static int merge_record(struct pm_merged *out, struct merge *merge,
			struct pm_error *err)
{
	int code;

	merge_ledger_read(merge);
	code = merge_fields(out, merge, err);
	if (!code && merge->in->show_base && !merge->has_conflict)
		code = merge->in->show_base(&merge->shows_base, err);
	if (!code)
		out->has_conflict = merge_render_whole(&out->text, merge);
	return code < 0 ? code : merge_body(out, merge, err);
}

/* Front matter between its two lines, with no NUL in the file. */
static bool is_fenced(const struct merge_side *side)
{
	return side->front.present && side->front.yaml_end < side->len &&
	       !memchr(side->text, '\0', side->len);
}

static struct pm_bytes whole_front(const struct merge *merge,
				   enum pm_merge_side side)
{
	const struct pm_front *front = &merge->side[side].front;

	return merge_bytes(merge, side, 0,
			   front->present ? front->body_start : 0);
}

/*
 * No record on a side: by text, which finds nothing wrong with two changes
 * that are a few lines apart. What they mean together nobody has looked at,
 * so that fields which both sides changed are a conflict.
 */
static int merge_unread(struct pm_merged *out, struct merge *merge,
			struct pm_error *err)
{
	const struct pm_bytes *side = merge->in->text.side;
	struct pm_bytes front[PM_MERGE_SIDES];
	int code;

	for (int i = 0; i < PM_MERGE_SIDES; i++)
		front[i] = whole_front(merge, (enum pm_merge_side)i);
	if (only_changed(front))
		return merge_text(out, merge->in, side, err);
	if (is_fenced(&merge->side[PM_OURS]) &&
	    is_fenced(&merge->side[PM_THEIRS]))
		return merge_record(out, merge, err);
	code = merge_text(out, merge->in, side, err);
	if (code >= 0 && !out->has_conflict && merge->in->show_base)
		code = merge->in->show_base(&merge->shows_base, err);
	if (code < 0 || out->has_conflict)
		return code;
	pm_buf_reset(&out->text);
	merge_render_file(&out->text, merge);
	out->has_conflict = true;
	return 0;
}

static void release_map(struct merge_map *map)
{
	for (size_t i = 0; i < map->nr; i++) {
		pm_buf_release(&map->key[i].lead_made);
		pm_buf_release(&map->key[i].made);
		if (map->key[i].inside)
			release_map(map->key[i].inside);
	}
}

static void release(struct merge *merge)
{
	release_map(&merge->top);
	pm_buf_release(&merge->tail_made);
	pm_strlist_release(&merge->contested);
	pm_arena_release(&merge->arena);
}

int pm_record_merge(struct pm_merged *out, const struct pm_merge *in,
		    struct pm_error *err)
{
	const struct pm_bytes *side = in->text.side;
	const struct pm_bytes *one = only_changed(side);
	struct merge merge = { .in = in };
	int code = 0;

	for (int i = 0; i < PM_MERGE_SIDES && !one; i++)
		out->is_binary = out->is_binary ||
				 pm_bytes_are_binary(&side[i]);
	if (out->is_binary) {
		out->has_conflict = true;
		one = &side[PM_OURS];
	}
	if (one)
		pm_buf_add(&out->text, one->ptr, one->len);
	else if (merge_read(&merge))
		code = merge_record(out, &merge, err);
	else
		code = merge_unread(out, &merge, err);
	release(&merge);
	return code;
}
