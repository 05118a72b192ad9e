/* SPDX-License-Identifier: MIT */
#include "check/subject.h"

#include <stdio.h>

static bool attends(const struct subject *subject, const char *who)
{
	const struct pm_value *list = pm_record_get(&subject->pm->record,
						    PM_F_DEBRIEF_ATTENDEES);

	for (size_t i = 0; list && i < list->nr; i++) {
		if (pm_policy_same_person(subject->check->policy, list->item[i],
					  who))
			return true;
	}
	return false;
}

static void check_attendee(const struct subject *subject, const char *who,
			   const char *as)
{
	const struct pm_record *record = &subject->pm->record;
	char fix[300];

	if (!who || attends(subject, who))
		return;
	snprintf(fix, sizeof(fix),
		 "add %s to debrief.attendees if they were there", who);
	pm_say(subject, "attendee-missing", record,
	       pm_record_line(record, PM_F_DEBRIEF_ATTENDEES), 0, who, fix,
	       "%s, %s, is not among the debrief's attendees", who, as);
}

static void check_facilitator(const struct subject *subject)
{
	const struct pm_record *record = &subject->pm->record;
	const struct pm_policy *policy = subject->check->policy;
	const char *who = pm_record_text(record, PM_F_DEBRIEF_FACILITATOR);
	bool is_lead = pm_policy_same_person(
		policy, who, pm_record_text(record, PM_F_LEAD));

	if (!is_lead &&
	    !pm_policy_same_person(policy, who,
				   pm_record_text(record, PM_F_OWNER)))
		return;
	pm_say(subject, "facilitator-is-lead", record,
	       pm_record_line(record, PM_F_DEBRIEF_FACILITATOR), 0, "",
	       "ask someone who was not in charge to facilitate",
	       "%s facilitates the debrief and is also the %s", who,
	       is_lead ? "lead" : "owner");
}

/* One finding a person, however many items are theirs. */
static bool owns_earlier(const struct subject *subject, size_t before,
			 const char *who)
{
	for (size_t i = 0; i < before; i++) {
		const struct pm_record *action = &subject->pm->action[i];

		if (pm_record_state(action) != PM_DECLINED &&
		    pm_policy_same_person(subject->check->policy, who,
					  pm_record_text(action, PM_F_OWNER)))
			return true;
	}
	return false;
}

void pm_check_debrief(const struct subject *subject)
{
	const struct pm_record *record = &subject->pm->record;
	const struct pm_policy *policy = subject->check->policy;
	const char *lead = pm_record_text(record, PM_F_LEAD);
	const char *owner = pm_record_text(record, PM_F_OWNER);
	pm_date date = pm_record_date(record, PM_F_DEBRIEF_DATE);

	if (!subject->severity || !subject->severity->debrief)
		return;
	if (date != PM_NO_DATE && date > subject->check->today) {
		pm_say(subject, "debrief-missing", record,
		       pm_record_line(record, PM_F_DEBRIEF_DATE), 0, "",
		       "hold it first, or correct its date",
		       "the debrief is still to come");
		return;
	}
	if (!pm_record_get(record, PM_F_DEBRIEF_DATE)) {
		pm_say(subject, "debrief-missing", record,
		       pm_record_line(record, PM_F_DEBRIEF_DATE), 0, "",
		       "hold it, then add \"debrief:\" with \"date:\"",
		       "a %s incident has a debrief; none is recorded",
		       subject->severity->name);
		return;
	}
	check_facilitator(subject);
	check_attendee(subject, lead, "the lead");
	if (!pm_policy_same_person(policy, owner, lead))
		check_attendee(subject, owner, "the owner");
	for (size_t i = 0; i < subject->pm->actions; i++) {
		const struct pm_record *action = &subject->pm->action[i];
		const char *who = pm_record_text(action, PM_F_OWNER);

		if (pm_record_state(action) != PM_DECLINED &&
		    !pm_policy_same_person(policy, who, owner) &&
		    !pm_policy_same_person(policy, who, lead) &&
		    !owns_earlier(subject, i, who))
			check_attendee(subject, who, "who owns an item");
	}
}
