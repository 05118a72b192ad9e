/* SPDX-License-Identifier: MIT */
#include "check/repo_run.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "check/merge.h"
#include "git/log.h"
#include "git/merges.h"

/* Every commit that a merge is judged by: its parents, then where any two of
 * them parted. */
struct versions {
	struct pm_merge_version *item; /* never moves once one is read */
	size_t nr;
	size_t alloc;
	size_t parents;
	struct pm_snapshot after;
};

/* --- which post-mortems may lack something --- */

static size_t count_parents(const struct pm_check_run *run)
{
	return 1 + run->others;
}

static const char *parent_id(const struct pm_check_run *run, size_t nr)
{
	if (!nr)
		return run->base;
	return nr == 1 ? run->other : run->change->also[nr - 2];
}

static const struct pm_deltas *deltas_of(const struct pm_check_run *run,
					 size_t nr)
{
	return nr ? &run->theirs[nr - 1] : &run->deltas;
}

/* Where the records of a commit stand: its own policy says. */
static int root_at(struct pm_policy *out, const struct pm_check_run *run,
		   const char *commit, struct pm_error *err)
{
	struct pm_policy_text text = { 0 };
	int code = pm_check_policy_at(&text, run, commit, err);
	const char *bytes = code >= 0 ? pm_policy_text(&text) : NULL;

	pm_policy_read(out, bytes, text.size);
	/* One that is malformed says of none. */
	if (out->problems.nr) {
		pm_policy_release(out);
		pm_policy_read(out, NULL, 0);
	}
	pm_buf_release(&text.bytes);
	return code == PM_EINVALID ? PM_OK : code;
}

static bool is_taken_away(const struct pm_delta *delta)
{
	return !delta->new_mode;
}

static bool stood(const struct pm_delta *delta)
{
	return delta->old_mode != 0;
}

static bool is_new(const struct pm_delta *delta)
{
	return !delta->old_mode;
}

/* The ids of records among some of the deltas. */
static void collect(struct pm_strlist *out, const struct pm_policy *policy,
		    const struct pm_deltas *deltas,
		    bool (*is_meant)(const struct pm_delta *))
{
	for (size_t i = 0; i < deltas->nr; i++) {
		const struct pm_deltas one = { .item = &deltas->item[i],
					       .nr = 1 };

		if (is_meant(&deltas->item[i]))
			pm_deltas_ids(out, policy, &one);
	}
}

/* What a parent has changed since one commit, of what is in question. */
static int add_changed(struct pm_check_run *run, const struct pm_policy *policy,
		       const char *base, const char *parent,
		       const struct pm_strlist *asked, struct pm_error *err)
{
	const char *path[] = { policy->root };
	struct pm_deltas deltas = { 0 };
	struct pm_strlist ids = { 0 };
	int code = pm_diff_trees(&deltas, &run->arena, run->change->repo, base,
				 parent, path, 1, false, err);

	pm_deltas_ids(&ids, policy, &deltas);
	for (size_t i = 0; i < ids.nr && code >= 0; i++)
		if (!asked || pm_strlist_sorted_has(asked, ids.item[i]))
			pm_strlist_add(&run->lost, ids.item[i]);
	pm_deltas_release(&deltas);
	pm_strlist_release(&ids);
	return code;
}

/* Since it parted from each of the others; from one that it has no commit in
 * common with, all of it. */
static int add_changed_since(struct pm_check_run *run,
			     const struct pm_policy *policy, size_t parent,
			     const struct pm_strlist *asked,
			     struct pm_error *err)
{
	struct pm_strlist bases = { 0 };
	int code = PM_OK;

	for (size_t i = 0; i < count_parents(run) && code >= 0; i++) {
		size_t nr = bases.nr;

		if (i == parent)
			continue;
		code = pm_merges_bases(&bases, run->change->repo,
				       parent_id(run, parent),
				       parent_id(run, i), err);
		if (bases.nr == nr)
			pm_strlist_add(&bases,
				       pm_repo_empty_tree(run->change->repo));
	}
	pm_strlist_sort_unique(&bases);
	for (size_t i = 0; i < bases.nr && code >= 0; i++)
		code = add_changed(run, policy, bases.item[i],
				   parent_id(run, parent), asked, err);
	pm_strlist_release(&bases);
	return code;
}

