/* SPDX-License-Identifier: MIT */
#ifndef PM_PAGE_H
#define PM_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "view/style.h"

/*
 * A page that a person reads: parts with a title, sentences and a table. It is
 * filled once and rendered as text for a terminal or as Markdown, so that both
 * say the same. Sentences and titles are our own words; what comes from a file
 * or a commit stands in cells that say so, and each view makes it safe.
 */

struct pm_page_column {
	const char *title;
	bool right;
	bool stretch;	/* as in struct pm_column */
	size_t most;	/* columns that it may take on a terminal; 0: all that
			 * it needs */
	unsigned leaves; /* as in struct pm_column; in text alone */
};

struct pm_page_cell {
	const char *text;
	enum pm_style style;
	bool is_foreign;
};

struct pm_page_line {
	const char *text;
	const char *foreign; /* behind it, or NULL */
	enum pm_style style;
};

struct pm_page_part {
	const char *title;
	struct pm_page_line *line;
	size_t lines;
	size_t line_alloc;
	const struct pm_page_column *column;
	size_t columns;
	struct pm_page_cell *cell; /* row by row */
	size_t cells;
	size_t cell_alloc;
	size_t more; /* rows that are not shown */
	const char *command; /* that shows them, behind "git postmortem" */
};

struct pm_page {
	struct pm_arena arena;
	bool has_blocks; /* bars may be drawn with U+2588 and its like */
	struct pm_page_part *part;
	size_t parts;
	size_t alloc;
};

/* Begin a part; what follows goes into it. One that gets neither a line nor a
 * row is not rendered. */
void pm_page_part(struct pm_page *page, const char *title);
/* A sentence, wrapped where it is rendered. */
void pm_page_say(struct pm_page *page, enum pm_style style, const char *fmt,
		 ...) __attribute__((format(printf, 3, 4)));
/* The same, with a text behind it that is not ours. */
void pm_page_name(struct pm_page *page, const char *text,
		  const char *foreign);
/* The part's table, of static columns. */
void pm_page_table(struct pm_page *page, const struct pm_page_column *column,
		   size_t columns);
void pm_page_cell(struct pm_page *page, enum pm_style style, const char *fmt,
		  ...) __attribute__((format(printf, 3, 4)));
/* NULL is "(none)". */
void pm_page_foreign(struct pm_page *page, enum pm_style style,
		     const char *text);
/* A bar of `width` characters for `all` of `most`; `part` of `all` is its
 * dark beginning. What is not zero can be seen. */
void pm_page_bar(struct pm_page *page, enum pm_style style, size_t part,
		 size_t all, size_t most, size_t width);

void pm_page_text(const struct pm_view *view, const struct pm_page *page);
void pm_page_markdown(struct pm_buf *out, const struct pm_page *page);
/* A part's table alone. */
void pm_page_text_table(const struct pm_view *view,
			const struct pm_page_part *part);
void pm_page_markdown_table(struct pm_buf *out,
			    const struct pm_page_part *part);
void pm_page_release(struct pm_page *page);

#endif
