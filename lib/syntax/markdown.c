/* SPDX-License-Identifier: MIT */
#include "syntax/markdown.h"

#include <cmark.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "syntax/markdown_cmark.h"
#include "syntax/markdown_guard.h"
#include "syntax/markdown_inline.h"
#include "syntax/markdown_table.h"
#include "syntax/scan.h"

struct outline {
	struct pm_arena *arena;
	struct pm_problems *problems;
	const char *text;
	size_t start;
	size_t len;
	size_t line;
	/* The byte at which each line begins, and the end of the last. */
	size_t *line_start;
	size_t lines;
	size_t lines_alloc;
	struct pm_block *block;
	size_t nr;
	size_t alloc;
	unsigned depth;
	unsigned list_depth;
	struct pm_line *row; /* lines of one paragraph, used again */
	size_t rows_alloc;
	struct pm_buf buf; /* text of one block, used again */
};

static void index_lines(struct outline *o)
{
	size_t at = o->start;
	size_t end;

	for (;;) {
		PM_GROW(o->line_start, o->lines, o->lines_alloc);
		o->line_start[o->lines] = at;
		if (at >= o->len)
			return;
		o->lines++;
		at = pm_scan_next_line(o->text, at, o->len, &end);
	}
}

/* 0-based; where cmark has no position, the line of what came before. */
static size_t line_of(const struct outline *o, cmark_node *node)
{
	int line = cmark_node_get_start_line(node);

	if (line < 1)
		return o->nr ? o->block[o->nr - 1].line - o->line : 0;
	return (size_t)line - 1 < o->lines ? (size_t)line - 1 : o->lines;
}

/* Where the next block begins, or the number of lines. */
static size_t line_behind(const struct outline *o, cmark_node *node)
{
	while (node && !cmark_node_next(node))
		node = cmark_node_parent(node);
	return node ? line_of(o, cmark_node_next(node)) : o->lines;
}

static struct pm_block *add_block(struct outline *o, enum pm_block_kind kind,
				  size_t line)
{
	struct pm_block *block;

	PM_GROW(o->block, o->nr, o->alloc);
	block = &o->block[o->nr++];
	memset(block, 0, sizeof(*block));
	block->kind = kind;
	block->depth = o->depth;
	block->checkbox = -1;
	block->line = o->line + line;
	block->start = o->line_start[line];
	block->text = "";
	return block;
}

static void add_inline(struct outline *o, struct pm_block *block,
		       cmark_node *node, bool item)
{
	struct pm_inline text;

	pm_inline_read(&text, o->arena, &o->buf, node, item);
	block->text = text.text;
	block->strong = text.strong;
	block->link = text.link;
	block->letters = text.letters;
	block->checkbox = text.checkbox;
}

/*
 * The source lines of a paragraph from `first` up to `behind`, each without
 * the markers of quotes and the indentation of lists; up to a blank line.
 */
static size_t source_lines(struct outline *o, cmark_node *node, size_t first,
			   size_t behind)
{
	int column = cmark_node_get_start_column(node);
	size_t nr = 0;

	for (size_t i = first; i < behind; i++, nr++) {
		struct pm_line *line;
		size_t at = o->line_start[i];
		size_t end;

		pm_scan_next_line(o->text, at, o->len, &end);
		if (i == first && column > 1 && at + (size_t)column <= end)
			at += (size_t)column - 1;
		while (at < end && (o->text[at] == ' ' ||
				    o->text[at] == '\t' ||
				    (o->depth && o->text[at] == '>')))
			at++;
		if (at == end)
			break;
		PM_GROW(o->row, nr, o->rows_alloc);
		line = &o->row[nr];
		line->text = o->text + at;
		line->len = end - at;
		line->nr = o->line + i;
	}
	return nr;
}

/* The paragraph that stands right above a table, without a blank line. */
static void add_lead(struct outline *o, size_t nr, size_t first)
{
	struct pm_block *block = add_block(o, PM_BLOCK_PARAGRAPH, first);
	struct pm_buf source = { 0 };
	cmark_node *node;

	for (size_t i = 0; i < nr; i++) {
		pm_buf_add(&source, o->row[i].text, o->row[i].len);
		pm_buf_addch(&source, '\n');
	}
	node = cmark_node_first_child(pm_cmark_parse(source.ptr, source.len));
	if (node)
		add_inline(o, block, node, false);
	pm_buf_release(&source);
}

/*
 * Whether the paragraph, or the heading that dashes below a table make of it,
 * is a table for a forge; its blocks are added then.
 */
static bool add_table(struct outline *o, cmark_node *node)
{
	size_t first = line_of(o, node);
	size_t behind = line_behind(o, node);
	struct pm_block *block;
	size_t nr, header;

	if (first >= behind ||
	    !memchr(o->text + o->line_start[first], '|',
		    o->line_start[behind] - o->line_start[first]))
		return false;
	nr = source_lines(o, node, first, behind);
	if (cmark_node_get_type(node) == CMARK_NODE_HEADING) {
		/* "# a | b" is no paragraph, and the last line underlines. */
		if (nr < 2 || o->row[0].text[0] == '#')
			return false;
		nr--;
	}
	header = pm_table_find(o->row, nr);
	if (header == nr)
		return false;
	if (header)
		add_lead(o, header, first);
	block = add_block(o, PM_BLOCK_TABLE, first + header);
	pm_table_read(block, o->arena, &o->buf, o->row + header, nr - header);
	return true;
}

