/* SPDX-License-Identifier: MIT */
#include "check/subject.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check/evidence.h"
#include "model/answer.h"

/*
 * First words of an item that can never be finished. Over a quarter of 131
 * real items began with one of these (github.com/dfds/postmortems).
 */
static const char *const vague[] = {
	"investigate", "look into",   "looking into",	"improve",
	"consider",    "think about", "reflect on",	"reflect",
	"discuss",     "explore",     "review",		"evaluate",
	"better",      "be careful",  "be more careful", "assess",
	"figure out",  "try to",      "make better",	"enhance",
};

bool pm_title_is_vague(const char *title)
{
	char *normal = pm_text_normal(title, strlen(title));
	bool is_vague = false;

	for (size_t i = 0; i < sizeof(vague) / sizeof(*vague); i++) {
		size_t len = strlen(vague[i]);

		is_vague = is_vague || (!strncmp(normal, vague[i], len) &&
					(!normal[len] || normal[len] == ' '));
	}
	free(normal);
	return is_vague;
}

static void check_vague(const struct subject *subject,
			const struct pm_record *action)
{
	const struct pm_value *type = pm_record_get(action, PM_F_TYPE);
	const char *title = pm_record_text(action, PM_F_TITLE);

	if (!title || (type && !strcmp(type->text, "investigate")) ||
	    !pm_state_is_open(pm_record_state(action)) ||
	    !pm_title_is_vague(title))
		return;
	pm_say(subject, "action-vague", action,
	       pm_record_line(action, PM_F_TITLE), 0, "title",
	       "say what will be different when it is done, or set "
	       "\"type: investigate\"",
	       "\"%s\" does not say when it is finished", title);
}

static void need(const struct subject *subject, const char *rule,
		 const struct pm_record *action, enum pm_field field,
		 const char *fix, const char *message)
{
	if (!pm_record_get(action, field))
		pm_say(subject, rule, action, pm_record_line(action, PM_F_STATE),
		       0, pm_field_def(field)->key, fix, "%s", message);
}

static void check_evidence(const struct subject *subject,
			   const struct pm_record *action)
{
	static const char fix[] = "name a commit, \"here\", a URL, or a ticket as "
				  "the policy's \"tickets\" has them";
	const struct pm_value *value = pm_record_get(action, PM_F_EVIDENCE);

	need(subject, "action-evidence", action, PM_F_EVIDENCE,
	     "add \"evidence:\" and a commit, a URL, a ticket, or \"here\" for the change that brings this",
	     "the item is done but nothing shows it");
	if (!value)
		return;
	if (!pm_is_evidence(value->text))
		pm_say(subject, "action-evidence", action, value->line,
		       value->column, "evidence", fix,
		       "the item is done but \"%s\" shows nothing",
		       value->text);
	else if (!pm_evidence_shows(subject->check->policy, value->text))
		pm_say_mildly(subject, "action-evidence", action, value->line, 0,
			      "evidence", fix,
			      "the evidence is neither a commit nor a URL nor a "
			      "ticket: \"%s\"",
			      value->text);
	pm_check_evidence(subject, action);
}

static void check_reason(const struct subject *subject,
			 const struct pm_record *action)
{
	const struct pm_value *value = pm_record_get(action, PM_F_REASON);
	const struct pm_ledger_event *last = pm_ledger_last(
		&action->ledger, action->ledger.nr, PM_L_STEP);

	/* Where the event that declines it says why, it is said. */
	if (!value && last && last->step == PM_DECLINED && last->why &&
	    pm_is_reason(last->why, "reason"))
		return;
	need(subject, "action-reason", action, PM_F_REASON,
	     "add \"reason:\" and why it will not be done",
	     "the item is declined without a reason");
	if (value && !pm_is_reason(value->text, "reason"))
		pm_say(subject, "action-reason", action, value->line,
		       value->column, "reason",
		       "say why it will not be done, in words",
		       "the item is declined, but \"%s\" is no reason",
		       value->text);
}

void pm_check_action(const struct subject *subject,
		     const struct pm_record *action)
{
	enum pm_state state = pm_record_state(action);
	bool is_open = pm_state_is_open(state) && subject->status != PM_CLOSED;

	if (!pm_record_get(action, PM_F_TITLE))
		pm_say(subject, "action-title", action,
		       pm_record_line(action, PM_F_TITLE), 0, "title",
		       "add \"title:\" and what is to be done",
		       "the action item has no title");
	if (!pm_record_get(action, PM_F_OWNER))
		pm_say(subject, "action-owner", action,
		       pm_record_line(action, PM_F_OWNER), 0, "owner",
		       "add \"owner:\" and the one person who will do it",
		       "the action item has no owner");
	if (pm_state_is_promise(state))
		need(subject, "action-due", action, PM_F_DUE,
		     "add \"due:\" and the day, as in 2026-12-05",
		     "the item is accepted but has no due date");
	if (state == PM_DONE)
		check_evidence(subject, action);
	if (state == PM_DECLINED)
		check_reason(subject, action);
	check_vague(subject, action);
	pm_check_owner(subject, action, PM_F_OWNER, is_open);
	if (is_open)
		pm_check_codeowner(subject, action);
}
