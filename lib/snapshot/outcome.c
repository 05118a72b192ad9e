/* SPDX-License-Identifier: MIT */
#include "snapshot/outcome.h"

#include <stdlib.h>
#include <string.h>

const char *const pm_outcome_name[PM_OUTCOMES] = {
	[PM_OUTCOME_OPENED] = "opened",
	[PM_OUTCOME_ACCEPTED] = "accepted",
	[PM_OUTCOME_STARTED] = "started",
	[PM_OUTCOME_POSTPONED] = "postponed",
	[PM_OUTCOME_BROUGHT_FORWARD] = "brought-forward",
	[PM_OUTCOME_REASSIGNED] = "reassigned",
	[PM_OUTCOME_DONE] = "done",
	[PM_OUTCOME_DECLINED] = "declined",
	[PM_OUTCOME_REOPENED] = "reopened",
	[PM_OUTCOME_REMOVED] = "removed",
	[PM_OUTCOME_RENAMED] = "renamed",
	[PM_OUTCOME_ADVANCED] = "advanced",
	[PM_OUTCOME_MOVED_BACK] = "moved-back",
	[PM_OUTCOME_EDITED] = "edited",
	[PM_OUTCOME_UNREADABLE] = "unreadable",
};

/* What is known of one record while its outcomes are found. */
struct finder {
	struct pm_outcomes *out;
	const struct pm_record *before, *after;
	enum pm_state old_state, new_state;
	enum pm_outcome_kind to; /* by its state or status; PM_OUTCOMES: none */
};

static void add(struct finder *f, enum pm_outcome_kind kind, int32_t days,
		const struct pm_change *change)
{
	PM_GROW(f->out->item, f->out->nr, f->out->alloc);
	f->out->item[f->out->nr++] = (struct pm_outcome){
		.kind = kind, .days = days, .change = change
	};
}

static enum pm_outcome_kind outcome_of_state(enum pm_state from, enum pm_state to)
{
	if (from == to || from == PM_STATES)
		return PM_OUTCOMES;
	if ((from == PM_DONE || from == PM_DECLINED) && pm_state_is_open(to))
		return PM_OUTCOME_REOPENED;
	switch (to) {
	case PM_ACCEPTED:
		/* Put down again: that promises nothing new. */
		return from == PM_IN_PROGRESS ? PM_OUTCOMES : PM_OUTCOME_ACCEPTED;
	case PM_IN_PROGRESS:
		return PM_OUTCOME_STARTED;
	case PM_DONE:
		return PM_OUTCOME_DONE;
	case PM_DECLINED:
		return PM_OUTCOME_DECLINED;
	default:
		return PM_OUTCOMES;
	}
}

static enum pm_outcome_kind outcome_of_status(enum pm_status from, enum pm_status to)
{
	if (from == to || from == PM_STATUSES || to == PM_STATUSES)
		return PM_OUTCOMES;
	if (from < to)
		return PM_OUTCOME_ADVANCED;
	return from == PM_CLOSED ? PM_OUTCOME_REOPENED : PM_OUTCOME_MOVED_BACK;
}

static void look_at_state(struct finder *f)
{
	const struct pm_record *before = f->before, *after = f->after;

	f->to = PM_OUTCOMES;
	if (!after)
		return;
	if (after->kind == PM_ACTION) {
		f->old_state = before ? pm_record_state(before) : PM_PROPOSED;
		f->new_state = pm_record_state(after);
		f->to = outcome_of_state(f->old_state, f->new_state);
	} else {
		f->to = outcome_of_status(before ? pm_record_status(before) :
						PM_DRAFT,
				       pm_record_status(after));
	}
}

/* Whether somebody has now, and had not before, given their word. */
static bool is_new_promise(const struct finder *f)
{
	return f->after->kind == PM_ACTION &&
	       !pm_state_is_promise(f->old_state) &&
	       pm_state_is_promise(f->new_state);
}

