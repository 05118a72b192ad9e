/* SPDX-License-Identifier: MIT */
#include "history/life_descent.h"
#include "history/life_track.h"

/* What a descent tells instead of all that the log did. */
static void take_line(struct pm_life_reading *r, struct pm_life_track *track,
		      const struct pm_life_line *line)
{
	const struct pm_life_version *oldest = &line->version[line->nr - 1];

	for (size_t i = 0; i < line->nr - line->is_cut; i++)
		pm_life_track_add(r, track, &line->version[i]);
	track->life.has_birth = !line->is_cut;
	track->now = (struct pm_fact){ .state = oldest->state,
				       .due = oldest->due,
				       .owner = oldest->owner };
	track->birth = line->is_cut ? NULL : line->birth;
	track->cradle = line->cradle;
}

/* Where a shallow clone ends, nobody knows whether it is one life: what has
 * the same path there is. */
static bool is_new(struct pm_map *births, struct pm_arena *arena,
		   const char *birth, const char *cradle)
{
	return pm_map_add(births, pm_arena_printf(arena, "%s %s",
						  birth ? birth : "", cradle),
			  0, NULL);
}

static bool is_first(struct pm_map *births, struct pm_life_reading *r,
		     const struct pm_life_track *track)
{
	return is_new(births, &r->out->arena, track->birth,
		      track->cradle ? track->cradle : track->path);
}

/* What stands at the tip. */
static int settle_there(struct pm_life_reading *r,
			struct pm_life_track *track, struct pm_map *births,
			struct pm_repo *repo, const char *tip,
			struct pm_error *err)
{
	struct pm_descent descent = { 0 };
	struct pm_life_line line;
	int code = pm_descent_read(&descent, repo, r->policy, r->moves,
				   PM_ACTION, tip, track->life.path, err);

	if (code >= 0 && descent.nr) {
		pm_life_descend(&line, &r->out->arena, &descent);
		track->oldest = NULL;
		take_line(r, track, &line);
		is_first(births, r, track);
	}
	pm_descent_release(&descent);
	return code;
}

/* A life ends once: not with what one branch did while another one kept the
 * item, and of several removals with the one that the log tells first. */
static int settle_gone(struct pm_life_reading *r, struct pm_map *births,
		       const struct pm_life_removal *removal,
		       struct pm_repo *repo, struct pm_error *err)
{
	struct pm_descent descent = { 0 };
	struct pm_life_line line = { 0 };
	int code = pm_descent_read_removed(&descent, repo, r->policy, r->moves,
					   removal->commit, removal->path,
					   err);

	if (code >= 0 && descent.nr)
		pm_life_descend(&line, &r->out->arena, &descent);
	if (code >= 0 && line.nr &&
	    is_new(births, &r->out->arena, line.is_cut ? NULL : line.birth,
		   line.cradle))
		take_line(r, pm_life_track_new(r, removal), &line);
	pm_descent_release(&descent);
	return code;
}

/* All that began what is there; `births` has those that were settled. */
static void collect_births(struct pm_map *births, struct pm_life_reading *r)
{
	for (size_t i = 0; i < r->tracks; i++) {
		const struct pm_life_track *track = r->track[i];

		if (!track->is_gone && !track->is_branched)
			is_first(births, r, track);
	}
}

static int settle_removals(struct pm_life_reading *r, struct pm_map *births,
			   struct pm_repo *repo, struct pm_error *err)
{
	bool has_all = false;
	int code = PM_OK;

	for (size_t i = 0; i < r->removals && code >= 0; i++) {
		const struct pm_life_removal *removal = &r->removal[i];
		struct pm_life_track *track = removal->track;

		/* What was one line up to its removal may have gone on under
		 * another name, which is settled. */
		if (track && !track->is_branched) {
			track->is_dropped = births->nr &&
					    !is_first(births, r, track);
			continue;
		}
		if (track)
			track->is_dropped = true;
		if (!has_all)
			collect_births(births, r);
		has_all = true;
		code = settle_gone(r, births, removal, repo, err);
	}
	return code < 0 ? code : PM_OK;
}

int pm_life_settle(struct pm_life_reading *r, struct pm_repo *repo,
		   const char *tip, struct pm_error *err)
{
	struct pm_map births = { 0 };
	int code = PM_OK;

	for (size_t i = 0; i < r->tracks && code >= 0; i++) {
		if (r->track[i]->is_branched && !r->track[i]->is_gone)
			code = settle_there(r, r->track[i], &births, repo,
					    tip, err);
	}
	if (code >= 0)
		code = settle_removals(r, &births, repo, err);
	pm_map_release(&births);
	return code;
}
