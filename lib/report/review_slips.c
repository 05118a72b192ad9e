/* SPDX-License-Identifier: MIT */
#include "report/review_part.h"

#include <string.h>

#include "check/reason.h"
#include "git/reach.h"
#include "history/annotate.h"

/* A promise that is made in the range may have moved in it as well, and
 * annotate and report will count that. */
static bool may_have_moved(const struct pm_difference *d)
{
	const char *before = d->before ? pm_record_text(d->before, PM_F_DUE) :
					 NULL;
	const char *after = d->after ? pm_record_text(d->after, PM_F_DUE) :
				       NULL;

	return d->kind == PM_ACTION && after &&
	       (!before || strcmp(before, after));
}

static int add_slip(struct pm_review *review, struct pm_review_part *part,
		    const struct pm_difference *d, struct pm_error *err)
{
	struct pm_annotate annotate = { 0 };
	struct pm_review_slip *slip;
	int code = pm_annotate(&annotate, review->repo, &review->sides.policy,
			       d->after, review->sides.head, err);

	if (code < 0)
		return code;
	if (!part->slip)
		part->slip = pm_arena_alloc(&review->arena,
					    part->differences *
						    sizeof(*part->slip));
	slip = &part->slip[part->slips++];
	*slip = (struct pm_review_slip){
		.action = d->after,
		.move = annotate.slips.move,
		.nr = annotate.slips.nr,
		.first = annotate.slips.first,
		.days = annotate.slips.days,
		.moves = annotate.slips.nr,
	};
	pm_arena_absorb(&review->arena, &annotate.arena);
	pm_annotate_release(&annotate);
	return PM_OK;
}

static void find_reasons(struct pm_review *review, struct pm_review_slip *slip)
{
	slip->reason = pm_arena_alloc(&review->arena,
				      (slip->nr + 1) * sizeof(*slip->reason));
	for (size_t i = 0; i < slip->nr; i++) {
		const struct pm_commit_info *commit = slip->move[i].commit;
		struct pm_buf text = { 0 };

		if (commit->reason)
			slip->reason[i] = commit->reason;
		else if (pm_body_reason(&text, commit->body))
			slip->reason[i] = pm_arena_strdup(&review->arena,
							  text.ptr);
		pm_buf_release(&text);
	}
}

/* Only moves that the base does not lead to are the range's. */
static int keep_within(struct pm_review *review, struct pm_error *err)
{
	const char *tip[] = { review->sides.base, NULL };
	struct pm_arena arena = { 0 };
	struct pm_reach *reach;
	size_t nr = 0;
	int code;

	for (size_t p = 0; p < review->nr; p++)
		for (size_t i = 0; i < review->part[p].slips; i++)
			nr += review->part[p].slip[i].nr;
	reach = pm_arena_alloc(&arena, (nr + 1) * sizeof(*reach));
	nr = 0;
	for (size_t p = 0; p < review->nr; p++)
		for (size_t i = 0; i < review->part[p].slips; i++)
			for (size_t m = 0; m < review->part[p].slip[i].nr; m++)
				reach[nr++].name = review->part[p].slip[i]
							   .move[m].commit->id;
	code = pm_reach_find(reach, nr, &arena, tip, err);
	nr = 0;
	for (size_t p = 0; code >= 0 && p < review->nr; p++) {
		for (size_t i = 0; i < review->part[p].slips; i++) {
			struct pm_review_slip *slip = &review->part[p].slip[i];
			struct pm_slip *kept = pm_arena_alloc(
				&review->arena,
				(slip->nr + 1) * sizeof(*kept));
			size_t within = 0;

			for (size_t m = 0; m < slip->nr; m++)
				if (!reach[nr++].is_reached)
					kept[within++] = slip->move[m];
			slip->move = kept;
			slip->nr = within;
			find_reasons(review, slip);
		}
	}
	pm_arena_release(&arena);
	return code;
}

int pm_review_find_slips(struct pm_review *review, struct pm_error *err)
{
	bool any = false;
	int code = PM_OK;

	for (size_t p = 0; p < review->nr && code >= 0; p++) {
		struct pm_review_part *part = &review->part[p];

		for (size_t i = 0; i < part->differences && code >= 0; i++) {
			const struct pm_difference *d =
				&review->comparison.item[part->difference + i];

			if (!may_have_moved(d))
				continue;
			any = true;
			code = add_slip(review, part, d, err);
		}
	}
	return any && code >= 0 ? keep_within(review, err) : code;
}
