/* SPDX-License-Identifier: MIT */
#include "check/repo_run.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "git/graph.h"
#include "git/merges.h"
#include "git/objects.h"
#include "model/ledger_change.h"
#include "snapshot/pair.h"

/* The part of an id behind its post-mortem's: folders may be renamed. */
static const char *within(const char *id)
{
	const char *slash = strchr(id, '/');

	return slash ? slash : "";
}

static bool has(const struct pm_findings *list,
		const struct pm_finding *finding)
{
	for (size_t i = 0; i < list->nr; i++) {
		const struct pm_finding *f = &list->item[i];

		if (f->rule == finding->rule &&
		    !strcmp(within(f->id), within(finding->id)) &&
		    !strcmp(f->subject, finding->subject) &&
		    !strcmp(f->message, finding->message))
			return true;
	}
	return false;
}

/* --- whether one is asked about --- */

static bool loses_event(const struct pm_policy *policy,
			const struct pm_record version[2])
{
	struct pm_ledger_change change;
	struct pm_arena arena = { 0 };
	bool loses;

	pm_ledger_compare(&change, &arena, policy, &version[0].ledger,
			  &version[1].ledger);
	loses = change.lost > 0;
	pm_arena_release(&arena);
	return loses;
}

/* Two versions of one record, of which the later may have lost something. */
static int goes_back(bool *out, const struct pm_merges_check *check,
		     const struct pm_delta *delta, enum pm_kind kind,
		     struct pm_error *err)
{
	const char *oid[] = { delta->old_oid, delta->new_oid };
	struct pm_record version[] = {
		{ .kind = kind, .id = "", .path = delta->path },
		{ .kind = kind, .id = "", .path = delta->path },
	};
	struct pm_arena arena = { 0 };
	struct pm_buf text = { 0 };
	size_t size;
	int code = PM_OK;

	for (int i = 0; i < 2 && code >= 0; i++) {
		code = pm_object_read(&text, &size, check->repo, oid[i],
				      kind == PM_ACTION ? PM_MAX_ACTION :
							  PM_MAX_DOCUMENT,
				      err);
		if (code >= 0)
			pm_record_read(&version[i], &arena,
				       pm_arena_strndup(&arena,
							pm_buf_str(&text),
							text.len),
				       text.len, check->policy, PM_READ_LEDGER);
	}
	if (code >= 0 && loses_event(check->policy, version))
		*out = true;
	else if (code >= 0 && kind == PM_POSTMORTEM)
		*out = pm_record_status(&version[0]) >
		       pm_record_status(&version[1]);
	else if (code >= 0)
		*out = pm_record_state(&version[0]) >
			       pm_record_state(&version[1]) ||
		       (pm_record_date(&version[0], PM_F_DUE) != PM_NO_DATE &&
			pm_record_date(&version[0], PM_F_DUE) !=
				pm_record_date(&version[1], PM_F_DUE));
	pm_buf_release(&text);
	pm_arena_release(&arena);
	return code;
}

/* What one parent has in a record and the merge lacks; what only came along
 * takes nothing away. */
static int takes_away(bool *out, const struct pm_merges_check *check,
		      const struct pm_delta *d, struct pm_error *err)
{
	struct pm_buf id = { 0 }, item = { 0 };
	int code = PM_OK;

	if (!d->old_mode ||
	    !pm_path_is_record(check->policy, d->path, d->old_mode) ||
	    !pm_path_to_id(&id, &item, check->policy, d->path))
		;
	else if (!pm_mode_is_file(d->new_mode) || !pm_mode_is_file(d->old_mode))
		*out = true;
	else
		code = goes_back(out, check, d,
				 item.len ? PM_ACTION : PM_POSTMORTEM, err);
	pm_buf_release(&id);
	pm_buf_release(&item);
	return code;
}

/* The paths that a parent has changed since it parted from each of the others.
 * *known: whether that can be said without asking git for each merge. */
static int changed_since(struct pm_strlist *out, bool *known,
			 const struct pm_merges_check *check,
			 struct pm_differ *differ, struct pm_arena *arena,
			 const struct pm_push_commit *merge, size_t parent,
			 struct pm_error *err)
{
	struct pm_strlist bases = { 0 };
	int code = PM_OK;

	*known = check->partings != NULL;
	for (size_t i = 0; merge->parent[i] && *known; i++) {
		size_t nr = bases.nr;

		if (i == parent)
			continue;
		/* Without a base, all of it is new. */
		*known = pm_partings_find(&bases, check->partings,
					  merge->parent[parent],
					  merge->parent[i]) &&
			 bases.nr > nr;
	}
	for (size_t i = 0; i < bases.nr && *known && code >= 0; i++) {
		struct pm_side side;

		code = pm_differ_ask(&side, differ, arena,
				     merge->parent[parent], bases.item[i], err);
		for (size_t d = 0; code >= 0 && d < side.deltas; d++)
			pm_strlist_add(out, side.delta[d].path);
	}
	pm_strlist_sort_unique(out);
	pm_strlist_release(&bases);
	return code;
}

/* Whether the merge may lack something that this parent's side has added or
 * changed. */
static int may_lose(bool *out, struct pm_merges_check *check,
		    struct pm_differ *differ,
		    const struct pm_push_commit *merge, size_t parent,
		    struct pm_error *err)
{
	struct pm_strlist changed = { 0 };
	struct pm_arena arena = { 0 };
	struct pm_side side;
	bool known = false;
	int code = pm_differ_ask(&side, differ, &arena, merge->id,
				 merge->parent[parent], err);

