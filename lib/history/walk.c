/* SPDX-License-Identifier: MIT */
#include "history/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "git/objects.h"
#include "git/plumbing.h"
#include "history/event.h"
#include "index/batch.h"
#include "history/trail.h"
#include "history/wanted.h"
#include "snapshot/snapshot.h"

/* An event that waits, since there may be more to tell of its commit. */
struct visit {
	struct pm_arena arena;
	const struct pm_commit_info *commit;
	struct pm_track track;
	struct pm_index_place place;
};

struct history {
	struct pm_repo *repo;
	const struct pm_policy *policy;
	const struct pm_history_options *options;
	struct pm_tracer tracer;
	struct pm_trail_options from;
	struct pm_trail **trail;
	size_t trails;
	size_t trail_alloc;
	struct visit *waiting; /* in the order that they are told */
	size_t first, end;
	size_t waiting_alloc;
	struct pm_strlist opened; /* "revision path" */
	struct pm_strlist told;	  /* "commit path" */
	struct pm_wanted wanted;
	pm_history_fn *fn;
	void *payload;
	size_t events; /* told */
};

/* Takes over the track. */
static int add_trail(struct history *h, const char *revision,
		      struct pm_track *track, struct pm_error *err)
{
	struct pm_trail *trail = pm_xcalloc(1, sizeof(*trail));

	trail->track = *track;
	memset(track, 0, sizeof(*track));
	PM_GROW(h->trail, h->trails, h->trail_alloc);
	h->trail[h->trails++] = trail;
	return pm_trail_open(trail, &h->from, revision, err);
}

/* Whether what a trail is at certainly descends from what another is at. */
static bool is_above(const struct pm_trail *trail,
		     const struct pm_trail *other)
{
	const struct pm_index_place *here, *there;

	if (!trail->has_next || !trail->index || !other->index)
		return false;
	here = &pm_index_log_last(trail->index)->place;
	there = &pm_index_log_last(other->index)->place;
	return here->chain == there->chain && here->pos > there->pos;
}

/* The one whose next commit is the newest; NULL when all have ended. */
static int choose(struct pm_trail **out, struct history *h,
		  struct pm_error *err)
{
	*out = NULL;
	for (size_t i = 0; i < h->trails; i++) {
		struct pm_trail *s = h->trail[i];
		int code = pm_trail_peek(s, err);

		if (code < 0)
			return code;
		if (s->has_next &&
		    (!*out || s->next.commit_time.epoch >
				      (*out)->next.commit_time.epoch))
			*out = s;
	}
	/* Clocks run backwards. */
	for (size_t i = 0; *out && i < h->trails; i++) {
		if (is_above(h->trail[i], *out))
			*out = h->trail[i];
	}
	return PM_OK;
}

static void release_visit(struct visit *visit)
{
	pm_track_release(&visit->track);
	pm_arena_release(&visit->arena);
}

static void release(struct history *h)
{
	for (size_t i = 0; i < h->trails; i++) {
		pm_trail_release(h->trail[i]);
		free(h->trail[i]);
	}
	while (h->first < h->end)
		release_visit(&h->waiting[h->first++]);
	free(h->trail);
	free(h->waiting);
	pm_strlist_release(&h->opened);
	pm_strlist_release(&h->told);
	pm_tracer_release(&h->tracer);
	pm_wanted_release(&h->wanted);
}

/* A commit that git's own log tells may have been told before. */
static void drop_told(struct history *h)
{
	struct pm_event *event = &h->tracer.event;
	size_t kept = 0;

	if (h->tracer.everything)
		return;
	for (size_t i = 0; i < event->records; i++) {
		struct pm_event_record *record = &event->record[i];
		struct pm_buf key = { 0 };
		bool known;

		pm_buf_addf(&key, "%s %s", event->commit.id, record->path);
		known = h->trails > 1 &&
			pm_strlist_has(&h->told, pm_buf_str(&key));
		if (known) {
			pm_changes_release(&record->changes);
		} else {
			pm_strlist_add(&h->told, pm_buf_str(&key));
			event->record[kept++] = *record;
		}
		pm_buf_release(&key);
	}
	event->records = kept;
}

/* With its items, a post-mortem that was renamed had a folder of its own. */
static void add_origin(struct pm_track *track, const struct history *h,
		       const struct pm_origin *origin, bool folders)
{
	struct pm_buf id = { 0 }, folder = { 0 };
	enum pm_kind kind;
	bool is_folder;

	is_folder = h->options->with_items &&
		    pm_path_identify(&id, &kind, h->policy, origin->path) &&
		    kind == PM_POSTMORTEM;
	if (is_folder)
		pm_path_join(&folder, h->policy->root, pm_buf_str(&id));
	if (is_folder && folders)
		pm_track_add(track, pm_buf_str(&folder), "");
	else if (!folders && (!track->path.nr ||
			      !pm_track_follows(track, origin->path)))
		pm_track_add(track, origin->path, origin->id);
	pm_buf_release(&id);
	pm_buf_release(&folder);
}