static int find_lost_of(struct pm_check_run *run, size_t parent,
			struct pm_error *err)
{
	const struct pm_deltas *deltas = deltas_of(run, parent);
	struct pm_policy own = { 0 };
	const struct pm_policy *policy = &run->policy;
	struct pm_strlist asked = { 0 };
	bool moves = false;
	int code = PM_OK;

	if (pm_check_moves_policy(deltas)) {
		code = root_at(&own, run, parent_id(run, parent), err);
		policy = &own;
		/* What stays where it was is not among the records then. */
		moves = strcmp(own.root, run->policy.root) != 0;
	}
	collect(&asked, policy, deltas, stood);
	pm_strlist_sort_unique(&asked);
	if (code >= 0 && (asked.nr || moves))
		code = add_changed_since(run, policy, parent,
					 moves ? NULL : &asked, err);
	pm_strlist_release(&asked);
	if (policy == &own)
		pm_policy_release(&own);
	return code;
}

/* What is gone from one folder may be in a new one. */
static void add_new_places(struct pm_check_run *run)
{
	bool any = false;

	for (size_t i = 0; i < count_parents(run); i++) {
		const struct pm_deltas *deltas = deltas_of(run, i);

		for (size_t d = 0; d < deltas->nr && !any; d++)
			any = is_taken_away(&deltas->item[d]);
	}
	for (size_t i = 0; i < count_parents(run) && any; i++)
		collect(&run->lost, &run->policy, deltas_of(run, i), is_new);
}

int pm_check_run_find_lost(struct pm_check_run *run, struct pm_error *err)
{
	int code = PM_OK;

	for (size_t i = 0; i < count_parents(run) && code >= 0; i++)
		code = find_lost_of(run, i, err);
	/* What no parent has so is the merge's own change. */
	for (size_t i = 0; i < run->touched.nr; i++)
		pm_strlist_add(&run->lost, run->touched.item[i]);
	if (run->lost.nr)
		add_new_places(run);
	pm_strlist_sort_unique(&run->lost);
	return code;
}

/* --- what stands in each of the commits --- */

static int list_files(struct pm_entries *out, const struct pm_check_run *run,
		      struct pm_arena *arena, const char *commit,
		      const char *root, bool everything, struct pm_error *err)
{
	struct pm_repo *repo = run->change->repo;
	struct pm_strlist paths = { 0 };
	struct pm_buf path = { 0 };
	int code;

	if (everything)
		pm_strlist_add(&paths, root);
	for (size_t i = 0; i < run->lost.nr && !everything; i++) {
		pm_buf_reset(&path);
		pm_path_join(&path, root, run->lost.item[i]);
		pm_strlist_add(&paths, pm_buf_str(&path));
	}
	if (commit)
		code = pm_list_tree(out, arena, repo, commit,
				    (const char *const *)paths.item, paths.nr,
				    err);
	else
		code = pm_list_index(out, arena, repo,
				     (const char *const *)paths.item, paths.nr,
				     NULL, err);
	pm_strlist_release(&paths);
	pm_buf_release(&path);
	return code;
}

/* `commit` NULL: the index. In a later commit what was there may stand in any
 * folder. */
static int read_snapshot(struct pm_snapshot *out,
			 const struct pm_check_run *run, const char *commit,
			 const char *root, bool everything,
			 struct pm_error *err)
{
	const struct pm_policy_text *text = &run->judge_text;
	/* Entries carry their objects; where they were listed no longer
	 * matters. */
	struct pm_source source = { .repo = run->change->repo,
				    .place = PM_COMMIT };
	struct pm_entries entries = { 0 };
	int code;

