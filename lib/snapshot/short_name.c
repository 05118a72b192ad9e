/* SPDX-License-Identifier: MIT */
#include "snapshot/short_name.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "snapshot/resolve.h"

#define LEAST_CHARACTERS 6 /* "dns" is outgrown by the next incident */
#define FIRST_IDEOGRAPH 0x2e80 /* from here on words are not set apart */

static int by_name(const void *a, const void *b)
{
	return strcasecmp(*(const char *const *)a, *(const char *const *)b);
}

static void add(struct pm_short_names *names, const char *name)
{
	PM_GROW(names->name, names->nr, names->alloc);
	names->name[names->nr++] = name;
}

void pm_short_names_find(struct pm_short_names *out,
			 const struct pm_snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->nr; i++) {
		const struct pm_postmortem *pm = &snapshot->item[i];
		const char *undated = pm_id_without_date(pm->id);

		add(out, pm->id);
		if (undated != pm->id)
			add(out, undated);
		for (size_t a = 0; a < pm->actions; a++)
			add(out, pm_record_name(&pm->action[a]));
	}
	if (out->nr)
		qsort(out->name, out->nr, sizeof(*out->name), by_name);
}

static size_t common(const char *a, const char *b)
{
	size_t n = 0;

	while (a[n] && !strncasecmp(a + n, b + n, 1))
		n++;
	return n;
}

/* Where a word of s[0..len) ends that `most` bytes of it are not enough for. */
static size_t end_of_word(const char *s, size_t len, size_t most)
{
	size_t used, i = 0;
	uint32_t c;

	for (size_t nr = 0; i < len; nr++, i += used) {
		used = pm_utf8_decode(s + i, len - i, &c);
		if (!used)
			return len;
		if (i > most && nr >= LEAST_CHARACTERS &&
		    (c == '-' || c >= FIRST_IDEOGRAPH))
			break;
	}
	return i;
}

/* How many bytes of `name` no other name begins with; 0 when another is the
 * same, or begins with an item's. */
static size_t enough(const struct pm_short_names *names, const char *name,
		     bool is_item)
{
	size_t len = strlen(name), most = 0, n;
	const char **at, **end = names->name + names->nr;

	at = bsearch(&name, names->name, names->nr, sizeof(*names->name),
		     by_name);
	if (!at)
		return len;
	for (int step = -1; step <= 1; step += 2) {
		if (step < 0 ? at == names->name : at + 1 == end)
			continue;
		n = common(name, at[step]);
		if (n == len && !at[step][n])
			return 0;
		if (n > most)
			most = n;
	}
	/* Of post-mortems a whole name goes before a beginning; a post-mortem
	 * goes before an item. */
	if (most >= len)
		return is_item ? 0 : len;
	return end_of_word(name, len, most);
}

const char *pm_short_name(struct pm_short_names *names, const char *id)
{
	const char *slash = strchr(id, '/');
	const char *name = slash ? slash + 1 : pm_id_without_date(id);
	const char *folder;
	size_t len;

	if (!names->nr)
		return id;
	len = enough(names, name, slash);
	if (len)
		return pm_arena_strndup(&names->arena, name, len);
	if (!slash)
		return id;
	folder = pm_arena_strndup(&names->arena, id, (size_t)(slash - id));
	return pm_arena_printf(&names->arena, "%s/%s",
			       pm_short_name(names, folder), name);
}

void pm_short_names_release(struct pm_short_names *names)
{
	free(names->name);
	pm_arena_release(&names->arena);
	memset(names, 0, sizeof(*names));
}
