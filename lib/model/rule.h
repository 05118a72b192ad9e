/* SPDX-License-Identifier: MIT */
#ifndef PM_RULE_H
#define PM_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/policy.h"
#include "model/record.h"

/*
 * The rules, in one table: the id that never changes, the level and the
 * status from which each applies unless the policy says otherwise, and the
 * paragraph that `git postmortem rules <id>` prints.
 */
struct pm_rule {
	const char *id;
	const char *formerly;	/* its id in earlier versions, which policies
				 * and waivers may still have; or NULL */
	const char *group;	/* form, document, debrief, ... */
	enum pm_level level;
	enum pm_status from;	/* of the post-mortem */
	bool is_form;	/* the file cannot be relied on: neither waived, nor
			 * excused because it was so before */
	bool is_fixed;	/* no policy changes it: nothing else could be relied
			 * on, not even the policy */
	bool needs_change;	/* only a check of a change can find it */
	const char *summary;	/* one line */
	const char *help;	/* one paragraph: why, and what to do */
};

extern const struct pm_rule pm_rule[];
extern const size_t pm_rules;

/* By its id, or a former one; NULL when there is none. */
const struct pm_rule *pm_rule_find(const char *id);
/* The id of which this is a slip of the pen, or NULL: then a newer program may
 * have such a rule. */
const char *pm_rule_nearest(const char *id);

/* What to do about an id that is no rule's. */
void pm_rule_hint(char *out, size_t size, const char *id);

/* The reason for which a post-mortem waives it, or NULL. */
const char *pm_rule_waiver(const struct pm_rule *rule,
			   const struct pm_record *record);

/* What the policy makes of a rule for one severity (NULL: unknown) and
 * status; PM_OFF also while the status is before the rule's. */
enum pm_level pm_rule_level(const struct pm_rule *rule,
			    const struct pm_policy *policy,
			    const char *severity, enum pm_status status);
/* The same without regard to a status; *from is where it starts. */
enum pm_level pm_rule_setting(const struct pm_rule *rule,
			      const struct pm_policy *policy,
			      const char *severity, enum pm_status *from);

#endif
