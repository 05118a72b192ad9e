/* SPDX-License-Identifier: MIT */
#include "syntax/yaml.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/limits.h"
#include "base/text.h"
#include "syntax/scan.h"
#include "syntax/yaml_error.h"

#define BOM "\xef\xbb\xbf"
#define BOM_LEN (sizeof(BOM) - 1)

struct reader {
	yaml_parser_t parser;
	struct pm_arena *arena;
	struct pm_problems *problems;
	const char *text;
	size_t start;
	size_t end;
	size_t line;
	/* The byte of each character, because libyaml counts those; NULL
	 * while the text is ASCII and both are the same. */
	uint32_t *byte;
	size_t characters;
	/* Finished nodes whose list or map is still open. */
	struct pm_yaml *open;
	size_t nr;
	size_t alloc;
	size_t entries;
	unsigned depth;
};

static size_t byte_of(const struct reader *r, size_t index)
{
	if (r->byte)
		index = index < r->characters ? r->byte[index]
					      : r->end - r->start;
	return index < r->end - r->start ? r->start + index : r->end;
}

static size_t line_of(const struct reader *r, yaml_mark_t mark)
{
	return r->line + mark.line;
}

static size_t column_of(const struct reader *r, yaml_mark_t mark)
{
	return byte_of(r, mark.index) - byte_of(r, mark.index - mark.column) +
	       1;
}

static void index_characters(struct reader *r)
{
	size_t used;
	uint32_t c;

	r->byte = pm_xmalloc((r->end - r->start + 1) * sizeof(*r->byte));
	for (size_t at = r->start; at < r->end; at += used) {
		used = pm_utf8_decode(r->text + at, r->end - at, &c);
		if (!used)
			used = 1;
		r->byte[r->characters++] = (uint32_t)(at - r->start);
	}
}

static bool tell_libyaml_error(struct reader *r)
{
	const yaml_parser_t *p = &r->parser;
	struct pm_yaml_error error = {
		.problem = p->problem ? p->problem : "unreadable",
		.at = byte_of(r, p->problem_mark.index),
		.line = line_of(r, p->problem_mark),
		.start = r->start,
		.end = r->end,
	};

	if (p->error == YAML_READER_ERROR) {
		/* The mark says 1:1 here; only the offset is right. */
		error.at = r->start + p->problem_offset;
		error.line = r->line;
		pm_yaml_tell_character(&error, r->text,
				       (unsigned)p->problem_value,
				       r->problems);
		return false;
	}
	if (p->context) {
		error.context_at = byte_of(r, p->context_mark.index);
		error.context_line = line_of(r, p->context_mark);
	}
	pm_yaml_tell_error(&error, r->text, r->problems);
	return false;
}

static bool next_event(struct reader *r, yaml_event_t *event)
{
	if (yaml_parser_parse(&r->parser, event))
		return true;
	if (r->parser.error == YAML_MEMORY_ERROR)
		pm_no_memory();
	return tell_libyaml_error(r);
}

static bool refuse(struct reader *r, yaml_mark_t mark, const char *what)
{
	pm_yaml_tell_quote(r->text, r->start, r->end, byte_of(r, mark.index),
			   line_of(r, mark), r->problems, "%s", what);
	return false;
}

static bool refuse_key(struct reader *r, yaml_mark_t mark, const char *what)
{
	pm_problem_add(r->problems, PM_PROBLEM_FRONT_MATTER, line_of(r, mark),
		       column_of(r, mark),
		       "write the line as \"key: value\"", "%s", what);
	return false;
}

static void locate(const struct reader *r, struct pm_yaml *node,
		   const yaml_event_t *event)
{
	node->line = line_of(r, event->start_mark);
	node->column = column_of(r, event->start_mark);
	node->start = byte_of(r, event->start_mark.index);
	node->end = byte_of(r, event->end_mark.index);
}

/* libyaml lets a block scalar end where the next thing begins. */
static void trim_block_scalar(const struct reader *r, struct pm_yaml *node)
{
	while (node->end > node->start &&
	       strchr(" \t\r\n", r->text[node->end - 1]))
		node->end--;
}

static bool has_properties(struct reader *r, const yaml_event_t *event,
			   const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (anchor)
		refuse(r, event->start_mark, "'&' would start an anchor, "
					     "which is not allowed here");
	else if (tag)
		refuse(r, event->start_mark, "'!' would start a tag, which "
					     "is not allowed here");
	return anchor || tag;
}

