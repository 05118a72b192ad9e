/* SPDX-License-Identifier: MIT */
#include "check/subject.h"

#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "check/ledger.h"
#include "check/merge.h"
#include "check/reason.h"

static bool has_reason(const struct pm_check *check,
		       const struct pm_record *old,
		       const struct pm_record *action)
{
	struct pm_maker maker = { 0 };

	if (pm_ledger_says_why(check, old, action, PM_L_DUE))
		return true;
	if (check->find_maker)
		return !check->find_maker(check->payload, action, PM_F_DUE,
					  &maker) ||
		       maker.has_reason;
	return !check->message ||
	       pm_body_gives_reason(strstr(check->message, "\n\n"));
}

void pm_say_how_to_keep(struct pm_buf *fix, const struct subject *subject,
			const struct pm_record *old)
{
	pm_buf_addf(fix, "take it from there with \"git checkout %.12s -- ",
		    subject->check->merge->parent);
	pm_shell_quote(fix, old->path);
	pm_buf_addstr(fix, "\", or merge it by hand");
}

static void say_forgotten(const struct subject *subject,
			  const struct pm_record *before,
			  const struct pm_record *after, enum pm_field field)
{
	static const char *const name_of[] = { [PM_F_STATE] = "state",
					       [PM_F_STATUS] = "status",
					       [PM_F_DUE] = "due" };
	const char *const unset = field == PM_F_STATE ? "proposed" : "draft";
	const char *old = pm_record_text(before, field);
	const char *new = pm_record_text(after, field);
	const char *name = name_of[field];
	struct pm_buf fix = { 0 };

	pm_say_how_to_keep(&fix, subject, before);
	if (field == PM_F_DUE) {
		pm_buf_addstr(&fix, ", or say why in \"Postmortem-Reason: "
			      "...\"");
		pm_say(subject, "due-moved-without-reason", after,
		       pm_record_line(after, field), 0, name,
		       pm_buf_str(&fix),
		       "the merge takes back that it is due on %s, as in %.12s: "
		       "it is due %s%s again and the merge does not say why",
		       old ? old : "?", subject->check->merge->parent,
		       new ? "on " : "on no day", new ? new : "");
	} else {
		pm_say(subject, "state-transition", after,
		       pm_record_line(after, field), 0, name,
		       pm_buf_str(&fix),
		       "the merge takes back that it is %s, as in %.12s: it "
		       "is %s again", old ? old : unset,
		       subject->check->merge->parent,
		       new ? new : unset);
	}
	pm_buf_release(&fix);
}

/* What a merge makes of a field is no step, unless no parent has it so: true
 * when there is no more to say of it. */
static bool settles(const struct subject *subject,
		    const struct pm_record *before,
		    const struct pm_record *after, enum pm_field field)
{
	const struct pm_merge *merge = subject->check->merge;
	enum pm_fate fate = merge ? pm_merge_fate(merge, after, field) :
				    PM_FATE_OWN;
	bool is_lost = fate == PM_FATE_FORGOTTEN;

	if (field == PM_F_STATE)
		/* A proposal is nothing that is lost. */
		is_lost = is_lost && pm_record_state(before) != PM_PROPOSED;
	else if (field == PM_F_STATUS)
		is_lost = is_lost || (merge && fate == PM_FATE_OWN &&
				      pm_record_status(after) <
					      pm_record_status(before));
	else if (merge && fate == PM_FATE_OWN)
		return pm_merge_is_between(merge, before, after);
	else
		is_lost = is_lost && pm_record_date(before, field) !=
					     PM_NO_DATE &&
			  pm_state_is_promise(pm_record_state(before)) &&
			  pm_state_is_promise(pm_record_state(after)) &&
			  !has_reason(subject->check, before, after);
	if (is_lost)
		say_forgotten(subject, before, after, field);
	return is_lost || fate != PM_FATE_OWN;
}

/* A revert may take back what somebody wrote without an event: then the history
 * never said otherwise. */
static bool is_untold_revert(const struct pm_check *check,
			     const struct pm_record *before,
			     const struct pm_record *after,
			     enum pm_ledger_field field)
{
	return !check->merge && check->is_revert && before->ledger.nr &&
	       after->ledger.nr &&
	       !pm_ledger_contradicts(check->policy, after, field) &&
	       check->is_revert(check->payload, after, false);
}

