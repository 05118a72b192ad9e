/* SPDX-License-Identifier: MIT */
#include "view/mention_text.h"

#include "view/history_text.h"

static void add_row(struct pm_table *table, const struct pm_mention *mention)
{
	const struct pm_commit_info *commit = mention->commit;
	struct pm_buf claim = { 0 };
	char day[PM_DATE_LEN];

	pm_date_format(day, pm_time_date(commit->author_time));
	pm_history_mention(&claim, mention, commit);
	pm_table_add(table, PM_STYLE_COMMIT, commit->abbrev);
	pm_table_add(table, PM_STYLE_PLAIN, day);
	pm_table_add(table, PM_STYLE_PLAIN, commit->author_name);
	pm_table_add(table,
		     mention->undone_by ? PM_STYLE_WARNING : PM_STYLE_PLAIN,
		     pm_buf_str(&claim));
	pm_table_add(table, PM_STYLE_PLAIN, commit->subject);
	pm_buf_release(&claim);
}

void pm_view_mentions(const struct pm_view *view,
		      const struct pm_mentions *mentions)
{
	static const struct pm_column columns[] = {
		{ 0 }, { .leaves = 1 }, { .leaves = 2 }, { .leaves = 3 },
		{ .stretch = true },
	};
	struct pm_table table = { .column = columns, .columns = 5 };

	for (size_t i = 0; i < mentions->nr; i++) {
		const struct pm_mention *m = &mentions->item[i];

		if (!m->commit || m->is_clerical)
			continue;
		if (!table.nr) {
			pm_buf_addch(view->out, '\n');
			pm_view_printf(view, PM_STYLE_BOLD, "Commits\n");
		}
		add_row(&table, m);
	}
	pm_table_render(view, &table);
	pm_table_release(&table);
}
