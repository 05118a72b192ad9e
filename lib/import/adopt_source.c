/* SPDX-License-Identifier: MIT */
#include "import/adopt_source.h"

#include <ctype.h>
#include <string.h>

#include "syntax/link.h"
#include "syntax/scan.h"

static size_t indent_of(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len && (s[i] == ' ' || s[i] == '\t'))
		i++;
	return i;
}

/* Behind "  - [x] " or "12. ". */
static size_t behind_marker(const char *s, size_t len)
{
	size_t i = indent_of(s, len);
	size_t digits = 0;

	while (i + digits < len && isdigit((unsigned char)s[i + digits]))
		digits++;
	if (i < len && strchr("-*+", s[i]))
		i++;
	else if (digits && i + digits < len && strchr(".)", s[i + digits]))
		i += digits + 1;
	i += indent_of(s + i, len - i);
	if (i + 2 < len && s[i] == '[' && strchr(" xX", s[i + 1]) &&
	    s[i + 2] == ']')
		i += 3;
	return i + indent_of(s + i, len - i);
}

const char *pm_source_of_item(struct adoption *a, const struct pm_block *block)
{
	struct pm_buf out = { 0 };
	const char *s, *result;
	size_t len;

	for (size_t nr = 0; pm_adopt_line(a, block, nr, &s, &len); nr++) {
		size_t skip = nr ? indent_of(s, len) : behind_marker(s, len);

		/* "- - nested" has its marker on the same line. */
		if (nr && skip == len)
			break;
		if (nr)
			pm_buf_addch(&out, '\n');
		pm_buf_add(&out, s + skip, len - skip);
	}
	result = pm_arena_strdup(a->arena, pm_buf_str(&out));
	pm_buf_release(&out);
	return result;
}

/* A link's definition or a text that the list does not hold any more. */
static bool is_outside(const char *s, size_t len, bool indented)
{
	return indented && len && indent_of(s, len) == 0;
}

const char *pm_source_of_blocks(struct adoption *a, size_t first, size_t end)
{
	const char *text = a->source->text;
	struct pm_buf out = { 0 };
	size_t at, stop, line_end, shared = SIZE_MAX;
	const char *result;
	bool indented;

	if (first >= end)
		return "";
	at = a->md.block[first].start;
	stop = a->md.block[end - 1].end;
	indented = indent_of(text + at, stop - at) > 0;
	for (size_t i = at, next; i < stop; i = next) {
		size_t indent;

		next = pm_scan_next_line(text, i, stop, &line_end);
		indent = indent_of(text + i, line_end - i);
		if (is_outside(text + i, line_end - i, indented))
			break;
		if (indent < line_end - i && indent < shared)
			shared = indent;
	}
	for (size_t i = at, next; i < stop; i = next) {
		size_t len, skip;

		next = pm_scan_next_line(text, i, stop, &line_end);
		len = line_end - i;
		if (is_outside(text + i, len, indented))
			break;
		skip = len < shared ? len : shared;
		pm_buf_add(&out, text + i + skip, len - skip);
		pm_buf_addch(&out, '\n');
	}
	pm_buf_rtrim(&out);
	result = pm_arena_strdup(a->arena, pm_buf_str(&out));
	pm_buf_release(&out);
	return result;
}

const char *pm_source_of_cell(struct adoption *a, const struct pm_block *table,
			      const struct pm_cells *row, size_t column)
{
	const char *s;
	size_t len, at, start, nr = 0;

	if (!pm_adopt_line(a, table, row->line - table->line, &s, &len))
		return "";
	at = indent_of(s, len);
	at += at < len && s[at] == '|';
	for (start = at; at <= len; at++) {
		if (at < len && s[at] == '\\' && at + 1 < len) {
			at++;
			continue;
		}
		if (at < len && s[at] != '|')
			continue;
		if (nr++ == column) {
			start += indent_of(s + start, at - start);
			while (at > start && strchr(" \t\r", s[at - 1]))
				at--;
			return pm_arena_strndup(a->arena, s + start,
						at - start);
		}
		start = at + 1;
	}
	return "";
}

const char *pm_source_link(struct adoption *a, const char *source)
{
	struct pm_link link;

	if (!pm_link_find(&link, source, 0, strlen(source)))
		return NULL;
	return pm_arena_strndup(a->arena, source + link.start,
				link.end - link.start);
}