	pm_snapshot_init(out, &source, pm_policy_text(text), text->size);
	out->policy.root = pm_arena_strdup(&out->arena, root);
	code = list_files(&entries, run, &out->arena, commit,
			  out->policy.root, everything, err);
	if (code >= 0) {
		pm_snapshot_fill(out, &entries);
		code = pm_snapshot_read(out, PM_POSTMORTEM | PM_ACTION,
					PM_READ_BODY, err);
	}
	pm_entries_release(&entries);
	return code;
}

static int read_result(struct pm_snapshot *out, const struct pm_check_run *run,
		       struct pm_error *err)
{
	const char *later = run->change->seen_at;
	struct pm_policy policy = { 0 };
	int code;

	if (!later)
		return read_snapshot(out, run, run->head, run->policy.root,
				     false, err);
	code = root_at(&policy, run, later, err);
	if (code >= 0)
		code = read_snapshot(out, run, later, policy.root, true, err);
	pm_policy_release(&policy);
	return code;
}

static int read_version(struct pm_merge_version *out,
			const struct pm_check_run *run,
			const struct pm_snapshot *after, struct pm_error *err)
{
	struct pm_policy policy = { 0 };
	int code = root_at(&policy, run, out->commit, err);

	if (code >= 0)
		code = read_snapshot(&out->snapshot, run, out->commit,
				     policy.root, false, err);
	if (code >= 0) {
		pm_snapshots_pair(&out->pairs, &out->snapshot, after);
		pm_pairs_item_moves(&out->moves, &out->pairs);
	}
	pm_policy_release(&policy);
	return code;
}

static void add_version(struct versions *all, const char *commit)
{
	PM_GROW(all->item, all->nr, all->alloc);
	all->item[all->nr++] = (struct pm_merge_version){ .commit = commit };
}

static size_t find_version(const struct versions *all, const char *commit)
{
	size_t i = all->parents;

	while (i < all->nr && strcmp(all->item[i].commit, commit))
		i++;
	return i;
}

/* Of each two parents; bases[i * parents + j] is for i < j. */
static int find_bases(struct versions *all, struct pm_strlist *bases,
		      struct pm_check_run *run, struct pm_error *err)
{
	int code = PM_OK;

	for (size_t i = 0; i < all->parents; i++)
		for (size_t j = i + 1; j < all->parents && code >= 0; j++) {
			struct pm_strlist *list = &bases[i * all->parents + j];

			code = pm_merges_bases(list, run->change->repo,
					       all->item[i].commit,
					       all->item[j].commit, err);
			for (size_t b = 0; b < list->nr; b++)
				if (find_version(all, list->item[b]) ==
				    all->nr)
					add_version(all, list->item[b]);
		}
	return code;
}

static void release_versions(struct versions *all)
{
	for (size_t i = 0; i < all->nr; i++) {
		pm_pairs_release(&all->item[i].pairs);
		pm_item_moves_release(&all->item[i].moves);
		pm_snapshot_release(&all->item[i].snapshot);
	}
	free(all->item);
	pm_snapshot_release(&all->after);
}

/* --- what one parent sees --- */

static struct pm_merge_other *see(struct pm_arena *arena,
				  const struct versions *all,
				  const struct pm_strlist *bases, size_t parent)
{
	struct pm_merge_other *others = pm_arena_alloc(
		arena, all->parents * sizeof(*others));
	size_t nr = 0;

	for (size_t i = 0; i < all->parents; i++) {
		const struct pm_strlist *list =
			i < parent ? &bases[i * all->parents + parent] :
				     &bases[parent * all->parents + i];
		struct pm_merge_other *other = &others[nr];

		if (i == parent)
			continue;
		nr++;
		other->parent = &all->item[i];
		other->bases = list->nr;
		other->base = pm_arena_alloc(
			arena, (list->nr + 1) * sizeof(*other->base));
		for (size_t b = 0; b < list->nr; b++)
			other->base[b] = &all->item[find_version(
				all, list->item[b])];
	}
	return others;
}

