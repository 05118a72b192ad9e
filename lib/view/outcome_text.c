/* SPDX-License-Identifier: MIT */
#include "view/outcome_text.h"

#include <stdlib.h>
#include <string.h>

#define ARROW " \xe2\x86\x92 " /* U+2192 */

void pm_outcome_word(struct pm_buf *out, enum pm_outcome_kind kind)
{
	for (const char *s = pm_outcome_name[kind]; *s; s++)
		pm_buf_addch(out, *s == '-' ? ' ' : *s);
}

/* Text of ours, and what goes into it from a record. */
struct words {
	struct pm_buf *out;
	pm_change_put *put;
};

static void add_comma(const struct words *w)
{
	pm_buf_addstr(w->out, w->out->len ? ", " : "");
}

/* ", owner alice", when the record says so. */
static void add_field(const struct words *w, const struct pm_record *record,
		      enum pm_field field)
{
	const char *text = pm_record_text(record, field);

	if (!text)
		return;
	add_comma(w);
	pm_field_words(w->out, field);
	pm_buf_addch(w->out, ' ');
	w->put(w->out, text);
}

static void opened_words(const struct words *w, const struct pm_record *record)
{
	const char *title = pm_record_text(record, PM_F_TITLE);

	/* A post-mortem's title stands above already. */
	if (record->kind == PM_ACTION && title)
		w->put(w->out, title);
	add_field(w, record, PM_F_SEVERITY);
	add_field(w, record, PM_F_OWNER);
	if (!pm_state_is_promise(pm_record_state(record)))
		add_field(w, record, PM_F_DUE);
}

static void removed_words(const struct words *w,
			  const struct pm_record *record)
{
	enum pm_state state = pm_record_state(record);
	enum pm_status status = pm_record_status(record);

	if (record->kind == PM_ACTION && state != PM_STATES)
		pm_buf_addf(w->out, "was %s", pm_state_name[state]);
	if (record->kind == PM_POSTMORTEM && status != PM_STATUSES)
		pm_buf_addf(w->out, "was %s", pm_status_name[status]);
	add_field(w, record, PM_F_OWNER);
	add_field(w, record, PM_F_DUE);
}

static void renamed_words(const struct words *w,
			  const struct pm_difference *difference)
{
	const char *was = difference->was;

	/* The same name is in another post-mortem now. */
	if (was && difference->kind == PM_ACTION &&
	    strcmp(pm_record_name(difference->before),
		   pm_record_name(difference->after)) != 0)
		was = pm_record_name(difference->before);
	/* The same id: the folder that holds all of them moved. */
	pm_buf_addstr(w->out, was ? "was " : "was at ");
	w->put(w->out, was ? was : difference->before->path);
}

static void status_words(const struct words *w,
			 const struct pm_difference *difference)
{
	const struct pm_record *before = difference->before;
	enum pm_status from = before ? pm_record_status(before) : PM_DRAFT;

	pm_buf_addf(w->out, "%s" ARROW "%s", pm_status_name[from],
		    pm_status_name[pm_record_status(difference->after)]);
}

static void moved_words(const struct words *w,
			const struct pm_outcome *outcome)
{
	const struct pm_change *change = outcome->change;

	if (outcome->days)
		pm_buf_addf(w->out, "by %d day%s, ", (int)outcome->days,
			    outcome->days == 1 ? "" : "s");
	if (change->before)
		w->put(w->out, change->before);
	else
		pm_buf_addstr(w->out, "nobody");
	pm_buf_addstr(w->out, ARROW);
	if (change->after)
		w->put(w->out, change->after);
	else
		pm_buf_addstr(w->out, "nobody");
}

static void edited_words(const struct words *w,
			 const struct pm_outcomes *outcomes, size_t i)
{
	bool rewrote = false;

	for (; i < outcomes->nr && outcomes->item[i].kind == PM_OUTCOME_EDITED;
	     i++) {
		const struct pm_change *c = outcomes->item[i].change;
		bool rewrites = c && c->kind == PM_CHANGE_SECTION &&
				c->before && c->after;

		if (rewrote && rewrites) {
			pm_buf_addstr(w->out, ", ");
			w->put(w->out, c->section);
			continue;
		}
		pm_buf_addstr(w->out, w->out->len ? "; " : "");
		rewrote = rewrites;
		if (c)
			pm_change_words(w->out, c, w->put);
		else
			pm_buf_addstr(w->out, "only layout or comments");
	}
}

static void settled_words(const struct words *w,
			  const struct pm_record *record, enum pm_field field,
			  const char *without)
{
	const char *text = pm_record_text(record, field);

	if (text)
		w->put(w->out, text);
	else
		pm_buf_addstr(w->out, without);
}

