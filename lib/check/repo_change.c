/* SPDX-License-Identifier: MIT */
#include "check/check.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/path.h"
#include "base/strlist.h"
#include "check/range.h"
#include "git/objects.h"

/* One run: the three sides as listings, then as snapshots. */
struct run {
	const struct pm_change_check *change;
	struct pm_arena arena;
	char *base, *other, *head;
	struct pm_deltas deltas;
	struct pm_buf policy_text;
	bool has_policy;
	struct pm_policy policy; /* for finding out what is touched */
	struct pm_strlist touched; /* ids */
	struct pm_snapshot before, beside, after;
};

static int resolve(struct run *run, struct pm_error *err)
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

static int diff(struct run *run, const char *from, struct pm_deltas *out,
		struct pm_error *err)
{
	if (run->head)
		return pm_diff_trees(out, &run->arena, run->change->repo, from,
				     run->head, NULL, 0, false, err);
	return pm_diff_index(out, &run->arena, run->change->repo, from, NULL,
			     0, err);
}

/* The policy of the result: the changed one, or else the base's. */
static int read_policy(struct run *run, struct pm_error *err)
{
	struct pm_repo *repo = run->change->repo;
	const struct pm_delta *changed = NULL;
	size_t size = 0;
	int code;

	for (size_t i = 0; i < run->deltas.nr; i++) {
		if (!strcmp(run->deltas.item[i].path, PM_POLICY_PATH))
			changed = &run->deltas.item[i];
	}
	if (changed && !changed->new_mode)
		code = PM_ENOTFOUND;
	else if (changed)
		code = pm_object_read(&run->policy_text, &size, repo,
				      changed->new_oid, PM_MAX_POLICY, err);
	else
		code = pm_object_read_path(&run->policy_text, &size, NULL, repo,
					   run->base, PM_POLICY_PATH,
					   PM_MAX_POLICY, err);
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

static void collect(struct pm_strlist *out, const struct run *run,
		    const struct pm_deltas *deltas)
{
	for (size_t i = 0; i < deltas->nr; i++) {
		const struct pm_delta *d = &deltas->item[i];
		struct pm_buf id = { 0 };

		if ((pm_path_is_record(&run->policy, d->path,
				       d->new_mode ? d->new_mode :
						     d->old_mode)) &&
		    pm_path_to_id(&id, NULL, &run->policy, d->path))
			pm_strlist_add(out, pm_buf_str(&id));
		pm_buf_release(&id);
	}
	pm_strlist_sort_unique(out);
}

/* In a merge, what is as either side had it was judged there. */
static int find_touched(struct run *run, struct pm_error *err)
{
	struct pm_deltas deltas = { 0 };
	struct pm_strlist mine = { 0 }, theirs = { 0 };
	int code = PM_OK;

	if (!run->other) {
		collect(&run->touched, run, &run->deltas);
		return PM_OK;
	}
	collect(&mine, run, &run->deltas);
	if (mine.nr)
		code = diff(run, run->other, &deltas, err);
	if (mine.nr && code >= 0)
		collect(&theirs, run, &deltas);
	for (size_t i = 0; i < mine.nr; i++) {
		if (pm_strlist_sorted_has(&theirs, mine.item[i]))
			pm_strlist_add(&run->touched, mine.item[i]);
	}
	pm_deltas_release(&deltas);
	pm_strlist_release(&mine);
	pm_strlist_release(&theirs);
	return code;
}

static bool is_touched(const struct run *run, const char *path)
{
	struct pm_buf id = { 0 };
	bool touched = pm_path_to_id(&id, NULL, &run->policy, path) &&
		       pm_strlist_sorted_has(&run->touched, pm_buf_str(&id));

	pm_buf_release(&id);
	return touched ||
	       (*run->policy.root && !strcmp(path, run->policy.root));
}

static int list_tree(struct run *run, struct pm_entries *out,
		     const char *treeish, struct pm_error *err)
{
	struct pm_strlist paths = { 0 };
	struct pm_buf path = { 0 };
	int code;

	for (size_t i = 0; i < run->touched.nr; i++) {
		pm_buf_reset(&path);
		pm_path_join(&path, run->policy.root, run->touched.item[i]);
		pm_strlist_add(&paths, pm_buf_str(&path));
	}
	code = pm_list_tree(out, &run->arena, run->change->repo, treeish,
			    (const char *const *)paths.item, paths.nr, err);
	pm_strlist_release(&paths);
	pm_buf_release(&path);
	return code;
}

static int read_side(struct run *run, struct pm_snapshot *snapshot,
		     const struct pm_entries *entries, struct pm_error *err)
{
	/* Entries carry their objects; where they were listed no longer
	 * matters. */
	struct pm_source source = { .repo = run->change->repo,
				    .place = PM_COMMIT };

	pm_snapshot_init(snapshot, &source,
			 run->has_policy ? pm_buf_str(&run->policy_text) : NULL,
			 run->policy_text.len);
	pm_snapshot_fill(snapshot, entries);
	return pm_snapshot_read(snapshot, PM_POSTMORTEM | PM_ACTION,
				PM_READ_BODY, err);
}

static int read_sides(struct run *run, struct pm_error *err)
{
	struct pm_entries entries = { 0 }, beside = { 0 };
	struct pm_deltas mine = { 0 };
	int code;

	if (!run->touched.nr)
		return PM_OK;
	code = list_tree(run, &entries, run->base, err);
	if (code >= 0)
		code = read_side(run, &run->before, &entries, err);
	if (code >= 0 && run->other)
		code = list_tree(run, &beside, run->other, err);
	if (code >= 0 && run->other)
		code = read_side(run, &run->beside, &beside, err);
	for (size_t i = 0; i < run->deltas.nr; i++) {
		if (!is_touched(run, run->deltas.item[i].path))
			continue;
		PM_GROW(mine.item, mine.nr, mine.alloc);
		mine.item[mine.nr++] = run->deltas.item[i];
	}
	if (code >= 0) {
		pm_entries_apply(&entries, &mine);
		code = read_side(run, &run->after, &entries, err);
	}
	pm_deltas_release(&mine);
	pm_entries_release(&entries);
	pm_entries_release(&beside);
	return code;
}

static bool same_text(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

/* A folder that was renamed: the same document, or at least its title. */
static const struct pm_postmortem *moved_from(const struct run *run,
					      const struct pm_postmortem *now)
{
	for (size_t i = 0; i < run->before.nr; i++) {
		const struct pm_postmortem *old = &run->before.item[i];

		if (pm_snapshot_find(&run->after, old->id))
			continue;
		if (same_text(old->record.oid, now->record.oid) ||
		    same_text(pm_record_text(&old->record, PM_F_TITLE),
			      pm_record_text(&now->record, PM_F_TITLE)))
			return old;
	}
	return NULL;
}

static bool was_moved(const struct run *run, const struct pm_postmortem *old)
{
	for (size_t i = 0; i < run->after.nr; i++) {
		const struct pm_postmortem *now = &run->after.item[i];

		if (!pm_snapshot_find(&run->before, now->id) &&
		    moved_from(run, now) == old)
			return true;
	}
	return false;
}

/* New folders must not differ from an old one only in case. */
static int check_names(struct run *run, const struct pm_check *check,
		       struct pm_error *err)
{
	struct pm_entries names = { 0 };
	bool any = false;
	int code = PM_OK;

	for (size_t i = 0; i < run->after.nr && !any; i++)
		any = !pm_snapshot_find(&run->before, run->after.item[i].id);
	if (any)
		code = pm_list_folder(&names, &run->arena, run->change->repo,
				      run->base, run->policy.root, err);
	for (size_t i = 0; i < run->after.nr && code >= 0; i++) {
		struct pm_snapshot pair = { 0 };
		struct pm_oddity odd;

		for (size_t n = 0; n < names.nr; n++) {
			const char *old = pm_path_base(names.item[n].path);

			if (!strcmp(old, run->after.item[i].id) ||
			    strcasecmp(old, run->after.item[i].id) ||
			    names.item[n].mode != PM_MODE_TREE)
				continue;
			odd = (struct pm_oddity){
				.path = run->after.item[i].folder,
				.id = run->after.item[i].id,
				.why = pm_arena_printf(
					&run->arena,
					"its name differs from \"%s\" only in "
					"case",
					old),
				.fix = "rename one of the two",
			};
			pair.odd = &odd;
			pair.odds = 1;
			pm_check_snapshot(check, &pair);
		}
	}
	pm_entries_release(&names);
	return code;
}

static void judge(struct run *run, const struct pm_check *check)
{
	for (size_t i = 0; i < run->after.nr; i++) {
		const struct pm_postmortem *now = &run->after.item[i];
		const struct pm_postmortem *old =
			pm_snapshot_find(&run->before, now->id);

		if (!old)
			old = moved_from(run, now);
		pm_check_change(check, old,
				run->other ? pm_snapshot_find(&run->beside,
							      now->id) :
					     NULL,
				now);
	}
	/* What took the place of the whole folder is told as an oddity. */
	if (pm_snapshot_oddity(&run->after, ""))
		return;
	for (size_t i = 0; i < run->before.nr; i++) {
		const struct pm_postmortem *old = &run->before.item[i];

		if (!pm_snapshot_find(&run->after, old->id) &&
		    !was_moved(run, old))
			pm_check_change(check, old, NULL, NULL);
	}
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
static int refuse_unmerged(const struct run *run, struct pm_error *err)
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

static int examine(struct run *run, struct pm_findings *out,
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
	};
	int code = refuse_unmerged(run, err);

	if (run->head && !c->author) {
		check.was_authored_by = pm_range_authored_by;
		check.has_reason = pm_range_has_reason;
		check.payload = &range;
	}
	if (code >= 0)
		code = pm_boilerplate_read(&boilerplate, &source, err);
	if (code >= 0)
		code = read_sides(run, err);
	if (code >= 0)
		code = check_names(run, &check, err);
	if (code >= 0) {
		pm_check_snapshot(&check, &run->after);
		judge(run, &check);
		if (range.err.code < 0) {
			*err = range.err;
			code = range.err.code;
		}
	}
	if (c->only_message)
		keep_message_findings(out);
	pm_strlist_release(&boilerplate);
	return code;
}

static bool policy_changed(const struct run *run)
{
	for (size_t i = 0; i < run->deltas.nr; i++) {
		if (!strcmp(run->deltas.item[i].path, PM_POLICY_PATH))
			return true;
	}
	return false;
}

/* Most commits hold nothing that could be a record under any policy: for
 * them, not even the policy is read. */
static bool could_matter(const struct run *run)
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
	struct run run = { .change = change };
	int code = resolve(&run, err);
	bool matters;

	if (code >= 0)
		code = diff(&run, run.base, &run.deltas, err);
	matters = code >= 0 && could_matter(&run);
	if (matters)
		code = read_policy(&run, err);
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
	pm_deltas_release(&run.deltas);
	pm_strlist_release(&run.touched);
	pm_buf_release(&run.policy_text);
	pm_arena_release(&run.arena);
	free(run.base);
	free(run.other);
	free(run.head);
	return code;
}
