/* SPDX-License-Identifier: MIT */
#include "git/reach.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/strlist.h"
#include "git/plumbing.h"
#include "git/process.h"

struct found {
	const char *id;
	int64_t time;
};

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct found *)a)->id,
		      ((const struct found *)b)->id);
}

/* "commit <id>", then the line that was asked for. */
static size_t split(struct found *found, size_t nr, char *text)
{
	static const char head[] = "commit ";
	size_t got = 0;
	char *line, *next;

	for (line = text; line && *line && got < nr; line = next) {
		next = line + strcspn(line, "\n");
		if (*next)
			*next++ = '\0';
		if (strncmp(line, head, sizeof(head) - 1) != 0)
			continue;
		found[got].id = line + sizeof(head) - 1;
		found[got++].time = strtoll(next, NULL, 10);
	}
	return got;
}

static void take(struct pm_reach *item, struct pm_arena *arena,
		 const struct found *found, size_t nr)
{
	size_t len = strlen(item->name), low = 0, high = nr;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strncasecmp(found[middle].id, item->name, len) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == nr || strncasecmp(found[low].id, item->name, len) != 0)
		return;
	item->id = pm_arena_strdup(arena, found[low].id);
	item->time = found[low].time;
}

/* git leaves out what is no commit here; asked like this, it does not try to
 * fetch it either. */
static int read_commits(struct pm_reach *item, size_t nr,
			struct pm_arena *arena, struct pm_error *err)
{
	static const char *const argv[] = {
		"git", "rev-list", "--no-walk=unsorted", "--ignore-missing",
		"--missing=allow-any", "--format=%ct", "--stdin", NULL
	};
	struct pm_run run = { .argv = argv, .env = pm_git_env };
	struct found *found = pm_xmalloc((nr + 1) * sizeof(*found));
	struct pm_buf in = { 0 }, out = { 0 };
	size_t got;
	int code;

	for (size_t i = 0; i < nr; i++)
		pm_buf_addf(&in, "%s^{commit}\n", item[i].name);
	run.in = pm_buf_str(&in);
	run.in_len = in.len;
	code = pm_run_ok(&run, &out, err);
	got = code < 0 ? 0 : split(found, nr, out.ptr);
	qsort(found, got, sizeof(*found), by_id);
	for (size_t i = 0; i < nr; i++)
		take(&item[i], arena, found, got);
	pm_buf_release(&in);
	pm_buf_release(&out);
	free(found);
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
	struct pm_run run = { .argv = argv, .env = pm_git_env };
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
