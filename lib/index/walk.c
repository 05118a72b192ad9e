/* SPDX-License-Identifier: MIT */
#include "index/walk.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/path.h"
#include "index/batch.h"
#include "index/node.h"
#include "index/order.h"
#include "index/span.h"

/* Chains that are gone down at the same time, mostly. */
#define LOTS 8
/* Not worth a lot. */
#define SHORT_CHAIN 8

/* A node that differs from parent number `side` in one of the paths. */
struct row {
	int64_t chain, pos, node, side;
};

/* A node that is to be told, or is about to be found the same as one of its
 * parents. */
struct candidate {
	struct pm_index_node node;
	int64_t time;
	size_t turn; /* among equal times, the first to be met is first */
};

struct pm_index_walk {
	struct pm_index *index;
	bool everything;  /* the root: every node differs from all parents */
	bool is_full;
	struct row *row;  /* by chain, falling pos, side */
	size_t rows;
	size_t row_alloc;
	struct candidate *queue;
	size_t nr;
	size_t alloc;
	size_t turns;
	struct pm_map seen; /* ids of nodes */
	struct pm_arena arena;
	int64_t since;
	struct pm_index_lot lot[LOTS]; /* of everything */
	size_t next_lot; /* to be filled anew */
};

static int by_place(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->chain != y->chain)
		return x->chain < y->chain ? -1 : 1;
	if (x->pos != y->pos)
		return x->pos > y->pos ? -1 : 1;
	return (x->side > y->side) - (x->side < y->side);
}

static void add_row(const struct pm_index_row *row, void *payload)
{
	struct pm_index_walk *walk = payload;

	PM_GROW(walk->row, walk->rows, walk->row_alloc);
	walk->row[walk->rows++] = (struct row){
		.chain = row->chain, .pos = row->pos,
		.node = row->node, .side = row->side,
	};
}

