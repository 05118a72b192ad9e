/* SPDX-License-Identifier: MIT */
#include "check/push.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

/* One push while it is judged. */
struct run {
	const struct pm_push_check *push;
	struct pm_push_result *out;
	struct pm_policy policy; /* for its section "push" */
	struct pm_strlist known; /* words for rev-list */
	struct pm_strlist seen;	 /* and those of what this push has brought */
	struct pm_strlist aliases; /* see pm_push_aliases() */
};

/* What one commit is compared with. */
struct comparison {
	const struct pm_ref_update *update;
	const char *commit, *base;
	const char *const *beside; /* NULL-terminated, may be NULL */
	bool is_merge; /* which are its other parents */
};

/* --- the policy that was there --- */

static int read_policy(struct run *run, struct pm_error *err)
{
	const struct pm_push_check *push = run->push;
	struct pm_source source = { .repo = push->repo, .place = PM_COMMIT };
	struct pm_buf text = { 0 };
	size_t size = 0;
	int code = PM_ENOTFOUND;

	if (push->policy_at) {
		source.base = pm_arena_strdup(&run->out->arena,
					      push->policy_at);
		code = pm_source_read_path(&text, &size, &source,
					   PM_POLICY_PATH, PM_MAX_POLICY, err);
	}
	/* A link in its place is as good as none: see policy_at. */
	if (code < 0 && code != PM_ENOTFOUND && code != PM_EINVALID)
		return code;
	pm_policy_read(&run->policy,
		       code >= 0 && size <= PM_MAX_POLICY ? pm_buf_str(&text) :
							    NULL,
		       size);
	pm_buf_release(&text);
	if (code >= 0 && !run->policy.problems.nr) {
		run->out->policy_at = source.base;
		return PM_OK;
	}
	pm_policy_release(&run->policy);
	pm_policy_read(&run->policy, NULL, 0);
	return PM_OK;
}

/* --- what was found --- */

/* From one commit to a later one, lines move, and what was a warning may have
 * become an error. */
static bool is_same(const struct pm_finding *a, const struct pm_finding *b,
		    bool same_commit)
{
	return (a->line == b->line || !same_commit) &&
	       a->level == b->level && !strcmp(a->path, b->path) &&
	       a->rule == b->rule && !strcmp(a->message, b->message);
}

static bool was_told(const struct pm_push_verdict *earlier,
		     const struct pm_finding *finding, bool same_commit)
{
	for (size_t i = 0; i < earlier->findings.nr; i++)
		if (is_same(&earlier->findings.item[i], finding, same_commit))
			return true;
	return false;
}

/* What was told of this commit for another ref, or in this ref of an earlier
 * commit that the tip still shows, is left out. */
static void drop_told(struct run *run, struct pm_push_verdict *verdict,
		      const char *ref)
{
	struct pm_findings *list = &verdict->findings;

	for (size_t v = 0; v < run->out->nr; v++) {
		struct pm_push_verdict *earlier = &run->out->item[v];
		bool same = !strcmp(earlier->commit, verdict->commit);
		size_t kept = 0;

		if (!same && !pm_strlist_has(&earlier->refs, ref))
			continue;
		for (size_t i = 0; i < list->nr; i++)
			if (!was_told(earlier, &list->item[i], same))
				list->item[kept++] = list->item[i];
		if (kept < list->nr && !pm_strlist_has(&earlier->refs, ref))
			pm_strlist_add(&earlier->refs, ref);
		list->nr = kept;
	}
}

static void keep_verdict(struct run *run, const struct comparison *what,
			 struct pm_findings *findings)
{
	struct pm_push_result *out = run->out;
	struct pm_push_verdict verdict = { .findings = *findings };
	size_t kept = 0;

