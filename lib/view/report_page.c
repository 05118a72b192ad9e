/* SPDX-License-Identifier: MIT */
#include "view/report_page.h"

#include <string.h>

#include "view/report_words.h"

#define BAR 16 /* characters */

static const char *s(size_t nr)
{
	return nr == 1 ? "" : "s";
}

size_t pm_report_page_rows(struct pm_page *page, size_t nr,
			   const char *command)
{
	size_t shown = nr > PM_PAGE_ROWS ? PM_PAGE_ROWS : nr;

	page->part[page->parts - 1].more = nr - shown;
	page->part[page->parts - 1].command = command;
	return shown;
}

void pm_report_page_item(struct pm_page *page,
			 const struct pm_report_item *item)
{
	const char *id = item->action->id;

	pm_page_foreign(page, PM_STYLE_ID, pm_record_name(item->action));
	pm_page_foreign(page, PM_STYLE_PLAIN,
			pm_arena_strndup(&page->arena, id, strcspn(id, "/")));
}

/* --- the head --- */

/* "2 draft, 1 closed" */
static const char *list_counts(struct pm_page *page, const char *const *name,
			       const size_t *count, size_t nr)
{
	struct pm_buf out = { 0 };
	const char *text;

	for (size_t i = 0; i <= nr; i++) {
		if (count[i])
			pm_buf_addf(&out, "%s%zu %s", out.len ? ", " : "",
				    count[i], i < nr ? name[i] : "unreadable");
	}
	text = pm_arena_strdup(&page->arena,
			       out.len ? pm_buf_str(&out) : "none");
	pm_buf_release(&out);
	return text;
}

static void tell_period(struct pm_page *page,
			const struct pm_report_options *o)
{
	char since[PM_DATE_LEN], until[PM_DATE_LEN];

	pm_day_format(since, o->since);
	pm_day_format(until, o->until);
	if (*since || *until)
		pm_page_say(page, PM_STYLE_PLAIN,
			    "Of what happened, only what did%s%s%s%s; of what "
			    "is open or waits, all.",
			    *since ? " from " : "", since,
			    *until ? " up to " : "", until);
}

static void tell_head(struct pm_page *page, const struct pm_report *report,
		      const char *commit)
{
	const struct pm_report_options *o = &report->options;
	const struct pm_report_gaps *gaps = &report->gaps;
	char today[PM_DATE_LEN];

	pm_date_format(today, o->today);
	pm_page_part(page, pm_arena_printf(&page->arena,
					   "Post-mortems and promises on %s",
					   today));
	pm_page_say(page, PM_STYLE_PLAIN,
		    "%zu post-mortem%s: %s. %zu action item%s: %s. As "
		    "committed in %s.",
		    report->postmortems, s(report->postmortems),
		    list_counts(page, pm_status_name, report->status,
				PM_STATUSES),
		    report->items, s(report->items),
		    list_counts(page, pm_state_name, report->state, PM_STATES),
		    commit);
	if (o->severity)
		pm_page_name(page, "Only of the severity", o->severity);
	if (o->team)
		pm_page_name(page, "Only of the team", o->team);
	tell_period(page, o);
	if (gaps->no_history)
		pm_page_say(page, PM_STYLE_WARNING,
			    "%zu of %zu action item%s %s no history: when they "
			    "were proposed, promised or moved is not known. "
			    "\"git postmortem doctor --fix\" writes it from "
			    "the log.",
			    gaps->no_history, gaps->items, s(gaps->items),
			    gaps->no_history == 1 ? "has" : "have");
}

/* --- what needs action --- */

/* "3 promises are ..."; a sentence only when there is something. */
static void tell_need(struct pm_page *page, enum pm_style style, size_t nr,
		      const char *one, const char *many)
{
	if (nr)
		pm_page_say(page, style, "%zu %s.", nr, nr == 1 ? one : many);
}

