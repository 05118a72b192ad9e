/* SPDX-License-Identifier: MIT */
#include "check/subject.h"

#include <string.h>
#include <strings.h>

#include "base/path.h"

int pm_check_codeowners(struct pm_codeowners *out,
			const struct pm_policy *policy,
			const struct pm_source *source, struct pm_error *err)
{
	const char *path;

	if (policy->codeowners == PM_CODEOWNERS_OFF)
		return PM_OK;
	return pm_codeowners_load(out, &path, source, err);
}

struct wanted {
	const struct pm_policy *policy;
	const char *owner;
	const struct pm_person *person; /* the policy's, or NULL */
};

/* "@org/payments" has whoever is in the team "payments". */
static bool is_member(const struct pm_person *person, const char *owner)
{
	const char *slash = strrchr(owner, '/');

	for (size_t i = 0; slash && i < person->teams; i++) {
		if (!strcasecmp(person->team[i], slash + 1))
			return true;
	}
	return false;
}

static bool is_wanted(void *payload, const char *owner)
{
	const struct wanted *w = payload;

	return pm_policy_same_person(w->policy, w->owner, owner) ||
	       (w->person && is_member(w->person, owner));
}

void pm_check_codeowner(const struct subject *subject,
			const struct pm_record *record)
{
	const struct pm_policy *policy = subject->check->policy;
	const struct pm_codeowners *owners = subject->check->codeowners;
	const struct pm_value *value = pm_record_get(record, PM_F_OWNER);
	bool by_path = policy->codeowners == PM_CODEOWNERS_PATH;
	struct wanted wanted = { .policy = policy };

	if (policy->codeowners == PM_CODEOWNERS_OFF || !owners || !value ||
	    !value->is_valid)
		return;
	wanted.owner = value->text;
	wanted.person = pm_policy_person(policy, value->text);
	if (pm_codeowners_any(owners, by_path ? record->path : NULL, is_wanted,
			      &wanted))
		return;
	pm_say(subject, "owner-not-codeowner", record, value->line,
	       value->column, "owner",
	       by_path ? "give it to one whom CODEOWNERS names for this path, "
			 "or add a line there" :
			 "give it to one whom CODEOWNERS names, or add a line "
			 "there",
	       "owner: CODEOWNERS does not name \"%s\"%s", value->text,
	       by_path ? " for this path" : "");
}
