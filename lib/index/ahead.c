/* SPDX-License-Identifier: MIT */
#include "index/ahead.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "index/batch.h"
#include "index/node.h"
#include "index/span.h"

/* A node that differs from its first parent in one of the paths. */
struct stop {
	struct pm_index_place place;
	bool adds; /* a file, which may have been another until then */
	bool is_passed;
};

struct pm_index_ahead {
	struct pm_index *index;
	const struct pm_strlist *path;
	int64_t node;
	struct pm_index_place tip; /* chain 0: not read yet */
	bool is_read;
	struct stop *stop; /* by place */
	size_t stops;
	size_t stop_alloc;
	struct pm_index_span all;   /* that the node leads to */
	struct pm_index_span below; /* what adds files, of what is ahead */
	bool is_below_old;	    /* it has more than that */
	struct pm_index_place *passed; /* before the stops were read */
	size_t passes;
	size_t pass_alloc;
};

static int compare(const void *a, const void *b)
{
	const struct stop *x = a, *y = b;

	if (x->place.chain != y->place.chain)
		return x->place.chain < y->place.chain ? -1 : 1;
	return (x->place.pos > y->place.pos) - (x->place.pos < y->place.pos);
}

struct pm_index_ahead *pm_index_ahead_new(struct pm_index *index,
					  int64_t node,
					  const struct pm_strlist *path)
{
	struct pm_index_ahead *ahead = pm_xcalloc(1, sizeof(*ahead));

	ahead->index = index;
	ahead->node = node;
	ahead->path = path;
	ahead->is_below_old = true;
	return ahead;
}

static struct stop *find(const struct pm_index_ahead *ahead,
			 const struct pm_index_place *place)
{
	const struct stop key = { .place = *place };

	return ahead->stops ? bsearch(&key, ahead->stop, ahead->stops,
				      sizeof(key), compare) : NULL;
}

void pm_index_ahead_pass(struct pm_index_ahead *ahead,
			 const struct pm_index_place *place)
{
	struct stop *stop;

	if (!ahead->is_read) {
		PM_GROW(ahead->passed, ahead->passes, ahead->pass_alloc);
		ahead->passed[ahead->passes++] = *place;
		return;
	}
	stop = find(ahead, place);
	if (!stop)
		return;
	stop->is_passed = true;
	ahead->is_below_old |= stop->adds;
}

static void add_stop(const struct pm_index_row *row, void *payload)
{
	struct pm_index_ahead *ahead = payload;

	if (row->side ||
	    !pm_index_span_has(&ahead->all, row->chain, row->pos))
		return;
	PM_GROW(ahead->stop, ahead->stops, ahead->stop_alloc);
	ahead->stop[ahead->stops++] = (struct stop){
		.place = { .chain = row->chain, .pos = row->pos },
		.adds = row->status == 'A',
	};
}

/* Each place once. */
static void sort(struct pm_index_ahead *ahead)
{
	size_t kept = 0;

	if (!ahead->stops)
		return;
	qsort(ahead->stop, ahead->stops, sizeof(*ahead->stop), compare);
	for (size_t i = 1; i < ahead->stops; i++) {
		if (!compare(&ahead->stop[kept], &ahead->stop[i]))
			ahead->stop[kept].adds |= ahead->stop[i].adds;
		else
			ahead->stop[++kept] = ahead->stop[i];
	}
	ahead->stops = kept + 1;
}

static int read_stops(struct pm_index_ahead *ahead, struct pm_error *err)
{
	int code = pm_index_span(&ahead->all, ahead->index, ahead->node, err);

	for (size_t i = 0; i < ahead->path->nr && code >= 0; i++)
		code = pm_index_rows(ahead->index, ahead->path->item[i],
				     add_stop, ahead, err);
	if (code < 0)
		return code;
	sort(ahead);
	ahead->is_read = true;
	for (size_t i = 0; i < ahead->passes; i++)
		pm_index_ahead_pass(ahead, &ahead->passed[i]);
	return PM_OK;
}

static int read_below(struct pm_index_ahead *ahead, struct pm_error *err)
{
	struct pm_index_node node;
	int code = PM_OK;

	pm_index_span_release(&ahead->below);
	ahead->is_below_old = false;
	for (size_t i = 0; i < ahead->stops && code >= 0; i++) {
		const struct stop *stop = &ahead->stop[i];

		if (!stop->adds || stop->is_passed)
			continue;
		code = pm_index_node_at(&node, ahead->index, stop->place.chain,
					stop->place.pos, err);
		if (code >= 0)
			code = pm_index_span(&ahead->below, ahead->index,
					     node.id, err);
	}
	return code < 0 ? code : PM_OK;
}

/* Whether something ahead that adds a file descends from a place. */
static int is_below(struct pm_index_ahead *ahead,
		    const struct pm_index_place *place, struct pm_error *err)
{
	bool is_known = true;
	int code = PM_OK;

	for (size_t i = 0; i < ahead->stops; i++) {
		const struct stop *stop = &ahead->stop[i];

		if (!stop->adds || stop->is_passed)
			continue;
		if (stop->place.chain != place->chain)
			is_known = false;
		else if (stop->place.pos > place->pos)
			return 1;
	}
	if (is_known)
		return 0;
	/* What it once did not lead to, it never will. */
	if (ahead->below.nr &&
	    !pm_index_span_has(&ahead->below, place->chain, place->pos))
		return 0;
	if (ahead->is_below_old)
		code = read_below(ahead, err);
	return code < 0 ? code : pm_index_span_has(&ahead->below, place->chain,
						   place->pos);
}

int pm_index_ahead_has(struct pm_index_ahead *ahead,
		       const struct pm_index_place *place,
		       struct pm_error *err)
{
	struct pm_index_node node;
	const struct stop *stop;
	int code;

	if (!ahead->node)
		return 0;
	if (!ahead->tip.chain) {
		code = pm_index_node(&node, ahead->index, ahead->node, err);
		if (code < 0)
			return code;
		ahead->tip = (struct pm_index_place){ node.chain, node.pos };
	}
	if (ahead->tip.chain == place->chain && ahead->tip.pos < place->pos)
		return 0;
	code = ahead->is_read ? PM_OK : read_stops(ahead, err);
	if (code < 0)
		return code;
	if (!pm_index_span_has(&ahead->all, place->chain, place->pos))
		return 0;
	stop = find(ahead, place);
	return stop && !stop->is_passed ? 1 : is_below(ahead, place, err);
}

void pm_index_ahead_free(struct pm_index_ahead *ahead)
{
	if (!ahead)
		return;
	free(ahead->stop);
	free(ahead->passed);
	pm_index_span_release(&ahead->all);
	pm_index_span_release(&ahead->below);
	free(ahead);
}
