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