/* False when this has been opened before. */
static bool remember_opened(struct history *h, const char *revision,
			    const struct pm_track *track)
{
	bool news = false;

	for (size_t i = 0; i < track->path.nr; i++) {
		struct pm_buf key = { 0 };

		pm_buf_addf(&key, "%s %s", revision, track->path.item[i]);
		if (!pm_strlist_has(&h->opened, pm_buf_str(&key))) {
			pm_strlist_add(&h->opened, pm_buf_str(&key));
			news = true;
		}
		pm_buf_release(&key);
	}
	return news;
}

static int open_origins(struct history *h, struct pm_error *err)
{
	const struct pm_tracer *tracer = &h->tracer;
	size_t parents = tracer->origins ? tracer->event.commit.parents : 0;
	int code = PM_OK;

	for (size_t p = 1; p <= parents && code >= 0; p++) {
		struct pm_track track = { 0 };
		struct pm_buf revision = { 0 };

		for (size_t i = 0; i < 2 * tracer->origins; i++) {
			const struct pm_origin *origin =
				&tracer->origin[i % tracer->origins];

			if (origin->parent == p)
				add_origin(&track, h, origin,
					   i < tracer->origins);
		}
		pm_buf_addf(&revision, "%s^%zu", tracer->event.commit.id, p);
		if (track.path.nr &&
		    remember_opened(h, pm_buf_str(&revision), &track))
			code = add_trail(h, pm_buf_str(&revision), &track,
					  err);
		pm_track_release(&track);
		pm_buf_release(&revision);
	}
	return code;
}

static void add_track(struct pm_track *to, const struct pm_track *track)
{
	for (size_t i = 0; i < track->path.nr; i++)
		pm_track_add(to, track->path.item[i], track->id.item[i]);
}

/* Trails that meet at one commit tell it together: all of them have the
 * whole of it, and each has its paths. */
static void join_tracks(struct pm_track *joined, const struct history *h,
			const char *id)
{
	for (size_t i = 0; i < h->trails; i++) {
		if (pm_trail_is_at(h->trail[i], id))
			add_track(joined, &h->trail[i]->track);
	}
}

static int trace(struct history *h, const struct pm_track *track,
		 const struct pm_commit_info *commit, struct pm_error *err)
{
	int code = pm_trace(&h->tracer, track, commit, err);

	h->tracer.event.commit.delta = NULL;
	h->tracer.event.commit.deltas = 0;
	return code;
}

static int tell(struct history *h)
{
	drop_told(h);
	if (!h->tracer.event.records)
		return PM_OK;
	h->events++;
	return h->fn(&h->tracer.event, h->payload);
}

/* --- what waits --- */

/* Where clocks ran backwards, a commit may be met again later. */
static int is_final(const struct history *h,
		    const struct pm_index_place *place, struct pm_error *err)
{
	int more = 0;

	for (size_t i = 0; place->chain && i < h->trails && !more; i++)
		more = pm_trail_has_ahead(h->trail[i], place, err);
	return more < 0 ? more : !more;
}

/* Its chain is 0 when the index does not have the commit. */
static int find_place(struct pm_index_place *place, bool *is_clear,
		      const struct history *h, const struct pm_trail *trail,
		      struct pm_error *err)
{
	const struct pm_index_commit *commit;
	struct pm_index_node node;
	int64_t id;
	int code = 0;

	if (trail->index) {
		commit = pm_index_log_last(trail->index);
		*place = commit->place;
		*is_clear = commit->is_clear;
		return PM_OK;
	}
	if (h->from.index && h->trails > 1)
		code = pm_index_find_node(&id, h->from.index, trail->next.id,
					  err);
	if (code > 0)
		code = pm_index_node(&node, h->from.index, id, err);
	if (code > 0)
		*place = (struct pm_index_place){ node.chain, node.pos };
	return code < 0 ? code : PM_OK;
}

/* Tell what has waited, up to the first that has to wait on. */
static int tell_waiting(struct history *h, struct pm_error *err)
{
	int code = PM_OK;

	while (!code && h->first < h->end &&
	       (!h->options->limit || h->events < h->options->limit)) {
		struct visit *visit = &h->waiting[h->first];
		int final = is_final(h, &visit->place, err);

		if (final <= 0)
			return final;
		code = trace(h, &visit->track, visit->commit, err);
		if (code >= 0)
			code = tell(h);
		release_visit(visit);
		h->first++;
	}
	if (h->first == h->end)
		h->first = h->end = 0;
	return code;
}

static struct visit *find_waiting(const struct history *h, const char *id)
{
	for (size_t i = h->first; i < h->end; i++) {
		if (!strcmp(h->waiting[i].commit->id, id))
			return &h->waiting[i];
	}
	return NULL;
}

