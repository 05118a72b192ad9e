/* SPDX-License-Identifier: MIT */
#include "doctor/examine.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "check/check.h"
#include "history/history.h"
#include "model/rule.h"

/*
 * The newest commits that touch records, each judged as the hooks would have
 * judged it: what they left wrong got past them, by --no-verify, on a forge's
 * page, in a clone without hooks, or by a command that runs none.
 */
struct looked {
	struct pm_doctor *doctor;
	struct pm_snapshot *tip;
	struct pm_findings now; /* of the post-mortems that are in question */
	struct pm_strlist known; /* whose findings are in `now` */
	struct pm_strlist boilerplate;
	struct pm_codeowners codeowners;
	struct pm_commit_info *commit;
	size_t nr;
	size_t alloc;
	size_t wrong, mended;
	struct pm_buf mended_by;
};

static int keep(const struct pm_event *event, void *payload)
{
	struct looked *l = payload;

	PM_GROW(l->commit, l->nr, l->alloc);
	l->commit[l->nr++] = *pm_commit_keep(&l->doctor->arena,
					     &event->commit);
	return 0;
}

/* What is wrong with a post-mortem at the tip, asked for once. */
static int judge_now(struct looked *l, const char *id, struct pm_error *err)
{
	char *folder = pm_xstrndup(id, strcspn(id, "/"));
	const char *const only[] = { folder };
	struct pm_check check = {
		.policy = &l->tip->policy,
		.out = &l->now,
		.today = l->doctor->options.today,
		.boilerplate = &l->boilerplate,
		.codeowners = &l->codeowners,
	};
	int code = PM_OK;

	if (!pm_strlist_has(&l->known, folder)) {
		pm_strlist_add(&l->known, folder);
		if (pm_snapshot_find(l->tip, folder))
			code = pm_check_sweep(&check, l->tip, only, 1, err);
	}
	free(folder);
	return code;
}

static bool stands_now(const struct looked *l, const struct pm_finding *finding)
{
	for (size_t i = 0; i < l->now.nr; i++) {
		const struct pm_finding *f = &l->now.item[i];

		if (f->rule == finding->rule && f->level == PM_ERROR_LEVEL &&
		    !strcmp(f->id, finding->id) &&
		    !strcmp(f->subject, finding->subject))
			return true;
	}
	return false;
}

/* How the commit would have been judged when it was made. */
static int judge(const struct looked *l, struct pm_findings *out,
		 const struct pm_commit_info *commit, struct pm_error *err)
{
	struct pm_repo *repo = l->doctor->repo;
	struct pm_buf base = { 0 }, other = { 0 }, message = { 0 };
	struct pm_change_check change = {
		.repo = repo,
		.head = commit->id,
		.author = commit->author_email,
		.today = pm_time_date(commit->author_time),
	};
	int code;

	pm_buf_addf(&base, "%s^", commit->id);
	pm_buf_addf(&other, "%s^2", commit->id);
	pm_buf_addf(&message, "%s\n\n%s", commit->subject,
		    commit->body ? commit->body : "");
	change.base = commit->parents ? pm_buf_str(&base) :
					pm_repo_empty_tree(repo);
	change.other = commit->parents > 1 ? pm_buf_str(&other) : NULL;
	change.is_merge = change.other != NULL;
	change.message = pm_buf_str(&message);
	code = pm_check_repo_change(out, NULL, &change, err);
	pm_buf_release(&base);
	pm_buf_release(&other);
	pm_buf_release(&message);
	return code;
}

/* What only a change can have wrong stands as long as all that followed has
 * not mended it. What vanished is told for itself, with how to bring it back. */
static int find_step(bool *stands, const struct looked *l,
		     const struct pm_commit_info *commit,
		     const struct pm_finding *finding, struct pm_error *err)
{
	struct pm_findings since = { 0 };
	struct pm_buf base = { 0 };
	struct pm_change_check change = {
		.repo = l->doctor->repo,
		.head = l->tip->source.base,
		.today = l->doctor->options.today,
	};
	int code;

	pm_buf_addf(&base, "%s^", commit->id);
	change.base = pm_buf_str(&base);
	code = pm_check_repo_change(&since, NULL, &change, err);
	for (size_t i = 0; i < since.nr && code >= 0; i++) {
		const struct pm_finding *f = &since.item[i];

		*stands |= f->rule == finding->rule &&
			   f->level == PM_ERROR_LEVEL &&
			   !strcmp(f->id, finding->id);
	}
	pm_findings_release(&since);
	pm_buf_release(&base);
	return code;
}

static int find_standing(bool *stands, struct looked *l,
			 const struct pm_commit_info *commit,
			 const struct pm_finding *finding,
			 struct pm_error *err)
{
	int code;

	*stands = false;
	/* What a merge lost is told for itself. */
	if (commit->parents > 1 && finding->rule->needs_change)
		return PM_OK;
	if (!strcmp(finding->rule->id, "state-transition"))
		return find_step(stands, l, commit, finding, err);
	code = judge_now(l, finding->id, err);
	*stands = code >= 0 && stands_now(l, finding);
	return code;
}

