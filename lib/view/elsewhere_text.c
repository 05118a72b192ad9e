/* SPDX-License-Identifier: MIT */
#include "view/elsewhere_text.h"

static void add_line(const struct pm_view *view, enum pm_style style,
		     const char *text)
{
	size_t start = view->out->len;

	pm_view_text(view, style, text);
	pm_view_end_line(view, start, 0);
}

static void add_values(const struct pm_view *view, const char *before,
		       const struct pm_record *record)
{
	size_t start = view->out->len;
	const enum pm_field *field = pm_elsewhere_fields(record->kind);
	bool any = false;

	pm_buf_addstr(view->out, before);
	for (size_t i = 0; i < PM_ELSEWHERE_FIELDS; i++) {
		const char *text = pm_elsewhere_value(record, field[i]);

		if (!text)
			continue;
		pm_view_printf(view, PM_STYLE_PLAIN, "%s%s ",
			       any ? ", " : "", pm_field_def(field[i])->key);
		pm_view_text(view, PM_STYLE_BOLD, text);
		any = true;
	}
	if (!any)
		pm_view_printf(view, PM_STYLE_ERROR, "cannot be read");
	pm_view_end_line(view, start, 4);
}

static void add_group(const struct pm_view *view,
		      const struct pm_elsewhere_group *group)
{
	static const struct pm_column columns[] = {
		{ 0 }, { .stretch = true }, { .leaves = 1 },
	};
	struct pm_table table = { .column = columns, .columns = 3 };
	char day[PM_DATE_LEN];

	pm_buf_addch(view->out, '\n');
	if (group->record)
		add_values(view, "", group->record);
	else
		pm_view_printf(view, PM_STYLE_WARNING, "not there\n");
	for (size_t i = 0; i < group->nr; i++) {
		pm_date_format(day, pm_time_date(group->branch[i]->time));
		pm_table_add(&table, PM_STYLE_PLAIN, "");
		pm_table_add(&table, PM_STYLE_ID, group->branch[i]->name);
		pm_table_add(&table, PM_STYLE_DIM, day);
	}
	pm_table_render(view, &table);
	pm_table_release(&table);
}

void pm_view_elsewhere(const struct pm_view *view,
		       const struct pm_record *here,
		       const struct pm_elsewhere *elsewhere)
{
	add_line(view, PM_STYLE_BOLD, pm_record_title(here));
	add_line(view, PM_STYLE_ID, here->id);
	pm_buf_addch(view->out, '\n');
	add_values(view, "here: ", here);
	for (size_t i = 0; i < elsewhere->nr; i++)
		add_group(view, &elsewhere->group[i]);
	if (elsewhere->same)
		pm_view_printf(view, PM_STYLE_DIM,
			       "\nthe same on %zu branch%s\n",
			       elsewhere->same,
			       elsewhere->same == 1 ? "" : "es");
	else if (!elsewhere->nr)
		pm_view_printf(view, PM_STYLE_DIM,
			       "\nno branch has it\n");
}
