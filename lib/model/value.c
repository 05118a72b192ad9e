/* SPDX-License-Identifier: MIT */
#include "model/value.h"

#include <string.h>

#include "base/text.h"
#include "model/answer.h"

#define MAX_CHOICES 32

static void one_of(struct pm_buf *fix, const char *text,
		   const char *const *names, size_t nr)
{
	const char *meant = pm_nearest(text, names, nr);

	if (meant) {
		pm_buf_addf(fix, "did you mean \"%s\"?", meant);
		return;
	}
	pm_buf_addstr(fix, "use ");
	for (size_t i = 0; i < nr; i++)
		pm_buf_addf(fix, "%s%s", !i ? "" : i + 1 < nr ? ", " : " or ",
			    names[i]);
}

static bool check_choice(struct pm_value *value, const char *text,
			 const char *const *names, size_t nr,
			 struct pm_buf *why, struct pm_buf *fix)
{
	for (size_t i = 0; i < nr; i++) {
		if (!strcmp(names[i], text)) {
			value->as.choice = (int)i;
			return true;
		}
	}
	pm_buf_addf(why, "is not a %s",
		    value->field == PM_F_IMPORTED ?
			    "status" :
			    pm_field_def(value->field)->key);
	one_of(fix, text, names, nr);
	return false;
}

static size_t count(const char *const *names)
{
	size_t nr = 0;

	while (names[nr])
		nr++;
	return nr;
}

static bool check_severity(struct pm_value *value, const char *text,
			   const struct pm_policy *policy, struct pm_buf *why,
			   struct pm_buf *fix)
{
	const char *names[MAX_CHOICES];
	size_t nr = 0;

	if (pm_policy_severity(policy, text))
		return true;
	for (; nr < policy->severities && nr < MAX_CHOICES; nr++)
		names[nr] = policy->severity[nr].name;
	return check_choice(value, text, names, nr, why, fix);
}

/* Whether it can be somebody's name is for the rules: what was written before
 * they asked still says something. */
static bool check_person(const char *text, const struct pm_policy *policy,
			 struct pm_buf *why, struct pm_buf *fix)
{
	/* "n/a" are not two. */
	if ((strpbrk(text, ",;&/\n") || strstr(text, " and ")) &&
	    pm_policy_who_form(policy, text) != PM_WHO_NOBODY) {
		pm_buf_addstr(why, "names more than one person");
		pm_buf_addstr(fix, "name the one person who answers for it");
		return false;
	}
	if (!pm_text_letters(text, strlen(text))) {
		pm_buf_addstr(why, "is not a person");
		pm_buf_addstr(fix, "write a handle or an address");
		return false;
	}
	return true;
}

static bool check_time(struct pm_value *value, const char *text,
		       struct pm_buf *why, struct pm_buf *fix)
{
	const char *reason = NULL;

	if (pm_time_parse(&value->as.time, text, &reason))
		return true;
	pm_buf_addf(why, "is not a time%s%s", reason ? ": " : "",
		    reason ? reason : "");
	pm_buf_addstr(fix,
		      "write it with its zone, as in 2026-11-21T14:32:00+01:00");
	return false;
}

static bool check_date(struct pm_value *value, const char *text,
		       struct pm_buf *why, struct pm_buf *fix)
{
	if (pm_date_parse(&value->as.date, text))
		return true;
	pm_buf_addstr(why, "is not a day of the calendar");
	pm_buf_addstr(fix, "write it as in 2026-12-05");
	return false;
}

void pm_value_check(struct pm_value *value, const char *text,
		    const struct pm_policy *policy, struct pm_buf *why,
		    struct pm_buf *fix)
{
	value->is_valid = true;
	switch (pm_field_def(value->field)->type) {
	case PM_T_STATUS:
		value->is_valid = check_choice(value, text, pm_status_name,
					       PM_STATUSES, why, fix);
		break;
	case PM_T_STATE:
		value->is_valid = check_choice(value, text, pm_state_name,
					       PM_STATES, why, fix);
		break;
	case PM_T_ACTION_TYPE:
		value->is_valid =
			check_choice(value, text, pm_action_type_name,
				     count(pm_action_type_name), why, fix);
		break;
	case PM_T_PRIORITY:
		value->is_valid = check_choice(value, text, pm_priority_name,
					       count(pm_priority_name), why,
					       fix);
		break;
	case PM_T_SEVERITY:
		value->is_valid =
			check_severity(value, text, policy, why, fix);
		break;
	case PM_T_PERSON:
	case PM_T_PEOPLE:
		value->is_valid = check_person(text, policy, why, fix);
		break;
	case PM_T_TIME:
		value->is_valid = check_time(value, text, why, fix);
		break;
	case PM_T_DATE:
		value->is_valid = check_date(value, text, why, fix);
		break;
	case PM_T_TEXT:
		if (value->field == PM_F_TITLE && strchr(text, '\n')) {
			pm_buf_addstr(why, "is longer than one line");
			pm_buf_addstr(fix, "write it on one line");
			value->is_valid = false;
		}
		break;
	case PM_T_NAMES:
	case PM_T_REASONS:
		break;
	}
}

