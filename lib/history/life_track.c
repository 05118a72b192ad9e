/* SPDX-License-Identifier: MIT */
#include "history/life_track.h"

#include <stdlib.h>
#include <string.h>

#include "history/track.h"

/* Mostly it is no more. */
#define FEW_VERSIONS 8

/* --- by path --- */

static const char *keep(struct pm_life_reading *r, const char *text)
{
	return text ? pm_arena_strdup(&r->out->arena, text) : NULL;
}

static struct pm_life_place *place_of(struct pm_life_reading *r,
				      const char *path)
{
	struct pm_life_place *place;
	size_t i;

	if (pm_map_get(&r->path, path, &i))
		return r->place[i];
	place = pm_arena_alloc(&r->out->arena, sizeof(*place));
	PM_GROW(r->place, r->places, r->place_alloc);
	pm_map_add(&r->path, keep(r, path), r->places, NULL);
	r->place[r->places++] = place;
	return place;
}

/* Of those that it was before the last one each was marked when the next
 * one came. */
static void mark(struct pm_life_place *place)
{
	place->is_branched = true;
	if (place->last)
		place->last->is_branched = true;
}

static struct pm_life_track *take(struct pm_life_place *place)
{
	struct pm_life_track *track = place->here;

	place->here = NULL;
	return track;
}

static void put(struct pm_life_place *place, struct pm_life_track *track)
{
	if (place->last && place->last != track)
		mark(place);
	place->here = place->last = track;
	track->is_branched |= place->is_branched;
}

static uint64_t beginning(const char *oid)
{
	uint64_t bytes;

	memcpy(&bytes, oid, sizeof(bytes));
	return bytes;
}

static void see(struct pm_life_reading *r, struct pm_life_track *track,
		const char *oid)
{
	if (track->nr == track->alloc) {
		uint64_t *old = track->seen;

		track->alloc = track->alloc ? 2 * track->alloc : FEW_VERSIONS;
		track->seen = pm_arena_alloc(&r->out->arena, track->alloc *
						     sizeof(*track->seen));
		for (size_t i = 0; i < track->nr; i++)
			track->seen[i] = old[i];
	}
	track->seen[track->nr++] = beginning(oid);
	track->oid = oid;
}

/* Step from the version that the log tells of to the one before: false when
 * that is not the track's, or may have been met before. */
static bool go_on(struct pm_life_reading *r, struct pm_life_track *track,
		  const struct pm_life_act *act)
{
	/* It may move as it is. */
	size_t nr = track->nr - (act->from &&
				 strcmp(act->from, act->to) != 0);

	if (strcmp(track->oid, act->new_oid) != 0)
		return false;
	if (!act->from)
		return true;
	for (size_t i = 0; i < nr; i++) {
		if (track->seen[i] == beginning(act->old_oid))
			return false;
	}
	see(r, track, act->old_oid);
	return true;
}

/* --- versions --- */

