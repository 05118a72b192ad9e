/* SPDX-License-Identifier: MIT */
#include "history/gained.h"

#include <stdlib.h>
#include <string.h>

#include "model/ledger_change.h"

bool pm_commit_says(const struct pm_policy *policy,
		    const struct pm_commit_info *commit,
		    const struct pm_ledger_event *event)
{
	char *author = pm_contact(commit->author_name, commit->author_email);
	int days = event->day - pm_time_date(commit->author_time);
	bool same = pm_policy_same_person(policy, event->who, author);

	free(author);
	return same && days >= -1 && days <= 1 &&
	       (!event->why || commit->reason);
}

/* Why it was declined is a field, too. */
static bool is_in_field(const struct pm_record *record,
			const struct pm_ledger_event *event)
{
	const char *reason = pm_record_text(record, PM_F_REASON);

	return event->why && reason && !strcmp(event->why, reason);
}

void pm_event_gain(struct pm_event_record *record, struct pm_arena *arena,
		   const struct pm_policy *policy,
		   const struct pm_commit_info *commit)
{
	static const struct pm_ledger none;
	const struct pm_ledger *now = record->after ? &record->after->ledger :
						      &none;
	struct pm_ledger_change change = { 0 };

	if (!now->nr)
		return;
	pm_ledger_compare(&change, arena, policy,
			  record->before ? &record->before->ledger : &none,
			  now);
	record->gained = pm_arena_alloc(arena, now->nr *
						       sizeof(*record->gained));
	for (size_t i = 0; i < now->nr; i++) {
		struct pm_ledger_event event = now->event[i];

		if (change.was[i])
			continue;
		if (is_in_field(record->after, &event))
			event.why = NULL;
		if (!pm_commit_says(policy, commit, &event))
			record->gained[record->gains++] = &now->event[i];
	}
}
