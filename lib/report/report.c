/* SPDX-License-Identifier: MIT */
#include "report/report.h"

#include <stdlib.h>
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

/* What a post-mortem that is gone was, nobody knows. */
static bool has_severity(const struct pm_report *report,
			 const struct pm_postmortem *pm)
{
	const struct pm_policy *policy = &report->snapshot->policy;
	const char *wanted =
		pm_policy_severity_name(policy, report->options.severity);
	const char *severity =
		pm ? pm_record_severity(&pm->record, policy) : NULL;

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
	return team ? !strcasecmp(team, wanted) : pm && took_part(pm, wanted);
}

/* --- items --- */

static const char *team_of(const struct pm_record *action,
			   const struct pm_postmortem *pm)
{
	const char *team = pm_record_text(action, PM_F_TEAM);
	const struct pm_value *teams =
		pm ? pm_record_get(&pm->record, PM_F_TEAMS) : NULL;

	return team || !teams || teams->nr != 1 ? team : teams->item[0];
}

/* Whether it was written before its post-mortem came into this repository's
 * form: then its commit says nothing of when it came up. */
static bool is_imported(const struct pm_postmortem *pm)
{
	return pm && (pm_record_get(&pm->record, PM_F_FORMERLY) ||
		      pm_record_get(&pm->record, PM_F_IMPORTED));
}

static void add_item(struct pm_report *report, const struct pm_life *life,
		     const struct pm_postmortem *pm,
		     const struct pm_record *action)
{
	struct pm_report_item *item = &report->item[report->items++];
	pm_date born = pm_life_day(life->born);

	*item = (struct pm_report_item){
		.action = action,
		.postmortem = pm,
		.life = life,
		.owner = pm_policy_who(&report->snapshot->policy,
				pm_record_text(action, PM_F_OWNER)),
		.team = team_of(action, pm),
		.severity = pm ? pm_record_severity(
					 &pm->record,
					 &report->snapshot->policy) :
				 NULL,
		.state = pm_record_state(action),
		.day = born,
	};
	if (is_imported(pm) && pm_postmortem_day(pm) != PM_NO_DATE)
		item->day = pm_postmortem_day(pm);
	if (!life->is_gone &&
	    pm_record_is_overdue(action, report->options.today))
		item->late = report->options.today -
			     pm_record_date(action, PM_F_DUE);
}

static void add_what_is_there(struct pm_report *report,
			      const struct pm_lives *lives)
{
	static const struct pm_life unknown = { .answer = PM_PROPOSED };
	const struct pm_snapshot *snapshot = report->snapshot;

	for (size_t i = 0; i < snapshot->nr; i++) {
		const struct pm_postmortem *pm = &snapshot->item[i];

		if (pm->record.path && counts(report, pm, NULL)) {
			report->postmortem[report->postmortems++] = pm;
			report->status[pm_record_status(&pm->record)]++;
		}
		for (size_t a = 0; a < pm->actions; a++) {
			const struct pm_record *action = &pm->action[a];
			const struct pm_life *life =
				pm_lives_find(lives, action->id);

			if (!counts(report, pm, action))
				continue;
			add_item(report, life ? life : &unknown, pm, action);
			report->state[pm_record_state(action)]++;
		}
	}
	report->there = report->items;
}

static const struct pm_postmortem *
find_postmortem(const struct pm_snapshot *snapshot, const char *item)
{
	char *id = pm_xstrndup(item, strcspn(item, "/"));
	const struct pm_postmortem *pm = pm_snapshot_find(snapshot, id);

	free(id);
	return pm;
}

static int add_what_is_gone(struct pm_report *report,
			    const struct pm_lives *lives, struct pm_error *err)
{
	const struct pm_snapshot *snapshot = report->snapshot;
	int code = PM_OK;

	for (size_t i = lives->there; i < lives->nr && code >= 0; i++) {
		const struct pm_life *life = &lives->item[i];
		const struct pm_postmortem *pm =
			find_postmortem(snapshot, life->id);
		struct pm_record *action =
			pm_arena_alloc(&report->arena, sizeof(*action));

		*action = (struct pm_record){ .kind = PM_ACTION,
					      .id = life->id,
					      .path = life->path,
					      .oid = life->oid };
		if (life->oid)
			code = pm_record_load(action, &report->arena,
					      &snapshot->source,
					      &snapshot->policy,
					      PM_READ_FIELDS, err);
		if (code >= 0 && counts(report, pm, action))
			add_item(report, life, pm, action);
	}
	return code;
}

int pm_report_make(struct pm_report *out, const struct pm_snapshot *snapshot,
		   const struct pm_lives *lives,
		   const struct pm_report_options *options,
		   struct pm_error *err)
{
	size_t most = lives->nr - lives->there;
	int code;

	for (size_t i = 0; i < snapshot->nr; i++)
		most += snapshot->item[i].actions;
	out->options = *options;
	out->snapshot = snapshot;
	out->is_complete = lives->is_complete;
	out->item = pm_report_room(out, most, sizeof(*out->item));
	out->postmortem = pm_report_room(out, snapshot->nr,
					 sizeof(struct pm_postmortem *));
	add_what_is_there(out, lives);
	code = add_what_is_gone(out, lives, err);
	if (code < 0)
		return code;
	pm_report_count_open(out);
	pm_report_count_gaps(out);
	pm_report_count_promises(out);
	pm_report_count_proposals(out);
	pm_report_count_slips(out);
	pm_report_count_waiting(out);
	pm_report_count_durations(out);
	pm_report_count_recurrence(out);
	return PM_OK;
}

void pm_report_release(struct pm_report *report)
{
	pm_arena_release(&report->arena);
	memset(report, 0, sizeof(*report));
}
