/* SPDX-License-Identifier: MIT */
#include "check/subject.h"

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
		return "markdown";
	case PM_PROBLEM_UNKNOWN_KEY:
		return "unknown-key";
	case PM_PROBLEM_BAD_VALUE:
		return "bad-value";
	}
	return "front-matter";
}

void pm_check_form(const struct subject *subject,
		   const struct pm_record *record)
{
	for (size_t i = 0; i < record->problems.nr; i++) {
		const struct pm_problem *p = &record->problems.item[i];

		pm_say(subject, rule_of(p->kind), record, p->line, p->column,
		       p->message, p->fix, "%s", p->message);
	}
}
