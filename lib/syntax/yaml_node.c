/* SPDX-License-Identifier: MIT */
#include "syntax/yaml.h"

#include <string.h>

bool pm_yaml_is_null(const struct pm_yaml *node)
{
	if (node->kind != PM_YAML_SCALAR || !node->plain)
		return false;
	return !node->len || !strcmp(node->text, "~") ||
	       !strcmp(node->text, "null") || !strcmp(node->text, "Null") ||
	       !strcmp(node->text, "NULL");
}

const struct pm_yaml *pm_yaml_get(const struct pm_yaml *map, const char *key)
{
	if (!map || map->kind != PM_YAML_MAP)
		return NULL;
	for (size_t i = 0; i < map->nr; i++)
		if (!strcmp(map->child[i].key, key))
			return &map->child[i];
	return NULL;
}

static bool is_empty(const struct pm_yaml *node)
{
	return !node || pm_yaml_is_null(node) ||
	       (node->kind == PM_YAML_MAP && !node->nr);
}

bool pm_yaml_same(const struct pm_yaml *a, const struct pm_yaml *b)
{
	if (is_empty(a) || is_empty(b))
		return is_empty(a) && is_empty(b);
	if (a->kind != b->kind || a->nr != b->nr)
		return false;
	if (a->kind == PM_YAML_SCALAR)
		return a->len == b->len && !memcmp(a->text, b->text, a->len);
	for (size_t i = 0; i < a->nr; i++) {
		const struct pm_yaml *other = &b->child[i];

		if (a->kind == PM_YAML_MAP)
			other = pm_yaml_get(b, a->child[i].key);
		if ((a->kind == PM_YAML_MAP && !other) ||
		    !pm_yaml_same(&a->child[i], other))
			return false;
	}
	return true;
}
