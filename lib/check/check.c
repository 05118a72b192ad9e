/* SPDX-License-Identifier: MIT */
#include "check/check.h"

#include <stdlib.h>
#include <string.h>

#include "check/ledger.h"
#include "check/merge.h"
#include "check/subject.h"

/*
 * An unclosed comment makes every section behind it look missing: then it is
 * told alone, unless the policy takes it for no error.
 */
static bool is_body_hidden(const struct subject *subject)
{
	const struct pm_record *record = &subject->pm->record;
	const struct pm_rule *rule = pm_rule_find("markdown");

	if (pm_rule_waiver(rule, record) ||
	    pm_rule_level(rule, subject->check->policy,
			  subject->severity ? subject->severity->name : NULL,
			  subject->status) != PM_ERROR_LEVEL)
		return false;
	for (size_t i = 0; i < record->problems.nr; i++)
		if (record->problems.item[i].kind == PM_PROBLEM_MARKDOWN_HIDES)
			return true;
	return false;
}

static void check_records(const struct subject *subject)
{
	const struct pm_postmortem *pm = subject->pm;
	bool is_readable = pm->record.front.map != NULL;

	if (!pm->record.path) {
		/* What stands there instead is told with the oddities. */
		if (!pm->document_is_odd)
			pm_say_path(subject, "front-matter", pm->folder,
				    "commit its README.md before its items "
				    "(\"git add\" it, or the folder that it "
				    "was moved to), write one where there is "
				    "none, or remove the folder",
				    "holds action items but no README.md");
	} else {
		pm_check_form(subject, &pm->record);
		/* Of a file that could not be read, only that is said. */
		if (is_readable) {
			pm_check_document(subject);
			pm_check_people(subject);
			pm_check_times(subject);
			pm_check_debrief(subject);
			pm_check_ledger(subject, &pm->record);
		}
		if (is_readable && !is_body_hidden(subject)) {
			pm_check_sections(subject);
			pm_check_timeline(subject);
			pm_check_plan(subject);
		}
		pm_check_language(subject, &pm->record);
	}
	for (size_t i = 0; i < pm->actions; i++) {
		pm_check_form(subject, &pm->action[i]);
		if (pm->action[i].front.map) {
			pm_check_action(subject, &pm->action[i]);
			pm_check_ledger(subject, &pm->action[i]);
		}
		pm_check_language(subject, &pm->action[i]);
	}
}

void pm_check_postmortem(const struct pm_check *check,
			 const struct pm_postmortem *pm)
{
	struct subject subject;

	pm_subject_init(&subject, check, pm);
	check_records(&subject);
	pm_subject_release(&subject);
}

void pm_check_status(const struct pm_check *check,
		     const struct pm_postmortem *pm, enum pm_status next)
{
	struct pm_check conscious = *check;
	struct subject subject;

	conscious.is_change = true;
	pm_subject_init(&subject, &conscious, pm);
	subject.status = next;
	/* Advancing is the conscious act that ends an import's leniency. */
	subject.is_imported = false;
	check_records(&subject);
	pm_subject_release(&subject);
}

static void check_removed(const struct pm_check *check,
			  const struct pm_postmortem *before)
{
	const char *title = pm_record_title(&before->record);
	const char *path = before->record.path ? before->record.path :
						 before->folder;
	const char *now = pm_misplaced(check, &before->record);
	size_t first = check->out->nr;
	struct subject subject;

	pm_subject_init(&subject, check, before);
	if (now)
		pm_say_path(&subject, "postmortem-removed", path,
			    "it is the README.md of a folder of its own, right "
			    "in that of the post-mortems: move it back there",
			    "\"%s\" is no post-mortem any more: its file is "
			    "now at %s", title, now);
	else
		pm_say_path(&subject, "postmortem-removed", path,
			    "keep it; where its folder was renamed, "
			    "\"git add\" the new one as well",
			    "the post-mortem \"%s\" is removed", title);
	if (!now && pm_is_reverted_away(check, &before->record))
		pm_soften(check, first);
	pm_subject_release(&subject);
}

static void check_step(const struct pm_check *check,
		       const struct pm_postmortem *before,
		       const struct pm_postmortem *other,
		       const struct pm_postmortem *after)
{
	struct subject subject;

	if (!after && before && before->record.path &&
	    !(check->merge && pm_merge_drops_all(check->merge, before)))
		check_removed(check, before);
	if (!after)
		return;
	pm_subject_init(&subject, check, after);
	pm_check_transition(&subject, before, other);
	pm_subject_release(&subject);
}

void pm_check_step(const struct pm_check *check,
		   const struct pm_postmortem *before,
		   const struct pm_postmortem *after)
{
	check_step(check, before, NULL, after);
}

