/* SPDX-License-Identifier: MIT */
#include "check/mending.h"

#include <string.h>

/* --- what was taken back --- */

/* The reason has no quotes of its own to end it early, and names something. */
static const char *reason_of(struct mending *m, const struct taken_back *back)
{
	const struct pm_ledger *old = &back->old.ledger;
	struct pm_buf said = { 0 };
	const char *why;

	if (!back->subject) {
		pm_ledger_format(&said, &old->event[old->nr - 1]);
		why = pm_arena_printf(m->arena, PM_LEDGER_REVERTS "%s\"",
				      pm_buf_str(&said));
	} else {
		why = pm_arena_printf(m->arena, PM_LEDGER_REVERTS "%s\"",
				      back->subject);
	}
	pm_buf_release(&said);
	return why;
}

/* Everything that is not as the events that are put back say. */
static struct pm_ledger_event reverting(struct mending *m,
					const struct taken_back *back)
{
	const struct pm_policy *policy = &m->how->snapshot->policy;
	const struct pm_ledger *old = &back->old.ledger;
	struct pm_ledger_event event = { .who = back->who, .day = back->day,
					 .due = PM_NO_DATE };

	for (enum pm_ledger_field f = 0; f < PM_L_FIELDS; f++) {
		const struct pm_ledger_event *last =
			pm_ledger_last(old, old->nr, f);
		const char *value = pm_ledger_value(&back->now, f);

		if (value && (f == PM_L_STEP ||
			      (last && !pm_ledger_is_value(policy, last, f,
							   value))))
			event.set[f] = value;
	}
	event.why = reason_of(m, back);
	return event;
}

static bool has(const struct pm_policy *policy, const struct pm_ledger *ledger,
		const struct pm_ledger_event *event)
{
	for (size_t i = 0; i < ledger->nr; i++)
		if (pm_ledger_same_changes(policy, &ledger->event[i], event))
			return true;
	return false;
}

/* What was added since it was taken back stands behind what is put back: cut
 * it off, to be put there again. */
static void cut(struct mending *m, const struct pm_ledger *ledger,
		const struct taken_back *back, struct pm_buf *text,
		struct pm_buf *rest)
{
	const struct pm_policy *policy = &m->how->snapshot->policy;
	size_t first = 0;
	size_t start, end;

	while (first < ledger->nr &&
	       has(policy, &back->old.ledger, &ledger->event[first]))
		first++;
	if (first == ledger->nr)
		return;
	start = ledger->event[first].start;
	end = ledger->event[ledger->nr - 1].end;
	pm_buf_add(rest, text->ptr + start, end - start);
	pm_buf_splice(text, start, end, "", 0);
}

static void put_behind(struct mending *m, const struct pm_mended *record,
		       struct pm_buf *text, const struct pm_buf *rest)
{
	struct pm_record now = pm_mend_reread(m, record, text);
	size_t end = now.ledger.nr ? now.ledger.event[now.ledger.nr - 1].end :
				     text->len;

	pm_buf_splice(text, end, end, pm_buf_str(rest), rest->len);
}

int pm_mend_restore(struct mending *m, struct pm_mended *record,
		    struct pm_buf *text, const struct taken_back *back,
		    struct pm_error *err)
{
	const struct pm_policy *policy = &m->how->snapshot->policy;
	struct pm_record now = pm_mend_reread(m, record, text);
	const struct pm_ledger *old = &back->old.ledger;
	struct pm_ledger_event event = reverting(m, back);
	struct pm_buf rest = { 0 };
	bool any = false;
	int code = PM_OK;

	for (size_t i = 0; i < old->nr && !any; i++)
		any = !has(policy, &now.ledger, &old->event[i]);
	if (!any)
		return PM_OK;
	cut(m, &now.ledger, back, text, &rest);
	for (size_t i = 0; i < old->nr && code >= 0; i++)
		if (!has(policy, &now.ledger, &old->event[i]))
			code = pm_mend_append(m, record, text, &old->event[i],
					      err);
	if (code >= 0)
		code = pm_mend_append(m, record, text, &event, err);
	if (code >= 0 && rest.len)
		put_behind(m, record, text, &rest);
	pm_buf_release(&rest);
	return code;
}

/* --- what no event tells --- */

