/* SPDX-License-Identifier: MIT */
#include "snapshot/moved.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/path.h"

#define POLICY "/" PM_POLICY_PATH
#define DOCUMENT "/README.md"

static int list(struct pm_entries *out, struct pm_arena *arena,
		const struct pm_source *source, struct pm_error *err)
{
	if (source->place == PM_WORKTREE)
		return pm_list_index(out, arena, source->repo, NULL, 0, NULL,
				     err);
	return pm_list_tree(out, arena, source->repo, source->base, NULL, 0,
			    err);
}

/* What stands before `tail` in the path; 0 for nothing. */
static size_t before(const char *path, const char *tail)
{
	size_t len = strlen(path), end = strlen(tail);

	return len > end && !strcmp(path + len - end, tail) ? len - end : 0;
}

/* "<folder>/<root>/<id>/README.md": the length of <folder>, or 0. */
static size_t before_root(const char *path, const char *root)
{
	size_t len = before(path, DOCUMENT), root_len = strlen(root);

	while (len && path[len - 1] != '/')
		len--;
	if (!root_len || len < root_len + 3)
		return 0;
	len -= root_len + 1;
	return path[len - 1] == '/' && !strncmp(path + len, root, root_len) ?
		       len - 1 :
		       0;
}

static struct pm_moved *find(const struct pm_all_moved *all,
			     const char *folder, size_t len)
{
	for (size_t i = 0; i < all->nr; i++)
		if (strlen(all->item[i].folder) == len &&
		    !strncmp(all->item[i].folder, folder, len))
			return &all->item[i];
	return NULL;
}

static struct pm_moved *add(struct pm_all_moved *all, const char *folder,
			    size_t len, const char *root)
{
	struct pm_buf path = { 0 };
	struct pm_moved *moved;

	PM_GROW(all->item, all->nr, all->alloc);
	moved = &all->item[all->nr++];
	*moved = (struct pm_moved){ 0 };
	moved->folder = pm_arena_strndup(&all->arena, folder, len);
	pm_path_join(&path, moved->folder, root);
	moved->root = pm_arena_strdup(&all->arena, pm_buf_str(&path));
	pm_buf_release(&path);
	return moved;
}

static int take_policy(struct pm_all_moved *all, const struct pm_source *source,
		       const struct pm_entry *entry, size_t len,
		       struct pm_error *err)
{
	struct pm_policy policy = { 0 };
	struct pm_buf text = { 0 };
	size_t size = 0;
	int code = pm_source_read(&text, &size, source, entry, PM_MAX_POLICY,
				  err);

	if (code >= 0) {
		struct pm_moved *moved;

		pm_policy_read(&policy, pm_buf_str(&text), text.len);
		moved = add(all, entry->path, len, policy.root);
		moved->policy = pm_arena_strdup(&all->arena, entry->path);
		moved->says_root = !strncmp(pm_buf_str(&text), "root:", 5) ||
				   strstr(pm_buf_str(&text), "\nroot:");
		pm_policy_release(&policy);
	}
	pm_buf_release(&text);
	return code < 0 ? code : PM_OK;
}

/* One that only a record has, in a document without a policy: others keep
 * folders of that name, too. */
static int is_ours(const struct pm_source *source,
		   const struct pm_policy *policy,
		   const struct pm_entry *entry, struct pm_error *err)
{
	struct pm_arena arena = { 0 };
	struct pm_record record = { .kind = PM_POSTMORTEM, .id = "",
				    .path = entry->path, .oid = entry->oid };
	int code = pm_record_load(&record, &arena, source, policy,
				  PM_READ_FIELDS, err);

	if (code >= 0)
		code = pm_record_get(&record, PM_F_SEVERITY) ||
		       (pm_record_get(&record, PM_F_STATUS) &&
			pm_record_status(&record) != PM_STATUSES);
	pm_arena_release(&arena);
	return code;
}

int pm_moved_find(struct pm_all_moved *out, const struct pm_snapshot *snapshot,
		  bool anyway, struct pm_error *err)
{
	const struct pm_source *source = &snapshot->source;
	const struct pm_policy *policy = &snapshot->policy;
	struct pm_entries files = { 0 };
	bool is_used = policy->has_file || snapshot->nr;
	int code = PM_OK;

	if (is_used && !anyway)
		return PM_OK;
	code = list(&files, &out->arena, source, err);
	for (size_t i = 0; i < files.nr && code >= 0; i++) {
		const struct pm_entry *e = &files.item[i];
		size_t len = before(e->path, POLICY);

		if (len && pm_mode_is_file(e->mode))
			code = take_policy(out, source, e, len, err);
	}
	for (size_t i = 0; i < files.nr && code >= 0 && !is_used; i++) {
		const struct pm_entry *e = &files.item[i];
		size_t len = before_root(e->path, policy->root);

		if (!len || !pm_mode_is_file(e->mode) ||
		    find(out, e->path, len))
			continue;
		code = is_ours(source, policy, e, err);
		if (code > 0)
			add(out, e->path, len, policy->root);
	}
	pm_entries_release(&files);
	return code < 0 ? code : PM_OK;
}

void pm_moved_release(struct pm_all_moved *all)
{
	free(all->item);
	pm_arena_release(&all->arena);
	*all = (struct pm_all_moved){ 0 };
}
