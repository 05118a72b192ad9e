/* SPDX-License-Identifier: MIT */
#include "view/annotate_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/strlist.h"
#include "model/answer.h"
#include "view/change_text.h"
#include "view/here_text.h"

/* A whole id of a commit, as evidence has it, would be broken. */
static void add_value(struct pm_table *table, const char *text)
{
	size_t len = strlen(text);
	char brief[13];

	if ((len == 40 || len == 64) &&
	    strspn(text, "0123456789abcdef") == len) {
		snprintf(brief, sizeof(brief), "%.12s", text);
		pm_table_add_brief(table, PM_STYLE_BOLD, text, brief);
	} else {
		pm_table_add(table, PM_STYLE_BOLD, text);
	}
}

static void add_here(struct pm_table *table, const struct pm_here *here)
{
	struct pm_buf words = { 0 };

	pm_buf_addstr(&words, PM_EVIDENCE_HERE ": ");
	pm_here_words(&words, here);
	pm_table_add(table, PM_STYLE_BOLD, pm_buf_str(&words));
	pm_buf_release(&words);
}

static void add_line(struct pm_table *table,
		     const struct pm_annotate_line *line,
		     const struct pm_here *here)
{
	const struct pm_commit_info *commit = line->commit;
	const struct pm_ledger_event *event = line->event;
	const char *nobody = line->by == PM_ANNOTATED_NOBODY ?
				     "not committed yet" :
				     "before this clone begins";
	struct pm_buf field = { 0 };
	char day[PM_DATE_LEN] = "";

	if (commit)
		pm_date_format(day, event ? event->day :
					    pm_time_date(commit->author_time));
	pm_field_words(&field, line->value->field);
	pm_table_add(table, PM_STYLE_COMMIT, commit ? commit->abbrev : "");
	pm_table_add(table, PM_STYLE_PLAIN, day);
	pm_table_add(table, commit ? PM_STYLE_PLAIN : PM_STYLE_WARNING,
		     event  ? event->who :
		     commit ? commit->author_name :
			      nobody);
	pm_table_add(table, PM_STYLE_DIM, pm_buf_str(&field));
	if (here && line->value->field == PM_F_EVIDENCE)
		add_here(table, here);
	else
		add_value(table, line->value->text);
	pm_buf_release(&field);
}

static void add_names(const struct pm_view *view, const struct pm_slips *slips)
{
	struct pm_strlist seen = { 0 };

	for (size_t i = 0; i < slips->nr; i++) {
		const char *who = slips->move[i].who;

		if (!who || pm_strlist_has(&seen, who))
			continue;
		pm_buf_addstr(view->out, seen.nr ? ", " : ", by ");
		pm_view_text(view, PM_STYLE_PLAIN, who);
		pm_strlist_add(&seen, who);
	}
	pm_strlist_release(&seen);
}

static void add_move(const struct pm_view *view, const struct pm_slip *slip)
{
	const struct pm_change change = { .kind = PM_CHANGE_FIELD,
					  .field = PM_F_DUE,
					  .before = slip->from,
					  .after = slip->to };
	struct pm_buf words = { 0 };
	char day[PM_DATE_LEN];
	size_t start = view->out->len;

	pm_change_text(&words, &change);
	pm_buf_addstr(view->out, "    ");
	if (slip->commit) {
		pm_view_text(view, PM_STYLE_COMMIT, slip->commit->abbrev);
		pm_buf_addch(view->out, ' ');
	}
	if (slip->day != PM_NO_DATE) {
		pm_date_format(day, slip->day);
		pm_buf_addf(view->out, "%s ", day);
	}
	pm_view_text(view, PM_STYLE_PLAIN,
		     slip->who ? slip->who : "nobody wrote down who");
	pm_buf_addstr(view->out, "  ");
	pm_view_text(view, PM_STYLE_PLAIN, pm_buf_str(&words));
	if (slip->why) {
		pm_buf_addstr(view->out, ": ");
		pm_view_text(view, PM_STYLE_PLAIN, slip->why);
	}
	pm_view_end_line(view, start, 8);
	pm_buf_release(&words);
}

static void add_slips(const struct pm_view *view, const struct pm_slips *slips)
{
	char distance[40];
	size_t start;

	pm_buf_addch(view->out, '\n');
	start = view->out->len;
	pm_buf_addstr(view->out, "due first promised for ");
	pm_view_text(view, PM_STYLE_BOLD, slips->first);
	if (slips->nr == 1)
		pm_buf_addstr(view->out, ", moved once");
	else
		pm_buf_addf(view->out, ", moved %zu times", slips->nr);
	pm_date_distance(distance, 0, slips->days);
	pm_buf_addf(view->out, ", %s in all", distance);
	add_names(view, slips);
	pm_view_end_line(view, start, 4);
	for (size_t i = 0; i < slips->nr; i++)
		add_move(view, &slips->move[i]);
}

void pm_annotate_text(const struct pm_view *view,
		      const struct pm_annotate *annotate,
		      const struct pm_here *here)
{
	static const struct pm_column columns[] = {
		{ .leaves = 2 }, { .leaves = 1 }, { .leaves = 3 }, { 0 },
		{ .stretch = true },
	};
	struct pm_table table = { .column = columns, .columns = 5 };

	for (size_t i = 0; i < annotate->nr; i++)
		add_line(&table, &annotate->line[i], here);
	pm_table_render(view, &table);
	pm_table_release(&table);
	if (annotate->slips.nr)
		add_slips(view, &annotate->slips);
}
