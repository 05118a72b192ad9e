/* SPDX-License-Identifier: MIT */
#include "history/trail.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "git/plumbing.h"

static void close(struct pm_trail *trail)
{
	pm_log_close(trail->log);
	pm_index_log_close(trail->index);
	pm_index_ahead_free(trail->ahead);
	trail->log = NULL;
	trail->index = NULL;
	trail->ahead = NULL;
}

static int open_git(struct pm_trail *trail,
		    const struct pm_trail_options *options,
		    const char *revision, struct pm_error *err)
{
	const struct pm_log_options log = {
		.revision = revision,
		.path = (const char *const *)trail->track.path.item,
		.since = options->since,
		.full_history = options->is_gone,
		.whole_commits = true,
	};

	return pm_log_open(&trail->log, options->repo, &log, err);
}

/* The commit that a walk begins at, NULL on an unborn branch. */
static int find_tip(char **tip, int64_t *node,
		    const struct pm_trail_options *options,
		    const char *revision, struct pm_error *err)
{
	int code = 0;

	/* What the index knows is a commit, and git need not be asked. */
	if (revision && pm_is_oid(revision))
		code = pm_index_knows(node, options->index, revision, err);
	if (code > 0)
		*tip = pm_xstrdup(revision);
	else if (code == 0)
		code = revision ? pm_repo_resolve(options->repo, revision,
						  tip, err) :
				  pm_repo_head(options->repo, tip, err);
	return code < 0 ? code : PM_OK;
}

static int open_index(struct pm_trail *trail,
		      struct pm_trail_options *options, const char *revision,
		      struct pm_error *err)
{
	struct pm_index_walk_options walk = {
		.path = options->everything ? &trail->root :
					      &trail->track.path,
		.since = options->since_time,
		.is_full = options->is_gone,
	};
	char *tip = NULL;
	int code = PM_OK;

	pm_strlist_add(&trail->root, options->root);
	if (!options->index)
		code = pm_index_get(&options->index, options->repo,
				    options->root, err);
	if (code >= 0)
		code = find_tip(&tip, &walk.node, options, revision, err);
	if (code >= 0 && tip)
		code = pm_index_cover(options->index, tip, &walk.node, err);
	if (code >= 0)
		code = pm_index_log_open(&trail->index, options->index,
					 &walk, err);
	if (code >= 0)
		trail->ahead = pm_index_ahead_new(options->index, walk.node,
						   walk.path);
	free(tip);
	return code;
}

static bool is_indexed(const struct pm_trail *trail, const char *root)
{
	const struct pm_strlist *path = &trail->track.path;
	bool all = true;

	for (size_t i = 0; i < path->nr && all; i++)
		all = pm_path_is_within(path->item[i], root);
	return all;
}

int pm_trail_open(struct pm_trail *trail, struct pm_trail_options *options,
		   const char *revision, struct pm_error *err)
{
	int code;

	if (!is_indexed(trail, options->root))
		return open_git(trail, options, revision, err);
	code = open_index(trail, options, revision, err);
	/* It may have been on a branch that came to nothing, which the index
	 * passes by. */
	if (code >= 0 && options->is_gone)
		code = pm_trail_peek(trail, err);
	if (code >= 0 && options->is_gone && !trail->has_next)
		code = open_git(trail, options, revision, err);
	return code;
}

int pm_trail_peek(struct pm_trail *trail, struct pm_error *err)
{
	int code;

	if (trail->has_next || (!trail->log && !trail->index))
		return PM_OK;
	code = trail->index ?
		       pm_index_log_next(&trail->next, trail->index,
					 &trail->arena, err) :
		       pm_log_next(&trail->next, trail->log,
				   &trail->arena, err);
	trail->has_next = code > 0;
	if (!code)
		close(trail);
	return code < 0 ? code : PM_OK;
}

bool pm_trail_is_at(const struct pm_trail *trail, const char *id)
{
	return trail->has_next && !strcmp(trail->next.id, id);
}

void pm_trail_pass(struct pm_trail *trail)
{
	if (trail->ahead)
		pm_index_ahead_pass(trail->ahead,
				    &pm_index_log_last(trail->index)->place);
}

void pm_trail_drop(struct pm_trail *trail)
{
	trail->has_next = false;
	pm_arena_release(&trail->arena);
}

int pm_trail_has_ahead(struct pm_trail *trail,
			const struct pm_index_place *place,
			struct pm_error *err)
{
	return trail->ahead ? pm_index_ahead_has(trail->ahead, place, err) :
			       0;
}

void pm_trail_release(struct pm_trail *trail)
{
	close(trail);
	pm_track_release(&trail->track);
	pm_strlist_release(&trail->root);
	pm_arena_release(&trail->arena);
}
