/* SPDX-License-Identifier: MIT */
#include "index/batch.h"

#include <stdlib.h>
#include <string.h>

#include "base/strlist.h"
#include "index/news.h"

/* Tips that new commits are counted from. */
#define RECENT_TIPS 8

struct reader {
	struct pm_batch *batch;
	struct pm_index *index;
	struct pm_error *err;
	struct pm_arena arena;
	struct pm_news news;
	struct pm_map nearest; /* what is known: a place in `answer` */
	const char **answer;   /* the id of a node; NULL: there is none */
	size_t answers;
	size_t answer_alloc;
	struct pm_differ differ;
};

static int is_node(struct reader *r, const char *id)
{
	size_t ignored;
	int64_t node;

	if (pm_map_get(&r->batch->by_id, id, &ignored))
		return 1;
	return r->index->space ?
		       pm_index_find_node(&node, r->index, id, r->err) :
		       0;
}

static void copy_side(struct pm_side *to, struct pm_arena *arena,
		      const struct pm_side *from)
{
	*to = *from;
	if (from->parent)
		to->parent = pm_arena_strdup(arena, from->parent);
	to->delta = pm_deltas_copy(arena, from->delta, from->deltas);
}

static void add_node(struct reader *r, const struct pm_graph_commit *commit)
{
	struct pm_batch *batch = r->batch;
	struct pm_graph_commit *node;

	PM_GROW(batch->node, batch->nr, batch->alloc);
	node = &batch->node[batch->nr];
	*node = *commit;
	node->id = pm_arena_strdup(&batch->arena, commit->id);
	node->claim = NULL;
	node->claims = 0;
	node->side = pm_arena_alloc(&batch->arena,
				    commit->sides * sizeof(*node->side));
	for (size_t i = 0; i < commit->sides; i++)
		copy_side(&node->side[i], &batch->arena, &commit->side[i]);
	pm_map_add(&batch->by_id, node->id, batch->nr++, NULL);
	pm_watch_step(r->index->repo->watch, batch->nr);
}

/* What has to be met before the batch is closed. */
struct missing {
	struct pm_map seen; /* keys are the batch's */
	size_t nr;
};

static int note_parents(struct missing *missing, struct reader *r,
			const struct pm_graph_commit *node)
{
	for (size_t i = 0; i < node->sides; i++) {
		const char *parent = node->side[i].parent;
		int known = parent ? is_node(r, parent) : 1;

		if (known < 0)
			return known;
		if (!known && pm_map_add(&missing->seen, parent, 0, NULL))
			missing->nr++;
	}
	return PM_OK;
}

/* Of a merge: the parent that has the same below the root, else nothing is
 * same and all sides are filled in. */
static int compare_sides(const char **same, struct reader *r,
			 const struct pm_graph_commit *merge,
			 struct pm_arena *arena)
{
	*same = NULL;
	for (size_t i = 0; i < merge->sides && !*same; i++) {
		struct pm_side *side = &merge->side[i];
		int code = pm_differ_ask(side, &r->differ, arena, merge->id,
					 side->parent, r->err);

		if (code < 0)
			return code;
		if (!side->deltas)
			*same = side->parent;
	}
	return PM_OK;
}

static int take_simplified(struct missing *missing, struct reader *r,
			   const struct pm_graph_commit *commit,
			   struct pm_arena *arena)
{
	const char *same;
	size_t ignored;
	int known = is_node(r, commit->id);
	int code = PM_OK;

	if (known < 0)
		return known;
	if (pm_map_get(&missing->seen, commit->id, &ignored))
		missing->nr--;
	if (known)
		return PM_OK;
	if (commit->sides > 1)
		code = compare_sides(&same, r, commit, arena);
	if (code < 0)
		return code;
	add_node(r, commit);
	if (r->batch->writer)
		code = pm_batch_put(r->batch, r->batch->nr - 1, r->err);
	if (code < 0)
		return code;
	return note_parents(missing, r, &r->batch->node[r->batch->nr - 1]);
}

