/* SPDX-License-Identifier: MIT */
#ifndef PM_POLICY_READ_H
#define PM_POLICY_READ_H

#include "model/policy.h"
#include "syntax/yaml.h"

/* What the readers of the policy's keys share. Private to model/policy*.c. Of
 * a policy that requires a newer program, none of it is a problem. */

/* A value that cannot be what its key asks for. */
void pm_policy_problem(struct pm_policy *policy, const struct pm_yaml *node,
		       const char *fix, const char *what);
/* A key that nobody here knows, and what it was taken for. */
void pm_policy_strange(struct pm_policy *policy, const struct pm_yaml *node,
		       const char *what);
/* A key that is none of `known`: a problem where it is a slip of the pen, else
 * strange. */
void pm_policy_unknown(struct pm_policy *policy, const struct pm_yaml *node,
		       const char *const *known, size_t nr);
/* False, with a problem unless the value was left empty. */
bool pm_policy_is_map(struct pm_policy *policy, const struct pm_yaml *node,
		      const char *fix);
/* A list of texts, or one text; an array in the policy's arena. */
const char **pm_policy_names(struct pm_policy *policy,
			     const struct pm_yaml *node, size_t *nr);
/* PM_STATUSES, with a problem, when it is none. */
enum pm_status pm_policy_status(struct pm_policy *policy,
				const struct pm_yaml *node);

/* A whole number from 0 to `max`; `otherwise`, with a problem, when it is none. */
int pm_policy_number(struct pm_policy *policy, const struct pm_yaml *node,
		     int max, int otherwise);
#define PM_MAX_DAYS 3650

/* policy_severity.c: the built-in severities, and "severities:" over them. */
void pm_policy_default_severities(struct pm_policy *policy);
void pm_policy_read_severities(struct pm_policy *policy,
			       const struct pm_yaml *node);

/* policy_requires.c: the program that is needed. */
void pm_policy_read_requires(struct pm_policy *policy,
			     const struct pm_yaml *node);

/* policy_rule.c: the settings of rules. */
void pm_policy_read_rules(struct pm_policy *policy,
			  const struct pm_yaml *node);

/* policy_push.c: the built-in answer, and "push:" over it. */
void pm_policy_default_push(struct pm_policy *policy);
void pm_policy_read_push(struct pm_policy *policy, const struct pm_yaml *node);

/* policy_section.c: the built-in sections, and "sections:" over them. */
void pm_policy_default_sections(struct pm_policy *policy);
void pm_policy_read_sections(struct pm_policy *policy,
			     const struct pm_yaml *node);

#endif
