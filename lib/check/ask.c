/* SPDX-License-Identifier: MIT */
#include "check/ask.h"

#include <stdlib.h>
#include <string.h>

#include "check/merge.h"
#include "check/question.h"
#include "forge/pull.h"
#include "model/ledger_change.h"

#define SHOWN_ID 12

enum answer {
	BY_THEM,      /* a commit shows it */
	UNKNOWN,      /* no commit that is here can show it */
	LOG_IS_SILENT, /* it tells the past, and no commit of that does */
	LOG_DIFFERS,  /* or it was another */
	WAITS,
	APPROVED,
	APPROVED_EARLIER, /* what had no such event yet */
	APPROVED_LOST,	  /* what is not here */
	APPROVED_UNCLEAR, /* nobody knows what */
};

/* What is known of all that one item asks. */
struct inquiry {
	const struct subject *subject;
	const struct pm_record *old, *now;
	struct pm_arena arena;
	struct pm_maker *maker; /* of each event */
	struct pm_question *question;
	size_t nr;
	enum answer *answer; /* to each question */
	const char **commit; /* that was approved, or NULL */
	const char **why;
	const char **by; /* whom the log names */
};

/* --- commits --- */

static bool is_by(const struct pm_policy *policy, const char *who,
		  const struct pm_maker *maker)
{
	if (pm_may_be(policy, who, maker->author))
		return true;
	for (const char *const *c = maker->coauthor; c && *c; c++)
		if (pm_may_be(policy, who, *c))
			return true;
	return false;
}

static void find_makers(struct inquiry *q)
{
	const struct pm_check *check = q->subject->check;
	size_t nr = q->now->ledger.nr;

	q->maker = pm_arena_alloc(&q->arena, (nr + 1) * sizeof(*q->maker));
	if (check->find_witness)
		check->find_witness(check->payload, &q->arena, q->now,
				    q->maker);
	for (size_t i = 0; i < nr && !check->find_witness; i++)
		q->maker[i].author = check->author;
}

/* Whether the event changes nothing, so that it can only tell the past. */
static bool tells_past(const struct inquiry *q,
		       const struct pm_ledger_event *event)
{
	const struct pm_check *check = q->subject->check;

	if (!q->old || !check->find_past || check->merge)
		return false;
	for (enum pm_ledger_field f = 0; f < PM_L_FIELDS; f++)
		if (event->set[f] && !pm_ledger_same_value(check->policy,
							   q->old, q->now, f))
			return false;
	return true;
}

/* False: the log has nothing to do with it. */
static bool ask_log(struct inquiry *q, size_t at)
{
	const struct pm_check *check = q->subject->check;
	const struct pm_question *question = &q->question[at];
	const struct pm_ledger_event *event =
		&q->now->ledger.event[question->event];
	const struct pm_maker *const *found = NULL;
	bool past = tells_past(q, event);
	int nr;

	/* A revert of a revert brings back what was there. */
	if (!past && !(q->old && check->find_past && check->is_revert &&
		       check->is_revert(check->payload, q->now, false)))
		return false;
	nr = check->find_past(check->payload, &q->arena, q->old, q->now, event,
			      past, &found);
	if (nr == PM_PAST_WITHIN)
		return false;
	q->answer[at] = nr > 0 ? LOG_DIFFERS : LOG_IS_SILENT;
	if (nr > 0)
		q->by[at] = found[0]->author;
	for (int i = 0; i < nr; i++)
		if (is_by(check->policy, question->who, found[i]))
			q->answer[at] = BY_THEM;
	return past || nr > 0;
}

static void ask_commits(struct inquiry *q, size_t at)
{
	const struct pm_check *check = q->subject->check;
	const struct pm_question *question = &q->question[at];
	const struct pm_maker *maker = &q->maker[question->event];

	q->answer[at] = WAITS;
	/* That they committed beside it what says that another did it is no
	 * promise. */
	if (maker->author && !question->is_taker &&
	    is_by(check->policy, question->who, maker))
		q->answer[at] = BY_THEM;
	else if (!ask_log(q, at))
		q->answer[at] = maker->author ? WAITS : UNKNOWN;
}

