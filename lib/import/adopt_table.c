/* SPDX-License-Identifier: MIT */
#include "import/adopt_finder.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "import/adopt_source.h"

#define MAX_COLUMNS 16

struct columns {
	enum column kind[MAX_COLUMNS];
	size_t nr, title;
};

static enum column column_of(struct finder *f, const char *header)
{
	const char *bracket = strchr(header, '(');
	enum column column = pm_column_meaning(
		pm_adopt_normal(f->a, header, strlen(header)));

	if (column == C_NONE && bracket)
		column = pm_column_meaning(pm_adopt_normal(
			f->a, header, (size_t)(bracket - header)));
	return strcmp(header, "#") ? column : C_NUMBER;
}

/* A column whose cells are numbers is no title, whatever its name. */
static bool has_words(const struct pm_block *table, size_t column)
{
	for (size_t r = 0; r < table->rows; r++) {
		const char *cell = column < table->row[r].nr
					   ? table->row[r].cell[column]
					   : "";

		if (strchr(cell, ' ') &&
		    pm_text_letters(cell, strlen(cell)) > 4)
			return true;
	}
	return false;
}

/* What a table of anything may have: without another column that action items
 * have, it lists something else. */
static bool is_weak(struct finder *f, const struct pm_block *table,
		    size_t column, enum column as)
{
	static const char weak[] = "name|title|what|summary|step|item|items|"
				   "activity|handling";
	const char *cell = table->header.cell[column];

	return as != C_TITLE ||
	       pm_words_have(weak, pm_adopt_normal(f->a, cell, strlen(cell)));
}

static bool lists_items(const struct columns *columns)
{
	bool state = false;

	for (size_t i = 0; i < columns->nr; i++) {
		enum column kind = columns->kind[i];

		if (kind == C_OWNER || kind == C_TEAM || kind == C_DUE ||
		    kind == C_TICKET || kind == C_DONE || kind == C_EVIDENCE)
			return true;
		state |= (kind == C_STATE || kind == C_PRIORITY) &&
			 i > columns->title;
	}
	return state;
}

/* False for a table that lists something else than action items. */
static bool read_header(struct finder *f, const struct pm_block *table,
			struct columns *out)
{
	static const enum column as_title[] = { C_TITLE, C_NOTES, C_NONE };

	memset(out, 0, sizeof(*out));
	out->nr =
		table->header.nr < MAX_COLUMNS ? table->header.nr : MAX_COLUMNS;
	for (size_t i = 0; i < out->nr; i++)
		out->kind[i] = column_of(f, table->header.cell[i]);
	for (size_t k = 0; k < 3; k++) {
		/* First one with words, then any of that name. */
		for (int words = 1; words >= 0; words--) {
			for (size_t i = 0; i < out->nr; i++) {
				if (out->kind[i] != as_title[k] ||
				    (words && !has_words(table, i)))
					continue;
				out->title = i;
				out->kind[i] = C_TITLE;
				return !is_weak(f, table, i, as_title[k]) ||
				       lists_items(out);
			}
		}
	}
	return false;
}

static void read_cells(struct finder *f, const struct pm_block *table,
		       const struct columns *columns,
		       const struct pm_cells *row, struct sketch *sketch,
		       struct pm_buf *rest)
{
	for (size_t i = 0; i < columns->nr && i < row->nr; i++) {
		const char *cell = row->cell[i];
		const char *source, *link;

		if (i == columns->title || columns->kind[i] == C_NUMBER)
			continue;
		source = pm_source_of_cell(f->a, table, row, i);
		link = pm_source_link(f->a, source);
		if ((!link && pm_words_are_empty(cell) &&
		     columns->kind[i] != C_STATE &&
		     columns->kind[i] != C_DONE) ||
		    !*source)
			continue;
		/* Whatever the column is called, a key is a key. */
		if (columns->kind[i] == C_NONE && !sketch->ticket && *cell &&
		    pm_ticket_at(f->a, cell) == strlen(cell)) {
			sketch->ticket = cell;
			continue;
		}
		if (columns->kind[i] == C_NOTES || columns->kind[i] == C_NONE ||
		    columns->kind[i] == C_TITLE) {
			pm_buf_addf(rest, "%s%s: %s", rest->len ? "\n" : "",
				    table->header.cell[i], source);
		} else if (!pm_sketch_take(f->a, sketch, columns->kind[i], cell,
					   link, columns->kind[i] != C_TYPE)) {
			pm_buf_addf(rest, "%s%s: %s", rest->len ? "\n" : "",
				    table->header.cell[i], source);
		}
	}
}

