/* SPDX-License-Identifier: MIT */
#ifndef PM_YAML_SPLICE_H
#define PM_YAML_SPLICE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "syntax/yaml.h"

/*
 * Cuts and insertions in the text of a YAML map, for front_edit.c only. Each
 * changes `file` at the bytes that a node of its parsed form names; the tree
 * is out of date afterwards.
 */

/* What is to be written. */
struct pm_yaml_value {
	const char *const *text;
	size_t nr;
	bool list;
};

/* Whether `node` (NULL is absent) reads as that value already. */
bool pm_yaml_value_is(const struct pm_yaml *node,
		      const struct pm_yaml_value *value);

/* `map` is what holds `node`. */
void pm_yaml_replace(struct pm_buf *file, const struct pm_yaml *map,
		     const struct pm_yaml *node,
		     const struct pm_yaml_value *value, const char *eol);
/* Behind child number `behind` of `map`, or first when that is map->nr. A
 * block map without children has its only key written at byte `start`. */
void pm_yaml_insert(struct pm_buf *file, const struct pm_yaml *map,
		    size_t behind, const char *key,
		    const struct pm_yaml_value *value, size_t start,
		    const char *eol);
/* A key of a map and one below it, where the map is absent; as above. */
void pm_yaml_insert_map(struct pm_buf *file, const struct pm_yaml *map,
			size_t behind, const char *key, const char *inner,
			const struct pm_yaml_value *value, size_t start,
			const char *eol);
/* A first key below `node`, a map that was left empty. */
void pm_yaml_fill(struct pm_buf *file, const struct pm_yaml *node,
		  const char *inner, const struct pm_yaml_value *value,
		  const char *eol);
void pm_yaml_remove(struct pm_buf *file, const struct pm_yaml *map,
		    size_t child);

#endif
