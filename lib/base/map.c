/* SPDX-License-Identifier: MIT */
#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define FEWEST_SLOTS 64
#define FNV_PRIME 1099511628211ull

struct pm_map_slot {
	const char *key; /* NULL: free */
	unsigned long long hash;
	size_t value;
};

unsigned long long pm_hash(unsigned long long hash, const char *text)
{
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * FNV_PRIME;
	return hash;
}

/* Eight bytes at a time: keys are mostly paths and ids, looked up by the
 * hundred thousand. What comes out is the machine's own, and kept nowhere. */
static unsigned long long hash_key(const char *key)
{
	unsigned long long hash = PM_HASH_START, word;
	size_t len = strlen(key);

	for (; len >= sizeof(word); len -= sizeof(word), key += sizeof(word)) {
		memcpy(&word, key, sizeof(word));
		hash = (hash ^ word) * FNV_PRIME;
		hash ^= hash >> 32;
	}
	word = 0;
	memcpy(&word, key, len);
	hash = (hash ^ word) * FNV_PRIME;
	return hash ^ hash >> 32;
}

/* Where the key is, or would be. */
static struct pm_map_slot *find(struct pm_map_slot *slot, size_t alloc,
				const char *key, unsigned long long hash)
{
	size_t at = (size_t)hash & (alloc - 1);

	while (slot[at].key &&
	       (slot[at].hash != hash || strcmp(slot[at].key, key) != 0))
		at = (at + 1) & (alloc - 1);
	return &slot[at];
}

static void grow(struct pm_map *map)
{
	size_t alloc = map->alloc ? 2 * map->alloc : FEWEST_SLOTS;
	struct pm_map_slot *slot = pm_xrealloc(NULL, alloc * sizeof(*slot));

	/* Zeroed at once: a page that is looked at first and written to then
	 * is fetched twice, and the second time all threads stand still. */
	memset(slot, 0, alloc * sizeof(*slot));
	for (size_t i = 0; i < map->alloc; i++) {
		if (map->slot[i].key)
			*find(slot, alloc, map->slot[i].key,
			      map->slot[i].hash) = map->slot[i];
	}
	free(map->slot);
	map->slot = slot;
	map->alloc = alloc;
}

bool pm_map_add(struct pm_map *map, const char *key, size_t value,
		size_t *there)
{
	unsigned long long hash = hash_key(key);
	struct pm_map_slot *slot;

	if (2 * map->nr >= map->alloc)
		grow(map);
	slot = find(map->slot, map->alloc, key, hash);
	if (slot->key) {
		if (there)
			*there = slot->value;
		return false;
	}
	*slot = (struct pm_map_slot){ .key = key, .hash = hash,
				      .value = value };
	map->nr++;
	return true;
}

bool pm_map_get(const struct pm_map *map, const char *key, size_t *value)
{
	const struct pm_map_slot *slot;

	if (!map->nr)
		return false;
	slot = find(map->slot, map->alloc, key, hash_key(key));
	if (slot->key)
		*value = slot->value;
	return slot->key != NULL;
}

void pm_map_release(struct pm_map *map)
{
	free(map->slot);
	memset(map, 0, sizeof(*map));
}
