/* SPDX-License-Identifier: MIT */
#include "import/adopt_finder.h"

#include <string.h>

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
				return true;
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

void pm_finder_table(struct finder *f, const struct pm_block *table)
{
	struct columns columns;

	if (!read_header(f, table, &columns))
		return;
	for (size_t r = 0; r < table->rows; r++) {
		const struct pm_cells *row = &table->row[r];
		struct pm_buf rest = { 0 };
		struct sketch sketch;
		const char *source;

		if (columns.title >= row->nr ||
		    pm_words_are_empty(row->cell[columns.title]))
			continue;
		source = pm_source_of_cell(f->a, table, row, columns.title);
		sketch = pm_sketch(row->cell[columns.title], source, row->line);
		sketch.link = pm_source_link(f->a, source);
		read_cells(f, table, &columns, row, &sketch, &rest);
		sketch.below = pm_arena_strdup(f->a->arena, pm_buf_str(&rest));
		pm_sketch_read_text(f->a, &sketch);
		pm_finder_apply(f, &sketch);
		pm_sketch_finish(f->a, &sketch);
		pm_buf_release(&rest);
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

		task |= pm_words_have(tasks, pm_adopt_normal(f->a, cell,
							     strlen(cell)));
		owner |= column == C_OWNER;
		more |= column == C_DUE || column == C_STATE ||
			column == C_TICKET || column == C_PRIORITY;
	}
	return task && (owner || more);
}
