/* SPDX-License-Identifier: MIT */
#include "syntax/yaml_splice.h"

#include <string.h>

#include "syntax/scan.h"

#define INDENT 2

static size_t line_start(const struct pm_buf *file, size_t at)
{
	while (at && file->ptr[at - 1] != '\n' && file->ptr[at - 1] != '\r')
		at--;
	return at;
}

static size_t line_end(const struct pm_buf *file, size_t at)
{
	size_t end;

	pm_scan_next_line(file->ptr, at, file->len, &end);
	return end;
}

static size_t line_behind(const struct pm_buf *file, size_t at)
{
	size_t end;

	return pm_scan_next_line(file->ptr, at, file->len, &end);
}

static void insert(struct pm_buf *file, size_t at, const struct pm_buf *text)
{
	pm_buf_splice(file, at, at, pm_buf_str(text), text->len);
}

/* The byte behind the colon of a key. */
static size_t behind_colon(const struct pm_buf *file,
			   const struct pm_yaml *node)
{
	size_t at = node->key_start;
	char quote = file->ptr[at];

	if (quote == '"' || quote == '\'') {
		for (at++; at < file->len && file->ptr[at] != quote; at++)
			if (quote == '"' && file->ptr[at] == '\\')
				at++;
	} else {
		at += strlen(node->key);
	}
	while (at < file->len && file->ptr[at] != ':')
		at++;
	return at + 1;
}

bool pm_yaml_value_is(const struct pm_yaml *node,
		      const struct pm_yaml_value *value)
{
	if (!node)
		return false;
	if (!value->list) {
		if (!value->nr)
			return pm_yaml_is_null(node);
		return node->kind == PM_YAML_SCALAR &&
		       !pm_yaml_is_null(node) &&
		       node->len == strlen(value->text[0]) &&
		       !memcmp(node->text, value->text[0], node->len);
	}
	if (node->kind != PM_YAML_LIST || node->nr != value->nr)
		return false;
	for (size_t i = 0; i < value->nr; i++) {
		struct pm_yaml_value one = { value->text + i, 1, false };

		if (!pm_yaml_value_is(&node->child[i], &one))
			return false;
	}
	return true;
}

/* In the kind of quotes that `old` (may be NULL) has, where that is easy. */
static void add_scalar(struct pm_buf *out, const struct pm_buf *file,
		       const struct pm_yaml *old, const char *text,
		       bool in_flow)
{
	struct pm_buf plain = { 0 };
	char quote = old && old->kind == PM_YAML_SCALAR &&
				     old->end > old->start
			     ? file->ptr[old->start]
			     : '\0';

	pm_yaml_quote(&plain, text, in_flow);
	if ((quote == '"' || quote == '\'') && *pm_buf_str(&plain) != '"' &&
	    !strpbrk(text, "\\\"'"))
		pm_buf_addf(out, "%c%s%c", quote, text, quote);
	else
		pm_buf_addstr(out, pm_buf_str(&plain));
	pm_buf_release(&plain);
}

static void add_value(struct pm_buf *out, const struct pm_buf *file,
		      const struct pm_yaml *old,
		      const struct pm_yaml_value *value, bool in_flow)
{
	if (!value->list) {
		if (value->nr)
			add_scalar(out, file, old, value->text[0], in_flow);
		return;
	}
	pm_buf_addch(out, '[');
	for (size_t i = 0; i < value->nr; i++) {
		if (i)
			pm_buf_addstr(out, ", ");
		pm_yaml_quote(out, value->text[i], true);
	}
	pm_buf_addch(out, ']');
}

/* Put `text` behind the colon at byte `at`, before a comment if there is. */
static void put_behind_colon(struct pm_buf *file, size_t at,
			     const struct pm_buf *text)
{
	size_t end = at;

	while (end < file->len &&
	       (file->ptr[end] == ' ' || file->ptr[end] == '\t'))
		end++;
	if (end < file->len && file->ptr[end] != '\n' &&
	    file->ptr[end] != '\r')
		end = at;
	pm_buf_splice(file, at, end, pm_buf_str(text), text->len);
	if (text->len)
		pm_buf_splice(file, at, at, " ", 1);
}

