/* SPDX-License-Identifier: MIT */
#include "check/repo_run.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "base/portable.h"
#include "check/evidence.h"
#include "check/range.h"
#include "check/revert.h"
#include "git/objects.h"
#include "git/plumbing.h"
#include "snapshot/pair.h"

/* A whole id need not be asked for: what it names will be read. */
static int resolve_one(char **out, struct pm_repo *repo, const char *revision,
		       struct pm_error *err)
{
	if (!pm_is_oid(revision))
		return pm_repo_resolve(repo, revision, out, err);
	*out = pm_xstrdup(revision);
	return PM_OK;
}

static int resolve(struct pm_check_run *run, struct pm_error *err)
{
	const struct pm_change_check *c = run->change;
	int code;

	if (c->base)
		code = resolve_one(&run->base, c->repo, c->base, err);
	else
		code = pm_repo_head(c->repo, &run->base, err);
	if (code >= 0 && !run->base)
		run->base = pm_xstrdup(pm_repo_empty_tree(c->repo));
	if (code >= 0 && c->other)
		code = resolve_one(&run->other, c->repo, c->other, err);
	if (code >= 0 && c->head)
		code = resolve_one(&run->head, c->repo, c->head, err);
	if (code >= 0 && c->policy_at)
		code = resolve_one(&run->policy_at, c->repo, c->policy_at, err);
	return code;
}

static int diff(struct pm_check_run *run, const char *from, struct pm_deltas *out,
		struct pm_error *err)
{
	if (run->head)
		return pm_diff_trees(out, &run->arena, run->change->repo, from,
				     run->head, NULL, 0, false, err);
	return pm_diff_index(out, &run->arena, run->change->repo, from, NULL,
			     0, err);
}

static void collect_both(struct pm_strlist *out,
			 const struct pm_check_run *run,
			 const struct pm_deltas *deltas)
{
	pm_deltas_ids(out, &run->policy, deltas);
	if (strcmp(run->policy.root, run->old_policy.root))
		pm_deltas_ids(out, &run->old_policy, deltas);
	pm_strlist_sort_unique(out);
}

/* A policy that cannot be read says nothing of where records stand. */
static bool moves_root(const struct pm_check_run *run)
{
	return strcmp(run->policy.root, run->old_policy.root) &&
	       !run->policy.problems.nr && !run->old_policy.problems.nr;
}

/* A policy that looks elsewhere takes away what stays where it was, without
 * touching a file of it. */
static int collect_left(struct pm_check_run *run, struct pm_error *err)
{
	struct pm_entries folder = { 0 };
	struct pm_buf path = { 0 }, id = { 0 };
	int code;

	if (!moves_root(run))
		return PM_OK;
	code = pm_list_folder(&folder, &run->arena, run->change->repo,
			      run->base, run->old_policy.root, err);
	for (size_t i = 0; i < folder.nr && code >= 0; i++) {
		pm_buf_reset(&path);
		pm_buf_reset(&id);
		pm_path_join(&path, folder.item[i].path, "README.md");
		if (folder.item[i].mode == PM_MODE_TREE &&
		    pm_path_to_id(&id, NULL, &run->old_policy, path.ptr))
			pm_strlist_add(&run->touched, pm_buf_str(&id));
	}
	pm_strlist_sort_unique(&run->touched);
	pm_entries_release(&folder);
	pm_buf_release(&path);
	pm_buf_release(&id);
	return code;
}

/* What is as another side has it was judged there. `known`: what it differs
 * in, or NULL. */
static int drop_same(struct pm_check_run *run, const char *side,
		     const struct pm_deltas *known, struct pm_error *err)
{
	struct pm_deltas deltas = { 0 };
	struct pm_strlist mine = run->touched, theirs = { 0 };
	int code = PM_OK;

	if (!mine.nr)
		return PM_OK;
	run->touched = (struct pm_strlist){ 0 };
	if (!known)
		code = diff(run, side, &deltas, err);
	known = known ? known : &deltas;
	/* But not where that side may have another root. */
	if (code >= 0 && moves_root(run) && pm_check_moves_policy(known))
		pm_strlist_add_all(&theirs, (const char *const *)mine.item);
	else if (code >= 0)
		collect_both(&theirs, run, known);
	for (size_t i = 0; i < mine.nr; i++) {
		if (pm_strlist_sorted_has(&theirs, mine.item[i]))
			pm_strlist_add(&run->touched, mine.item[i]);
	}
	pm_deltas_release(&deltas);
	pm_strlist_release(&mine);
	pm_strlist_release(&theirs);
	return code;
}