/* How long a list's marker at `s` is, with the blank behind it. */
static size_t marker(const char *s)
{
	size_t digits = strspn(s, "0123456789");

	if (strchr("*-+", *s) && *s && s[1] == ' ')
		return 2;
	if (!strncmp(s, "•", 3))
		return 3 + strspn(s + 3, " ");
	if (!digits || (s[digits] != '.' && s[digits] != ')'))
		return 0;
	return s[digits + 1] == ' ' ? digits + 2 : 0;
}

/* -1, 0 or 1 for the checkbox at *s, which is passed over. */
static int checkbox(const char **s)
{
	const char *p = *s;

	if (p[0] != '[' || !p[1] || !strchr(" xX", p[1]) || p[2] != ']' ||
	    (p[3] && p[3] != ' '))
		return -1;
	*s = p + 3 + strspn(p + 3, " ");
	return p[1] != ' ';
}

/* A list that somebody wrote into a cell: its lines, or all of it. */
static void split_cell(struct pm_strlist *out, const char *source)
{
	const char *start = source;
	bool list = false;

	for (const char *p = source;; p++) {
		size_t len = *p != '<'			    ? 0
			     : !strncasecmp(p, "<br>", 4)   ? 4
			     : !strncasecmp(p, "<br/>", 5)  ? 5
			     : !strncasecmp(p, "<br />", 6) ? 6
							    : 0;

		if (*p && !len)
			continue;
		start += strspn(start, " ");
		if (p > start) {
			list |= marker(start) || *start == '[';
			pm_strlist_addn(out, start, (size_t)(p - start));
		}
		if (!*p)
			break;
		start = p + len;
		p = start - 1;
	}
	for (size_t i = 0; i < out->nr && list; i++)
		list = marker(out->item[i]) || *out->item[i] == '[';
	if (list)
		return;
	pm_strlist_clear(out);
	pm_strlist_add(out, source);
}

static void read_row(struct finder *f, const struct pm_block *table,
		     const struct columns *columns, const struct pm_cells *row,
		     const char *part, bool whole)
{
	struct pm_buf rest = { 0 };
	const char *source = part + marker(part);
	int box = checkbox(&source);
	struct sketch sketch = pm_sketch(
		whole && source == part
			? row->cell[columns->title]
			: pm_adopt_plain(f->a, source, strlen(source)),
		pm_arena_strdup(f->a->arena, source), row->line);

	if (box >= 0)
		sketch.state = box ? PM_DONE : PM_PROPOSED;
	sketch.link = pm_source_link(f->a, source);
	read_cells(f, table, columns, row, &sketch, &rest);
	sketch.below = pm_arena_strdup(f->a->arena, pm_buf_str(&rest));
	pm_finder_finish(f, &sketch);
	pm_buf_release(&rest);
}

void pm_finder_table(struct finder *f, const struct pm_block *table)
{
	struct columns columns;

	if (!read_header(f, table, &columns)) {
		pm_adopt_remark(f->a, table->line,
				"the table does not look like one of action "
				"items: nothing is taken from it");
		return;
	}
	f->table = table;
	for (size_t r = 0; r < table->rows; r++) {
		const struct pm_cells *row = &table->row[r];
		struct pm_strlist parts = { 0 };

		if (columns.title >= row->nr ||
		    pm_words_are_empty(row->cell[columns.title]))
			continue;
		split_cell(&parts,
			   pm_source_of_cell(f->a, table, row, columns.title));
		for (size_t i = 0; i < parts.nr; i++)
			read_row(f, table, &columns, row, parts.item[i],
				 parts.nr == 1);
		pm_strlist_release(&parts);
	}
}

bool pm_finder_is_plan(struct finder *f, const struct pm_block *table)
{
	static const char tasks[] = "action item|action items|action|actions|"
				    "task|tasks|todo|to do|follow up|"
				    "corrective action|work item|massnahme|"
				    "aufgabe|tâche|acción";
	bool task = false, owner = false, more = false;

	for (size_t i = 0; i < table->header.nr; i++) {
		const char *cell = table->header.cell[i];
		enum column column = column_of(f, cell);

		task |= pm_words_have(
			tasks, pm_adopt_normal(f->a, cell, strlen(cell)));
		owner |= column == C_OWNER;
		more |= column == C_DUE || column == C_STATE ||
			column == C_TICKET || column == C_PRIORITY;
	}
	return task && (owner || more);
}