/* "  - " before the first item, or false when it is laid out otherwise. */
static bool item_indent(struct pm_buf *out, const struct pm_buf *file,
			const struct pm_yaml *list)
{
	size_t start = line_start(file, list->child[0].start);
	size_t dashes = 0;

	for (size_t i = start; i < list->child[0].start; i++) {
		dashes += file->ptr[i] == '-';
		if (!strchr(" -", file->ptr[i]))
			return false;
	}
	pm_buf_add(out, file->ptr + start, list->child[0].start - start);
	for (size_t i = 0; i < list->nr; i++)
		if (list->child[i].kind != PM_YAML_SCALAR ||
		    line_end(file, list->child[i].start) < list->child[i].end)
			return false;
	return dashes == 1;
}

static bool same_item(const struct pm_yaml *item, const char *const *text)
{
	struct pm_yaml_value one = { text, 1, false };

	return pm_yaml_value_is(item, &one);
}

/*
 * A list with an item per line stays one, and the items that stay are not
 * touched: adding a name is a one-line diff.
 */
static bool replace_block_list(struct pm_buf *file, const struct pm_yaml *list,
			       const struct pm_yaml_value *value,
			       const char *eol)
{
	struct pm_buf lines = { 0 };
	struct pm_buf indent = { 0 };
	size_t first = 0;
	size_t last = 0; /* how many at the end stay */
	size_t from, to;

	if (!item_indent(&indent, file, list)) {
		pm_buf_release(&indent);
		return false;
	}
	while (first < list->nr && first < value->nr &&
	       same_item(&list->child[first], value->text + first))
		first++;
	while (first + last < list->nr && first + last < value->nr &&
	       same_item(&list->child[list->nr - last - 1],
			 value->text + value->nr - last - 1))
		last++;

	from = first ? line_behind(file, list->child[first - 1].end)
		     : line_start(file, list->child[0].start);
	to = from;
	if (first + last < list->nr) {
		from = line_start(file, list->child[first].start);
		to = line_behind(file, list->child[list->nr - last - 1].end);
	}
	for (size_t i = first; i + last < value->nr; i++) {
		pm_buf_add(&lines, indent.ptr, indent.len);
		pm_yaml_quote(&lines, value->text[i], false);
		pm_buf_addstr(&lines, eol);
	}
	pm_buf_splice(file, from, to, pm_buf_str(&lines), lines.len);
	pm_buf_release(&lines);
	pm_buf_release(&indent);
	return true;
}

/* "|", ">-2" and the like, at byte `at`. */
static size_t header_end(const struct pm_buf *file, size_t at)
{
	while (at < file->len && file->ptr[at] &&
	       strchr("|>+-0123456789", file->ptr[at]))
		at++;
	return at;
}

static bool is_block_scalar(const struct pm_buf *file,
			    const struct pm_yaml *node)
{
	return node->kind == PM_YAML_SCALAR && !node->plain &&
	       (file->ptr[node->start] == '|' || file->ptr[node->start] == '>');
}

void pm_yaml_replace(struct pm_buf *file, const struct pm_yaml *map,
		     const struct pm_yaml *node,
		     const struct pm_yaml_value *value, const char *eol)
{
	struct pm_buf text = { 0 };
	size_t below;

	if (value->list && value->nr && node->kind == PM_YAML_LIST &&
	    !node->flow && replace_block_list(file, node, value, eol))
		return;
	add_value(&text, file, node, value, map->flow);
	if (is_block_scalar(file, node)) {
		below = line_behind(file, node->start);
		if (node->end > below)
			pm_buf_splice(file, below,
				      line_behind(file, node->end), NULL, 0);
		pm_buf_splice(file, node->start, header_end(file, node->start),
			      text.ptr, text.len);
	} else if (node->kind != PM_YAML_SCALAR && !node->flow) {
		below = line_start(file, node->start);
		pm_buf_splice(file, below, line_behind(file, node->end), NULL,
			      0);
		put_behind_colon(file, behind_colon(file, node), &text);
	} else if (node->start == node->end) {
		put_behind_colon(file, behind_colon(file, node), &text);
	} else {
		pm_buf_splice(file, node->start, node->end, text.ptr,
			      text.len);
	}
	pm_buf_release(&text);
}

static void add_blanks(struct pm_buf *out, size_t n)
{
	while (n--)
		pm_buf_addch(out, ' ');
}

