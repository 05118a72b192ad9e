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
	code = pm_check_run_root_at(&policy, run, later, err);
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
	int code = pm_check_run_root_at(&policy, run, out->commit, err);

	if (code >= 0)
		code = read_snapshot(&out->snapshot, run, out->commit,
				     policy.root, false, err);
	if (code >= 0)
		pm_snapshots_pair(&out->pairs, &out->snapshot, after);
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

static const struct pm_strlist *bases_of(const struct versions *all,
					 const struct pm_strlist *bases,
					 size_t i, size_t j)
{
	return i < j ? &bases[i * all->parents + j] :
		       &bases[j * all->parents + i];
}

static bool holds(const struct pm_merge_version *version, const char *id)
{
	char *folder = pm_xstrndup(id, strcspn(id, "/"));
	const struct pm_postmortem *pm =
		pm_snapshot_find(&version->snapshot, folder);
	const char *slash = strchr(id, '/');
	bool found = pm && (!slash || pm_postmortem_action(pm, slash + 1));

	free(folder);
	return found;
}

/*
 * What looks as if a parent's record had another name now: not when the other
 * side has brought the one, and this side the other. Two incidents may well
 * have one title.
 */
static bool is_another(const struct versions *all,
		       const struct pm_strlist *bases, size_t parent,
		       const char *old_id, const char *new_id)
{
	for (size_t i = 0; i < all->parents; i++) {
		const struct pm_strlist *list;
		bool was_there = false;

		if (i == parent || !strcmp(old_id, new_id) ||
		    !holds(&all->item[i], new_id))
			continue;
		list = bases_of(all, bases, i, parent);
		for (size_t b = 0; b < list->nr && !was_there; b++)
			was_there = holds(&all->item[find_version(
						  all, list->item[b])],
					  old_id);
		if (!was_there)
			return true;
	}
	return false;
}

static void find_moves(struct versions *all, const struct pm_strlist *bases,
		       size_t nr)
{
	struct pm_merge_version *v = &all->item[nr];
	size_t pairs = v->pairs.nr, kept = 0;

	for (size_t i = 0; i < pairs && nr < all->parents; i++) {
		struct pm_pair *pair = &v->pairs.item[i];
		struct pm_postmortem *old = pair->before;

		if (!old || !pair->after ||
		    !is_another(all, bases, nr, old->id, pair->after->id))
			continue;
		pair->before = NULL;
		PM_GROW(v->pairs.item, v->pairs.nr, v->pairs.alloc);
		v->pairs.item[v->pairs.nr++] = (struct pm_pair){ old, NULL };
	}
	pm_pairs_item_moves(&v->moves, &v->pairs);
	for (size_t i = 0; i < v->moves.nr; i++) {
		const struct pm_item_move *move = &v->moves.item[i];

		if (nr >= all->parents ||
		    !is_another(all, bases, nr, move->before->id,
				move->after->id))
			v->moves.item[kept++] = *move;
	}
	v->moves.nr = kept;
}

