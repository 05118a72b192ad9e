/* SPDX-License-Identifier: MIT */
#include "check/revert.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "git/claims.h"
#include "git/file.h"
#include "git/listing.h"

#define HEX "0123456789abcdef"
#define SHORTEST_ID 7
#define MAX_ID 64

const char *pm_revert_claim(struct pm_arena *arena,
			    const struct pm_commit_info *commit)
{
	const struct pm_claim claim = { .commit = commit->id };
	struct pm_claims claims = { 0 };
	struct pm_buf message = { 0 };
	const char *what = NULL;

	pm_buf_addf(&message, "%s\n\n%s", commit->subject,
		    commit->body ? commit->body : "");
	pm_claims_take(&claims, arena, claim, pm_buf_str(&message),
		       PM_CLAIM_REVERTS);
	if (claims.nr)
		what = claims.item[0].value;
	pm_claims_release(&claims);
	pm_buf_release(&message);
	return what;
}

const char *pm_revert_head(struct pm_arena *arena, const struct pm_repo *repo)
{
	struct pm_buf path = { 0 }, text = { 0 };
	const char *what = NULL;

	pm_path_join(&path, repo->git_dir, "REVERT_HEAD");
	if (!pm_file_read(&text, path.ptr, MAX_ID + 1)) {
		pm_buf_rtrim(&text);
		if (text.len)
			what = pm_arena_strdup(arena, text.ptr);
	}
	pm_buf_release(&path);
	pm_buf_release(&text);
	return what;
}

/* What the commit went back to: its parent, or the one that is named. */
static void add_origin(struct pm_buf *out, const char *what)
{
	const char *parent = strchr(what, ' ');

	pm_buf_addf(out, "%s%s", parent ? parent + 1 : what,
		    parent ? "" : "^");
}

/* Where that cannot be known, as of a request that has only a number, what
 * the message says is believed. */
static bool had_added(struct pm_range *range, const char *what,
		      const char *path)
{
	struct pm_entries files = { 0 };
	struct pm_arena arena = { 0 };
	struct pm_error ignored = { 0 };
	struct pm_buf origin = { 0 };
	char *id = NULL;
	bool was_there = false;

	add_origin(&origin, what);
	if (strspn(what, HEX) >= SHORTEST_ID &&
	    pm_repo_resolve(range->repo, pm_buf_str(&origin), &id,
			    &ignored) >= 0 &&
	    pm_list_tree(&files, &arena, range->repo, id, &path, 1,
			 &ignored) >= 0)
		was_there = files.nr > 0;
	pm_entries_release(&files);
	pm_arena_release(&arena);
	pm_buf_release(&origin);
	free(id);
	return !was_there;
}

bool pm_revert_find(void *payload, const struct pm_record *record,
		    bool has_added)
{
	struct pm_range *range = payload;
	const char *what = range->head ?
				   pm_range_reverts(range, record) :
				   pm_revert_head(&range->arena, range->repo);

	return what && (!has_added || had_added(range, what, record->path));
}
