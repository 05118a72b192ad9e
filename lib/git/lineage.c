/* SPDX-License-Identifier: MIT */
#include "git/lineage.h"

#include <stdlib.h>
#include <string.h>

#include "git/plumbing.h"
#include "git/process.h"

/* Clocks differ: a commit may be dated before its parents. */
#define CLOCK_SKEW (7 * 24 * 60 * 60)

enum paint {
	OF_TIP = 1,
	OF_OTHER = 2,
	OF_BOTH = OF_TIP | OF_OTHER,
	BEHIND = 4, /* a merge base leads there */
};

static int ask(struct pm_buf *out, const struct pm_strlist *tips,
	       const struct pm_strlist *known, int64_t since,
	       struct pm_error *err)
{
	struct pm_strlist argv = { 0 };
	struct pm_run run = { .env = pm_git_env };
	struct pm_buf in = { 0 };
	int code;

	pm_strlist_add(&argv, "git");
	pm_strlist_add(&argv, "rev-list");
	pm_strlist_add(&argv, "--topo-order");
	pm_strlist_add(&argv, "--parents");
	if (since > CLOCK_SKEW)
		pm_strlist_addf(&argv, "--since=@%lld",
				(long long)since - CLOCK_SKEW);
	pm_strlist_add(&argv, "--stdin");
	if (known && known->nr) {
		pm_strlist_add(&argv, "--not");
		pm_strlist_add_all(&argv, (const char *const *)known->item);
		pm_strlist_add(&argv, "--not");
	}
	for (size_t i = 0; i < tips->nr; i++)
		pm_buf_addf(&in, "%s\n", tips->item[i]);
	run.argv = (const char *const *)argv.item;
	run.in = pm_buf_str(&in);
	run.in_len = in.len;
	code = pm_run_ok(&run, out, err);
	pm_strlist_release(&argv);
	pm_buf_release(&in);
	return code;
}

/* A commit on each line, its parents behind it. */
static void split(struct pm_lineage *l)
{
	size_t alloc = 0;
	char *at = l->text.ptr;

	while (at && *at) {
		char *end = at + strcspn(at, "\n"), *word = at;
		bool last = !*end;

		*end = '\0';
		PM_GROW(l->first, l->nr, alloc);
		l->first[l->nr] = l->parents;
		PM_GROW(l->id, l->nr, l->alloc);
		l->id[l->nr++] = word;
		while ((word = strchr(word, ' '))) {
			*word++ = '\0';
			PM_GROW(l->parent_id, l->parents, l->parent_alloc);
			l->parent_id[l->parents++] = word;
		}
		at = last ? end : end + 1;
	}
	PM_GROW(l->first, l->nr, alloc);
	l->first[l->nr] = l->parents;
}

static int by_id(const void *a, const void *b, void *payload)
{
	const struct pm_lineage *l = payload;

	return strcmp(l->id[*(const size_t *)a], l->id[*(const size_t *)b]);
}

int pm_lineage_read(struct pm_lineage *out, const struct pm_strlist *tips,
		    const struct pm_strlist *known, int64_t since,
		    struct pm_error *err)
{
	int code;

	memset(out, 0, sizeof(*out));
	code = ask(&out->text, tips, known, since, err);
	if (code < 0)
		return code;
	split(out);
	out->sorted = pm_xmalloc((out->nr + 1) * sizeof(*out->sorted));
	for (size_t i = 0; i < out->nr; i++)
		out->sorted[i] = i;
	if (out->nr)
		qsort_r(out->sorted, out->nr, sizeof(*out->sorted), by_id,
			out);
	out->parent = pm_xmalloc((out->parents + 1) * sizeof(*out->parent));
	for (size_t i = 0; i < out->parents; i++)
		out->parent[i] = pm_lineage_find(out, out->parent_id[i],
						 strlen(out->parent_id[i]));
	out->paint = pm_xcalloc(out->nr + 1, 1);
	return PM_OK;
}

