/* SPDX-License-Identifier: MIT */
#include "git/origin.h"

#include <stdlib.h>
#include <string.h>

#include "git/plumbing.h"
#include "git/process.h"

/* A file that was renamed more often keeps the date of that rename. */
#define MAX_RENAMES 10

/* A file on its way back through its names. */
struct trail {
	struct pm_origin *origin;
	const char *path;   /* what it was called */
	const char *commit; /* that added this name; NULL: not found yet */
	bool is_done;
};

struct trails {
	struct trail *item;
	size_t nr;
	struct pm_arena *arena;
};

static int by_path(const void *a, const void *b)
{
	const struct trail *x = a, *y = b;

	return strcmp(x->path, y->path);
}

static struct trail *find(struct trails *trails, const char *path)
{
	const struct trail key = { .path = path };

	return bsearch(&key, trails->item, trails->nr, sizeof(key), by_path);
}

static void set_commit(struct trails *trails, const char *path,
		       const char *commit, const char *date, const char *email)
{
	struct trail *trail = find(trails, path);
	struct pm_time time;

	if (!trail || trail->is_done)
		return;
	/* git tells the newest first: the last one to come is the first. */
	trail->commit = pm_arena_strdup(trails->arena, commit);
	if (pm_time_parse(&time, date, NULL))
		trail->origin->day = pm_time_date(time);
	trail->origin->email = pm_arena_strdup(trails->arena, email);
}

/* Which commits added the names. */
static int ask_added(struct trails *trails, struct pm_error *err)
{
	static const char *const words[] = {
		"git", "log", "--diff-filter=A", "--name-only", "-z",
		"--no-renames", "--no-follow", "--no-show-signature",
		"--no-notes", "--no-relative", "--no-color",
		"--format=%x01%H%x00%aI%x00%aE", "HEAD", "--", NULL
	};
	struct pm_strlist argv = { 0 };
	struct pm_buf out = { 0 };
	const char **path = pm_xcalloc(trails->nr + 1, sizeof(*path));
	const char *commit = NULL, *date = NULL, *email = NULL;
	size_t nr = 0;
	char *p, *field;
	int code;

	for (size_t i = 0; i < trails->nr; i++) {
		if (!trails->item[i].is_done)
			path[nr++] = trails->item[i].path;
	}
	pm_strlist_add_all(&argv, words);
	pm_git_paths(&argv, path, nr);
	code = pm_git(&argv, &out, err);
	p = out.ptr;
	while (code >= 0 && p &&
	       (field = pm_git_field(&p, out.ptr + out.len))) {
		field += *field == '\n';
		if (*field == '\1') {
			commit = field + 1;
			date = pm_git_field(&p, out.ptr + out.len);
			email = pm_git_field(&p, out.ptr + out.len);
			if (!date || !email)
				break;
		} else if (*field && commit) {
			set_commit(trails, field, commit, date, email);
		}
	}
	pm_strlist_release(&argv);
	pm_buf_release(&out);
	free(path);
	return code;
}

/* Whether those commits only renamed what was there before. */
static int ask_renamed(struct trails *trails, struct pm_error *err)
{
	static const char *const argv[] = {
		"git", "diff-tree", "--stdin", "-r", "-M", "-l0", "-z",
		"--diff-filter=R", "--name-status", "--no-color", NULL
	};
	struct pm_buf in = { 0 }, out = { 0 };
	struct pm_strlist commits = { 0 };
	struct pm_run run = { .argv = argv, .env = pm_git_env };
	const char *commit = NULL;
	char *p, *field;
	int code;

	for (size_t i = 0; i < trails->nr; i++) {
		if (!trails->item[i].is_done && trails->item[i].commit)
			pm_strlist_add(&commits, trails->item[i].commit);
		else
			trails->item[i].is_done = true;
	}
	pm_strlist_sort_unique(&commits);
	for (size_t i = 0; i < commits.nr; i++)
		pm_buf_addf(&in, "%s\n", commits.item[i]);
	run.in = in.ptr;
	run.in_len = in.len;
	code = commits.nr ? pm_run_ok(&run, &out, err) : 0;
	for (size_t i = 0; i < trails->nr; i++)
		trails->item[i].is_done |= code >= 0;
	p = out.ptr;
	while (code >= 0 && p &&
	       (field = pm_git_field(&p, out.ptr + out.len))) {
		char *from, *to;
		struct trail *trail;

		if (*field != 'R') {
			commit = field;
			continue;
		}
		from = pm_git_field(&p, out.ptr + out.len);
		to = pm_git_field(&p, out.ptr + out.len);
		trail = to ? find(trails, to) : NULL;
		if (!trail || !commit || !trail->commit ||
		    strcmp(trail->commit, commit))
			continue;
		trail->path = pm_arena_strdup(trails->arena, from);
		trail->commit = NULL;
		trail->is_done = false;
	}
	pm_strlist_release(&commits);
	pm_buf_release(&in);
	pm_buf_release(&out);
	return code;
}

static bool any_left(const struct trails *trails)
{
	for (size_t i = 0; i < trails->nr; i++) {
		if (!trails->item[i].is_done)
			return true;
	}
	return false;
}

int pm_origins(struct pm_origin *origin, size_t nr, struct pm_arena *arena,
	       struct pm_repo *repo, struct pm_error *err)
{
	struct trails trails = { .nr = nr, .arena = arena };
	char *head = NULL;
	int code;

	for (size_t i = 0; i < nr; i++) {
		origin[i].day = PM_NO_DATE;
		origin[i].email = NULL;
	}
	code = pm_repo_head(repo, &head, err);
	if (code < 0 || !head || !nr)
		goto out;
	trails.item = pm_xcalloc(nr, sizeof(*trails.item));
	for (size_t i = 0; i < nr; i++) {
		trails.item[i].origin = &origin[i];
		trails.item[i].path = origin[i].path;
	}
	for (int i = 0; i < MAX_RENAMES && code >= 0 && any_left(&trails);
	     i++) {
		/* A new name changes the order. */
		qsort(trails.item, nr, sizeof(*trails.item), by_path);
		code = ask_added(&trails, err);
		if (code >= 0)
			code = ask_renamed(&trails, err);
	}
out:
	free(trails.item);
	free(head);
	return code < 0 ? code : 0;
}
