/* SPDX-License-Identifier: MIT */
#include "check/repo_run.h"

#include <stdlib.h>
#include <string.h>

#include "check/subject.h"

#define RULE "policy-fit"

/* One way in which records stop fitting, and how many do. */
struct misfit {
	const struct pm_rule *rule;
	const char *what, *path;
	size_t records;
};

struct misfits {
	struct pm_arena arena;
	struct misfit *item;
	size_t nr, alloc;
};

/* Every section, severity and key has its own cure; of the other rules the
 * number will do. */
static const char *what_of(const struct pm_finding *f)
{
	bool is_named = !strcmp(f->rule->id, "severity") ||
			!strcmp(f->rule->id, "section-missing") ||
			!strcmp(f->rule->id, "unknown-key");

	return is_named ? f->message : "";
}

static void count(struct misfits *list, const struct pm_finding *f)
{
	const char *what = what_of(f);

	for (size_t i = 0; i < list->nr; i++) {
		struct misfit *m = &list->item[i];

		if (m->rule != f->rule || strcmp(m->what, what))
			continue;
		m->records += strcmp(m->path, f->path) != 0;
		m->path = pm_arena_strdup(&list->arena, f->path);
		return;
	}
	PM_GROW(list->item, list->nr, list->alloc);
	list->item[list->nr++] = (struct misfit){
		.rule = f->rule,
		.what = pm_arena_strdup(&list->arena, what),
		.path = pm_arena_strdup(&list->arena, f->path),
		.records = 1,
	};
}

static int judge(struct pm_findings *out, const struct pm_check *check,
		 const struct pm_policy *policy,
		 const struct pm_source *source,
		 const struct pm_postmortem *listed, struct pm_error *err)
{
	const struct pm_check by = { .policy = policy,
				     .out = out,
				     .today = check->today,
				     .boilerplate = check->boilerplate,
				     .codeowners = check->codeowners };
	struct pm_arena arena = { 0 };
	struct pm_postmortem pm = *listed;
	int code = PM_OK;

	pm.action = pm_arena_alloc(&arena,
				   (pm.actions + 1) * sizeof(*pm.action));
	if (pm.actions)
		memcpy(pm.action, listed->action,
		       pm.actions * sizeof(*pm.action));
	if (pm.record.path)
		code = pm_record_load(&pm.record, &arena, source, policy,
				      PM_READ_BODY, err);
	for (size_t i = 0; i < pm.actions && code >= 0; i++)
		code = pm_record_load(&pm.action[i], &arena, source, policy,
				      PM_READ_BODY, err);
	if (code >= 0)
		pm_check_postmortem(&by, &pm);
	pm_arena_release(&arena);
	return code;
}

static bool is_in(const struct pm_findings *old, const struct pm_finding *f)
{
	for (size_t i = 0; i < old->nr; i++) {
		const struct pm_finding *o = &old->item[i];

		if (o->rule == f->rule && o->level >= f->level &&
		    !strcmp(o->path, f->path) &&
		    !strcmp(o->subject, f->subject))
			return true;
	}
	return false;
}

static int compare(struct misfits *list, const struct pm_check_run *run,
		   const struct pm_check *check, const struct pm_source *source,
		   const struct pm_postmortem *pm, struct pm_error *err)
{
	struct pm_findings old = { 0 }, now = { 0 };
	int code = judge(&now, check, &run->policy, source, pm, err);

	if (code >= 0 && now.nr)
		code = judge(&old, check, &run->old_policy, source, pm, err);
	for (size_t i = 0; i < now.nr && code >= 0; i++)
		if (now.item[i].level >= PM_WARNING &&
		    !is_in(&old, &now.item[i]))
			count(list, &now.item[i]);
	pm_findings_release(&old);
	pm_findings_release(&now);
	return code;
}

static const char *cure_of(const struct misfit *m)
{
	if (!strcmp(m->rule->id, "severity"))
		return "name it among the \"aliases\" of a severity, or change "
		       "them";
	if (!strcmp(m->rule->id, "section-missing"))
		return "name the heading that they have among its "
		       "\"aliases\", or say \"required: false\"";
	if (!strcmp(m->rule->id, "unknown-key"))
		return "list it under \"keys\", or remove it from them";
	return "\"git postmortem check\" shows them; who touches one sees a "
	       "warning";
}

static void say(const struct pm_check *check, const struct misfits *list)
{
	const struct pm_postmortem nobody = { .id = "", .folder = "" };
	struct subject subject;

	pm_subject_init(&subject, check, &nobody);
	for (size_t i = 0; i < list->nr; i++) {
		const struct misfit *m = &list->item[i];

		pm_say_path(&subject, RULE, PM_POLICY_PATH, cure_of(m),
			    "%zu record%s no longer fit%s (%s), such as %s",
			    m->records, m->records == 1 ? "" : "s",
			    m->records == 1 ? "s" : "",
			    *m->what ? m->what : m->rule->id, m->path);
	}
	pm_subject_release(&subject);
}

int pm_check_run_misfits(const struct pm_check_run *run,
			 const struct pm_check *check, struct pm_error *err)
{
	struct pm_repo *repo = run->change->repo;
	struct pm_source source = { 0 };
	struct pm_snapshot snapshot = { 0 };
	struct misfits list = { 0 };
	int code;

	if (!pm_check_moves_policy(&run->deltas) || run->policy.problems.nr ||
	    run->old_policy.problems.nr ||
	    strcmp(run->policy.root, run->old_policy.root))
		return PM_OK;
	code = run->head ? pm_source_commit(&source, repo, run->head, err) :
			   pm_source_index(&source, repo, NULL, err);
	if (code >= 0)
		code = pm_snapshot_open(&snapshot, &source, err);
	if (code >= 0)
		code = pm_snapshot_list(&snapshot, NULL, 0, err);
	for (size_t i = 0; i < snapshot.nr && code >= 0; i++)
		code = compare(&list, run, check, &snapshot.source,
			       &snapshot.item[i], err);
	if (code >= 0)
		say(check, &list);
	free(list.item);
	pm_arena_release(&list.arena);
	pm_snapshot_release(&snapshot);
	return code;
}
