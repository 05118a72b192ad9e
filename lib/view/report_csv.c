/* SPDX-License-Identifier: MIT */
#include "view/report_csv.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "view/attention_words.h"
#include "view/report_words.h"

/* Blanks in front do not keep a spreadsheet from reading a formula. */
static bool is_formula(const char *text)
{
	text += strspn(text, " ");
	return *text && strchr("=+-@", *text);
}

void pm_csv_cell(struct pm_buf *out, const char *text)
{
	struct pm_buf safe = { 0 };

	pm_text_safe(&safe, text, strlen(text), PM_SAFE_LINE);
	if (is_formula(pm_buf_str(&safe)))
		pm_buf_splice(&safe, 0, 0, "'", 1);
	if (strpbrk(pm_buf_str(&safe), ",\"")) {
		pm_buf_addch(out, '"');
		for (const char *c = safe.ptr; *c; c++) {
			if (*c == '"')
				pm_buf_addch(out, '"');
			pm_buf_addch(out, *c);
		}
		pm_buf_addch(out, '"');
	} else {
		pm_buf_addstr(out, pm_buf_str(&safe));
	}
	pm_buf_release(&safe);
}

static void begin(struct pm_buf *out, const char *section, const char *name,
		  const char *measure)
{
	pm_buf_addf(out, "%s,", section);
	pm_csv_cell(out, name ? name : "");
	pm_buf_addf(out, ",%s,", measure);
}

static void number(struct pm_buf *out, const char *section, const char *name,
		   const char *measure, int64_t value)
{
	begin(out, section, name, measure);
	pm_buf_addf(out, "%lld\r\n", (long long)value);
}

static void text(struct pm_buf *out, const char *section, const char *name,
		 const char *measure, const char *value)
{
	if (!value)
		return;
	begin(out, section, name, measure);
	pm_csv_cell(out, value);
	pm_buf_addstr(out, "\r\n");
}

static void day(struct pm_buf *out, const char *section, const char *name,
		const char *measure, pm_date value)
{
	char formatted[PM_DATE_LEN];

	pm_day_format(formatted, value);
	text(out, section, name, measure, *formatted ? formatted : NULL);
}

static void spread(struct pm_buf *out, const char *section, const char *name,
		   const struct pm_spread *s)
{
	number(out, section, name, "count", (int64_t)s->count);
	if (!s->count)
		return;
	number(out, section, name, "median", s->median);
	number(out, section, name, "p90", s->p90);
	number(out, section, name, "longest", s->longest);
}

static void item(struct pm_buf *out, const char *section,
		 const struct pm_report_item *i)
{
	const char *id = i->action->id;
	pm_date since;

	text(out, section, id, "title", pm_record_text(i->action, PM_F_TITLE));
	text(out, section, id, "owner", i->owner);
	text(out, section, id, "team", i->team);
	text(out, section, id, "severity", i->severity);
	text(out, section, id, "fate", pm_item_fate(i, &since));
	day(out, section, id, "since", since);
}

/* --- what is so now --- */

static void add_totals(struct pm_buf *out, const struct pm_report *r)
{
	for (size_t i = 0; i < PM_STATUSES; i++)
		number(out, "post-mortems", pm_status_name[i], "count",
		       (int64_t)r->status[i]);
	for (size_t i = 0; i < PM_STATES; i++)
		number(out, "actions", pm_state_name[i], "count",
		       (int64_t)r->state[i]);
}

static void add_open(struct pm_buf *out, const char *section,
		     const struct pm_open_count *list, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		number(out, section, list[i].name, "promised",
		       (int64_t)list[i].promised);
		number(out, section, list[i].name, "overdue",
		       (int64_t)list[i].overdue);
		number(out, section, list[i].name, "proposed",
		       (int64_t)list[i].proposed);
	}
}

static void add_now(struct pm_buf *out, const struct pm_report *r)
{
	const struct pm_report_open *o = &r->open;

	add_open(out, "open", &o->all, 1);
	add_open(out, "open-by-owner", o->owner.item, o->owner.nr);
	add_open(out, "open-by-team", o->team.item, o->team.nr);
	add_open(out, "open-by-severity", o->severity.item, o->severity.nr);
	for (size_t i = 0; i < PM_AGES; i++) {
		number(out, "open-by-age", pm_age_name[i], "promised",
		       (int64_t)o->age[i]);
		number(out, "open-by-age", pm_age_name[i], "overdue",
		       (int64_t)o->age_overdue[i]);
	}
	for (size_t i = 0; i < o->overdues; i++) {
		const struct pm_record *action = o->overdue[i]->action;

		item(out, "overdue", o->overdue[i]);
		day(out, "overdue", action->id, "due",
		    pm_record_date(action, PM_F_DUE));
		number(out, "overdue", action->id, "days",
		       o->overdue[i]->late);
	}
	for (size_t i = 0; i < r->waiting.nr; i++) {
		const struct pm_report_wait *w = &r->waiting.item[i];
		const char *id = w->postmortem->id;

		text(out, "waiting", id, "why",
		     pm_attention_words[w->kind].name);
		text(out, "waiting", id, "owner",
		     pm_record_text(&w->postmortem->record, PM_F_OWNER));
		if (w->days >= 0)
			number(out, "waiting", id, "days", w->days);
	}
}

