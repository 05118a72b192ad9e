/* SPDX-License-Identifier: MIT */
#include "check/subject.h"

#include <string.h>

/*
 * Who is named: whether it can be one person, and whether anybody knows them.
 * What was written before these rules asked is left as it is: without a change
 * (check --all) they warn, and a name that nobody knows is asked for only where
 * it is new.
 */

#define ADD_THEM "correct it, or add them to \"people\" in " PM_POLICY_PATH

/* A name by which somebody commits is found in the log. */
static void suggest(const struct subject *subject, const char *who,
		    struct pm_buf *fix)
{
	const struct pm_check *check = subject->check;
	const char *meant;

	if (!check->knows ||
	    pm_policy_who_form(check->policy, who) != PM_WHO_NAME ||
	    !check->knows(check->who_payload, who))
		return;
	meant = pm_policy_who(check->policy, who);
	if (!strchr(meant, '@'))
		return;
	pm_buf_reset(fix);
	pm_buf_addf(fix, "write \"%s\", or list the name under \"people\" in "
			 "%s", meant, PM_POLICY_PATH);
}

static void say_form(const struct subject *subject, const char *rule,
		     const struct pm_record *record,
		     const struct pm_value *value, const char *who)
{
	const char *key = pm_field_def(value->field)->key;
	struct pm_buf why = { 0 }, fix = { 0 };

	pm_policy_who_problem(subject->check->policy, who, &why, &fix);
	suggest(subject, who, &fix);
	/* Another wrong name is another finding. */
	if (value->field == PM_F_OWNER && subject->check->is_change)
		pm_say(subject, rule, record, value->line, value->column, who,
		       pm_buf_str(&fix), "%s: %s", key, pm_buf_str(&why));
	else
		pm_say_mildly(subject, rule, record, value->line, 0, who,
			      pm_buf_str(&fix), "%s: %s", key,
			      pm_buf_str(&why));
	pm_buf_release(&why);
	pm_buf_release(&fix);
}

/* True when `who` can be somebody. */
static bool check_form(const struct subject *subject,
		       const struct pm_record *record,
		       const struct pm_value *value, const char *who)
{
	const char *rule = value->field != PM_F_OWNER ? "owner-unknown" :
			   record->kind == PM_ACTION  ? "action-owner" :
							"owner";
	enum pm_who form = pm_policy_who_form(subject->check->policy, who);

	if (form == PM_WHO_PERSON || form == PM_WHO_WORD)
		return true;
	/* Who was there, in what somebody else wrote long ago. */
	if (value->field == PM_F_OWNER || !subject->is_imported)
		say_form(subject, rule, record, value, who);
	return false;
}

static void check_listed(const struct subject *subject,
			 const struct pm_record *record,
			 const struct pm_value *value)
{
	const struct pm_policy *policy = subject->check->policy;
	const char *key = pm_field_def(value->field)->key, *near;
	struct pm_buf fix = { 0 };

	if (!policy->people || pm_policy_person(policy, value->text))
		return;
	near = pm_policy_nearest(policy, value->text);
	if (near)
		pm_buf_addf(&fix, "did you mean \"%s\"?", near);
	else
		pm_buf_addstr(&fix, ADD_THEM);
	pm_say(subject, "owner-unknown", record, value->line, value->column,
	       key, pm_buf_str(&fix), "%s: the policy knows no \"%s\"", key,
	       value->text);
	pm_buf_release(&fix);
}

void pm_check_owner(const struct subject *subject,
		    const struct pm_record *record, enum pm_field field,
		    bool is_open)
{
	const struct pm_value *value = pm_record_get(record, field);

	if (value && value->is_valid &&
	    check_form(subject, record, value, value->text) && is_open)
		check_listed(subject, record, value);
}

