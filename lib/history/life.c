/* SPDX-License-Identifier: MIT */
#include "history/life.h"

#include <string.h>

pm_date pm_life_day(int64_t time)
{
	return time ? pm_time_date((struct pm_time){ .epoch = time }) :
		      PM_NO_DATE;
}

/* Where the life stands while its versions are told, oldest first. */
struct telling {
	struct pm_life *life;
	const struct pm_life_version *last; /* NULL: not born yet */
	struct pm_promise *open;
	pm_date promised; /* of the open one; a day that was taken out stands
			   * until another one is put in */
};

static void end_promise(struct telling *t, const struct pm_life_version *v,
			enum pm_promise_end end)
{
	if (!t->open)
		return;
	t->open->end = end;
	t->open->ended = v->time;
	t->open = NULL;
	t->promised = PM_NO_DATE;
}

static void begin_promise(struct telling *t, const struct pm_life_version *v,
			  bool is_known)
{
	t->open = &t->life->promise[t->life->promises++];
	*t->open = (struct pm_promise){
		.made = is_known ? v->time : 0,
		.end = PM_PROMISE_OPEN,
		.first = v->due,
		.due = v->due,
		.owner = v->owner,
	};
	t->promised = v->due;
}

/* The commit that settles a promise may still move its day. */
static void move_promise(struct telling *t, const struct pm_life_version *v)
{
	struct pm_promise *p = t->open;

	if (v->due != PM_NO_DATE && t->promised != PM_NO_DATE &&
	    v->due != t->promised) {
		t->life->move[t->life->moves++] = (struct pm_life_move){
			.time = v->time,
			.commit = v->commit,
			.from = t->promised,
			.to = v->due,
			.owner = p->owner,
		};
		p->moves++;
	}
	if (v->due != PM_NO_DATE) {
		t->promised = v->due;
		p->due = v->due;
		if (p->first == PM_NO_DATE)
			p->first = v->due;
	}
}

static enum pm_promise_end end_of(enum pm_state state)
{
	return state == PM_DONE	    ? PM_PROMISE_KEPT :
	       state == PM_DECLINED ? PM_PROMISE_DECLINED :
				      PM_PROMISE_WITHDRAWN;
}

static void tell(struct telling *t, const struct pm_life_version *v)
{
	struct pm_life *life = t->life;
	bool is_promise = pm_state_is_promise(v->state);
	bool is_first = !t->last;

	if (is_first)
		life->was_proposed = v->state == PM_PROPOSED;
	else if (life->was_proposed && life->answer == PM_PROPOSED &&
		 v->state != PM_PROPOSED) {
		life->answer = v->state;
		life->answered = v->time;
	}
	if (t->open)
		move_promise(t, v);
	if (t->open && is_promise)
		t->open->owner = v->owner;
	else if (is_promise)
		begin_promise(t, v, !is_first || life->has_birth);
	else
		end_promise(t, v, end_of(v->state));
	life->state = v->state;
	t->last = v;
}

void pm_life_sum(struct pm_life *life, struct pm_arena *arena,
		 const struct pm_life_version *version, size_t nr)
{
	struct telling t = { .life = life, .promised = PM_NO_DATE };

	life->promise = pm_arena_alloc(arena, (nr + 1) *
						      sizeof(*life->promise));
	life->move = pm_arena_alloc(arena, (nr + 1) * sizeof(*life->move));
	life->answer = PM_PROPOSED;
	life->state = PM_STATES;
	for (size_t i = nr; i--;) {
		const struct pm_life_version *v = &version[i];

		if (!t.last && life->has_birth && !life->born)
			life->born = v->time;
		if (v->is_gone) {
			end_promise(&t, v, PM_PROMISE_REMOVED);
			life->is_gone = true;
			life->gone = v->time;
		} else if (v->state != PM_STATES) {
			tell(&t, v);
		}
	}
}