static void add_paragraph(struct outline *o, cmark_node *node)
{
	cmark_node *parent = cmark_node_parent(node);
	bool of_item = cmark_node_get_type(parent) == CMARK_NODE_ITEM &&
		       cmark_node_first_child(parent) == node;

	if (add_table(o, node))
		return;
	if (of_item)
		add_inline(o, &o->block[o->nr - 1], node, true);
	else
		add_inline(o, add_block(o, PM_BLOCK_PARAGRAPH,
					line_of(o, node)),
			   node, false);
}

static void add_code(struct outline *o, cmark_node *node)
{
	const char *content = cmark_node_get_literal(node);
	size_t line = line_of(o, node);
	struct pm_block *block = add_block(o, PM_BLOCK_CODE, line);
	size_t len = strlen(content);
	size_t behind = line + 1;
	size_t fence = block->start;
	int column = cmark_node_get_start_column(node);
	size_t end;

	for (size_t at = 0; at < len; behind++)
		at = pm_scan_next_line(content, at, len, &end);
	if (column > 1)
		fence += (size_t)column - 1;
	if (fence < o->len)
		pm_markdown_check_fence(content, o->text, fence,
					o->line_start[behind < o->lines
							      ? behind
							      : o->lines],
					o->len, block->line, o->problems);
	block->letters = pm_text_letters(content, len);
	while (len && (content[len - 1] == '\n' || content[len - 1] == '\r'))
		len--;
	block->text = pm_arena_strndup(o->arena, content, len);
}

static void add_html(struct outline *o, cmark_node *node)
{
	const char *html = cmark_node_get_literal(node);
	struct pm_block *block = add_block(o, PM_BLOCK_HTML, line_of(o, node));

	block->letters = pm_html_letters(html);
	pm_markdown_check_html(html, block->line, o->problems);
}

static void enter(struct outline *o, cmark_node *node)
{
	struct pm_block *block;

	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE:
		o->depth++;
		break;
	case CMARK_NODE_LIST:
		o->list_depth++;
		break;
	case CMARK_NODE_ITEM:
		block = add_block(o, PM_BLOCK_ITEM, line_of(o, node));
		block->level = o->list_depth;
		o->depth++;
		break;
	case CMARK_NODE_HEADING:
		if (add_table(o, node))
			break;
		block = add_block(o, PM_BLOCK_HEADING, line_of(o, node));
		block->level = (unsigned)cmark_node_get_heading_level(node);
		add_inline(o, block, node, false);
		break;
	case CMARK_NODE_PARAGRAPH:
		add_paragraph(o, node);
		break;
	case CMARK_NODE_CODE_BLOCK:
		add_code(o, node);
		break;
	case CMARK_NODE_HTML_BLOCK:
		add_html(o, node);
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		add_block(o, PM_BLOCK_RULE, line_of(o, node));
		break;
	default:
		break;
	}
}

static bool is_container(cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_DOCUMENT:
	case CMARK_NODE_BLOCK_QUOTE:
	case CMARK_NODE_LIST:
	case CMARK_NODE_ITEM:
		return true;
	default:
		return false;
	}
}

static void leave(struct outline *o, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE:
	case CMARK_NODE_ITEM:
		o->depth--;
		break;
	case CMARK_NODE_LIST:
		o->list_depth--;
		break;
	default:
		break;
	}
}

/* Not recursive: lists may nest as deep as a file is long. */
static void walk(struct outline *o, cmark_node *document)
{
	cmark_node *node = document;

	for (;;) {
		cmark_node *child = NULL;

		enter(o, node);
		if (is_container(node))
			child = cmark_node_first_child(node);
		if (child) {
			node = child;
			continue;
		}
		while (node != document) {
			leave(o, node);
			if (cmark_node_next(node))
				break;
			node = cmark_node_parent(node);
		}
		if (node == document)
			return;
		node = cmark_node_next(node);
	}
}

void pm_markdown_parse(struct pm_markdown *out, struct pm_arena *arena,
		       const char *text, size_t start, size_t len, size_t line,
		       struct pm_problems *problems)
{
	struct outline o = {
		.arena = arena,
		.problems = problems,
		.text = text,
		.start = start,
		.len = len,
		.line = line,
	};
	struct pm_arena memory = { 0 };

	out->block = NULL;
	out->nr = 0;
	if (start >= len || !pm_markdown_guard(text, start, len, line,
					       problems))
		return;
	index_lines(&o);
	pm_cmark_begin(&memory);
	walk(&o, pm_cmark_parse(text + start, len - start));
	pm_cmark_end();
	pm_arena_release(&memory);

	if (o.nr) {
		out->nr = o.nr;
		out->block = pm_arena_alloc(arena, o.nr * sizeof(*o.block));
		memcpy(out->block, o.block, o.nr * sizeof(*o.block));
		for (size_t i = 0; i < o.nr; i++)
			out->block[i].end = i + 1 < o.nr
						    ? o.block[i + 1].start
						    : len;
	}
	free(o.block);
	free(o.line_start);
	free(o.row);
	pm_buf_release(&o.buf);
}
