/* SPDX-License-Identifier: MIT */
#include "view/history_text.h"

#include <string.h>

#include "history/mention.h"
#include "view/change_text.h"
#include "view/ledger_text.h"

#define INDENT "    "
#define BELOW 8 /* blanks in front of what does not fit on a line */

/* What a new record is best known by; the rest is in its file. */
static bool is_telling(enum pm_field field)
{
	switch (field) {
	case PM_F_STATUS:
	case PM_F_STATE:
	case PM_F_SEVERITY:
	case PM_F_OWNER:
	case PM_F_DUE:
		return true;
	default:
		return false;
	}
}

bool pm_history_arrival(struct pm_buf *out,
			const struct pm_event_record *record,
			pm_change_put *put)
{
	const struct pm_changes *changes = &record->changes;
	const struct pm_change *first = changes->nr ? changes->item : NULL;

	/* Of an arrival, a filter may have left only a field or two. */
	if (record->before || !record->after || !first ||
	    first->kind != (record->is_import ? PM_CHANGE_MOVED :
						PM_CHANGE_ADDED))
		return false;
	pm_buf_addstr(out, record->is_import ? "imported from " : "added");
	if (record->is_import)
		put(out, first->before);
	for (size_t i = 0; i < changes->nr; i++) {
		const struct pm_change *c = &changes->item[i];

		if (c->kind != PM_CHANGE_FIELD || !is_telling(c->field))
			continue;
		pm_buf_addstr(out, ", ");
		pm_field_words(out, c->field);
		pm_buf_addch(out, ' ');
		put(out, c->after);
	}
	return true;
}

static enum pm_style style_of(const struct pm_change *change)
{
	if (change->kind == PM_CHANGE_REMOVED ||
	    change->kind == PM_CHANGE_UNREADABLE)
		return PM_STYLE_ERROR;
	if (change->kind == PM_CHANGE_FIELD && change->field == PM_F_STATE &&
	    change->after && pm_state_parse(change->after) == PM_DONE)
		return PM_STYLE_GOOD;
	if (change->kind == PM_CHANGE_FIELD && change->field == PM_F_STATUS &&
	    change->after && pm_status_parse(change->after) == PM_CLOSED)
		return PM_STYLE_GOOD;
	return PM_STYLE_PLAIN;
}

const char *pm_history_name(const char *id, enum pm_history_scope scope)
{
	const char *slash = strchr(id, '/');

	if (scope == PM_HISTORY_ALL)
		return id;
	if (scope == PM_HISTORY_POSTMORTEM && slash)
		return slash + 1;
	return NULL;
}

static void add_line(const struct pm_view *view, const char *name,
		     enum pm_style style, const char *text)
{
	size_t start = view->out->len;

	pm_buf_addstr(view->out, INDENT);
	if (name) {
		pm_view_text(view, PM_STYLE_ID, name);
		pm_buf_addstr(view->out, ": ");
	}
	pm_view_text(view, style, text);
	pm_view_end_line(view, start, BELOW);
}

static void add_record(const struct pm_view *view,
		       const struct pm_event_record *record, const char *name)
{
	const struct pm_changes *changes = &record->changes;
	struct pm_buf text = { 0 };

	if (pm_history_arrival(&text, record, pm_buf_addstr)) {
		add_line(view, name, PM_STYLE_PLAIN, pm_buf_str(&text));
	} else if (!changes->nr && !record->gains) {
		add_line(view, name, PM_STYLE_DIM,
			 "only layout or comments changed");
	} else {
		for (size_t i = 0; i < changes->nr; i++) {
			pm_buf_reset(&text);
			pm_change_text(&text, &changes->item[i]);
			add_line(view, name, style_of(&changes->item[i]),
				 pm_buf_str(&text));
		}
	}
	for (size_t i = 0; i < record->gains; i++) {
		pm_buf_reset(&text);
		pm_ledger_line(&text, record->gained[i]);
		add_line(view, name, PM_STYLE_DIM, pm_buf_str(&text));
	}
	pm_buf_release(&text);
}

