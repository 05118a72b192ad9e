/* SPDX-License-Identifier: MIT */
#include "history/life.h"

#include <stdlib.h>
#include <string.h>

#include "history/event.h"
#include "index/walk.h"
#include "history/life_track.h"
#include "history/track.h"

/* A commit of the log, kept. */
struct entry {
	struct pm_index_commit commit;
	const char **from; /* for each delta the path that it was moved from,
			    * its own for one that was moved away; or NULL */
	bool *is_item;	/* for each delta, whether that is the path of one */
	bool is_traced; /* a rename may be in it */
};

struct pm_life_log {
	struct pm_repo *repo;
	const char *tip;
	struct pm_index *index;
	struct pm_tracer tracer;
	struct pm_track everything;
	struct pm_arena arena;
	struct pm_map is_item; /* path: 1 or 0 */
	struct entry *entry;
	size_t nr;
	size_t alloc;
	const char **oid; /* of all versions of items */
	size_t oids;
	size_t oid_alloc;
	struct pm_facts facts;
	const char **traced; /* ids of commits */
	size_t traces;
	size_t trace_alloc;
	size_t asked;	     /* so many of them in `log`, or before */
	struct pm_log *log;
};

/* The same few paths are asked for again and again. */
static bool is_item(struct pm_life_log *s, const char *path)
{
	struct pm_buf id = { 0 };
	enum pm_kind kind;
	size_t answer;

	if (pm_map_get(&s->is_item, path, &answer))
		return answer;
	answer = pm_path_identify(&id, &kind, s->tracer.policy, path) &&
		 kind == PM_ACTION;
	pm_map_add(&s->is_item, pm_arena_strdup(&s->arena, path), answer,
		   NULL);
	pm_buf_release(&id);
	return answer;
}

/* The one delta of that status with this blob; nr when there is none or more
 * than one. */
static size_t find_blob(const struct pm_index_commit *commit, char status,
			const char *oid)
{
	size_t found = commit->deltas;

	for (size_t i = 0; i < commit->deltas; i++) {
		const struct pm_delta *d = &commit->delta[i];
		const char *blob = status == 'A' ? d->new_oid : d->old_oid;

		if (d->status != status || strcmp(blob, oid) != 0)
			continue;
		if (found < commit->deltas)
			return commit->deltas;
		found = i;
	}
	return found;
}

/* Items that were moved as they are need no git to be recognised. False when
 * more than that may have been moved. */
static bool find_moves(struct pm_life_log *s, struct entry *entry)
{
	const struct pm_index_commit *commit = &entry->commit;
	size_t nr = commit->deltas, added = 0, removed = 0;
	size_t size = (nr + 1) * sizeof(*entry->from);

	entry->from = pm_arena_alloc(&s->arena, size);
	for (size_t i = 0; i < nr; i++) {
		const struct pm_delta *d = &commit->delta[i];
		size_t old;

		added += d->status == 'A';
		removed += d->status == 'D';
		if (d->status != 'A')
			continue;
		old = find_blob(commit, 'D', d->new_oid);
		if (old == nr || find_blob(commit, 'A', d->new_oid) != i)
			continue;
		if (!entry->is_item[i] || !entry->is_item[old])
			return false;
		entry->from[i] = entry->from[old] = commit->delta[old].path;
		added--;
	}
	for (size_t i = 0; i < nr; i++)
		removed -= commit->delta[i].status == 'D' && entry->from[i];
	return !added || !removed;
}

/* Otherwise the blobs say all. */
static bool needs_trace(struct pm_life_log *s, struct entry *entry)
{
	const struct pm_index_commit *commit = &entry->commit;
	bool added = false, removed = false;

	for (size_t i = 0; i < commit->deltas; i++) {
		added = added || commit->delta[i].status == 'A';
		removed = removed || commit->delta[i].status == 'D';
	}
	if (s->repo->is_shallow && !commit->parents)
		return true;
	return added && removed && !find_moves(s, entry);
}

static void add_oid(struct pm_life_log *s, const char *oid)
{
	PM_GROW(s->oid, s->oids, s->oid_alloc);
	s->oid[s->oids++] = oid;
}

/* What a commit made of an item is asked for where the next one changes it,
 * or at the tip. */
static void add_oids(struct pm_life_log *s, const struct entry *entry)
{
	for (size_t i = 0; i < entry->commit.deltas; i++) {
		const struct pm_delta *d = &entry->commit.delta[i];

		if (!entry->is_item[i])
			continue;
		if (pm_mode_is_file(d->old_mode))
			add_oid(s, d->old_oid);
	}
}