static bool is_repeated(const struct pm_findings *list, size_t first, size_t nr)
{
	const struct pm_finding *now = &list->item[nr];

	for (size_t i = first; i < nr; i++) {
		const struct pm_finding *f = &list->item[i];

		if (f->rule == now->rule && !strcmp(f->path, now->path) &&
		    !strcmp(f->subject, now->subject))
			return true;
	}
	return false;
}

/* What several parents miss is told for the first of them. */
static void drop_repeated(struct pm_findings *list, size_t first)
{
	size_t kept = first;

	for (size_t i = first; i < list->nr; i++) {
		struct pm_finding now = list->item[i];

		list->item[kept] = now;
		if (!is_repeated(list, first, kept))
			kept++;
	}
	list->nr = kept;
}

static void judge(const struct pm_check *check, const struct versions *all,
		  const struct pm_strlist *bases)
{
	size_t first = check->out->nr;
	struct pm_arena arena = { 0 };
	/* What took the place of all folders is told as an oddity. */
	bool in_the_way = pm_snapshot_oddity(&all->after, "");

	for (size_t i = 0; i < all->parents; i++) {
		const struct pm_merge_version *mine = &all->item[i];
		const struct pm_merge merge = {
			.parent = mine->commit,
			.other = see(&arena, all, bases, i),
			.others = all->parents - 1,
		};
		struct pm_check step = *check;

		step.merge = &merge;
		step.moves = &mine->moves;
		for (size_t p = 0; p < mine->pairs.nr; p++) {
			const struct pm_pair *pair = &mine->pairs.item[p];

			if (pair->after || !in_the_way)
				pm_check_step(&step, pair->before, pair->after);
		}
	}
	drop_repeated(check->out, first);
	pm_arena_release(&arena);
}

/* A merge that was made says itself who made it, and why. */
static int find_maker(struct pm_check *check, struct pm_buf *message,
		      struct pm_arena *arena, const struct pm_check_run *run,
		      struct pm_error *err)
{
	const char *const commits[] = { run->head, NULL };
	const struct pm_log_options options = { .commits = commits };
	struct pm_commit_info commit;
	struct pm_log *log = NULL;
	int more;

	if (!run->head || check->message)
		return PM_OK;
	more = pm_log_open(&log, run->change->repo, &options, err);
	if (more >= 0)
		more = pm_log_next(&commit, log, arena, err);
	if (more > 0) {
		pm_buf_addf(message, "%s\n\n%s", commit.subject,
			    commit.body ? commit.body : "");
		check->author = commit.author_email;
		check->message = pm_buf_str(message);
		check->today = pm_time_date(commit.author_time);
	}
	pm_log_close(log);
	return more < 0 ? more : PM_OK;
}

int pm_check_run_merge(struct pm_check_run *run, const struct pm_check *check,
		       struct pm_error *err)
{
	struct versions all = { 0 };
	struct pm_check step = *check;
	struct pm_arena arena = { 0 };
	struct pm_buf message = { 0 };
	struct pm_strlist *bases;
	size_t parents = count_parents(run);
	int code;

	for (size_t i = 0; i < parents; i++)
		add_version(&all, parent_id(run, i));
	all.parents = parents;
	bases = pm_xcalloc(parents * parents, sizeof(*bases));
	step.find_maker = NULL;
	code = find_maker(&step, &message, &arena, run, err);
	if (code >= 0)
		code = find_bases(&all, bases, run, err);
	if (code >= 0)
		code = read_result(&all.after, run, err);
	for (size_t i = 0; i < all.nr && code >= 0; i++)
		code = read_version(&all.item[i], run, &all.after, err);
	if (code >= 0)
		judge(&step, &all, bases);
	for (size_t i = 0; i < parents * parents; i++)
		pm_strlist_release(&bases[i]);
	free(bases);
	release_versions(&all);
	pm_arena_release(&arena);
	pm_buf_release(&message);
	return code;
}
