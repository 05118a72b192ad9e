/* SPDX-License-Identifier: MIT */
#include "history/former.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "git/diff.h"
#include "git/plumbing.h"
#include "git/process.h"
#include "index/span.h"
#include "history/track.h"

static void add_rename(struct pm_former *out, struct pm_arena *arena,
		       const struct pm_policy *policy, const char *from,
		       const char *to)
{
	struct pm_buf old = { 0 }, new = { 0 };
	enum pm_kind old_kind, new_kind;

	if (pm_path_identify(&old, &old_kind, policy, from) &&
	    pm_path_identify(&new, &new_kind, policy, to) &&
	    old_kind == new_kind) {
		PM_GROW(out->item, out->nr, out->alloc);
		out->item[out->nr++] = (struct pm_rename){
			.from = pm_arena_strdup(arena, pm_buf_str(&old)),
			.to = pm_arena_strdup(arena, pm_buf_str(&new)),
		};
	}
	pm_buf_release(&old);
	pm_buf_release(&new);
}

/* git's answer for some commits: of each its id, then for each rename
 * ":<modes> <ids> R<score>", the old path, the new one. */
static int find_renames(struct pm_former *out, struct pm_arena *arena,
			struct pm_repo *repo, const struct pm_policy *policy,
			const struct pm_strlist *commits,
			struct pm_error *err)
{
	static const char *const words[] = {
		"git", "diff-tree", "--stdin", "-r", "-M", PM_DIFF_RAW,
		"--diff-filter=R", "--", NULL
	};
	struct pm_strlist argv = { 0 };
	struct pm_buf in = { 0 }, text = { 0 };
	struct pm_run run = { .env = pm_git_env };
	char *at, *end, *meta;
	int code;

	pm_strlist_add_all(&argv, words);
	if (*policy->root)
		pm_git_path_here(&argv, repo, policy->root);
	for (size_t i = 0; i < commits->nr; i++)
		pm_buf_addf(&in, "%s\n", commits->item[i]);
	run.argv = (const char *const *)argv.item;
	run.in = pm_buf_str(&in);
	run.in_len = in.len;
	code = pm_run_ok(&run, &text, err);
	at = text.ptr;
	end = at ? at + text.len : NULL;
	while (code >= 0 && at && (meta = pm_git_field(&at, end))) {
		char *from, *to;

		if (*meta != ':')
			continue;
		from = pm_git_field(&at, end);
		to = from ? pm_git_field(&at, end) : NULL;
		if (to)
			add_rename(out, arena, policy, from, to);
	}
	pm_strlist_release(&argv);
	pm_buf_release(&in);
	pm_buf_release(&text);
	return code;
}

int pm_former_read(struct pm_former *out, struct pm_arena *arena,
		   struct pm_repo *repo, const struct pm_policy *policy,
		   const char *tip, struct pm_error *err)
{
	struct pm_index *index = NULL;
	struct pm_index_span span = { 0 };
	struct pm_strlist movers = { 0 };
	int64_t node = 0;
	int code = pm_index_get(&index, repo, policy->root, err);

	if (code >= 0)
		code = pm_index_cover(index, tip, &node, err);
	if (code >= 0)
		code = pm_index_span(&span, index, node, err);
	if (code >= 0)
		code = pm_index_movers(&movers, index, &span, err);
	if (code >= 0 && movers.nr)
		code = find_renames(out, arena, repo, policy, &movers, err);
	pm_strlist_release(&movers);
	pm_index_span_release(&span);
	return code;
}

const char *pm_former_next(const struct pm_former *former, const char *id)
{
	for (size_t i = 0; i < former->nr; i++)
		if (!strcasecmp(former->item[i].from, id))
			return former->item[i].to;
	return NULL;
}

void pm_former_release(struct pm_former *former)
{
	free(former->item);
	memset(former, 0, sizeof(*former));
}
