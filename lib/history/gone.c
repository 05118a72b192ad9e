/* SPDX-License-Identifier: MIT */
#include "history/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "git/listing.h"
#include "history/track.h"
#include "snapshot/snapshot.h"

static int collect(struct pm_strlist *paths, struct pm_repo *repo,
		   const struct pm_policy *policy,
		   const struct pm_log_options *options, const char *part,
		   struct pm_error *err)
{
	struct pm_arena arena = { 0 };
	struct pm_commit_info commit;
	struct pm_buf id = { 0 };
	struct pm_log *log = NULL;
	int code;

	code = pm_log_open(&log, repo, options, err);
	while (code >= 0 &&
	       (code = pm_log_next(&commit, log, &arena, err)) > 0) {
		for (size_t i = 0; i < commit.deltas; i++) {
			const struct pm_delta *delta = &commit.delta[i];
			enum pm_kind kind;

			if (delta->status == 'D' &&
			    pm_path_identify(&id, &kind, policy,
					     delta->path) &&
			    strcasestr(pm_buf_str(&id), part))
				pm_strlist_add(paths, delta->path);
		}
		pm_arena_release(&arena);
	}
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
	const char *path[] = { policy->root, NULL };
	struct pm_log_options options = {
		.path = *policy->root ? path : NULL,
		.since = since,
		.full_history = true,
	};
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
	options.revision = tip;
	code = collect(&paths, repo, policy, &options, part, err);
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