/* The first row at or below a place of its chain; NULL if there is none. */
static const struct row *find_row(const struct pm_index_walk *walk,
				  int64_t chain, int64_t pos)
{
	const struct row key = { .chain = chain, .pos = pos };
	size_t low = 0, high = walk->rows;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (by_place(&walk->row[middle], &key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	/* A merge that only differs from other parents than the first has
	 * what the first has. */
	while (low < walk->rows && walk->row[low].chain == chain &&
	       walk->row[low].side)
		low++;
	return low < walk->rows && walk->row[low].chain == chain ?
		       &walk->row[low] :
		       NULL;
}

static bool differs(const struct pm_index_walk *walk,
		    const struct pm_index_node *node, int64_t side)
{
	const struct row key = { .chain = node->chain, .pos = node->pos,
				 .side = side };

	return walk->everything ||
	       (walk->rows && bsearch(&key, walk->row, walk->rows,
				      sizeof(key), by_place));
}

/* A commit is asked for again after its parent, which may begin another. */
static struct pm_index_lot *lot_of(struct pm_index_walk *walk, int64_t chain,
				   int64_t pos)
{
	for (size_t i = 0; i < LOTS; i++) {
		if (pm_index_lot_has(&walk->lot[i], chain, pos))
			return &walk->lot[i];
	}
	walk->next_lot = (walk->next_lot + 1) % LOTS;
	return &walk->lot[walk->next_lot];
}

/* Going down the whole of a chain, many are read at once. */
static int load_at(struct pm_index_node *out, struct pm_index_walk *walk,
		   int64_t chain, int64_t pos, struct pm_error *err)
{
	struct pm_index_lot *lot;
	size_t nr;
	int code;

	if (!walk->everything || pos <= SHORT_CHAIN)
		return pm_index_node_at(out, walk->index, chain, pos, err);
	lot = lot_of(walk, chain, pos);
	code = pm_index_lot_find(&nr, lot, walk->index, chain, pos, err);
	if (code < 0)
		return code;
	*out = lot->node[nr];
	return 1;
}

static bool is_before(const struct candidate *a, const struct candidate *b)
{
	return a->time != b->time ? a->time > b->time : a->turn < b->turn;
}

/* A heap: the newest is at 0. */
static void enqueue(struct pm_index_walk *walk,
		    const struct pm_index_node *node)
{
	/* Without simplification all are there, in the order that it is. */
	const struct candidate c = {
		.node = *node,
		.time = walk->is_full ? 0 : node->commit_time,
		.turn = walk->turns,
	};
	size_t at;

	if (!pm_map_add(&walk->seen, pm_arena_strdup(&walk->arena, node->oid),
			0, NULL))
		return;
	walk->turns++;
	PM_GROW(walk->queue, walk->nr, walk->alloc);
	for (at = walk->nr++; at; at = (at - 1) / 2) {
		if (!is_before(&c, &walk->queue[(at - 1) / 2]))
			break;
		walk->queue[at] = walk->queue[(at - 1) / 2];
	}
	walk->queue[at] = c;
}

static void dequeue(struct pm_index_node *out, struct pm_index_walk *walk)
{
	struct candidate last = walk->queue[--walk->nr];
	size_t at = 0, child;

	*out = walk->queue[0].node;
	while ((child = 2 * at + 1) < walk->nr) {
		if (child + 1 < walk->nr &&
		    is_before(&walk->queue[child + 1], &walk->queue[child]))
			child++;
		if (!is_before(&walk->queue[child], &last))
			break;
		walk->queue[at] = walk->queue[child];
		at = child;
	}
	if (walk->nr)
		walk->queue[at] = last;
}

/* From a node on down: the first that does not have all that its first
 * parent has. A date from before `since` ends a way. */
static int add_from(struct pm_index_walk *walk, struct pm_index_node *at,
		    struct pm_error *err)
{
	const struct row *row;
	int code = PM_OK;

	for (;;) {
		if (walk->everything)
			break;
		row = find_row(walk, at->chain, at->pos);
		if (row && row->pos == at->pos)
			break;
		if (row) {
			code = load_at(at, walk, row->chain, row->pos, err);
			break;
		}
		code = pm_index_base(at, walk->index, at->chain, err);
		if (code <= 0)
			return code;
	}
	if (code >= 0 && at->commit_time >= walk->since)
		enqueue(walk, at);
	return code < 0 ? code : PM_OK;
}

/* Without simplification: all that has a row, and is in the history. */
static int add_all(struct pm_index_walk *walk, int64_t node,
		   struct pm_error *err)
{
	struct pm_index_span span = { 0 };
	struct pm_index_node *all = NULL;
	size_t nr = 0, alloc = 0;
	int code = pm_index_span(&span, walk->index, node, err);

	for (size_t i = 0; i < walk->rows && code >= 0; i++) {
		const struct row *row = &walk->row[i];

		if (row->side || (nr && all[nr - 1].id == row->node) ||
		    !pm_index_span_has(&span, row->chain, row->pos))
			continue;
		PM_GROW(all, nr, alloc);
		code = pm_index_node(&all[nr], walk->index, row->node, err);
		nr += code >= 0 && all[nr].commit_time >= walk->since;
	}
	if (code >= 0)
		code = pm_index_order(all, nr, walk->index, err);
	for (size_t i = 0; i < nr && code >= 0; i++)
		enqueue(walk, &all[i]);
	free(all);
	pm_index_span_release(&span);
	return code < 0 ? code : PM_OK;
}

static int begin(struct pm_index_walk *walk, int64_t node,
		 struct pm_error *err)
{
	struct pm_index_node at = { 0 };
	int code;

	if (walk->is_full)
		return add_all(walk, node, err);
	code = pm_index_node(&at, walk->index, node, err);
	return code < 0 ? code : add_from(walk, &at, err);
}

int pm_index_walk_open(struct pm_index_walk **out, struct pm_index *index,
		       const struct pm_index_walk_options *options,
		       struct pm_error *err)
{
	struct pm_index_walk *walk = pm_xcalloc(1, sizeof(*walk));
	const struct pm_strlist *path = options->path;
	int code = pm_index_ready(index, err);

	walk->index = index;
	walk->since = options->since;
	for (size_t i = 0; i < path->nr; i++) {
		if (pm_path_is_within(index->root, path->item[i]))
			walk->everything = true;
	}
	/* Of everything, nothing is simplified any further. */
	walk->is_full = options->is_full && !walk->everything;
	for (size_t i = 0; !walk->everything && i < path->nr && code >= 0; i++)
		code = pm_index_rows(index, path->item[i], add_row, walk,
				     err);
	if (walk->rows)
		qsort(walk->row, walk->rows, sizeof(*walk->row), by_place);
	if (code >= 0 && options->node)
		code = begin(walk, options->node, err);
	if (code < 0) {
		pm_index_walk_close(walk);
		return code;
	}
	*out = walk;
	return PM_OK;
}

static int follow(struct pm_index_walk *walk, const struct pm_index_node *node,
		  int64_t side, struct pm_error *err)
{
	struct pm_index_node parent = { 0 };
	int code;

	if (!side && node->pos > 1)
		code = load_at(&parent, walk, node->chain, node->pos - 1, err);
	else
		code = pm_index_parent(&parent, walk->index, node, side, err);
	if (code <= 0)
		return code;
	code = add_from(walk, &parent, err);
	return code < 0 ? code : 1;
}

static int load_deltas(struct pm_index_commit *out, struct pm_index_walk *walk,
		       const struct pm_index_node *node,
		       struct pm_arena *arena, struct pm_error *err)
{
	const struct pm_deltas *deltas;
	struct pm_deltas own = { 0 };
	struct pm_index_lot *lot;
	size_t nr;
	int code = PM_OK;

	if (walk->everything && node->pos > SHORT_CHAIN) {
		lot = lot_of(walk, node->chain, node->pos);
		code = pm_index_lot_find(&nr, lot, walk->index, node->chain,
					 node->pos, err);
		deltas = code < 0 ? &own : &lot->deltas[nr];
	} else {
		code = pm_index_deltas(&own, arena, walk->index, node, err);
		deltas = &own;
	}
	if (code >= 0 && deltas->nr) {
		out->delta = pm_deltas_copy(arena, deltas->item, deltas->nr);
		out->deltas = deltas->nr;
	}
	pm_deltas_release(&own);
	return code;
}

int pm_index_walk_next(struct pm_index_commit *out, struct pm_index_walk *walk,
		       struct pm_arena *arena, struct pm_error *err)
{
	while (walk->nr) {
		struct pm_index_node c;
		int64_t same; /* it differs from the first parent */
		size_t parents = 0;
		bool is_told, is_clear;
		int code = PM_OK;

		dequeue(&c, walk);
		is_clear = walk->is_full || !walk->nr;
		for (same = 1; same < c.sides; same++) {
			if (!differs(walk, &c, same))
				break;
		}
		is_told = same >= c.sides;
		for (int64_t side = 0;
		     !walk->is_full && side < c.sides && code >= 0; side++) {
			if (is_told || side == same)
				code = follow(walk, &c, side, err);
			parents += code > 0;
		}
		if (code >= 0 && !is_told)
			continue;
		if (code < 0)
			return code;
		*out = (struct pm_index_commit){
			.commit_time = c.commit_time,
			.author_time = c.author_time,
			.parents = parents,
			.place = { c.chain, c.pos },
			.is_clear = is_clear,
		};
		memcpy(out->id, c.oid, sizeof(out->id));
		code = load_deltas(out, walk, &c, arena, err);
		return code < 0 ? code : 1;
	}
	return 0;
}

void pm_index_walk_close(struct pm_index_walk *walk)
{
	if (!walk)
		return;
	for (size_t i = 0; i < LOTS; i++)
		pm_index_lot_release(&walk->lot[i]);
	free(walk->row);
	free(walk->queue);
	pm_map_release(&walk->seen);
	pm_arena_release(&walk->arena);
	free(walk);
}

int pm_index_settle(struct pm_index_node *node, struct pm_index_walk *walk,
		    struct pm_error *err)
{
	for (;;) {
		const struct row *row = find_row(walk, node->chain, node->pos);
		int64_t same = 1;
		int code;

		if (!row) {
			code = pm_index_base(node, walk->index, node->chain,
					     err);
			if (code <= 0)
				return code;
			continue;
		}
		if (row->pos != node->pos) {
			code = load_at(node, walk, row->chain, row->pos, err);
			if (code < 0)
				return code;
		}
		while (same < node->sides && differs(walk, node, same))
			same++;
		if (node->sides < 2 || same == node->sides)
			return 1;
		code = pm_index_parent(node, walk->index, node, same, err);
		if (code <= 0)
			return code;
	}
}
