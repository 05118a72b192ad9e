/* SPDX-License-Identifier: MIT */
#include "snapshot/people.h"

#include "git/mailmap.h"

/* Without an answer people are who they say they are. */
static void ask_git(void *payload, const struct pm_strlist *contacts,
		    struct pm_strlist *out)
{
	struct pm_error ignored = { 0 };

	if (pm_mailmap(payload, contacts, out, &ignored) < 0)
		pm_strlist_clear(out);
}

void pm_people_use_mailmap(const struct pm_policy *policy,
			   struct pm_repo *repo)
{
	if (repo)
		pm_policy_set_mailmap(policy, ask_git, repo);
}

static void know_owner(const struct pm_policy *policy,
		       const struct pm_record *record)
{
	const struct pm_value *owner =
		record->is_read ? pm_record_get(record, PM_F_OWNER) : NULL;

	if (owner && owner->is_valid)
		pm_policy_know(policy, owner->text);
}

void pm_people_know_owners(const struct pm_policy *policy,
			   const struct pm_snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->nr; i++) {
		const struct pm_postmortem *pm = &snapshot->item[i];

		know_owner(policy, &pm->record);
		for (size_t a = 0; a < pm->actions; a++)
			know_owner(policy, &pm->action[a]);
	}
}
