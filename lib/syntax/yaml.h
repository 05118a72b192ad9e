/* SPDX-License-Identifier: MIT */
#ifndef PM_YAML_H
#define PM_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "syntax/problem.h"

/*
 * A strict subset of YAML, read with libyaml's events into a small tree whose
 * nodes know their bytes. One document of mappings, lists and scalars; every
 * scalar is text (its type is the schema's matter). Refused, each with its
 * line and a fix: anchors, aliases, tags, merge keys, complex keys, a second
 * document, duplicate keys, nesting beyond PM_MAX_YAML_DEPTH, more than
 * PM_MAX_YAML_KEYS entries, and the line breaks NEL, U+2028, U+2029 that
 * other YAML readers do not take for line breaks.
 */

enum pm_yaml_kind {
	PM_YAML_SCALAR,
	PM_YAML_LIST,
	PM_YAML_MAP,
};

struct pm_yaml {
	enum pm_yaml_kind kind;
	size_t line;	/* of the value, 1-based in the whole file */
	size_t column;	/* 1-based, in bytes */
	size_t start;	/* the value's bytes in the whole file, quotes and */
	size_t end;	/* all; equal for a value left empty */
	const char *text; /* scalar: its value */
	size_t len;
	bool plain;	/* scalar written without quotes or | or > */
	bool flow;	/* list or map written in brackets */
	const char *key; /* inside a map: its key, */
	size_t key_line; /* and where that stands */
	size_t key_start;
	struct pm_yaml *child; /* list: items; map: values */
	size_t nr;
};

/* True for a value left empty, and for plain ~ and null. */
bool pm_yaml_is_null(const struct pm_yaml *node);
/* The value of `key` in a map (of length), or NULL. */
const struct pm_yaml *pm_yaml_get(const struct pm_yaml *map, const char *key);
/* Whether both read as the same value, however they are written; NULL reads
 * as a value left empty, and the order of a map's keys means nothing. */
bool pm_yaml_same(const struct pm_yaml *a, const struct pm_yaml *b);

/*
 * Parse bytes [start, end) of the file `text`; line `line` of the file begins
 * at `start`. The tree lives in the arena and borrows nothing from `text`.
 * NULL after a problem that leaves no tree (at least one was added); an empty
 * document is an empty map. Problems that leave a tree (a duplicate key, a
 * value cut by ` #`) are added too.
 */
const struct pm_yaml *pm_yaml_parse(struct pm_arena *arena, const char *text,
				    size_t start, size_t end, size_t line,
				    struct pm_problems *problems);

struct pm_buf;
/* Append `value` as a scalar that pm_yaml_parse() and every YAML 1.1 or 1.2
 * reader reads back as the same text: plain where that is safe, else in
 * double quotes. A day or a moment stays plain: it is what readers that know
 * dates should take it for. With `in_flow`, also safe inside [ ]. */
void pm_yaml_quote(struct pm_buf *out, const char *value, bool in_flow);

#endif