static bool has_twin(const char *id, const struct pm_strlist *touched,
		     const struct pm_entries *folders)
{
	bool has = false;

	for (size_t i = 0; i < touched->nr && !has; i++)
		has = pm_path_is_twin(touched->item[i], id) &&
		      strcmp(touched->item[i], id) != 0;
	for (size_t i = 0; i < folders->nr && !has; i++) {
		const char *name = pm_path_base(folders->item[i].path);

		has = pm_path_is_twin(name, id) && strcmp(name, id) != 0;
	}
	return has;
}

/* What each side has alone may be one file where they meet. */
static int keep_twins(struct pm_check_run *run, const struct pm_strlist *all,
		      struct pm_error *err)
{
	struct pm_entries folders = { 0 };
	int code;

	if (!run->other || run->touched.nr == all->nr)
		return PM_OK;
	code = pm_list_folder(&folders, &run->arena, run->change->repo,
			      run->base, run->policy.root, err);
	for (size_t i = 0; i < all->nr && code >= 0; i++)
		if (has_twin(all->item[i], all, &folders))
			pm_strlist_add(&run->touched, all->item[i]);
	pm_strlist_sort_unique(&run->touched);
	pm_entries_release(&folders);
	return code;
}

static int find_touched(struct pm_check_run *run, struct pm_error *err)
{
	const struct pm_change_check *c = run->change;
	struct pm_strlist all = { 0 };
	int code;

	collect_both(&run->touched, run, &run->deltas);
	code = collect_left(run, err);
	for (size_t i = 0; i < run->touched.nr; i++)
		pm_strlist_add(&all, run->touched.item[i]);
	if (code >= 0 && run->other)
		code = drop_same(run, run->other, run->theirs, err);
	for (size_t i = 0; c->also && c->also[i] && code >= 0; i++)
		code = drop_same(run, c->also[i],
				 run->theirs ? &run->theirs[i + 1] : NULL, err);
	if (code >= 0)
		code = keep_twins(run, &all, err);
	pm_strlist_release(&all);
	if (code >= 0 && c->is_merge)
		code = pm_check_run_find_lost(run, err);
	if (code >= 0 && c->most && run->touched.nr > c->most)
		code = pm_fail(err, PM_EINVALID,
			       "this changes %zu post-mortems; at most %zu are "
			       "examined in one go", run->touched.nr, c->most);
	return code;
}

static bool is_touched(const struct pm_check_run *run, const char *path)
{
	struct pm_buf id = { 0 };
	bool touched = pm_path_to_id(&id, NULL, &run->policy, path) &&
		       pm_strlist_sorted_has(&run->touched, pm_buf_str(&id));

	pm_buf_release(&id);
	return touched ||
	       (*run->policy.root && !strcmp(path, run->policy.root));
}

static int read_side(struct pm_check_run *run, struct pm_snapshot *snapshot,
		     const struct pm_entries *entries, bool old,
		     struct pm_error *err)
{
	/* Both sides: what a new policy no longer knows was not known before
	 * either. */
	const struct pm_policy_text *text = &run->judge_text;
	/* Entries carry their objects; where they were listed no longer
	 * matters. */
	struct pm_source source = { .repo = run->change->repo,
				    .place = PM_COMMIT };

	pm_snapshot_init(snapshot, &source, pm_policy_text(text), text->size);
	/* What another commit's policy asks for, where this one's stand. */
	snapshot->policy.root = old ? run->old_policy.root : run->policy.root;
	pm_snapshot_fill(snapshot, entries);
	return pm_snapshot_read(snapshot, PM_POSTMORTEM | PM_ACTION,
				PM_READ_BODY, err);
}

