/* SPDX-License-Identifier: MIT */
#include "view/diff_text.h"

#define WORD_WIDTH 17 /* "brought forward" and two blanks */

static enum pm_style style_of(enum pm_outcome_kind kind)
{
	switch (kind) {
	case PM_OUTCOME_DONE:
		return PM_STYLE_GOOD;
	case PM_OUTCOME_POSTPONED:
	case PM_OUTCOME_REOPENED:
	case PM_OUTCOME_MOVED_BACK:
		return PM_STYLE_WARNING;
	case PM_OUTCOME_REMOVED:
	case PM_OUTCOME_UNREADABLE:
		return PM_STYLE_ERROR;
	case PM_OUTCOME_EDITED:
		return PM_STYLE_DIM;
	default:
		return PM_STYLE_PLAIN;
	}
}

void pm_diff_text_line(const struct pm_view *view,
		       const struct pm_outcome_line *line)
{
	const struct pm_difference *d = line->difference;
	enum pm_outcome_kind kind = d->outcomes.item[line->outcome].kind;
	struct pm_buf word = { 0 }, text = { 0 };
	size_t start = view->out->len;

	pm_outcome_word(&word, kind);
	pm_outcome_words(&text, d, line->outcome, pm_buf_addstr);
	pm_buf_addstr(view->out, "  ");
	pm_view_printf(view, style_of(kind), "%s", pm_buf_str(&word));
	if (d->kind == PM_ACTION || text.len)
		pm_buf_addf(view->out, "%*s", (int)(WORD_WIDTH - word.len),
			    "");
	if (d->kind == PM_ACTION) {
		pm_view_text(view, PM_STYLE_ID,
			     pm_record_name(d->after ? d->after : d->before));
		pm_buf_addstr(view->out, text.len ? ": " : "");
	}
	pm_view_text(view, PM_STYLE_PLAIN, pm_buf_str(&text));
	pm_view_end_line(view, start, 2 + WORD_WIDTH);
	pm_buf_release(&word);
	pm_buf_release(&text);
}

void pm_diff_text_heading(const struct pm_view *view,
			  const struct pm_postmortem *pm, const char *after)
{
	const char *title = pm_record_text(&pm->record, PM_F_TITLE);
	size_t start = view->out->len;

	pm_view_text(view, PM_STYLE_ID, pm->id);
	if (title) {
		pm_buf_addstr(view->out, "  ");
		pm_view_text(view, PM_STYLE_BOLD, title);
	}
	pm_buf_addstr(view->out, after);
	pm_view_end_line(view, start, 4);
}

void pm_diff_text(const struct pm_view *view,
		  const struct pm_comparison *comparison)
{
	struct pm_outcome_count sum[PM_OUTCOMES];
	struct pm_outcome_lines lines = { 0 };
	size_t start;

	for (size_t at = 0; at < comparison->nr;) {
		pm_diff_text_heading(view, comparison->item[at].postmortem,
				     "");
		at = pm_outcome_lines(&lines, comparison, at);
		for (size_t i = 0; i < lines.nr; i++)
			pm_diff_text_line(view, &lines.item[i]);
		pm_buf_addch(view->out, '\n');
	}
	pm_outcome_lines_release(&lines);
	pm_comparison_count(sum, comparison);
	start = view->out->len;
	if (comparison->nr)
		pm_outcome_sum(view->out, sum);
	else
		pm_buf_addstr(view->out, "nothing differs");
	pm_view_end_line(view, start, 4);
}