static void add_words(const struct words *w,
		      const struct pm_difference *difference, size_t i)
{
	const struct pm_outcome *outcome = &difference->outcomes.item[i];
	const struct pm_record *after = difference->after;

	switch (outcome->kind) {
	case PM_OUTCOME_OPENED:
		opened_words(w, after);
		break;
	case PM_OUTCOME_REOPENED:
		if (difference->kind == PM_POSTMORTEM) {
			status_words(w, difference);
			break;
		}
		/* fall through */
	case PM_OUTCOME_ACCEPTED:
	case PM_OUTCOME_STARTED:
		add_field(w, after, PM_F_OWNER);
		add_field(w, after, PM_F_DUE);
		break;
	case PM_OUTCOME_POSTPONED:
	case PM_OUTCOME_BROUGHT_FORWARD:
	case PM_OUTCOME_REASSIGNED:
		moved_words(w, outcome);
		break;
	case PM_OUTCOME_ADVANCED:
	case PM_OUTCOME_MOVED_BACK:
		status_words(w, difference);
		break;
	case PM_OUTCOME_DONE:
		settled_words(w, after, PM_F_EVIDENCE, "without evidence");
		break;
	case PM_OUTCOME_DECLINED:
		settled_words(w, after, PM_F_REASON, "without a reason");
		break;
	case PM_OUTCOME_REMOVED:
		removed_words(w, difference->before);
		break;
	case PM_OUTCOME_RENAMED:
		renamed_words(w, difference);
		break;
	case PM_OUTCOME_EDITED:
		edited_words(w, &difference->outcomes, i);
		break;
	case PM_OUTCOME_UNREADABLE:
		pm_buf_addf(w->out, "its front matter %s",
			    after->is_unreadable ? "cannot be read" :
						   "could not be read before");
		break;
	case PM_OUTCOMES:
		break;
	}
}

void pm_outcome_words(struct pm_buf *out,
		      const struct pm_difference *difference, size_t i,
		      pm_change_put *put)
{
	struct pm_buf text = { 0 };
	const struct words w = { &text, put };

	add_words(&w, difference, i);
	pm_buf_add(out, pm_buf_str(&text), text.len);
	pm_buf_release(&text);
}

static void add_number(struct pm_buf *out, size_t nr, const char *noun)
{
	if (nr)
		pm_buf_addf(out, "%zu %s%s", nr, noun, nr == 1 ? "" : "s");
}

static void add_days(struct pm_buf *out, const struct pm_outcome_count *count)
{
	if (!count->most)
		return;
	if (count->least != count->most)
		pm_buf_addf(out, " by %d to %d days", (int)count->least,
			    (int)count->most);
	else
		pm_buf_addf(out, " by %d day%s%s", (int)count->most,
			    count->most == 1 ? "" : "s",
			    count->actions > 1 ? " each" : "");
}

/* Where both kinds may have it, and it matters which. */
static bool says_kinds(enum pm_outcome_kind kind)
{
	return kind == PM_OUTCOME_OPENED || kind == PM_OUTCOME_REMOVED ||
	       kind == PM_OUTCOME_RENAMED || kind == PM_OUTCOME_REOPENED;
}

void pm_outcome_sum(struct pm_buf *out,
		    const struct pm_outcome_count sum[PM_OUTCOMES])
{
	struct pm_buf text = { 0 };

	for (enum pm_outcome_kind kind = 0; kind < PM_OUTCOMES; kind++) {
		const struct pm_outcome_count *count = &sum[kind];
		size_t nr = count->postmortems + count->actions;

		if (!nr)
			continue;
		pm_buf_addstr(&text, text.len ? ", " : "");
		if (says_kinds(kind)) {
			add_number(&text, count->postmortems, "post-mortem");
			if (count->postmortems && count->actions)
				pm_buf_addstr(&text, " and ");
			add_number(&text, count->actions, "item");
		} else {
			pm_buf_addf(&text, "%zu", nr);
		}
		pm_buf_addch(&text, ' ');
		pm_outcome_word(&text, kind);
		add_days(&text, count);
	}
	pm_buf_add(out, pm_buf_str(&text), text.len);
	pm_buf_release(&text);
}

static int in_order(const void *a, const void *b)
{
	const struct pm_outcome_line *x = a, *y = b;
	const struct pm_difference *d = x->difference, *e = y->difference;
	enum pm_outcome_kind k = d->outcomes.item[x->outcome].kind;
	enum pm_outcome_kind l = e->outcomes.item[y->outcome].kind;

	if (d->kind != e->kind)
		return d->kind == PM_POSTMORTEM ? -1 : 1;
	if (k != l)
		return k < l ? -1 : 1;
	return strcmp(d->id, e->id);
}

size_t pm_outcome_lines(struct pm_outcome_lines *out,
			const struct pm_comparison *comparison, size_t at)
{
	const struct pm_difference *first = &comparison->item[at];

	out->nr = 0;
	for (; at < comparison->nr; at++) {
		const struct pm_difference *d = &comparison->item[at];

		if (d->postmortem != first->postmortem)
			break;
		for (size_t i = 0; i < d->outcomes.nr; i++) {
			if (i && d->outcomes.item[i - 1].kind ==
					 d->outcomes.item[i].kind)
				continue;
			PM_GROW(out->item, out->nr, out->alloc);
			out->item[out->nr++] =
				(struct pm_outcome_line){ d, i };
		}
	}
	if (out->nr)
		qsort(out->item, out->nr, sizeof(*out->item), in_order);
	return at;
}

void pm_outcome_lines_release(struct pm_outcome_lines *lines)
{
	free(lines->item);
	memset(lines, 0, sizeof(*lines));
}