/* --- approvals --- */

static bool has_event(const struct inquiry *q, const struct pm_record *version,
		      size_t event)
{
	struct pm_ledger_change change;
	struct pm_arena arena = { 0 };
	bool has;

	pm_ledger_compare(&change, &arena, q->subject->check->policy,
			  &version->ledger, &q->now->ledger);
	has = change.was[event] && !change.reworded[event];
	pm_arena_release(&arena);
	return has;
}

static void ask_version(struct inquiry *q, size_t at, const char *commit)
{
	const struct pm_check *check = q->subject->check;
	struct pm_record version;
	enum pm_there there = check->find_version(check->payload, &q->arena,
						  q->now, commit, &version);

	if (there == PM_THERE_READ &&
	    has_event(q, &version, q->question[at].event))
		q->answer[at] = APPROVED;
	else if (there == PM_THERE_NO_COMMIT)
		q->answer[at] = APPROVED_LOST;
	else if (q->answer[at] == WAITS)
		q->answer[at] = APPROVED_EARLIER;
	else
		return;
	q->commit[at] = commit;
}

static void ask_forge(struct inquiry *q, size_t at)
{
	const struct pm_check *check = q->subject->check;
	struct pm_consent consent;

	pm_pull_consent(&consent, &q->arena, check->pull, check->policy,
			q->question[at].who);
	q->answer[at] = consent.is == PM_CONSENT_UNCLEAR ? APPROVED_UNCLEAR :
							   WAITS;
	q->why[at] = consent.why;
	if (!check->find_version)
		return;
	for (size_t i = 0; i < consent.commits && q->answer[at] != APPROVED;
	     i++)
		ask_version(q, at, consent.commit[i]);
}

/* --- what is said --- */

static const char *name_of(const struct pm_policy *policy, const char *who)
{
	const char *name = pm_policy_forge_name(policy, who);

	return name && *name == '@' ? name : who;
}

static void add_event(struct pm_buf *out, const struct inquiry *q, size_t nr)
{
	struct pm_ledger_event event = q->now->ledger.event[nr];

	event.why = NULL;
	pm_buf_addch(out, '"');
	pm_ledger_format(out, &event);
	pm_buf_addch(out, '"');
}

static void say_log(const struct inquiry *q, size_t at)
{
	const struct pm_ledger_event *event =
		&q->now->ledger.event[q->question[at].event];
	struct pm_buf text = { 0 };

	add_event(&text, q, q->question[at].event);
	if (q->answer[at] == LOG_DIFFERS)
		pm_say_mildly(q->subject, "promise-by-other", q->now,
			      event->line, 0, event->who,
			      "write who did it, as \"git postmortem "
			      "annotate\" has it",
			      "%s tells of what changes nothing here, and the "
			      "log says that it was %s", pm_buf_str(&text),
			      q->by[at]);
	else
		pm_say_mildly(q->subject, "promise-by-other", q->now,
			      event->line, 0, event->who,
			      "let them commit it, or leave it out",
			      "%s tells of what changes nothing here, and the "
			      "log does not say so", pm_buf_str(&text));
	pm_buf_release(&text);
}

