/* SPDX-License-Identifier: MIT */
#include "history/life_descent.h"

#include <stdlib.h>

#include "index/facts.h"

enum { STATE, DUE, OWNER, FIELDS };

static const enum pm_field field_of[FIELDS] = { PM_F_STATE, PM_F_DUE,
						PM_F_OWNER };

struct line {
	const struct pm_descent *descent;
	size_t *setter[FIELDS]; /* newest first */
	size_t nr[FIELDS];
};

static size_t turn(const struct line *l, size_t version)
{
	return l->descent->item[version].turn;
}

/* What a field says where a version stands. */
static struct pm_fact fact_at(const struct line *l, size_t version, int field)
{
	const struct pm_record *record = NULL;

	for (size_t i = 0; i < l->nr[field]; i++) {
		const struct pm_record *read = pm_descent_readable(
			l->descent, l->setter[field][i]);

		record = read ? read : record;
		if (record && turn(l, l->setter[field][i]) >=
				      turn(l, version))
			break;
	}
	return record ? pm_fact_of(record) :
			(struct pm_fact){ .state = PM_PROPOSED,
					  .due = PM_NO_DATE };
}

static void add_version(struct pm_life_line *out, struct pm_arena *arena,
			const struct line *l, size_t nr)
{
	const struct pm_version_of *v = &l->descent->item[nr];
	const char *owner = fact_at(l, nr, OWNER).owner;
	bool is_known = pm_descent_readable(l->descent, 0) != NULL;

	out->version[out->nr++] = (struct pm_life_version){
		.commit = pm_arena_strdup(arena, v->commit),
		.time = v->author_time,
		.state = is_known ? fact_at(l, nr, STATE).state : PM_STATES,
		.due = fact_at(l, nr, DUE).due,
		.owner = owner ? pm_arena_strdup(arena, owner) : NULL,
	};
}

/* Newest first, each once. */
static void merge(struct pm_life_line *out, struct pm_arena *arena,
		  const struct line *l, size_t birth)
{
	size_t at[FIELDS] = { 0 };

	for (;;) {
		size_t next = birth;

		for (int f = 0; f < FIELDS; f++) {
			if (at[f] < l->nr[f] &&
			    turn(l, l->setter[f][at[f]]) < turn(l, next))
				next = l->setter[f][at[f]];
		}
		add_version(out, arena, l, next);
		if (next == birth)
			return;
		for (int f = 0; f < FIELDS; f++)
			at[f] += at[f] < l->nr[f] &&
				 l->setter[f][at[f]] == next;
	}
}

void pm_life_descend(struct pm_life_line *out, struct pm_arena *arena,
		     const struct pm_descent *descent)
{
	struct line l = { .descent = descent };
	const struct pm_version_of *v;
	size_t birth, most = 0;

	for (int f = 0; f < FIELDS; f++) {
		l.setter[f] = pm_xcalloc(descent->nr, sizeof(size_t));
		l.nr[f] = pm_descent_setters(l.setter[f], descent,
					     field_of[f]);
		most += l.nr[f];
	}
	*out = (struct pm_life_line){
		.version = pm_arena_alloc(arena, most * sizeof(*out->version)),
	};
	birth = l.setter[STATE][l.nr[STATE] - 1];
	merge(out, arena, &l, birth);
	v = &descent->item[birth];
	out->is_cut = v->is_cut;
	out->birth = pm_arena_strdup(arena, v->commit);
	out->cradle = pm_arena_strdup(arena, v->path);
	for (int f = 0; f < FIELDS; f++)
		free(l.setter[f]);
}
