/* SPDX-License-Identifier: MIT */
#include "view/record_text.h"

#include <stdlib.h>
#include <string.h>

#include "view/ledger_text.h"
#include "view/here_text.h"
#include "view/mention_text.h"

#define LABEL_WIDTH 13

static void label(const struct pm_view *view, const char *text)
{
	pm_view_printf(view, PM_STYLE_DIM, "%-*s", LABEL_WIDTH, text);
}

static void note(const struct pm_view *view, enum pm_style style,
		 const char *text)
{
	if (!*text)
		return;
	pm_view_printf(view, style, " (%s)", text);
}

/* Since when the time between two moments is worth telling. */
static void elapsed(const struct pm_record *record, enum pm_field field,
		    char out[40])
{
	const struct pm_value *from = pm_record_get(record, PM_F_STARTED);
	const struct pm_value *to = pm_record_get(record, field);

	*out = '\0';
	if (field != PM_F_STARTED && from && from->is_valid && to &&
	    to->is_valid && to->as.time.epoch >= from->as.time.epoch)
		pm_duration_format(out,
				   to->as.time.epoch - from->as.time.epoch);
}

static void field_line(const struct pm_view *view,
		       const struct pm_record *record, enum pm_field field)
{
	const struct pm_field_def *def = pm_field_def(field);
	const char *text = pm_record_text(record, field);
	char extra[40] = "";
	enum pm_style style = PM_STYLE_PLAIN, extra_style = PM_STYLE_DIM;
	size_t start = view->out->len;

	/* These two hold also where nobody wrote them. */
	if (!text && field == PM_F_STATUS && record->kind == PM_POSTMORTEM)
		text = pm_status_name[pm_record_status(record)];
	if (!text && field == PM_F_STATE && record->kind == PM_ACTION)
		text = pm_state_name[pm_record_state(record)];
	if (!text || !*text || field == PM_F_TITLE)
		return;
	label(view, strncmp(def->key, "debrief.", 8) ? def->key : def->key + 8);
	if (def->type == PM_T_TIME) {
		elapsed(record, field, extra);
	} else if (field == PM_F_DUE &&
		   pm_state_is_promise(pm_record_state(record)) &&
		   pm_record_date(record, field) != PM_NO_DATE) {
		pm_date_relative(extra, pm_record_date(record, field),
				 view->today);
		if (pm_record_is_overdue(record, view->today))
			style = extra_style = PM_STYLE_ERROR;
	}
	pm_view_text(view, style, text);
	note(view, extra_style, extra);
	pm_view_end_line(view, start, LABEL_WIDTH);
}

/* What "here" names, beside it. */
static void here_line(const struct pm_view *view, const struct pm_here *here)
{
	struct pm_buf words = { 0 };
	size_t start = view->out->len;

	pm_here_words(&words, here);
	label(view, "");
	pm_view_text(view, PM_STYLE_DIM, pm_buf_str(&words));
	pm_view_end_line(view, start, LABEL_WIDTH);
	pm_buf_release(&words);
}

static void head(const struct pm_view *view, const struct pm_record *record,
		 const struct pm_here *here)
{
	size_t start = view->out->len;

	pm_view_text(view, PM_STYLE_BOLD, pm_record_title(record));
	pm_view_end_line(view, start, 0);
	start = view->out->len;
	pm_view_text(view, PM_STYLE_ID, record->id);
	pm_view_end_line(view, start, 0);
	pm_buf_addch(view->out, '\n');
	for (enum pm_field f = 0; f < PM_FIELDS; f++) {
		field_line(view, record, f);
		if (here && f == PM_F_EVIDENCE)
			here_line(view, here);
	}
	start = view->out->len;
	label(view, "file");
	pm_view_text(view, PM_STYLE_PLAIN, record->path);
	pm_view_end_line(view, start, LABEL_WIDTH);
	for (size_t i = 0; i < record->problems.nr; i++) {
		const struct pm_problem *p = &record->problems.item[i];

		start = view->out->len;
		label(view, "problem");
		pm_view_printf(view, PM_STYLE_ERROR, "line %zu: ", p->line);
		pm_view_text(view, PM_STYLE_ERROR, p->message);
		if (p->fix) {
			pm_buf_addstr(view->out, "; ");
			pm_view_text(view, PM_STYLE_PLAIN, p->fix);
		}
		pm_view_end_line(view, start, LABEL_WIDTH);
	}
}

static void body(const struct pm_view *view, const struct pm_record *record)
{
	size_t start = record->front.body_start, end = record->body_end;
	char *text;

	while (start < end && strchr("\r\n", record->text[start]))
		start++;
	while (end > start && strchr("\r\n", record->text[end - 1]))
		end--;
	if (!record->text || start >= end)
		return;
	text = pm_xstrndup(record->text + start, end - start);
	pm_buf_addch(view->out, '\n');
	pm_view_block(view, 0, text);
	pm_buf_addch(view->out, '\n');
	free(text);
}

static void actions(const struct pm_view *view, const struct pm_postmortem *pm,
		    struct pm_short_names *names)
{
	static const struct pm_column columns[] = {
		{ .leaves = 3 }, { .leaves = 2 }, { .leaves = 1 }, { 0 },
		{ .stretch = true },
	};
	struct pm_table table = { .column = columns, .columns = 5 };

	if (!pm->actions)
		return;
	pm_buf_addch(view->out, '\n');
	pm_view_printf(view, PM_STYLE_BOLD, "Action items\n");
	for (size_t i = 0; i < pm->actions; i++) {
		const struct pm_record *a = &pm->action[i];
		enum pm_state state = pm_record_state(a);
		bool overdue = pm_record_is_overdue(a, view->today);

		pm_table_add(&table,
			     state == PM_DONE	  ? PM_STYLE_GOOD :
			     state == PM_DECLINED ? PM_STYLE_DIM :
						    PM_STYLE_PLAIN,
			     pm_record_standing(a));
		pm_table_add(&table, overdue ? PM_STYLE_ERROR : PM_STYLE_PLAIN,
			     pm_record_text(a, PM_F_DUE));
		pm_table_add_person(&table, PM_STYLE_PLAIN,
				    pm_record_text(a, PM_F_OWNER));
		pm_table_add_brief(&table, PM_STYLE_ID, pm_record_name(a),
				   pm_short_name(names, a->id));
		pm_table_add(&table, PM_STYLE_PLAIN,
			     pm_record_text(a, PM_F_TITLE));
	}
	pm_table_render(view, &table);
	pm_table_release(&table);
}

void pm_view_postmortem(const struct pm_view *view,
			const struct pm_postmortem *pm,
			struct pm_short_names *names)
{
	head(view, &pm->record, NULL);
	actions(view, pm, names);
	body(view, &pm->record);
	pm_view_ledger(view, &pm->record);
}

void pm_view_action(const struct pm_view *view,
		    const struct pm_record *action,
		    const struct pm_mentions *mentions,
		    const struct pm_here *here)
{
	head(view, action, here);
	pm_view_mentions(view, mentions);
	body(view, action);
	pm_view_ledger(view, action);
}