static void tell_late(struct pm_page *page, const struct pm_report *report)
{
	const struct pm_open_count *open = &report->open.all;

	if (!open->overdue)
		return;
	pm_page_say(page, PM_STYLE_ERROR,
		    "%zu of %zu open promises %s overdue, the longest by %d "
		    "day%s.",
		    open->overdue, open->promised,
		    open->overdue == 1 ? "is" : "are",
		    report->open.overdue[0]->late,
		    s((size_t)report->open.overdue[0]->late));
}

static void tell_needs(struct pm_page *page, const struct pm_report *report)
{
	const size_t *wait = report->waiting.kind;

	pm_page_part(page, "Needs action");
	tell_late(page, report);
	tell_need(page, PM_STYLE_WARNING, report->gaps.promised_no_due,
		  "open promise is for no day", "open promises are for no day");
	tell_need(page, PM_STYLE_WARNING, report->gaps.open_no_owner,
		  "open item has no owner", "open items have no owner");
	if (report->proposals.forgottens)
		pm_page_say(page, PM_STYLE_WARNING,
			    "%zu proposal%s had no answer for more than %d "
			    "days.",
			    report->proposals.forgottens,
			    s(report->proposals.forgottens),
			    PM_FORGOTTEN_DAYS);
	tell_need(page, PM_STYLE_WARNING, wait[PM_TO_DISCUSS],
		  "post-mortem waits for its debrief",
		  "post-mortems wait for their debrief");
	tell_need(page, PM_STYLE_PLAIN, wait[PM_TO_CLOSE],
		  "post-mortem can be closed: every item is settled",
		  "post-mortems can be closed: every item is settled");
	tell_need(page, PM_STYLE_PLAIN, wait[PM_TO_REVIEW],
		  "post-mortem is in review", "post-mortems are in review");
	tell_need(page, PM_STYLE_PLAIN, wait[PM_TO_WRITE],
		  "post-mortem is a draft", "post-mortems are drafts");
	if (!page->part[page->parts - 1].lines)
		pm_page_say(page, PM_STYLE_GOOD,
			    "Nothing is overdue, forgotten or waiting.");
}

static void tell_overdue(struct pm_page *page, const struct pm_report *report)
{
	static const struct pm_page_column columns[] = {
		{ "DAYS LATE", true, false, 0, 0 },
		{ "OWNER", false, false, 18, 0 },
		{ "ITEM", false, false, 30, 0 },
		{ "POST-MORTEM", false, true, 0, 0 },
	};
	size_t shown;

	pm_page_part(page, "Overdue promises");
	pm_page_table(page, columns, 4);
	shown = pm_report_page_rows(page, report->open.overdues,
				    "action list --overdue");
	for (size_t i = 0; i < shown; i++) {
		const struct pm_report_item *item = report->open.overdue[i];

		pm_page_cell(page, PM_STYLE_ERROR, "%d", item->late);
		pm_page_foreign(page, PM_STYLE_PLAIN, item->owner);
		pm_report_page_item(page, item);
	}
}

static void tell_forgotten(struct pm_page *page,
			   const struct pm_report *report)
{
	static const struct pm_page_column columns[] = {
		{ "DAYS", true, false, 0, 0 },
		{ "OWNER", false, false, 18, 0 },
		{ "ITEM", false, false, 34, 0 },
		{ "POST-MORTEM", false, true, 0, 0 },
	};
	const struct pm_report_proposals *p = &report->proposals;
	size_t shown;

	pm_page_part(page, "Proposals that nobody answered");
	pm_page_table(page, columns, 4);
	shown = pm_report_page_rows(page, p->forgottens,
				    "action list --state=proposed");
	for (size_t i = 0; i < shown; i++) {
		const struct pm_report_item *item = p->forgotten[i];

		pm_page_cell(page, PM_STYLE_WARNING, "%d",
			     report->options.today - item->day);
		pm_page_foreign(page, PM_STYLE_PLAIN, item->owner);
		pm_report_page_item(page, item);
	}
}