/* In which words, of the question that is asked first. */
static void find_words(struct pm_buf *why, struct pm_buf *fix,
		       const struct inquiry *q, size_t at, const char *name)
{
	const struct pm_question *question = &q->question[at];
	const char *commit = q->commit[at];

	if (q->answer[at] == APPROVED_LOST) {
		pm_buf_addf(why, "approved %.*s, which is not here", SHOWN_ID,
			    commit);
		pm_buf_addf(fix, "fetch it where it can still be had (\"git "
			    "fetch origin %s\"), or let %s approve again",
			    commit, name);
	} else if (q->answer[at] == APPROVED_EARLIER) {
		pm_buf_addf(why, "approved %.*s, where this did not stand yet",
			    SHOWN_ID, commit);
		pm_buf_addf(fix, "let %s approve it as it is now", name);
	} else if (q->why[at]) {
		pm_buf_addstr(why, q->why[at]);
		pm_buf_addf(fix, "let %s approve the pull request%s", name,
			    question->is_taker ? "" :
			    ", or commit it themselves");
	} else if (question->is_taker) {
		pm_buf_addf(fix, "let %s write it as theirs and commit it, or "
			    "approve it in the pull request", name);
	} else {
		pm_buf_addf(fix, "let %s commit it or approve it in the pull "
			    "request, or name them in the commit message "
			    "(\"Co-authored-by: Name <address>\")", name);
	}
}

static void say_waits(const struct inquiry *q, size_t at,
		      const struct pm_ask *ask)
{
	const struct pm_question *question = &q->question[at];
	const struct pm_check *check = q->subject->check;
	const char *author = q->maker[question->event].author;
	struct pm_buf text = { 0 }, why = { 0 }, fix = { 0 };
	size_t first = check->out->nr;

	find_words(&why, &fix, q, at, ask->name);
	if (why.len)
		pm_buf_addf(&text, ", who %s", why.ptr);
	pm_buf_addstr(&text, ": ");
	add_event(&text, q, question->event);
	if (question->is_taker)
		pm_buf_addstr(&text, " promises it for them");
	else if (author && !why.len)
		pm_buf_addf(&text, " is in a commit by %s", author);
	if (ask->events > 1)
		pm_buf_addf(&text, ", and %zu more", ask->events - 1);
	pm_say(q->subject, "promise-by-other", q->now,
	       q->now->ledger.event[question->event].line, 0, ask->who,
	       pm_buf_str(&fix), "waits for %s%s", ask->name,
	       pm_buf_str(&text));
	pm_ask_raise(check, first);
	pm_buf_release(&text);
	pm_buf_release(&why);
	pm_buf_release(&fix);
}

void pm_ask_raise(const struct pm_check *check, size_t first)
{
	for (size_t i = first; check->pull && i < check->out->nr; i++)
		if (check->out->item[i].level == PM_WARNING &&
		    check->out->item[i].excuse == PM_NOT_EXCUSED)
			check->out->item[i].level = PM_ERROR_LEVEL;
}

/* --- all of it --- */

static void keep_ask(const struct pm_check *check, const struct pm_ask *ask)
{
	struct pm_asks *asks = check->asks;
	struct pm_ask *kept;
	size_t *event;

	if (!asks)
		return;
	PM_GROW(asks->item, asks->nr, asks->alloc);
	kept = &asks->item[asks->nr++];
	*kept = *ask;
	event = pm_arena_alloc(&asks->arena,
			       (ask->events + 1) * sizeof(*event));
	if (ask->events)
		memcpy(event, ask->event, ask->events * sizeof(*event));
	kept->event = event;
	kept->who = pm_arena_strdup(&asks->arena, ask->who);
	kept->name = pm_arena_strdup(&asks->arena, ask->name);
	if (ask->due)
		kept->due = pm_arena_strdup(&asks->arena, ask->due);
	if (ask->why)
		kept->why = pm_arena_strdup(&asks->arena, ask->why);
}

void pm_asks_release(struct pm_asks *asks)
{
	pm_arena_release(&asks->arena);
	free(asks->item);
	*asks = (struct pm_asks){ 0 };
}

static bool is_open(enum answer answer)
{
	return answer >= WAITS;
}

