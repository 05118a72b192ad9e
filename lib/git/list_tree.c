/* SPDX-License-Identifier: MIT */
#include "git/listing.h"

#include <string.h>

#include "git/plumbing.h"

/* "<mode> <type> <id>\t<path>" */
static bool parse_record(char *record, struct pm_entry *entry)
{
	char *end, *oid, *tab;

	entry->mode = pm_git_mode(record, &end);
	if (!entry->mode)
		return false;
	oid = strchr(end + 1, ' ');
	tab = oid ? strchr(oid, '\t') : NULL;
	if (!tab)
		return false;
	*tab = '\0';
	entry->oid = oid + 1;
	entry->path = tab + 1;
	return pm_is_oid(entry->oid) && *entry->path;
}

static int list(struct pm_entries *out, struct pm_arena *arena,
		const struct pm_strlist *argv, struct pm_path_set *only,
		struct pm_error *err)
{
	struct pm_buf text = { 0 };
	struct pm_entry entry;
	char *p, *end, *record;
	int code = pm_git(argv, &text, err);

	if (code < 0)
		goto out;
	p = pm_arena_alloc(arena, text.len + 1);
	if (text.len)
		memcpy(p, text.ptr, text.len);
	end = p + text.len;
	while ((record = pm_git_field(&p, end))) {
		if (!parse_record(record, &entry))
			break;
		if (!only || pm_path_set_has(only, entry.path))
			pm_entries_add(out, entry.path, entry.mode,
				       entry.oid);
	}
	if (record || p != end)
		code = pm_fail(err, PM_ERROR,
			       "cannot understand what 'git ls-tree' printed");
	else
		pm_entries_sort(out);

out:
	pm_buf_release(&text);
	return code;
}

int pm_list_tree(struct pm_entries *out, struct pm_arena *arena,
		 struct pm_repo *repo, const char *treeish,
		 const char *const *path, size_t nr, struct pm_error *err)
{
	static const char *const words[] = {
		"git", "ls-tree", "-r", "-z", "--full-tree", "--", NULL
	};
	struct pm_strlist argv = { 0 };
	struct pm_path_set only;
	int code;

	(void)repo;
	pm_strlist_add_all(&argv, words);
	pm_strlist_add(&argv, treeish);
	pm_git_paths(&argv, path, nr);
	pm_path_set_init(&only, path, nr);
	code = list(out, arena, &argv, &only, err);
	pm_path_set_release(&only);
	pm_strlist_release(&argv);
	return code;
}

int pm_list_folder(struct pm_entries *out, struct pm_arena *arena,
		   struct pm_repo *repo, const char *treeish, const char *path,
		   struct pm_error *err)
{
	static const char *const words[] = {
		"git", "ls-tree", "-z", "--full-tree", "--", NULL
	};
	struct pm_strlist argv = { 0 };
	int code;

	(void)repo;
	pm_strlist_add_all(&argv, words);
	pm_strlist_add(&argv, treeish);
	/* With the slash it is what the folder holds, not the folder. */
	if (*path)
		pm_strlist_addf(&argv, ":(top,literal)%s/", path);
	code = list(out, arena, &argv, NULL, err);
	pm_strlist_release(&argv);
	return code;
}