static void check_due(const struct subject *subject,
		      const struct pm_record *before,
		      const struct pm_record *after)
{
	pm_date old = pm_record_date(before, PM_F_DUE);
	pm_date new = pm_record_date(after, PM_F_DUE);
	char distance[40];

	if (old != new && settles(subject, before, after, PM_F_DUE))
		return;
	if (old == PM_NO_DATE || new == PM_NO_DATE || new <= old ||
	    !pm_state_is_promise(pm_record_state(before)) ||
	    !pm_state_is_promise(pm_record_state(after)) ||
	    has_reason(subject->check, before, after) ||
	    is_untold_revert(subject->check, before, after, PM_L_DUE))
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
	enum pm_way way = pm_ledger_way(subject->check, before, after);

	if (old == new || old == PM_STATES || new == PM_STATES ||
	    settles(subject, before, after, PM_F_STATE) ||
	    way == PM_WAY_RIGHT ||
	    is_untold_revert(subject->check, before, after, PM_L_STEP))
		return;
	if (new == PM_PROPOSED)
		pm_say(subject, "state-transition", after, line, 0, "state",
		       "keep it, or \"git postmortem action decline\" it: a "
		       "revert undoes no promise",
		       "%s becomes a proposal again", pm_state_name[old]);
	else if (subject->check->many_commits)
		; /* every other state can be reached by allowed steps */
	else if (!pm_state_is_open(old) && new != PM_ACCEPTED)
		pm_say(subject, "state-transition", after, line, 0, "state",
		       "reopen it as accepted first",
		       "a settled item goes from %s to %s", pm_state_name[old],
		       pm_state_name[new]);
	else if (old == PM_PROPOSED && way == PM_WAY_UNTOLD &&
		 (new == PM_IN_PROGRESS || new == PM_DONE))
		pm_say_mildly(subject, "state-transition", after, line, 0,
			      "state",
			      "let its owner accept it before it is worked on",
			      "%s without having been accepted",
			      pm_state_name[new]);
}

