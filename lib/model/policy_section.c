/* SPDX-License-Identifier: MIT */
#include "model/policy_read.h"

#include <stdlib.h>
#include <string.h>

#include "base/strlist.h"
#include "base/text.h"
#include "model/policy_default.h"

static void normalise(struct pm_policy *policy, struct pm_section_def *def,
		      const char *const *alias, size_t nr)
{
	const char **normal = pm_arena_alloc(
		&policy->arena,
		(def->normals + nr + 1) * sizeof(*def->normal));
	size_t have = def->normals;

	if (have)
		memcpy(normal, def->normal, have * sizeof(*normal));
	for (size_t i = 0; i <= nr; i++) {
		const char *name = i < nr ? alias[i] : def->name;
		char *text = pm_text_normal(name, strlen(name));

		normal[have++] = pm_arena_strdup(&policy->arena, text);
		free(text);
	}
	def->normal = normal;
	def->normals = have;
}

void pm_policy_default_sections(struct pm_policy *policy)
{
	policy->sections = pm_default_sections;
	policy->section = pm_arena_alloc(
		&policy->arena,
		pm_default_sections * sizeof(*policy->section));
	for (size_t i = 0; i < pm_default_sections; i++) {
		const struct pm_section_default *from = &pm_default_section[i];
		struct pm_section_def *def = &policy->section[i];
		struct pm_strlist alias = { 0 };

		def->name = from->name;
		def->required = from->required;
		def->filled = from->filled;
		def->lists_actions = from->lists_actions;
		def->is_timeline = from->is_timeline;
		def->is_history = from->is_history;
		def->parent = from->parent;
		pm_strlist_split(&alias, from->aliases, "|");
		normalise(policy, def, (const char *const *)alias.item,
			  alias.nr);
		pm_strlist_release(&alias);
	}
}

static void read_section_keys(struct pm_policy *policy,
			      struct pm_section_def *def,
			      const struct pm_yaml *node)
{
	static const char *const keys[] = { "aliases", "required", "filled" };

	if (!pm_policy_is_map(policy, node,
			      "write \"{required: true, filled: reviewed}\""))
		return;
	for (size_t i = 0; i < node->nr; i++) {
		const struct pm_yaml *child = &node->child[i];

		if (!strcmp(child->key, "required")) {
			if (child->kind != PM_YAML_SCALAR ||
			    (strcmp(child->text, "true") &&
			     strcmp(child->text, "false")))
				pm_policy_problem(policy, child,
						  "write true or false",
						  "is neither");
			else
				def->required = !strcmp(child->text, "true");
		} else if (!strcmp(child->key, "filled")) {
			if (child->kind == PM_YAML_SCALAR &&
			    !strcmp(child->text, "never"))
				def->filled = PM_STATUSES;
			else
				def->filled = pm_policy_status(policy, child);
		} else if (strcmp(child->key, "aliases")) {
			pm_policy_unknown(policy, child, keys, 3);
		}
	}
}

/* A team's section that renames a built-in one keeps what that one means. */
static void read_section(struct pm_policy *policy, struct pm_section_def *def,
			 const struct pm_section_def *builtin, size_t builtins,
			 const struct pm_yaml *node)
{
	const struct pm_yaml *names =
		node->kind == PM_YAML_MAP ? pm_yaml_get(node, "aliases") : NULL;
	const char **alias = NULL;
	size_t nr = 0;

	def->name = node->key;
	def->required = true;
	def->filled = PM_REVIEWED;
	if (names)
		alias = pm_policy_names(policy, names, &nr);
	normalise(policy, def, alias, nr);
	for (size_t b = 0; b < builtins * def->normals; b++) {
		const struct pm_section_def *old = &builtin[b / def->normals];
		const char *mine = def->normal[b % def->normals];

		if (strcmp(mine, old->normal[old->normals - 1]))
			continue;
		def->required = old->required;
		def->filled = old->filled;
		def->lists_actions = old->lists_actions;
		def->is_timeline = old->is_timeline;
		def->is_history = old->is_history;
		def->parent = old->parent;
		def->normal = NULL;
		def->normals = 0;
		normalise(policy, def, old->normal, old->normals);
		normalise(policy, def, alias, nr);
		break;
	}
	read_section_keys(policy, def, node);
}

void pm_policy_read_sections(struct pm_policy *policy,
			     const struct pm_yaml *node)
{
	const struct pm_section_def *builtin = policy->section;
	size_t builtins = policy->sections;

	if (!pm_policy_is_map(policy, node,
			      "write one line for each section") ||
	    !node->nr)
		return;
	policy->section = pm_arena_alloc(
		&policy->arena, node->nr * sizeof(*policy->section));
	policy->sections = node->nr;
	for (size_t i = 0; i < node->nr; i++)
		read_section(policy, &policy->section[i], builtin, builtins,
			     &node->child[i]);
}

/* normalise() puts a section's own name behind the others it goes by. */
static const char *own_name(const struct pm_section_def *def)
{
	return def->normal[def->normals - 1];
}

const struct pm_section_def *
pm_policy_section(const struct pm_policy *policy, const char *normal)
{
	/* A team may have a section of a name that is another's alias. */
	for (size_t i = 0; i < policy->sections; i++) {
		if (!strcmp(own_name(&policy->section[i]), normal))
			return &policy->section[i];
	}
	for (size_t i = 0; i < policy->sections; i++) {
		const struct pm_section_def *def = &policy->section[i];

		for (size_t k = 0; k < def->normals; k++) {
			if (!strcmp(def->normal[k], normal))
				return def;
		}
	}
	return NULL;
}
