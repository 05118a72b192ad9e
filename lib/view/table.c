/* SPDX-License-Identifier: MIT */
#include "view/style.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"

#define GAP 2	      /* blanks between columns */
#define LEAST_WIDTH 8 /* to which a column may shrink, and its title */

static size_t add_text(struct pm_table *table, const char *text, size_t len)
{
	size_t start = table->text.len;

	pm_text_safe(&table->text, text, len, PM_SAFE_LINE);
	/* Keeps the text of each cell a string. */
	pm_buf_addch(&table->text, '\0');
	return start;
}

static const char *text_at(const struct pm_table *table, size_t start)
{
	return table->text.ptr + start;
}

/* `len` bytes of `brief`, unless it is NULL. */
static void add_cell(struct pm_table *table, enum pm_style style,
		     const char *text, const char *brief, size_t len)
{
	struct pm_cell *cell;

	PM_GROW(table->cell, table->nr, table->alloc);
	cell = &table->cell[table->nr++];
	if (!text)
		text = "";
	*cell = (struct pm_cell){ .style = style };
	cell->start = cell->brief = add_text(table, text, strlen(text));
	cell->width = pm_text_width(text_at(table, cell->start));
	cell->brief_width = cell->width;
	if (brief) {
		cell->brief = add_text(table, brief, len);
		cell->brief_width = pm_text_width(text_at(table, cell->brief));
	}
}

void pm_table_add(struct pm_table *table, enum pm_style style,
		  const char *text)
{
	add_cell(table, style, text, NULL, 0);
}

void pm_table_add_brief(struct pm_table *table, enum pm_style style,
			const char *text, const char *brief)
{
	add_cell(table, style, text, brief, brief ? strlen(brief) : 0);
}

void pm_table_add_person(struct pm_table *table, enum pm_style style,
			 const char *person)
{
	const char *angle = person ? strstr(person, " <") : NULL;
	const char *end = angle ? angle : person ? strchr(person, '@') : NULL;

	if (end && end > person)
		add_cell(table, style, person, person, (size_t)(end - person));
	else
		add_cell(table, style, person, NULL, 0);
}

void pm_table_release(struct pm_table *table)
{
	free(table->cell);
	pm_buf_release(&table->text);
	memset(table, 0, sizeof(*table));
}

/* --- how wide each column is --- */

struct slot {
	size_t width;
	size_t brief_width; /* the same where that tells cells apart no more */
	size_t least;	    /* to which it may shrink */
	bool is_brief;
	bool is_gone;
};

struct layout {
	const struct pm_table *table;
	size_t view_width;
	struct slot *slot;
};

static bool has_titles(const struct pm_table *table)
{
	for (size_t c = 0; c < table->columns; c++) {
		if (table->column[c].title)
			return true;
	}
	return false;
}

struct pair {
	const char *brief, *text;
};

static int by_brief(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	int order = strcmp(x->brief, y->brief);

	return order ? order : strcmp(x->text, y->text);
}

/* Whether no two cells of the column read the same only when they are brief. */
static bool is_clear(const struct pm_table *table, size_t column)
{
	size_t nr = 0;
	struct pair *pair =
		pm_xcalloc(table->nr / table->columns + 1, sizeof(*pair));
	bool clear = true;

	for (size_t i = column; i < table->nr; i += table->columns)
		pair[nr++] = (struct pair){
			text_at(table, table->cell[i].brief),
			text_at(table, table->cell[i].start),
		};
	qsort(pair, nr, sizeof(*pair), by_brief);
	for (size_t i = 1; i < nr && clear; i++)
		clear = strcmp(pair[i - 1].brief, pair[i].brief) ||
			!strcmp(pair[i - 1].text, pair[i].text);
	free(pair);
	return clear;
}

