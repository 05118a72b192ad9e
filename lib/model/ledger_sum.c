/* SPDX-License-Identifier: MIT */
#include "model/ledger_sum.h"

/* Where the item stands while its events are told, oldest first. */
struct telling {
	struct pm_ledger_sum *sum;
	enum pm_state state; /* PM_STATES: not known */
	pm_date due;
	const char *owner;
	bool is_told; /* a state was known before */
	struct pm_promise *open;
	pm_date promised; /* of the open one; a day that was taken out stands
			   * until another one is put in */
};

static void end_promise(struct telling *t, pm_date day)
{
	if (!t->open)
		return;
	t->open->end = t->state == PM_DONE     ? PM_PROMISE_KEPT :
		       t->state == PM_DECLINED ? PM_PROMISE_DECLINED :
						 PM_PROMISE_WITHDRAWN;
	t->open->ended = day;
	t->open = NULL;
	t->promised = PM_NO_DATE;
}

static void begin_promise(struct telling *t, pm_date day)
{
	t->open = &t->sum->promise[t->sum->promises++];
	*t->open = (struct pm_promise){
		.made = day,
		.ended = PM_NO_DATE,
		.end = PM_PROMISE_OPEN,
		.first = t->due,
		.due = t->due,
		.owner = t->owner,
	};
	t->promised = t->due;
}

/* The event that settles a promise may still move its day. */
static void move_promise(struct telling *t, pm_date day,
			 const struct pm_ledger_event *event)
{
	struct pm_promise *p = t->open;

	if (t->due == PM_NO_DATE)
		return;
	if (t->promised != PM_NO_DATE && t->due != t->promised) {
		t->sum->move[t->sum->moves++] = (struct pm_promise_move){
			.day = day,
			.from = t->promised,
			.to = t->due,
			.owner = p->owner,
			.event = event,
		};
		p->moves++;
	}
	t->promised = t->due;
	p->due = t->due;
	if (p->first == PM_NO_DATE)
		p->first = t->due;
}

static void answer(struct telling *t, pm_date day)
{
	struct pm_ledger_sum *sum = t->sum;

	if (!t->is_told) {
		sum->was_proposed = sum->has_beginning &&
				    t->state == PM_PROPOSED;
	} else if (sum->was_proposed && sum->answer == PM_PROPOSED &&
		   t->state != PM_PROPOSED) {
		sum->answer = t->state;
		sum->answered = day;
	}
}

static void tell(struct telling *t, pm_date day,
		 const struct pm_ledger_event *event)
{
	bool is_promise = pm_state_is_promise(t->state);
	/* What is in progress where the events begin was accepted before. */
	bool is_known = t->is_told || t->sum->has_beginning ||
			(event && event->set[PM_L_STEP] &&
			 t->state == PM_ACCEPTED);

	answer(t, day);
	if (t->open)
		move_promise(t, day, event);
	if (t->open && is_promise)
		t->open->owner = t->owner;
	else if (is_promise)
		begin_promise(t, is_known ? day : PM_NO_DATE);
	else
		end_promise(t, day);
	t->is_told = true;
}

static void apply(struct telling *t, const struct pm_ledger_event *event)
{
	if (event->set[PM_L_STEP])
		t->state = (enum pm_state)event->step;
	if (event->set[PM_L_DUE])
		t->due = event->due;
	if (event->set[PM_L_OWNER])
		t->owner = *event->set[PM_L_OWNER] ? event->set[PM_L_OWNER] :
						     NULL;
	if (t->state != PM_STATES)
		tell(t, event->day, event);
}

/* A value that no event sets has been there before them. */
static void begin(struct telling *t, const struct pm_record *action)
{
	const struct pm_ledger *ledger = &action->ledger;

	t->state = PM_STATES;
	t->due = t->promised = PM_NO_DATE;
	if (!pm_ledger_last(ledger, ledger->nr, PM_L_STEP))
		t->state = pm_record_state(action);
	if (!pm_ledger_last(ledger, ledger->nr, PM_L_DUE))
		t->due = pm_record_date(action, PM_F_DUE);
	if (!pm_ledger_last(ledger, ledger->nr, PM_L_OWNER))
		t->owner = pm_record_text(action, PM_F_OWNER);
}

/* What the fields say beyond the last events. */
static bool catch_up(struct telling *t, const struct pm_record *action)
{
	const struct pm_value *due = pm_record_get(action, PM_F_DUE);
	enum pm_state state = pm_record_state(action);
	bool differs = false;

	if (state == PM_STATES)
		return true;
	if (state != t->state) {
		t->state = state;
		differs = true;
	}
	if (due ? due->is_valid && due->as.date != t->due :
		  t->due != PM_NO_DATE) {
		t->due = due ? due->as.date : PM_NO_DATE;
		differs = true;
	}
	if (differs)
		tell(t, PM_NO_DATE, NULL);
	return differs;
}

/* A new item's event has all that it has; the one with which an older item
 * begins to have a history has what changed. */
static bool is_beginning(const struct pm_ledger_event *event)
{
	return event->set[PM_L_STEP] &&
	       (event->step == PM_PROPOSED || event->set[PM_L_OWNER]);
}

void pm_ledger_sum_make(struct pm_ledger_sum *out, struct pm_arena *arena,
			const struct pm_record *action)
{
	const struct pm_ledger *ledger = &action->ledger;
	struct telling t = { .sum = out };
	size_t most = ledger->nr + 1;

	*out = (struct pm_ledger_sum){ .has_events = ledger->nr > 0,
				       .answer = PM_PROPOSED,
				       .answered = PM_NO_DATE,
				       .proposed = PM_NO_DATE };
	if (!ledger->nr)
		return;
	out->promise = pm_arena_alloc(arena, most * sizeof(*out->promise));
	out->move = pm_arena_alloc(arena, most * sizeof(*out->move));
	out->has_beginning = is_beginning(&ledger->event[0]);
	if (out->has_beginning)
		out->proposed = ledger->event[0].day;
	begin(&t, action);
	for (size_t i = 0; i < ledger->nr; i++)
		apply(&t, &ledger->event[i]);
	out->is_complete = !catch_up(&t, action) && out->has_beginning &&
			   !ledger->misfits;
}

const struct pm_promise *
pm_ledger_sum_promise(const struct pm_ledger_sum *sum)
{
	const struct pm_promise *last;

	if (!sum->promises)
		return NULL;
	last = &sum->promise[sum->promises - 1];
	return last->end == PM_PROMISE_OPEN ? last : NULL;
}
