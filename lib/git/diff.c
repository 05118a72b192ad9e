/* SPDX-License-Identifier: MIT */
#include "git/diff.h"

#include <stdlib.h>
#include <string.h>

#include "git/plumbing.h"
#include "git/process.h"

/* The next word up to a blank, cut off; NULL when there is none. */
static char *word(char **p)
{
	char *start = *p;
	char *end = strchr(start, ' ');

	if (!end || end == start)
		return NULL;
	*end = '\0';
	*p = end + 1;
	return start;
}

static const char *oid_or_null(const char *oid, unsigned mode)
{
	return mode ? oid : NULL;
}

/*
 * ":<mode> <mode> <id> <id> <status>", and for a merge of n parents n colons,
 * n + 1 modes, n + 1 ids and n letters: the first parent is the old side.
 */
bool pm_diff_meta(struct pm_delta *out, char *meta)
{
	size_t parents = strspn(meta, ":");
	const char *old_oid = NULL, *new_oid = NULL;
	char *p = meta + parents;

	*out = (struct pm_delta){ 0 };
	if (!parents)
		return false;
	for (size_t i = 0; i <= parents; i++) {
		char *end;
		unsigned mode = pm_git_mode(p, &end);

		if (end == p || *end != ' ')
			return false;
		if (i == 0)
			out->old_mode = mode;
		out->new_mode = mode;
		p = end + 1;
	}
	for (size_t i = 0; i <= parents; i++) {
		new_oid = word(&p);
		if (!new_oid || !pm_is_oid(new_oid))
			return false;
		if (i == 0)
			old_oid = new_oid;
	}
	out->old_oid = oid_or_null(old_oid, out->old_mode);
	out->new_oid = oid_or_null(new_oid, out->new_mode);
	out->status = *p;
	return *p && strchr("ADMTURC", *p);
}

static bool is_folder(const struct pm_delta *delta)
{
	return delta->old_mode == PM_MODE_TREE ||
	       delta->new_mode == PM_MODE_TREE;
}

/* `folders` NULL: git was not asked for them. */
static int parse(struct pm_deltas *out, struct pm_deltas *folders, char *p,
		 char *end, struct pm_path_set *only, const char *name,
		 struct pm_error *err)
{
	struct pm_deltas *list;
	struct pm_delta delta;
	char *meta;

	while ((meta = pm_git_field(&p, end))) {
		if (!pm_diff_meta(&delta, meta))
			break;
		delta.path = pm_git_field(&p, end);
		if (delta.path && (delta.status == 'R' || delta.status == 'C')) {
			delta.old_path = delta.path;
			delta.path = pm_git_field(&p, end);
		}
		if (!delta.path)
			break;
		if (!pm_path_set_has(only, delta.path) &&
		    !(delta.old_path && pm_path_set_has(only, delta.old_path)))
			continue;
		list = folders && is_folder(&delta) ? folders : out;
		PM_GROW(list->item, list->nr, list->alloc);
		list->item[list->nr++] = delta;
	}
	if (meta || p != end)
		return pm_fail(err, PM_ERROR,
			       "cannot understand what 'git %s' printed",
			       name);
	return 0;
}

static int by_path(const void *a, const void *b)
{
	const struct pm_delta *x = a, *y = b;

	return strcmp(x->path, y->path);
}

/*
 * An unmerged path may be told once more, as modified. And whoever makes trees
 * by hand can put two files in the place of one, of which git checks out one,
 * or a file where git does not find it again.
 */
static int join_doubles(struct pm_deltas *out, struct pm_error *err)
{
	size_t kept = 0;

	if (out->nr)
		qsort(out->item, out->nr, sizeof(*out->item), by_path);
	for (size_t i = 0; i < out->nr; i++) {
		const struct pm_delta *now = &out->item[i];
		struct pm_delta *last = kept ? &out->item[kept - 1] : NULL;

		if (!last || strcmp(last->path, now->path))
			out->item[kept++] = *now;
		else if (now->status == 'U')
			*last = *now;
		else if (last->status != 'U')
			return pm_fail(err, PM_ERROR,
				       "%s: stands twice or out of order in its "
				       "folder, as git never writes one (see "
				       "git fsck)", now->path);
	}
	out->nr = kept;
	return PM_OK;
}

static int diff(struct pm_deltas *out, struct pm_deltas *folders,
		struct pm_arena *arena, struct pm_strlist *argv,
		const char *const *env, const char *const *path, size_t nr,
		struct pm_error *err)
{
	struct pm_path_set only;
	struct pm_buf text = { 0 };
	struct pm_run run = { .env = env };
	char *p;
	int code;

	pm_strlist_add(argv, "--");
	pm_git_paths(argv, path, nr);
	pm_path_set_init(&only, path, nr);
	run.argv = (const char *const *)argv->item;
	code = pm_run_ok(&run, &text, err);
	if (code < 0)
		goto out;
	p = pm_arena_alloc(arena, text.len + 1);
	if (text.len)
		memcpy(p, text.ptr, text.len);
	code = parse(out, folders, p, p + text.len, &only, argv->item[1], err);
	if (code == 0)
		code = join_doubles(out, err);
	if (code == 0 && folders)
		code = join_doubles(folders, err);

out:
	pm_path_set_release(&only);
	pm_buf_release(&text);
	return code;
}

