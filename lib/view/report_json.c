/* SPDX-License-Identifier: MIT */
#include "view/report_json.h"

#include "view/attention_words.h"
#include "view/json.h"
#include "view/report_words.h"

static void set_number(json_t *object, const char *key, int64_t number)
{
	json_object_set_new(object, key, json_integer((json_int_t)number));
}

static void set_day(json_t *object, const char *key, pm_date day)
{
	char text[PM_DATE_LEN];

	pm_day_format(text, day);
	json_object_set_new(object, key, pm_json_text(*text ? text : NULL));
}

static void set_text(json_t *object, const char *key, const char *text)
{
	json_object_set_new(object, key, pm_json_text(text));
}

static json_t *counts(const char *const *name, const size_t *count, size_t nr)
{
	json_t *object = json_object();

	for (size_t i = 0; i < nr; i++)
		set_number(object, name[i], (int64_t)count[i]);
	return object;
}

static json_t *spread(const struct pm_spread *s)
{
	json_t *object = json_object();

	set_number(object, "count", (int64_t)s->count);
	if (s->count) {
		set_number(object, "median", s->median);
		set_number(object, "p90", s->p90);
		set_number(object, "longest", s->longest);
	}
	return object;
}

static json_t *item_of(const struct pm_report_item *item)
{
	json_t *object = json_object();
	pm_date since;

	set_text(object, "id", item->action->id);
	set_text(object, "title", pm_record_text(item->action, PM_F_TITLE));
	set_text(object, "owner", item->owner);
	set_text(object, "team", item->team);
	set_text(object, "severity", item->severity);
	set_text(object, "fate", pm_item_fate(item, &since));
	set_day(object, "since", since);
	return object;
}

