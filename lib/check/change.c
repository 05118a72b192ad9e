/* SPDX-License-Identifier: MIT */
#include "check/subject.h"

#include <stdio.h>
#include <string.h>

#define SATURDAY 5

/* Whole working days from one day to another; 0 within a weekend. */
static int working_days(pm_date from, pm_date to)
{
	int days = 0;

	for (pm_date d = from + 1; d <= to; d++)
		days += pm_date_weekday(d) < SATURDAY;
	return days;
}

/* When the incident was over: as far as is known, the folder's date. */
static pm_date incident_end(const struct pm_postmortem *pm)
{
	const struct pm_value *value =
		pm_record_get(&pm->record, PM_F_RESOLVED);
	char day[PM_DATE_LEN] = { 0 };
	pm_date date;

	if (value && value->is_valid)
		return pm_time_date(value->as.time);
	if (strlen(pm->id) < PM_DATE_LEN)
		return PM_NO_DATE;
	memcpy(day, pm->id, PM_DATE_LEN - 1);
	return pm_date_parse(&date, day) ? date : PM_NO_DATE;
}

static void check_soak(const struct subject *subject,
		       const struct pm_record *action)
{
	const struct pm_check *check = subject->check;
	int soak = check->policy->soak_days;
	pm_date end = incident_end(subject->pm);

	/* Far back the number does not matter, only the loop would. */
	if (!soak || end == PM_NO_DATE || check->today < end ||
	    check->today - end > 3 * soak + 7 ||
	    working_days(end, check->today) >= soak)
		return;
	pm_say(subject, "accepted-too-soon", action,
	       pm_record_line(action, PM_F_STATE), 0, "",
	       "leave it proposed and decide after a night's sleep",
	       "accepted within %d working days of the incident", soak);
}

static void check_acceptance(const struct subject *subject,
			     const struct pm_record *action)
{
	const struct pm_check *check = subject->check;
	const char *owner = pm_record_text(action, PM_F_OWNER);
	bool by_owner = true;
	char fix[300];

	check_soak(subject, action);
	if (!owner)
		return;
	if (check->was_authored_by)
		by_owner = check->was_authored_by(check->payload, action,
						  owner);
	else if (check->author)
		by_owner = pm_policy_same_person(check->policy, owner,
						 check->author);
	if (by_owner)
		return;
	snprintf(fix, sizeof(fix),
		 "let %s commit it, or leave it proposed until they have",
		 owner);
	pm_say(subject, "accepted-by-other", action,
	       pm_record_line(action, PM_F_STATE), 0, "", fix,
	       "%s promises this, but the commit is %s", owner,
	       check->author ? check->author : "somebody else's");
}

static bool has_reason(const struct pm_check *check,
		       const struct pm_record *action)
{
	const char *body;

	if (check->has_reason)
		return check->has_reason(check->payload, action);
	if (!check->message)
		return true;
	body = strstr(check->message, "\n\n");
	while (body && (*body == '\n' || *body == ' '))
		body++;
	return body && *body;
}

static void check_due(const struct subject *subject,
		      const struct pm_record *before,
		      const struct pm_record *after)
{
	pm_date old = pm_record_date(before, PM_F_DUE);
	pm_date new = pm_record_date(after, PM_F_DUE);
	char distance[40];

	if (old == PM_NO_DATE || new == PM_NO_DATE || new <= old ||
	    !pm_state_is_promise(pm_record_state(before)) ||
	    !pm_state_is_promise(pm_record_state(after)) ||
	    has_reason(subject->check, after))
		return;
	pm_date_distance(distance, old, new);
	pm_say(subject, "due-moved-without-reason", after,
	       pm_record_line(after, PM_F_DUE), 0, "due",
	       "add \"Postmortem-Reason: ...\" to the commit message",
	       "the due date moves %s and the commit does not say why",
	       distance);
}

