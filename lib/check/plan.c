/* SPDX-License-Identifier: MIT */
#include "check/subject.h"

#include <string.h>

static const struct pm_section *actions_section(const struct subject *subject)
{
	const struct pm_policy *policy = subject->check->policy;
	const struct pm_section *section = NULL;

	for (size_t i = 0; i < policy->sections && !section; i++) {
		if (policy->section[i].lists_actions)
			section = pm_find_section(subject,
						  &policy->section[i]);
	}
	return section;
}

static void check_none(const struct subject *subject)
{
	const struct pm_section *section = actions_section(subject);

	if (subject->pm->actions ||
	    (section && pm_section_is_reasoned(subject, section)))
		return;
	pm_say(subject, "actions-none", &subject->pm->record,
	       section ? section->line : 0, 0, "",
	       "add one with \"git postmortem action add\", or write \"N/A:\" "
	       "and why under Action items",
	       "there is no action item and no reason for none");
}

static void check_count(const struct subject *subject)
{
	const struct pm_record *record = &subject->pm->record;
	const struct pm_severity *severity = subject->severity;
	int nr = 0;

	if (!severity)
		return;
	for (size_t i = 0; i < subject->pm->actions; i++)
		nr += pm_record_state(&subject->pm->action[i]) != PM_DECLINED;
	if (nr > severity->max_actions)
		pm_say(subject, "actions-too-many", record, 0, 0, "",
		       "decline, with a reason, what will not be done",
		       "%d action items are many for a %s incident (at most "
		       "%d)",
		       nr, severity->name, severity->max_actions);
}

static void check_mitigation(const struct subject *subject)
{
	size_t typed = 0, mitigate = 0;

	for (size_t i = 0; i < subject->pm->actions; i++) {
		const struct pm_record *action = &subject->pm->action[i];
		const char *type = pm_record_text(action, PM_F_TYPE);

		if (pm_record_state(action) == PM_DECLINED)
			continue;
		/* An item without a type may be anything. */
		if (!type)
			return;
		typed++;
		mitigate += !strcmp(type, "mitigate");
	}
	if (typed && typed == mitigate)
		pm_say(subject, "only-mitigation", &subject->pm->record, 0, 0,
		       "",
		       "ask what would prevent the next one, or detect it "
		       "sooner",
		       "every action item only mitigates");
}

static void check_settled(const struct subject *subject)
{
	/* Before it is closed, this is what it would be closed with. */
	bool is_closed = pm_record_status(&subject->pm->record) == PM_CLOSED;

	for (size_t i = 0; i < subject->pm->actions; i++) {
		const struct pm_record *action = &subject->pm->action[i];
		enum pm_state state = pm_record_state(action);

		if (!pm_state_is_open(state))
			continue;
		pm_say(subject, "action-unsettled", action,
		       pm_record_line(action, PM_F_STATE), 0, "state",
		       "mark it done with evidence, or decline it with a "
		       "reason",
		       is_closed ? "the post-mortem is closed but this item "
				   "is %s" :
				   "this item is still %s; a post-mortem is "
				   "closed when each is settled",
		       pm_state_name[state]);
	}
}

void pm_check_plan(const struct subject *subject)
{
	check_none(subject);
	check_count(subject);
	check_mitigation(subject);
	check_settled(subject);
}
