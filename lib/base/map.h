/* SPDX-License-Identifier: MIT */
#ifndef PM_MAP_H
#define PM_MAP_H

#include <stdbool.h>
#include <stddef.h>

/*
 * From strings to numbers (mostly an index into an array). Keys are borrowed
 * and must outlive the map; nothing is ever taken out. Start it as { 0 }.
 */
struct pm_map {
	struct pm_map_slot *slot;
	size_t nr;
	size_t alloc; /* a power of two, at least twice nr */
};

/* False, and nothing changes, when the key is there already; *there (may be
 * NULL) is then set to its number. */
bool pm_map_add(struct pm_map *map, const char *key, size_t value,
		size_t *there);
bool pm_map_get(const struct pm_map *map, const char *key, size_t *value);
void pm_map_release(struct pm_map *map);

/* FNV-1a over the text, going on from `hash`; begin with PM_HASH_START. */
#define PM_HASH_START 14695981039346656037ull
unsigned long long pm_hash(unsigned long long hash, const char *text);

#endif
