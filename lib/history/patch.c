/* SPDX-License-Identifier: MIT */
#include "history/history.h"

#include "git/plumbing.h"

static void add_path(struct pm_strlist *paths, const char *path)
{
	if (path && !pm_strlist_has(paths, path))
		pm_strlist_add(paths, path);
}

int pm_history_patch(struct pm_buf *out, const struct pm_event *event,
		     struct pm_error *err)
{
	static const char *const words[] = {
		"git", "diff-tree", "-p", "--cc", "-M", "--root",
		"--no-commit-id", "--no-ext-diff", "--no-textconv",
		"--no-color", "--end-of-options", NULL
	};
	struct pm_strlist argv = { 0 }, paths = { 0 };
	int code;

	if (!event->records)
		return PM_OK;
	for (size_t i = 0; i < event->records; i++) {
		const struct pm_event_record *record = &event->record[i];

		add_path(&paths, record->path);
		if (record->before)
			add_path(&paths, record->before->path);
		for (size_t c = 0; c < record->changes.nr; c++) {
			if (record->changes.item[c].kind == PM_CHANGE_MOVED)
				add_path(&paths, record->changes.item[c].before);
		}
	}
	pm_strlist_add_all(&argv, words);
	pm_strlist_add(&argv, event->commit.id);
	pm_strlist_add(&argv, "--");
	pm_git_paths(&argv, (const char *const *)paths.item, paths.nr);
	code = pm_git(&argv, out, err);
	pm_strlist_release(&argv);
	pm_strlist_release(&paths);
	return code;
}