static void add_entry(struct pm_life_log *s,
		      const struct pm_index_commit *commit)
{
	struct entry *entry;

	PM_GROW(s->entry, s->nr, s->alloc);
	entry = &s->entry[s->nr++];
	*entry = (struct entry){ .commit = *commit };
	entry->is_item = pm_arena_alloc(&s->arena, commit->deltas + 1);
	for (size_t i = 0; i < commit->deltas; i++)
		entry->is_item[i] = is_item(s, commit->delta[i].path);
	entry->is_traced = needs_trace(s, entry);
	if (entry->is_traced) {
		PM_GROW(s->traced, s->traces, s->trace_alloc);
		s->traced[s->traces++] =
			pm_arena_strdup(&s->arena, commit->id);
	} else {
		add_oids(s, entry);
	}
}

static int read_entries(struct pm_life_log *s, const char *tip,
			struct pm_error *err)
{
	struct pm_strlist root = { 0 };
	struct pm_index_walk_options options = { .path = &root,
						 .since = INT64_MIN };
	struct pm_index_walk *walk = NULL;
	struct pm_index_commit commit;
	int code;

	pm_strlist_add(&root, s->tracer.policy->root);
	code = pm_index_cover(s->index, tip, &options.node, err);
	if (code >= 0)
		code = pm_db_begin_reading(&s->index->db, err);
	if (code >= 0)
		code = pm_index_walk_open(&walk, s->index, &options, err);
	while (code >= 0 && (code = pm_index_walk_next(&commit, walk,
						       &s->arena, err)) > 0)
		add_entry(s, &commit);
	pm_index_walk_close(walk);
	pm_db_end_reading(&s->index->db);
	pm_strlist_release(&root);
	return code;
}

static void act_by_facts(struct pm_life_log *s, struct pm_life_acts *acts,
			 const struct entry *entry, size_t nr)
{
	const struct pm_delta *d = &entry->commit.delta[nr];
	bool was = pm_mode_is_file(d->old_mode), is = pm_mode_is_file(d->new_mode);
	const char *from = entry->from ? entry->from[nr] : NULL;
	struct pm_life_act act = {
		.from = from ? from : was ? d->path : NULL,
		.to = is ? d->path : NULL,
		.old_oid = from ? d->new_oid : d->old_oid,
		.new_oid = d->new_oid,
	};

	if ((!was && !is) || !entry->is_item[nr] || (from && !is))
		return;
	if (act.from)
		act.before = *pm_facts_find(&s->facts, act.old_oid);
	pm_life_add_act(acts, &act);
}

/* Who and when of the commits that are traced, some at a time. */
static int next_info(struct pm_commit_info *out, struct pm_life_log *s,
		     struct pm_arena *arena, struct pm_error *err)
{
	const char *some[PM_LOG_COMMITS + 1] = { NULL };
	const struct pm_log_options options = { .commits = some };
	int code;

	if (!s->log) {
		for (size_t i = 0; i < PM_LOG_COMMITS && s->asked < s->traces;
		     i++)
			some[i] = s->traced[s->asked++];
		code = pm_log_open(&s->log, s->repo, &options, err);
		if (code < 0)
			return code;
	}
	code = pm_log_next(out, s->log, arena, err);
	if (code)
		return code;
	pm_log_close(s->log);
	s->log = NULL;
	return s->asked < s->traces ? next_info(out, s, arena, err) :
		       pm_fail(err, PM_ERROR, "'git log' does not tell all "
			       "commits that it was asked for");
}

static int act_by_trace(struct pm_life_log *s, struct pm_life_acts *acts,
			const struct entry *entry, struct pm_error *err)
{
	struct pm_commit_info info;
	struct pm_arena arena = { 0 };
	int code = next_info(&info, s, &arena, err);

	if (code > 0) {
		info.delta = entry->commit.delta;
		info.deltas = entry->commit.deltas;
		code = pm_trace(&s->tracer, &s->everything, &info, err);
	}
	for (size_t i = 0; code >= 0 && i < s->tracer.event.records; i++) {
		const struct pm_event_record *record =
			&s->tracer.event.record[i];
		struct pm_life_act act = { 0 };

		if (record->kind != PM_ACTION)
			continue;
		if (record->before) {
			act.from = record->before->path;
			act.old_oid = pm_arena_strdup(
				&s->arena, record->before->oid);
			act.before = pm_fact_of(record->before);
		}
		if (record->after) {
			act.to = record->after->path;
			act.new_oid = pm_arena_strdup(
				&s->arena, record->after->oid);
		}
		pm_life_add_act(acts, &act);
	}
	pm_arena_release(&arena);
	return code;
}