static void tell(struct looked *l, const struct pm_commit_info *commit,
		 const struct pm_finding *finding, size_t errors)
{
	char day[PM_DATE_LEN];
	struct pm_buf command = { 0 };

	pm_date_format(day, pm_time_date(commit->author_time));
	pm_buf_addstr(&command, "git postmortem check ");
	if (finding->rule->needs_change)
		pm_buf_addf(&command, "%s~..HEAD", commit->abbrev);
	else
		pm_shell_quote(&command, finding->id);
	if (l->wrong++ < PM_DOCTOR_TOLD)
		pm_note(l->doctor, "history", "past-hooks", PM_NOTE_WARNING,
			pm_buf_str(&command),
			"%s of %s (%s) got past the hooks and left %s wrong: "
			"%s%s",
			commit->abbrev, day, commit->author_name, finding->id,
			finding->message,
			errors > 1 ? "; and more" : "");
	pm_buf_release(&command);
}

static int look_at_commit(struct looked *l, const struct pm_commit_info *commit,
			  struct pm_error *err)
{
	struct pm_findings then = { 0 };
	const struct pm_finding *first = NULL;
	size_t errors = 0;
	bool stands = false;
	int code = judge(l, &then, commit, err);

	for (size_t i = 0; i < then.nr && code >= 0; i++) {
		const struct pm_finding *f = &then.item[i];

		if (f->level != PM_ERROR_LEVEL)
			continue;
		code = find_standing(&stands, l, commit, f, err);
		if (code < 0 || !stands)
			continue;
		first = first ? first : f;
		errors++;
	}
	if (first)
		tell(l, commit, first, errors);
	else if (then.errors && l->mended++ < PM_DOCTOR_TOLD)
		pm_buf_addf(&l->mended_by, "%s%s",
			    l->mended_by.len ? ", " : "", commit->abbrev);
	pm_findings_release(&then);
	return code;
}

static void sum_up(struct looked *l)
{
	struct pm_doctor *doctor = l->doctor;
	const struct pm_commit_info *last = &l->commit[l->nr - 1];
	char day[PM_DATE_LEN];

	pm_date_format(day, pm_time_date(last->author_time));
	doctor->looked = l->nr;
	doctor->oldest = last->id;
	pm_note_more(doctor, "history", "past-hooks", PM_NOTE_WARNING,
		     l->wrong, "commits that got past the hooks");
	if (l->mended)
		pm_note(doctor, "history", "past-hooks-mended", PM_NOTE_OK,
			NULL, "%zu commit%s got past the hooks, but what %s "
			"left wrong does not stand any more: %s%s", l->mended,
			l->mended == 1 ? "" : "s", l->mended == 1 ? "it" :
								    "they",
			pm_buf_str(&l->mended_by),
			l->mended > PM_DOCTOR_TOLD ? ", ..." : "");
	pm_note(doctor, "history", "looked-back", PM_NOTE_OK, NULL,
		"the newest %zu commit%s that touch%s records, back to %s of "
		"%s, %s judged again", l->nr, l->nr == 1 ? "" : "s",
		l->nr == 1 ? "es" : "", last->abbrev, day,
		l->nr == 1 ? "was" : "were");
}

static int open_tip(struct looked *l, struct pm_snapshot *tip,
		    struct pm_error *err)
{
	struct pm_source source = { .repo = l->doctor->repo,
				    .place = PM_COMMIT };
	int code = pm_repo_head(l->doctor->repo, &source.base, err);

	if (code < 0 || !source.base)
		return code;
	code = pm_snapshot_open(tip, &source, err);
	if (code >= 0)
		code = pm_snapshot_list(tip, NULL, 0, err);
	if (code >= 0)
		code = pm_boilerplate_read(&l->boilerplate, &tip->source, err);
	if (code >= 0)
		code = pm_check_codeowners(&l->codeowners, &tip->policy,
					   &tip->source, err);
	return code < 0 ? code : 1;
}

void pm_look_at_commits(struct pm_doctor *doctor)
{
	struct pm_snapshot tip = { 0 };
	struct looked l = { .doctor = doctor, .tip = &tip };
	const struct pm_history_options options = {
		.with_items = true,
		.limit = doctor->options.commits,
	};
	struct pm_error err = { 0 };
	int code = doctor->options.commits ? open_tip(&l, &tip, &err) : 0;

	if (code > 0) {
		code = pm_history_walk(doctor->repo, &doctor->snapshot.policy,
				       &options, keep, &l, &err);
		for (size_t i = 0; i < l.nr && code >= 0; i++)
			code = look_at_commit(&l, &l.commit[i], &err);
		if (code >= 0)
			code = pm_look_at_merges(doctor, &tip, &err);
	}
	if (code < 0)
		pm_note_failure(doctor, "history", &err);
	else if (l.nr)
		sum_up(&l);
	pm_snapshot_release(&tip);
	pm_findings_release(&l.now);
	pm_strlist_release(&l.known);
	pm_strlist_release(&l.boilerplate);
	pm_codeowners_release(&l.codeowners);
	pm_buf_release(&l.mended_by);
	free(l.commit);
}