/* The nodes from a commit down to what is known, and the nearest. */
static int read_simplified(const char **nearest, struct reader *r,
			   const char *from)
{
	const struct pm_graph_options options = {
		.tip = from, .path = r->index->root,
		.kind = PM_GRAPH_SIMPLIFIED,
		/* Else it ends at what is known. */
		.reads_all = !r->index->space,
	};
	struct pm_graph_commit commit;
	struct pm_arena arena = { 0 };
	struct missing missing = { 0 };
	struct pm_graph *graph = NULL;
	int closed, code;

	*nearest = NULL;
	code = pm_graph_open(&graph, r->index->repo, &options, r->err);
	while (code >= 0) {
		code = pm_graph_next(&commit, graph, &arena, r->err);
		if (code <= 0)
			break;
		if (!*nearest)
			*nearest = pm_arena_strdup(&r->batch->arena,
						   commit.id);
		code = take_simplified(&missing, r, &commit, &arena);
		pm_arena_release(&arena);
		if (!missing.nr)
			break;
	}
	closed = pm_graph_close(graph, r->err);
	code = closed < 0 ? closed : code;
	if (code >= 0 && missing.nr)
		code = pm_fail(r->err, PM_ERROR, "the output of 'git log' "
			       "lacks %zu commits", missing.nr);
	pm_map_release(&missing.seen);
	pm_arena_release(&arena);
	return code < 0 ? code : PM_OK;
}

static const char *known_answer(struct reader *r, const char *id, bool *found)
{
	size_t at;

	*found = pm_map_get(&r->nearest, id, &at);
	return *found ? r->answer[at] : NULL;
}

static void remember(struct reader *r, const char *id, const char *answer)
{
	PM_GROW(r->answer, r->answers, r->answer_alloc);
	r->answer[r->answers] = answer;
	pm_map_add(&r->nearest, id, r->answers++, NULL);
}

/* What the index says: 1 with the nearest node, 0 when it does not know. */
static int ask_index(const char **nearest, struct reader *r, const char *id)
{
	char oid[PM_OID_HEX];
	int64_t node;
	int code;

	*nearest = NULL;
	code = pm_index_find_tip(&node, r->index, id, r->err);
	if (code == 0)
		code = pm_index_find_node(&node, r->index, id, r->err);
	if (code <= 0 || !node)
		return code;
	code = pm_index_oid_of(oid, r->index, node, r->err);
	if (code < 0)
		return code;
	*nearest = pm_arena_strdup(&r->batch->arena, oid);
	return 1;
}

/* One step down from a commit: 1 with the nearest node (or NULL), or 0 and
 * the parent to go on with. */
static int step_down(const char **nearest, const char **parent,
		     struct reader *r, const char *id)
{
	struct pm_graph_commit *commit;
	size_t at;
	int code;

	*nearest = *parent = NULL;
	if (pm_map_get(&r->batch->by_id, id, &at)) {
		*nearest = r->batch->node[at].id;
		return 1;
	}
	if (!pm_map_get(&r->news.by_id, id, &at)) {
		code = ask_index(nearest, r, id);
		return code ? code : read_simplified(nearest, r, id) < 0 ?
		       PM_ERROR : 1;
	}
	commit = &r->news.row[at].commit;
	if (commit->sides > 1) {
		*parent = r->news.row[at].same;
		code = *parent ? PM_OK :
			compare_sides(parent, r, commit, &r->news.arena);
		if (code < 0 || *parent)
			return code;
	} else if (!commit->side[0].deltas) {
		*parent = commit->side[0].parent;
		return *parent ? 0 : 1;
	}
	add_node(r, commit);
	*nearest = r->batch->node[r->batch->nr - 1].id;
	return 1;
}

static int find_nearest(const char **out, struct reader *r, const char *id)
{
	struct pm_strlist way = { 0 };
	bool found = false;
	int code = 0;

	while (!code) {
		const char *parent;

		*out = known_answer(r, id, &found);
		if (found)
			break;
		pm_strlist_add(&way, id);
		code = step_down(out, &parent, r, id);
		id = parent;
	}
	for (size_t i = 0; code >= 0 && i < way.nr; i++)
		remember(r, pm_arena_strdup(&r->arena, way.item[i]), *out);
	pm_strlist_release(&way);
	return code < 0 ? code : PM_OK;
}

/* From real parents to nodes, each once. A parent whose history never had a
 * record does not count, unless there is no other. */