static void check_new_people(const struct pm_check *check,
			     const struct pm_postmortem *before,
			     const struct pm_postmortem *other,
			     const struct pm_postmortem *after)
{
	struct subject subject;

	pm_subject_init(&subject, check, after);
	pm_check_new_people(&subject, before, other);
	pm_subject_release(&subject);
}

/* What a revert leaves of a record is refused by no rule but those of form,
 * be it that the record is no longer what it has to be. */
static void let_back(const struct subject *subject, size_t first,
		     const struct pm_postmortem *before,
		     const struct pm_record *now)
{
	struct pm_findings *out = subject->check->out;
	const struct pm_record *old =
		now->kind == PM_ACTION ? pm_find_old(subject, before, now) :
		before && before->record.path ? &before->record :
						NULL;

	if (!pm_goes_back(subject->check, old, now))
		return;
	for (size_t i = first; i < out->nr; i++) {
		struct pm_finding *f = &out->item[i];

		if (f->level == PM_ERROR_LEVEL && pm_is_excusable(f->rule) &&
		    !strcmp(f->path, now->path) &&
		    !strcmp(f->id, now->id))
			f->level = PM_WARNING;
	}
}

static void let_all_back(const struct pm_check *check, size_t first,
			 const struct pm_postmortem *before,
			 const struct pm_postmortem *after)
{
	struct subject subject;

	pm_subject_init(&subject, check, after);
	if (after->record.path)
		let_back(&subject, first, before, &after->record);
	for (size_t i = 0; i < after->actions; i++)
		let_back(&subject, first, before, &after->action[i]);
	pm_subject_release(&subject);
}

void pm_check_change(const struct pm_check *check,
		     const struct pm_postmortem *before,
		     const struct pm_postmortem *other,
		     const struct pm_postmortem *after)
{
	struct pm_check of_change = *check;
	size_t first = check->out->nr;

	of_change.is_change = true;
	if (after) {
		pm_check_postmortem(&of_change, after);
		pm_excuse(&of_change, first, before, other, after);
	}
	if (!check->is_merge)
		check_step(check, before, other, after);
	if (after && !check->is_merge)
		check_new_people(check, before, other, after);
	if (after && !check->is_merge)
		let_all_back(check, first, before, after);
}

/* A slip of the pen, or a rule that no policy changes: it sets nothing. */
static void check_settings(const struct subject *subject,
			   const struct pm_record *file,
			   const struct pm_policy *policy)
{
	for (size_t i = 0; i < policy->settings; i++) {
		const struct pm_rule_setting *s = &policy->setting[i];
		const struct pm_rule *rule = pm_rule_find(s->rule);
		char fix[120];

		if (s->severity || (rule && !rule->is_fixed))
			continue;
		if (rule) {
			pm_say(subject, "policy", file, s->line, 0, s->rule,
			       "remove the line",
			       "rules: \"%s\" cannot be changed", s->rule);
			continue;
		}
		pm_rule_hint(fix, sizeof(fix), s->rule);
		pm_say(subject, "policy", file, s->line, 0, s->rule, fix,
		       "rules: there is no rule \"%s\"", s->rule);
	}
}

void pm_check_policy(const struct pm_check *check,
		     const struct pm_policy *policy)
{
	const struct pm_postmortem nobody = { .id = "", .folder = "" };
	const struct pm_record file = { .path = PM_POLICY_PATH, .id = "" };
	struct subject subject;

	pm_subject_init(&subject, check, &nobody);
	for (size_t i = 0; i < policy->problems.nr; i++) {
		const struct pm_problem *p = &policy->problems.item[i];

		pm_say(&subject, "policy", &file, p->line, p->column,
		       p->message, p->fix, "%s", p->message);
	}
	for (size_t i = 0; i < policy->strange.nr; i++) {
		const struct pm_problem *p = &policy->strange.item[i];

		pm_say_mildly(&subject, "policy", &file, p->line, p->column,
			      p->message, p->fix, "%s", p->message);
	}
	check_settings(&subject, &file, policy);
	pm_subject_release(&subject);
}

void pm_check_oddities(const struct pm_check *check,
		       const struct pm_snapshot *snapshot)
{
	const struct pm_postmortem nobody = { .id = "", .folder = "" };
	struct subject subject;

	pm_subject_init(&subject, check, &nobody);
	for (size_t i = 0; i < snapshot->odds; i++) {
		const struct pm_oddity *odd = &snapshot->odd[i];

		pm_say_path(&subject, "not-a-file", odd->path, odd->fix, "%s",
			    odd->why);
	}
	pm_subject_release(&subject);
}