size_t pm_lineage_find(const struct pm_lineage *l, const char *id, size_t len)
{
	size_t low = 0, high = l->nr;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strncmp(l->id[l->sorted[middle]], id, len) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == l->nr || strncmp(l->id[l->sorted[low]], id, len) != 0)
		return PM_NO_COMMIT;
	return l->sorted[low];
}

/* Hand a commit's colours on to its parents. Returns by how many more, or
 * fewer, have the tip's alone and were not looked at yet. */
static long spread(struct pm_lineage *l, size_t commit)
{
	unsigned char colours = l->paint[commit];
	long more = 0;

	for (size_t i = l->first[commit]; i < l->first[commit + 1]; i++) {
		unsigned char *paint;

		if (l->parent[i] == PM_NO_COMMIT)
			continue;
		paint = &l->paint[l->parent[i]];
		if (*paint == OF_TIP)
			more--;
		*paint |= colours;
		if (*paint == OF_TIP)
			more++;
	}
	return more;
}

void pm_lineage_between(bool *out, struct pm_lineage *l, const size_t *commit,
			size_t nr, size_t tip, size_t without)
{
	size_t start = tip < without ? tip : without, at = start, end;
	long pending = 1;

	memset(out, 0, nr * sizeof(*out));
	if (tip == PM_NO_COMMIT || tip == without)
		return;
	l->paint[tip] = OF_TIP;
	if (without != PM_NO_COMMIT)
		l->paint[without] = OF_OTHER;
	/* Children come first, so a commit has all its colours by its turn. */
	for (; at < l->nr && pending > 0; at++) {
		if (!l->paint[at])
			continue;
		if (l->paint[at] == OF_TIP)
			pending--;
		pending += spread(l, at);
	}
	end = at;
	for (size_t i = 0; i < nr; i++)
		out[i] = commit[i] < end && l->paint[commit[i]] == OF_TIP;
	memset(l->paint + start, 0, l->nr - start);
}

/* One commit of the walk for merge bases: *pending are those that the walk has
 * yet to come to and that are behind no base. False: it leaves the stretch. */
static bool pass_on(struct pm_lineage *l, size_t commit, long *pending)
{
	unsigned char colours = l->paint[commit];

	if (!(colours & BEHIND))
		--*pending;
	if ((colours & OF_BOTH) == OF_BOTH)
		colours |= BEHIND;
	for (size_t i = l->first[commit]; i < l->first[commit + 1]; i++) {
		unsigned char *paint;

		if (l->parent[i] == PM_NO_COMMIT && !(colours & BEHIND))
			return false;
		if (l->parent[i] == PM_NO_COMMIT)
			continue;
		paint = &l->paint[l->parent[i]];
		if (!*paint && !(colours & BEHIND))
			++*pending;
		else if (*paint && !(*paint & BEHIND) && (colours & BEHIND))
			--*pending;
		*paint |= colours;
	}
	return true;
}

bool pm_lineage_bases(struct pm_strlist *out, struct pm_lineage *l, size_t a,
		      size_t b)
{
	size_t start = a < b ? a : b, nr = out->nr;
	long pending = a == b ? 1 : 2;
	bool whole = a != PM_NO_COMMIT && b != PM_NO_COMMIT;

	if (!whole)
		return false;
	l->paint[a] |= OF_TIP;
	l->paint[b] |= OF_OTHER;
	for (size_t at = start; at < l->nr && pending > 0 && whole; at++) {
		if (!l->paint[at])
			continue;
		if (l->paint[at] == OF_BOTH)
			pm_strlist_add(out, l->id[at]);
		whole = pass_on(l, at, &pending);
	}
	memset(l->paint + start, 0, l->nr - start);
	while (!whole && out->nr > nr)
		free(out->item[--out->nr]);
	return whole;
}

void pm_lineage_release(struct pm_lineage *l)
{
	pm_buf_release(&l->text);
	free(l->id);
	free(l->parent_id);
	free(l->parent);
	free(l->first);
	free(l->sorted);
	free(l->paint);
	memset(l, 0, sizeof(*l));
}
