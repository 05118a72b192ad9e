/* SPDX-License-Identifier: MIT */
#include "view/digest_page.h"

#include "view/digest_sheet.h"
#include "view/page.h"

#define COLUMNS 4

static void add_foreign(struct pm_page *page, enum pm_style style,
			const char *text)
{
	if (text)
		pm_page_foreign(page, style, text);
	else
		pm_page_cell(page, style, "%s", "");
}

static bool has_when(const struct pm_digest_group *group)
{
	for (size_t i = 0; i < group->lines; i++) {
		if (*group->line[i].when)
			return true;
	}
	return false;
}

static void add_table(struct pm_page *page, struct pm_arena *arena,
		      const struct pm_digest_group *group)
{
	bool when = has_when(group);
	size_t first = when ? 0 : 1;
	struct pm_page_column *column =
		pm_arena_alloc(arena, COLUMNS * sizeof(*column));

	for (size_t c = first; c < COLUMNS; c++)
		column[c - first] = (struct pm_page_column){
			.title = group->column[c],
			.stretch = c == COLUMNS - 1,
		};
	pm_page_table(page, column, COLUMNS - first);
	for (size_t i = 0; i < group->lines; i++) {
		const struct pm_digest_line *line = &group->line[i];

		if (when)
			pm_page_cell(page, group->style, "%s", line->when);
		add_foreign(page, PM_STYLE_ID, line->id);
		add_foreign(page, PM_STYLE_PLAIN,
			    line->how ? line->how : line->who);
		add_foreign(page, PM_STYLE_PLAIN, line->title);
	}
}

/* The page borrows from the sheet; `mark` stands around commands. */
static void make_page(struct pm_page *page, struct pm_digest_sheet *sheet,
		      const char *mark)
{
	pm_page_part(page, sheet->title);
	if (sheet->owner)
		pm_page_name(page, sheet->about, sheet->owner);
	else
		pm_page_say(page, PM_STYLE_PLAIN, "%s", sheet->about);
	for (size_t i = 0; i < sheet->groups; i++) {
		const struct pm_digest_group *group = &sheet->group[i];

		pm_page_part(page, group->title);
		if (group->ask)
			pm_page_say(page, PM_STYLE_PLAIN, "%s", group->ask);
		if (group->next)
			pm_page_say(page, PM_STYLE_DIM,
				    "%sgit postmortem %s%s", mark, group->next,
				    mark);
		add_table(page, &sheet->arena, group);
	}
}

void pm_digest_text(const struct pm_view *view, const struct pm_digest *digest)
{
	for (size_t i = 0; i < digest->parts; i++) {
		struct pm_digest_sheet sheet;
		struct pm_page page = { 0 };

		pm_digest_sheet_make(&sheet, digest, &digest->part[i]);
		make_page(&page, &sheet, "");
		if (i)
			pm_buf_addch(view->out, '\n');
		pm_page_text(view, &page);
		pm_page_release(&page);
		pm_digest_sheet_release(&sheet);
	}
}

void pm_digest_markdown(struct pm_buf *out, const struct pm_digest *digest)
{
	for (size_t i = 0; i < digest->parts; i++) {
		struct pm_digest_sheet sheet;
		struct pm_page page = { 0 };

		pm_digest_sheet_make(&sheet, digest, &digest->part[i]);
		make_page(&page, &sheet, "`");
		pm_page_markdown(out, &page);
		pm_page_release(&page);
		pm_digest_sheet_release(&sheet);
	}
}
