/* SPDX-License-Identifier: MIT */
#include "view/page.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "view/code_span.h"

/* --- filling --- */

void pm_page_part(struct pm_page *page, const char *title)
{
	PM_GROW(page->part, page->parts, page->alloc);
	page->part[page->parts++] = (struct pm_page_part){ .title = title };
}

static struct pm_page_part *last(struct pm_page *page)
{
	return &page->part[page->parts - 1];
}

static void add_line(struct pm_page *page, struct pm_page_line line)
{
	struct pm_page_part *part = last(page);

	PM_GROW(part->line, part->lines, part->line_alloc);
	part->line[part->lines++] = line;
}

void pm_page_say(struct pm_page *page, enum pm_style style, const char *fmt,
		 ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_line(page, (struct pm_page_line){
			       .text = pm_arena_vprintf(&page->arena, fmt, ap),
			       .style = style });
	va_end(ap);
}

void pm_page_name(struct pm_page *page, const char *text, const char *foreign)
{
	add_line(page, (struct pm_page_line){ .text = text,
					      .foreign = foreign });
}

void pm_page_table(struct pm_page *page, const struct pm_page_column *column,
		   size_t columns)
{
	last(page)->column = column;
	last(page)->columns = columns;
}

static void add_cell(struct pm_page *page, struct pm_page_cell cell)
{
	struct pm_page_part *part = last(page);

	PM_GROW(part->cell, part->cells, part->cell_alloc);
	part->cell[part->cells++] = cell;
}

void pm_page_cell(struct pm_page *page, enum pm_style style, const char *fmt,
		  ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_cell(page, (struct pm_page_cell){
			       .text = pm_arena_vprintf(&page->arena, fmt, ap),
			       .style = style });
	va_end(ap);
}

void pm_page_foreign(struct pm_page *page, enum pm_style style,
		     const char *text)
{
	add_cell(page, (struct pm_page_cell){ .text = text ? text : "(none)",
					      .style = style,
					      .is_foreign = text != NULL });
}

static size_t scale(size_t value, size_t most, size_t width)
{
	size_t cells = most ? (value * width + most / 2) / most : 0;

	return value && !cells ? 1 : cells;
}

void pm_page_bar(struct pm_page *page, enum pm_style style, size_t part,
		 size_t all, size_t most, size_t width)
{
	size_t cells = scale(all, most, width);
	size_t dark = scale(part, most, width);
	struct pm_buf bar = { 0 };

	for (size_t i = 0; i < cells; i++) {
		if (page->has_blocks)
			pm_buf_addstr(&bar, i < dark ? "█" : "░");
		else
			pm_buf_addch(&bar, i < dark ? '#' : '-');
	}
	pm_page_cell(page, style, "%s", pm_buf_str(&bar));
	pm_buf_release(&bar);
}

void pm_page_release(struct pm_page *page)
{
	for (size_t i = 0; i < page->parts; i++) {
		free(page->part[i].line);
		free(page->part[i].cell);
	}
	free(page->part);
	pm_arena_release(&page->arena);
	memset(page, 0, sizeof(*page));
}

/* --- text --- */

#define INDENT 2
/* Sentences are not wider than that on a wide terminal, or in a file. */
#define READABLE 80

static void text_line(const struct pm_view *view,
		      const struct pm_page_line *line)
{
	size_t width = view->width && view->width < READABLE ? view->width :
							       READABLE;
	struct pm_buf wrapped = { 0 };

	pm_text_wrap(&wrapped, line->text, width, INDENT);
	pm_buf_addf(view->out, "%*s", INDENT, "");
	pm_view_printf(view, line->style, "%s", pm_buf_str(&wrapped));
	if (line->foreign) {
		pm_buf_addch(view->out, ' ');
		pm_view_text(view, PM_STYLE_PLAIN, line->foreign);
	}
	pm_buf_addch(view->out, '\n');
	pm_buf_release(&wrapped);
}

static void text_cell(struct pm_table *table, const struct pm_view *view,
		      const struct pm_page_cell *cell,
		      const struct pm_page_column *column)
{
	struct pm_buf safe = { 0 }, fit = { 0 };

	if (view->width && column->most) {
		pm_text_safe(&safe, cell->text, strlen(cell->text),
			     PM_SAFE_LINE);
		pm_text_fit(&fit, pm_buf_str(&safe), column->most, false);
		pm_table_add(table, cell->style, pm_buf_str(&fit));
	} else {
		pm_table_add(table, cell->style, cell->text);
	}
	pm_buf_release(&safe);
	pm_buf_release(&fit);
}

