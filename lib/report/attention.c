/* SPDX-License-Identifier: MIT */
#include "report/attention.h"

#include <stdlib.h>
#include <string.h>

static void add(struct pm_attentions *out, struct pm_attention item)
{
	PM_GROW(out->item, out->nr, out->alloc);
	out->item[out->nr++] = item;
}

static enum pm_attention_kind kind_of_action(const struct pm_record *action,
					     pm_date today)
{
	pm_date due = pm_record_date(action, PM_F_DUE);
	enum pm_state state = pm_record_state(action);

	if (!pm_state_is_open(state))
		return PM_ATTENTIONS;
	if (pm_record_is_overdue(action, today))
		return PM_OVERDUE;
	if (!pm_record_get(action, PM_F_OWNER))
		return PM_NOBODY;
	if (state == PM_PROPOSED)
		return PM_TO_ANSWER;
	if (due != PM_NO_DATE && due - today <= PM_SOON_DAYS)
		return PM_DUE_SOON;
	return PM_ATTENTIONS;
}

/* What cannot be read may be anything: not settled. */
static bool is_settled(const struct pm_postmortem *pm)
{
	for (size_t i = 0; i < pm->actions; i++) {
		enum pm_state state = pm_record_state(&pm->action[i]);

		if (state == PM_STATES || pm_state_is_open(state))
			return false;
	}
	return true;
}

static enum pm_attention_kind
kind_of_postmortem(const struct pm_snapshot *snapshot,
		   const struct pm_postmortem *pm)
{
	const struct pm_severity *severity = pm_policy_severity(
		&snapshot->policy,
		pm_record_text(&pm->record, PM_F_SEVERITY));

	switch (pm_record_status(&pm->record)) {
	case PM_DRAFT:
		return PM_TO_WRITE;
	case PM_IN_REVIEW:
		return severity && severity->debrief &&
				       !pm_record_get(&pm->record,
						      PM_F_DEBRIEF_DATE) ?
			       PM_TO_DISCUSS :
			       PM_TO_REVIEW;
	case PM_REVIEWED:
		return is_settled(pm) ? PM_TO_CLOSE : PM_ATTENTIONS;
	default:
		return PM_ATTENTIONS;
	}
}

static void look_at_actions(struct pm_attentions *out,
			    const struct pm_snapshot *snapshot,
			    const struct pm_postmortem *pm, const char *me,
			    pm_date today)
{
	for (size_t i = 0; i < pm->actions; i++) {
		const struct pm_record *action = &pm->action[i];
		pm_date due = pm_record_date(action, PM_F_DUE);
		struct pm_attention item = {
			.kind = kind_of_action(action, today),
			.postmortem = pm,
			.action = action,
			.rank = due == PM_NO_DATE ? INT32_MAX : due,
		};

		item.mine = pm_policy_same_person(
			&snapshot->policy, me,
			pm_record_text(action, PM_F_OWNER));
		if (item.kind != PM_ATTENTIONS)
			add(out, item);
	}
}

static int compare(const void *a, const void *b)
{
	const struct pm_attention *x = a, *y = b;

	if (x->mine != y->mine)
		return x->mine ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return strcmp(x->action ? x->action->id : x->postmortem->id,
		      y->action ? y->action->id : y->postmortem->id);
}

void pm_attention_find(struct pm_attentions *out,
		       const struct pm_snapshot *snapshot, const char *me,
		       pm_date today)
{
	for (size_t i = 0; i < snapshot->nr; i++) {
		const struct pm_postmortem *pm = &snapshot->item[i];
		struct pm_attention item = { .postmortem = pm };

		look_at_actions(out, snapshot, pm, me, today);
		if (!pm->record.path)
			continue;
		item.kind = kind_of_postmortem(snapshot, pm);
		item.mine = pm_policy_same_person(
			&snapshot->policy, me,
			pm_record_text(&pm->record, PM_F_OWNER));
		if (item.kind != PM_ATTENTIONS)
			add(out, item);
	}
	if (out->nr)
		qsort(out->item, out->nr, sizeof(*out->item), compare);
}

/* Its state and, of a promise, its day. */
static bool can_be_told(const struct pm_record *action)
{
	const struct pm_value *due = pm_record_get(action, PM_F_DUE);
	enum pm_state state = pm_record_state(action);

	return state != PM_STATES &&
	       (!pm_state_is_promise(state) || !due || due->is_valid);
}

static int fail_untold(const struct pm_record *action, struct pm_error *err)
{
	const struct pm_problem *why =
		action->problems.nr ? &action->problems.item[0] : NULL;

	return pm_fail(err, PM_EINVALID,
		       "%s:%zu: whether it is overdue cannot be told: %s",
		       action->path, why ? why->line : 1,
		       why ? why->message : "it could not be read");
}

/* Something in the place of a document hides no item. */
static int refuse_odd(const struct pm_snapshot *snapshot, struct pm_error *err)
{
	for (size_t i = 0; i < snapshot->odds; i++) {
		const struct pm_oddity *odd = &snapshot->odd[i];
		const struct pm_postmortem *pm =
			pm_snapshot_find(snapshot, odd->id);

		if (!pm || pm->actions_are_odd || !pm->document_is_odd)
			return pm_oddity_fail(odd, err);
	}
	return PM_OK;
}

int pm_attention_overdue(bool *out, const struct pm_snapshot *snapshot,
			 pm_date today, struct pm_error *err)
{
	const struct pm_record *untold = NULL;

	*out = false;
	for (size_t i = 0; i < snapshot->nr && !*out; i++) {
		const struct pm_postmortem *pm = &snapshot->item[i];

		for (size_t a = 0; a < pm->actions && !*out; a++) {
			*out = pm_record_is_overdue(&pm->action[a], today);
			if (!untold && !can_be_told(&pm->action[a]))
				untold = &pm->action[a];
		}
	}
	if (*out)
		return PM_OK;
	return untold ? fail_untold(untold, err) : refuse_odd(snapshot, err);
}

void pm_attention_release(struct pm_attentions *list)
{
	free(list->item);
	memset(list, 0, sizeof(*list));
}