static void tell_waiting(struct pm_page *page, const struct pm_report *report)
{
	static const struct pm_page_column columns[] = {
		{ "WAITS FOR", false, false, 0, 0 },
		{ "DAYS", true, false, 0, 0 },
		{ "OWNER", false, false, 18, 0 },
		{ "POST-MORTEM", false, true, 0, 0 },
	};
	static const char *const step[PM_ATTENTIONS] = {
		[PM_TO_DISCUSS] = "its debrief",
		[PM_TO_CLOSE] = "closing",
		[PM_TO_REVIEW] = "its review",
		[PM_TO_WRITE] = "being written",
	};
	size_t shown;

	pm_page_part(page, "Post-mortems that wait, days since the incident");
	pm_page_table(page, columns, 4);
	shown = pm_report_page_rows(page, report->waiting.nr,
				    "--all");
	for (size_t i = 0; i < shown; i++) {
		const struct pm_report_wait *wait = &report->waiting.item[i];

		pm_page_cell(page, PM_STYLE_PLAIN, "%s", step[wait->kind]);
		if (wait->days < 0)
			pm_page_cell(page, PM_STYLE_PLAIN, "?");
		else
			pm_page_cell(page, PM_STYLE_PLAIN, "%d", wait->days);
		pm_page_foreign(page, PM_STYLE_PLAIN,
				pm_record_text(&wait->postmortem->record,
					       PM_F_OWNER));
		pm_page_foreign(page, PM_STYLE_ID, wait->postmortem->id);
	}
}

/* --- what is open --- */

static const struct pm_page_column open_columns[] = {
	{ "", false, false, 24, 0 },	    { "PROMISED", true, false, 0, 0 },
	{ "OVERDUE", true, false, 0, 0 },	    { "PROPOSED", true, false, 0, 0 },
	{ "PROMISED, DARK: OVERDUE", false, false, 0, 0 },
};

/* Names and no numbers: a promise is no score of who made it. */
static void tell_owners(struct pm_page *page, const struct pm_report *report)
{
	static const struct pm_page_column column = { "OWNER", false, true, 0, 0 };
	const struct pm_open_counts *owners = &report->open.owner;
	size_t nr = 0, shown;

	for (size_t i = 0; i < owners->nr; i++)
		nr += owners->item[i].promised && owners->item[i].name;
	if (!nr)
		return;
	pm_page_part(page, "Whose promises are open");
	pm_page_table(page, &column, 1);
	shown = pm_report_page_rows(page, nr, "action list --sort=owner");
	for (size_t i = 0; i < owners->nr && shown; i++) {
		if (!owners->item[i].promised || !owners->item[i].name)
			continue;
		pm_page_foreign(page, PM_STYLE_PLAIN, owners->item[i].name);
		shown--;
	}
}

static void tell_open_by(struct pm_page *page, const char *title,
			 const struct pm_open_counts *counts)
{
	size_t most = 0, shown;

	/* One row without a name would only repeat the sum. */
	if (!counts->nr || (counts->nr == 1 && !counts->item[0].name))
		return;
	pm_page_part(page, title);
	pm_page_table(page, open_columns, 5);
	for (size_t i = 0; i < counts->nr; i++) {
		if (counts->item[i].promised > most)
			most = counts->item[i].promised;
	}
	shown = pm_report_page_rows(page, counts->nr, NULL);
	for (size_t i = 0; i < shown; i++) {
		const struct pm_open_count *c = &counts->item[i];
		enum pm_style style = c->overdue ? PM_STYLE_ERROR :
						   PM_STYLE_PLAIN;

		pm_page_foreign(page, PM_STYLE_PLAIN, c->name);
		pm_page_cell(page, PM_STYLE_PLAIN, "%zu", c->promised);
		pm_page_cell(page, style, "%zu", c->overdue);
		pm_page_cell(page, PM_STYLE_PLAIN, "%zu", c->proposed);
		pm_page_bar(page, style, c->overdue, c->promised, most, BAR);
	}
}

