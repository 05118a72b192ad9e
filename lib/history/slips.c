/* SPDX-License-Identifier: MIT */
#include "history/slips.h"

#include "model/ledger_sum.h"

static void add_move(struct pm_slips *out, struct pm_slip slip)
{
	out->move[out->nr++] = slip;
	out->days += slip.days;
	if (!out->first)
		out->first = slip.from;
}

static struct pm_slip slip_of(const struct pm_slip_step *link,
			      const char *from, int days)
{
	const struct pm_commit_info *commit = link->commit;

	return (struct pm_slip){
		.day = pm_time_date(commit->author_time),
		.who = commit->author_name,
		.why = commit->reason,
		.commit = commit,
		.from = from,
		.to = link->to,
		.days = days,
	};
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
			add_move(out, slip_of(link, promised, new - old));
		if (link->to)
			promised = link->to;
	}
}

static const char *day_of(struct pm_arena *arena, pm_date day)
{
	char text[PM_DATE_LEN];

	pm_date_format(text, day);
	return pm_arena_strdup(arena, text);
}

void pm_slips_read(struct pm_slips *out, struct pm_arena *arena,
		   const struct pm_record *action)
{
	struct pm_ledger_sum sum;

	pm_ledger_sum_make(&sum, arena, action);
	*out = (struct pm_slips){ 0 };
	out->move = pm_arena_alloc(arena,
				   (sum.moves + 1) * sizeof(*out->move));
	for (size_t i = 0; i < sum.moves; i++) {
		const struct pm_promise_move *move = &sum.move[i];

		add_move(out, (struct pm_slip){
				.day = move->day,
				.who = move->event ? move->event->who : NULL,
				.why = move->event ? move->event->why : NULL,
				.event = move->event,
				.from = day_of(arena, move->from),
				.to = day_of(arena, move->to),
				.days = move->to - move->from });
	}
}