static void check_state(const struct subject *subject,
			const struct pm_record *before,
			const struct pm_record *after)
{
	enum pm_state old = pm_record_state(before);
	enum pm_state new = pm_record_state(after);
	size_t line = pm_record_line(after, PM_F_STATE);

	if (old == new || old == PM_STATES || new == PM_STATES)
		return;
	if (new == PM_PROPOSED)
		pm_say(subject, "state-transition", after, line, 0, "state",
		       "reopen it as accepted, or decline it with a reason",
		       "%s becomes a proposal again", pm_state_name[old]);
	else if (!pm_state_is_open(old) && new != PM_ACCEPTED)
		pm_say(subject, "state-transition", after, line, 0, "state",
		       "reopen it as accepted first",
		       "a settled item goes from %s to %s", pm_state_name[old],
		       pm_state_name[new]);
	else if (old == PM_PROPOSED && (new == PM_IN_PROGRESS || new == PM_DONE))
		pm_say_mildly(subject, "state-transition", after, line,
			      "state",
			      "let its owner accept it before it is worked on",
			      "%s without having been accepted",
			      pm_state_name[new]);
	if (!pm_state_is_promise(old) && pm_state_is_promise(new))
		check_acceptance(subject, after);
}

static void check_status(const struct subject *subject,
			 const struct pm_record *before,
			 const struct pm_record *after)
{
	enum pm_status old = pm_record_status(before);
	enum pm_status new = pm_record_status(after);
	size_t line = pm_record_line(after, PM_F_STATUS);

	if (old == new || old == PM_STATUSES || new == PM_STATUSES)
		return;
	if (old == PM_CLOSED && new != PM_REVIEWED)
		pm_say(subject, "state-transition", after, line, 0, "status",
		       "reopen it as reviewed first",
		       "a closed post-mortem becomes %s", pm_status_name[new]);
	else if (new > old + 1)
		pm_say_mildly(subject, "state-transition", after, line,
			      "status",
			      "\"git postmortem advance\" goes one step at a "
			      "time",
			      "the status skips from %s to %s",
			      pm_status_name[old], pm_status_name[new]);
}

static bool same_file(const struct pm_record *a, const struct pm_record *b)
{
	return a && b && a->oid && b->oid && !strcmp(a->oid, b->oid);
}

static void check_actions(const struct subject *subject,
			  const struct pm_postmortem *before,
			  const struct pm_postmortem *other)
{
	const struct pm_postmortem *after = subject->pm;

	for (size_t i = 0; i < after->actions; i++) {
		const struct pm_record *new = &after->action[i];
		const char *name = pm_record_name(new);
		const struct pm_record *old =
			before ? pm_postmortem_action(before, name) : NULL;

		if (other &&
		    same_file(new, pm_postmortem_action(other, name)))
			continue;
		if (old) {
			check_state(subject, old, new);
			check_due(subject, old, new);
		} else if (pm_state_is_promise(pm_record_state(new)) &&
			   !subject->is_imported) {
			check_acceptance(subject, new);
		}
	}
	for (size_t i = 0; before && i < before->actions; i++) {
		const struct pm_record *old = &before->action[i];
		const char *name = pm_record_name(old);

		/* What took its place is told as an oddity. */
		if (after->actions_are_odd ||
		    pm_postmortem_action(after, name) ||
		    (other && !pm_postmortem_action(other, name)))
			continue;
		pm_say_path(subject, "action-removed", old->path,
			    "decline it with a reason instead",
			    "the action item \"%s\" is removed",
			    pm_record_title(old));
	}
}

void pm_check_transition(const struct subject *subject,
			 const struct pm_postmortem *before,
			 const struct pm_postmortem *other)
{
	const struct pm_record *now = &subject->pm->record;

	if (before && before->record.path && now->path &&
	    !(other && same_file(now, &other->record)))
		check_status(subject, &before->record, now);
	check_actions(subject, before, other);
}
