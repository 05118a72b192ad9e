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

struct search {
	const struct pm_descent *descent;
	enum pm_field field;
	size_t *found; /* the setter of each version and 1; 0: not yet */
	size_t *way;   /* versions that wait for what is older: a record may
			* have more of them than a stack has room for */
	size_t nr;
	size_t alloc;
};

static void go_to(struct search *s, size_t version)
{
	PM_GROW(s->way, s->nr, s->alloc);
	s->way[s->nr++] = version;
}

/* The parents that know who set the value of a version. */
static size_t find_same(size_t same_as[PM_DESCENT_PARENTS],
			const struct search *s, size_t nr)
{
	const struct pm_version_of *v = &s->descent->item[nr];
	const char *value = value_of(s->descent, nr, s->field);
	bool any_read = false, same_read = false;
	size_t found = 0;

	for (size_t i = 0; i < v->parents; i++) {
		bool is_read = can_be_read(s->descent, v->parent[i]);

		any_read = any_read || is_read;
		if (!same(value_of(s->descent, v->parent[i], s->field), value))
			continue;
		same_as[found++] = v->parent[i];
		same_read = same_read || is_read;
	}
	return v->parents > 1 && any_read && !same_read ? 0 : found;
}

/* False when older versions have to be looked at before. */
static bool settle(struct search *s, size_t nr)
{
	const struct pm_version_of *item = s->descent->item;
	size_t same_as[PM_DESCENT_PARENTS], best = nr;
	size_t known = find_same(same_as, s, nr), waiting = s->nr;

	for (size_t i = 0; i < known; i++) {
		size_t setter = s->found[same_as[i]];

		if (!setter)
			go_to(s, same_as[i]);
		else if (best == nr || item[setter - 1].turn < item[best].turn)
			best = setter - 1;
	}
	if (s->nr > waiting)
		return false;
	s->found[nr] = best + 1;
	return true;
}

size_t pm_descent_setter(const struct pm_descent *descent, size_t from,
			 enum pm_field field)
{
	struct search s = { .descent = descent, .field = field };
	size_t setter;

	s.found = pm_xcalloc(descent->nr + 1, sizeof(*s.found));
	go_to(&s, from);
	while (s.nr) {
		size_t nr = s.way[s.nr - 1];

		if (s.found[nr] || settle(&s, nr))
			s.nr--;
	}
	setter = s.found[from] - 1;
	free(s.found);
	free(s.way);
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
