/* SPDX-License-Identifier: MIT */
#ifndef PM_QUESTION_H
#define PM_QUESTION_H

#include "check/ask.h"
#include "check/subject.h"

/*
 * Whom the events of an item ask whether it was they. Who begins to promise
 * has to be who takes it: where the event names another as who did it, both
 * are asked. As long as an item is a proposal nobody is asked. Private to
 * check/.
 */
struct pm_question {
	size_t event; /* its number */
	const char *who;
	enum pm_ask_what what;
	bool is_taker; /* and another is named as who did it */
};

/* In the arena. `is_new`: of each event whether the change has brought it. */
size_t pm_questions_find(struct pm_question **out, struct pm_arena *arena,
			 const struct pm_policy *policy,
			 const struct pm_record *old,
			 const struct pm_record *now, const bool *is_new);

/* A record that is gone and had the very history of a new one: it was moved,
 * whatever else became of it. Or NULL. */
const struct pm_record *pm_find_moved(const struct pm_check *check,
				      const struct pm_record *now);
/* Of each event, in the arena: not what was there before, be it on another
 * side of a merge, and not what was reworded. */
const bool *pm_new_events(struct pm_arena *arena,
			  const struct subject *subject,
			  const struct pm_record *old,
			  const struct pm_record *now);

/* Whether one who commits may be the one whom a record names. A handle that
 * nobody is known to have may be of anybody who could be called so, unless the
 * policy lists all people. That it names nobody at all is told by another
 * rule. */
bool pm_may_be(const struct pm_policy *policy, const char *who,
	       const char *author);

/*
 * Put all that is asked about an item to the commits and to the forge's
 * answers, and tell who is waited for.
 */
void pm_check_asks(const struct subject *subject, const struct pm_record *old,
		   const struct pm_record *now, const bool *is_new);
/* The same of a field that no event tells of. */
bool pm_ask_of_field(const struct subject *subject,
		     const struct pm_record *now, enum pm_field field,
		     const char *who, enum pm_ask_what what);
/* What is waited for is an error where a forge was asked; from `first` on. */
void pm_ask_raise(const struct pm_check *check, size_t first);

#endif
