/* SPDX-License-Identifier: MIT */
#include "history/life.h"

#include <stdlib.h>
#include <string.h>

#include "git/log.h"
#include "history/life_track.h"
#include "history/track.h"
#include "index/walk.h"

/* A commit of the log, kept. */
struct entry {
	struct pm_index_commit commit;
	const struct pm_delta **source; /* for each delta the one whose file it
			* was before, itself for one that was moved away; or
			* NULL: nothing was moved */
	bool *is_item;	/* for each delta, whether that is the path of one */
	const char *parent; /* git is asked what was moved since; or NULL */
	bool is_cut;	    /* a shallow clone ends here */
};

struct pm_life_log {
	struct pm_repo *repo;
	const struct pm_policy *policy;
	const char *tip;
	struct pm_index *index;
	struct pm_arena arena;
	struct pm_map is_item; /* path: 1 or 0 */
	struct entry *entry;
	size_t nr;
	size_t alloc;
	const char **oid; /* of all versions of items */
	size_t oids;
	size_t oid_alloc;
	struct pm_facts facts;
	struct pm_moves moves;
};

/* The same few paths are asked for again and again. */
static bool is_item(struct pm_life_log *s, const char *path)
{
	struct pm_buf id = { 0 };
	enum pm_kind kind;
	size_t answer;

	if (pm_map_get(&s->is_item, path, &answer))
		return answer;
	answer = pm_path_identify(&id, &kind, s->policy, path) &&
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

	entry->source = pm_arena_alloc(&s->arena,
				       (nr + 1) * sizeof(*entry->source));
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
		entry->source[i] = entry->source[old] = &commit->delta[old];
		added--;
	}
	for (size_t i = 0; i < nr; i++)
		removed -= commit->delta[i].status == 'D' && entry->source[i];
	return !added || !removed;
}

/* Otherwise the blobs say all; and what a merge did to an item says nothing
 * but that it has to be told by its descent. */
static bool needs_git(struct pm_life_log *s, struct entry *entry)
{
	const struct pm_index_commit *commit = &entry->commit;
	bool added = false, removed = false, any_item = false;

	for (size_t i = 0; i < commit->deltas; i++) {
		bool comes = commit->delta[i].status == 'A';
		bool goes = commit->delta[i].status == 'D';

		added = added || comes;
		removed = removed || goes;
		any_item = any_item || ((comes || goes) && entry->is_item[i]);
	}
	return commit->parents < 2 && added && removed && any_item &&
	       !find_moves(s, entry);
}

/* The one in the index: another one of a merge never had a record. */
static int find_parent(struct pm_life_log *s, struct entry *entry,
		       struct pm_error *err)
{
	struct pm_index_node node, parent;
	int code = pm_index_node_at(&node, s->index, entry->commit.place.chain,
				    entry->commit.place.pos, err);

	if (code >= 0)
		code = pm_index_parent(&parent, s->index, &node, 0, err);
	if (code > 0)
		entry->parent = pm_arena_strdup(&s->arena, parent.oid);
	return code;
}

static const struct pm_delta *delta_at(const struct pm_index_commit *commit,
				       const char *path)
{
	for (size_t i = 0; i < commit->deltas; i++) {
		if (!strcmp(commit->delta[i].path, path))
			return &commit->delta[i];
	}
	return NULL;
}

static int ask_git(struct pm_life_log *s, struct entry *entry,
		   struct pm_error *err)
{
	const struct pm_index_commit *commit = &entry->commit;

	memset(entry->source, 0, commit->deltas * sizeof(*entry->source));
	for (size_t i = 0; i < commit->deltas; i++) {
		const struct pm_delta *old;
		const char *former;
		int code = pm_moves_former(&former, &s->moves, s->repo,
					   s->policy->root, entry->parent,
					   commit->id, commit->delta[i].path,
					   err);

		if (code < 0)
			return code;
		old = former ? delta_at(commit, former) : NULL;
		if (old)
			entry->source[i] =
				entry->source[old - commit->delta] = old;
	}
	return PM_OK;
}