	*findings = (struct pm_findings){ 0 };
	/* What stood before, or was waived, is nothing that a push is told. */
	for (size_t i = 0; i < verdict.findings.nr; i++)
		if (verdict.findings.item[i].excuse == PM_NOT_EXCUSED)
			verdict.findings.item[kept++] =
				verdict.findings.item[i];
	verdict.findings.nr = kept;
	verdict.commit = pm_arena_strdup(&out->arena, what->commit);
	drop_told(run, &verdict, what->update->ref);
	if (!verdict.findings.nr) {
		pm_findings_release(&verdict.findings);
		return;
	}
	pm_findings_count(&verdict.findings);
	verdict.is_whole = !strcmp(what->base,
				   pm_repo_empty_tree(run->push->repo));
	verdict.base = pm_arena_strdup(&out->arena, what->base);
	pm_strlist_add(&verdict.refs, what->update->ref);
	PM_GROW(out->item, out->nr, out->alloc);
	out->item[out->nr++] = verdict;
}

static int compare(struct run *run, const struct comparison *what,
		   struct pm_findings *out, struct pm_error *err)
{
	const struct pm_change_check change = {
		.repo = run->push->repo,
		.base = what->base,
		.other = what->beside ? what->beside[0] : NULL,
		.also = what->beside && what->beside[0] ? what->beside + 1 :
							  NULL,
		.is_merge = what->is_merge,
		.known = &run->seen,
		.each = run->policy.push.each,
		.head = what->commit,
		.policy_at = run->out->policy_at,
		.today = run->push->today,
		.most = PM_MAX_PUSH_RECORDS,
	};

	return pm_check_repo_change(out, NULL, &change, err);
}

/* --- one ref --- */

/*
 * What came from the default branch was judged there. To find that out takes
 * longer than most checks, so it is asked for only if there is something to
 * say.
 */
static int judge_tip(struct run *run, struct comparison *what,
		     struct pm_error *err)
{
	const struct pm_ref_update *update = what->update;
	struct pm_findings findings = { 0 };
	struct pm_strlist beside = { 0 };
	int code = compare(run, what, &findings, err);

	if (code >= 0 && findings.nr && update->from && run->push->policy_at &&
	    what->base == update->from &&
	    strcmp(update->from, run->push->policy_at))
		code = pm_push_brought(&beside, what->commit,
				       run->push->policy_at, update->from,
				       err);
	if (code >= 0 && beside.nr) {
		what->beside = (const char *const *)beside.item;
		pm_findings_release(&findings);
		code = compare(run, what, &findings, err);
	}
	if (code >= 0)
		keep_verdict(run, what, &findings);
	pm_findings_release(&findings);
	pm_strlist_release(&beside);
	return code;
}

/* Where a new ref begins: with the default branch, where it has to do with
 * that, or else with any that is known. */
static int find_beginning(struct run *run, struct comparison *what,
			  struct pm_strlist *bases, bool *fresh,
			  struct pm_error *err)
{
	const char *branch = run->push->policy_at;
	struct pm_strlist brought = { 0 };
	int code = pm_push_bases(bases, fresh, what->commit, &run->known, err);

	if (code < 0 || !bases->nr) {
		what->base = pm_repo_empty_tree(run->push->repo);
		return code;
	}
	if (bases->nr > 1 && branch)
		code = pm_push_parting(&brought, what->commit, branch, err);
	for (size_t i = 1; i < bases->nr; i++) {
		char *first = bases->item[0];

		if (!pm_strlist_has(&brought, bases->item[i]))
			continue;
		bases->item[0] = bases->item[i];
		bases->item[i] = first;
		break;
	}
	pm_strlist_release(&brought);
	what->base = bases->item[0];
	what->beside = (const char *const *)bases->item + 1;
	return code;
}

/*
 * Where a new ref begins that brings no commits: where it leaves the default
 * branch. A commit inside of another branch was not judged as a tip, and is
 * judged now as if it were new. *judged: not if the default branch has it.
 */