/* An event that is missing, and what made it so: a commit, known by where its
 * author is kept, or who works here. */
struct untold {
	struct pm_ledger_event event;
	const void *origin;
};

struct untolds {
	struct untold item[PM_L_FIELDS];
	size_t nr;
};

/* What one commit made so is one event; they stand in the order of days. */
static void add(struct untolds *list, const struct untold *untold,
		enum pm_ledger_field field)
{
	const struct pm_ledger_event *event = &untold->event;
	size_t at = 0;

	for (size_t i = 0; i < list->nr; i++)
		if (list->item[i].origin == untold->origin) {
			list->item[i].event.set[field] = event->set[field];
			return;
		}
	while (at < list->nr && list->item[at].event.day <= event->day)
		at++;
	memmove(&list->item[at + 1], &list->item[at],
		(list->nr - at) * sizeof(*untold));
	list->item[at] = *untold;
	list->nr++;
}

/* What HEAD has is of the commit that made it so, else of who works here.
 * False: the log does not know it. */
static bool find_maker(struct mending *m, struct untold *out,
		       const struct pm_record *standing,
		       const struct pm_record *now,
		       enum pm_ledger_field field)
{
	const struct pm_policy *policy = &m->how->snapshot->policy;
	struct pm_maker maker = { 0 };

	out->origin = m->how;
	out->event.day = m->how->today;
	out->event.who = m->how->user;
	if (!standing || !pm_ledger_same_value(policy, standing, now, field))
		return true;
	out->origin = NULL;
	out->event.who = NULL;
	if (!pm_range_find_setter(&m->range, standing,
				  pm_ledger_field(now->kind, field), &maker))
		return false;
	out->origin = maker.author;
	out->event.day = maker.day;
	if (!maker.coauthor)
		out->event.who = pm_arena_strdup(
			m->arena, pm_policy_who(policy, maker.author));
	return true;
}

static bool is_untold(const struct pm_policy *policy,
		      const struct pm_record *old,
		      const struct pm_record *now, enum pm_ledger_field field)
{
	return pm_ledger_contradicts(policy, now, field) ||
	       (old &&
		!pm_ledger_last(&now->ledger, now->ledger.nr, field) &&
		!pm_ledger_same_value(policy, old, now, field));
}

/* What no event has ever told, and what made the rest so made so, too: the day
 * for which somebody accepted it. */
static void add_along(struct mending *m, struct untolds *list,
		      const struct pm_record *standing,
		      const struct pm_record *now)
{
	for (enum pm_ledger_field f = PM_L_OWNER; f < PM_L_FIELDS; f++) {
		struct untold untold = { .event.due = PM_NO_DATE };
		const char *value = pm_ledger_value(now, f);
		bool is_told = pm_ledger_last(&now->ledger, now->ledger.nr, f);

		for (size_t i = 0; i < list->nr; i++)
			is_told = is_told || list->item[i].event.set[f];
		if (is_told || !value || !*value ||
		    !find_maker(m, &untold, standing, now, f))
			continue;
		for (size_t i = 0; i < list->nr; i++)
			if (list->item[i].origin == untold.origin)
				list->item[i].event.set[f] = value;
	}
}

int pm_mend_tell(struct mending *m, struct pm_mended *record,
		 struct pm_buf *text, const struct pm_record *old,
		 const struct pm_record *standing, struct pm_error *err)
{
	const struct pm_policy *policy = &m->how->snapshot->policy;
	struct pm_record now = pm_mend_reread(m, record, text);
	struct untolds list = { .nr = 0 };
	int code = PM_OK;

	for (enum pm_ledger_field f = 0; f < PM_L_FIELDS && now.ledger.nr;
	     f++) {
		struct untold untold = { .event.due = PM_NO_DATE };

		untold.event.set[f] = pm_ledger_value(&now, f);
		if (!untold.event.set[f] || !is_untold(policy, old, &now, f))
			continue;
		find_maker(m, &untold, standing, &now, f);
		add(&list, &untold, f);
	}
	if (list.nr)
		add_along(m, &list, standing, &now);
	for (size_t i = 0; i < list.nr && code >= 0; i++)
		code = pm_mend_append(m, record, text, &list.item[i].event,
				      err);
	return code;
}