void pm_check_people(const struct subject *subject)
{
	const struct pm_record *record = &subject->pm->record;
	bool is_open = subject->status != PM_CLOSED;
	const struct pm_value *value =
		pm_record_get(record, PM_F_DEBRIEF_ATTENDEES);

	pm_check_owner(subject, record, PM_F_OWNER, is_open);
	pm_check_owner(subject, record, PM_F_LEAD, is_open);
	pm_check_owner(subject, record, PM_F_DEBRIEF_FACILITATOR, false);
	for (size_t i = 0; value && value->is_valid && i < value->nr; i++)
		check_form(subject, record, value, value->item[i]);
	if (is_open)
		pm_check_codeowner(subject, record);
}

/* --- who is new --- */

static bool names(const struct pm_record *record, enum pm_field field,
		  const char *who)
{
	const struct pm_value *value = pm_record_get(record, field);

	if (!value || !pm_field_is_list(field))
		return value && !strcmp(value->text, who);
	for (size_t i = 0; i < value->nr; i++) {
		if (!strcmp(value->item[i], who))
			return true;
	}
	return false;
}

static const struct pm_record *was(const struct pm_postmortem *side,
				   const struct pm_record *record)
{
	if (!side)
		return NULL;
	return record->kind == PM_ACTION ?
		       pm_postmortem_action(side, pm_record_name(record)) :
		       &side->record;
}

/* A word that means nobody is a typing mistake, or somebody new. */
static void check_known(const struct subject *subject,
			const struct pm_record *record,
			const struct pm_value *value, const char *who)
{
	const struct pm_check *check = subject->check;
	const char *key = pm_field_def(value->field)->key, *near;
	struct pm_buf fix = { 0 };

	if (pm_policy_who_form(check->policy, who) != PM_WHO_WORD ||
	    check->knows(check->who_payload, who))
		return;
	near = pm_policy_nearest(check->policy, who);
	if (near)
		pm_buf_addf(&fix, "did you mean \"%s\"? ", near);
	pm_buf_addf(&fix, "%s their address, or list them under \"people\" in "
		    "%s", near ? "or write" : "write", PM_POLICY_PATH);
	pm_say_mildly(subject, "owner-unknown", record, value->line, 0, who,
		      pm_buf_str(&fix), "%s: nobody knows \"%s\"", key, who);
	pm_buf_release(&fix);
}

static void check_new(const struct subject *subject,
		      const struct pm_record *record, enum pm_field field,
		      const struct pm_record *before,
		      const struct pm_record *other)
{
	const struct pm_value *value = pm_record_get(record, field);
	bool is_list = pm_field_is_list(field);
	size_t nr = !value || !value->is_valid ? 0 : is_list ? value->nr : 1;

	for (size_t i = 0; i < nr; i++) {
		const char *who = is_list ? value->item[i] : value->text;

		if ((before && names(before, field, who)) ||
		    (other && names(other, field, who)))
			continue;
		check_known(subject, record, value, who);
	}
}

/* An address says who it is, and so whom a handle beside it means. */
static void know_address(const struct subject *subject,
			 const struct pm_record *record)
{
	const char *owner = pm_record_text(record, PM_F_OWNER);

	if (owner && *owner != '@' && strchr(owner, '@') &&
	    pm_policy_who_form(subject->check->policy, owner) == PM_WHO_PERSON)
		pm_policy_know(subject->check->policy, owner);
}

void pm_check_new_people(const struct subject *subject,
			 const struct pm_postmortem *before,
			 const struct pm_postmortem *other)
{
	static const enum pm_field fields[] = {
		PM_F_OWNER, PM_F_LEAD, PM_F_DEBRIEF_FACILITATOR,
		PM_F_DEBRIEF_ATTENDEES,
	};
	const struct pm_postmortem *pm = subject->pm;

	/* Where people are listed, the list alone says who is one. */
	if (!subject->check->knows || subject->check->policy->people ||
	    subject->is_imported)
		return;
	know_address(subject, &pm->record);
	for (size_t i = 0; i < pm->actions; i++)
		know_address(subject, &pm->action[i]);
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		check_new(subject, &pm->record, fields[i],
			  was(before, &pm->record), was(other, &pm->record));
	for (size_t i = 0; i < pm->actions; i++) {
		const struct pm_record *action = &pm->action[i];

		check_new(subject, action, PM_F_OWNER, was(before, action),
			  was(other, action));
	}
}