int pm_diff_index(struct pm_deltas *out, struct pm_arena *arena,
		  struct pm_repo *repo, const char *treeish,
		  const char *const *path, size_t nr, struct pm_error *err)
{
	static const char *const words[] = {
		"git", "diff-index", "--cached", "--ita-invisible-in-index",
		"--no-renames", PM_DIFF_RAW, "--end-of-options", NULL
	};
	struct pm_strlist argv = { 0 };
	int code = pm_git_check_index(repo, err);

	if (code < 0)
		return code;
	pm_strlist_add_all(&argv, words);
	pm_strlist_add(&argv, treeish);
	code = diff(out, NULL, arena, &argv, pm_git_env, path, nr, err);
	pm_strlist_release(&argv);
	return code;
}

static int diff_trees(struct pm_deltas *out, struct pm_deltas *folders,
		      struct pm_arena *arena, struct pm_repo *repo,
		      const char *option,
		      const char *from, const char *to,
		      const char *const *path, size_t nr, struct pm_error *err)
{
	static const char *const words[] = {
		"git", "diff-tree", "-r", "--no-renames", PM_DIFF_RAW, NULL
	};
	struct pm_strlist argv = { 0 }, env = { 0 };
	int code;

	pm_git_env_for_trees(&env, repo);
	pm_strlist_add_all(&argv, words);
	if (option)
		pm_strlist_add(&argv, option);
	pm_strlist_add(&argv, "--end-of-options");
	pm_strlist_add(&argv, from);
	pm_strlist_add(&argv, to);
	code = diff(out, folders, arena, &argv, (const char *const *)env.item,
		    path, nr, err);
	pm_strlist_release(&env);
	pm_strlist_release(&argv);
	return code;
}

int pm_diff_trees(struct pm_deltas *out, struct pm_arena *arena,
		  struct pm_repo *repo, const char *from, const char *to,
		  const char *const *path, size_t nr, bool renames,
		  struct pm_error *err)
{
	return diff_trees(out, NULL, arena, repo, renames ? "-M" : NULL, from, to,
			  path, nr, err);
}

int pm_diff_folders(struct pm_deltas *out, struct pm_deltas *folders,
		    struct pm_arena *arena, struct pm_repo *repo,
		    const char *from, const char *to, struct pm_error *err)
{
	return diff_trees(out, folders, arena, repo, "-t", from, to, NULL, 0,
			  err);
}

struct pm_delta *pm_deltas_find(const struct pm_deltas *list, const char *path)
{
	const struct pm_delta key = { .path = path };

	return list->nr ? bsearch(&key, list->item, list->nr, sizeof(key),
				  by_path) :
			  NULL;
}

/* Not in the index but on disk: new, or else git told it as removed. */
static void add_untracked(struct pm_deltas *out, size_t tracked,
			  const char *path)
{
	const struct pm_deltas sorted = { .item = out->item, .nr = tracked };
	struct pm_delta *known = pm_deltas_find(&sorted, path);

	if (known) {
		known->new_mode = PM_MODE_FILE;
		known->status = 'M';
		return;
	}
	PM_GROW(out->item, out->nr, out->alloc);
	out->item[out->nr++] = (struct pm_delta){
		.path = path, .new_mode = PM_MODE_FILE, .status = 'A'
	};
}

static int diff_untracked(struct pm_deltas *out, struct pm_arena *arena,
			  const char *const *path, size_t nr,
			  struct pm_error *err)
{
	static const char *const words[] = {
		"git", "ls-files", "--others", "-z", "--full-name", "--", NULL
	};
	struct pm_strlist argv = { 0 };
	struct pm_path_set only;
	struct pm_buf text = { 0 };
	size_t tracked = out->nr;
	char *p, *last, *found;
	int code;

	pm_strlist_add_all(&argv, words);
	pm_git_paths(&argv, path, nr);
	pm_path_set_init(&only, path, nr);
	code = pm_git(&argv, &text, err);
	if (code < 0)
		goto out;
	p = pm_arena_alloc(arena, text.len + 1);
	if (text.len)
		memcpy(p, text.ptr, text.len);
	last = p + text.len;
	while ((found = pm_git_field(&p, last)))
		if (*found && found[strlen(found) - 1] != '/' &&
		    pm_path_set_has(&only, found))
			add_untracked(out, tracked, found);
	if (out->nr)
		qsort(out->item, out->nr, sizeof(*out->item), by_path);

out:
	pm_path_set_release(&only);
	pm_strlist_release(&argv);
	pm_buf_release(&text);
	return code;
}

int pm_diff_worktree(struct pm_deltas *out, struct pm_arena *arena,
		     struct pm_repo *repo, const char *treeish,
		     const char *const *path, size_t nr, struct pm_error *err)
{
	static const char *const words[] = {
		"git", "diff-index", "--no-renames", PM_DIFF_RAW,
		"--end-of-options", NULL
	};
	struct pm_strlist argv = { 0 };
	int code = pm_git_check_index(repo, err);

	if (code < 0)
		return code;
	pm_strlist_add_all(&argv, words);
	pm_strlist_add(&argv, treeish);
	code = diff(out, NULL, arena, &argv, pm_git_env, path, nr, err);
	pm_strlist_release(&argv);
	for (size_t i = 0; code >= 0 && i < out->nr; i++)
		out->item[i].new_oid = NULL;
	return code < 0 ? code : diff_untracked(out, arena, path, nr, err);
}