/* All that one person is asked and has answered alike, from `at` on. */
static void conclude(const struct inquiry *q, size_t at, bool *is_told)
{
	const struct pm_check *check = q->subject->check;
	const struct pm_question *first = &q->question[at];
	bool given = q->answer[at] == APPROVED;
	size_t *event = pm_xcalloc(q->nr, sizeof(*event));
	struct pm_buf why = { 0 }, fix = { 0 };
	struct pm_ask ask = {
		.record = q->now, .who = first->who,
		.name = name_of(check->policy, first->who),
		.due = pm_record_text(q->now, PM_F_DUE),
		.event = event, .is_given = given,
	};

	for (size_t i = at; i < q->nr; i++) {
		const struct pm_question *question = &q->question[i];

		if (is_told[i] || !is_open(q->answer[i]) ||
		    (q->answer[i] == APPROVED) != given ||
		    !pm_policy_same_person(check->policy, question->who,
					   first->who))
			continue;
		is_told[i] = true;
		event[ask.events++] = question->event;
		if (question->what > ask.what)
			ask.what = question->what;
	}
	find_words(&why, &fix, q, at, ask.name);
	ask.why = !given && why.len ? why.ptr : NULL;
	keep_ask(check, &ask);
	if (!given)
		say_waits(q, at, &ask);
	pm_buf_release(&why);
	pm_buf_release(&fix);
	free(event);
}

static void inquire(struct inquiry *q)
{
	const struct pm_check *check = q->subject->check;
	size_t nr = q->nr + 1;
	bool *is_told = pm_arena_alloc(&q->arena, nr);

	q->answer = pm_arena_alloc(&q->arena, nr * sizeof(*q->answer));
	q->commit = pm_arena_alloc(&q->arena, nr * sizeof(*q->commit));
	q->why = pm_arena_alloc(&q->arena, nr * sizeof(*q->why));
	q->by = pm_arena_alloc(&q->arena, nr * sizeof(*q->by));
	find_makers(q);
	for (size_t i = 0; i < q->nr; i++) {
		ask_commits(q, i);
		if (check->pull && (q->answer[i] == WAITS ||
				    q->answer[i] == UNKNOWN))
			ask_forge(q, i);
	}
	for (size_t i = 0; i < q->nr; i++) {
		if (q->answer[i] == LOG_IS_SILENT || q->answer[i] == LOG_DIFFERS)
			say_log(q, i);
		else if (is_open(q->answer[i]) && !is_told[i])
			conclude(q, i, is_told);
	}
}

void pm_check_asks(const struct subject *subject, const struct pm_record *old,
		   const struct pm_record *now, const bool *is_new)
{
	const struct pm_check *check = subject->check;
	struct inquiry q = { .subject = subject, .old = old, .now = now };

	if (check->asks_nobody || !pm_applies(subject, "promise-by-other") ||
	    (check->merge && check->merge->only_lost) ||
	    (!check->author && !check->find_witness))
		return;
	q.nr = pm_questions_find(&q.question, &q.arena, check->policy, old,
				 now, is_new);
	if (q.nr)
		inquire(&q);
	pm_arena_release(&q.arena);
}

bool pm_ask_of_field(const struct subject *subject,
		     const struct pm_record *now, enum pm_field field,
		     const char *who, enum pm_ask_what what)
{
	const struct pm_check *check = subject->check;
	struct pm_arena arena = { 0 };
	struct pm_consent consent = { 0 };
	struct pm_ask ask = {
		.record = now, .who = who, .what = what,
		.name = name_of(check->policy, who),
		.due = pm_record_text(now, PM_F_DUE),
	};

	if (check->pull)
		pm_pull_consent(&consent, &arena, check->pull, check->policy,
				who);
	ask.why = consent.why;
	for (size_t i = 0; i < consent.commits && !ask.is_given; i++) {
		struct pm_record version;

		ask.is_given =
			check->find_version &&
			check->find_version(check->payload, &arena, now,
					    consent.commit[i], &version) ==
				PM_THERE_READ &&
			pm_record_state(&version) == pm_record_state(now) &&
			!strcmp(pm_record_text(&version, field) ?
					pm_record_text(&version, field) : "",
				pm_record_text(now, field) ?
					pm_record_text(now, field) : "");
	}
	keep_ask(check, &ask);
	pm_arena_release(&arena);
	return ask.is_given;
}
