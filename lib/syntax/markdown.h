/* SPDX-License-Identifier: MIT */
#ifndef PM_MARKDOWN_H
#define PM_MARKDOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "syntax/problem.h"

/*
 * The outline of a Markdown text, read with cmark: a flat list of blocks in
 * document order, each with its line and its plain text. Only start lines of
 * blocks are trusted (cmark 0.30.2 reports wrong ends); a block ends where
 * the next begins. Tables are not CommonMark: they are read from the source
 * lines of a paragraph by the rules of GitHub Flavored Markdown.
 */

enum pm_block_kind {
	PM_BLOCK_HEADING,
	PM_BLOCK_PARAGRAPH,
	PM_BLOCK_ITEM,	/* of a list; its text is its first paragraph */
	PM_BLOCK_TABLE,
	PM_BLOCK_CODE,
	PM_BLOCK_HTML,
	PM_BLOCK_RULE,	/* a thematic break */
};

struct pm_cells {
	const char **cell; /* plain text, trimmed; never NULL */
	size_t nr;
	size_t line;
};

struct pm_block {
	enum pm_block_kind kind;
	unsigned level;	/* heading: 1..6; item: depth of the list, from 1 */
	unsigned depth;	/* containers (quotes, list items) around it */
	int checkbox;	/* item: -1 none, 0 open, 1 ticked */
	size_t line;	/* in the whole file, 1-based */
	size_t start;	/* byte of that line in the whole file */
	size_t end;	/* where the next block's line starts, or the end */
	const char *text; /* inline markup, HTML and comments removed, soft
			   * breaks as blanks; "" for a rule or HTML */
	const char *strong; /* leading strong or emphasised text, or NULL */
	const char *link; /* target of the first link, else the first bare
			   * http(s) address in the text, or NULL */
	size_t letters;	/* letters and digits of any script that a reader
			 * sees: 0 for comments, empty cells, blank code; an
			 * image counts as 1, a table's header does not */
	/* table: */
	struct pm_cells header;
	struct pm_cells *row;
	size_t rows;
};

struct pm_markdown {
	struct pm_block *block;
	size_t nr;
};

/*
 * Parse bytes [start, len) of the file `text`; line `line` begins at `start`.
 * Everything lives in the arena. An unclosed comment or fence that hides
 * headings, and containers nested beyond PM_MAX_CONTAINERS (refused before
 * cmark sees them), are added to `problems`; the latter leaves an empty
 * outline.
 */
void pm_markdown_parse(struct pm_markdown *out, struct pm_arena *arena,
		       const char *text, size_t start, size_t len, size_t line,
		       struct pm_problems *problems);

/*
 * A section: a top-level heading and the blocks up to the next heading of
 * the same or a higher level. Its own blocks are those before the first
 * heading inside it.
 */
struct pm_section {
	const char *title;  /* as written, plain text */
	const char *normal; /* pm_text_normal() of it */
	unsigned level;
	size_t line;
	size_t first;	    /* block index behind the heading */
	size_t own_end;	    /* first heading inside, or `end` */
	size_t end;	    /* one past its last block */
};

struct pm_sections {
	struct pm_section *item;
	size_t nr;
};

void pm_markdown_sections(struct pm_sections *out, struct pm_arena *arena,
			  const struct pm_markdown *md);

#endif
