/* SPDX-License-Identifier: MIT */
#include "git/branches.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/strlist.h"
#include "git/plumbing.h"
#include "git/process.h"

#define FORMAT                                                              \
	"--format=%(refname)%00%(refname:lstrip=2)%00%(objectname)%00"      \
	"%(committerdate:raw)%00%(symref)%00"

enum field {
	REF,
	NAME,
	TIP,
	TIME,
	SYMREF,
	FIELDS,
};

static int list(struct pm_branches *out, struct pm_arena *arena, size_t paths,
		struct pm_error *err)
{
	static const char *const argv[] = {
		"git", "for-each-ref", "--sort=-committerdate", FORMAT,
		"refs/heads", "refs/remotes", NULL
	};
	struct pm_run run = { .argv = argv, .env = pm_git_env };
	struct pm_buf text = { 0 };
	char *at, *end;
	int code = pm_run_ok(&run, &text, err);

	at = text.ptr;
	end = at ? at + text.len : NULL;
	while (code >= 0 && at < end) {
		char *field[FIELDS];
		int i = 0;

		for (; i < FIELDS; i++)
			if (!(field[i] = pm_git_field(&at, end)))
				break;
		if (i < FIELDS)
			break;
		at += at < end && *at == '\n';
		if (*field[SYMREF] || !pm_is_oid(field[TIP]))
			continue;
		PM_GROW(out->item, out->nr, out->alloc);
		out->item[out->nr++] = (struct pm_branch){
			.ref = pm_arena_strdup(arena, field[REF]),
			.name = pm_arena_strdup(arena, field[NAME]),
			.tip = pm_arena_strdup(arena, field[TIP]),
			.time = pm_git_time(field[TIME]),
			.oid = pm_arena_alloc(arena, (paths + 1) *
						     sizeof(char *)),
		};
	}
	pm_buf_release(&text);
	return code;
}

/* "<id> <type> <size>", or what was asked for and "missing". */
static int look(struct pm_branches *branches, struct pm_arena *arena,
		const char *const *path, size_t paths, struct pm_error *err)
{
	static const char *const argv[] = { "git", "cat-file",
					    "--batch-check", NULL };
	struct pm_run run = { .argv = argv, .env = pm_git_env };
	struct pm_buf in = { 0 }, out = { 0 };
	char *line, *end;
	int code;

	for (size_t i = 0; i < branches->nr; i++)
		for (size_t p = 0; p < paths; p++)
			pm_buf_addf(&in, "%s:%s\n", branches->item[i].tip,
				    path[p]);
	run.in = pm_buf_str(&in);
	run.in_len = in.len;
	code = pm_run_ok(&run, &out, err);
	line = out.ptr;
	for (size_t i = 0; i < branches->nr * paths && code >= 0; i++) {
		end = line ? strchr(line, '\n') : NULL;
		if (!end) {
			code = pm_fail(err, PM_ERROR, "cannot understand what "
				       "'git cat-file' printed");
			break;
		}
		line[strcspn(line, " ")] = '\0';
		if (pm_is_oid(line))
			branches->item[i / paths].oid[i % paths] =
				pm_arena_strdup(arena, line);
		line = end + 1;
	}
	pm_buf_release(&in);
	pm_buf_release(&out);
	return code;
}

int pm_branches_read(struct pm_branches *out, struct pm_arena *arena,
		     const char *const *path, size_t paths,
		     struct pm_error *err)
{
	int code = PM_OK;

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < paths && code >= 0; i++)
		if (strchr(path[i], '\n'))
			code = pm_fail(err, PM_EINVALID, "a path with a line "
				       "break cannot be asked for");
	if (code >= 0)
		code = list(out, arena, paths, err);
	if (code >= 0 && out->nr && paths)
		code = look(out, arena, path, paths, err);
	return code;
}

int pm_branches_contain(bool *out, const struct pm_branches *branches,
			const char *commit, struct pm_error *err)
{
	struct pm_strlist argv = { 0 }, refs = { 0 };
	struct pm_buf text = { 0 };
	int code;

	pm_strlist_add(&argv, "git");
	pm_strlist_add(&argv, "for-each-ref");
	pm_strlist_add(&argv, "--format=%(refname)");
	pm_strlist_addf(&argv, "--contains=%s", commit);
	pm_strlist_add(&argv, "refs/heads");
	pm_strlist_add(&argv, "refs/remotes");
	code = pm_git(&argv, &text, err);
	if (code >= 0)
		pm_strlist_split(&refs, pm_buf_str(&text), "\n");
	pm_strlist_sort_unique(&refs);
	for (size_t i = 0; i < branches->nr && code >= 0; i++)
		out[i] = pm_strlist_sorted_has(&refs, branches->item[i].ref);
	pm_strlist_release(&argv);
	pm_strlist_release(&refs);
	pm_buf_release(&text);
	return code;
}

void pm_branches_release(struct pm_branches *branches)
{
	free(branches->item);
	memset(branches, 0, sizeof(*branches));
}