static int rewrite_sides(struct reader *r, size_t nr)
{
	struct pm_side *side = r->batch->node[nr].side;
	size_t sides = r->batch->node[nr].sides, kept = 0;

	for (size_t i = 0; i < sides; i++) {
		const char *parent = NULL;
		bool is_twice = false;
		int code = PM_OK;

		if (side[i].parent)
			code = find_nearest(&parent, r, side[i].parent);
		if (code < 0)
			return code;
		for (size_t k = 0; parent && k < kept; k++)
			is_twice |= !strcmp(side[k].parent, parent);
		if (!parent || is_twice)
			continue;
		side[kept] = side[i];
		side[kept++].parent = parent;
	}
	if (!kept)
		side[kept++].parent = NULL;
	r->batch->node[nr].sides = kept;
	return PM_OK;
}

static int read_listed(struct reader *r, const char *tip)
{
	int code = find_nearest(&r->batch->nearest, r, tip);

	/* New parents join the batch behind it; those that came simplified
	 * need nothing more. */
	for (size_t i = 0; code >= 0 && i < r->batch->nr; i++) {
		size_t ignored;

		if (pm_map_get(&r->news.by_id, r->batch->node[i].id, &ignored))
			code = rewrite_sides(r, i);
	}
	return code;
}

/* 1 when they could be listed. */
static int read_listable(struct reader *r, const char *tip,
			 const struct pm_strlist *known)
{
	int ended, code = pm_news_list(&r->news, r->index->repo,
				       r->index->root, tip, known, r->err);

	if (code > 0) {
		code = read_listed(r, tip);
		code = code < 0 ? code : 1;
	}
	ended = pm_news_end(&r->news, r->err);
	return ended < 0 ? ended : code;
}

/* What is not known of the tip's history: 1 when it was listed. */
static int read_new(struct reader *r, const char *tip,
		    const struct pm_strlist *known)
{
	int code = known->nr ? read_listable(r, tip, known) : 0;

	if (code)
		return code;
	if (r->index->db.in_memory && !r->index->space)
		code = pm_batch_begin(r->batch, r->index, r->err);
	return code < 0 ? code : read_simplified(&r->batch->nearest, r, tip);
}

static int read_batch(struct reader *r, const char *tip,
		      const struct pm_strlist *known)
{
	const struct pm_watch *watch = r->index->repo->watch;
	int code;

	r->differ = (struct pm_differ){ .repo = r->index->repo,
				      .path = r->index->root };
	pm_watch_begin(watch, "Reading the history of the post-mortems");
	code = read_new(r, tip, known);
	if (code < 0)
		pm_batch_end(r->batch);
	pm_watch_end(watch);
	return code;
}

static void release(struct reader *r)
{
	pm_differ_release(&r->differ);
	pm_map_release(&r->nearest);
	free(r->answer);
	pm_news_release(&r->news);
	pm_arena_release(&r->arena);
}

int pm_batch_read(struct pm_batch *batch, struct pm_index *index,
		  const char *tip, struct pm_error *err)
{
	struct reader r = { .batch = batch, .index = index, .err = err };
	struct pm_strlist known = { 0 };
	int code = PM_OK;

	if (index->space)
		code = pm_index_recent_tips(&known, index, RECENT_TIPS, err);
	if (code >= 0)
		code = read_batch(&r, tip, &known);
	release(&r);
	pm_strlist_release(&known);
	return code < 0 ? code : PM_OK;
}

int pm_batch_read_since(struct pm_batch *batch, struct pm_claims *claims,
			struct pm_strlist *fork, struct pm_index *index,
			const char *tip, const struct pm_strlist *since,
			struct pm_error *err)
{
	struct reader r = { .batch = batch, .index = index, .err = err };
	int code = read_batch(&r, tip, since);

	if (code > 0)
		pm_news_tell(claims, fork, &batch->arena, &r.news, tip);
	release(&r);
	return code;
}

void pm_batch_release(struct pm_batch *batch)
{
	pm_batch_end(batch);
	pm_map_release(&batch->by_id);
	free(batch->node);
	pm_arena_release(&batch->arena);
	memset(batch, 0, sizeof(*batch));
}