/* --- what happened --- */

static void add_month(struct pm_buf *out, const char *section,
		      const char *name, const struct pm_report_month *month)
{
	number(out, section, name, "made", (int64_t)month->made);
	for (size_t i = 0; i < PM_PROMISE_ENDS; i++)
		number(out, section, name, pm_promise_end_name[i],
		       (int64_t)month->end[i]);
	number(out, section, name, "removed", 0); /* as version 0.1 had it */
	for (size_t h = 0; h < PM_HORIZONS; h++) {
		char measure[40];

		snprintf(measure, sizeof(measure), "kept-within-%d%s",
			 pm_horizon[h], month->is_final[h] ? "" : "-so-far");
		number(out, section, name, measure, (int64_t)month->kept[h]);
	}
}

static void add_promises(struct pm_buf *out, const struct pm_report *r)
{
	const struct pm_report_promises *p = &r->promises;
	const struct pm_report_proposals *q = &r->proposals;
	const struct pm_report_slips *s = &r->slips;

	add_month(out, "promises", "", &p->all);
	number(out, "promises", "", "done-without-promise",
	       (int64_t)p->never);
	for (size_t i = 0; i < p->months; i++) {
		char name[PM_DATE_LEN];

		pm_month_format(name, p->month[i].first);
		add_month(out, "promises-by-month", name, &p->month[i]);
	}
	number(out, "proposals", "", "made", (int64_t)q->made);
	number(out, "proposals", "", "accepted", (int64_t)q->accepted);
	number(out, "proposals", "", "declined", (int64_t)q->declined);
	number(out, "proposals", "", "done", (int64_t)q->done);
	number(out, "proposals", "", "removed", 0);
	number(out, "proposals", "", "waiting", (int64_t)q->waiting);
	number(out, "proposals", "", "forgotten", (int64_t)q->forgottens);
	spread(out, "days-to-answer", "", &q->days);
	for (size_t i = 0; i < q->forgottens; i++)
		item(out, "forgotten", q->forgotten[i]);
	number(out, "slips", "", "moves", (int64_t)s->moves);
	number(out, "slips", "", "later", (int64_t)s->later);
	spread(out, "days-later", "", &s->days);
	for (size_t i = 0; i < s->items; i++) {
		const struct pm_report_slip *slip = &s->item[i];
		const char *id = slip->item->action->id;

		item(out, "moved", slip->item);
		number(out, "moved", id, "moves", (int64_t)slip->moves);
		number(out, "moved", id, "days", slip->days);
		day(out, "moved", id, "from", slip->from);
		day(out, "moved", id, "to", slip->to);
	}
}

static void add_incidents(struct pm_buf *out, const struct pm_report *r)
{
	const struct pm_report_recurrence *again = &r->recurrence;

	for (size_t i = 0; i < PM_DURATIONS; i++) {
		const char *name = pm_duration_name[i];

		spread(out, "seconds-to", name, &r->durations.seconds[i]);
		number(out, "seconds-to", name, "unknown",
		       (int64_t)r->durations.unknown[i]);
	}
	for (size_t i = 0; i < again->services; i++)
		number(out, "services", again->service[i].name,
		       "post-mortems",
		       (int64_t)again->service[i].postmortems);
	for (size_t i = 0; i < again->factors; i++)
		number(out, "factors", again->factor[i].text, "post-mortems",
		       (int64_t)again->factor[i].postmortems);
	for (size_t i = 0; i < again->repeats; i++) {
		const struct pm_report_repeat *repeat = &again->repeat[i];
		const char *id = repeat->item->action->id;
		pm_date since;

		item(out, "proposed-before", repeat->item);
		text(out, "proposed-before", id, "before",
		     repeat->before->action->id);
		text(out, "proposed-before", id, "before-fate",
		     pm_item_fate(repeat->before, &since));
		day(out, "proposed-before", id, "before-since", since);
		number(out, "proposed-before", id, "times",
		       (int64_t)repeat->times);
	}
}

static void add_gaps(struct pm_buf *out, const struct pm_report_gaps *g)
{
	const struct {
		const char *name;
		size_t count;
	} row[] = {
		{ "items", g->items },
		{ "items-without-owner", g->no_owner },
		{ "items-without-due", g->no_due },
		{ "items-without-ticket", g->no_ticket },
		{ "items-vague", g->vague },
		{ "items-without-history", g->no_history },
		{ "items-with-part-of-history", g->part_history },
		{ "open-without-owner", g->open_no_owner },
		{ "promises-without-due", g->promised_no_due },
		{ "post-mortems", g->postmortems },
		{ "post-mortems-without-items", g->no_items },
		{ "post-mortems-without-times", g->no_times },
		{ "post-mortems-without-attendees", g->no_attendees },
	};

	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++)
		number(out, "unsaid", row[i].name, "count",
		       (int64_t)row[i].count);
}

void pm_report_csv(struct pm_buf *out, const struct pm_report *report)
{
	pm_buf_addstr(out, "section,name,measure,value\r\n");
	add_totals(out, report);
	add_now(out, report);
	add_promises(out, report);
	add_incidents(out, report);
	add_gaps(out, &report->gaps);
}