static void add_entry(struct pm_buf *out, const char *key,
		      const struct pm_yaml_value *value, bool in_flow)
{
	pm_yaml_quote(out, key, in_flow);
	pm_buf_addch(out, ':');
	if (value->nr || value->list)
		pm_buf_addch(out, ' ');
	add_value(out, NULL, NULL, value, in_flow);
}

static size_t key_column(const struct pm_buf *file,
			 const struct pm_yaml *child)
{
	return child->key_start - line_start(file, child->key_start);
}

/* Where a new line of a block map goes, and how far it is indented. */
static size_t block_place(const struct pm_buf *file,
			  const struct pm_yaml *map, size_t behind,
			  size_t start, size_t *indent)
{
	*indent = map->nr ? key_column(file, &map->child[0]) : 0;
	if (behind < map->nr)
		return line_behind(file, map->child[behind].end);
	return map->nr ? line_start(file, map->child[0].key_start) : start;
}

static void insert_in_flow(struct pm_buf *file, const struct pm_yaml *map,
			   size_t behind, const struct pm_buf *entry)
{
	struct pm_buf text = { 0 };
	size_t at = map->start + 1;

	if (behind < map->nr) {
		at = map->child[behind].end;
		pm_buf_addstr(&text, ", ");
	}
	pm_buf_add(&text, entry->ptr, entry->len);
	if (behind >= map->nr && map->nr) {
		at = map->child[0].key_start;
		pm_buf_addstr(&text, ", ");
	}
	insert(file, at, &text);
	pm_buf_release(&text);
}

void pm_yaml_insert(struct pm_buf *file, const struct pm_yaml *map,
		    size_t behind, const char *key,
		    const struct pm_yaml_value *value, size_t start,
		    const char *eol)
{
	struct pm_buf text = { 0 };
	size_t indent, at;

	if (map->flow) {
		add_entry(&text, key, value, true);
		insert_in_flow(file, map, behind, &text);
	} else {
		at = block_place(file, map, behind, start, &indent);
		add_blanks(&text, indent);
		add_entry(&text, key, value, false);
		pm_buf_addstr(&text, eol);
		insert(file, at, &text);
	}
	pm_buf_release(&text);
}

void pm_yaml_insert_map(struct pm_buf *file, const struct pm_yaml *map,
			size_t behind, const char *key, const char *inner,
			const struct pm_yaml_value *value, size_t start,
			const char *eol)
{
	struct pm_buf text = { 0 };
	size_t indent, at;

	if (map->flow) {
		pm_yaml_quote(&text, key, true);
		pm_buf_addstr(&text, ": {");
		add_entry(&text, inner, value, true);
		pm_buf_addch(&text, '}');
		insert_in_flow(file, map, behind, &text);
	} else {
		at = block_place(file, map, behind, start, &indent);
		add_blanks(&text, indent);
		pm_yaml_quote(&text, key, false);
		pm_buf_addf(&text, ":%s", eol);
		add_blanks(&text, indent + INDENT);
		add_entry(&text, inner, value, false);
		pm_buf_addstr(&text, eol);
		insert(file, at, &text);
	}
	pm_buf_release(&text);
}

void pm_yaml_fill(struct pm_buf *file, const struct pm_yaml *node,
		  const char *inner, const struct pm_yaml_value *value,
		  const char *eol)
{
	struct pm_buf text = { 0 };
	size_t at = line_behind(file, node->key_start);

	add_blanks(&text, key_column(file, node) + INDENT);
	add_entry(&text, inner, value, false);
	pm_buf_addstr(&text, eol);
	insert(file, at, &text);
	pm_buf_release(&text);
	/* A written null, with the blanks before it. */
	if (node->end > node->start)
		pm_buf_splice(file, behind_colon(file, node), node->end, NULL,
			      0);
}

void pm_yaml_remove(struct pm_buf *file, const struct pm_yaml *map,
		    size_t child)
{
	const struct pm_yaml *node = &map->child[child];
	size_t from = node->key_start;
	size_t to = node->end;

	if (!map->flow) {
		from = line_start(file, from);
		to = line_behind(file, to);
	} else if (child + 1 < map->nr) {
		to = map->child[child + 1].key_start;
	} else if (child) {
		from = map->child[child - 1].end;
	}
	pm_buf_splice(file, from, to, NULL, 0);
}