static int read_sides(struct pm_check_run *run, struct pm_error *err)
{
	const char *root = run->policy.root;
	const char *old_root = run->old_policy.root;
	struct pm_entries entries = { 0 }, old = { 0 }, beside = { 0 };
	struct pm_deltas mine = { 0 };
	int code;

	if (!run->touched.nr)
		return PM_OK;
	code = pm_check_run_list(run, &entries, run->base, root, err);
	if (code >= 0 && strcmp(root, old_root))
		code = pm_check_run_list(run, &old, run->base, old_root, err);
	if (code >= 0)
		code = read_side(run, &run->before,
				 strcmp(root, old_root) ? &old : &entries,
				 true, err);
	if (code >= 0 && run->other)
		code = pm_check_run_list(run, &beside, run->other, root, err);
	if (code >= 0 && run->other)
		code = read_side(run, &run->beside, &beside, false, err);
	for (size_t i = 0; i < run->deltas.nr; i++) {
		if (!is_touched(run, run->deltas.item[i].path))
			continue;
		PM_GROW(mine.item, mine.nr, mine.alloc);
		mine.item[mine.nr++] = run->deltas.item[i];
	}
	if (code >= 0) {
		pm_entries_apply(&entries, &mine);
		code = read_side(run, &run->after, &entries, false, err);
	}
	pm_deltas_release(&mine);
	pm_entries_release(&entries);
	pm_entries_release(&old);
	pm_entries_release(&beside);
	return code;
}

static void keep_message_findings(struct pm_findings *list)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->nr; i++) {
		if (!strcmp(list->item[i].rule->id, "due-moved-without-reason"))
			list->item[kept++] = list->item[i];
	}
	list->nr = kept;
}

/* Nothing that a conflict left unfinished is ever judged as it stands. */
static int refuse_unmerged(const struct pm_check_run *run, struct pm_error *err)
{
	for (size_t i = 0; i < run->deltas.nr; i++) {
		if (run->deltas.item[i].status == 'U' &&
		    is_touched(run, run->deltas.item[i].path))
			return pm_fail(err, PM_EINVALID,
				       "%s: is unmerged; resolve the conflict "
				       "and \"git add\" it",
				       run->deltas.item[i].path);
	}
	return PM_OK;
}

static bool spans_many_commits(const struct pm_check_run *run)
{
	struct pm_buf parent = { 0 };
	struct pm_error ignored = { 0 };
	char *id = NULL;
	bool many;

	if (!run->head || run->change->as_one_step)
		return false;
	pm_buf_addf(&parent, "%s^", run->head);
	many = pm_repo_resolve(run->change->repo, pm_buf_str(&parent), &id,
			       &ignored) < 0 ||
	       strcmp(id, run->base) != 0;
	pm_buf_release(&parent);
	free(id);
	return many;
}

/* A merge that is being made will hold both sides. */
static int settle(struct pm_check_run *run, struct pm_findings *out,
		  struct pm_error *err)
{
	const char *tip[] = { run->head ? run->head : run->base,
			      run->head ? NULL : run->other, NULL };

	if (!strcmp(tip[0], pm_repo_empty_tree(run->change->repo)))
		tip[0] = NULL;
	if (!run->head)
		pm_evidence_drop_old(out);
	return pm_evidence_settle(out, run->change->repo, &run->policy, tip,
				  err);
}

/* Templates and CODEOWNERS come from where the policy does: or else a push
 * could bring its own. */
static int read_judging(struct pm_check_run *run, struct pm_error *err)
{
	char *commit = run->judges_at ? run->policy_at : run->head;
	const struct pm_source source = {
		.repo = run->change->repo,
		.place = commit ? PM_COMMIT : PM_INDEX,
		.base = commit ? commit : run->base,
	};
	int code = pm_boilerplate_read(&run->boilerplate, &source, err);

	if (code >= 0)
		code = pm_check_codeowners(&run->codeowners, &run->judge,
					   &source, err);
	return code;
}

static int examine(struct pm_check_run *run, struct pm_findings *out,
		   struct pm_error *err)
{
	const struct pm_change_check *c = run->change;
	struct pm_range range = { .repo = c->repo, .policy = &run->judge,
				  .base = run->base, .head = run->head,
				  .root = { run->policy.root,
					    run->old_policy.root } };
	const struct pm_source source = {
		.repo = c->repo,
		.place = run->head ? PM_COMMIT : PM_INDEX,
		.base = run->head ? run->head : run->base,
	};
	struct pm_check check = {
		.policy = &run->judge,
		.out = out,
		.today = c->today,
		.author = c->author,
		.message = c->message,
		.made = c->made,
		.boilerplate = &run->boilerplate,
		.deltas = &run->deltas,
		.codeowners = &run->codeowners,
		.many_commits = spans_many_commits(run),
		.is_merge = c->is_merge,
		.wants_advice = c->wants_advice,
		.asks_git = true,
		.find_proposal = c->only_message ? NULL : pm_range_proposed,
		.is_revert = pm_revert_find,
		.find_past = pm_range_past,
		.find_version = pm_range_at,
		.payload = &range,
		.pull = c->pull,
		.asks_nobody = c->is_merged || c->only_message,
		.asks = c->sides ? &c->sides->asks : NULL,
	};
	int code = pm_check_run_refuse_newer(run, err);