static json_t *open_counts(const struct pm_open_counts *list)
{
	json_t *array = json_array();

	for (size_t i = 0; i < list->nr; i++) {
		const struct pm_open_count *c = &list->item[i];
		json_t *object = json_object();

		set_text(object, "name", c->name);
		set_number(object, "promised", (int64_t)c->promised);
		set_number(object, "overdue", (int64_t)c->overdue);
		set_number(object, "proposed", (int64_t)c->proposed);
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *open_part(const struct pm_report *report)
{
	const struct pm_report_open *o = &report->open;
	json_t *object = json_object(), *late = json_array();

	set_number(object, "promised", (int64_t)o->all.promised);
	set_number(object, "overdue", (int64_t)o->all.overdue);
	set_number(object, "proposed", (int64_t)o->all.proposed);
	json_object_set_new(object, "by-owner", open_counts(&o->owner));
	json_object_set_new(object, "by-team", open_counts(&o->team));
	json_object_set_new(object, "by-severity", open_counts(&o->severity));
	json_object_set_new(object, "by-age",
			    counts(pm_age_name, o->age, PM_AGES));
	for (size_t i = 0; i < o->overdues; i++) {
		json_t *value = item_of(o->overdue[i]);

		set_day(value, "due",
			pm_record_date(o->overdue[i]->action, PM_F_DUE));
		set_number(value, "days", o->overdue[i]->late);
		json_array_append_new(late, value);
	}
	json_object_set_new(object, "overdue-items", late);
	return object;
}

static json_t *gaps_part(const struct pm_report_gaps *g)
{
	json_t *object = json_object();

	set_number(object, "items", (int64_t)g->items);
	set_number(object, "items-without-owner", (int64_t)g->no_owner);
	set_number(object, "items-without-due", (int64_t)g->no_due);
	set_number(object, "items-without-ticket", (int64_t)g->no_ticket);
	set_number(object, "items-vague", (int64_t)g->vague);
	set_number(object, "items-without-history", (int64_t)g->no_history);
	set_number(object, "items-with-part-of-history",
		   (int64_t)g->part_history);
	set_number(object, "open-without-owner", (int64_t)g->open_no_owner);
	set_number(object, "promises-without-due",
		   (int64_t)g->promised_no_due);
	set_number(object, "post-mortems", (int64_t)g->postmortems);
	set_number(object, "post-mortems-without-items",
		   (int64_t)g->no_items);
	set_number(object, "post-mortems-without-times",
		   (int64_t)g->no_times);
	set_number(object, "post-mortems-without-attendees",
		   (int64_t)g->no_attendees);
	return object;
}

/* --- promises --- */

static json_t *month_of(const struct pm_report_month *month, bool is_named)
{
	json_t *object = json_object(), *within = json_array();
	char name[PM_DATE_LEN];

	pm_month_format(name, month->first);
	if (is_named)
		set_text(object, "month", name);
	set_number(object, "made", (int64_t)month->made);
	for (size_t i = 0; i < PM_PROMISE_ENDS; i++)
		set_number(object, pm_promise_end_name[i],
			   (int64_t)month->end[i]);
	/* What is not there any longer one snapshot does not tell: the keys of
	 * version 0.1 stay. */
	set_number(object, "removed", 0);
	for (size_t h = 0; h < PM_HORIZONS; h++) {
		json_t *value = json_object();

		set_number(value, "days", pm_horizon[h]);
		set_number(value, "kept", (int64_t)month->kept[h]);
		json_object_set_new(value, "final",
				    json_boolean(month->is_final[h]));
		json_array_append_new(within, value);
	}
	json_object_set_new(object, "within", within);
	return object;
}

static json_t *promises_part(const struct pm_report_promises *p)
{
	json_t *object = month_of(&p->all, false);
	json_t *months = json_array();

	for (size_t i = 0; i < p->months; i++)
		json_array_append_new(months, month_of(&p->month[i], true));
	json_object_set_new(object, "by-month", months);
	json_object_set_new(object, "removed-items", json_array());
	set_number(object, "done-without-promise", (int64_t)p->never);
	return object;
}

static json_t *proposals_part(const struct pm_report_proposals *p)
{
	json_t *object = json_object(), *forgotten = json_array();

	set_number(object, "made", (int64_t)p->made);
	set_number(object, "accepted", (int64_t)p->accepted);
	set_number(object, "declined", (int64_t)p->declined);
	set_number(object, "done", (int64_t)p->done);
	set_number(object, "removed", 0);
	set_number(object, "waiting", (int64_t)p->waiting);
	set_number(object, "forgotten", (int64_t)p->forgottens);
	json_object_set_new(object, "days-to-answer", spread(&p->days));
	for (size_t i = 0; i < p->forgottens; i++)
		json_array_append_new(forgotten, item_of(p->forgotten[i]));
	json_object_set_new(object, "forgotten-items", forgotten);
	return object;
}

static json_t *slips_part(const struct pm_report_slips *s)
{
	json_t *object = json_object(), *items = json_array();

	set_number(object, "moves", (int64_t)s->moves);
	set_number(object, "later", (int64_t)s->later);
	json_object_set_new(object, "days-later", spread(&s->days));
	for (size_t i = 0; i < s->items; i++) {
		const struct pm_report_slip *slip = &s->item[i];
		json_t *value = item_of(slip->item);

		set_number(value, "moves", (int64_t)slip->moves);
		set_number(value, "days", slip->days);
		set_day(value, "from", slip->from);
		set_day(value, "to", slip->to);
		json_array_append_new(items, value);
	}
	json_object_set_new(object, "items", items);
	return object;
}

/* --- incidents --- */

static json_t *waiting_part(const struct pm_report_waiting *w)
{
	json_t *array = json_array();

	for (size_t i = 0; i < w->nr; i++) {
		const struct pm_report_wait *wait = &w->item[i];
		const struct pm_record *r = &wait->postmortem->record;
		json_t *object = json_object();

		set_text(object, "why",
			 pm_attention_words[wait->kind].name);
		set_text(object, "id", wait->postmortem->id);
		set_text(object, "title", pm_record_text(r, PM_F_TITLE));
		set_text(object, "owner", pm_record_text(r, PM_F_OWNER));
		if (wait->days >= 0)
			set_number(object, "days", wait->days);
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *durations_part(const struct pm_report_durations *d)
{
	json_t *object = json_object();

	for (size_t i = 0; i < PM_DURATIONS; i++) {
		json_t *value = spread(&d->seconds[i]);

		set_number(value, "unknown", (int64_t)d->unknown[i]);
		json_object_set_new(object, pm_duration_name[i], value);
	}
	return object;
}

static json_t *factors_of(const struct pm_report_recurrence *r)
{
	json_t *array = json_array();

	for (size_t i = 0; i < r->factors; i++) {
		const struct pm_report_factor *f = &r->factor[i];
		json_t *object = json_object(), *ids = json_array();

		for (size_t p = 0; p < f->postmortems; p++)
			json_array_append_new(
				ids, pm_json_text(f->postmortem[p]->id));
		set_text(object, "factor", f->text);
		json_object_set_new(object, "post-mortems", ids);
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *recurrence_part(const struct pm_report_recurrence *r)
{
	json_t *object = json_object(), *services = json_array();
	json_t *repeats = json_array();

	for (size_t i = 0; i < r->services; i++) {
		json_t *value = json_object();

		set_text(value, "service", r->service[i].name);
		set_number(value, "post-mortems",
			   (int64_t)r->service[i].postmortems);
		json_array_append_new(services, value);
	}
	for (size_t i = 0; i < r->repeats; i++) {
		json_t *value = item_of(r->repeat[i].item);

		json_object_set_new(value, "before",
				    item_of(r->repeat[i].before));
		set_number(value, "times", (int64_t)r->repeat[i].times);
		json_array_append_new(repeats, value);
	}
	json_object_set_new(object, "services", services);
	json_object_set_new(object, "factors", factors_of(r));
	json_object_set_new(object, "items", repeats);
	return object;
}

void pm_report_json(struct pm_buf *out, const struct pm_report *report,
		    const char *commit)
{
	const struct pm_report_options *o = &report->options;
	json_t *root = json_object(), *filter = json_object();

	set_text(root, "commit", commit);
	set_day(root, "day", o->today);
	json_object_set_new(root, "complete",
			    json_boolean(report->is_complete));
	set_day(filter, "since", o->since);
	set_day(filter, "until", o->until);
	set_text(filter, "severity", o->severity);
	set_text(filter, "team", o->team);
	json_object_set_new(root, "only", filter);
	json_object_set_new(root, "post-mortems",
			    counts(pm_status_name, report->status,
				   PM_STATUSES));
	json_object_set_new(root, "actions",
			    counts(pm_state_name, report->state, PM_STATES));
	json_object_set_new(root, "open", open_part(report));
	json_object_set_new(root, "waiting", waiting_part(&report->waiting));
	json_object_set_new(root, "promises",
			    promises_part(&report->promises));
	json_object_set_new(root, "proposals",
			    proposals_part(&report->proposals));
	json_object_set_new(root, "slips", slips_part(&report->slips));
	json_object_set_new(root, "durations",
			    durations_part(&report->durations));
	json_object_set_new(root, "recurrence",
			    recurrence_part(&report->recurrence));
	json_object_set_new(root, "unsaid", gaps_part(&report->gaps));
	pm_json_write(out, root);
}