static struct pm_merge_other *see(struct pm_arena *arena,
				  const struct versions *all,
				  const struct pm_strlist *bases, size_t parent)
{
	struct pm_merge_other *others = pm_arena_alloc(
		arena, all->parents * sizeof(*others));
	size_t nr = 0;

	for (size_t i = 0; i < all->parents; i++) {
		const struct pm_strlist *list =
			bases_of(all, bases, i, parent);
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

/* Where a file lies now that lay at `path`, below some folder; NULL: nowhere. */
static const char *find_below(const struct pm_deltas *deltas, const char *path)
{
	size_t len = strlen(path);

	for (size_t i = 0; i < deltas->nr; i++) {
		const struct pm_delta *d = &deltas->item[i];
		size_t other = strlen(d->path);

		if (!d->old_mode && other > len + 1 &&
		    d->path[other - len - 1] == '/' &&
		    !strcmp(d->path + other - len, path))
			return d->path;
	}
	return NULL;
}

/*
 * Another project that was taken in as a folder of this one, as git subtree
 * does: all of its records lie in there, and none of them is left where it
 * was. They are that project's.
 */
static int is_subtree(bool *out, struct pm_check_run *run, size_t parent,
		      const struct pm_policy *policy, struct pm_error *err)
{
	const char *root = policy->root, *first = NULL;
	size_t prefix = 0;
	const struct pm_deltas *deltas = pm_check_run_deltas(run, parent);
	struct pm_entries files = { 0 };
	struct pm_buf path = { 0 };
	int code = pm_list_tree(&files, &run->arena, run->change->repo,
				pm_check_run_parent(run, parent), &root, 1,
				err);

	*out = true;
	for (size_t i = 0; i < files.nr && *out && code >= 0; i++) {
		const char *old = files.item[i].path;
		const struct pm_delta *gone = pm_deltas_find(deltas, old);

		if (!pm_path_is_record(policy, old, files.item[i].mode))
			continue;
		if (!first) {
			first = find_below(deltas, old);
			prefix = first ? strlen(first) - strlen(old) : 0;
		}
		pm_buf_reset(&path);
		pm_buf_add(&path, first ? first : "", prefix);
		pm_buf_addstr(&path, old);
		*out = first && gone && !gone->new_mode &&
		       pm_deltas_find(deltas, pm_buf_str(&path));
	}
	*out = *out && first;
	pm_entries_release(&files);
	pm_buf_release(&path);
	return code;
}

/* The first parent goes on where it was. */
static int find_subtrees(struct versions *all, struct pm_check_run *run,
			 struct pm_error *err)
{
	int code = PM_OK;

	for (size_t i = 1; i < all->parents && code >= 0; i++) {
		struct pm_merge_version *v = &all->item[i];
		bool misses = false, is_other = false;

		for (size_t p = 0; p < v->pairs.nr; p++)
			misses = misses || !v->pairs.item[p].after;
		if (misses)
			code = is_subtree(&is_other, run, i,
					  &v->snapshot.policy, err);
		if (is_other)
			v->pairs.nr = 0;
	}
	return code;
}

static void judge(const struct pm_check_run *run, const struct pm_check *check,
		  const struct versions *all, const struct pm_strlist *bases)
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
			.only_lost = run->change->only_lost,
		};
		struct pm_check step = *check;

		step.merge = &merge;
		step.moves = &mine->moves;
		step.deltas = pm_check_run_deltas(run, i);
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
	char *contact;
	int more;

	if (!run->head || check->message)
		return PM_OK;
	more = pm_log_open(&log, run->change->repo, &options, err);
	if (more >= 0)
		more = pm_log_next(&commit, log, arena, err);
	if (more > 0) {
		pm_buf_addf(message, "%s\n\n%s", commit.subject,
			    commit.body ? commit.body : "");
		contact = pm_contact(commit.author_name, commit.author_email);
		check->author = pm_arena_strdup(arena, contact);
		free(contact);
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
	size_t parents = 1 + run->others;
	int code;

	for (size_t i = 0; i < parents; i++)
		add_version(&all, pm_check_run_parent(run, i));
	all.parents = parents;
	bases = pm_xcalloc(parents * parents, sizeof(*bases));
	step.find_maker = NULL;
	step.find_setter = NULL;
	step.find_witness = NULL;
	step.asks = NULL;
	code = find_maker(&step, &message, &arena, run, err);
	if (code >= 0)
		code = find_bases(&all, bases, run, err);
	if (code >= 0)
		code = read_result(&all.after, run, err);
	for (size_t i = 0; i < all.nr && code >= 0; i++)
		code = read_version(&all.item[i], run, &all.after, err);
	for (size_t i = 0; i < all.nr && code >= 0; i++)
		find_moves(&all, bases, i);
	if (code >= 0)
		code = find_subtrees(&all, run, err);
	if (code >= 0)
		judge(run, &step, &all, bases);
	for (size_t i = 0; i < parents * parents; i++)
		pm_strlist_release(&bases[i]);
	free(bases);
	release_versions(&all);
	pm_arena_release(&arena);
	pm_buf_release(&message);
	return code;
}
