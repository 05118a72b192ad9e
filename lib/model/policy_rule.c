/* SPDX-License-Identifier: MIT */
#include "model/policy_read.h"

#include <string.h>

#include "model/rule.h"

const char *const pm_level_name[PM_LEVELS + 1] = {
	"off", "advice", "warning", "error", NULL,
};

/* PM_LEVELS when it is none. */
static enum pm_level level_of(const struct pm_yaml *node)
{
	int i = 0;

	if (node->kind != PM_YAML_SCALAR)
		return PM_LEVELS;
	while (i < PM_LEVELS && strcmp(node->text, pm_level_name[i]))
		i++;
	return (enum pm_level)i;
}

static enum pm_level read_level(struct pm_policy *policy,
				const struct pm_yaml *node)
{
	enum pm_level level = level_of(node);

	if (level == PM_LEVELS)
		pm_policy_problem(policy, node,
				  "use error, warning, advice or off",
				  "is not a level");
	return level;
}

static void add_setting(struct pm_policy *policy, const char *rule,
			const char *severity, enum pm_level level,
			enum pm_status from, size_t line)
{
	struct pm_rule_setting *setting = &policy->setting[policy->settings++];

	setting->rule = rule;
	setting->severity = severity;
	setting->level = level;
	setting->from = from;
	setting->line = line;
}

/* What sets a level is meant for a severity; anything else may be a setting
 * that a newer program knows. */
static void read_other(struct pm_policy *policy, const char *rule,
		       enum pm_status from, const struct pm_yaml *node)
{
	const char **known;
	size_t nr = 0;

	if (pm_policy_severity(policy, node->key)) {
		add_setting(policy, rule, node->key, read_level(policy, node),
			    from, node->key_line);
		return;
	}
	if (level_of(node) != PM_LEVELS) {
		pm_policy_problem(
			policy, node,
			"use level, from, or a severity of this policy",
			"is no severity");
		return;
	}
	known = pm_arena_alloc(&policy->arena,
			       (policy->severities + 2) * sizeof(*known));
	known[nr++] = "level";
	known[nr++] = "from";
	for (size_t i = 0; i < policy->severities; i++)
		known[nr++] = policy->severity[i].name;
	pm_policy_unknown(policy, node, known, nr);
}

/* Of a rule that is not known, neither are the settings. A slip of the pen is
 * kept, for check/ to tell. */
static void read_no_rule(struct pm_policy *policy, const struct pm_yaml *node)
{
	if (pm_rule_nearest(node->key))
		add_setting(policy, node->key, NULL, PM_LEVELS, PM_STATUSES,
			    node->key_line);
	else
		pm_policy_strange(policy, node, "rules: there is no rule");
}

/* `rule: level`, or `rule: {level: ..., from: ..., <severity>: level}`. */
static void read_rule(struct pm_policy *policy, const struct pm_yaml *node)
{
	enum pm_level level = PM_LEVELS;
	enum pm_status from = PM_STATUSES;

	if (node->kind == PM_YAML_SCALAR) {
		add_setting(policy, node->key, NULL, read_level(policy, node),
			    PM_STATUSES, node->key_line);
		return;
	}
	if (!pm_policy_is_map(policy, node,
			      "write a level: error, warning, advice or off"))
		return;
	for (size_t i = 0; i < node->nr; i++) {
		const struct pm_yaml *child = &node->child[i];

		if (!strcmp(child->key, "level"))
			level = read_level(policy, child);
		else if (!strcmp(child->key, "from"))
			from = pm_policy_status(policy, child);
	}
	add_setting(policy, node->key, NULL, level, from, node->key_line);
	for (size_t i = 0; i < node->nr; i++) {
		const struct pm_yaml *child = &node->child[i];

		if (!strcmp(child->key, "level") || !strcmp(child->key, "from"))
			continue;
		read_other(policy, node->key, from, child);
	}
}

void pm_policy_read_rules(struct pm_policy *policy, const struct pm_yaml *node)
{
	size_t most = 0;

	if (!pm_policy_is_map(policy, node, "write one line for each rule"))
		return;
	for (size_t i = 0; i < node->nr; i++)
		most += 1 + node->child[i].nr;
	policy->setting = pm_arena_alloc(&policy->arena,
					 most * sizeof(*policy->setting));
	for (size_t i = 0; i < node->nr; i++) {
		if (pm_rule_find(node->child[i].key))
			read_rule(policy, &node->child[i]);
		else
			read_no_rule(policy, &node->child[i]);
	}
}