	if (code >= 0)
		code = refuse_unmerged(run, err);
	pm_check_run_ask_people(run, &check, &source);
	if (run->head && !c->author) {
		check.find_maker = pm_range_find;
		check.find_setter = pm_range_find_setter;
		check.find_witness = pm_range_witness;
	}
	if (code >= 0 && !c->only_lost)
		code = read_judging(run, err);
	if (code >= 0 && !c->only_lost)
		code = read_sides(run, err);
	if (code >= 0 && !c->only_lost)
		code = pm_check_run_judge(run, &check, err);
	if (code >= 0)
		pm_check_run_strays(run, &check);
	if (code >= 0 && !c->only_lost && !c->only_message)
		code = pm_check_run_misfits(run, &check, err);
	if (code >= 0 && run->lost.nr)
		code = pm_check_run_merge(run, &check, err);
	if (code >= 0 && range.err.code < 0) {
		*err = range.err;
		code = range.err.code;
	}
	if (c->only_message)
		keep_message_findings(out);
	if (code >= 0)
		code = settle(run, out, err);
	pm_range_release(&range);
	return code;
}

/* How a merge differs from its further parents. */
static int diff_others(struct pm_check_run *run, bool *matters,
		       struct pm_error *err)
{
	const struct pm_change_check *c = run->change;
	int code = PM_OK;

	if (!c->is_merge || !run->other)
		return PM_OK;
	run->others = 1;
	while (c->also && c->also[run->others - 1])
		run->others++;
	run->theirs = pm_xcalloc(run->others, sizeof(*run->theirs));
	for (size_t i = 0; i < run->others && code >= 0; i++) {
		code = diff(run, i ? c->also[i - 1] : run->other,
			    &run->theirs[i], err);
		*matters = *matters || pm_check_could_matter(&run->theirs[i]);
	}
	return code;
}

static void release(struct pm_check_run *run)
{
	pm_snapshot_release(&run->before);
	pm_snapshot_release(&run->beside);
	pm_snapshot_release(&run->after);
	pm_check_run_release_policies(run);
	pm_deltas_release(&run->deltas);
	pm_deltas_release(&run->folders);
	for (size_t i = 0; i < run->others; i++)
		pm_deltas_release(&run->theirs[i]);
	free(run->theirs);
	pm_strlist_release(&run->lost);
	pm_strlist_release(&run->touched);
	pm_strays_release(&run->strays);
	pm_strlist_release(&run->boilerplate);
	pm_codeowners_release(&run->codeowners);
	pm_arena_release(&run->arena);
	free(run->base);
	free(run->other);
	free(run->head);
	free(run->policy_at);
}

int pm_check_repo_change(struct pm_findings *out, size_t *examined,
			 const struct pm_change_check *change,
			 struct pm_error *err)
{
	struct pm_check_run run = { .change = change };
	int code = resolve(&run, err);
	bool matters;

	if (code >= 0)
		code = pm_check_run_pull(&run, err);
	if (code >= 0 && run.head)
		code = pm_diff_folders(&run.deltas, &run.folders, &run.arena,
				       change->repo, run.base, run.head, err);
	else if (code >= 0)
		code = diff(&run, run.base, &run.deltas, err);
	matters = code >= 0 && pm_check_could_matter(&run.deltas);
	if (code >= 0)
		code = diff_others(&run, &matters, err);
	if (code >= 0 && matters)
		code = pm_check_run_policies(&run, err);
	if (code >= 0 && matters)
		code = find_touched(&run, err);
	if (code >= 0 && matters && !change->only_lost && !change->only_message)
		code = pm_check_run_find_strays(&run, err);
	/* While it cannot be known where records stand, whatever may be one
	 * is not let through. */
	if (code >= 0 && (run.touched.nr || run.lost.nr || run.strays.nr ||
			  run.policy.problems.nr ||
			  pm_check_moves_policy(&run.deltas)))
		code = examine(&run, out, err);
	if (code >= 0 && run.head && !change->is_merge)
		code = pm_check_run_merges(&run, out, err);
	if (code >= 0 && examined)
		*examined = run.lost.nr ? run.lost.nr : run.touched.nr;
	pm_findings_sort(out);
	pm_findings_count(out);
	if (change->sides)
		pm_check_run_keep(&run, change->sides);

	release(&run);
	return code;
}
