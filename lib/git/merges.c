/* SPDX-License-Identifier: MIT */
#include "git/merges.h"

#include <stdlib.h>
#include <string.h>

#include "git/lineage.h"
#include "git/plumbing.h"
#include "git/process.h"

int pm_merges_find(struct pm_push_commits *out, const char *tip,
		   const struct pm_strlist *known, size_t most,
		   struct pm_error *err)
{
	struct pm_strlist argv = { 0 }, lines = { 0 };
	struct pm_buf text = { 0 };
	int code;

	pm_strlist_add_all(&argv, (const char *const[]){
		"git", "rev-list", "--merges", "--parents", "--reverse",
		NULL });
	pm_strlist_addf(&argv, "--max-count=%zu", most);
	pm_strlist_add(&argv, tip);
	if (known->nr)
		pm_strlist_add(&argv, "--not");
	for (size_t i = 0; i < known->nr; i++)
		pm_strlist_add(&argv, known->item[i]);
	pm_strlist_add(&argv, "--");
	code = pm_git(&argv, &text, err);
	pm_strlist_split(&lines, pm_buf_str(&text), "\n");
	for (size_t i = 0; i < lines.nr && code >= 0; i++)
		pm_push_commits_add(out, lines.item[i]);
	pm_strlist_release(&argv);
	pm_strlist_release(&lines);
	pm_buf_release(&text);
	return code;
}

int pm_merges_bases(struct pm_strlist *out, struct pm_repo *repo,
		    const char *a, const char *b, struct pm_error *err)
{
	int code = pm_push_parting(out, a, b, err);

	if (code >= 0 && !out->nr && repo->is_shallow)
		code = pm_fail(err, PM_ENOTFOUND,
			       "this clone is shallow and does not reach back "
			       "to where %.12s and %.12s parted, so it cannot "
			       "be told what their merge lacks; \"git fetch "
			       "--deepen=<commits>\" or \"git fetch "
			       "--unshallow\" gets what is missing", a, b);
	return code;
}

struct pm_partings {
	struct pm_lineage lineage;
};

static void add_merge(struct pm_push_commits *out, const struct pm_lineage *l,
		      size_t commit)
{
	struct pm_buf line = { 0 };

	pm_buf_addstr(&line, l->id[commit]);
	for (size_t i = l->first[commit]; i < l->first[commit + 1]; i++)
		pm_buf_addf(&line, " %s", l->parent_id[i]);
	pm_push_commits_add(out, pm_buf_str(&line));
	pm_buf_release(&line);
}

int pm_merges_read(struct pm_push_commits *out, struct pm_partings **partings,
		   const char *tip, const struct pm_strlist *known,
		   struct pm_error *err)
{
	struct pm_strlist tips = { 0 };
	struct pm_lineage *l;
	int code;

	*partings = pm_xcalloc(1, sizeof(**partings));
	l = &(*partings)->lineage;
	pm_strlist_add(&tips, tip);
	code = pm_lineage_read(l, &tips, known, 0, err);
	for (size_t i = code < 0 ? 0 : l->nr; i-- > 0;)
		if (l->first[i + 1] - l->first[i] > 1)
			add_merge(out, l, i);
	pm_strlist_release(&tips);
	return code;
}

bool pm_partings_find(struct pm_strlist *out, struct pm_partings *partings,
		      const char *a, const char *b)
{
	struct pm_lineage *l = &partings->lineage;

	return pm_lineage_bases(out, l, pm_lineage_find(l, a, strlen(a)),
				pm_lineage_find(l, b, strlen(b)));
}

void pm_partings_free(struct pm_partings *partings)
{
	if (partings)
		pm_lineage_release(&partings->lineage);
	free(partings);
}
