/* SPDX-License-Identifier: MIT */
#include "index/news.h"

#include <stdlib.h>
#include <string.h>

#include "git/objects.h"

/* With more new commits than that, git's simplification, which looks only
 * at what it needs, is faster than going through them one by one. */
#define MOST_LISTED 50000

/* Where they come from, and where failures go. */
struct listing {
	struct pm_news *news;
	struct pm_repo *repo;
	const char *root;
	struct pm_error *err;
};

/* The parent of a merge that has the very same folder: the trees on the way
 * there say it. NULL when they do not. */
static int compare_folders(const char **same, struct listing *l,
			   const struct pm_graph_commit *merge)
{
	char *here = NULL, *there = NULL;
	int code = pm_object_folder(&here, l->repo, merge->id,
				    l->root, l->err);

	for (size_t i = 0; code > 0 && i < merge->sides && !*same; i++) {
		code = pm_object_folder(&there, l->repo,
					merge->side[i].parent, l->root,
					l->err);
		if (code > 0 && !strcmp(here, there))
			*same = merge->side[i].parent;
		free(there);
		there = NULL;
	}
	free(here);
	return code < 0 ? code : PM_OK;
}

static int add_row(struct listing *l, const struct pm_graph_commit *commit)
{
	struct pm_news_row *row;

	PM_GROW(l->news->row, l->news->rows, l->news->alloc);
	row = &l->news->row[l->news->rows];
	*row = (struct pm_news_row){ .commit = *commit };
	pm_map_add(&l->news->by_id, commit->id, l->news->rows++, NULL);
	/* Most merges have what one of their parents has. */
	if (commit->sides == 1)
		return 1;
	return compare_folders(&row->same, l, commit) < 0 ? PM_ERROR : 1;
}

/* Both gits work at once. */
static int begin_list(struct listing *l, const char *tip,
		      const struct pm_strlist *known)
{
	struct pm_graph_options options = {
		.kind = PM_GRAPH_CHANGING,
		.tip = tip, .path = l->root, .reads_all = true,
		.known = (const char *const *)known->item,
	};
	int code = pm_graph_open(&l->news->changing, l->repo, &options,
				 l->err);

	options.kind = PM_GRAPH_WHOLE;
	if (code >= 0)
		code = pm_graph_open(&l->news->whole, l->repo, &options,
				     l->err);
	/* Merges are looked at through it. */
	pm_objects_begin(l->repo);
	return code;
}

/* 1 with all new commits, 0 when there are too many of them. */
static int list_new(struct listing *l)
{
	int code = PM_OK;

	while (l->news->rows < MOST_LISTED) {
		struct pm_graph_commit commit;

		code = pm_graph_next(&commit, l->news->whole, &l->news->arena,
				     l->err);
		if (code > 0)
			code = add_row(l, &commit);
		if (code <= 0)
			break;
	}
	return code < 0 ? code : l->news->rows < MOST_LISTED;
}

static int add_changes(struct listing *l)
{
	struct pm_graph_commit commit;
	size_t at;
	int code;

	while ((code = pm_graph_next(&commit, l->news->changing,
				     &l->news->arena, l->err)) > 0) {
		if (commit.sides == 1 &&
		    pm_map_get(&l->news->by_id, commit.id, &at))
			l->news->row[at].commit.side[0] = commit.side[0];
	}
	return code;
}

int pm_news_list(struct pm_news *news, struct pm_repo *repo, const char *root,
		 const char *tip, const struct pm_strlist *known,
		 struct pm_error *err)
{
	struct listing l = { .news = news, .repo = repo, .root = root,
			     .err = err };
	int code = begin_list(&l, tip, known);

	if (code >= 0)
		code = list_new(&l);
	if (code > 0) {
		code = add_changes(&l);
		code = code < 0 ? code : 1;
	}
	return code;
}

int pm_news_end(struct pm_news *news, struct pm_error *err)
{
	int whole = pm_graph_close(news->whole, err);
	int changing = pm_graph_close(news->changing, err);

	news->whole = news->changing = NULL;
	return whole < 0 ? whole : changing;
}

void pm_news_tell(struct pm_claims *claims, struct pm_strlist *fork,
		  struct pm_arena *arena, const struct pm_news *news,
		  const char *tip)
{
	size_t ignored;

	for (size_t i = 0; i < news->rows; i++) {
		const struct pm_graph_commit *commit = &news->row[i].commit;

		for (size_t c = 0; c < commit->claims; c++) {
			struct pm_claim claim = commit->claim[c];

			claim.commit = pm_arena_strdup(arena, claim.commit);
			claim.value = pm_arena_strdup(arena, claim.value);
			pm_claims_add(claims, claim);
		}
		for (size_t s = 0; s < commit->sides; s++) {
			const char *parent = commit->side[s].parent;

			if (parent &&
			    !pm_map_get(&news->by_id, parent, &ignored))
				pm_strlist_add(fork, parent);
		}
	}
	if (!news->rows)
		pm_strlist_add(fork, tip);
	pm_strlist_sort_unique(fork);
}

void pm_news_release(struct pm_news *news)
{
	free(news->row);
	pm_map_release(&news->by_id);
	pm_arena_release(&news->arena);
	memset(news, 0, sizeof(*news));
}
