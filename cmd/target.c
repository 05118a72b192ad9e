/* SPDX-License-Identifier: MIT */
#include "cmd/target.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "cmd/place.h"
#include "history/history.h"
#include "snapshot/resolve.h"

int target_open(struct context *ctx, const char *at, struct pm_snapshot *out,
		struct pm_error *err)
{
	struct pm_source source = { 0 };
	int code;

	code = place_source(ctx, at, &source, err);
	if (code >= 0)
		code = pm_snapshot_open(out, &source, err);
	if (code < 0)
		return code;
	code = place_policy_ok(out, err);
	if (code < 0)
		pm_snapshot_release(out);
	return code;
}

static void set_target(struct target *target, const char *id)
{
	const char *slash = strchr(id, '/');

	target->id = slash ? pm_xstrndup(id, (size_t)(slash - id)) :
			     pm_xstrdup(id);
	target->item = slash ? pm_xstrdup(slash + 1) : NULL;
}

static const char *id_of(const struct pm_named *named)
{
	return named->action ? named->action->id : named->postmortem->id;
}

/* Without listing thousands of others. */
static bool find_whole(struct target *target, struct context *ctx,
		       const char *at, const char *name)
{
	struct pm_snapshot snapshot = { 0 };
	struct pm_error ignored = { 0 };
	struct pm_buf whole = { 0 };
	bool found;

	if (target_open(ctx, at, &snapshot, &ignored) < 0)
		return false;
	found = place_list_whole(ctx, name, &snapshot, &whole);
	if (found)
		set_target(target, pm_buf_str(&whole));
	pm_buf_release(&whole);
	pm_snapshot_release(&snapshot);
	return found;
}

/* Of what is gone: the whole id, else the one post-mortem, else the one item
 * that fits. */
static const char *pick(const struct pm_strlist *gone, const char *part)
{
	const char *postmortem = NULL, *item = NULL;
	size_t postmortems = 0, items = 0;

	for (size_t i = 0; i < gone->nr; i++) {
		const char *id = gone->item[i];

		if (!strcmp(id, part))
			return id;
		if (strchr(id, '/')) {
			item = id;
			items++;
		} else {
			postmortem = id;
			postmortems++;
		}
	}
	if (postmortems == 1)
		return postmortem;
	return !postmortems && items == 1 ? item : NULL;
}

/* Nothing of that name stands there: perhaps something did. Otherwise the
 * error of the search stays. */
static int find_gone(struct target *target, struct context *ctx,
		     const struct pm_snapshot *snapshot, const char *at,
		     const char *name, struct pm_error *err)
{
	struct pm_strlist gone = { 0 };
	struct pm_buf part = { 0 };
	struct pm_error own = { 0 };
	const char *id;
	int code;

	if (!place_path_id(&part, ctx, snapshot, name)) {
		pm_buf_reset(&part);
		pm_buf_addstr(&part, name);
	}
	code = pm_history_find_gone(&gone, &ctx->repo, &snapshot->policy, at,
				    pm_buf_str(&part), NULL, &own);
	if (code >= 0 && !gone.nr)
		code = pm_history_find_gone(&gone, &ctx->repo,
					    &snapshot->policy, at,
					    pm_buf_str(&part), "", &own);
	id = code < 0 ? NULL : pick(&gone, pm_buf_str(&part));
	if (code < 0) {
		*err = own;
	} else if (id) {
		set_target(target, id);
		target->is_gone = true;
	} else if (gone.nr) {
		struct pm_buf list = { 0 };

		for (size_t i = 0; i < gone.nr && i < 8; i++)
			pm_buf_addf(&list, "\n  %s", gone.item[i]);
		code = pm_fail(err, PM_EAMBIGUOUS,
			       "\"%s\" fits more than one that is gone:%s%s",
			       name, pm_buf_str(&list),
			       gone.nr > 8 ? "\n  ..." : "");
		pm_buf_release(&list);
	} else {
		code = PM_ENOTFOUND;
	}
	pm_strlist_release(&gone);
	pm_buf_release(&part);
	return code;
}

/* Removed from the work tree, but not yet from the branch. Without success
 * the error is the work tree's. */
static bool find_committed(struct target *target, struct context *ctx,
			   const char *name)
{
	struct pm_snapshot snapshot = { 0 };
	struct pm_named named = { 0 };
	struct pm_error why = { 0 };
	bool found =
		target_open(ctx, "HEAD", &snapshot, &why) >= 0 &&
		pm_snapshot_list(&snapshot, NULL, 0, &why) >= 0 &&
		pm_resolve(&named, &snapshot, name, ctx->repo.prefix,
			   PM_POSTMORTEM | PM_ACTION, &why) >= 0;

	if (found)
		set_target(target, id_of(&named));
	pm_snapshot_release(&snapshot);
	return found;
}

int target_find(struct target *target, struct context *ctx,
		struct pm_snapshot *snapshot, const char *at, const char *name,
		struct pm_error *err)
{
	struct pm_named named;
	int code;

	if (find_whole(target, ctx, at, name))
		return PM_OK;
	code = pm_snapshot_list(snapshot, NULL, 0, err);
	if (code >= 0)
		code = pm_resolve(&named, snapshot, name, ctx->repo.prefix,
				  PM_POSTMORTEM | PM_ACTION, err);
	if (code >= 0)
		set_target(target, id_of(&named));
	else if (code == PM_ENOTFOUND && !at &&
		 find_committed(target, ctx, name))
		code = PM_OK;
	else if (code == PM_ENOTFOUND)
		code = find_gone(target, ctx, snapshot, at, name, err);
	return code;
}

void target_release(struct target *target)
{
	free(target->id);
	free(target->item);
}
