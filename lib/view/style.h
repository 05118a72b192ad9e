/* SPDX-License-Identifier: MIT */
#ifndef PM_STYLE_H
#define PM_STYLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/date.h"

/*
 * Where text is rendered to, and how: with colour or without, how wide, and
 * what day it is. All text that comes from a file or a commit is appended
 * through pm_view_text() or pm_view_fit(), which make it safe.
 */

enum pm_style {
	PM_STYLE_PLAIN,
	PM_STYLE_BOLD,
	PM_STYLE_DIM,
	PM_STYLE_GOOD,	  /* done, closed, passed */
	PM_STYLE_WARNING,
	PM_STYLE_ERROR,	  /* errors, overdue */
	PM_STYLE_COMMIT,  /* as git colours a commit's id */
	PM_STYLE_ID,
};

struct pm_view {
	struct pm_buf *out;
	bool color;
	size_t width; /* columns; 0: unlimited */
	pm_date today;
};

/* Append `text` made safe, on one line, in a style. */
void pm_view_text(const struct pm_view *view, enum pm_style style,
		  const char *text);
/* The same in at most `width` columns; with `pad`, in exactly so many. */
void pm_view_fit(const struct pm_view *view, enum pm_style style,
		 const char *text, size_t width, bool pad);
/* Our own words: appended as they are. */
void pm_view_printf(const struct pm_view *view, enum pm_style style,
		    const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* Break what was appended since `start`, one line without its newline, into
 * lines as wide as the view: those that follow stand behind `indent` blanks.
 * Where the width is unlimited nothing changes. */
void pm_view_wrap(const struct pm_view *view, size_t start, size_t indent);
/* The same, and then the newline. */
void pm_view_end_line(const struct pm_view *view, size_t start,
		      size_t indent);
/* Text of several lines, made safe, every line behind `indent` blanks, wrapped
 * and ended by a newline; empty lines at the end are left out. */
void pm_view_block(const struct pm_view *view, size_t indent,
		   const char *text);

/*
 * Columns that line up. Cells are made safe; widths come from what they hold.
 * In a view that is too narrow, one step after the other until all fits:
 *
 *  1. cells that have a brief form are shown in it, column by column, where
 *     that tells them apart as well;
 *  2. columns leave, in the order of `leaves`, until the one that stretches
 *     has two fifths of the view, or all that it needs;
 *  3. what does not fit into its column goes on below, in the same column.
 *
 * Nothing is cut, and where the width is unlimited nothing of this happens.
 */
struct pm_column {
	const char *title; /* NULL in all columns: no header line */
	bool right;
	bool stretch;	/* what people read; at most one */
	unsigned leaves; /* 1 leaves first; 0 stays */
};

struct pm_cell {
	size_t start, width; /* in the table's text; columns on a terminal */
	size_t brief, brief_width; /* where there is none, the same */
	enum pm_style style;
};

struct pm_table {
	const struct pm_column *column;
	size_t columns;
	struct pm_cell *cell; /* row by row */
	size_t nr;
	size_t alloc;
	struct pm_buf text; /* of all cells, made safe */
};

/* The next cell, row by row; NULL is an empty one. */
void pm_table_add(struct pm_table *table, enum pm_style style,
		  const char *text);
/* The same with a brief form of it. */
void pm_table_add_brief(struct pm_table *table, enum pm_style style,
			const char *text, const char *brief);
/* The same for a person, who is brief without a mail address's host, or
 * without the address behind a name. */
void pm_table_add_person(struct pm_table *table, enum pm_style style,
			 const char *person);
/* A table without a row renders nothing, not even its header line. */
void pm_table_render(const struct pm_view *view, const struct pm_table *table);
void pm_table_release(struct pm_table *table);

#endif
