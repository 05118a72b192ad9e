/* SPDX-License-Identifier: MIT */
#include "check/repo_run.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/path.h"
#include "check/evidence.h"
#include "check/range.h"
#include "git/objects.h"
#include "snapshot/pair.h"

static int resolve(struct pm_check_run *run, struct pm_error *err)
{
	const struct pm_change_check *c = run->change;
	int code;

	if (c->base && !strcmp(c->base, pm_repo_empty_tree(c->repo)))
		code = PM_OK;
	else if (c->base)
		code = pm_repo_resolve(c->repo, c->base, &run->base, err);
	else
		code = pm_repo_head(c->repo, &run->base, err);
	if (code >= 0 && !run->base)
		run->base = pm_xstrdup(pm_repo_empty_tree(c->repo));
	if (code >= 0 && c->other)
		code = pm_repo_resolve(c->repo, c->other, &run->other, err);
	if (code >= 0 && c->head)
		code = pm_repo_resolve(c->repo, c->head, &run->head, err);
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

/* A link in the place of the policy, or of its folder, would put the rules
 * out of force without a word. */
static int refuse_odd_policy(const struct pm_delta *delta,
			     struct pm_error *err)
{
	bool is_file = delta->new_mode == PM_MODE_FILE ||
		       delta->new_mode == PM_MODE_EXEC;

	if (!delta->new_mode ||
	    (is_file && !strcmp(delta->path, PM_POLICY_PATH)) ||
	    (!pm_path_is_within(PM_POLICY_PATH, delta->path) &&
	     !pm_path_is_within(delta->path, PM_POLICY_PATH)))
		return PM_OK;
	return pm_fail(err, PM_EINVALID,
		       "'%s' is %s; the policy is the file '%s'", delta->path,
		       delta->new_mode == PM_MODE_LINK ? "a symbolic link" :
							 "in its way",
		       PM_POLICY_PATH);
}

/* The policy of the result: the changed one, or else the base's. */
static int read_policy(struct pm_check_run *run, struct pm_error *err)
{
	struct pm_repo *repo = run->change->repo;
	const struct pm_source base = { .repo = repo, .place = PM_COMMIT,
					.base = run->base };
	const struct pm_delta *changed = NULL;
	size_t size = 0;
	int code = PM_OK;

	for (size_t i = 0; i < run->deltas.nr && code >= 0; i++) {
		code = refuse_odd_policy(&run->deltas.item[i], err);
		if (!strcmp(run->deltas.item[i].path, PM_POLICY_PATH))
			changed = &run->deltas.item[i];
	}
	if (code < 0)
		return code;
	if (changed && !changed->new_mode)
		code = PM_ENOTFOUND;
	else if (changed)
		code = pm_object_read(&run->policy_text, &size, repo,
				      changed->new_oid, PM_MAX_POLICY, err);
	else
		code = pm_source_read_path(&run->policy_text, &size, &base,
					   PM_POLICY_PATH, PM_MAX_POLICY, err);
	run->has_policy = code >= 0;
	if (code < 0 && code != PM_ENOTFOUND)
		return code;
	pm_policy_read(&run->policy,
		       run->has_policy && size <= PM_MAX_POLICY ?
			       pm_buf_str(&run->policy_text) :
			       NULL,
		       run->has_policy ? size : 0);
	return PM_OK;
}

static bool policy_changed(const struct pm_check_run *run)
{
	for (size_t i = 0; i < run->deltas.nr; i++) {
		if (!strcmp(run->deltas.item[i].path, PM_POLICY_PATH))
			return true;
	}
	return false;
}

/* Where records stood: a change of the policy's root moves all of them. */
static int read_old_policy(struct pm_check_run *run, struct pm_error *err)
{
	const struct pm_source base = { .repo = run->change->repo,
					.place = PM_COMMIT,
					.base = run->base };
	size_t size = 0;
	int code = PM_ENOTFOUND;

	if (!policy_changed(run)) {
		pm_buf_add(&run->old_text, pm_buf_str(&run->policy_text),
			   run->policy_text.len);
		run->has_old = run->has_policy;
	} else {
		code = pm_source_read_path(&run->old_text, &size, &base,
					   PM_POLICY_PATH, PM_MAX_POLICY, err);
		if (code < 0 && code != PM_ENOTFOUND)
			return code;
		run->has_old = code >= 0;
	}
	pm_policy_read(&run->old_policy,
		       run->has_old ? pm_buf_str(&run->old_text) : NULL,
		       run->old_text.len);
	return PM_OK;
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

/* In a merge, what is as either side had it was judged there. */
static int find_touched(struct pm_check_run *run, struct pm_error *err)
{
	struct pm_deltas deltas = { 0 };
	struct pm_strlist mine = { 0 }, theirs = { 0 };
	int code = PM_OK;

	if (!run->other) {
		collect_both(&run->touched, run, &run->deltas);
		return PM_OK;
	}
	collect_both(&mine, run, &run->deltas);
	if (mine.nr)
		code = diff(run, run->other, &deltas, err);
	if (mine.nr && code >= 0)
		collect_both(&theirs, run, &deltas);
	for (size_t i = 0; i < mine.nr; i++) {
		if (pm_strlist_sorted_has(&theirs, mine.item[i]))
			pm_strlist_add(&run->touched, mine.item[i]);
	}
	pm_deltas_release(&deltas);
	pm_strlist_release(&mine);
	pm_strlist_release(&theirs);
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

static int list_tree(struct pm_check_run *run, struct pm_entries *out,
		     const char *treeish, const char *root,
		     struct pm_error *err)
{
	struct pm_strlist paths = { 0 };
	struct pm_buf path = { 0 };
	int code;

	for (size_t i = 0; i < run->touched.nr; i++) {
		pm_buf_reset(&path);
		pm_path_join(&path, root, run->touched.item[i]);
		pm_strlist_add(&paths, pm_buf_str(&path));
	}
	code = pm_list_tree(out, &run->arena, run->change->repo, treeish,
			    (const char *const *)paths.item, paths.nr, err);
	pm_strlist_release(&paths);
	pm_buf_release(&path);
	return code;
}

static int read_side(struct pm_check_run *run, struct pm_snapshot *snapshot,
		     const struct pm_entries *entries, bool old,
		     struct pm_error *err)
{
	const struct pm_buf *text = old ? &run->old_text : &run->policy_text;
	/* Entries carry their objects; where they were listed no longer
	 * matters. */
	struct pm_source source = { .repo = run->change->repo,
				    .place = PM_COMMIT };

	pm_snapshot_init(snapshot, &source,
			 (old ? run->has_old : run->has_policy) ?
				 pm_buf_str(text) :
				 NULL,
			 text->len);
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
	code = list_tree(run, &entries, run->base, root, err);
	if (code >= 0 && strcmp(root, old_root))
		code = list_tree(run, &old, run->base, old_root, err);
	if (code >= 0)
		code = read_side(run, &run->before,
				 strcmp(root, old_root) ? &old : &entries,
				 true, err);
	if (code >= 0 && run->other)
		code = list_tree(run, &beside, run->other, root, err);
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

	if (!run->head)
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
	return pm_evidence_settle(out, run->change->repo, tip, err);
}

static int examine(struct pm_check_run *run, struct pm_findings *out,
		   struct pm_error *err)
{
	const struct pm_change_check *c = run->change;
	struct pm_strlist boilerplate = { 0 };
	struct pm_range range = { .repo = c->repo, .policy = &run->policy,
				  .base = run->base, .head = run->head };
	struct pm_source source = { .repo = c->repo,
				    .place = run->head ? PM_COMMIT : PM_INDEX,
				    .base = run->head ? run->head : run->base };
	struct pm_check check = {
		.policy = &run->policy,
		.out = out,
		.today = c->today,
		.author = c->author,
		.message = c->message,
		.boilerplate = &boilerplate,
		.many_commits = spans_many_commits(run),
		.asks_git = true,
	};
	int code = refuse_unmerged(run, err);

	if (run->head && !c->author) {
		check.find_maker = pm_range_find;
		check.payload = &range;
	}
	if (code >= 0)
		code = pm_boilerplate_read(&boilerplate, &source, err);
	if (code >= 0)
		code = read_sides(run, err);
	if (code >= 0)
		code = pm_check_run_judge(run, &check, err);
	if (code >= 0 && range.err.code < 0) {
		*err = range.err;
		code = range.err.code;
	}
	if (c->only_message)
		keep_message_findings(out);
	if (code >= 0)
		code = settle(run, out, err);
	pm_range_release(&range);
	pm_strlist_release(&boilerplate);
	return code;
}

/* Most commits hold nothing that could be a record under any policy: for
 * them, not even the policy is read. */
static bool could_matter(const struct pm_check_run *run)
{
	for (size_t i = 0; i < run->deltas.nr; i++) {
		const struct pm_delta *d = &run->deltas.item[i];
		unsigned mode = d->new_mode ? d->new_mode : d->old_mode;
		size_t len = strlen(d->path);

		if ((mode != PM_MODE_FILE && mode != PM_MODE_EXEC) ||
		    d->status == 'U' ||
		    (len > 3 && !strcmp(d->path + len - 3, ".md")))
			return true;
	}
	return policy_changed(run);
}

int pm_check_repo_change(struct pm_findings *out, size_t *examined,
			 const struct pm_change_check *change,
			 struct pm_error *err)
{
	struct pm_check_run run = { .change = change };
	int code = resolve(&run, err);
	bool matters;

	if (code >= 0)
		code = diff(&run, run.base, &run.deltas, err);
	matters = code >= 0 && could_matter(&run);
	if (matters)
		code = read_policy(&run, err);
	if (code >= 0 && matters)
		code = read_old_policy(&run, err);
	if (code >= 0 && matters)
		code = find_touched(&run, err);
	if (code >= 0 && (run.touched.nr || policy_changed(&run)))
		code = examine(&run, out, err);
	if (code >= 0 && examined)
		*examined = run.touched.nr;
	pm_findings_sort(out);
	pm_findings_count(out);

	pm_snapshot_release(&run.before);
	pm_snapshot_release(&run.beside);
	pm_snapshot_release(&run.after);
	pm_policy_release(&run.policy);
	pm_policy_release(&run.old_policy);
	pm_buf_release(&run.old_text);
	pm_deltas_release(&run.deltas);
	pm_strlist_release(&run.touched);
	pm_buf_release(&run.policy_text);
	pm_arena_release(&run.arena);
	free(run.base);
	free(run.other);
	free(run.head);
	return code;
}
