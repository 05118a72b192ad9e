/* SPDX-License-Identifier: MIT */
#include "check/subject.h"

#include <stdio.h>
#include <string.h>

#include "check/merge.h"
#include "check/question.h"

#define SATURDAY 5

/* --- sleeping on it --- */

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

static pm_date proposal_day(const struct pm_check *check,
			    const struct pm_record *old,
			    const struct pm_record *now, pm_date day,
			    int window)
{
	const struct pm_record *asked = check->find_maker ? now : old;
	pm_date found;

	/* What is promised again was thought about before. */
	if (old && pm_record_state(old) != PM_PROPOSED)
		return PM_NO_DATE;
	if (!asked)
		return day;
	if (!check->find_proposal ||
	    !check->find_proposal(check->payload, asked, day, window, &found))
		return PM_NO_DATE;
	return found;
}

/* Days that hold so many working days, and more. */
static int window_of(int soak)
{
	return 3 * soak + 7;
}

/* Far back the number of days does not matter, only the loop would. */
static bool is_soon(pm_date from, pm_date day, int soak)
{
	return from != PM_NO_DATE && day >= from &&
	       day - from <= window_of(soak) && working_days(from, day) < soak;
}

static void check_soak(const struct subject *subject,
		       const struct pm_record *old,
		       const struct pm_record *now, pm_date day)
{
	const struct pm_check *check = subject->check;
	int soak = check->policy->soak_days;
	const struct pm_ledger *ledger = &now->ledger;
	pm_date proposed, promised = pm_ledger_promised(ledger, &proposed);
	bool after_incident, is_told;

	if (!soak || !pm_applies(subject, "accepted-too-soon"))
		return;
	/* Days that stay through a squash. */
	is_told = promised != PM_NO_DATE && ledger->event[0].set[PM_L_STEP] &&
		  ledger->event[0].step == PM_PROPOSED;
	if (is_told)
		day = promised;
	after_incident = is_soon(incident_end(subject->pm), day, soak);
	if (!after_incident && !is_told)
		proposed = proposal_day(check, old, now, day, window_of(soak));
	if (!after_incident && !is_soon(proposed, day, soak))
		return;
	pm_say(subject, "accepted-too-soon", now,
	       pm_record_line(now, PM_F_STATE), 0, "",
	       "leave it proposed and decide after a night's sleep",
	       "accepted within %d working day%s of %s", soak,
	       soak == 1 ? "" : "s",
	       after_incident ? "the incident" : "its proposal");
}

/* --- whose promise it is --- */

/* Who made `field` what it is. False: nobody in this change. */
static bool find_maker(const struct pm_check *check,
		       const struct pm_record *now, enum pm_field field,
		       struct pm_maker *out)
{
	*out = (struct pm_maker){ .author = check->author,
				  .day = check->today };
	return !check->find_maker ||
	       check->find_maker(check->payload, now, field, out);
}

/* Whether a new event says it: then who it names is asked. */
static bool is_told(const struct pm_record *now, const bool *is_new,
		    enum pm_ledger_field field)
{
	const struct pm_ledger_event *last =
		pm_ledger_last(&now->ledger, now->ledger.nr, field);

	return last && is_new[last - now->ledger.event];
}

/* Whether it was done on another side of a merge, and judged there. */
static bool is_taken(const struct subject *subject,
		     const struct pm_record *now, enum pm_field field)
{
	const struct pm_merge *merge = subject->check->merge;

	return merge && pm_merge_fate(merge, now, field) == PM_FATE_TAKEN;
}

/* `owner` had to do it; who did, did `what`. */
static void check_consent(const struct subject *subject,
			  const struct pm_record *now, enum pm_field field,
			  const char *owner, const struct pm_maker *maker,
			  const char *fix, const char *what)
{
	const struct pm_check *check = subject->check;
	enum pm_ask_what means = field == PM_F_DUE ? PM_ASK_MOVE :
		pm_record_state(now) == PM_DECLINED ? PM_ASK_DECLINE :
						      PM_ASK_PROMISE;
	size_t first = check->out->nr;
	char advice[300];

	if (!owner || !maker->author || check->asks_nobody ||
	    !pm_applies(subject, "promise-by-other") ||
	    pm_may_be(check->policy, owner, maker->author) ||
	    pm_ask_of_field(subject, now, field, owner, means))
		return;
	snprintf(advice, sizeof(advice), fix, owner);
	pm_say(subject, "promise-by-other", now, pm_record_line(now, field), 0,
	       pm_field_def(field)->key, advice, what, owner, maker->author);
	pm_ask_raise(check, first);
}