static bool same_owner(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static struct pm_life_track *add_track(struct pm_life_reading *r,
				       const char *path, const char *oid,
				       const struct pm_fact *fact)
{
	struct pm_life_track *track = pm_xcalloc(1, sizeof(*track));
	struct pm_buf id = { 0 };
	enum pm_kind kind;

	pm_path_identify(&id, &kind, r->policy, path);
	track->life.id = keep(r, pm_buf_str(&id));
	track->life.path = keep(r, path);
	track->life.oid = keep(r, oid);
	track->path = track->life.path;
	track->now = *fact;
	track->now.owner = keep(r, fact->owner);
	track->has_gap = !fact->is_known;
	see(r, track, track->life.oid);
	PM_GROW(r->track, r->tracks, r->track_alloc);
	r->track[r->tracks++] = track;
	pm_buf_release(&id);
	return track;
}

void pm_life_track_add(struct pm_life_reading *r, struct pm_life_track *track,
		       const struct pm_life_version *version)
{
	struct pm_life_step *step = pm_arena_alloc(&r->out->arena,
						   sizeof(*step));

	*step = (struct pm_life_step){ .version = *version,
				       .newer = track->oldest };
	track->oldest = step;
}

static void add_version(struct pm_life_reading *r, struct pm_life_track *track,
			const char *commit, int64_t time)
{
	pm_life_track_add(r, track, &(struct pm_life_version){
			.commit = keep(r, commit),
			.time = time,
			.state = track->now.state,
			.due = track->now.due,
			.owner = track->now.owner,
		});
}

/* Step back over a change. Versions that cannot be read are passed over: what
 * changed behind them was changed when the item could be read again. */
static void step(struct pm_life_reading *r, struct pm_life_track *track,
		 const struct pm_fact *before, const char *commit, int64_t time)
{
	struct pm_fact *now = &track->now;
	bool same = same_owner(before->owner, now->owner);

	if (!before->is_known && !track->has_gap) {
		track->gap_commit = keep(r, commit);
		track->gap_time = time;
	} else if (before->is_known && track->has_gap) {
		commit = track->gap_commit;
		time = track->gap_time;
	}
	track->has_gap = !before->is_known;
	if (track->has_gap || (before->state == now->state &&
			       before->due == now->due && same))
		return;
	add_version(r, track, commit, time);
	now->state = before->state;
	now->due = before->due;
	if (!same)
		now->owner = keep(r, before->owner);
}

/* One version stands at more than one end of a shallow clone. */
static bool is_cut_twice(const struct pm_life_acts *acts,
			 const struct pm_life_act *act,
			 const struct pm_life_place *place)
{
	return acts->is_cut && place->last && place->last->is_cut &&
	       !strcmp(place->last->oid, act->new_oid);
}

static void go_back(struct pm_life_reading *r, struct pm_life_track *track,
		    const struct pm_life_act *act,
		    const struct pm_life_acts *acts)
{
	struct pm_life_place *place;

	track->is_cut = acts->is_cut;
	if (acts->is_cut)
		return;
	if (!act->from) {
		track->life.has_birth = true;
		track->birth = acts->commit;
		track->cradle = track->path;
		add_version(r, track, acts->commit, acts->time);
		return;
	}
	step(r, track, &act->before, acts->commit, acts->time);
	place = place_of(r, act->from);
	if (strcmp(track->path, act->from) != 0) {
		track->path = keep(r, act->from);
		/* It has come back to where it was. */
		if (place->last == track)
			mark(place);
	}
	put(place, track);
}

struct pm_life_track *pm_life_track_new(struct pm_life_reading *r,
					const struct pm_life_removal *removal)
{
	struct pm_life_track *track = add_track(r, removal->path, removal->oid,
						&removal->before);

	track->is_gone = true;
	pm_life_track_add(r, track, &(struct pm_life_version){
			.commit = removal->commit,
			.time = removal->time,
			.is_gone = true,
		});
	return track;
}

/* What was removed has a life from here on down, unless its path is there
 * still: then another branch kept it, or has it again. */
static void remove_item(struct pm_life_reading *r,
			const struct pm_life_acts *acts,
			const struct pm_life_act *act)
{
	struct pm_life_place *place = place_of(r, act->from);
	struct pm_life_removal *removal;

	PM_GROW(r->removal, r->removals, r->removal_alloc);
	removal = &r->removal[r->removals++];
	*removal = (struct pm_life_removal){
		.commit = keep(r, acts->commit),
		.path = keep(r, act->from),
		.oid = act->old_oid,
		.before = act->before,
		.time = acts->time,
	};
	if (place->here || acts->is_merge)
		mark(place);
	if (place->here)
		return;
	removal->track = pm_life_track_new(r, removal);
	put(place, removal->track);
}

/*
 * Renames may form a chain or a ring inside one commit, so all are taken out
 * before the first is put back under its older path. What was changed on a
 * branch whose version of it did not last has no track.
 */
void pm_life_take(struct pm_life_reading *r, const struct pm_life_acts *acts)
{
	struct pm_life_track **moving = pm_xcalloc(acts->nr + 1,
					   sizeof(struct pm_life_track *));

	for (size_t i = 0; i < acts->nr; i++) {
		const struct pm_life_act *act = &acts->item[i];
		struct pm_life_place *place;

		if (!act->to)
			continue;
		place = place_of(r, act->to);
		moving[i] = take(place);
		if (acts->is_merge || act->is_unsure ||
		    (moving[i] ? !go_on(r, moving[i], act) :
				 !is_cut_twice(acts, act, place)))
			mark(place);
	}
	for (size_t i = 0; i < acts->nr; i++) {
		if (!acts->item[i].to)
			remove_item(r, acts, &acts->item[i]);
		else if (moving[i])
			go_back(r, moving[i], &acts->item[i], acts);
		else if (acts->item[i].from)
			mark(place_of(r, acts->item[i].from));
	}
	free(moving);
}

void pm_life_begin(struct pm_life_reading *r, const struct pm_record *action,
		   const struct pm_fact *fact)
{
	put(place_of(r, action->path),
	    add_track(r, action->path, action->oid, fact));
}

void pm_life_add_act(struct pm_life_acts *acts, const struct pm_life_act *act)
{
	PM_GROW(acts->item, acts->nr, acts->alloc);
	acts->item[acts->nr++] = *act;
}

static int by_id(const void *a, const void *b)
{
	const struct pm_life *x = a, *y = b;

	if (x->is_gone != y->is_gone)
		return x->is_gone ? 1 : -1;
	return strcmp(x->id, y->id);
}

static void sum(struct pm_life_reading *r, struct pm_life_track *track)
{
	struct pm_life_version *version;
	size_t nr = 0, at;

	/* What stood there when the log that is here begins. */
	if (!track->life.has_birth)
		add_version(r, track, NULL, 0);
	for (const struct pm_life_step *s = track->oldest; s; s = s->newer)
		nr++;
	version = pm_xcalloc(nr, sizeof(*version));
	at = nr;
	for (const struct pm_life_step *s = track->oldest; s; s = s->newer)
		version[--at] = s->version;
	pm_life_sum(&track->life, &r->out->arena, version, nr);
	free(version);
}

void pm_life_end(struct pm_life_reading *r)
{
	struct pm_lives *out = r->out;

	out->item = pm_xcalloc(r->tracks + 1, sizeof(*out->item));
	for (size_t i = 0; i < r->tracks; i++) {
		struct pm_life_track *track = r->track[i];

		sum(r, track);
		if (!track->is_dropped)
			out->item[out->nr++] = track->life;
		free(track);
	}
	qsort(out->item, out->nr, sizeof(*out->item), by_id);
	while (out->there < out->nr && !out->item[out->there].is_gone)
		out->there++;
	free(r->track);
	pm_map_release(&r->path);
	free(r->place);
	free(r->removal);
}

const struct pm_life *pm_lives_find(const struct pm_lives *lives,
				    const char *id)
{
	const struct pm_life key = { .id = id };

	return lives->there ? bsearch(&key, lives->item, lives->there,
				      sizeof(*lives->item), by_id) :
			      NULL;
}

void pm_lives_release(struct pm_lives *lives)
{
	pm_arena_release(&lives->arena);
	free(lives->item);
	memset(lives, 0, sizeof(*lives));
}
