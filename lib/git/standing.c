/* SPDX-License-Identifier: MIT */
#include "git/standing.h"

#include <stdlib.h>
#include <string.h>

#include "git/listing.h"
#include "git/plumbing.h"

#define HEAD_LINE "# branch.oid "

/* The next word of a line that is cut up. */
static char *word(char **line)
{
	char *start = *line, *end = strchr(start, ' ');

	if (!end)
		return NULL;
	*end = '\0';
	*line = end + 1;
	return start;
}

static const char *blob(struct pm_arena *arena, const char *oid)
{
	return oid[strspn(oid, "0")] ? pm_arena_strdup(arena, oid) : NULL;
}

/* "1 XY sub mH mI mW hH hI path": a file that differs somewhere. */
static bool read_changed(struct pm_standing *out, struct pm_arena *arena,
			 char *line)
{
	enum { KIND, XY, SUB, MODE_HEAD, MODE_INDEX, MODE_FILE, HEAD, INDEX,
	       WORDS };
	char *words[WORDS], *end;

	for (int i = 0; i < WORDS; i++) {
		words[i] = word(&line);
		if (!words[i])
			return false;
	}
	if (strlen(words[XY]) != 2)
		return false;
	out->staged = words[XY][0];
	out->unstaged = words[XY][1];
	out->head = blob(arena, words[HEAD]);
	out->index = blob(arena, words[INDEX]);
	out->mode = pm_git_mode(words[MODE_INDEX], &end);
	if (!out->mode)
		out->mode = pm_git_mode(words[MODE_HEAD], &end);
	out->path = line;
	return true;
}

/* "u XY sub m1 m2 m3 mW h1 h2 h3 path": a conflict. */
static bool read_unmerged(struct pm_standing *out, char *line)
{
	for (int i = 0; i < 10; i++)
		if (!word(&line))
			return false;
	out->staged = out->unstaged = 'U';
	out->path = line;
	return true;
}

static int take(struct pm_standings *out, struct pm_arena *arena, char *line,
		struct pm_path_set *wanted)
{
	struct pm_standing one = { .staged = '.', .unstaged = '?' };
	bool is_read = true;

	if (!strncmp(line, HEAD_LINE, strlen(HEAD_LINE))) {
		line += strlen(HEAD_LINE);
		if (pm_is_oid(line))
			out->commit = pm_arena_strdup(arena, line);
		return 0;
	}
	if (*line == '#')
		return 0;
	if (*line == '1') {
		is_read = read_changed(&one, arena, line);
	} else if (*line == 'u') {
		is_read = read_unmerged(&one, line);
	} else if (!strncmp(line, "? ", 2) || !strncmp(line, "! ", 2)) {
		one.unstaged = *line;
		one.path = line + 2;
	} else {
		is_read = false;
	}
	if (!is_read)
		return PM_ERROR;
	if (!pm_path_set_has(wanted, one.path))
		return 0;
	one.path = pm_arena_strdup(arena, one.path);
	PM_GROW(out->item, out->nr, out->alloc);
	out->item[out->nr++] = one;
	return 0;
}

static int by_path(const void *a, const void *b)
{
	const struct pm_standing *x = a, *y = b;

	return strcmp(x->path, y->path);
}

int pm_standings_read(struct pm_standings *out, struct pm_arena *arena,
		      struct pm_repo *repo, const char *const *path,
		      size_t nr, struct pm_error *err)
{
	static const char *const words[] = {
		"git", "--no-optional-locks", "-c", "status.aheadBehind=false",
		"status", "--porcelain=v2", "--branch", "-z", "--no-renames",
		"--untracked-files=all", "--ignored=matching",
		"--ignore-submodules=all", "--", NULL
	};
	struct pm_strlist argv = { 0 };
	struct pm_path_set wanted;
	struct pm_buf text = { 0 };
	char *p, *line;
	int code;

	(void)repo;
	out->commit = "";
	pm_strlist_add_all(&argv, words);
	pm_git_paths(&argv, path, nr);
	pm_path_set_init(&wanted, path, nr);
	code = pm_git(&argv, &text, err);
	p = text.ptr;
	while (code == 0 && (line = pm_git_field(&p, text.ptr + text.len)))
		if (take(out, arena, line, &wanted) < 0)
			code = pm_fail(err, PM_ERROR, "cannot understand what "
				       "'git status' printed");
	if (out->nr)
		qsort(out->item, out->nr, sizeof(*out->item), by_path);
	pm_strlist_release(&argv);
	pm_path_set_release(&wanted);
	pm_buf_release(&text);
	return code;
}

const struct pm_standing *pm_standings_find(const struct pm_standings *list,
					    const char *path)
{
	const struct pm_standing key = { .path = path };

	return list->nr ? bsearch(&key, list->item, list->nr, sizeof(key),
				  by_path)
			: NULL;
}

void pm_standings_release(struct pm_standings *list)
{
	free(list->item);
	*list = (struct pm_standings){ 0 };
}