static void check_beginning(const struct subject *subject,
			    const struct pm_record *old,
			    const struct pm_record *now, const bool *is_new)
{
	struct pm_maker maker;

	if (!find_maker(subject->check, now, PM_F_STATE, &maker))
		return;
	check_soak(subject, old, now, maker.day);
	if (!is_told(now, is_new, PM_L_STEP))
		check_consent(subject, now, PM_F_STATE,
			      pm_record_text(now, PM_F_OWNER), &maker,
			      "let %s commit it, or leave it proposed until "
			      "they have",
			      "%s promises this, but the commit is by %s");
}

/* It was a promise, and is one. */
static void check_going_on(const struct subject *subject,
			   const struct pm_record *old,
			   const struct pm_record *now, const bool *is_new)
{
	const struct pm_check *check = subject->check;
	const char *from = pm_record_text(old, PM_F_OWNER);
	const char *owner = pm_record_text(now, PM_F_OWNER);
	bool same = pm_policy_same_person(check->policy, from, owner);
	struct pm_maker maker;

	if (!same && !is_told(now, is_new, PM_L_OWNER) &&
	    !is_taken(subject, now, PM_F_OWNER) &&
	    find_maker(check, now, PM_F_OWNER, &maker))
		check_consent(subject, now, PM_F_OWNER, owner, &maker,
			      "let %s commit it, or make it a proposal of "
			      "theirs: decline this one and add another",
			      "%s is handed this promise, but the commit is by "
			      "%s");
	if (same && !is_told(now, is_new, PM_L_DUE) &&
	    pm_record_date(old, PM_F_DUE) != pm_record_date(now, PM_F_DUE) &&
	    pm_record_date(old, PM_F_DUE) != PM_NO_DATE &&
	    !is_taken(subject, now, PM_F_DUE) &&
	    !(check->merge && pm_merge_is_between(check->merge, old, now)) &&
	    find_maker(check, now, PM_F_DUE, &maker))
		check_consent(subject, now, PM_F_DUE, owner, &maker,
			      "let %s commit it",
			      "the day that %s promised is moved by %s");
}

static void check_step(const struct subject *subject,
		       const struct pm_record *old,
		       const struct pm_record *now, const bool *is_new)
{
	bool was = old && pm_state_is_promise(pm_record_state(old));
	bool is = pm_state_is_promise(pm_record_state(now));
	struct pm_maker maker;

	/* Nor does a merge begin what it takes from where it stood. */
	if (is != was && subject->check->merge &&
	    pm_merge_fate(subject->check->merge, now, PM_F_STATE) !=
		    PM_FATE_OWN)
		return;
	if (is && !was)
		check_beginning(subject, old, now, is_new);
	else if (is)
		check_going_on(subject, old, now, is_new);
	else if (was && pm_record_state(now) == PM_DECLINED &&
		 !is_told(now, is_new, PM_L_STEP) &&
		 find_maker(subject->check, now, PM_F_STATE, &maker))
		check_consent(subject, now, PM_F_STATE,
			      pm_record_text(old, PM_F_OWNER), &maker,
			      "let %s decline it",
			      "the promise of %s is declined by %s");
}

void pm_check_promise(const struct subject *subject,
		      const struct pm_record *old,
		      const struct pm_record *now)
{
	struct pm_arena arena = { 0 };
	const bool *is_new;

	if (!old)
		old = pm_find_moved(subject->check, now);
	if (!old && subject->is_imported)
		return;
	is_new = pm_new_events(&arena, subject, old, now);
	check_step(subject, old, now, is_new);
	if (now->ledger.nr)
		pm_check_asks(subject, old, now, is_new);
	pm_arena_release(&arena);
}
