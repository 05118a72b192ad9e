/* SPDX-License-Identifier: MIT */
#include "cmd/place.h"

#include <string.h>

#include "base/path.h"
#include "git/unseen.h"
#include "snapshot/moved.h"

/*
 * What a list of the work tree would pass over without a word, or show though
 * git does not keep it so: see git/unseen.h. One warning of a kind.
 */

static bool is_record(void *payload, const char *path)
{
	return pm_path_is_record(payload, path, PM_MODE_FILE);
}

/* Told by place_warn(): the folder is there without it. */
static bool is_told(const struct pm_snapshot *snapshot, const char *path)
{
	struct pm_buf id = { 0 }, item = { 0 };
	bool told = pm_path_to_id(&id, &item, &snapshot->policy, path) &&
		    !item.len && pm_snapshot_find(snapshot, pm_buf_str(&id));

	pm_buf_release(&id);
	pm_buf_release(&item);
	return told;
}

static void drop_told(struct pm_strlist *gone,
		      const struct pm_snapshot *snapshot)
{
	struct pm_strlist kept = { 0 };

	for (size_t i = 0; i < gone->nr; i++)
		if (!is_told(snapshot, gone->item[i]))
			pm_strlist_add(&kept, gone->item[i]);
	pm_strlist_release(gone);
	*gone = kept;
}

static void tell(struct context *ctx, size_t nr, const char *first,
		 const char *what, const char *cure)
{
	struct pm_buf seen = { 0 }, path = { 0 };

	if (!nr)
		return;
	pm_path_to_prefix(&seen, ctx->repo.prefix, first);
	pm_path_quote(&path, pm_buf_str(&seen));
	if (nr > 1)
		pm_buf_addf(&path, " and %zu more", nr - 1);
	command_warn("%zu record%s %s: %s; %s", nr, nr == 1 ? " is" : "s are",
		     what, pm_buf_str(&path), cure);
	pm_buf_release(&seen);
	pm_buf_release(&path);
}

static void tell_list(struct context *ctx, const struct pm_strlist *list,
		      const char *what, const char *cure)
{
	tell(ctx, list->nr, list->nr ? list->item[0] : NULL, what, cure);
}

static void tell_all(struct context *ctx, const struct pm_snapshot *snapshot,
		     struct pm_unseen *unseen)
{
	struct pm_buf what = { 0 };

	drop_told(&unseen->gone, snapshot);
	tell_list(ctx, &unseen->gone,
		  "gone from the work tree, and still in git",
		  "\"git restore\" brings back, \"git add -A\" tells git "
		  "where it was moved, \"git rm\" removes");
	tell_list(ctx, &unseen->ignored,
		  "ignored by git, and never committed", "see \"git "
		  "check-ignore -v\"; \"git add -f\" commits all the same");
	/* A sparse checkout leaves out what it was told to, and that is
	 * read from the index. */
	if (!snapshot->source.is_sparse)
		tell_list(ctx, &unseen->skipped,
			  "marked skip-worktree, so that git looks at no "
			  "change", "\"git update-index "
			  "--no-skip-worktree\" ends that");
	tell_list(ctx, &unseen->assumed,
		  "marked assume-unchanged, so that git looks at no change",
		  "\"git update-index --no-assume-unchanged\" ends that");
	if (unseen->filtered.nr) {
		pm_buf_addf(&what, "rewritten by git (%s), so that others "
			    "read something else", unseen->filtered.item[0]);
		tell(ctx, unseen->filtered.nr / 2, unseen->filtered.item[1],
		     pm_buf_str(&what), "see \"git check-attr -a\"");
	}
	pm_buf_release(&what);
}

/* A repository without a policy and a record may have those of another. */
static int tell_moved(const struct pm_snapshot *snapshot, struct pm_error *err)
{
	struct pm_all_moved all = { 0 };
	int code = pm_moved_find(&all, snapshot, false, err);

	for (size_t i = 0; i < all.nr; i++)
		command_warn("the post-mortems in %s are neither listed nor "
			     "checked: they moved away from the top of a "
			     "repository; \"git postmortem doctor\" says how "
			     "to go on", all.item[i].root);
	pm_moved_release(&all);
	return code;
}

int place_load_all(struct context *ctx, const char *at,
		   struct pm_snapshot *out, unsigned kinds, enum pm_read what,
		   struct pm_error *err)
{
	struct pm_unseen_search *search = NULL;
	struct pm_unseen unseen = { 0 };
	struct pm_error why = { 0 };
	int code = place_policy(ctx, at, out, err);

	/* What lies anywhere in the work tree is not looked through. */
	if (code >= 0 && out->source.place == PM_WORKTREE &&
	    *out->policy.root &&
	    pm_unseen_begin(&search, &ctx->repo, out->policy.root, &why) < 0)
		command_warn("%s", why.message);
	if (code >= 0)
		code = pm_snapshot_list(out, NULL, 0, err);
	if (code >= 0)
		code = pm_snapshot_read(out, kinds, what, err);
	if (search &&
	    pm_unseen_end(&unseen, search, is_record, &out->policy, false,
			  &why) < 0)
		command_warn("%s", why.message);
	if (code >= 0)
		tell_all(ctx, out, &unseen);
	if (code >= 0)
		code = tell_moved(out, err);
	pm_unseen_release(&unseen);
	return code;
}
