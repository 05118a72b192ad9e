/* SPDX-License-Identifier: MIT */
#include "check/ledger.h"

#include <string.h>

#include "check/merge.h"

static const struct pm_record nothing = { .id = "" };

static const char *key_of(const struct pm_record *record,
			  enum pm_ledger_field field)
{
	return pm_field_def(pm_ledger_field(record->kind, field))->key;
}

static size_t line_of(const struct pm_record *record,
		      enum pm_ledger_field field)
{
	return pm_record_line(record, pm_ledger_field(record->kind, field));
}

static const struct pm_ledger *ledger_of(const struct pm_record *record)
{
	return record ? &record->ledger : &nothing.ledger;
}

/* --- what no event says --- */

/* Who made it so, and when; false where that is not known. */
static bool find_maker(const struct subject *subject,
		       const struct pm_record *record,
		       enum pm_ledger_field field, struct pm_maker *out)
{
	const struct pm_check *check = subject->check;

	*out = (struct pm_maker){ .author = check->author,
				  .day = check->made ? check->made :
						       check->today };
	if (check->merge)
		return false;
	if (check->find_setter)
		return check->find_setter(
			       check->payload, record,
			       pm_ledger_field(record->kind, field), out) &&
		       out->author;
	return out->author != NULL;
}

/* `field` is the first of those that `event` sets. */
static void say_behind(const struct subject *subject,
		       const struct pm_record *record,
		       struct pm_ledger_event *event,
		       enum pm_ledger_field field, bool was_so)
{
	struct pm_findings *out = subject->check->out;
	struct pm_buf fix = { 0 }, line = { 0 };
	struct pm_maker maker;
	size_t nr = out->nr;
	bool known = find_maker(subject, record, field, &maker);
	const char *value = event->set[field];

	event->who = known ? pm_policy_who(subject->check->policy,
					   maker.author) :
			     "PERSON";
	event->day = maker.day;
	pm_ledger_format(&line, event);
	pm_buf_addf(&fix, "add \"- %s%s\" at the end of its history, or let "
		    "\"git postmortem check --fix\" do so",
		    known ? "" : "DAY",
		    pm_buf_str(&line) + (known ? 0 : PM_DATE_LEN - 1));
	pm_say(subject, "history-behind", record, line_of(record, field), 0,
	       key_of(record, field), pm_buf_str(&fix),
	       "the history does not say that %s is %s", key_of(record, field),
	       *value ? value : "nothing any more");
	if (was_so && out->nr > nr &&
	    out->item[nr].excuse == PM_NOT_EXCUSED)
		out->item[nr].excuse = PM_WAS_SO;
	pm_buf_release(&fix);
	pm_buf_release(&line);
}

static void say_differs(const struct subject *subject,
			const struct pm_record *record,
			enum pm_ledger_field field,
			const struct pm_ledger_event *event)
{
	const char *key = key_of(record, field);
	const char *says = event->set[field];
	const char *value = pm_ledger_value(record, field);
	struct pm_buf fix = { 0 };

	if (*says)
		pm_buf_addf(&fix, "write \"%s: %s\"", key, says);
	else
		pm_buf_addf(&fix, "remove \"%s\"", key);
	pm_buf_addstr(&fix, ", or add an event that says what is so");
	pm_say(subject, "history-differs", record, line_of(record, field), 0,
	       key, pm_buf_str(&fix),
	       "%s is %s, and the last event of it, in line %zu, says %s", key,
	       *value ? value : "not set", event->line, *says ? says : "none");
	pm_buf_release(&fix);
}

/* --- as it stands --- */

static void check_form(const struct subject *subject,
		       const struct pm_record *record)
{
	const struct pm_ledger *ledger = &record->ledger;

	for (size_t i = 0; i < ledger->misfits; i++) {
		const struct pm_ledger_misfit *m = &ledger->misfit[i];

		if (m->is_impossible)
			pm_say(subject, "history-form", record, m->line, 0, "",
			       m->fix, "the entry %s", m->why);
		else
			pm_say_mildly(subject, "history-form", record,
				      m->line, 0, "", m->fix, "the entry %s",
				      m->why);
	}
}

void pm_check_ledger(const struct subject *subject,
		     const struct pm_record *record)
{
	const struct pm_policy *policy = subject->check->policy;
	struct pm_ledger_event missing = { .due = PM_NO_DATE };
	enum pm_ledger_field first = PM_L_FIELDS;

	check_form(subject, record);
	/* Of a change that is told with what it does. */
	if (subject->check->is_change)
		return;
	for (enum pm_ledger_field f = PM_L_FIELDS; f-- > 0;)
		if (pm_ledger_contradicts(policy, record, f)) {
			missing.set[f] = pm_ledger_value(record, f);
			first = f;
		}
	if (first < PM_L_FIELDS)
		say_behind(subject, record, &missing, first, false);
}