static int find_parting(struct run *run, struct comparison *what,
			struct pm_strlist *bases, bool *judged,
			struct pm_error *err)
{
	const char *branch = run->push->policy_at;
	int code = PM_OK;

	*judged = false;
	if (branch)
		code = pm_push_parting(bases, what->commit, branch, err);
	if (code < 0 || !branch || pm_strlist_has(bases, what->commit))
		return code;
	*judged = true;
	what->base = bases->nr ? bases->item[0] :
				 pm_repo_empty_tree(run->push->repo);
	what->beside = bases->nr ? (const char *const *)bases->item + 1 : NULL;
	return PM_OK;
}

static void add_root(struct pm_strlist *roots, const struct pm_policy *policy)
{
	if (!pm_strlist_has(roots, policy->root))
		pm_strlist_add(roots, policy->root);
}

/* A policy that is malformed says of none. */
static int find_root(struct run *run, const char *commit,
		     struct pm_strlist *roots, struct pm_error *err)
{
	struct pm_source source = { .repo = run->push->repo,
				    .place = PM_COMMIT,
				    .base = pm_xstrdup(commit) };
	struct pm_snapshot snapshot = { 0 };
	int code = pm_snapshot_open(&snapshot, &source, err);

	if (code >= 0)
		add_root(roots, &snapshot.policy);
	pm_snapshot_release(&snapshot);
	/* A link in its place is told with the commit. */
	return code == PM_EINVALID ? PM_OK : code;
}

static int find_commits(struct pm_push_commits *out, struct run *run,
			const struct comparison *what,
			const struct pm_strlist *path, struct pm_error *err)
{
	return pm_push_commits_find(out, what->commit, &run->seen,
				    (const char *const *)path->item, path->nr,
				    PM_MAX_PUSH_COMMITS, err);
}

/* The folders below which records stand at the beginning, and wherever a
 * commit puts them. */
static int find_roots(struct run *run, const struct comparison *what,
		      struct pm_strlist *roots, struct pm_error *err)
{
	struct pm_push_commits commits = { 0 };
	int code;

	pm_strlist_add(roots, ".postmortem");
	code = find_commits(&commits, run, what, roots, err);
	add_root(roots, &run->policy);
	if (code >= 0)
		code = find_root(run, what->base, roots, err);
	for (size_t i = 0; i < commits.nr && code >= 0; i++)
		code = find_root(run, commits.item[i].id, roots, err);
	pm_push_commits_release(&commits);
	return code;
}

static int judge_commit(struct run *run, const struct pm_ref_update *update,
			const struct pm_push_commit *commit,
			struct pm_error *err)
{
	const struct comparison what = {
		.update = update,
		.commit = commit->id,
		.base = commit->parent[0] ?
				commit->parent[0] :
				pm_repo_empty_tree(run->push->repo),
		.beside = commit->parent[0] ? commit->parent + 1 : NULL,
		.is_merge = commit->parent[0] && commit->parent[1],
	};
	struct pm_findings findings = { 0 };
	int code = compare(run, &what, &findings, err);

	if (code >= 0)
		keep_verdict(run, &what, &findings);
	else
		pm_error_wrap(err, "commit %.12s", commit->id);
	pm_findings_release(&findings);
	return code;
}

static int judge_each(struct run *run, const struct comparison *what,
		      struct pm_error *err)
{
	struct pm_push_commits commits = { 0 };
	struct pm_strlist roots = { 0 };
	int code = find_roots(run, what, &roots, err);

	if (code >= 0)
		code = find_commits(&commits, run, what, &roots, err);
	for (size_t i = 0; i < commits.nr && code >= 0; i++)
		code = judge_commit(run, what->update, &commits.item[i], err);
	pm_push_commits_release(&commits);
	pm_strlist_release(&roots);
	return code;
}

