/* SPDX-License-Identifier: MIT */
#include "history/life.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "history/history.h"

/* What a life is about, of one version. */
struct facts {
	enum pm_state state;
	pm_date due;
	const char *owner;
	bool is_known;
};

/* An item on its way back through the log. */
struct track {
	struct pm_life life;
	const char *path; /* here in the log */
	struct facts now; /* the values that were kept from here to the tip */
	struct pm_life_version *version; /* newest first */
	size_t nr;
	size_t alloc;
	/* Versions that cannot be read lie behind: what follows them is known
	 * from this commit on. */
	bool has_gap;
	const char *gap_commit;
	int64_t gap_time;
};

struct reading {
	struct pm_lives *out;
	struct track **track;
	size_t tracks;
	size_t track_alloc;
	struct pm_map path; /* to an index into `here` */
	struct track **here; /* which item a path is, here in the log */
	size_t paths;
	size_t path_alloc;
};

/* --- by path --- */

static struct track *find(const struct reading *r, const char *path)
{
	size_t i;

	return pm_map_get(&r->path, path, &i) ? r->here[i] : NULL;
}

static struct track *take(struct reading *r, const char *path)
{
	struct track *track;
	size_t i;

	if (!pm_map_get(&r->path, path, &i))
		return NULL;
	track = r->here[i];
	r->here[i] = NULL;
	return track;
}

static void put(struct reading *r, struct track *track)
{
	size_t i;

	if (pm_map_add(&r->path, track->path, r->paths, &i)) {
		PM_GROW(r->here, r->paths, r->path_alloc);
		i = r->paths++;
	}
	r->here[i] = track;
}

/* --- versions --- */

static struct facts facts_of(const struct pm_record *record)
{
	return (struct facts){
		.state = pm_record_state(record),
		.due = pm_record_date(record, PM_F_DUE),
		.owner = pm_record_text(record, PM_F_OWNER),
		.is_known = record->is_read && !record->is_unreadable,
	};
}

static bool same_owner(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static const char *keep(struct reading *r, const char *text)
{
	return text ? pm_arena_strdup(&r->out->arena, text) : NULL;
}

static struct track *add_track(struct reading *r,
			       const struct pm_record *record)
{
	struct track *track = pm_xcalloc(1, sizeof(*track));

	track->life.id = keep(r, record->id);
	track->life.path = keep(r, record->path);
	track->life.oid = keep(r, record->oid);
	track->path = track->life.path;
	track->now = facts_of(record);
	track->now.owner = keep(r, track->now.owner);
	track->has_gap = !track->now.is_known;
	PM_GROW(r->track, r->tracks, r->track_alloc);
	r->track[r->tracks++] = track;
	put(r, track);
	return track;
}

static void add_version(struct reading *r, struct track *track,
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
static void step(struct reading *r, struct track *track,
		 const struct facts *before, const struct facts *after,
		 const char *commit, int64_t time)
{
	struct facts *now = &track->now;
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
static void step_over_gap(struct reading *r, struct track *track,
			  const struct facts *before,
			  const struct pm_commit_info *commit)
{
	struct facts after = track->now;

	if (!before->is_known) {
		if (!track->has_gap) {
			track->gap_commit = keep(r, commit->id);
			track->gap_time = commit->author_time.epoch;
		}
		track->has_gap = true;
		return;
	}
	if (!track->has_gap)
		return;
	track->has_gap = false;
	step(r, track, before, &after, track->gap_commit, track->gap_time);
}

static void go_back(struct reading *r, struct track *track,
		    const struct pm_event_record *record,
		    const struct pm_commit_info *commit)
{
	struct facts after = facts_of(record->after), before;

	if (!record->before) {
		track->life.has_birth = true;
		add_version(r, track, commit->id, commit->author_time.epoch,
			    false);
		return;
	}
	before = facts_of(record->before);
	if (before.is_known && after.is_known)
		step(r, track, &before, &after, commit->id,
		     commit->author_time.epoch);
	else
		step_over_gap(r, track, &before, commit);
}

/*
 * Renames may form a chain or a ring inside one commit, so all are taken out
 * before the first is put back under its older path. What was removed, or
 * changed, on a branch whose version of it did not last has no track.
 */
static int read_event(const struct pm_event *event, void *payload)
{
	struct reading *r = payload;
	const struct pm_commit_info *commit = &event->commit;
	struct track **moving = pm_xcalloc(event->records + 1,
					   sizeof(struct track *));

	for (size_t i = 0; i < event->records; i++) {
		const struct pm_event_record *record = &event->record[i];

		if (record->kind == PM_ACTION && record->after)
			moving[i] = take(r, record->after->path);
	}
	for (size_t i = 0; i < event->records; i++) {
		const struct pm_event_record *record = &event->record[i];
		struct track *track = moving[i];

		if (record->kind != PM_ACTION)
			continue;
		if (!record->after && !find(r, record->path)) {
			track = add_track(r, record->before);
			add_version(r, track, commit->id,
				    commit->author_time.epoch, true);
		} else if (track) {
			go_back(r, track, record, commit);
			if (!record->before)
				continue;
			if (strcmp(track->path, record->before->path))
				track->path = keep(r, record->before->path);
			put(r, track);
		}
	}
	free(moving);
	return 0;
}

/* --- all of them --- */

static int by_id(const void *a, const void *b)
{
	const struct pm_life *x = a, *y = b;

	if (x->is_gone != y->is_gone)
		return x->is_gone ? 1 : -1;
	return strcmp(x->id, y->id);
}

static void sum_up(struct reading *r)
{
	struct pm_lives *out = r->out;

	out->item = pm_xcalloc(r->tracks + 1, sizeof(*out->item));
	for (size_t i = 0; i < r->tracks; i++) {
		struct track *track = r->track[i];

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

int pm_lives_read(struct pm_lives *out, struct pm_repo *repo,
		  const struct pm_policy *policy,
		  const struct pm_snapshot *snapshot, struct pm_error *err)
{
	const struct pm_history_options options = {
		.revision = snapshot->source.base,
	};
	struct reading r = { .out = out };
	int code;

	for (size_t i = 0; i < snapshot->nr; i++) {
		const struct pm_postmortem *pm = &snapshot->item[i];

		for (size_t a = 0; a < pm->actions; a++)
			add_track(&r, &pm->action[a]);
	}
	code = pm_history_walk(repo, policy, &options, read_event, &r, err);
	sum_up(&r);
	out->is_complete = !repo->is_shallow;
	return code;
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
