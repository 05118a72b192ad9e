/* SPDX-License-Identifier: MIT */
#include "git/listing.h"

#include <string.h>

#include "git/plumbing.h"

static const char *empty_blob(const struct pm_repo *repo)
{
	return strcmp(repo->hash, "sha256")
		? "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
		: "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813";
}

struct record {
	struct pm_entry entry;
	char stage;
};

/* "<mode> <id> <stage>\t<path>" */
static bool parse_record(char *text, struct record *record)
{
	char *end, *blank;

	record->entry.mode = pm_git_mode(text, &end);
	if (!record->entry.mode)
		return false;
	record->entry.oid = end + 1;
	blank = strchr(end + 1, ' ');
	if (!blank || !strchr("0123", blank[1]) || !blank[1] ||
	    blank[2] != '\t')
		return false;
	*blank = '\0';
	record->stage = blank[1];
	record->entry.path = blank + 3;
	return pm_is_oid(record->entry.oid) && *record->entry.path;
}

static void add_unmerged(struct pm_strlist *unmerged, const char *path)
{
	/* The stages of a path follow each other. */
	if (unmerged && (!unmerged->nr ||
			 strcmp(unmerged->item[unmerged->nr - 1], path)))
		pm_strlist_add(unmerged, path);
}

/*
 * "git add -N" records an empty blob, and only a diff says which of the empty
 * ones are meant so. They are rare: ask only when there is an empty one.
 */
static int drop_intended(struct pm_entries *out, struct pm_repo *repo,
			 const struct pm_strlist *suspect,
			 struct pm_error *err)
{
	struct pm_arena arena = { 0 };
	struct pm_deltas added = { 0 };
	size_t kept = 0, at = 0;
	int code;

	if (!suspect->nr)
		return 0;
	code = pm_diff_index(&added, &arena, repo, pm_repo_empty_tree(repo),
			     (const char *const *)suspect->item, suspect->nr,
			     err);
	if (code < 0)
		goto out;
	for (size_t i = 0; i < out->nr; i++) {
		const char *path = out->item[i].path;

		while (at < added.nr && strcmp(added.item[at].path, path) < 0)
			at++;
		if (!pm_strlist_sorted_has(suspect, path) ||
		    (at < added.nr && !strcmp(added.item[at].path, path)))
			out->item[kept++] = out->item[i];
	}
	out->nr = kept;

out:
	pm_deltas_release(&added);
	pm_arena_release(&arena);
	return code;
}

static int take_records(struct pm_entries *out, char *p, char *end,
			const char *empty, struct pm_path_set *only,
			struct pm_strlist *suspect,
			struct pm_strlist *unmerged, struct pm_error *err)
{
	struct record record;
	char *text;

	while ((text = pm_git_field(&p, end))) {
		const struct pm_entry *entry = &record.entry;

		if (!parse_record(text, &record))
			break;
		if (!pm_path_set_has(only, entry->path))
			continue;
		if (record.stage != '0') {
			add_unmerged(unmerged, entry->path);
			continue;
		}
		if (!strcmp(entry->oid, empty))
			pm_strlist_add(suspect, entry->path);
		pm_entries_add(out, entry->path, entry->mode, entry->oid);
	}
	if (text || p != end)
		return pm_fail(err, PM_ERROR, "cannot understand what "
			       "'git ls-files' printed");
	return 0;
}

/* What `git ls-files <format> -z` tells of the paths: [*first, *last) in the
 * arena. */
static int list_files(char **first, char **last, const char *format,
		      struct pm_arena *arena, struct pm_repo *repo,
		      const char *const *path, size_t nr,
		      struct pm_error *err)
{
	const char *const words[] = {
		"git", "ls-files", format, "-s", "-z", "--full-name", "--",
		NULL
	};
	struct pm_strlist argv = { 0 };
	struct pm_buf text = { 0 };
	int code = pm_git_check_index(repo, err);

	if (code < 0)
		return code;
	pm_strlist_add_all(&argv, words);
	pm_git_paths(&argv, path, nr);
	code = pm_git(&argv, &text, err);
	if (code >= 0) {
		*first = pm_arena_alloc(arena, text.len + 1);
		if (text.len)
			memcpy(*first, text.ptr, text.len);
		*last = *first + text.len;
	}
	pm_strlist_release(&argv);
	pm_buf_release(&text);
	return code;
}

int pm_list_index(struct pm_entries *out, struct pm_arena *arena,
		  struct pm_repo *repo, const char *const *path, size_t nr,
		  struct pm_strlist *unmerged, struct pm_error *err)
{
	struct pm_strlist suspect = { 0 };
	struct pm_path_set only;
	char *p, *last;
	int code;

	pm_path_set_init(&only, path, nr);
	code = list_files(&p, &last, "--cached", arena, repo, path, nr, err);
	if (code < 0)
		goto out;
	code = take_records(out, p, last, empty_blob(repo), &only, &suspect,
			    unmerged, err);
	if (code < 0)
		goto out;
	pm_entries_sort(out);
	pm_strlist_sort_unique(&suspect);
	code = drop_intended(out, repo, &suspect, err);

out:
	pm_path_set_release(&only);
	pm_strlist_release(&suspect);
	return code;
}

bool pm_repo_is_sparse(struct pm_repo *repo)
{
	return pm_repo_config_bool(repo, "core.sparsecheckout", false);
}

int pm_list_skipped(struct pm_entries *out, struct pm_arena *arena,
		    struct pm_repo *repo, const char *const *path, size_t nr,
		    struct pm_error *err)
{
	struct pm_path_set only;
	struct record record;
	char *p, *last, *text;
	int code;

	pm_path_set_init(&only, path, nr);
	code = list_files(&p, &last, "-t", arena, repo, path, nr, err);
	while (code >= 0 && (text = pm_git_field(&p, last))) {
		/* "S " stands before an entry that is marked skip-worktree. */
		if (strncmp(text, "S ", 2))
			continue;
		if (!parse_record(text + 2, &record))
			code = pm_fail(err, PM_ERROR, "cannot understand what "
				       "'git ls-files' printed");
		else if (pm_path_set_has(&only, record.entry.path))
			pm_entries_add(out, record.entry.path,
				       record.entry.mode, record.entry.oid);
	}
	pm_path_set_release(&only);
	return code;
}
