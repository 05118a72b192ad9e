/* SPDX-License-Identifier: MIT */
#include "syntax/markdown_table.h"

#include <cmark.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "syntax/markdown_cmark.h"
#include "syntax/markdown_inline.h"

/* Stands before each cell that cmark reads, so that none begins a block. */
#define SHIELD "x "
#define SHIELD_LEN (sizeof(SHIELD) - 1)

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_punctuation(char c)
{
	return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') ||
	       (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

/* A line on its way: what is left of it, without the outer pipes. */
struct row {
	const char *at;
	const char *end;
	bool more;
};

static void open_row(struct row *row, const struct pm_line *line)
{
	row->at = line->text;
	row->end = line->text + line->len;
	while (row->at < row->end && is_blank(*row->at))
		row->at++;
	while (row->end > row->at && is_blank(row->end[-1]))
		row->end--;
	row->more = row->at < row->end;
	if (row->more && *row->at == '|')
		row->at++;
}

/*
 * The next cell, trimmed. A pipe divides cells wherever it stands, in code
 * too, unless a backslash precedes it; that is how forges read it.
 */
static bool next_cell(struct row *row, const char **cell, size_t *len)
{
	const char *stop = row->at;

	if (!row->more)
		return false;
	while (stop < row->end && *stop != '|') {
		if (*stop == '\\' && stop + 1 < row->end &&
		    is_punctuation(stop[1]))
			stop++;
		stop++;
	}
	*cell = row->at;
	*len = (size_t)(stop - row->at);
	while (*len && is_blank(**cell)) {
		(*cell)++;
		(*len)--;
	}
	while (*len && is_blank((*cell)[*len - 1]))
		(*len)--;
	/* The pipe at the end of the line opens no cell. */
	row->more = stop + 1 < row->end;
	row->at = stop + 1;
	return true;
}

static size_t count_cells(const struct pm_line *line)
{
	const char *cell;
	struct row row;
	size_t len;
	size_t nr = 0;

	open_row(&row, line);
	while (next_cell(&row, &cell, &len))
		nr++;
	return nr;
}

/* ":---:" */
static bool is_delimiter(const char *cell, size_t len)
{
	size_t i = 0;
	size_t dashes = 0;

	if (i < len && cell[i] == ':')
		i++;
	for (; i < len && cell[i] == '-'; i++)
		dashes++;
	if (i < len && cell[i] == ':')
		i++;
	return dashes && i == len;
}

/* How many columns a line of delimiters has; 0 when it is none. */
static size_t delimiters(const struct pm_line *line)
{
	const char *cell;
	struct row row;
	size_t len;
	size_t nr = 0;

	open_row(&row, line);
	for (; next_cell(&row, &cell, &len); nr++)
		if (!is_delimiter(cell, len))
			return 0;
	return nr;
}

size_t pm_table_find(const struct pm_line *line, size_t nr)
{
	for (size_t i = 1; i < nr; i++) {
		size_t columns = delimiters(&line[i]);

		if (columns > PM_MAX_COLUMNS)
			continue;
		/* Without any pipe, dashes underline a heading. */
		if (columns && count_cells(&line[i - 1]) == columns &&
		    (memchr(line[i].text, '|', line[i].len) ||
		     memchr(line[i - 1].text, '|', line[i - 1].len)))
			return i - 1;
	}
	return nr;
}

/* Cells whose text cmark is still to read, in their order. */
struct pending {
	struct pm_arena *arena;
	struct pm_buf source;
	const char ***cell;
	size_t nr;
	size_t alloc;
	size_t letters;
};

static bool needs_cmark(const char *s, size_t len)
{
	static const char markup[] = "\\`*_[]<>&!";

	for (size_t i = 0; i < sizeof(markup) - 1; i++)
		if (memchr(s, markup[i], len))
			return true;
	return false;
}

/* The table is done with its escapes. */
static void add_unescaped(struct pm_buf *out, const char *cell, size_t len)
{
	const char *end = cell + len;

	for (;;) {
		const char *escape = memchr(cell, '\\', (size_t)(end - cell));
		bool of_pipe;

		if (!escape)
			break;
		of_pipe = escape + 1 < end && escape[1] == '|';
		pm_buf_add(out, cell, (size_t)(escape - cell) + !of_pipe);
		cell = escape + 1;
	}
	pm_buf_add(out, cell, (size_t)(end - cell));
}

static void add_cell(struct pending *pending, const char **out,
		     const char *cell, size_t len, bool counts)
{
	if (!needs_cmark(cell, len)) {
		*out = pm_arena_strndup(pending->arena, cell, len);
		if (counts)
			pending->letters += pm_text_letters(cell, len);
		return;
	}
	*out = "";
	pm_buf_addstr(&pending->source, SHIELD);
	add_unescaped(&pending->source, cell, len);
	pm_buf_addstr(&pending->source, "\n\n");
	PM_GROW(pending->cell, pending->nr, pending->alloc);
	pending->cell[pending->nr++] = out;
}

static void read_row(struct pending *pending, struct pm_cells *out,
		     const struct pm_line *line, size_t columns, bool counts)
{
	const char *cell;
	struct row row;
	size_t len;

	out->line = line->nr;
	out->nr = columns;
	out->cell = pm_arena_alloc(pending->arena,
				   columns * sizeof(*out->cell));
	open_row(&row, line);
	for (size_t i = 0; i < columns; i++) {
		if (next_cell(&row, &cell, &len))
			add_cell(pending, &out->cell[i], cell, len, counts);
		else
			out->cell[i] = "";
	}
}

/* One call for all the cells that hold markup: each is a paragraph. */
static void read_pending(struct pending *pending, struct pm_buf *buf,
			 size_t header)
{
	cmark_node *node;

	if (!pending->nr)
		return;
	node = cmark_node_first_child(pm_cmark_parse(pending->source.ptr,
						     pending->source.len));
	for (size_t i = 0; i < pending->nr && node; i++) {
		struct pm_inline text;

		pm_inline_read(&text, pending->arena, buf, node, false);
		*pending->cell[i] = text.text + strnlen(text.text, SHIELD_LEN);
		if (i >= header)
			pending->letters += text.letters - 1;
		node = cmark_node_next(node);
	}
}

void pm_table_read(struct pm_block *out, struct pm_arena *arena,
		   struct pm_buf *buf, const struct pm_line *line, size_t nr)
{
	struct pending pending = { .arena = arena };
	size_t columns = count_cells(&line[0]);
	size_t header;

	read_row(&pending, &out->header, &line[0], columns, false);
	header = pending.nr;
	out->rows = nr - 2;
	out->row = pm_arena_alloc(arena, out->rows * sizeof(*out->row));
	for (size_t i = 0; i < out->rows; i++)
		read_row(&pending, &out->row[i], &line[i + 2], columns, true);
	read_pending(&pending, buf, header);
	out->letters = pending.letters;
	free(pending.cell);
	pm_buf_release(&pending.source);
}
