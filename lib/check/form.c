/* SPDX-License-Identifier: MIT */
#include "check/subject.h"

#include "model/answer.h"

static const char *rule_of(enum pm_problem_kind kind)
{
	switch (kind) {
	case PM_PROBLEM_FRONT_MATTER:
		return "front-matter";
	case PM_PROBLEM_DUPLICATE_KEY:
		return "duplicate-key";
	case PM_PROBLEM_HIDDEN:
		return "hidden-characters";
	case PM_PROBLEM_HIDDEN_PROSE:
		return "hidden-prose";
	case PM_PROBLEM_CONFLICT:
		return "conflict-markers";
	case PM_PROBLEM_TOO_LARGE:
		return "too-large";
	case PM_PROBLEM_CUT_COMMENT:
		return "cut-comment";
	case PM_PROBLEM_MARKDOWN:
	case PM_PROBLEM_MARKDOWN_HIDES:
		return "markdown";
	case PM_PROBLEM_UNKNOWN_KEY:
	case PM_PROBLEM_STRANGE_KEY:
		return "unknown-key";
	case PM_PROBLEM_UNKNOWN_VALUE:
		return "severity";
	case PM_PROBLEM_BAD_VALUE:
		return "bad-value";
	}
	return "front-matter";
}

static void check_reason(const struct subject *subject,
			 const struct pm_record *record,
			 const struct pm_yaml *node)
{
	const char *reason = pm_yaml_is_null(node) ? "" : node->text;

	if (node->kind != PM_YAML_SCALAR || pm_is_reason(reason, node->key))
		return;
	pm_say(subject, "waiver-reason", record, node->key_line, 0, node->key,
	       "say why the rule does not apply here, in words",
	       "the waiver of %s gives no reason%s%s%s", node->key,
	       *reason ? ": \"" : "", reason, *reason ? "\"" : "");
}

/* A newer program may have such a rule, where it is no slip of the pen. */
static void check_no_rule(const struct subject *subject,
			  const struct pm_record *record,
			  const struct pm_yaml *node)
{
	char fix[120];

	if (subject->check->policy->requires)
		return;
	pm_rule_hint(fix, sizeof(fix), node->key);
	if (pm_rule_nearest(node->key))
		pm_say(subject, "bad-value", record, node->key_line, 0,
		       node->key, fix, "waivers: there is no rule \"%s\"",
		       node->key);
	else
		pm_say_mildly(subject, "unknown-key", record, node->key_line,
			      0, node->key, PM_MAY_BE_NEWER,
			      "waivers: there is no rule \"%s\"", node->key);
}

/* A waiver that names no rule, or one that cannot be waived, is a promise to
 * the reader that nothing keeps. */
static void check_waivers(const struct subject *subject,
			  const struct pm_record *record)
{
	const struct pm_yaml *map =
		record->front.map ? pm_yaml_get(record->front.map, "waivers") :
				    NULL;

	if (record->kind != PM_POSTMORTEM)
		return;
	for (size_t i = 0; map && i < map->nr; i++) {
		const struct pm_yaml *node = &map->child[i];
		const struct pm_rule *rule =
			node->key ? pm_rule_find(node->key) : NULL;

		if (!node->key)
			continue;
		if (!rule)
			check_no_rule(subject, record, node);
		else if (!rule->is_form)
			check_reason(subject, record, node);
		else
			pm_say(subject, "bad-value", record, node->key_line, 0,
			       node->key, "correct what it finds",
			       "waivers: \"%s\" cannot be waived", node->key);
	}
}

void pm_check_form(const struct subject *subject,
		   const struct pm_record *record)
{
	for (size_t i = 0; i < record->problems.nr; i++) {
		const struct pm_problem *p = &record->problems.item[i];

		/* What hides nothing, or may well be right, is not worth
		 * refusing a commit for. */
		if (p->kind == PM_PROBLEM_MARKDOWN ||
		    p->kind == PM_PROBLEM_STRANGE_KEY)
			pm_say_mildly(subject, rule_of(p->kind), record,
				      p->line, p->column, p->message, p->fix,
				      "%s", p->message);
		else
			pm_say(subject, rule_of(p->kind), record, p->line,
			       p->column, p->message, p->fix, "%s",
			       p->message);
	}
	check_waivers(subject, record);
}