static void tell_ages(struct pm_page *page, const struct pm_report *report)
{
	static const struct pm_page_column columns[] = {
		{ "PROMISED", false, false, 0, 0 }, { "OPEN", true, false, 0, 0 },
		{ "OVERDUE", true, false, 0, 0 },
		{ "OPEN, DARK: OVERDUE", false, false, 0, 0 },
	};
	static const char *const age[PM_AGES] = {
		"up to 30 days ago", "31 to 60 days", "61 to 90 days",
		"longer ago", "nobody knows when",
	};
	const struct pm_report_open *open = &report->open;

	if (!open->all.promised)
		return;
	pm_page_part(page, "Open promises by age");
	pm_page_table(page, columns, 4);
	for (size_t i = 0; i < PM_AGES; i++) {
		if (i == PM_AGE_UNKNOWN && !open->age[i])
			continue;
		pm_page_cell(page, PM_STYLE_PLAIN, "%s", age[i]);
		pm_page_cell(page, PM_STYLE_PLAIN, "%zu", open->age[i]);
		pm_page_cell(page, PM_STYLE_PLAIN, "%zu",
			     open->age_overdue[i]);
		pm_page_bar(page, PM_STYLE_PLAIN, open->age_overdue[i],
			    open->age[i], open->all.promised, BAR);
	}
}

/* --- what is not said --- */

static void tell_gap(struct pm_page *page, size_t nr, size_t of,
		     const char *what, const char *one, const char *many)
{
	if (nr)
		pm_page_say(page, PM_STYLE_PLAIN, "%zu of %zu %s%s %s.", nr,
			    of, what, s(of), nr == 1 ? one : many);
}

static void tell_gaps(struct pm_page *page, const struct pm_report *report)
{
	const struct pm_report_gaps *gaps = &report->gaps;
	const struct {
		size_t nr;
		const char *one, *many;
	} item[] = {
		{ gaps->no_owner, "names no owner", "name no owner" },
		{ gaps->no_due, "has no due date", "have no due date" },
		{ gaps->no_ticket, "names no ticket", "name no ticket" },
		{ gaps->vague,
		  "begins with a word that cannot be finished, such as "
		  "\"investigate\"",
		  "begin with a word that cannot be finished, such as "
		  "\"investigate\"" },
		{ gaps->no_history, "has no history", "have no history" },
		{ gaps->part_history, "tells its history in part",
		  "tell their history in part" },
	}, postmortem[] = {
		{ gaps->no_items, "has no action item",
		  "have no action item" },
		{ gaps->no_times,
		  "does not say when the incident started and was resolved",
		  "do not say when the incident started and was resolved" },
		{ gaps->no_attendees, "does not say who was at the debrief",
		  "do not say who was at the debrief" },
	};

	pm_page_part(page, "Left unsaid");
	for (size_t i = 0; i < sizeof(item) / sizeof(*item); i++)
		tell_gap(page, item[i].nr, gaps->items, "action item",
			 item[i].one, item[i].many);
	for (size_t i = 0; i < sizeof(postmortem) / sizeof(*postmortem); i++)
		tell_gap(page, postmortem[i].nr, gaps->postmortems,
			 "post-mortem", postmortem[i].one,
			 postmortem[i].many);
}

void pm_report_page(struct pm_page *page, const struct pm_report *report,
		    const char *commit)
{
	tell_head(page, report, commit);
	tell_needs(page, report);
	tell_overdue(page, report);
	tell_forgotten(page, report);
	tell_waiting(page, report);
	tell_owners(page, report);
	tell_open_by(page, "Open by team", &report->open.team);
	tell_open_by(page, "Open by severity", &report->open.severity);
	tell_ages(page, report);
	pm_report_page_promises(page, report);
	pm_report_page_incidents(page, report);
	tell_gaps(page, report);
}
