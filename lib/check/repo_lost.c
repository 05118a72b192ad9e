/* SPDX-License-Identifier: MIT */
#include "check/repo_run.h"

#include <string.h>

#include "git/merges.h"
#include "snapshot/pair.h"

const char *pm_check_run_parent(const struct pm_check_run *run, size_t nr)
{
	if (!nr)
		return run->base;
	return nr == 1 ? run->other : run->change->also[nr - 2];
}

const struct pm_deltas *pm_check_run_deltas(const struct pm_check_run *run,
					    size_t nr)
{
	return nr ? &run->theirs[nr - 1] : &run->deltas;
}

int pm_check_run_root_at(struct pm_policy *out, const struct pm_check_run *run,
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

	for (size_t i = 0; i < 1 + run->others && code >= 0; i++) {
		size_t nr = bases.nr;

		if (i == parent)
			continue;
		code = pm_merges_bases(&bases, run->change->repo,
				       pm_check_run_parent(run, parent),
				       pm_check_run_parent(run, i), err);
		if (bases.nr == nr)
			pm_strlist_add(&bases,
				       pm_repo_empty_tree(run->change->repo));
	}
	pm_strlist_sort_unique(&bases);
	for (size_t i = 0; i < bases.nr && code >= 0; i++)
		code = add_changed(run, policy, bases.item[i],
				   pm_check_run_parent(run, parent), asked, err);
	pm_strlist_release(&bases);
	return code;
}

static int find_lost_of(struct pm_check_run *run, size_t parent,
			struct pm_error *err)
{
	const struct pm_deltas *deltas = pm_check_run_deltas(run, parent);
	struct pm_policy own = { 0 };
	const struct pm_policy *policy = &run->policy;
	struct pm_strlist asked = { 0 };
	bool moves = false;
	int code = PM_OK;

	if (pm_check_moves_policy(deltas)) {
		code = pm_check_run_root_at(&own, run,
					    pm_check_run_parent(run, parent),
					    err);
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

	for (size_t i = 0; i < 1 + run->others; i++) {
		const struct pm_deltas *deltas = pm_check_run_deltas(run, i);

		for (size_t d = 0; d < deltas->nr && !any; d++)
			any = is_taken_away(&deltas->item[d]);
	}
	for (size_t i = 0; i < 1 + run->others && any; i++)
		collect(&run->lost, &run->policy, pm_check_run_deltas(run, i), is_new);
}

int pm_check_run_find_lost(struct pm_check_run *run, struct pm_error *err)
{
	int code = PM_OK;

	for (size_t i = 0; i < 1 + run->others && code >= 0; i++)
		code = find_lost_of(run, i, err);
	/* What no parent has so is the merge's own change. */
	for (size_t i = 0; i < run->touched.nr; i++)
		pm_strlist_add(&run->lost, run->touched.item[i]);
	if (run->lost.nr)
		add_new_places(run);
	pm_strlist_sort_unique(&run->lost);
	return code;
}