void pm_history_mention(struct pm_buf *out, const struct pm_mention *mention,
			const struct pm_commit_info *commit)
{
	pm_buf_addstr(out, mention->kind == PM_MENTION_CLOSES ?
				   "claims to close it" : "works on it");
	if (mention->undone_by)
		pm_buf_addf(out, ", reverted by %.*s",
			    (int)strlen(commit->abbrev), mention->undone_by);
}

static void add_mention(const struct pm_view *view,
			const struct pm_event *event,
			const struct pm_mention *mention, const char *name)
{
	struct pm_buf text = { 0 };

	pm_history_mention(&text, mention, &event->commit);
	add_line(view, name,
		 mention->undone_by ? PM_STYLE_WARNING : PM_STYLE_PLAIN,
		 pm_buf_str(&text));
	pm_buf_release(&text);
}

static enum pm_style style_of_line(const char *line)
{
	static const struct {
		const char *start;
		enum pm_style style;
	} table[] = {
		{ "@@", PM_STYLE_ID },	   { "diff ", PM_STYLE_BOLD },
		{ "index ", PM_STYLE_BOLD }, { "--- ", PM_STYLE_BOLD },
		{ "+++ ", PM_STYLE_BOLD }, { "-", PM_STYLE_ERROR },
		{ "+", PM_STYLE_GOOD },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		if (!strncmp(line, table[i].start, strlen(table[i].start)))
			return table[i].style;
	}
	return PM_STYLE_PLAIN;
}

static void add_patch(const struct pm_view *view, const char *patch)
{
	struct pm_buf safe = { 0 };
	struct pm_view plain = *view;
	const char *line, *end;

	/* A tab is part of the text, and so is no break of a line. */
	plain.out = &safe;
	plain.width = 0;
	pm_view_block(&plain, 0, patch);
	pm_buf_addch(view->out, '\n');
	for (line = pm_buf_str(&safe); *line; line = end + 1) {
		end = strchrnul(line, '\n');
		pm_view_printf(view, style_of_line(line), "%.*s",
			       (int)(end - line), line);
		pm_buf_addch(view->out, '\n');
		if (!*end)
			break;
	}
	pm_buf_addch(view->out, '\n');
	pm_buf_release(&safe);
}

/* A declined item keeps the reason in its file, and so in a change. */
static bool tells_reason(const struct pm_event *event)
{
	for (size_t i = 0; i < event->records; i++) {
		const struct pm_changes *changes = &event->record[i].changes;

		/* What is said of a new record leaves its reason out. */
		for (size_t c = 0; event->record[i].before && c < changes->nr;
		     c++) {
			if (changes->item[c].kind == PM_CHANGE_FIELD &&
			    changes->item[c].field == PM_F_REASON &&
			    changes->item[c].after &&
			    !strcmp(changes->item[c].after,
				    event->commit.reason))
				return true;
		}
	}
	return false;
}

void pm_history_text(const struct pm_view *view, const struct pm_event *event,
		     enum pm_history_scope scope, const char *patch)
{
	const struct pm_commit_info *commit = &event->commit;
	char day[PM_DATE_LEN];
	size_t start = view->out->len;

	pm_date_format(day, pm_time_date(commit->author_time));
	pm_view_text(view, PM_STYLE_COMMIT, commit->abbrev);
	pm_buf_addf(view->out, " %s ", day);
	pm_view_text(view, PM_STYLE_PLAIN, commit->author_name);
	pm_buf_addstr(view->out, "  ");
	pm_view_text(view, PM_STYLE_BOLD, commit->subject);
	pm_view_end_line(view, start, BELOW);
	for (size_t i = 0; i < event->records; i++)
		add_record(view, &event->record[i],
			   pm_history_name(event->record[i].id, scope));
	for (size_t i = 0; i < event->mentions; i++)
		add_mention(view, event, event->mention[i],
			    pm_history_name(event->mention[i]->id, scope));
	if (commit->reason && !tells_reason(event)) {
		start = view->out->len;
		pm_view_printf(view, PM_STYLE_DIM, INDENT "reason: ");
		pm_view_text(view, PM_STYLE_PLAIN, commit->reason);
		pm_view_end_line(view, start, BELOW);
	}
	if (patch)
		add_patch(view, patch);
}