/* What a person types for a day is friendlier than what a file holds. */
static int human_date(struct pm_buf *out, const char *text, pm_date today,
		      struct pm_error *err)
{
	char day[PM_DATE_LEN];
	pm_date date;
	int code = pm_date_parse_human(&date, text, today, err);

	if (code < 0)
		return code;
	pm_date_format(day, date);
	pm_buf_addstr(out, day);
	return PM_OK;
}

/* One way of writing a time, whatever was typed. */
static int human_time(struct pm_buf *out, const char *text, pm_date today,
		      struct pm_error *err)
{
	char stamp[PM_TIME_LEN];
	struct pm_time time;
	int code = pm_time_parse_human(&time, text, today, err);

	if (code < 0)
		return code;
	pm_time_format(stamp, time);
	pm_buf_addstr(out, stamp);
	return PM_OK;
}

/* Whether what was typed says anything, where that is what was asked for. */
static int refuse_nothing(enum pm_field field, const char *text,
			  struct pm_error *err)
{
	if (field == PM_F_REASON && !pm_is_reason(text, "reason"))
		return pm_fail(err, PM_EINVALID,
			       "reason: \"%s\" says nothing; say why, in "
			       "words",
			       text);
	if (field == PM_F_EVIDENCE && !pm_is_evidence(text))
		return pm_fail(err, PM_EINVALID,
			       "evidence: \"%s\" shows nothing; name a "
			       "commit, a URL or a ticket",
			       text);
	return PM_OK;
}

int pm_value_parse(struct pm_buf *out, enum pm_field field, const char *text,
		   const struct pm_policy *policy, pm_date today,
		   struct pm_error *err)
{
	const struct pm_field_def *def = pm_field_def(field);
	struct pm_value value = { .field = field };
	struct pm_buf why = { 0 }, fix = { 0 }, form = { 0 };
	int code = PM_OK;

	if (def->type == PM_T_DATE || def->type == PM_T_TIME) {
		code = def->type == PM_T_DATE ?
			       human_date(&form, text, today, err) :
			       human_time(&form, text, today, err);
		if (code < 0) {
			pm_error_wrap(err, "%s", def->key);
			goto out;
		}
	} else if (def->type == PM_T_PERSON || def->type == PM_T_PEOPLE) {
		const struct pm_person *person =
			pm_policy_person(policy, text);

		pm_buf_addstr(&form, person ? person->handle : text);
		if (field == PM_F_OWNER &&
		    pm_policy_who_problem(policy, pm_buf_str(&form), &why,
					  &fix)) {
			code = pm_fail(err, PM_EINVALID, "%s: %s; %s",
				       def->key, pm_buf_str(&why),
				       pm_buf_str(&fix));
			goto out;
		}
	} else if (def->type == PM_T_SEVERITY) {
		pm_buf_addstr(&form, pm_policy_severity_name(policy, text));
	} else {
		pm_buf_addstr(&form, text);
	}
	pm_buf_rtrim(&form);
	if (!pm_utf8_is_valid(form.ptr ? form.ptr : "", form.len)) {
		code = pm_fail(err, PM_EINVALID, "%s: is not UTF-8 text",
			       def->key);
		goto out;
	}
	code = refuse_nothing(field, pm_buf_str(&form), err);
	if (code < 0)
		goto out;
	pm_value_check(&value, pm_buf_str(&form), policy, &why, &fix);
	if (!value.is_valid) {
		code = pm_fail(err, PM_EINVALID, "%s: \"%s\" %s; %s", def->key,
			       text, pm_buf_str(&why), pm_buf_str(&fix));
		goto out;
	}
	pm_buf_add(out, pm_buf_str(&form), form.len);
out:
	pm_buf_release(&why);
	pm_buf_release(&fix);
	pm_buf_release(&form);
	return code;
}
