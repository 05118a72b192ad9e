/* SPDX-License-Identifier: MIT */
#include "history/descent.h"

#include <stdlib.h>
#include <string.h>

static bool can_be_read(const struct pm_descent *d, size_t nr)
{
	return !d->item[nr].record->is_unreadable;
}

const struct pm_record *pm_descent_readable(const struct pm_descent *descent,
					    size_t nr)
{
	while (!can_be_read(descent, nr)) {
		const struct pm_version_of *v = &descent->item[nr];

		if (!v->parents)
			return NULL;
		nr = v->parent[0];
	}
	return descent->item[nr].record;
}

static const char *value_of(const struct pm_descent *d, size_t nr,
			    enum pm_field field)
{
	const struct pm_record *record = pm_descent_readable(d, nr);

	return record ? pm_record_text(record, field) : NULL;
}

static bool same(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* What was found of each version before; 0: nothing yet. */
static size_t find(const struct pm_descent *d, size_t *found, size_t from,
		   enum pm_field field)
{
	const struct pm_version_of *v = &d->item[from];
	const char *value = value_of(d, from, field);
	bool is_same[PM_DESCENT_PARENTS];
	bool any_read = false, same_read = false;
	size_t best = from;

	if (found[from])
		return found[from] - 1;
	for (size_t i = 0; i < v->parents; i++) {
		is_same[i] = same(value_of(d, v->parent[i], field), value);
		any_read = any_read || can_be_read(d, v->parent[i]);
		same_read = same_read ||
			    (is_same[i] && can_be_read(d, v->parent[i]));
	}
	for (size_t i = 0; i < v->parents; i++) {
		size_t setter;

		if (!is_same[i] || (v->parents > 1 && any_read && !same_read))
			continue;
		setter = find(d, found, v->parent[i], field);
		if (best == from || d->item[setter].turn < d->item[best].turn)
			best = setter;
	}
	found[from] = best + 1;
	return best;
}

size_t pm_descent_setter(const struct pm_descent *descent, size_t from,
			 enum pm_field field)
{
	size_t *found = pm_xcalloc(descent->nr + 1, sizeof(*found));
	size_t setter = find(descent, found, from, field);

	free(found);
	return setter;
}

size_t pm_descent_setters(size_t *setter, const struct pm_descent *descent,
			  enum pm_field field)
{
	size_t nr = 0, at = 0;

	for (;;) {
		const struct pm_version_of *v;

		at = pm_descent_setter(descent, at, field);
		v = &descent->item[at];
		setter[nr++] = at;
		if (!v->parents)
			return nr;
		at = v->parent[0];
	}
}
