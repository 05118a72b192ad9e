/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "model/ledger.h"
#include "snapshot/merge.h"
#include "syntax/front.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * Three texts with a line of %% between them. Whatever they are, nothing of
 * what a side changed is gone from a merge that says it has no conflict, and
 * one that has them cannot be taken for a record.
 */
#define CUT "%%\n"

struct side {
	struct pm_bytes bytes;
	struct pm_front front;
	bool is_record;
};

static int whole(struct pm_buf *out, const struct pm_text_merge *text,
		 struct pm_error *err)
{
	(void)err;
	pm_buf_add(out, text->side[PM_OURS].ptr, text->side[PM_OURS].len);
	pm_buf_add(out, text->side[PM_THEIRS].ptr, text->side[PM_THEIRS].len);
	return 1;
}

static void read_side(struct side *side, struct pm_arena *arena)
{
	struct pm_problems problems = { .arena = arena };

	pm_front_read(&side->front, arena, side->bytes.ptr, side->bytes.len,
		      PM_MAX_DOCUMENT, &problems);
	side->is_record = side->front.map;
	for (size_t i = 0; i < problems.nr; i++)
		if (problems.item[i].kind == PM_PROBLEM_DUPLICATE_KEY)
			side->is_record = false;
}

static bool has_item(const struct pm_yaml *list, const struct pm_yaml *item)
{
	for (size_t i = 0; i < list->nr; i++)
		if (pm_yaml_same(&list->child[i], item))
			return true;
	return false;
}

/* With a ledger a side may have gone on from what the other has, and a value
 * of these be older than another. */
static bool has_ledger(const struct side *side)
{
	struct pm_policy policy = { 0 };
	struct pm_arena arena = { 0 };
	struct pm_ledger ledger;

	pm_policy_read(&policy, NULL, 0);
	pm_ledger_read(&ledger, &arena, &policy, PM_ACTION, side->bytes.ptr,
		       side->front.body_start, side->bytes.len, 1);
	pm_policy_release(&policy);
	pm_arena_release(&arena);
	return ledger.nr;
}

static bool is_of_ledger(const char *key)
{
	static const char *const keys[] = { "state", "owner", "due",
					    "evidence", "reason" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (!strcmp(keys[i], key))
			return true;
	return false;
}

/* What `now` has and `base` had otherwise is in the result. */
static void check_kept(const struct pm_yaml *base, const struct pm_yaml *now,
		       const struct pm_yaml *result, bool goes_on)
{
	if (!now || pm_yaml_is_null(now) || pm_yaml_same(base, now))
		return;
	if (!result)
		abort();
	if (now->kind == PM_YAML_MAP && result->kind == PM_YAML_MAP) {
		for (size_t i = 0; i < now->nr; i++) {
			const char *key = now->child[i].key;

			if (is_of_ledger(key) && goes_on)
				continue;
			check_kept(pm_yaml_get(base, key), &now->child[i],
				   pm_yaml_get(result, key), goes_on);
		}
	} else if (now->kind == PM_YAML_LIST && result->kind == now->kind) {
		for (size_t i = 0; i < now->nr; i++)
			if (!(base && base->kind == PM_YAML_LIST &&
			      has_item(base, &now->child[i])) &&
			    !has_item(result, &now->child[i]))
				abort();
	} else if (!pm_yaml_same(now, result)) {
		abort();
	}
}

/* Every comment above a field that is new in `now` stands in the result. */
static void check_comments(const struct side *base, const struct side *now,
			   const struct pm_buf *result)
{
	const char *text = now->bytes.ptr;
	size_t at = now->front.yaml_start;

	while (at < now->front.yaml_end) {
		const char *end = memchr(text + at, '\n',
					 now->front.yaml_end - at);
		size_t len = end ? (size_t)(end - text) - at
				 : now->front.yaml_end - at;

		if (len && text[at] == '#' &&
		    (!base->bytes.len ||
		     !memmem(base->bytes.ptr, base->bytes.len, text + at,
			     len)) &&
		    !memmem(result->ptr, result->len, text + at, len))
			abort();
		at += len + 1;
	}
}

static bool merge(struct pm_merged *out, const struct side *base,
		  const struct side *ours, const struct side *theirs)
{
	struct pm_policy policy = { 0 };
	struct pm_merge in = {
		.policy = &policy,
		.kind = PM_ACTION,
		.text.side = { base->bytes, ours->bytes, theirs->bytes },
		.text.label = { "base", "ours", "theirs" },
		.text.marker_size = 7,
		.merge_text = whole,
	};
	struct pm_error err;
	bool ok;

	pm_policy_read(&policy, NULL, 0);
	ok = !pm_record_merge(out, &in, &err);
	pm_policy_release(&policy);
	return ok;
}

enum outcome {
	CLEAN,
	CONFLICTS, /* in the body, or in the front matter as a whole */
	CONFLICTS_IN_FIELDS,
};

static enum outcome check_merge(const struct side *base,
				const struct side *ours,
				const struct side *theirs)
{
	enum outcome outcome;
	bool goes_on = has_ledger(ours) && has_ledger(theirs);
	bool has_fields;
	struct pm_merged merged = { 0 };
	struct pm_arena arena = { 0 };
	struct side result = { 0 };

	if (!merge(&merged, base, ours, theirs))
		abort();
	has_fields = merged.fields.nr &&
		     strcmp(merged.fields.item[0], "history") != 0;
	outcome = !merged.has_conflict ? CLEAN :
		  has_fields	       ? CONFLICTS_IN_FIELDS :
					 CONFLICTS;
	result.bytes = (struct pm_bytes){ pm_buf_str(&merged.text),
					  merged.text.len };
	read_side(&result, &arena);
	if (ours->is_record && theirs->is_record) {
		if (has_fields ? result.front.map != NULL
				     : !merged.has_conflict &&
					       !result.is_record)
			abort();
		if (!merged.has_conflict && base->is_record) {
			check_kept(base->front.map, ours->front.map,
				   result.front.map, goes_on);
			check_kept(base->front.map, theirs->front.map,
				   result.front.map, goes_on);
		}
		if (!merged.has_conflict && base->is_record && !goes_on) {
			check_comments(base, ours, &merged.text);
			check_comments(base, theirs, &merged.text);
		}
	}
	pm_merged_release(&merged);
	pm_arena_release(&arena);
	return outcome;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct side side[PM_MERGE_SIDES] = { 0 };
	const char *at = (const char *)data;
	const char *end = at + size;
	struct pm_arena arena = { 0 };
	enum outcome here, there;

	for (int i = 0; i < PM_MERGE_SIDES; i++) {
		const char *cut =
			at < end ? memmem(at, (size_t)(end - at), CUT,
					  sizeof(CUT) - 1) : NULL;

		if (!cut || i == PM_MERGE_SIDES - 1)
			cut = end;
		side[i].bytes = (struct pm_bytes){ at, (size_t)(cut - at) };
		at = cut + (cut < end ? sizeof(CUT) - 1 : 0);
		read_side(&side[i], &arena);
	}
	here = check_merge(&side[0], &side[1], &side[2]);
	/* Whose side is whose means nothing, but that another order may put
	 * lines below a text that would take them in. */
	there = check_merge(&side[0], &side[2], &side[1]);
	if ((here == CLEAN && there == CONFLICTS_IN_FIELDS) ||
	    (there == CLEAN && here == CONFLICTS_IN_FIELDS))
		abort();
	pm_arena_release(&arena);
	return 0;
}