static int read_history(struct pm_life_reading *r, struct pm_life_log *s,
			struct pm_error *err)
{
	struct pm_life_acts acts = { 0 };
	int code = PM_OK;

	for (size_t i = 0; i < s->nr && code >= 0; i++) {
		const struct entry *entry = &s->entry[i];

		acts.nr = 0;
		acts.commit = entry->commit.id;
		acts.time = entry->commit.author_time;
		acts.is_merge = entry->commit.parents > 1;
		if (entry->is_traced)
			code = act_by_trace(s, &acts, entry, err);
		for (size_t k = 0;
		     !entry->is_traced && k < entry->commit.deltas; k++)
			act_by_facts(s, &acts, entry, k);
		if (code >= 0)
			pm_life_take(r, &acts);
	}
	free(acts.item);
	return code;
}

void pm_life_log_free(struct pm_life_log *s)
{
	if (!s)
		return;
	pm_log_close(s->log);
	pm_tracer_release(&s->tracer);
	pm_track_release(&s->everything);
	pm_facts_release(&s->facts);
	pm_map_release(&s->is_item);
	pm_arena_release(&s->arena);
	free(s->entry);
	free(s->oid);
	free(s->traced);
	free(s);
}

/* From what the listing says: the snapshot may be read meanwhile. */
static void add_there(struct pm_life_log *s, const struct pm_snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->nr; i++) {
		const struct pm_postmortem *pm = &snapshot->item[i];

		for (size_t a = 0; a < pm->actions; a++)
			add_oid(s, pm->action[a].oid);
	}
}

static void begin(struct pm_life_reading *r, const struct pm_life_log *s,
		  const struct pm_snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->nr; i++) {
		const struct pm_postmortem *pm = &snapshot->item[i];

		for (size_t a = 0; a < pm->actions; a++)
			pm_life_begin(r, &pm->action[a],
				      pm_facts_find(&s->facts,
						    pm->action[a].oid));
	}
}

int pm_life_log_read(struct pm_life_log **out, struct pm_repo *repo,
		     const struct pm_policy *policy, const char *tip,
		     struct pm_error *err)
{
	struct pm_life_log *s = pm_xcalloc(1, sizeof(*s));
	int code;

	s->repo = repo;
	s->tip = pm_arena_strdup(&s->arena, tip);
	s->tracer = (struct pm_tracer){ .repo = repo, .policy = policy,
					.everything = true };
	s->tracer.versions.repo = repo;
	s->tracer.versions.policy = policy;
	if (*policy->root)
		pm_track_add(&s->everything, policy->root, "");
	code = pm_index_get(&s->index, repo, policy->root, err);
	if (code >= 0)
		code = read_entries(s, tip, err);
	if (code < 0) {
		pm_life_log_free(s);
		s = NULL;
	}
	*out = s;
	return code < 0 ? code : PM_OK;
}

int pm_life_log_lives(struct pm_lives *out, struct pm_life_log *s,
		      const struct pm_snapshot *snapshot, struct pm_error *err)
{
	struct pm_life_reading r = { .out = out,
				     .policy = s->tracer.policy };
	int code;

	add_there(s, snapshot);
	code = pm_facts_read(&s->facts, s->index, s->tracer.policy, s->oid,
			     s->oids, err);
	if (code >= 0) {
		begin(&r, s, snapshot);
		code = read_history(&r, s, err);
	}
	if (code >= 0)
		code = pm_life_settle(&r, s->repo, s->tip, err);
	pm_life_end(&r);
	out->is_complete = !s->repo->is_shallow;
	return code;
}

int pm_lives_read(struct pm_lives *out, struct pm_repo *repo,
		  const struct pm_policy *policy,
		  const struct pm_snapshot *snapshot, struct pm_error *err)
{
	struct pm_life_log *log;
	int code = pm_life_log_read(&log, repo, policy, snapshot->source.base,
				    err);

	if (code >= 0)
		code = pm_life_log_lives(out, log, snapshot, err);
	pm_life_log_free(log);
	return code;
}
