/* SPDX-License-Identifier: MIT */
#include "model/field.h"

#include <string.h>

#define PM PM_POSTMORTEM
#define ACT PM_ACTION
#define BOTH (PM_POSTMORTEM | PM_ACTION)

static const struct pm_field_def table[PM_FIELDS] = {
	[PM_F_TITLE] = { "title", PM_T_TEXT, BOTH,
			 "what happened, or what is to be done" },
	[PM_F_STATUS] = { "status", PM_T_STATUS, PM,
			  "draft, in-review, reviewed or closed" },
	[PM_F_STATE] = { "state", PM_T_STATE, ACT,
			 "proposed, accepted, in-progress, done or declined" },
	[PM_F_SEVERITY] = { "severity", PM_T_SEVERITY, PM,
			    "one of the policy's severities" },
	[PM_F_OWNER] = { "owner", PM_T_PERSON, BOTH,
			 "the one person who answers for it" },
	[PM_F_LEAD] = { "lead", PM_T_PERSON, PM, "who led the incident" },
	[PM_F_TEAM] = { "team", PM_T_TEXT, ACT, "the team that owns the work" },
	[PM_F_TEAMS] = { "teams", PM_T_NAMES, PM, "teams that took part" },
	[PM_F_SERVICES] = { "services", PM_T_NAMES, PM,
			    "services that were affected" },
	[PM_F_INCIDENT] = { "incident", PM_T_TEXT, PM,
			    "URL or key of the incident" },
	[PM_F_STARTED] = { "started", PM_T_TIME, PM, "when the impact began" },
	[PM_F_DETECTED] = { "detected", PM_T_TIME, PM,
			    "when somebody or something noticed" },
	[PM_F_MITIGATED] = { "mitigated", PM_T_TIME, PM,
			     "when users were well again" },
	[PM_F_RESOLVED] = { "resolved", PM_T_TIME, PM,
			    "when the incident was over" },
	[PM_F_DEBRIEF_DATE] = { "debrief.date", PM_T_DATE, PM,
				"the day of the debrief" },
	[PM_F_DEBRIEF_FACILITATOR] = { "debrief.facilitator", PM_T_PERSON, PM,
				       "who runs the debrief" },
	[PM_F_DEBRIEF_ATTENDEES] = { "debrief.attendees", PM_T_PEOPLE, PM,
				     "who takes part in it" },
	[PM_F_DEBRIEF_RECORDING] = { "debrief.recording", PM_T_TEXT, PM,
				     "URL of its recording or notes" },
	[PM_F_TYPE] = { "type", PM_T_ACTION_TYPE, ACT,
			"prevent, detect, mitigate, process or investigate" },
	[PM_F_PRIORITY] = { "priority", PM_T_PRIORITY, ACT,
			    "high, medium or low" },
	[PM_F_DUE] = { "due", PM_T_DATE, ACT, "the day it is promised for" },
	[PM_F_TICKET] = { "ticket", PM_T_TEXT, ACT,
			  "URL or key in the team's tracker" },
	[PM_F_EVIDENCE] = { "evidence", PM_T_TEXT, ACT,
			    "commit, URL or ticket that shows it is done" },
	[PM_F_REASON] = { "reason", PM_T_TEXT, ACT, "why it was declined" },
	[PM_F_WAIVERS] = { "waivers", PM_T_REASONS, PM,
			   "rules that do not apply here, each with a reason" },
	[PM_F_FORMERLY] = { "formerly", PM_T_TEXT, PM,
			    "the path it was imported from" },
	[PM_F_IMPORTED] = { "imported", PM_T_STATUS, PM,
			    "its status when it was imported" },
};

const char *const pm_status_name[PM_STATUSES + 1] = {
	"draft", "in-review", "reviewed", "closed", NULL,
};
const char *const pm_state_name[PM_STATES + 1] = {
	"proposed", "accepted", "in-progress", "done", "declined", NULL,
};
const char *const pm_action_type_name[] = {
	"prevent", "detect", "mitigate", "process", "investigate", NULL,
};
const char *const pm_priority_name[] = { "high", "medium", "low", NULL };

const struct pm_field_def *pm_field_def(enum pm_field field)
{
	return &table[field];
}

enum pm_field pm_field_find(enum pm_kind kind, const char *key)
{
	for (enum pm_field f = 0; f < PM_FIELDS; f++) {
		if ((table[f].kinds & kind) && !strcmp(table[f].key, key))
			return f;
	}
	return PM_FIELDS;
}

bool pm_field_is_list(enum pm_field field)
{
	return table[field].type == PM_T_PEOPLE ||
	       table[field].type == PM_T_NAMES;
}

size_t pm_fields_written(enum pm_field out[PM_FIELDS], enum pm_kind kind)
{
	static const enum pm_field action[] = {
		PM_F_TITLE,  PM_F_STATE, PM_F_DUE,  PM_F_EVIDENCE, PM_F_REASON,
		PM_F_OWNER,  PM_F_TEAM,	 PM_F_TYPE, PM_F_PRIORITY,
		PM_F_TICKET,
	};
	size_t nr = 0;

	if (kind == PM_ACTION) {
		memcpy(out, action, sizeof(action));
		return sizeof(action) / sizeof(*action);
	}
	for (enum pm_field f = 0; f < PM_FIELDS; f++) {
		if (table[f].kinds & kind)
			out[nr++] = f;
	}
	return nr;
}

void pm_field_keys(const char **out, enum pm_kind kind, enum pm_field before)
{
	enum pm_field written[PM_FIELDS];
	size_t all = pm_fields_written(written, kind), nr = 0;

	for (; nr < all && written[nr] != before; nr++)
		out[nr] = table[written[nr]].key;
	out[nr] = NULL;
}

static int find_name(const char *const *names, const char *name)
{
	int i = 0;

	while (names[i] && (!name || strcmp(names[i], name)))
		i++;
	return i;
}

enum pm_status pm_status_parse(const char *name)
{
	return (enum pm_status)find_name(pm_status_name, name);
}

enum pm_state pm_state_parse(const char *name)
{
	return (enum pm_state)find_name(pm_state_name, name);
}

bool pm_state_is_open(enum pm_state state)
{
	return state == PM_PROPOSED || pm_state_is_promise(state);
}

bool pm_state_is_promise(enum pm_state state)
{
	return state == PM_ACCEPTED || state == PM_IN_PROGRESS;
}
