/* SPDX-License-Identifier: MIT */
#include "syntax/front_lines.h"

#include <string.h>

#include "syntax/scan.h"

static size_t line_behind(const char *text, size_t len, size_t at)
{
	size_t end;

	return pm_scan_next_line(text, at, len, &end);
}

static bool is_block_scalar(const struct pm_yaml *node, const char *text)
{
	return node->kind == PM_YAML_SCALAR && !node->plain &&
	       node->start < node->end && strchr("|>", text[node->start]);
}

/* With |+ and >+ the empty lines below are part of the value. */
static size_t keep_empty(const char *text, size_t len,
			 const struct pm_yaml *node, size_t at)
{
	size_t end;

	if (!is_block_scalar(node, text))
		return at;
	pm_scan_next_line(text, node->start, len, &end);
	if (!memchr(text + node->start, '+', end - node->start))
		return at;
	for (;;) {
		size_t next = pm_scan_next_line(text, at, len, &end);

		while (at < end && (text[end - 1] == ' ' ||
				    text[end - 1] == '\t'))
			end--;
		if (next == at || end > at)
			return at;
		at = next;
	}
}

/* The last value in what `node` holds: a list's or map's ends with it. */
static const struct pm_yaml *last_of(const struct pm_yaml *node)
{
	while (node->kind != PM_YAML_SCALAR && !node->flow && node->nr)
		node = &node->child[node->nr - 1];
	return node;
}

bool pm_front_lines(struct pm_front_lines *out, const char *text, size_t len,
		    const struct pm_yaml *map, size_t from)
{
	if (map->flow && map->nr)
		return false;
	for (size_t i = 0; i < map->nr; i++) {
		const struct pm_yaml *node = &map->child[i];
		size_t start = node->key_start;

		while (start > from && (text[start - 1] == ' ' ||
					text[start - 1] == '\t'))
			start--;
		if (start < from || (start > from && text[start - 1] != '\n' &&
				     text[start - 1] != '\r'))
			return false;
		out[i].node = node;
		out[i].lead = from;
		out[i].start = start;
		out[i].head = line_behind(text, len, node->key_start);
		/* A value left empty has no place of its own. */
		from = node->end > node->start
			? line_behind(text, len, node->end - 1) : out[i].head;
		from = keep_empty(text, len, last_of(node), from);
		out[i].end = from;
	}
	return true;
}

/* A # begins a comment at the start of a line and behind a blank. */
static void add_comments(struct pm_buf *out, const char *text, size_t from,
			 size_t to)
{
	for (size_t at = from; at < to; at++) {
		size_t len = 0;

		if (text[at] != '#' || !strchr(" \t\r\n", text[at - 1]))
			continue;
		while (at + len < to && text[at + len] != '\n' &&
		       text[at + len] != '\r')
			len++;
		pm_buf_add(out, text + at, len);
		pm_buf_rtrim(out);
		pm_buf_addch(out, '\n');
		at += len;
	}
}

/* What stands between the scalars, whose own # is none: but for the one
 * behind the | or > that a text of several lines begins with. */
static void walk(struct pm_buf *out, const char *text,
		 const struct pm_yaml *node, size_t *from)
{
	if (node->kind == PM_YAML_SCALAR) {
		if (node->start > *from)
			add_comments(out, text, *from, node->start);
		if (is_block_scalar(node, text))
			add_comments(out, text, node->start + 1,
				     line_behind(text, node->end,
						 node->start));
		if (node->end > *from)
			*from = node->end;
	}
	for (size_t i = 0; i < node->nr; i++)
		walk(out, text, &node->child[i], from);
}

void pm_front_comments(struct pm_buf *out, const char *text,
		       const struct pm_front_lines *lines)
{
	size_t from = lines->node->key_start + 1;

	walk(out, text, lines->node, &from);
	add_comments(out, text, from, lines->end);
}
