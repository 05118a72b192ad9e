/* SPDX-License-Identifier: MIT */
#include "doctor/examine.h"

#include "check/check.h"
#include "git/amend.h"
#include "git/log.h"
#include "git/merges.h"

static const struct pm_finding *first_error(const struct pm_findings *list)
{
	for (size_t i = 0; i < list->nr; i++)
		if (list->item[i].level == PM_ERROR_LEVEL)
			return &list->item[i];
	return NULL;
}

static int tell(struct pm_doctor *doctor, const struct pm_push_commit *merge,
		const struct pm_findings *lost, struct pm_error *err)
{
	const char *const commits[] = { merge->id, NULL };
	const struct pm_log_options options = { .commits = commits };
	const struct pm_finding *first = first_error(lost);
	struct pm_commit_info commit;
	struct pm_log *log = NULL;
	struct pm_arena arena = { 0 };
	struct pm_buf command = { 0 };
	char day[PM_DATE_LEN];
	int more = pm_log_open(&log, doctor->repo, &options, err);

	if (more >= 0)
		more = pm_log_next(&commit, log, &arena, err);
	if (more > 0) {
		pm_date_format(day, pm_time_date(commit.author_time));
		pm_buf_addf(&command, "git postmortem check %s~..HEAD",
			    commit.abbrev);
		pm_note(doctor, "history", "merge-lost", PM_NOTE_WARNING,
			pm_buf_str(&command),
			"the merge %s of %s (%s) lost what one side has of "
			"%s: %s%s", commit.abbrev, day, commit.author_name,
			first->id, first->message,
			lost->errors > 1 ? "; and more" : "");
	}
	pm_log_close(log);
	pm_arena_release(&arena);
	pm_buf_release(&command);
	return more < 0 ? more : PM_OK;
}

static int look_at_made(struct pm_doctor *doctor,
			const struct pm_snapshot *tip, struct pm_error *err)
{
	struct pm_merges_check check = {
		.repo = doctor->repo,
		.policy = &tip->policy,
		.tip = tip->source.base,
		.policy_at = tip->source.base,
		.today = doctor->options.today,
	};
	const struct pm_strlist none = { 0 };
	struct pm_push_commits merges = { 0 };
	size_t told = 0;
	int code = pm_merges_find(&merges, check.tip, &none,
				  doctor->options.commits, err);

	for (size_t i = merges.nr; i > 0 && code >= 0; i--) {
		struct pm_findings lost = { 0 };

		code = pm_check_merge_lost(&lost, &check, &merges.item[i - 1],
					   err);
		if (code >= 0 && lost.errors && told++ < PM_DOCTOR_TOLD)
			code = tell(doctor, &merges.item[i - 1], &lost, err);
		pm_findings_release(&lost);
	}
	pm_note_more(doctor, "history", "merge-lost", PM_NOTE_WARNING, told,
		     "merges that lost something");
	pm_merges_check_release(&check);
	pm_push_commits_release(&merges);
	return code;
}

/* The hook may have refused it, and left it as it is. */
static int look_at_one_under_way(struct pm_doctor *doctor, struct pm_error *err)
{
	struct pm_next_commit next = { 0 };
	struct pm_findings lost = { 0 };
	struct pm_change_check change = { .repo = doctor->repo,
					  .is_merge = true,
					  .only_lost = true,
					  .today = doctor->options.today };
	size_t told = 0;
	int code = PM_OK;

	pm_next_commit_merging(&next, doctor->repo);
	change.other = next.other;
	change.also = (const char *const *)next.more.item;
	if (next.other)
		code = pm_check_repo_change(&lost, NULL, &change, err);
	for (size_t i = 0; i < lost.nr && code >= 0; i++)
		if (lost.item[i].level == PM_ERROR_LEVEL &&
		    told++ < PM_DOCTOR_TOLD)
			pm_note(doctor, "history", "merge-loses",
				PM_NOTE_WARNING,
				"git postmortem check --staged",
				"the merge that is under way loses what one "
				"side has of %s: %s", lost.item[i].id,
				lost.item[i].message);
	pm_note_more(doctor, "history", "merge-loses", PM_NOTE_WARNING, told,
		     "things that the merge under way loses");
	pm_findings_release(&lost);
	pm_next_commit_release(&next);
	return code;
}

int pm_look_at_merges(struct pm_doctor *doctor, const struct pm_snapshot *tip,
		      struct pm_error *err)
{
	int code = look_at_made(doctor, tip, err);

	return code < 0 ? code : look_at_one_under_way(doctor, err);
}
