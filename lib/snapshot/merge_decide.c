/* SPDX-License-Identifier: MIT */
#include "snapshot/merge_plan.h"

#include <string.h>

/* What became of one thing on two sides. */
enum outcome {
	BOTH,	  /* the same on both */
	OURS,	  /* only ours changed it */
	THEIRS,
	CONTESTED,
};

static struct pm_bytes own(const struct merge *merge,
			   const struct merge_key *key,
			   enum pm_merge_side side)
{
	const struct pm_front_lines *lines = key->lines[side];

	return lines ? merge_bytes(merge, side, lines->start, lines->end)
		     : (struct pm_bytes){ "", 0 };
}

static struct pm_bytes lead(const struct merge *merge,
			    const struct merge_key *key,
			    enum pm_merge_side side)
{
	const struct pm_front_lines *lines = key->lines[side];

	return lines ? merge_bytes(merge, side, lines->lead, lines->start)
		     : (struct pm_bytes){ "", 0 };
}

static enum outcome compare(const struct pm_bytes side[PM_MERGE_SIDES],
			    bool has_base)
{
	if (pm_bytes_same(&side[PM_OURS], &side[PM_THEIRS]))
		return BOTH;
	if (has_base && pm_bytes_same(&side[PM_OURS], &side[PM_BASE]))
		return THEIRS;
	if (has_base && pm_bytes_same(&side[PM_THEIRS], &side[PM_BASE]))
		return OURS;
	return CONTESTED;
}

static enum verdict verdict_of(enum outcome outcome)
{
	switch (outcome) {
	case THEIRS:
		return TAKE_THEIRS;
	case CONTESTED:
		return CONFLICT;
	default:
		return TAKE_OURS;
	}
}

/* ---- lines that are no field: comments, empty ones, the tail ----------- */

static int merge_lines(struct merge *merge, enum verdict *verdict,
		       struct pm_buf *made,
		       const struct pm_bytes side[PM_MERGE_SIDES],
		       struct pm_error *err)
{
	struct pm_text_merge text = merge->in->text;
	int code;

	*verdict = verdict_of(compare(side, true));
	if (*verdict != CONFLICT)
		return 0;
	*verdict = TAKE_MADE;
	memcpy(text.side, side, sizeof(text.side));
	code = merge->in->merge_text(made, &text, err);
	merge->has_conflict = merge->has_conflict || code > 0;
	return code < 0 ? code : 0;
}

static int decide_lead(struct merge *merge, struct merge_key *key,
		       struct pm_error *err)
{
	struct pm_bytes side[PM_MERGE_SIDES];

	for (int i = 0; i < PM_MERGE_SIDES; i++)
		side[i] = lead(merge, key, (enum pm_merge_side)i);
	/* A key on one side alone has its lines above with it. */
	if (!key->lines[PM_OURS] || !key->lines[PM_THEIRS]) {
		key->lead = key->verdict;
		return 0;
	}
	return merge_lines(merge, &key->lead, &key->lead_made, side, err);
}

/* ---- a key that one side lacks ----------------------------------------- */

static bool is_empty(const struct merge_key *key, enum pm_merge_side side)
{
	const struct pm_yaml *node = merge_node(key, side);

	return !node || pm_yaml_is_null(node);
}

static void decide_absent(const struct merge *merge, struct merge_key *key)
{
	enum pm_merge_side has = key->lines[PM_OURS] ? PM_OURS : PM_THEIRS;
	enum pm_merge_side lacks = has == PM_OURS ? PM_THEIRS : PM_OURS;
	struct pm_bytes now = own(merge, key, has);
	struct pm_bytes then = own(merge, key, PM_BASE);
	struct pm_bytes above = lead(merge, key, has);
	struct pm_bytes above_then = lead(merge, key, PM_BASE);
	enum pm_merge_side taken;

	if (key->is_contested && !key->agreed) {
		key->verdict = CONFLICT;
		return;
	}
	if (key->agreed)
		taken = !merge_changed(merge, key, has)	  ? lacks :
			!merge_changed(merge, key, lacks) ? has :
							    PM_MERGE_SIDES;
	else if (!key->lines[PM_BASE])
		taken = has;
	else if (pm_bytes_same(&now, &then) &&
		 pm_bytes_same(&above, &above_then))
		taken = lacks;
	else if (is_empty(key, PM_BASE) && !is_empty(key, has))
		taken = has; /* a field left empty says nothing to take back */
	else
		taken = PM_MERGE_SIDES;
	key->verdict = taken == PM_OURS	   ? TAKE_OURS
		       : taken == PM_THEIRS ? TAKE_THEIRS
					    : CONFLICT;
}

/* ---- a key that both have ---------------------------------------------- */

static enum outcome compare_values(const struct merge *merge,
				   const struct merge_key *key)
{
	bool has_base = key->agreed || !key->is_contested;

	if (pm_yaml_same(merge_node(key, PM_OURS), merge_node(key, PM_THEIRS)))
		return BOTH;
	if (has_base && !merge_changed(merge, key, PM_OURS))
		return THEIRS;
	if (has_base && !merge_changed(merge, key, PM_THEIRS))
		return OURS;
	return CONTESTED;
}

