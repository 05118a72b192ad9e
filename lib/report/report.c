/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include <string.h>
#include <strings.h>

#include "report/part.h"

bool pm_report_is_in_period(const struct pm_report *report, pm_date day)
{
	const struct pm_report_options *o = &report->options;

	if (day == PM_NO_DATE)
		return o->since == PM_NO_DATE && o->until == PM_NO_DATE;
	return (o->since == PM_NO_DATE || day >= o->since) &&
	       (o->until == PM_NO_DATE || day <= o->until);
}

void *pm_report_room(struct pm_report *report, size_t nr, size_t size)
{
	return pm_arena_alloc(&report->arena, (nr + 1) * size);
}

pm_date pm_postmortem_day(const struct pm_postmortem *postmortem)
{
	const struct pm_value *started =
		pm_record_get(&postmortem->record, PM_F_STARTED);
	char day[PM_DATE_LEN] = { 0 };
	pm_date date;

	if (started && started->is_valid)
		return pm_time_date(started->as.time);
	memcpy(day, postmortem->id, strnlen(postmortem->id, PM_DATE_LEN - 1));
	return pm_date_parse(&date, day) ? date : PM_NO_DATE;
}

/* --- what counts --- */

static bool took_part(const struct pm_postmortem *pm, const char *team)
{
	const struct pm_value *teams = pm_record_get(&pm->record, PM_F_TEAMS);

	for (size_t i = 0; teams && i < teams->nr; i++) {
		if (!strcasecmp(teams->item[i], team))
			return true;
	}
	return false;
}

static bool has_severity(const struct pm_report *report,
			 const struct pm_postmortem *pm)
{
	const struct pm_policy *policy = &report->snapshot->policy;
	const char *wanted =
		pm_policy_severity_name(policy, report->options.severity);
	const char *severity =
		pm_record_severity(&pm->record, policy);

	return !wanted || (severity && !strcasecmp(severity, wanted));
}

static bool counts(const struct pm_report *report,
		   const struct pm_postmortem *pm,
		   const struct pm_record *action)
{
	const char *wanted = report->options.team;
	const char *team = action ? pm_record_text(action, PM_F_TEAM) : NULL;

	if (!has_severity(report, pm))
		return false;
	if (!wanted)
		return true;
	return team ? !strcasecmp(team, wanted) : took_part(pm, wanted);
}

/* --- items --- */

static const char *team_of(const struct pm_record *action,
			   const struct pm_postmortem *pm)
{
	const char *team = pm_record_text(action, PM_F_TEAM);
	const struct pm_value *teams =
		pm_record_get(&pm->record, PM_F_TEAMS);

	return team || !teams || teams->nr != 1 ? team : teams->item[0];
}

/* Whether it was written before its post-mortem came into this repository's
 * form: then its first event says nothing of when it came up. */
static bool is_imported(const struct pm_postmortem *pm)
{
	return pm_record_get(&pm->record, PM_F_FORMERLY) ||
	       pm_record_get(&pm->record, PM_F_IMPORTED);
}

static void add_item(struct pm_report *report, const struct pm_postmortem *pm,
		     const struct pm_record *action)
{
	const struct pm_policy *policy = &report->snapshot->policy;
	struct pm_report_item *item = &report->item[report->items++];

	*item = (struct pm_report_item){
		.action = action,
		.postmortem = pm,
		.owner = pm_policy_who(policy,
				       pm_record_text(action, PM_F_OWNER)),
		.team = team_of(action, pm),
		.severity = pm_record_severity(&pm->record, policy),
		.state = pm_record_state(action),
	};
	pm_ledger_sum_make(&item->past, &report->arena, action);
	item->day = item->past.proposed;
	if (is_imported(pm) && pm_postmortem_day(pm) != PM_NO_DATE)
		item->day = pm_postmortem_day(pm);
	if (pm_record_is_overdue(action, report->options.today))
		item->late = report->options.today -
			     pm_record_date(action, PM_F_DUE);
	report->state[item->state]++;
	report->is_complete = report->is_complete && item->past.is_complete;
}

static void add_postmortem(struct pm_report *report,
			   const struct pm_postmortem *pm)
{
	if (pm->record.path && counts(report, pm, NULL)) {
		report->postmortem[report->postmortems++] = pm;
		report->status[pm_record_status(&pm->record)]++;
	}
	for (size_t a = 0; a < pm->actions; a++) {
		if (counts(report, pm, &pm->action[a]))
			add_item(report, pm, &pm->action[a]);
	}
}

void pm_report_make(struct pm_report *out, const struct pm_snapshot *snapshot,
		    const struct pm_report_options *options)
{
	size_t most = 0;

	for (size_t i = 0; i < snapshot->nr; i++)
		most += snapshot->item[i].actions;
	out->options = *options;
	out->snapshot = snapshot;
	out->is_complete = true;
	out->item = pm_report_room(out, most, sizeof(*out->item));
	out->postmortem = pm_report_room(out, snapshot->nr,
					 sizeof(struct pm_postmortem *));
	for (size_t i = 0; i < snapshot->nr; i++)
		add_postmortem(out, &snapshot->item[i]);
	pm_report_count_open(out);
	pm_report_count_gaps(out);
	pm_report_count_promises(out);
	pm_report_count_proposals(out);
	pm_report_count_slips(out);
	pm_report_count_waiting(out);
	pm_report_count_durations(out);
	pm_report_count_recurrence(out);
}

void pm_report_release(struct pm_report *report)
{
	pm_arena_release(&report->arena);
	memset(report, 0, sizeof(*report));
}
