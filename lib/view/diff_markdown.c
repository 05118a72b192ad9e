/* SPDX-License-Identifier: MIT */
#include "view/diff_markdown.h"

#include "view/code_span.h"

void pm_diff_markdown_line(struct pm_buf *out,
			   const struct pm_outcome_line *line,
			   pm_change_put *put)
{
	const struct pm_difference *d = line->difference;
	struct pm_buf text = { 0 };

	pm_buf_addstr(out, "- ");
	pm_outcome_word(out, d->outcomes.item[line->outcome].kind);
	if (d->kind == PM_ACTION) {
		pm_buf_addch(out, ' ');
		put(out, pm_record_name(d->after ? d->after : d->before));
	}
	pm_outcome_words(&text, d, line->outcome, put);
	if (text.len)
		pm_buf_addf(out, ": %s", pm_buf_str(&text));
	pm_buf_addch(out, '\n');
	pm_buf_release(&text);
}

void pm_diff_markdown(struct pm_buf *out,
		      const struct pm_comparison *comparison)
{
	struct pm_outcome_count sum[PM_OUTCOMES];
	struct pm_outcome_lines lines = { 0 };

	for (size_t at = 0; at < comparison->nr;) {
		const struct pm_postmortem *pm =
			comparison->item[at].postmortem;
		const char *title = pm_record_text(&pm->record, PM_F_TITLE);

		pm_buf_addstr(out, "- ");
		pm_code_span(out, pm->id);
		if (title) {
			pm_buf_addch(out, ' ');
			pm_code_span(out, title);
		}
		pm_buf_addch(out, '\n');
		at = pm_outcome_lines(&lines, comparison, at);
		for (size_t i = 0; i < lines.nr; i++) {
			pm_buf_addstr(out, "  ");
			pm_diff_markdown_line(out, &lines.item[i],
					      pm_code_span);
		}
	}
	pm_outcome_lines_release(&lines);
	pm_comparison_count(sum, comparison);
	pm_buf_addstr(out, comparison->nr ? "\n" : "nothing differs");
	pm_outcome_sum(out, sum);
	pm_buf_addch(out, '\n');
}