static enum outcome compare_comments(const struct merge *merge,
				     const struct merge_key *key)
{
	struct pm_buf text[PM_MERGE_SIDES] = { { 0 } };
	struct pm_bytes side[PM_MERGE_SIDES];
	enum outcome outcome;

	for (int i = 0; i < PM_MERGE_SIDES; i++) {
		if (key->lines[i])
			pm_front_comments(&text[i], merge->side[i].text,
					  key->lines[i]);
		side[i] = (struct pm_bytes){ pm_buf_str(&text[i]),
					     text[i].len };
	}
	outcome = compare(side, !key->is_contested);
	for (int i = 0; i < PM_MERGE_SIDES; i++)
		pm_buf_release(&text[i]);
	return outcome;
}

/*
 * Both wrote something else. A value and the comment behind it are two
 * things, but they stand in one line: it is taken whole, from a side that has
 * both as they should be.
 */
static void decide_value(struct merge *merge, struct merge_key *key)
{
	enum outcome value = compare_values(merge, key);
	enum outcome comment = compare_comments(merge, key);

	if (value == BOTH)
		key->verdict = verdict_of(comment);
	else if (comment == BOTH || comment == value)
		key->verdict = verdict_of(value);
	else
		key->verdict = CONFLICT;
	if (value == CONTESTED && comment == BOTH)
		merge_list(merge, key);
}

static int decide_map(struct merge *merge, struct merge_map *map,
		      struct pm_error *err);

/* A map's keys are decided one by one, below a line that is decided too. */
static int decide_inside(struct merge *merge, struct merge_key *key,
			 bool *is_done, struct pm_error *err)
{
	struct pm_bytes side[PM_MERGE_SIDES];

	*is_done = false;
	if (key->is_contested || !merge_plan_inside(merge, key))
		return 0;
	for (int i = 0; i < PM_MERGE_SIDES; i++) {
		const struct pm_front_lines *lines = key->lines[i];

		side[i] = lines ? merge_bytes(merge, (enum pm_merge_side)i,
					      lines->start, lines->head)
				: (struct pm_bytes){ "", 0 };
	}
	key->head = verdict_of(compare(side, key->lines[PM_BASE]));
	if (key->head == CONFLICT)
		return 0;
	key->verdict = TAKE_INSIDE;
	*is_done = true;
	return decide_map(merge, key->inside, err);
}

static int decide_key(struct merge *merge, struct merge_key *key,
		      struct pm_error *err)
{
	struct pm_bytes side[PM_MERGE_SIDES];
	bool is_done = false;
	enum outcome outcome;
	int code = 0;

	if (!key->lines[PM_OURS] || !key->lines[PM_THEIRS]) {
		decide_absent(merge, key);
		return 0;
	}
	for (int i = 0; i < PM_MERGE_SIDES; i++)
		side[i] = own(merge, key, (enum pm_merge_side)i);
	outcome = compare(side, key->lines[PM_BASE] && !key->is_contested);
	key->verdict = verdict_of(outcome);
	if (outcome == BOTH || (outcome != CONTESTED && !key->agreed))
		return 0;
	code = decide_inside(merge, key, &is_done, err);
	if (!is_done && code >= 0)
		decide_value(merge, key);
	return code;
}

static int decide_map(struct merge *merge, struct merge_map *map,
		      struct pm_error *err)
{
	int code = 0;

	for (size_t i = 0; i < map->nr && code >= 0; i++)
		code = decide_key(merge, &map->key[i], err);
	return code;
}

/* The lines above go with what was decided of the key. */
static int decide_leads(struct merge *merge, struct merge_map *map,
			struct pm_error *err)
{
	int code = 0;

	for (size_t i = 0; i < map->nr && code >= 0; i++) {
		struct merge_key *key = &map->key[i];

		code = decide_lead(merge, key, err);
		if (code >= 0 && key->verdict == TAKE_INSIDE)
			code = decide_leads(merge, key->inside, err);
		if (key->verdict == CONFLICT)
			merge->has_conflict = true;
	}
	return code;
}

int merge_decide(struct merge *merge, struct pm_error *err)
{
	struct pm_bytes tail[PM_MERGE_SIDES];
	int code;

	merge_ledger_agree(merge);
	code = decide_map(merge, &merge->top, err);
	if (code >= 0)
		merge_promise(merge);
	if (code >= 0)
		code = decide_leads(merge, &merge->top, err);
	for (int i = 0; i < PM_MERGE_SIDES; i++) {
		const struct merge_side *side = &merge->side[i];

		tail[i] = merge_bytes(merge, (enum pm_merge_side)i, side->tail,
				      side->front.yaml_end);
	}
	if (code >= 0)
		code = merge_lines(merge, &merge->tail, &merge->tail_made,
				   tail, err);
	return code;
}