/* --- what a change makes of it --- */

static bool is_set_anew(const struct pm_ledger_change *change,
			enum pm_ledger_field field)
{
	for (size_t i = 0; i < change->now->nr; i++)
		if (!change->was[i] && change->now->event[i].set[field])
			return true;
	return false;
}

/* Nothing says what the change has made of it; of a merge, what it took from
 * nowhere. */
static bool is_untold(const struct pm_check *check,
		      const struct pm_record *old,
		      const struct pm_record *now, enum pm_ledger_field field)
{
	const struct pm_policy *policy = check->policy;

	if (check->merge &&
	    pm_merge_fate(check->merge, now,
			  pm_ledger_field(now->kind, field)) != PM_FATE_OWN)
		return false;
	return pm_ledger_contradicts(policy, now, field) ||
	       (old &&
		!pm_ledger_last(&now->ledger, now->ledger.nr, field) &&
		!pm_ledger_same_value(policy, old, now, field));
}

static void check_values(const struct subject *subject,
			 const struct pm_record *old,
			 const struct pm_record *now,
			 const struct pm_ledger_change *change)
{
	const struct pm_policy *policy = subject->check->policy;
	struct pm_ledger_event missing = { .due = PM_NO_DATE };
	enum pm_ledger_field first = PM_L_FIELDS;
	bool was_so = true;

	for (enum pm_ledger_field f = PM_L_FIELDS; f-- > 0;) {
		const struct pm_ledger_event *last =
			pm_ledger_contradicts(policy, now, f);

		if (last && is_set_anew(change, f)) {
			say_differs(subject, now, f, last);
		} else if (pm_ledger_value(now, f) &&
			   is_untold(subject->check, old, now, f)) {
			missing.set[f] = pm_ledger_value(now, f);
			first = f;
			was_so = was_so && old &&
				 pm_ledger_contradicts(policy, old, f) &&
				 pm_ledger_same_value(policy, old, now, f);
		}
	}
	if (first < PM_L_FIELDS)
		say_behind(subject, now, &missing, first, was_so);
}

void pm_check_ledger_change(const struct subject *subject,
			    const struct pm_record *old,
			    const struct pm_record *now)
{
	const struct pm_check *check = subject->check;
	struct pm_ledger_change change;
	struct pm_arena arena = { 0 };
	size_t nr = check->out->nr;

	/* What another side of a merge has brought was looked at there. */
	if (now->is_unreadable ||
	    (!ledger_of(old)->nr && !now->ledger.nr) ||
	    (!old && check->merge && pm_merge_has(check->merge, now)))
		return;
	pm_ledger_compare(&change, &arena, check->policy, ledger_of(old),
			  &now->ledger);
	pm_check_ledger_lost(subject, old, now, &change);
	/* What is gone says nothing, and is put back first. */
	if (now->ledger.nr && check->out->nr == nr)
		check_values(subject, old, now, &change);
	if (!check->merge)
		pm_check_ledger_days(subject, old, now, &change);
	pm_arena_release(&arena);
}

bool pm_goes_back(const struct pm_check *check, const struct pm_record *old,
		  const struct pm_record *now)
{
	struct pm_ledger_change change;
	struct pm_arena arena = { 0 };
	bool back;

	if (!old || check->merge || now->is_unreadable ||
	    (!old->ledger.nr && !now->ledger.nr))
		return false;
	pm_ledger_compare(&change, &arena, check->policy, &old->ledger,
			  &now->ledger);
	/* What came after a revert is judged as what it is. */
	if (change.added)
		back = !change.was[now->ledger.nr - 1] &&
		       pm_ledger_reverts(
			       &now->ledger.event[now->ledger.nr - 1]);
	else
		back = pm_is_taken_back(check, old, now, &change);
	pm_arena_release(&arena);
	return back;
}

bool pm_ledger_says_why(const struct pm_check *check,
			const struct pm_record *old,
			const struct pm_record *now,
			enum pm_ledger_field field)
{
	struct pm_ledger_change change;
	struct pm_arena arena = { 0 };
	bool says = false;

	if (!now->ledger.nr)
		return false;
	pm_ledger_compare(&change, &arena, check->policy, ledger_of(old),
			  &now->ledger);
	for (size_t i = 0; i < now->ledger.nr && !says; i++)
		says = !change.was[i] && now->ledger.event[i].set[field] &&
		       now->ledger.event[i].why;
	pm_arena_release(&arena);
	return says;
}