/* What reaching another state says already. */
static bool is_told(const struct finder *f, const struct pm_change *change)
{
	switch (change->field) {
	case PM_F_DUE:
		/* Promised and kept in between: the day matters no more. */
		return is_new_promise(f) ||
		       (f->to == PM_OUTCOME_DONE &&
			!pm_state_is_promise(f->old_state));
	case PM_F_OWNER:
		return is_new_promise(f) && !change->before;
	case PM_F_EVIDENCE:
		return f->to == PM_OUTCOME_DONE || f->to == PM_OUTCOME_REOPENED;
	case PM_F_REASON:
		return f->to == PM_OUTCOME_DECLINED || f->to == PM_OUTCOME_REOPENED;
	default:
		return false;
	}
}

/* Only a promise can be postponed; what a proposal aims for binds nobody. */
static void look_at_due(struct finder *f, const struct pm_change *change)
{
	pm_date from = pm_record_date(f->before, PM_F_DUE);
	pm_date to = pm_record_date(f->after, PM_F_DUE);

	if (!pm_state_is_promise(f->old_state) || from == PM_NO_DATE ||
	    to == PM_NO_DATE || from == to)
		add(f, PM_OUTCOME_EDITED, 0, change);
	else if (to > from)
		add(f, PM_OUTCOME_POSTPONED, to - from, change);
	else
		add(f, PM_OUTCOME_BROUGHT_FORWARD, from - to, change);
}

static void look_at_field(struct finder *f, const struct pm_change *change)
{
	bool is_place = change->field == PM_F_STATE ||
			change->field == PM_F_STATUS;

	if (is_place && f->to != PM_OUTCOMES)
		add(f, f->to, 0, change);
	else if (!f->before || is_told(f, change))
		return;
	else if (change->field == PM_F_OWNER)
		add(f, PM_OUTCOME_REASSIGNED, 0, change);
	else if (change->field == PM_F_DUE && f->after->kind == PM_ACTION)
		look_at_due(f, change);
	else
		add(f, PM_OUTCOME_EDITED, 0, change);
}

static void look_at(struct finder *f, const struct pm_change *change)
{
	switch (change->kind) {
	case PM_CHANGE_ADDED:
		add(f, PM_OUTCOME_OPENED, 0, NULL);
		break;
	case PM_CHANGE_REMOVED:
		add(f, PM_OUTCOME_REMOVED, 0, NULL);
		break;
	case PM_CHANGE_MOVED:
		add(f, PM_OUTCOME_RENAMED, 0, change);
		break;
	case PM_CHANGE_FIELD:
		look_at_field(f, change);
		break;
	case PM_CHANGE_SECTION:
	case PM_CHANGE_BODY:
		add(f, PM_OUTCOME_EDITED, 0, change);
		break;
	case PM_CHANGE_UNREADABLE:
		/* What is gone is gone, readable or not. */
		if (f->after)
			add(f, PM_OUTCOME_UNREADABLE, 0, change);
		break;
	}
}

/* By kind; within one as it was found. */
static int by_kind(const void *a, const void *b)
{
	const struct pm_outcome *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return x->change < y->change ? -1 : x->change > y->change;
}

void pm_outcomes_find(struct pm_outcomes *out, const struct pm_record *before,
		   const struct pm_record *after,
		   const struct pm_changes *changes)
{
	struct finder f = { .out = out, .before = before, .after = after };

	look_at_state(&f);
	for (size_t i = 0; i < changes->nr; i++)
		look_at(&f, &changes->item[i]);
	if (!changes->nr)
		add(&f, PM_OUTCOME_EDITED, 0, NULL);
	if (out->nr)
		qsort(out->item, out->nr, sizeof(*out->item), by_kind);
}

void pm_outcomes_release(struct pm_outcomes *outcomes)
{
	free(outcomes->item);
	memset(outcomes, 0, sizeof(*outcomes));
}

void pm_outcomes_count(struct pm_outcome_count sum[PM_OUTCOMES], enum pm_kind kind,
		    const struct pm_outcomes *outcomes)
{
	for (size_t i = 0; i < outcomes->nr; i++) {
		const struct pm_outcome *outcome = &outcomes->item[i];
		struct pm_outcome_count *count = &sum[outcome->kind];

		if (i && outcomes->item[i - 1].kind == outcome->kind)
			continue;
		if (!(count->postmortems + count->actions) ||
		    outcome->days < count->least)
			count->least = outcome->days;
		if (outcome->days > count->most)
			count->most = outcome->days;
		count->postmortems += kind == PM_POSTMORTEM;
		count->actions += kind == PM_ACTION;
	}
}
