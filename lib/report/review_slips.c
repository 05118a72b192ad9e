/* SPDX-License-Identifier: MIT */
#include "report/review_part.h"

#include <string.h>

#include "model/ledger_change.h"

static bool is_moved(const struct pm_difference *d)
{
	pm_date before = d->before ? pm_record_date(d->before, PM_F_DUE) :
				     PM_NO_DATE;
	pm_date after = pm_record_date(d->after, PM_F_DUE);

	return before != PM_NO_DATE && after != PM_NO_DATE &&
	       before != after &&
	       pm_state_is_promise(pm_record_state(d->before));
}

/* What the fields say where the history does not: who and why is not known. */
static void read_fields(struct pm_slips *out, struct pm_arena *arena,
			const struct pm_difference *d)
{
	struct pm_slip *slip = pm_arena_alloc(arena, sizeof(*slip));

	*slip = (struct pm_slip){
		.day = PM_NO_DATE,
		.from = pm_record_text(d->before, PM_F_DUE),
		.to = pm_record_text(d->after, PM_F_DUE),
		.days = pm_record_date(d->after, PM_F_DUE) -
			pm_record_date(d->before, PM_F_DUE),
	};
	*out = (struct pm_slips){ .move = slip, .nr = 1, .first = slip->from,
				  .days = slip->days };
}

/* Only moves that the base does not have are the range's. */
static void keep_within(struct pm_review *review, struct pm_review_slip *slip,
			const struct pm_difference *d)
{
	static const struct pm_ledger none;
	const struct pm_ledger *now = &d->after->ledger;
	struct pm_ledger_change change = { 0 };
	struct pm_slip *kept = pm_arena_alloc(&review->arena,
					      (slip->nr + 1) * sizeof(*kept));
	size_t nr = 0;

	pm_ledger_compare(&change, &review->arena, &review->sides.policy,
			  d->before ? &d->before->ledger : &none, now);
	for (size_t i = 0; i < slip->nr; i++) {
		const struct pm_ledger_event *event = slip->move[i].event;

		if (event ? !change.was[event - now->event] : is_moved(d))
			kept[nr++] = slip->move[i];
	}
	slip->move = kept;
	slip->nr = nr;
}

static void add_slip(struct pm_review *review, struct pm_review_part *part,
		     const struct pm_difference *d)
{
	struct pm_slips slips = { 0 };
	struct pm_review_slip *slip;

	if (d->after->ledger.nr)
		pm_slips_read(&slips, &review->arena, d->after);
	else if (is_moved(d))
		read_fields(&slips, &review->arena, d);
	if (!part->slip)
		part->slip = pm_arena_alloc(&review->arena,
					    part->differences *
						    sizeof(*part->slip));
	slip = &part->slip[part->slips++];
	*slip = (struct pm_review_slip){
		.action = d->after,
		.move = slips.move,
		.nr = slips.nr,
		.first = slips.first,
		.days = slips.days,
		.moves = slips.nr,
	};
	keep_within(review, slip, d);
}

void pm_review_find_slips(struct pm_review *review)
{
	for (size_t p = 0; p < review->nr; p++) {
		struct pm_review_part *part = &review->part[p];

		for (size_t i = 0; i < part->differences; i++) {
			const struct pm_difference *d =
				&review->comparison.item[part->difference + i];

			if (d->kind == PM_ACTION && d->after)
				add_slip(review, part, d);
		}
	}
}
