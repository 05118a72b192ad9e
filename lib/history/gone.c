/* SPDX-License-Identifier: MIT */
#include "history/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "git/listing.h"
#include "index/span.h"
#include "history/track.h"
#include "snapshot/snapshot.h"

/* Records whose id holds `part`, by their paths. */
static int collect(struct pm_strlist *paths, struct pm_repo *repo,
		   const struct pm_policy *policy, const char *tip,
		   const char *part, struct pm_error *err)
{
	struct pm_index *index = NULL;
	struct pm_index_span span = { 0 };
	struct pm_strlist all = { 0 };
	struct pm_buf id = { 0 };
	enum pm_kind kind;
	int64_t node = 0;
	/* A path has more between the two names of an id. */
	char *folder = pm_xstrndup(part, strcspn(part, "/"));
	int code = pm_index_get(&index, repo, policy->root, err);

	if (code >= 0)
		code = pm_index_cover(index, tip, &node, err);
	if (code >= 0)
		code = pm_index_span(&span, index, node, err);
	if (code >= 0)
		code = pm_index_paths(&all, index, &span, folder, err);
	for (size_t i = 0; code >= 0 && i < all.nr; i++) {
		if (pm_path_identify(&id, &kind, policy, all.item[i]) &&
		    strcasestr(pm_buf_str(&id), part))
			pm_strlist_add(paths, all.item[i]);
	}
	pm_index_span_release(&span);
	pm_strlist_release(&all);
	pm_buf_release(&id);
	free(folder);
	return code;
}

/* The index passes by a branch that came to nothing. */
static int collect_log(struct pm_strlist *paths, struct pm_repo *repo,
		       const struct pm_policy *policy, const char *tip,
		       const char *part, const char *since,
		       struct pm_error *err)
{
	const char *const path[] = { policy->root, NULL };
	const struct pm_log_options options = {
		.revision = tip,
		.path = *policy->root ? path : NULL,
		.since = *since ? since : NULL,
		.full_history = true,
	};
	struct pm_arena arena = { 0 };
	struct pm_commit_info commit;
	struct pm_buf id = { 0 };
	struct pm_log *log = NULL;
	enum pm_kind kind;
	int code;

	pm_watch_begin(repo->watch, "Looking through branches that were "
		       "merged");
	code = pm_log_open(&log, repo, &options, err);
	while (code >= 0 &&
	       (code = pm_log_next(&commit, log, &arena, err)) > 0) {
		for (size_t i = 0; i < commit.deltas; i++) {
			const char *name = commit.delta[i].path;

			if (pm_path_identify(&id, &kind, policy, name) &&
			    strcasestr(pm_buf_str(&id), part))
				pm_strlist_add(paths, name);
		}
		pm_arena_release(&arena);
	}
	pm_watch_end(repo->watch);
	pm_log_close(log);
	pm_strlist_sort_unique(paths);
	pm_arena_release(&arena);
	pm_buf_release(&id);
	return code;
}

int pm_history_find_gone(struct pm_strlist *out, struct pm_repo *repo,
			 const struct pm_policy *policy, const char *revision,
			 const char *part, const char *since,
			 struct pm_error *err)
{
	struct pm_strlist paths = { 0 };
	struct pm_entries there = { 0 };
	struct pm_arena arena = { 0 };
	struct pm_buf id = { 0 };
	enum pm_kind kind;
	char *tip = NULL;
	int code;

	code = revision ? pm_repo_resolve(repo, revision, &tip, err) :
			  pm_repo_head(repo, &tip, err);
	/* On an unborn branch there never was anything. */
	if (code < 0 || !tip)
		goto out;
	code = since ? collect_log(&paths, repo, policy, tip, part, since,
				   err) :
		       collect(&paths, repo, policy, tip, part, err);
	if (code >= 0 && paths.nr)
		code = pm_list_tree(&there, &arena, repo, tip,
				    (const char *const *)paths.item, paths.nr,
				    err);
	for (size_t i = 0; code >= 0 && i < paths.nr; i++) {
		if (!pm_entries_find(&there, paths.item[i]) &&
		    pm_path_identify(&id, &kind, policy, paths.item[i]))
			pm_strlist_add(out, pm_buf_str(&id));
	}
	pm_strlist_sort_unique(out);
out:
	free(tip);
	pm_entries_release(&there);
	pm_strlist_release(&paths);
	pm_arena_release(&arena);
	pm_buf_release(&id);
	return code < 0 ? code : PM_OK;
}
