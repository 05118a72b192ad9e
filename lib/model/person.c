/* SPDX-License-Identifier: MIT */
#include "model/policy.h"

#include <string.h>
#include <strings.h>

#include "syntax/codeowners.h"

static const char *bare(const char *who)
{
	return who[0] == '@' ? who + 1 : who;
}

/* A list of people is long, and most of them begin with another letter. */
static bool is_same(const char *a, const char *b)
{
	return (*a | 0x20) == (*b | 0x20) && !strcasecmp(a, b);
}

const struct pm_person *pm_policy_person(const struct pm_policy *policy,
					 const char *who)
{
	if (!who)
		return NULL;
	for (size_t i = 0; i < policy->people; i++) {
		const struct pm_person *person = &policy->person[i];

		if (is_same(person->handle, bare(who)) ||
		    (person->name && is_same(person->name, who)))
			return person;
		for (size_t k = 0; k < person->emails; k++) {
			if (is_same(person->email[k], who))
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

const char *pm_policy_forge_name(const struct pm_policy *policy,
				 const char *who)
{
	const struct pm_person *person = pm_policy_person(policy, who);

	if (!who)
		return NULL;
	if (person && person->forge)
		return person->forge;
	if (pm_codeowner_is_name(who))
		return who;
	for (size_t i = 0; person && i < person->emails; i++) {
		if (pm_codeowner_is_name(person->email[i]))
			return person->email[i];
	}
	return NULL;
}
