/* SPDX-License-Identifier: MIT */
#include "git/listing.h"

#include <string.h>

#include "git/plumbing.h"

bool pm_repo_is_sparse(struct pm_repo *repo)
{
	return pm_repo_config_bool(repo, "core.sparsecheckout", false);
}

/* "S <mode> <id> <stage>\t<path>"; S is skip-worktree. */
static bool add_skipped(struct pm_entries *out, char *text)
{
	char *end, *blank;
	unsigned mode;

	if (strncmp(text, "S ", 2))
		return true;
	mode = pm_git_mode(text + 2, &end);
	if (!mode)
		return false;
	blank = strchr(end + 1, ' ');
	if (!blank || strncmp(blank, " 0\t", 3))
		return false;
	*blank = '\0';
	if (!pm_is_oid(end + 1) || !blank[3])
		return false;
	pm_entries_add(out, blank + 3, mode, end + 1);
	return true;
}

int pm_list_skipped(struct pm_entries *out, struct pm_arena *arena,
		    struct pm_repo *repo, const char *const *path, size_t nr,
		    struct pm_error *err)
{
	static const char *const words[] = {
		"git", "ls-files", "-s", "-t", "-z", "--full-name", "--", NULL
	};
	struct pm_strlist argv = { 0 };
	struct pm_entries all = { 0 };
	struct pm_path_set only;
	struct pm_buf text = { 0 };
	char *p, *field;
	int code;

	pm_path_set_init(&only, path, nr);
	code = pm_git_check_index(repo, err);
	if (code < 0)
		goto out;
	pm_strlist_add_all(&argv, words);
	pm_git_paths(&argv, path, nr);
	code = pm_git(&argv, &text, err);
	if (code < 0)
		goto out;
	p = pm_arena_alloc(arena, text.len + 1);
	if (text.len)
		memcpy(p, text.ptr, text.len);
	for (char *last = p + text.len; (field = pm_git_field(&p, last));) {
		if (add_skipped(&all, field))
			continue;
		code = pm_fail(err, PM_ERROR, "cannot understand what "
			       "'git ls-files' printed");
		goto out;
	}
	for (size_t i = 0; i < all.nr; i++) {
		if (pm_path_set_has(&only, all.item[i].path))
			pm_entries_add(out, all.item[i].path, all.item[i].mode,
				       all.item[i].oid);
	}
out:
	pm_entries_release(&all);
	pm_path_set_release(&only);
	pm_strlist_release(&argv);
	pm_buf_release(&text);
	return code;
}
