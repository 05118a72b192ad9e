/* SPDX-License-Identifier: MIT */
#include "model/policy_read.h"

#include <string.h>

#include "base/buf.h"
#include "model/policy_default.h"

#define MAX_ITEMS 1000

void pm_policy_default_severities(struct pm_policy *policy)
{
	policy->severities = pm_default_severities;
	policy->severity = pm_arena_alloc(
		&policy->arena, sizeof(*policy->severity) * pm_default_severities);
	memcpy(policy->severity, pm_default_severity,
	       sizeof(*policy->severity) * pm_default_severities);
}

static void read_severity(struct pm_policy *policy, struct pm_severity *out,
			  const struct pm_yaml *node)
{
	static const char *const keys[] = { "debrief", "due-days",
					    "max-actions", "aliases" };

	out->name = node->key;
	out->due_days = 30;
	out->max_actions = 7;
	for (size_t i = 0; i < pm_default_severities; i++) {
		if (!strcmp(pm_default_severity[i].name, node->key))
			*out = pm_default_severity[i];
	}
	if (!pm_policy_is_map(policy, node,
			      "write \"{debrief: required, due-days: 15}\""))
		return;
	for (size_t i = 0; i < node->nr; i++) {
		const struct pm_yaml *child = &node->child[i];

		if (!strcmp(child->key, "debrief")) {
			if (child->kind != PM_YAML_SCALAR ||
			    (strcmp(child->text, "required") &&
			     strcmp(child->text, "optional")))
				pm_policy_problem(
					policy, child,
					"write \"required\" or \"optional\"",
					"is neither");
			else
				out->debrief = !strcmp(child->text, "required");
		} else if (!strcmp(child->key, "due-days")) {
			out->due_days = pm_policy_number(policy, child, PM_MAX_DAYS,
						    out->due_days);
		} else if (!strcmp(child->key, "max-actions")) {
			out->max_actions = pm_policy_number(policy, child, MAX_ITEMS,
						       out->max_actions);
		} else if (!strcmp(child->key, "aliases")) {
			out->alias = pm_policy_names(policy, child,
						     &out->aliases);
		} else {
			pm_policy_unknown(policy, child, keys, 4);
		}
	}
}

/* Of two, nobody would know which is meant. */
static void refuse_shared(struct pm_policy *policy,
			  const struct pm_severity *severity,
			  const struct pm_yaml *node)
{
	for (size_t i = 0; i < severity->aliases; i++) {
		const struct pm_severity *first =
			pm_policy_severity(policy, severity->alias[i]);
		struct pm_buf what = { 0 };

		if (first == severity)
			continue;
		pm_buf_addf(&what, "\"%s\" stands for %s already",
			    severity->alias[i], first->name);
		pm_policy_problem(policy, node, "remove one of the two",
				  pm_buf_str(&what));
		pm_buf_release(&what);
	}
}

void pm_policy_read_severities(struct pm_policy *policy,
			       const struct pm_yaml *node)
{
	if (!pm_policy_is_map(policy, node, "write one line for each severity") ||
	    !node->nr)
		return;
	policy->severity = pm_arena_alloc(
		&policy->arena, node->nr * sizeof(*policy->severity));
	policy->severities = node->nr;
	for (size_t i = 0; i < node->nr; i++)
		read_severity(policy, &policy->severity[i], &node->child[i]);
	for (size_t i = 0; i < node->nr; i++)
		refuse_shared(policy, &policy->severity[i], &node->child[i]);
}

const struct pm_severity *pm_policy_severity(const struct pm_policy *policy,
					     const char *name)
{
	for (size_t i = 0; name && i < policy->severities; i++) {
		if (!strcmp(policy->severity[i].name, name))
			return &policy->severity[i];
	}
	/* A team may have a severity of a name that was another's. */
	for (size_t i = 0; name && i < policy->severities; i++) {
		const struct pm_severity *severity = &policy->severity[i];

		for (size_t k = 0; k < severity->aliases; k++)
			if (!strcmp(severity->alias[k], name))
				return severity;
	}
	return NULL;
}

const char *pm_policy_severity_name(const struct pm_policy *policy,
				    const char *name)
{
	const struct pm_severity *severity = pm_policy_severity(policy, name);

	return severity ? severity->name : name;
}
