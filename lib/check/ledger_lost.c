/* SPDX-License-Identifier: MIT */
#include "check/ledger.h"

#include "check/merge.h"

static void format(struct pm_buf *out, const struct pm_ledger_event *event)
{
	pm_buf_reset(out);
	pm_ledger_format(out, event);
}

static void add_others(struct pm_buf *out, size_t nr)
{
	if (nr > 1)
		pm_buf_addf(out, " and %zu more", nr - 1);
}

/* --- one that has gone --- */

static void say_lost(const struct subject *subject,
		     const struct pm_record *old,
		     const struct pm_record *now,
		     const struct pm_ledger_event *first, size_t nr)
{
	struct pm_buf fix = { 0 }, line = { 0 }, others = { 0 };

	format(&line, first);
	add_others(&others, nr);
	if (subject->check->merge)
		pm_say_how_to_keep(&fix, subject, old);
	else
		pm_buf_addstr(&fix, "put it back as it was; what is no longer "
			      "so is told by another event below it");
	pm_say(subject, "history-lost", now, now->ledger.line, 0,
	       pm_buf_str(&line), pm_buf_str(&fix),
	       "the event \"%s\"%s is missing, or says something else",
	       pm_buf_str(&line), pm_buf_str(&others));
	pm_buf_release(&fix);
	pm_buf_release(&line);
	pm_buf_release(&others);
}

static void say_taken_back(const struct subject *subject,
			   const struct pm_record *now,
			   const struct pm_ledger_event *last, size_t nr)
{
	struct pm_buf line = { 0 }, others = { 0 };

	format(&line, last);
	add_others(&others, nr);
	pm_say(subject, "history-taken-back", now, now->ledger.line, 0,
	       pm_buf_str(&line),
	       "\"git postmortem check --fix\" puts it back, and adds that it "
	       "was reverted",
	       "\"%s\"%s is taken back as if it had never been",
	       pm_buf_str(&line), pm_buf_str(&others));
	pm_buf_release(&line);
	pm_buf_release(&others);
}

static void say_reworded(const struct subject *subject,
			 const struct pm_record *now,
			 const struct pm_ledger_event *old,
			 const struct pm_ledger_event *event)
{
	struct pm_buf line = { 0 };

	format(&line, event);
	pm_say(subject, "history-reworded", now, event->line, 0,
	       pm_buf_str(&line),
	       "leave it as it was, unless it was a slip or a secret",
	       old->why ? "the reason was \"%s\"" :
			  "no reason was given%s", old->why ? old->why : "");
	pm_buf_release(&line);
}

bool pm_is_taken_back(const struct pm_check *check,
		      const struct pm_record *old,
		      const struct pm_record *now,
		      const struct pm_ledger_change *change)
{
	if (check->merge || !change->lost)
		return false;
	/* The log is asked only where the two do not say it. */
	return pm_ledger_is_taken_back(check->policy, change, now, false) ||
	       (check->is_revert &&
		pm_ledger_is_taken_back(check->policy, change, now, true) &&
		check->is_revert(check->payload, old, false));
}

void pm_check_ledger_lost(const struct subject *subject,
			  const struct pm_record *old,
			  const struct pm_record *now,
			  const struct pm_ledger_change *change)
{
	const struct pm_merge *merge = subject->check->merge;
	const struct pm_ledger_event *first = NULL;
	size_t nr = 0;

	for (size_t i = 0; !merge && i < change->now->nr; i++)
		if (change->reworded[i])
			say_reworded(subject, now,
				     &change->old->event[change->was[i] - 1],
				     &change->now->event[i]);
	for (size_t i = change->old->nr; i-- > 0;)
		if (!change->is[i] &&
		    !(merge && pm_merge_drops_event(merge, now,
						    &change->old->event[i]))) {
			first = &change->old->event[i];
			nr++;
		}
	if (!nr)
		return;
	if (pm_is_taken_back(subject->check, old, now, change))
		say_taken_back(subject, now,
			       &change->old->event[change->old->nr - 1], nr);
	else
		say_lost(subject, old, now, first, nr);
}
