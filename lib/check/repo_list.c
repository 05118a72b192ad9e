/* SPDX-License-Identifier: MIT */
#include "check/repo_run.h"

#include "base/path.h"
#include "git/objects.h"

#define FEW 8 /* folders that are asked for one by one, for less than what
	       * starting a process takes */
#define DEEP 3

/* All files below the folders that are listed; false: ask git. */
static bool list_below(struct pm_check_run *run, struct pm_entries *out,
		       const struct pm_entries *list, int depth)
{
	bool all = true;

	for (size_t i = 0; i < list->nr && all; i++) {
		const struct pm_entry *e = &list->item[i];
		struct pm_entries below = { 0 };

		if (e->mode != PM_MODE_TREE) {
			pm_entries_add(out, e->path, e->mode, e->oid);
			continue;
		}
		all = depth < DEEP &&
		      pm_object_tree(&below, &run->arena, run->change->repo,
				     e->oid, e->path) &&
		      list_below(run, out, &below, depth + 1);
		pm_entries_release(&below);
	}
	return all;
}

/* Of a folder that differs the diff has told which tree it was. */
static bool list_one(struct pm_check_run *run, struct pm_entries *out,
		     const char *treeish, const char *path)
{
	const struct pm_delta *folder = pm_deltas_find(&run->folders, path);
	struct pm_entries list = { 0 };
	bool all;

	if (treeish == run->base && folder && folder->old_oid)
		all = pm_object_tree(&list, &run->arena, run->change->repo,
				     folder->old_oid, path);
	else
		all = pm_object_entries(&list, &run->arena, run->change->repo,
					treeish, path);
	all = all && list_below(run, out, &list, 1);
	pm_entries_release(&list);
	return all;
}

int pm_check_run_list(struct pm_check_run *run, struct pm_entries *out,
		      const char *treeish, const char *root,
		      struct pm_error *err)
{
	struct pm_strlist paths = { 0 };
	struct pm_buf path = { 0 };
	bool all = run->touched.nr <= FEW;
	int code = PM_OK;

	for (size_t i = 0; i < run->touched.nr; i++) {
		pm_buf_reset(&path);
		pm_path_join(&path, root, run->touched.item[i]);
		pm_strlist_add(&paths, pm_buf_str(&path));
		all = all && list_one(run, out, treeish, pm_buf_str(&path));
	}
	if (all)
		pm_entries_sort(out);
	else
		out->nr = 0;
	if (!all)
		code = pm_list_tree(out, &run->arena, run->change->repo, treeish,
				    (const char *const *)paths.item, paths.nr,
				    err);
	pm_strlist_release(&paths);
	pm_buf_release(&path);
	return code;
}