static void measure(struct layout *l)
{
	const struct pm_table *table = l->table;

	for (size_t c = 0; c < table->columns; c++) {
		const char *title = table->column[c].title;
		struct slot *slot = &l->slot[c];

		slot->width = title ? pm_text_width(title) : 0;
		slot->brief_width = slot->width;
		slot->least = slot->width > LEAST_WIDTH ? slot->width :
							  LEAST_WIDTH;
	}
	for (size_t i = 0; i < table->nr; i++) {
		struct slot *slot = &l->slot[i % table->columns];
		const struct pm_cell *cell = &table->cell[i];

		if (cell->width > slot->width)
			slot->width = cell->width;
		if (cell->brief_width > slot->brief_width)
			slot->brief_width = cell->brief_width;
	}
}

static size_t total(const struct layout *l)
{
	size_t sum = 0, nr = 0;

	for (size_t c = 0; c < l->table->columns; c++) {
		if (l->slot[c].is_gone)
			continue;
		sum += l->slot[c].width + (nr++ ? GAP : 0);
	}
	return sum;
}

static bool fits(const struct layout *l)
{
	return total(l) <= l->view_width;
}

/* The column that gains most goes first. */
static bool make_brief(struct layout *l)
{
	struct slot *best = NULL;

	for (size_t c = 0; c < l->table->columns; c++) {
		struct slot *slot = &l->slot[c];

		if (slot->is_brief || slot->brief_width >= slot->width)
			continue;
		if (!is_clear(l->table, c))
			slot->brief_width = slot->width;
		else if (!best || slot->width - slot->brief_width >
					  best->width - best->brief_width)
			best = slot;
	}
	if (!best)
		return false;
	best->is_brief = true;
	best->width = best->brief_width;
	return true;
}

static bool send_away(struct layout *l)
{
	const struct pm_column *column = l->table->column;
	size_t first = SIZE_MAX;

	for (size_t c = 0; c < l->table->columns; c++) {
		if (column[c].leaves && !l->slot[c].is_gone &&
		    (first == SIZE_MAX ||
		     column[c].leaves < column[first].leaves))
			first = c;
	}
	if (first == SIZE_MAX)
		return false;
	l->slot[first].is_gone = true;
	return true;
}

static void shrink_widest(struct layout *l)
{
	struct slot *widest;

	while (!fits(l)) {
		widest = NULL;
		for (size_t c = 0; c < l->table->columns; c++) {
			struct slot *slot = &l->slot[c];

			if (!slot->is_gone && slot->width > slot->least &&
			    (!widest || slot->width > widest->width))
				widest = slot;
		}
		if (!widest)
			return;
		widest->width--;
	}
}

static void lay_out(struct layout *l)
{
	const struct pm_table *table = l->table;
	struct slot *reader = NULL;
	size_t all, share, most = l->view_width / 4;

	while (!fits(l) && make_brief(l))
		;
	if (fits(l))
		return;
	for (size_t c = 0; c < table->columns; c++) {
		struct slot *slot = &l->slot[c];

		if (table->column[c].stretch)
			reader = slot;
		/* One long name must not cost everybody the column. */
		else if (table->column[c].leaves && slot->width > most &&
			 slot->width > slot->least)
			slot->width = most > slot->least ? most : slot->least;
	}
	if (!reader) {
		shrink_widest(l);
		return;
	}
	all = reader->width;
	share = l->view_width * 2 / 5;
	if (share < reader->least)
		share = reader->least;
	if (reader->width > share)
		reader->width = share;
	while (!fits(l) && send_away(l))
		;
	shrink_widest(l);
	/* What is left over is for who reads. */
	if (fits(l))
		reader->width += l->view_width - total(l);
	if (reader->width > all)
		reader->width = all;
}

/* --- rendering --- */

