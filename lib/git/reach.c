/* SPDX-License-Identifier: MIT */
#include "git/reach.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/strlist.h"
#include "git/plumbing.h"
#include "git/process.h"

/* As for other reading children; and what is not here is told, not fetched. */
static const char *const env[] = {
	"GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", NULL
};

/* "committer NAME <ADDRESS> SECONDS ZONE" in the head of a commit. */
static int64_t time_of(const char *commit, size_t len)
{
	static const char key[] = "\ncommitter ";
	const char *head_end = memmem(commit, len, "\n\n", 2);
	size_t head = head_end ? (size_t)(head_end - commit) : len;
	const char *line = memmem(commit, head, key, sizeof(key) - 1);
	const char *end;

	if (!line)
		return 0;
	line++;
	end = memchr(line, '\n', (size_t)(commit + len - line));
	if (!end)
		return 0;
	while (end > line && *end != '>')
		end--;
	return *end == '>' ? strtoll(end + 1, NULL, 10) : 0;
}

/* "<id> commit <size>", the commit, a line break; or "<name> missing" and
 * the like. False when the answer is cut. */
static bool read_one(struct pm_reach *item, struct pm_arena *arena, char **at,
		     const char *end)
{
	char *line = *at;
	char *stop = line < end ? memchr(line, '\n', (size_t)(end - line))
				: NULL;
	char *blank, *rest;
	size_t size;

	if (!stop)
		return false;
	*stop = '\0';
	*at = stop + 1;
	blank = strchr(line, ' ');
	if (!blank || strncmp(blank, " commit ", 8) != 0)
		return true;
	size = strtoull(blank + 8, &rest, 10);
	if (*rest || size >= (size_t)(end - *at))
		return false;
	item->id = pm_arena_strndup(arena, line, (size_t)(blank - line));
	item->time = time_of(*at, size);
	*at += size + 1;
	return true;
}

static int read_commits(struct pm_reach *item, size_t nr,
			struct pm_arena *arena, struct pm_error *err)
{
	static const char *const argv[] = { "git", "cat-file", "--batch",
					    NULL };
	struct pm_run run = { .argv = argv, .env = env };
	struct pm_buf in = { 0 }, out = { 0 };
	char *at;
	int code;

	for (size_t i = 0; i < nr; i++)
		pm_buf_addf(&in, "%s^{commit}\n", item[i].name);
	run.in = pm_buf_str(&in);
	run.in_len = in.len;
	code = pm_run_ok(&run, &out, err);
	at = out.ptr;
	for (size_t i = 0; i < nr && code >= 0; i++) {
		if (!out.len || !read_one(&item[i], arena, &at,
					  out.ptr + out.len))
			code = pm_fail(err, PM_ERROR, "cannot understand what "
				       "'git cat-file' printed");
	}
	pm_buf_release(&in);
	pm_buf_release(&out);
	return code;
}

/* What is reachable from the items, but from no tip: an item that is not
 * among it is reached. */
static int read_strange(struct pm_strlist *strange,
			const struct pm_reach *item, size_t nr,
			const char *const *tip, struct pm_error *err)
{
	static const char *const argv[] = { "git", "rev-list", "--stdin",
					    NULL };
	struct pm_run run = { .argv = argv, .env = env };
	struct pm_buf in = { 0 }, out = { 0 };
	int code;

	for (size_t i = 0; i < nr; i++)
		if (item[i].id)
			pm_buf_addf(&in, "%s\n", item[i].id);
	for (; *tip; tip++)
		pm_buf_addf(&in, "^%s\n", *tip);
	run.in = pm_buf_str(&in);
	run.in_len = in.len;
	code = pm_run_ok(&run, &out, err);
	if (code >= 0)
		pm_strlist_split(strange, pm_buf_str(&out), "\n");
	pm_strlist_sort_unique(strange);
	pm_buf_release(&in);
	pm_buf_release(&out);
	return code;
}

int pm_reach_find(struct pm_reach *item, size_t nr, struct pm_arena *arena,
		  const char *const *tip, struct pm_error *err)
{
	struct pm_strlist strange = { 0 };
	bool any = false;
	int code = PM_OK;

	for (size_t i = 0; i < nr; i++) {
		item[i].id = NULL;
		item[i].time = 0;
		item[i].is_reached = false;
	}
	if (nr)
		code = read_commits(item, nr, arena, err);
	for (size_t i = 0; i < nr && !any; i++)
		any = item[i].id != NULL;
	if (code < 0 || !any || !*tip)
		return code;
	code = read_strange(&strange, item, nr, tip, err);
	for (size_t i = 0; i < nr && code >= 0; i++)
		item[i].is_reached =
			item[i].id &&
			!pm_strlist_sorted_has(&strange, item[i].id);
	pm_strlist_release(&strange);
	return code;
}