static bool read_scalar(struct reader *r, struct pm_yaml *node,
			const yaml_event_t *event)
{
	const char *value = (const char *)event->data.scalar.value;
	size_t len = event->data.scalar.length;
	yaml_scalar_style_t style = event->data.scalar.style;

	node->kind = PM_YAML_SCALAR;
	locate(r, node, event);
	if (has_properties(r, event, event->data.scalar.anchor,
			   event->data.scalar.tag))
		return false;
	node->text = pm_arena_strndup(r->arena, value, len);
	node->len = len;
	node->plain = style == YAML_PLAIN_SCALAR_STYLE;
	if (node->plain)
		pm_yaml_tell_cut(r->text, node, r->end, r->problems);
	else if (style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
		pm_scan_value(value, len, node->line, node->column,
			      r->problems);
	else if (style != YAML_SINGLE_QUOTED_SCALAR_STYLE)
		trim_block_scalar(r, node);
	return true;
}

static bool count_entry(struct reader *r, const struct pm_yaml *node)
{
	if (++r->entries <= PM_MAX_YAML_KEYS)
		return true;
	pm_problem_add(r->problems, PM_PROBLEM_TOO_LARGE, node->line,
		       node->column, "keep the front matter to what the "
		       "fields ask for, and the rest in the body",
		       "more than %d keys and list entries", PM_MAX_YAML_KEYS);
	return false;
}

/* The nodes from `base` on become the children of `node`. */
static void adopt(struct reader *r, struct pm_yaml *node, size_t base)
{
	node->nr = r->nr - base;
	if (node->nr) {
		size_t size = node->nr * sizeof(*node->child);

		node->child = pm_arena_alloc(r->arena, size);
		memcpy(node->child, r->open + base, size);
		/* The marks of a block say where the next thing begins. */
		if (!node->flow)
			node->end = node->child[node->nr - 1].end;
	}
	r->nr = base;
}

static void push(struct reader *r, const struct pm_yaml *node)
{
	PM_GROW(r->open, r->nr, r->alloc);
	r->open[r->nr++] = *node;
}

static bool read_node(struct reader *r, struct pm_yaml *node,
		      const yaml_event_t *event);

static bool read_list(struct reader *r, struct pm_yaml *node)
{
	size_t base = r->nr;
	yaml_event_t event;
	bool ok = true;

	for (;;) {
		struct pm_yaml item = { 0 };
		bool end;

		if (!next_event(r, &event))
			return false;
		end = event.type == YAML_SEQUENCE_END_EVENT;
		if (end && node->flow)
			node->end = byte_of(r, event.end_mark.index);
		if (!end) {
			ok = read_node(r, &item, &event) &&
			     count_entry(r, &item);
			push(r, &item);
		}
		yaml_event_delete(&event);
		if (end || !ok)
			break;
	}
	adopt(r, node, base);
	return ok;
}

/*
 * Whether the key at byte `at` was written as "? key". The mark may stand
 * lines above; what belongs to the value before it or to a comment is none.
 */
static bool is_complex(const struct reader *r, size_t at)
{
	size_t from = r->nr ? r->open[r->nr - 1].end : r->start;

	while (at > from && strchr(" \t\r\n", r->text[at - 1]))
		at--;
	if (at == from || r->text[at - 1] != '?')
		return false;
	while (at > from && !strchr("\r\n#", r->text[at - 1]))
		at--;
	return at == from || r->text[at - 1] != '#';
}

static void tell_duplicate(struct reader *r, const struct pm_yaml *node,
			   size_t base)
{
	for (size_t i = base; i < r->nr; i++) {
		if (strcmp(r->open[i].key, node->key))
			continue;
		pm_problem_add(r->problems, PM_PROBLEM_DUPLICATE_KEY,
			       node->key_line, 0,
			       "keep one of the two lines",
			       "the key '%s' is set twice, in line %zu and "
			       "in line %zu", node->key, r->open[i].key_line,
			       node->key_line);
		return;
	}
}

static bool read_key(struct reader *r, struct pm_yaml *node,
		     const yaml_event_t *event)
{
	struct pm_yaml key = { 0 };

	if (event->type != YAML_SCALAR_EVENT ||
	    is_complex(r, byte_of(r, event->start_mark.index)))
		return refuse_key(r, event->start_mark,
				  "a key must be a plain word");
	if (!read_scalar(r, &key, event))
		return false;
	if (!strcmp(key.text, "<<") && key.plain)
		return refuse_key(r, event->start_mark,
				  "a merge key (<<) is not allowed");
	node->key = key.text;
	node->key_line = key.line;
	node->key_start = key.start;
	return true;
}

static bool read_map(struct reader *r, struct pm_yaml *node)
{
	size_t base = r->nr;
	yaml_event_t event;
	bool ok = true;

	for (;;) {
		struct pm_yaml value = { 0 };

		if (!next_event(r, &event))
			return false;
		if (event.type == YAML_MAPPING_END_EVENT) {
			if (node->flow)
				node->end = byte_of(r, event.end_mark.index);
			yaml_event_delete(&event);
			break;
		}
		ok = read_key(r, &value, &event);
		yaml_event_delete(&event);
		if (!ok)
			break;
		if (!next_event(r, &event))
			return false;
		ok = read_node(r, &value, &event) && count_entry(r, &value);
		yaml_event_delete(&event);
		if (!ok)
			break;
		tell_duplicate(r, &value, base);
		push(r, &value);
	}
	adopt(r, node, base);
	return ok;
}

static bool read_container(struct reader *r, struct pm_yaml *node,
			   const yaml_event_t *event)
{
	bool is_map = event->type == YAML_MAPPING_START_EVENT;
	bool ok;

	if (is_map ? has_properties(r, event, event->data.mapping_start.anchor,
				    event->data.mapping_start.tag)
		   : has_properties(r, event,
				    event->data.sequence_start.anchor,
				    event->data.sequence_start.tag))
		return false;
	locate(r, node, event);
	node->kind = is_map ? PM_YAML_MAP : PM_YAML_LIST;
	node->flow = is_map ? event->data.mapping_start.style ==
				      YAML_FLOW_MAPPING_STYLE
			    : event->data.sequence_start.style ==
				      YAML_FLOW_SEQUENCE_STYLE;
	if (r->depth == PM_MAX_YAML_DEPTH) {
		pm_problem_add(r->problems, PM_PROBLEM_FRONT_MATTER,
			       node->line, node->column,
			       "write it with fewer brackets, or as text",
			       "lists and maps nest deeper than %d levels",
			       PM_MAX_YAML_DEPTH);
		return false;
	}
	r->depth++;
	ok = is_map ? read_map(r, node) : read_list(r, node);
	r->depth--;
	return ok;
}

static bool read_node(struct reader *r, struct pm_yaml *node,
		      const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		return read_scalar(r, node, event);
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		return read_container(r, node, event);
	case YAML_ALIAS_EVENT:
		return refuse(r, event->start_mark,
			      "'*' would start an alias, which is not "
			      "allowed here");
	default:
		pm_problem_add(r->problems, PM_PROBLEM_FRONT_MATTER,
			       line_of(r, event->start_mark), 0, NULL,
			       "a value is missing");
		return false;
	}
}