/* `*blanks` are owed in front of the next text, so that none ends a line. */
static void render_part(const struct pm_view *view, size_t *blanks,
			const struct pm_column *column, size_t width,
			enum pm_style style, const char *text, size_t len,
			size_t text_width)
{
	size_t rest = text_width < width ? width - text_width : 0;

	if (column->right)
		*blanks += rest;
	if (len) {
		for (; *blanks; --*blanks)
			pm_buf_addch(view->out, ' ');
		if (view->color)
			pm_view_printf(view, style, "%.*s", (int)len, text);
		else
			pm_buf_add(view->out, text, len);
	}
	if (!column->right)
		*blanks += rest;
}

static void render_titles(const struct pm_view *view, const struct layout *l)
{
	const struct pm_table *table = l->table;
	size_t blanks = 0, nr = 0;

	for (size_t c = 0; c < table->columns; c++) {
		const char *title = table->column[c].title;

		if (l->slot[c].is_gone)
			continue;
		if (!title)
			title = "";
		blanks += nr++ ? GAP : 0;
		render_part(view, &blanks, &table->column[c],
			    l->slot[c].width, PM_STYLE_BOLD, title,
			    strlen(title), pm_text_width(title));
	}
	pm_buf_addch(view->out, '\n');
}

/* What is left of a cell, and how much of it the next line holds. */
struct rest {
	const char *text;
	size_t len, used, next, width;
};

static void next_part(struct rest *rest, size_t width)
{
	char *part;

	rest->text += rest->next;
	rest->len -= rest->next;
	if (!rest->len) {
		rest->used = rest->next = rest->width = 0;
		return;
	}
	rest->used = pm_text_break(rest->text, rest->len, width, &rest->next);
	part = pm_xstrndup(rest->text, rest->used);
	rest->width = pm_text_width(part);
	free(part);
}

static void render_line(const struct pm_view *view, const struct layout *l,
			const struct pm_cell *cell, const struct rest *rest,
			size_t cells)
{
	size_t blanks = 0, nr = 0;

	for (size_t c = 0; c < cells; c++) {
		if (l->slot[c].is_gone)
			continue;
		blanks += nr++ ? GAP : 0;
		render_part(view, &blanks, &l->table->column[c],
			    l->slot[c].width, cell[c].style, rest[c].text,
			    rest[c].used, rest[c].width);
	}
	pm_buf_addch(view->out, '\n');
}

static void render_row(const struct pm_view *view, const struct layout *l,
		       const struct pm_cell *cell, struct rest *rest,
		       size_t cells)
{
	bool more = false;

	for (size_t c = 0; c < cells; c++) {
		bool is_brief = l->slot[c].is_brief;
		size_t width = is_brief ? cell[c].brief_width : cell[c].width;
		const char *text = text_at(l->table, is_brief ? cell[c].brief :
								cell[c].start);

		rest[c] = (struct rest){ .text = text, .len = strlen(text) };
		rest[c].used = rest[c].next = rest[c].len;
		rest[c].width = width;
		if (width > l->slot[c].width && !l->slot[c].is_gone) {
			rest[c].next = 0;
			next_part(&rest[c], l->slot[c].width);
		}
	}
	do {
		render_line(view, l, cell, rest, cells);
		more = false;
		for (size_t c = 0; c < cells; c++) {
			next_part(&rest[c], l->slot[c].width);
			more |= rest[c].len && !l->slot[c].is_gone;
		}
	} while (more);
}

void pm_table_render(const struct pm_view *view, const struct pm_table *table)
{
	struct layout l = { .table = table, .view_width = view->width };
	struct rest *rest;

	if (!table->nr || !table->columns)
		return;
	l.slot = pm_xcalloc(table->columns, sizeof(*l.slot));
	rest = pm_xcalloc(table->columns, sizeof(*rest));
	measure(&l);
	if (view->width)
		lay_out(&l);
	if (has_titles(table))
		render_titles(view, &l);
	for (size_t i = 0; i < table->nr; i += table->columns) {
		size_t left = table->nr - i;

		render_row(view, &l, &table->cell[i], rest,
			   left < table->columns ? left : table->columns);
	}
	free(l.slot);
	free(rest);
}