/* The indent is a column of its own, of blanks that are two less. */
void pm_page_text_table(const struct pm_view *view,
			const struct pm_page_part *part)
{
	struct pm_column *columns =
		pm_xcalloc(part->columns + 1, sizeof(*columns));
	struct pm_table table = { .column = columns,
				  .columns = part->columns + 1 };

	columns[0] = (struct pm_column){ .title = "" };
	for (size_t c = 0; c < part->columns; c++)
		columns[c + 1] = (struct pm_column){
			.title = part->column[c].title,
			.right = part->column[c].right,
			.stretch = part->column[c].stretch,
			.leaves = part->column[c].leaves,
		};
	for (size_t i = 0; i < part->cells; i++) {
		if (i % part->columns == 0)
			pm_table_add(&table, PM_STYLE_PLAIN, "");
		text_cell(&table, view, &part->cell[i],
			  &part->column[i % part->columns]);
	}
	pm_table_render(view, &table);
	pm_table_release(&table);
	free(columns);
}

static void text_more(const struct pm_view *view,
		      const struct pm_page_part *part)
{
	pm_view_printf(view, PM_STYLE_DIM, "%*sand %zu more%s%s\n", INDENT, "",
		       part->more,
		       part->command ? ": git postmortem " : "",
		       part->command ? part->command : "");
}

void pm_page_text(const struct pm_view *view, const struct pm_page *page)
{
	bool is_first = true;

	for (size_t i = 0; i < page->parts; i++) {
		const struct pm_page_part *part = &page->part[i];

		if (!part->lines && !part->cells)
			continue;
		if (!is_first)
			pm_buf_addch(view->out, '\n');
		is_first = false;
		pm_view_printf(view, PM_STYLE_BOLD, "%s\n", part->title);
		for (size_t l = 0; l < part->lines; l++)
			text_line(view, &part->line[l]);
		if (part->cells)
			pm_page_text_table(view, part);
		if (part->more)
			text_more(view, part);
	}
}

/* --- Markdown --- */

/* A bar ends a cell even inside of code. */
static void markdown_cell(struct pm_buf *out, const struct pm_page_cell *cell)
{
	struct pm_buf span = { 0 };
	const char *text = cell->text;

	if (cell->is_foreign) {
		pm_code_span(&span, cell->text);
		text = pm_buf_str(&span);
	}
	for (; *text; text++) {
		if (*text == '|')
			pm_buf_addch(out, '\\');
		pm_buf_addch(out, *text);
	}
	pm_buf_release(&span);
}

void pm_page_markdown_table(struct pm_buf *out,
			    const struct pm_page_part *part)
{
	for (size_t c = 0; c < part->columns; c++)
		pm_buf_addf(out, "| %s ", part->column[c].title);
	pm_buf_addstr(out, "|\n");
	for (size_t c = 0; c < part->columns; c++)
		pm_buf_addstr(out, part->column[c].right ? "| ---: " :
							   "| :--- ");
	pm_buf_addstr(out, "|\n");
	for (size_t i = 0; i < part->cells; i++) {
		pm_buf_addstr(out, "| ");
		markdown_cell(out, &part->cell[i]);
		pm_buf_addch(out, ' ');
		if ((i + 1) % part->columns == 0)
			pm_buf_addstr(out, "|\n");
	}
}

static void markdown_more(struct pm_buf *out, const struct pm_page_part *part)
{
	pm_buf_addf(out, "\nand %zu more", part->more);
	if (part->command)
		pm_buf_addf(out, ": `git postmortem %s`", part->command);
	pm_buf_addch(out, '\n');
}

void pm_page_markdown(struct pm_buf *out, const struct pm_page *page)
{
	for (size_t i = 0; i < page->parts; i++) {
		const struct pm_page_part *part = &page->part[i];

		if (!part->lines && !part->cells)
			continue;
		pm_buf_addf(out, "%s%s %s\n\n", out->len ? "\n" : "",
			    i ? "##" : "#", part->title);
		for (size_t l = 0; l < part->lines; l++) {
			pm_buf_addf(out, "- %s", part->line[l].text);
			if (part->line[l].foreign) {
				pm_buf_addch(out, ' ');
				pm_code_span(out, part->line[l].foreign);
			}
			pm_buf_addch(out, '\n');
		}
		if (part->lines && part->cells)
			pm_buf_addch(out, '\n');
		if (part->cells)
			pm_page_markdown_table(out, part);
		if (part->more)
			markdown_more(out, part);
	}
}