static int judge(struct run *run, const struct pm_ref_update *update,
		 struct pm_error *err)
{
	struct comparison what = { .update = update, .commit = update->to,
				   .base = update->from };
	struct pm_strlist bases = { 0 };
	bool fresh = true, judged = true;
	int code = PM_OK;

	if (!update->from)
		code = find_beginning(run, &what, &bases, &fresh, err);
	if (code >= 0 && !fresh)
		code = find_parting(run, &what, &bases, &judged, err);
	if (code >= 0 && fresh && run->policy.push.each)
		code = judge_each(run, &what, err);
	if (code >= 0 && judged)
		code = judge_tip(run, &what, err);
	pm_strlist_add(&run->seen, update->to);
	pm_strlist_release(&bases);
	return code < 0 ? pm_error_wrap(err, "%s", update->ref) : code;
}

/* What is deleted leaves nothing to judge. */
static bool is_judged(const struct run *run, const struct pm_ref_update *update)
{
	if (!update->to)
		return false;
	for (size_t i = 0; i < run->aliases.nr; i += 2)
		if (!strcmp(run->aliases.item[i], update->ref) &&
		    pm_policy_judges_ref(&run->policy,
					 run->aliases.item[i + 1]))
			return true;
	return pm_policy_judges_ref(&run->policy, update->ref);
}

/* What is not judged may lead to what is. */
static int find_aliases(struct run *run, struct pm_error *err)
{
	const struct pm_push_check *push = run->push;
	struct pm_strlist names = { 0 };
	int code;

	for (size_t i = 0; i < push->nr; i++)
		if (push->update[i].from && push->update[i].to &&
		    !is_judged(run, &push->update[i]))
			pm_strlist_add(&names, push->update[i].ref);
	code = pm_push_aliases(&run->aliases, &names, err);
	pm_strlist_release(&names);
	return code;
}

static int find_known(struct run *run, struct pm_error *err)
{
	const struct pm_push_check *push = run->push;
	static const char *const none[] = { NULL };
	int code = PM_OK;

	if (push->known)
		pm_strlist_add_all(&run->known,
				   (const char *const *)push->known->item);
	else
		pm_push_known_refs(&run->known, run->policy.push.ref,
				   run->policy.push.refs);
	pm_strlist_add_all(&run->seen, run->known.nr ?
			   (const char *const *)run->known.item : none);
	/* Of another repository it is not known here. */
	if (!push->known)
		code = find_aliases(run, err);
	return code;
}

int pm_check_push(struct pm_push_result *out, const struct pm_push_check *push,
		  struct pm_error *err)
{
	struct run run = { .push = push, .out = out };
	size_t judged = 0;
	int code = read_policy(&run, err);

	if (code >= 0)
		code = find_known(&run, err);
	for (size_t i = 0; i < push->nr && code >= 0; i++)
		judged += is_judged(&run, &push->update[i]);
	if (code >= 0 && judged > PM_MAX_PUSH_REFS)
		code = pm_fail(err, PM_EINVALID,
			       "%zu branches at once, and at most %u are "
			       "examined; push them in several steps",
			       judged, PM_MAX_PUSH_REFS);
	for (size_t i = 0; i < push->nr && code >= 0; i++)
		if (is_judged(&run, &push->update[i]))
			code = judge(&run, &push->update[i], err);
	for (size_t i = 0; i < out->nr; i++) {
		out->errors += out->item[i].findings.errors;
		out->warnings += out->item[i].findings.warnings;
	}
	pm_policy_release(&run.policy);
	pm_strlist_release(&run.known);
	pm_strlist_release(&run.seen);
	pm_strlist_release(&run.aliases);
	return code;
}

void pm_push_result_release(struct pm_push_result *result)
{
	for (size_t i = 0; i < result->nr; i++) {
		pm_strlist_release(&result->item[i].refs);
		pm_findings_release(&result->item[i].findings);
	}
	free(result->item);
	pm_arena_release(&result->arena);
	*result = (struct pm_push_result){ 0 };
}