	if (code >= 0 && side.deltas)
		code = changed_since(&changed, &known, check, differ, &arena,
				     merge, parent, err);
	for (size_t i = 0; code >= 0 && i < side.deltas && !*out; i++)
		/* It may say that records stand elsewhere. */
		if (!strcmp(side.delta[i].path, PM_POLICY_PATH))
			*out = true;
		else if (!known ||
			 pm_strlist_sorted_has(&changed, side.delta[i].path))
			code = takes_away(out, check, &side.delta[i], err);
	pm_strlist_release(&changed);
	pm_arena_release(&arena);
	return code;
}

static int look_at(bool *out, struct pm_merges_check *check,
		   const struct pm_push_commit *merge, struct pm_error *err)
{
	struct pm_differ differ = { .repo = check->repo,
				    .path = check->policy->root,
				    .also = PM_POLICY_PATH,
				    .stream = check->stream };
	int code = PM_OK;

	for (size_t i = 0; merge->parent[i] && !*out && code >= 0; i++)
		code = may_lose(out, check, &differ, merge, i, err);
	check->stream = differ.stream;
	return code;
}

/* --- one merge --- */

static int judge(struct pm_findings *out, const struct pm_merges_check *check,
		 const struct pm_push_commit *merge, struct pm_error *err)
{
	struct pm_change_check change = {
		.repo = check->repo,
		.base = merge->parent[0],
		.other = merge->parent[1],
		.also = merge->parent + 2,
		.head = merge->id,
		.policy_at = check->policy_at,
		.today = check->today,
		.is_merge = true,
		.only_lost = true,
	};
	struct pm_findings then = { 0 }, now = { 0 };
	const struct pm_findings *lost = &then;
	int code = pm_check_repo_change(&then, NULL, &change, err);

	if (code >= 0 && then.nr && check->tip &&
	    strcmp(check->tip, merge->id)) {
		change.seen_at = check->tip;
		code = pm_check_repo_change(&now, NULL, &change, err);
		lost = &now;
	}
	for (size_t i = 0; i < lost->nr && code >= 0; i++)
		if (has(&then, &lost->item[i]))
			pm_findings_copy(out, &lost->item[i]);
	pm_findings_count(out);
	pm_findings_release(&then);
	pm_findings_release(&now);
	return code;
}

int pm_check_merge_lost(struct pm_findings *out, struct pm_merges_check *check,
			const struct pm_push_commit *merge,
			struct pm_error *err)
{
	bool asks = check->stands_anywhere;
	int code = PM_OK;

	if (!asks)
		code = look_at(&asks, check, merge, err);
	return code >= 0 && asks ? judge(out, check, merge, err) : code;
}

void pm_merges_check_release(struct pm_merges_check *check)
{
	struct pm_differ differ = { .stream = check->stream };

	if (check->stream)
		pm_differ_release(&differ);
	check->stream = NULL;
}

/* --- those of a range --- */

/* What was told of the range already is not told of its merge again. */
static void add_new(struct pm_check_run *run, struct pm_findings *out,
		    const struct pm_findings *lost)
{
	size_t nr = out->nr;

	for (size_t i = 0; i < lost->nr; i++) {
		const struct pm_finding *f = &lost->item[i];
		bool told = false;

		for (size_t o = 0; o < nr && !told; o++)
			told = out->item[o].rule == f->rule &&
			       !strcmp(out->item[o].id, f->id) &&
			       !strcmp(out->item[o].subject, f->subject);
		if (told)
			continue;
		pm_findings_copy(out, f);
		pm_strlist_addn(&run->touched, f->id, strcspn(f->id, "/"));
	}
}

static int judge_merges(struct pm_check_run *run,
			const struct pm_push_commits *merges,
			struct pm_partings *partings,
			struct pm_findings *out, struct pm_error *err)
{
	const struct pm_change_check *c = run->change;
	struct pm_merges_check check = {
		.repo = c->repo,
		.policy = &run->policy,
		.stands_anywhere = strcmp(run->policy.root,
					  run->old_policy.root) != 0,
		.tip = c->each ? NULL : run->head,
		.policy_at = run->policy_at ? run->policy_at : run->head,
		.today = c->today,
		.partings = partings,
	};
	int code = PM_OK;

	pm_objects_expect(c->repo, 2 * merges->nr);
	for (size_t i = 0; i < merges->nr && code >= 0; i++) {
		struct pm_findings lost = { 0 };

		code = pm_check_merge_lost(&lost, &check, &merges->item[i],
					   err);
		if (code >= 0)
			add_new(run, out, &lost);
		pm_findings_release(&lost);
	}
	pm_strlist_sort_unique(&run->touched);
	pm_merges_check_release(&check);
	return code;
}

int pm_check_run_merges(struct pm_check_run *run, struct pm_findings *out,
			struct pm_error *err)
{
	const struct pm_strlist *known = run->change->known;
	struct pm_push_commits merges = { 0 };
	struct pm_partings *partings = NULL;
	struct pm_strlist words = { 0 };
	int code;

	if (strcmp(run->base, pm_repo_empty_tree(run->change->repo)))
		pm_strlist_add(&words, run->base);
	for (size_t i = 0; known && i < known->nr; i++)
		pm_strlist_add(&words, known->item[i]);
	code = pm_merges_read(&merges, &partings, run->head, &words, err);
	/* A change of nothing else has not read them. */
	if (code >= 0 && merges.nr && !run->judge.root)
		code = pm_check_run_policies(run, err);
	if (code >= 0 && merges.nr)
		code = pm_check_run_refuse_newer(run, err);
	if (code >= 0 && merges.nr)
		code = judge_merges(run, &merges, partings, out, err);
	pm_push_commits_release(&merges);
	pm_partings_free(partings);
	pm_strlist_release(&words);
	return code;
}