static int ask(struct pm_life_log *s, struct pm_error *err)
{
	int code = PM_OK;

	for (size_t i = 0; i < s->nr && code >= 0; i++) {
		struct entry *entry = &s->entry[i];

		if (entry->parent)
			code = ask_git(s, entry, err);
		else if (!entry->commit.parents)
			code = pm_log_is_cut_off_at(&entry->is_cut, s->repo,
						    entry->commit.id, err);
	}
	return code;
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

static int add_entry(struct pm_life_log *s,
		     const struct pm_index_commit *commit,
		     struct pm_error *err)
{
	struct entry *entry;

	PM_GROW(s->entry, s->nr, s->alloc);
	entry = &s->entry[s->nr++];
	*entry = (struct entry){ .commit = *commit };
	entry->is_item = pm_arena_alloc(&s->arena, commit->deltas + 1);
	for (size_t i = 0; i < commit->deltas; i++)
		entry->is_item[i] = is_item(s, commit->delta[i].path);
	add_oids(s, entry);
	return needs_git(s, entry) ? find_parent(s, entry, err) : PM_OK;
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

	pm_strlist_add(&root, s->policy->root);
	code = pm_index_cover(s->index, tip, &options.node, err);
	if (code >= 0)
		code = pm_db_begin_reading(&s->index->db, err);
	if (code >= 0)
		code = pm_index_walk_open(&walk, s->index, &options, err);
	while (code >= 0 && (code = pm_index_walk_next(&commit, walk,
						       &s->arena, err)) > 0)
		code = add_entry(s, &commit, err);
	pm_index_walk_close(walk);
	pm_db_end_reading(&s->index->db);
	pm_strlist_release(&root);
	return code < 0 ? code : ask(s, err);
}

/* From or to another kind of record it is another thing, too. */
static void add_act(struct pm_life_log *s, struct pm_life_acts *acts,
		    const struct entry *entry, size_t nr)
{
	const struct pm_delta *d = &entry->commit.delta[nr];
	const struct pm_delta *old = entry->source ? entry->source[nr] : NULL;
	bool is = pm_mode_is_file(d->new_mode);
	struct pm_life_act act = { .to = is ? d->path : NULL,
				   .new_oid = d->new_oid };

	if (!entry->is_item[nr] || (old && !is))
		return;
	if (!old)
		old = d;
	act.is_unsure = !entry->is_item[old - entry->commit.delta];
	if (!act.is_unsure && pm_mode_is_file(old->old_mode)) {
		act.from = old->path;
		act.old_oid = old->old_oid;
		act.before = *pm_facts_find(&s->facts, old->old_oid);
	}
	if (act.from || act.to)
		pm_life_add_act(acts, &act);
}

static void read_history(struct pm_life_reading *r, struct pm_life_log *s)
{
	struct pm_life_acts acts = { 0 };

	for (size_t i = 0; i < s->nr; i++) {
		const struct entry *entry = &s->entry[i];

		acts.nr = 0;
		acts.commit = entry->commit.id;
		acts.time = entry->commit.author_time;
		acts.is_merge = entry->commit.parents > 1;
		acts.is_cut = entry->is_cut;
		for (size_t k = 0; k < entry->commit.deltas; k++)
			add_act(s, &acts, entry, k);
		pm_life_take(r, &acts);
	}
	free(acts.item);
}

void pm_life_log_free(struct pm_life_log *s)
{
	if (!s)
		return;
	pm_facts_release(&s->facts);
	pm_moves_release(&s->moves);
	pm_map_release(&s->is_item);
	pm_arena_release(&s->arena);
	free(s->entry);
	free(s->oid);
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
	s->policy = policy;
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
				     .policy = s->policy,
				     .moves = &s->moves };
	int code;

	add_there(s, snapshot);
	code = pm_facts_read(&s->facts, s->index, s->policy, s->oid,
			     s->oids, err);
	if (code >= 0) {
		begin(&r, s, snapshot);
		read_history(&r, s);
		code = pm_life_settle(&r, s->repo, s->tip, err);
	}
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
