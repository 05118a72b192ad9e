/* SPDX-License-Identifier: MIT */
#include "history/life_track.h"

#include <stdlib.h>
#include <string.h>

#include "history/track.h"

/* An item on its way back through the log. */
struct pm_life_track {
	struct pm_life life;
	const char *path; /* here in the log */
	struct pm_fact now; /* the values that were kept from here to the tip */
	struct pm_life_version *version; /* newest first */
	size_t nr;
	size_t alloc;
	/* Versions that cannot be read lie behind: what follows them is known
	 * from this commit on. */
	bool has_gap;
	const char *gap_commit;
	int64_t gap_time;
};


/* --- by path --- */

static struct pm_life_track *find(const struct pm_life_reading *r, const char *path)
{
	size_t i;

	return pm_map_get(&r->path, path, &i) ? r->here[i] : NULL;
}

static struct pm_life_track *take(struct pm_life_reading *r, const char *path)
{
	struct pm_life_track *track;
	size_t i;

	if (!pm_map_get(&r->path, path, &i))
		return NULL;
	track = r->here[i];
	r->here[i] = NULL;
	return track;
}

static void put(struct pm_life_reading *r, struct pm_life_track *track)
{
	size_t i;

	if (pm_map_add(&r->path, track->path, r->paths, &i)) {
		PM_GROW(r->here, r->paths, r->path_alloc);
		i = r->paths++;
	}
	r->here[i] = track;
}

/* --- versions --- */

static bool same_owner(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static const char *keep(struct pm_life_reading *r, const char *text)
{
	return text ? pm_arena_strdup(&r->out->arena, text) : NULL;
}

static struct pm_life_track *add_track(struct pm_life_reading *r, const char *path,
			       const char *oid, const struct pm_fact *fact)
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
	PM_GROW(r->track, r->tracks, r->track_alloc);
	r->track[r->tracks++] = track;
	put(r, track);
	pm_buf_release(&id);
	return track;
}

static void add_version(struct pm_life_reading *r, struct pm_life_track *track,
			const char *commit, int64_t time, bool is_gone)
{
	PM_GROW(track->version, track->nr, track->alloc);
	track->version[track->nr++] = (struct pm_life_version){
		.commit = keep(r, commit),
		.time = time,
		.state = track->now.state,
		.due = track->now.due,
		.owner = track->now.owner,
		.is_gone = is_gone,
		.leads = true,
	};
}

/*
 * Step back over a change. Of two merged branches each has its own value of
 * what the other one changed: only a value that was kept from here to the tip
 * was set here.
 */
static void step(struct pm_life_reading *r, struct pm_life_track *track,
		 const struct pm_fact *before, const struct pm_fact *after,
		 const char *commit, int64_t time)
{
	struct pm_fact *now = &track->now;
	bool state = before->state != after->state && after->state == now->state;
	bool due = before->due != after->due && after->due == now->due;
	bool owner = !same_owner(before->owner, after->owner) &&
		     same_owner(after->owner, now->owner);

	if (!state && !due && !owner)
		return;
	add_version(r, track, commit, time, false);
	if (state)
		now->state = before->state;
	if (due)
		now->due = before->due;
	if (owner)
		now->owner = keep(r, before->owner);
}

/* Versions that cannot be read are passed over: what changed behind them was
 * changed when the item could be read again. */
static void step_over_gap(struct pm_life_reading *r, struct pm_life_track *track,
			  const struct pm_fact *before, const char *commit,
			  int64_t time)
{
	struct pm_fact after = track->now;

	if (!before->is_known) {
		if (!track->has_gap) {
			track->gap_commit = keep(r, commit);
			track->gap_time = time;
		}
		track->has_gap = true;
		return;
	}
	if (!track->has_gap)
		return;
	track->has_gap = false;
	step(r, track, before, &after, track->gap_commit, track->gap_time);
}

static void go_back(struct pm_life_reading *r, struct pm_life_track *track,
		    const struct pm_life_act *act, const struct pm_life_acts *acts)
{
	if (!act->from) {
		track->life.has_birth = true;
		add_version(r, track, acts->commit, acts->time, false);
	} else if (act->before.is_known && act->after.is_known) {
		step(r, track, &act->before, &act->after, acts->commit,
		     acts->time);
	} else {
		step_over_gap(r, track, &act->before, acts->commit,
			      acts->time);
	}
}

/*
 * Renames may form a chain or a ring inside one commit, so all are taken out
 * before the first is put back under its older path. What was removed, or
 * changed, on a branch whose version of it did not last has no track.
 */
void pm_life_take(struct pm_life_reading *r, const struct pm_life_acts *acts)
{
	struct pm_life_track **moving = pm_xcalloc(acts->nr + 1,
					   sizeof(struct pm_life_track *));

	for (size_t i = 0; i < acts->nr; i++) {
		if (acts->item[i].to)
			moving[i] = take(r, acts->item[i].to);
	}
	for (size_t i = 0; i < acts->nr; i++) {
		const struct pm_life_act *act = &acts->item[i];
		struct pm_life_track *track = moving[i];

		if (!act->to && !find(r, act->from)) {
			track = add_track(r, act->from, act->oid,
					  &act->before);
			add_version(r, track, acts->commit, acts->time, true);
		} else if (track) {
			go_back(r, track, act, acts);
			if (!act->from)
				continue;
			if (strcmp(track->path, act->from))
				track->path = keep(r, act->from);
			put(r, track);
		}
	}
	free(moving);
}

void pm_life_begin(struct pm_life_reading *r, const struct pm_record *action,
		   const struct pm_fact *fact)
{
	add_track(r, action->path, action->oid, fact);
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

void pm_life_end(struct pm_life_reading *r)
{
	struct pm_lives *out = r->out;

	out->item = pm_xcalloc(r->tracks + 1, sizeof(*out->item));
	for (size_t i = 0; i < r->tracks; i++) {
		struct pm_life_track *track = r->track[i];

		/* What stood there when the log that is here begins. */
		if (!track->life.has_birth)
			add_version(r, track, NULL, 0, false);
		pm_life_sum(&track->life, &out->arena, track->version,
			    track->nr);
		out->item[out->nr++] = track->life;
		free(track->version);
		free(track);
	}
	qsort(out->item, out->nr, sizeof(*out->item), by_id);
	while (out->there < out->nr && !out->item[out->there].is_gone)
		out->there++;
	free(r->track);
	pm_map_release(&r->path);
	free(r->here);
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
