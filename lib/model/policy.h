/* SPDX-License-Identifier: MIT */
#ifndef PM_POLICY_H
#define PM_POLICY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "base/error.h"
#include "model/field.h"
#include "model/person.h"
#include "syntax/problem.h"

/*
 * What a team requires: .postmortem/policy.yaml over built-in defaults. A
 * policy without a file is complete. It is read from the same snapshot as the
 * records it judges.
 *
 * What a newer program may know is left alone: a key or a rule that is no slip
 * of the pen is `strange`, and changes nothing else.
 */
#define PM_POLICY_PATH ".postmortem/policy.yaml"
#define PM_TEMPLATE_DIR ".postmortem/templates"
/* What to make of a key or a rule that is strange. */
#define PM_MAY_BE_NEWER "a newer git-postmortem may know it, or it is a typo"

struct pm_severity {
	const char *name;
	bool debrief;	 /* a debrief is required */
	int due_days;	 /* an accepted item falls due after so many days */
	int max_actions; /* more items than this are out of proportion */
	const char **alias; /* names that records may also have for it */
	size_t aliases;
};

/* A section of the document. Names compare by pm_text_normal(). */
struct pm_section_def {
	const char *name;
	const char **normal; /* its own and its aliases' normal forms */
	size_t normals;
	bool required;	     /* the heading must be there */
	enum pm_status filled; /* from this status it must have content;
				* PM_STATUSES: never */
	bool lists_actions;  /* the section that stands for the items */
	bool is_timeline;
	bool is_history;     /* the ledger; see model/ledger.h */
	const char *parent;  /* name of the section it is part of, or NULL */
};

enum pm_level {
	PM_OFF,
	PM_ADVICE, /* for who reads the document; no check speaks of it */
	PM_WARNING,
	PM_ERROR_LEVEL,
	PM_LEVELS, /* not set */
};
extern const char *const pm_level_name[PM_LEVELS + 1]; /* off, advice, ... */

/* One setting of a rule, for one severity or (NULL) for all. */
struct pm_rule_setting {
	const char *rule;
	const char *severity;
	enum pm_level level;   /* PM_LEVELS: keeps the default */
	enum pm_status from;   /* PM_STATUSES: keeps the default */
	size_t line;
};

/* Whom CODEOWNERS must name: nobody; every owner, somewhere in it; or the
 * owner of a record, for its path. */
enum pm_codeowners_use {
	PM_CODEOWNERS_OFF,
	PM_CODEOWNERS_ANYWHERE,
	PM_CODEOWNERS_PATH,
	PM_CODEOWNERS_USES,
};
extern const char *const pm_codeowners_use_name[PM_CODEOWNERS_USES + 1];
/* What a server asks of a push. */
struct pm_push_policy {
	bool each;	  /* every commit that is new, and not only the tip */
	const char **ref; /* patterns of the refs that are judged; "*" matches
			   * slashes, too, "!" in front leaves out */
	size_t refs;
};

struct pm_policy {
	struct pm_arena arena;
	bool has_file;
	const char *root; /* folder of the post-mortems; "" is the top */
	struct pm_severity *severity; /* worst first */
	size_t severities;
	struct pm_section_def *section;
	size_t sections;
	struct pm_person *person;
	size_t people;
	struct pm_rule_setting *setting;
	size_t settings;
	const char **ticket; /* forms of a ticket's key; see base/pattern.h */
	size_t tickets;
	const char **key; /* further front matter keys that are allowed */
	size_t keys;
	enum pm_codeowners_use codeowners;
	struct pm_push_policy push;
	int soak_days;	  /* working days between incident and acceptance */
	struct pm_known *known; /* who else is known; see model/person.h */
	/* The version of the program that it needs, where that is newer than
	 * this one; else NULL. Then what is not understood here is no problem,
	 * and nothing can be judged. */
	const char *requires;
	size_t requires_line;
	struct pm_problems problems; /* of the file; any means: do not trust */
	struct pm_problems strange;
};

/* `text` NULL: there is no file, the defaults hold. What is wrong with the
 * file is in policy->problems. */
void pm_policy_read(struct pm_policy *policy, const char *text, size_t len);
void pm_policy_release(struct pm_policy *policy);

/* PM_ENEWER, naming line and both versions, where a newer program is needed. */
int pm_policy_refuse_newer(const struct pm_policy *policy,
			   struct pm_error *err);

/* By its name or an alias; NULL when the policy has no such severity. */
const struct pm_severity *pm_policy_severity(const struct pm_policy *policy,
					     const char *name);
/* The policy's own name for it, or `name` where it has none. */
const char *pm_policy_severity_name(const struct pm_policy *policy,
				    const char *name);
/* The section that a heading's normal form stands for, or NULL. */
const struct pm_section_def *
pm_policy_section(const struct pm_policy *policy, const char *normal);
/* Whether a push to this ref, by its full name, is judged. */
bool pm_policy_judges_ref(const struct pm_policy *policy, const char *ref);

#endif
