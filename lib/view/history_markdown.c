/* SPDX-License-Identifier: MIT */
#include "view/history_markdown.h"

#include "history/mention.h"
#include "view/code_span.h"
#include "view/ledger_text.h"

#define INDENT 2

static void begin_line(struct pm_buf *out, const char *name)
{
	pm_buf_addf(out, "%*s- ", INDENT, "");
	if (name) {
		pm_code_span(out, name);
		pm_buf_addstr(out, ": ");
	}
}

static void add_record(struct pm_buf *out,
		       const struct pm_event_record *record, const char *name)
{
	const struct pm_changes *changes = &record->changes;
	struct pm_buf arrival = { 0 };
	bool arrived = pm_history_arrival(&arrival, record, pm_code_span);

	if (arrived || (!changes->nr && !record->gains)) {
		begin_line(out, name);
		pm_buf_addstr(out, arrived ?
					   pm_buf_str(&arrival) :
					   "only layout or comments changed");
		pm_buf_addch(out, '\n');
	}
	for (size_t i = 0; !arrived && i < changes->nr; i++) {
		begin_line(out, name);
		pm_change_words(out, &changes->item[i], pm_code_span);
		pm_buf_addch(out, '\n');
	}
	for (size_t i = 0; i < record->gains; i++) {
		pm_buf_reset(&arrival);
		pm_ledger_line(&arrival, record->gained[i]);
		begin_line(out, name);
		pm_code_span(out, pm_buf_str(&arrival));
		pm_buf_addch(out, '\n');
	}
	pm_buf_release(&arrival);
}

void pm_history_markdown(struct pm_buf *out, const struct pm_event *event,
			 enum pm_history_scope scope, const char *patch)
{
	const struct pm_commit_info *commit = &event->commit;
	char day[PM_DATE_LEN];

	pm_date_format(day, pm_time_date(commit->author_time));
	pm_buf_addstr(out, "- ");
	pm_code_span(out, commit->abbrev);
	pm_buf_addf(out, " %s, ", day);
	pm_code_span(out, commit->author_name);
	pm_buf_addstr(out, ": ");
	pm_code_span(out, commit->subject);
	pm_buf_addch(out, '\n');
	for (size_t i = 0; i < event->records; i++)
		add_record(out, &event->record[i],
			   pm_history_name(event->record[i].id, scope));
	for (size_t i = 0; i < event->mentions; i++) {
		begin_line(out, pm_history_name(event->mention[i]->id, scope));
		pm_history_mention(out, event->mention[i], commit);
		pm_buf_addch(out, '\n');
	}
	if (commit->reason) {
		begin_line(out, NULL);
		pm_buf_addstr(out, "reason: ");
		pm_code_span(out, commit->reason);
		pm_buf_addch(out, '\n');
	}
	if (patch) {
		pm_buf_addch(out, '\n');
		pm_code_block(out, INDENT, "diff", patch);
		pm_buf_addch(out, '\n');
	}
}
