/* SPDX-License-Identifier: MIT */
#include "check/question.h"

#include <ctype.h>
#include <string.h>

#include "check/merge.h"
#include "model/ledger_change.h"

/* --- who may be who --- */

/* "al" may stand for "Alice <asmith@...>", and "bob" does not. */
static bool begins_like(const char *handle, const char *author)
{
	const char *address = strchr(author, '<');
	int letter = tolower((unsigned char)handle[*handle == '@']);

	return letter == tolower((unsigned char)*author) ||
	       (address && letter == tolower((unsigned char)address[1]));
}

bool pm_may_be(const struct pm_policy *policy, const char *who,
	       const char *author)
{
	const char *as = pm_policy_who(policy, who);
	enum pm_who form = pm_policy_who_form(policy, who);

	return (form != PM_WHO_PERSON && form != PM_WHO_WORD) ||
	       pm_policy_same_person(policy, who, author) ||
	       (!policy->people && begins_like(who, author) &&
		!strchr(as + (*as == '@'), '@'));
}

/* --- what is new --- */

static bool is_same_list(const struct pm_policy *policy,
			 const struct pm_ledger *a, const struct pm_ledger *b)
{
	if (a->nr != b->nr)
		return false;
	for (size_t i = 0; i < a->nr; i++)
		if (!pm_ledger_same(policy, &a->event[i], &b->event[i]))
			return false;
	return true;
}

/* A file that is gone and had the same history was moved. */
const struct pm_record *pm_find_moved(const struct pm_check *check,
				      const struct pm_record *now)
{
	const struct pm_snapshot *before = check->before;

	if (!before || !check->deltas || !now->ledger.nr)
		return NULL;
	for (size_t p = 0; p < before->nr; p++)
		for (size_t i = 0; i < before->item[p].actions; i++) {
			const struct pm_record *r = &before->item[p].action[i];
			const struct pm_delta *delta =
				pm_deltas_find(check->deltas, r->path);

			if (delta && !delta->new_mode &&
			    is_same_list(check->policy, &r->ledger,
					 &now->ledger))
				return r;
		}
	return NULL;
}

const bool *pm_new_events(struct pm_arena *arena,
			  const struct subject *subject,
			  const struct pm_record *old,
			  const struct pm_record *now)
{
	const struct pm_check *check = subject->check;
	const struct pm_ledger none = { 0 };
	struct pm_ledger_change change;
	bool *is_new = pm_arena_alloc(arena, now->ledger.nr + 1);

	if (!now->ledger.nr)
		return is_new;
	pm_ledger_compare(&change, arena, check->policy,
			  old ? &old->ledger : &none, &now->ledger);
	for (size_t i = 0; i < now->ledger.nr; i++)
		is_new[i] = !change.was[i] &&
			    !(check->merge &&
			      pm_merge_has_event(check->merge, now,
						 &now->ledger.event[i]));
	return is_new;
}

/* --- whom it asks --- */

struct replay {
	const struct pm_policy *policy;
	const struct pm_record *old, *now;
	const bool *is_new;
};

/* What a field was before an event of the change. The last new one above it
 * says it, else the old side, whatever its history says. */
static const struct pm_ledger_event *setter(const struct replay *r, size_t nr,
					    enum pm_ledger_field field)
{
	while (nr--)
		if (r->is_new[nr] && r->now->ledger.event[nr].set[field])
			return &r->now->ledger.event[nr];
	return NULL;
}

static enum pm_state state_at(const struct replay *r, size_t nr)
{
	const struct pm_ledger_event *event = setter(r, nr, PM_L_STEP);
	enum pm_state state = event  ? (enum pm_state)event->step :
			      r->old ? pm_record_state(r->old) :
				       PM_PROPOSED;

	/* One that says of no state what it begins with. */
	if (!event && !r->old && !setter(r, r->now->ledger.nr, PM_L_STEP))
		state = pm_record_state(r->now);
	return state == PM_STATES ? PM_PROPOSED : state;
}

static const char *owner_at(const struct replay *r, size_t nr)
{
	const struct pm_ledger_event *event = setter(r, nr, PM_L_OWNER);
	const char *owner = event  ? event->set[PM_L_OWNER] :
			    r->old ? pm_record_text(r->old, PM_F_OWNER) :
				     NULL;

	if (!event && !r->old && !setter(r, r->now->ledger.nr, PM_L_OWNER))
		owner = pm_record_text(r->now, PM_F_OWNER);
	return owner && *owner ? owner : NULL;
}

static bool begins(const struct replay *r, size_t i)
{
	const char *from = owner_at(r, i), *to = owner_at(r, i + 1);

	return pm_state_is_promise(state_at(r, i + 1)) &&
	       (!pm_state_is_promise(state_at(r, i)) ||
		(to && !pm_policy_same_person(r->policy, from, to)));
}

static enum pm_ask_what what_is_it(const struct replay *r, size_t i)
{
	const struct pm_ledger_event *event = &r->now->ledger.event[i];

	if (event->set[PM_L_STEP] && event->step == PM_DONE)
		return PM_ASK_DONE;
	if (event->set[PM_L_STEP] && event->step == PM_DECLINED)
		return PM_ASK_DECLINE;
	return event->set[PM_L_DUE] ? PM_ASK_MOVE : PM_ASK_TOLD;
}

size_t pm_questions_find(struct pm_question **out, struct pm_arena *arena,
			 const struct pm_policy *policy,
			 const struct pm_record *old,
			 const struct pm_record *now, const bool *is_new)
{
	const struct replay r = { policy, old, now, is_new };
	struct pm_question *list = pm_arena_alloc(
		arena, (2 * now->ledger.nr + 1) * sizeof(*list));
	size_t nr = 0;

	for (size_t i = 0; i < now->ledger.nr; i++) {
		const char *who = now->ledger.event[i].who;
		const char *taker = NULL;
		bool takes;

		if (!is_new[i] || (state_at(&r, i) == PM_PROPOSED &&
				   state_at(&r, i + 1) == PM_PROPOSED))
			continue;
		if (begins(&r, i))
			taker = owner_at(&r, i + 1);
		takes = taker && pm_may_be(policy, taker, who);
		list[nr++] = (struct pm_question){
			.event = i, .who = who,
			.what = takes ? PM_ASK_PROMISE : what_is_it(&r, i),
		};
		if (taker && !takes)
			list[nr++] = (struct pm_question){
				.event = i, .who = taker,
				.what = PM_ASK_PROMISE, .is_taker = true,
			};
	}
	*out = list;
	return nr;
}