static void add_waiting(struct history *h, const struct pm_commit_info *commit,
			const struct pm_track *track,
			const struct pm_index_place *place)
{
	struct visit *visit;
	struct pm_commit_info *kept;

	PM_GROW(h->waiting, h->end, h->waiting_alloc);
	visit = &h->waiting[h->end++];
	*visit = (struct visit){ .place = *place };
	kept = pm_arena_alloc(&visit->arena, sizeof(*kept));
	*kept = *pm_commit_keep(&visit->arena, commit);
	kept->delta = pm_deltas_copy(&visit->arena, commit->delta,
				     commit->deltas);
	kept->deltas = commit->deltas;
	visit->commit = kept;
	add_track(&visit->track, track);
}

/* --- the walk --- */

/* What was found out about a commit is told, or waits. */
static int settle(struct history *h, const struct pm_trail *trail,
		  const struct pm_track *track, struct pm_error *err)
{
	struct pm_index_place place = { 0 };
	bool is_clear = false;
	int final = h->tracer.everything;

	if (!final) {
		int code = find_place(&place, &is_clear, h, trail, err);

		if (code < 0)
			return code;
		final = h->trails == 1 && is_clear ? 1 :
						      is_final(h, &place, err);
	}
	if (final < 0)
		return final;
	if (final && h->first == h->end)
		return tell(h);
	add_waiting(h, &trail->next, track, &place);
	return PM_OK;
}

static int visit(struct history *h, const struct pm_trail *trail,
		 struct pm_error *err)
{
	const struct pm_commit_info *commit = &trail->next;
	struct visit *before = find_waiting(h, commit->id);
	bool wanted = pm_wanted_has(&h->wanted, commit);
	struct pm_track joined = { 0 };
	const struct pm_track *track = &trail->track;
	int code;

	if (!wanted && h->tracer.everything)
		return PM_OK;
	if (before)
		add_track(&joined, &before->track);
	if (before || h->trails > 1) {
		join_tracks(&joined, h, commit->id);
		track = &joined;
	}
	code = trace(h, track, commit, err);
	if (code >= 0)
		code = open_origins(h, err);
	for (size_t i = 0; i < h->trails; i++) {
		if (pm_trail_is_at(h->trail[i], commit->id))
			pm_trail_pass(h->trail[i]);
	}
	if (code >= 0 && before)
		add_track(&before->track, track);
	else if (code >= 0 && wanted && h->tracer.event.records)
		code = settle(h, trail, track, err);
	pm_track_release(&joined);
	return code;
}

/* Every trail leaves the commit that was visited. */
static void leave(struct history *h, const struct pm_trail *visited)
{
	char *id = pm_xstrdup(visited->next.id);

	for (size_t i = 0; i < h->trails; i++) {
		if (pm_trail_is_at(h->trail[i], id))
			pm_trail_drop(h->trail[i]);
	}
	free(id);
}

static int walk(struct history *h, struct pm_error *err)
{
	struct pm_trail *trail;
	int code = PM_OK;

	while (!code &&
	       (!h->options->limit || h->events < h->options->limit)) {
		code = choose(&trail, h, err);
		if (code < 0 || !trail)
			break;
		code = visit(h, trail, err);
		leave(h, trail);
		if (!code)
			code = tell_waiting(h, err);
	}
	return code ? code : tell_waiting(h, err);
}

static int start(struct history *h, struct pm_error *err)
{
	const struct pm_history_options *options = h->options;
	struct pm_track track = { 0 };
	struct pm_buf path = { 0 };
	int code;

	if (!options->id)
		pm_buf_addstr(&path, h->policy->root);
	else if (options->with_items && !options->item)
		pm_path_join(&path, h->policy->root, options->id);
	else
		pm_id_to_path(&path, h->policy, options->id, options->item);
	if (path.len)
		pm_track_add(&track, pm_buf_str(&path), "");
	h->tracer.everything = h->from.everything = !options->id;
	if (!options->id && !options->limit)
		pm_objects_expect(h->repo, PM_OBJECTS_MANY);
	code = add_trail(h, options->revision, &track, err);
	if (code >= 0)
		pm_objects_begin(h->repo);
	pm_track_release(&track);
	pm_buf_release(&path);
	return code;
}

int pm_history_walk(struct pm_repo *repo, const struct pm_policy *policy,
		    const struct pm_history_options *options,
		    pm_history_fn *fn, void *payload, struct pm_error *err)
{
	struct history h = {
		.repo = repo,
		.policy = policy,
		.options = options,
		.tracer = { .repo = repo, .policy = policy },
		.from = { .repo = repo, .root = policy->root,
			  .is_gone = options->is_gone,
			  .since = options->since },
		.fn = fn,
		.payload = payload,
	};
	int code;

	h.tracer.versions.repo = repo;
	h.tracer.versions.policy = policy;
	code = pm_wanted_read(&h.wanted, options, err);
	h.from.since_time = h.wanted.since;
	if (code >= 0)
		code = start(&h, err);
	if (code >= 0)
		code = walk(&h, err);
	release(&h);
	return code;
}
