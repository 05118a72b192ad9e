/* SPDX-License-Identifier: MIT */
#include "model/policy_read.h"

#include <string.h>

#define PARTS 3
#define MAX_PART 9999

/* "0.3", "0.3.1"; behind the third number a word is passed over ("-dev"). */
static bool take_apart(int part[PARTS], const char *text, bool may_end_in_word)
{
	int nr = 0;

	memset(part, 0, PARTS * sizeof(*part));
	for (;; text++) {
		size_t digits = strspn(text, "0123456789");

		for (size_t i = 0; i < digits && part[nr] <= MAX_PART; i++)
			part[nr] = 10 * part[nr] + (text[i] - '0');
		if (!digits || part[nr++] > MAX_PART)
			return false;
		text += digits;
		if (*text != '.' || nr == PARTS)
			break;
	}
	return nr > 1 && (!*text || (may_end_in_word && *text == '-'));
}

void pm_policy_read_requires(struct pm_policy *policy,
			     const struct pm_yaml *node)
{
	int wanted[PARTS], ours[PARTS], i = 0;

	if (node->kind != PM_YAML_SCALAR ||
	    strlen(node->text) != node->len ||
	    !take_apart(wanted, node->text, false)) {
		pm_policy_problem(policy, node,
				  "write the version of git-postmortem that "
				  "this policy needs, as in \"requires: 0.3\"",
				  "is not a version");
		return;
	}
	take_apart(ours, PM_VERSION, true);
	while (i < PARTS - 1 && wanted[i] == ours[i])
		i++;
	if (wanted[i] <= ours[i])
		return;
	policy->requires = node->text;
	policy->requires_line = node->key_line;
}

int pm_policy_refuse_newer(const struct pm_policy *policy, struct pm_error *err)
{
	if (!policy->requires)
		return PM_OK;
	return pm_fail(err, PM_ENEWER,
		       "%s:%zu: requires git-postmortem %s, and this is "
		       PM_VERSION "; install that or a newer one",
		       PM_POLICY_PATH, policy->requires_line, policy->requires);
}