/* What stands at the top is a map of keys, or nothing at all. */
static bool read_root(struct reader *r, struct pm_yaml *root,
		      const yaml_event_t *event)
{
	size_t at = byte_of(r, event->start_mark.index);
	const char *colon;

	if (event->type == YAML_MAPPING_START_EVENT)
		return read_node(r, root, event);
	if (event->type == YAML_SCALAR_EVENT && !event->data.scalar.length &&
	    event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
	    !event->data.scalar.anchor && !event->data.scalar.tag) {
		/* An explicit "---" with nothing behind it. */
		locate(r, root, event);
		root->kind = PM_YAML_MAP;
		return true;
	}
	colon = memchr(r->text + at, ':', r->end - at);
	if (event->type == YAML_SCALAR_EVENT && colon)
		pm_problem_add(r->problems, PM_PROBLEM_FRONT_MATTER,
			       line_of(r, event->start_mark), 0,
			       "write a blank behind the colon: \"key: "
			       "value\"",
			       "this is text, not a list of keys and values");
	else
		pm_problem_add(r->problems, PM_PROBLEM_FRONT_MATTER,
			       line_of(r, event->start_mark), 0,
			       "write lines of the form \"key: value\"",
			       "this is not a list of keys and values");
	return false;
}

static bool read_document(struct reader *r, struct pm_yaml *root)
{
	bool document = false;
	yaml_event_t event;
	bool ok = true;
	bool end = false;

	while (ok && !end) {
		if (!next_event(r, &event))
			return false;
		switch (event.type) {
		case YAML_STREAM_START_EVENT:
		case YAML_DOCUMENT_END_EVENT:
			break;
		case YAML_NO_EVENT:
		case YAML_STREAM_END_EVENT:
			end = true;
			break;
		case YAML_DOCUMENT_START_EVENT:
			if (document) {
				pm_problem_add(r->problems,
					       PM_PROBLEM_FRONT_MATTER,
					       line_of(r, event.start_mark), 0,
					       "keep all keys above the first "
					       "--- and remove this one",
					       "a second YAML document "
					       "starts here");
				ok = false;
			}
			document = true;
			break;
		default:
			ok = read_root(r, root, &event);
		}
		yaml_event_delete(&event);
	}
	return ok;
}

const struct pm_yaml *pm_yaml_parse(struct pm_arena *arena, const char *text,
				    size_t start, size_t end, size_t line,
				    struct pm_problems *problems)
{
	struct pm_yaml *root = pm_arena_alloc(arena, sizeof(*root));
	struct reader r = {
		.arena = arena,
		.problems = problems,
		.text = text,
		.start = start,
		.end = end,
		.line = line,
	};
	struct pm_scan scan;

	if (!start && end >= BOM_LEN && !memcmp(text, BOM, BOM_LEN))
		r.start += BOM_LEN;
	root->kind = PM_YAML_MAP;
	root->line = line;
	root->column = 1;
	root->start = r.start;
	root->end = r.start;

	pm_scan_text(&scan, text, r.start, end, line, PM_PROBLEM_HIDDEN,
		     problems);
	/* libyaml would only say the same again, and less clearly. */
	if (scan.unreadable || scan.conflict)
		return NULL;
	if (!scan.ascii)
		index_characters(&r);
	if (!yaml_parser_initialize(&r.parser))
		pm_no_memory();
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser,
				     (const unsigned char *)text + r.start,
				     end - r.start);
	if (!read_document(&r, root))
		root = NULL;
	yaml_parser_delete(&r.parser);
	free(r.open);
	free(r.byte);
	return root;
}