static void check_status(const struct subject *subject,
			 const struct pm_record *before,
			 const struct pm_record *after)
{
	enum pm_status old = pm_record_status(before);
	enum pm_status new = pm_record_status(after);
	size_t line = pm_record_line(after, PM_F_STATUS);
	enum pm_way way = pm_ledger_way(subject->check, before, after);

	if (old == new || old == PM_STATUSES || new == PM_STATUSES ||
	    subject->check->many_commits ||
	    settles(subject, before, after, PM_F_STATUS) ||
	    way == PM_WAY_RIGHT ||
	    is_untold_revert(subject->check, before, after, PM_L_STEP))
		return;
	if (old == PM_CLOSED && new != PM_REVIEWED)
		pm_say(subject, "state-transition", after, line, 0, "status",
		       "reopen it as reviewed first",
		       "a closed post-mortem becomes %s", pm_status_name[new]);
	else if (new > old + 1 && way == PM_WAY_UNTOLD)
		pm_say_mildly(subject, "state-transition", after, line, 0,
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

const struct pm_record *pm_find_old(const struct subject *subject,
				    const struct pm_postmortem *before,
				    const struct pm_record *now)
{
	const struct pm_record *old =
		before ? pm_item_before(before, subject->pm, now) : NULL;

	return old ? old : pm_item_moves_before(subject->check->moves, now);
}

/* What cannot be read has nothing that could be held against a step; of a
 * change that is an error of form, but a merge may have it from a side that
 * was judged, or was not. */
static bool is_spoilt(const struct subject *subject,
		      const struct pm_record *old, const struct pm_record *now)
{
	struct pm_buf fix = { 0 };

	if (!subject->check->merge || !now->is_unreadable ||
	    old->is_unreadable)
		return false;
	pm_say_how_to_keep(&fix, subject, old);
	pm_say(subject, "state-transition", now, 0, 0, "", pm_buf_str(&fix),
	       "the merge takes \"%s\" from a side where it cannot be read",
	       pm_record_title(old));
	pm_buf_release(&fix);
	return true;
}

static void check_item(const struct subject *subject,
		       const struct pm_postmortem *before,
		       const struct pm_record *now)
{
	const struct pm_merge *merge = subject->check->merge;
	const struct pm_record *old = pm_find_old(subject, before, now);
	size_t nr = subject->check->out->nr;

	if (old && is_spoilt(subject, old, now))
		return;
	if (pm_goes_back(subject->check, old, now)) {
		pm_check_ledger_change(subject, old, now);
		return;
	}
	if (old)
		check_state(subject, old, now);
	if (subject->check->out->nr == nr)
		pm_check_way(subject, old, now);
	if (old)
		check_due(subject, old, now);
	pm_check_ledger_change(subject, old, now);
	if (old || !merge || !pm_merge_has(merge, now))
		pm_check_promise(subject, old, now);
	pm_check_due_day(subject, old, now);
}

static void check_document(const struct subject *subject,
			   const struct pm_record *old,
			   const struct pm_record *now)
{
	size_t nr = subject->check->out->nr;

	if (old && is_spoilt(subject, old, now))
		return;
	if (!pm_goes_back(subject->check, old, now)) {
		if (old)
			check_status(subject, old, now);
		if (subject->check->out->nr == nr)
			pm_check_way(subject, old, now);
	}
	pm_check_ledger_change(subject, old, now);
}

static bool is_gone(const struct subject *subject,
		    const struct pm_postmortem *before,
		    const struct pm_record *old)
{
	const struct pm_postmortem *after = subject->pm;
	const struct pm_check *check = subject->check;

	if (pm_postmortem_action(after, pm_record_name(old)))
		return false;
	for (size_t i = 0; i < after->actions; i++) {
		if (pm_item_before(before, after, &after->action[i]) == old)
			return false;
	}
	return !pm_item_moves_after(check->moves, old) &&
	       !(check->merge && pm_merge_drops(check->merge, old));
}

bool pm_is_reverted_away(const struct pm_check *check,
			 const struct pm_record *old)
{
	return !check->merge && check->is_revert &&
	       check->is_revert(check->payload, old, true);
}

static void say_removed(const struct subject *subject,
			const struct pm_record *old)
{
	const char *now = pm_misplaced(subject->check, old);
	size_t first = subject->check->out->nr;
	struct pm_buf fix = { 0 };

	if (subject->check->merge)
		pm_say_how_to_keep(&fix, subject, old);
	else if (now)
		pm_buf_addf(&fix, "an item is actions/<name>.md in the folder "
			    "of its post-mortem: move it back there");
	else
		pm_buf_addstr(&fix, "bring it back, and decline it with a "
			      "reason; where it was moved, \"git add\" the "
			      "new file as well");
	if (now)
		pm_say(subject, "action-removed", old, 0, 0, "",
		       pm_buf_str(&fix),
		       "\"%s\" is no action item any more: its file is now "
		       "at %s", pm_record_title(old), now);
	else
		pm_say(subject, "action-removed", old, 0, 0, "",
		       pm_buf_str(&fix), "the action item \"%s\" is removed",
		       pm_record_title(old));
	if (!now && pm_is_reverted_away(subject->check, old))
		pm_soften(subject->check, first);
	pm_buf_release(&fix);
}

static void check_actions(const struct subject *subject,
			  const struct pm_postmortem *before,
			  const struct pm_postmortem *other)
{
	const struct pm_postmortem *after = subject->pm;

	for (size_t i = 0; i < after->actions; i++) {
		const struct pm_record *now = &after->action[i];

		if (!other ||
		    !same_file(now, pm_postmortem_action(
					    other, pm_record_name(now))))
			check_item(subject, before, now);
	}
	for (size_t i = 0; before && i < before->actions; i++) {
		const struct pm_record *old = &before->action[i];

		/* What took its place is told as an oddity. */
		if (after->actions_are_odd || !is_gone(subject, before, old) ||
		    (other &&
		     !pm_postmortem_action(other, pm_record_name(old))))
			continue;
		say_removed(subject, old);
	}
}

void pm_check_transition(const struct subject *subject,
			 const struct pm_postmortem *before,
			 const struct pm_postmortem *other)
{
	const struct pm_record *now = &subject->pm->record;
	const struct pm_record *old =
		before && before->record.path ? &before->record : NULL;

	if (now->path && !(other && same_file(now, &other->record)))
		check_document(subject, old, now);
	check_actions(subject, before, other);
}
