/* SPDX-License-Identifier: MIT */
#include "check/repo_run.h"

#include <stdlib.h>
#include <string.h>

/* Its own place was not needed to judge it. */
static void take_snapshot(struct pm_snapshot *out, struct pm_snapshot *from,
			  struct pm_repo *repo, const char *commit)
{
	*out = *from;
	memset(from, 0, sizeof(*from));
	free(out->source.base);
	out->source = (struct pm_source){
		.repo = repo,
		.place = commit ? PM_COMMIT : PM_INDEX,
		.base = commit ? pm_xstrdup(commit) : NULL,
	};
}

void pm_check_run_keep(struct pm_check_run *run, struct pm_change_sides *out)
{
	struct pm_repo *repo = run->change->repo;

	take_snapshot(&out->before, &run->before, repo, run->base);
	take_snapshot(&out->after, &run->after, repo, run->head);
	out->policy_changed = pm_check_moves_policy(&run->deltas);
	out->base = run->base;
	out->head = run->head;
	out->arena = run->arena;
	out->deltas = run->deltas;
	out->policy = run->policy;
	out->old_policy = run->old_policy;
	out->judge = run->judge;
	out->boilerplate = run->boilerplate;
	out->codeowners = run->codeowners;
	run->base = run->head = NULL;
	memset(&run->arena, 0, sizeof(run->arena));
	memset(&run->deltas, 0, sizeof(run->deltas));
	memset(&run->policy, 0, sizeof(run->policy));
	memset(&run->old_policy, 0, sizeof(run->old_policy));
	memset(&run->judge, 0, sizeof(run->judge));
	memset(&run->boilerplate, 0, sizeof(run->boilerplate));
	memset(&run->codeowners, 0, sizeof(run->codeowners));
}

void pm_change_sides_release(struct pm_change_sides *sides)
{
	pm_snapshot_release(&sides->before);
	pm_snapshot_release(&sides->after);
	pm_policy_release(&sides->policy);
	pm_policy_release(&sides->old_policy);
	pm_policy_release(&sides->judge);
	pm_deltas_release(&sides->deltas);
	pm_strlist_release(&sides->boilerplate);
	pm_codeowners_release(&sides->codeowners);
	pm_asks_release(&sides->asks);
	pm_arena_release(&sides->arena);
	free(sides->base);
	free(sides->head);
	memset(sides, 0, sizeof(*sides));
}

void pm_check_run_ask_people(struct pm_check_run *run, struct pm_check *check,
			     const struct pm_source *source)
{
	if (run->change->only_message)
		return;
	run->people = (struct pm_people_search){
		.policy = &run->judge,
		.source = source,
		.tip = run->head ? run->head : run->base,
		.other = run->other,
		.records = run->base,
	};
	/* Who commits is in no log yet. */
	pm_policy_know(&run->judge, run->change->author);
	check->knows = pm_people_find;
	check->who_payload = &run->people;
}
