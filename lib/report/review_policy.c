/* SPDX-License-Identifier: MIT */
#include "report/review_part.h"

#include <string.h>

static struct pm_review_rule setting(const struct pm_rule *rule,
				     const char *severity,
				     const struct pm_policy *before,
				     const struct pm_policy *after)
{
	struct pm_review_rule r = { .rule = rule, .severity = severity };

	r.before = pm_rule_setting(rule, before, severity, &r.from_before);
	r.after = pm_rule_setting(rule, after, severity, &r.from_after);
	return r;
}

static bool differs(const struct pm_review_rule *r)
{
	return r->before != r->after ||
	       (r->after != PM_OFF && r->from_before != r->from_after);
}

static bool is_same(const struct pm_review_rule *a,
		    const struct pm_review_rule *b)
{
	return a->before == b->before && a->after == b->after &&
	       a->from_before == b->from_before &&
	       a->from_after == b->from_after;
}

static void add(struct pm_review *review, struct pm_review_rule rule)
{
	PM_GROW(review->rule, review->rules, review->rule_alloc);
	review->rule[review->rules++] = rule;
}

void pm_review_find_rules(struct pm_review *review)
{
	const struct pm_policy *before = &review->sides.old_policy;
	const struct pm_policy *after = &review->sides.policy;

	for (size_t i = 0; i < pm_rules; i++) {
		const struct pm_review_rule all =
			setting(&pm_rule[i], NULL, before, after);

		if (differs(&all))
			add(review, all);
		for (size_t s = 0; s < after->severities; s++) {
			const struct pm_review_rule one =
				setting(&pm_rule[i], after->severity[s].name,
					before, after);

			if (differs(&one) && !is_same(&all, &one))
				add(review, one);
		}
	}
}
