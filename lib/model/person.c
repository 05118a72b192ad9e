/* SPDX-License-Identifier: MIT */
#include "model/policy.h"

#include <string.h>
#include <strings.h>

static const char *bare(const char *who)
{
	return who[0] == '@' ? who + 1 : who;
}

const struct pm_person *pm_policy_person(const struct pm_policy *policy,
					 const char *who)
{
	if (!who)
		return NULL;
	for (size_t i = 0; i < policy->people; i++) {
		const struct pm_person *person = &policy->person[i];

		if (!strcasecmp(person->handle, bare(who)) ||
		    (person->name && !strcasecmp(person->name, who)))
			return person;
		for (size_t k = 0; k < person->emails; k++) {
			if (!strcasecmp(person->email[k], who))
				return person;
		}
	}
	return NULL;
}

bool pm_policy_same_person(const struct pm_policy *policy, const char *a,
			   const char *b)
{
	const struct pm_person *person;

	if (!a || !b)
		return false;
	if (!strcasecmp(bare(a), bare(b)))
		return true;
	person = pm_policy_person(policy, a);
	return person && person == pm_policy_person(policy, b);
}
