/* SPDX-License-Identifier: MIT */
#include "view/style.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"

#define GAP 2	     /* blanks between columns */
#define LEAST_WIDTH 8 /* to which the stretching column may shrink */

void pm_table_add(struct pm_table *table, enum pm_style style,
		  const char *text)
{
	struct pm_cell *cell;

	PM_GROW(table->cell, table->nr, table->alloc);
	cell = &table->cell[table->nr++];
	*cell = (struct pm_cell){ .start = table->text.len, .style = style };
	if (!text)
		text = "";
	pm_text_safe(&table->text, text, strlen(text), PM_SAFE_LINE);
	cell->len = table->text.len - cell->start;
	/* Keeps the text of each cell a string. */
	pm_buf_addch(&table->text, '\0');
	cell->width = pm_text_width(table->text.ptr + cell->start);
}

void pm_table_release(struct pm_table *table)
{
	free(table->cell);
	pm_buf_release(&table->text);
	memset(table, 0, sizeof(*table));
}

static bool has_titles(const struct pm_table *table)
{
	for (size_t c = 0; c < table->columns; c++) {
		if (table->column[c].title)
			return true;
	}
	return false;
}

static void measure(size_t *width, const struct pm_view *view,
		    const struct pm_table *table)
{
	size_t total = 0;

	for (size_t c = 0; c < table->columns; c++) {
		const char *title = table->column[c].title;

		width[c] = title ? pm_text_width(title) : 0;
	}
	for (size_t i = 0; i < table->nr; i++) {
		size_t c = i % table->columns;

		if (table->cell[i].width > width[c])
			width[c] = table->cell[i].width;
	}
	for (size_t c = 0; c < table->columns; c++)
		total += width[c] + (c ? GAP : 0);
	if (!view->width || total <= view->width)
		return;
	for (size_t c = 0; c < table->columns; c++) {
		size_t over = total - view->width;

		if (!table->column[c].stretch || width[c] <= LEAST_WIDTH)
			continue;
		width[c] = width[c] > over + LEAST_WIDTH ? width[c] - over :
							   LEAST_WIDTH;
		return;
	}
}

/* `*blanks` are owed in front of the next text, so that none ends a line. */
static void render_cell(const struct pm_view *view, size_t *blanks,
			const struct pm_column *column, size_t width,
			enum pm_style style, const char *text,
			size_t text_width)
{
	size_t rest = text_width < width ? width - text_width : 0;

	if (column->right)
		*blanks += rest;
	if (*text) {
		for (; *blanks; --*blanks)
			pm_buf_addch(view->out, ' ');
		if (text_width > width)
			pm_view_fit(view, style, text, width, false);
		else if (view->color)
			pm_view_printf(view, style, "%s", text);
		else
			pm_buf_addstr(view->out, text);
	}
	if (!column->right)
		*blanks += rest;
}

static void render_titles(const struct pm_view *view,
			  const struct pm_table *table, const size_t *width)
{
	size_t blanks = 0;

	for (size_t c = 0; c < table->columns; c++) {
		const char *title = table->column[c].title;

		if (!title)
			title = "";
		blanks += c ? GAP : 0;
		render_cell(view, &blanks, &table->column[c], width[c],
			    PM_STYLE_BOLD, title, pm_text_width(title));
	}
	pm_buf_addch(view->out, '\n');
}

void pm_table_render(const struct pm_view *view, const struct pm_table *table)
{
	size_t *width;
	size_t blanks = 0;

	if (!table->nr || !table->columns)
		return;
	width = pm_xcalloc(table->columns, sizeof(*width));
	measure(width, view, table);
	if (has_titles(table))
		render_titles(view, table, width);
	for (size_t i = 0; i < table->nr; i++) {
		const struct pm_cell *cell = &table->cell[i];
		size_t c = i % table->columns;

		blanks += c ? GAP : 0;
		render_cell(view, &blanks, &table->column[c], width[c],
			    cell->style, table->text.ptr + cell->start,
			    cell->width);
		if (c + 1 == table->columns || i + 1 == table->nr) {
			pm_buf_addch(view->out, '\n');
			blanks = 0;
		}
	}
	free(width);
}
