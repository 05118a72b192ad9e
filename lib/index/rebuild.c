/* SPDX-License-Identifier: MIT */
#include "index/look.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "git/plumbing.h"
#include "index/claims.h"

/* HEAD, and with `all` every branch, each commit once. */
static int list_tips(struct pm_strlist *tip, size_t *branches,
		     struct pm_repo *repo, bool all, struct pm_error *err)
{
	static const char *const words[] = {
		"git", "for-each-ref", "--format=%(objectname)", "refs/heads",
		"refs/remotes", NULL
	};
	struct pm_strlist argv = { 0 }, found = { 0 };
	struct pm_buf text = { 0 };
	char *head = NULL;
	int code = pm_repo_head(repo, &head, err);

	if (code >= 0 && head)
		pm_strlist_add(tip, head);
	*branches = tip->nr;
	if (code >= 0 && all) {
		pm_strlist_add_all(&argv, words);
		code = pm_git(&argv, &text, err);
		pm_strlist_split(&found, pm_buf_str(&text), "\n");
		*branches = found.nr ? found.nr : *branches;
	}
	pm_strlist_sort_unique(&found);
	for (size_t i = 0; i < found.nr; i++) {
		if (!head || strcmp(found.item[i], head) != 0)
			pm_strlist_add(tip, found.item[i]);
	}
	pm_strlist_release(&argv);
	pm_strlist_release(&found);
	pm_buf_release(&text);
	free(head);
	return code;
}

static int cover(struct pm_index *index, const char *tip, struct pm_error *err)
{
	int64_t node;
	/* First: where nothing is known it reads the changes beside. */
	int code = pm_index_cover_claims(index, tip, err);

	return code < 0 ? code : pm_index_cover(index, tip, &node, err);
}

static int describe(struct pm_index_rebuilt *out, struct pm_index *index,
		    struct pm_error *err)
{
	struct pm_index_facts facts = { 0 };
	int code = pm_index_parts(&facts, index, err);

	for (size_t i = 0; i < facts.parts && code >= 0; i++) {
		if (!facts.part[i].is_current)
			continue;
		out->part = facts.part[i];
		facts.part[i].root = NULL;
	}
	pm_index_facts_release(&facts);
	return code;
}

int pm_index_rebuild(struct pm_index_rebuilt *out, struct pm_repo *repo,
		     const char *root, bool all, struct pm_error *err)
{
	struct pm_index index;
	struct pm_strlist tip = { 0 };
	struct stat st;
	int code = list_tips(&tip, &out->branches, repo, all, err);

	if (code < 0)
		goto out;
	code = pm_index_open(&index, repo, root, err);
	if (code < 0)
		goto out;
	/* What was in the way of the old one matters no more. */
	pm_buf_reset(&index.db.notice);
	code = pm_db_begin_private(&index.db, repo, err);
	for (size_t i = 0; i < tip.nr && code >= 0; i++)
		code = cover(&index, tip.item[i], err);
	if (code >= 0)
		code = describe(out, &index, err);
	if (code >= 0)
		code = pm_db_end_private(&index.db, repo, err);
	if (code >= 0 && !stat(index.db.path, &st))
		out->size = st.st_size;
	/* The failure says it. */
	pm_buf_reset(&index.db.notice);
	pm_index_close(&index);
out:
	pm_strlist_release(&tip);
	return code;
}

void pm_index_rebuilt_release(struct pm_index_rebuilt *rebuilt)
{
	free(rebuilt->part.root);
	memset(rebuilt, 0, sizeof(*rebuilt));
}
