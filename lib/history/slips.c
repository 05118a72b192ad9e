/* SPDX-License-Identifier: MIT */
#include "history/slips.h"

static void add_move(struct pm_slips *out, const struct pm_slip_step *link,
		     const char *from, pm_date old, pm_date new)
{
	out->move[out->nr++] = (struct pm_slip){
		.commit = link->commit,
		.from = from,
		.to = link->to,
		.days = new - old,
	};
	out->days += new - old;
	if (!out->first)
		out->first = from;
}

/* Oldest first. A day that was taken out of a promise still stands until
 * another one is put in. */
void pm_slips_sum(struct pm_slips *out, struct pm_arena *arena,
		  const struct pm_slip_step *step, size_t nr)
{
	const char *promised = NULL;

	*out = (struct pm_slips){ 0 };
	out->move = pm_arena_alloc(arena, (nr + 1) * sizeof(*out->move));
	for (size_t i = nr; i--;) {
		const struct pm_slip_step *link = &step[i];
		pm_date old, new;

		if (!link->was_promise)
			promised = NULL;
		else if (link->from)
			promised = link->from;
		if (promised && link->to && pm_date_parse(&old, promised) &&
		    pm_date_parse(&new, link->to) && old != new)
			add_move(out, link, promised, old, new);
		if (link->to)
			promised = link->to;
	}
}
