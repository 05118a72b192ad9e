/* SPDX-License-Identifier: MIT */
#ifndef PM_INDEX_NEWS_H
#define PM_INDEX_NEWS_H

#include "base/alloc.h"
#include "base/map.h"
#include "base/strlist.h"
#include "git/graph.h"

/* What is new since some commits, as git tells it, before it is simplified. */
struct pm_news_row {
	struct pm_graph_commit commit; /* with real parents; a merge's sides
					* are empty */
	const char *same; /* of a merge: the parent that has the same folder,
			   * if that is known */
};

/* Start it as { 0 }. */
struct pm_news {
	struct pm_arena arena;
	struct pm_news_row *row; /* in the order of git log */
	size_t rows;
	size_t alloc;
	struct pm_map by_id; /* to `row` */
	struct pm_graph *whole, *changing; /* that tell them, up to the end */
};

/*
 * 1 with all commits that lead to `tip` and not to `known` (full hex), and
 * what they changed below the root; 0 when there are too many to go through
 * them one by one. It counts only when pm_news_end() says that git ended well,
 * which takes git longer than to tell the last.
 */
int pm_news_list(struct pm_news *news, struct pm_repo *repo, const char *root,
		 const char *tip, const struct pm_strlist *known,
		 struct pm_error *err);
int pm_news_end(struct pm_news *news, struct pm_error *err);
/* What their messages claim, copied into the arena, and their parents that are
 * not among them (index/fork.h). */
void pm_news_tell(struct pm_claims *claims, struct pm_strlist *fork,
		  struct pm_arena *arena, const struct pm_news *news,
		  const char *tip);
void pm_news_release(struct pm_news *news);

#endif
