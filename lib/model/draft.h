/* SPDX-License-Identifier: MIT */
#ifndef PM_DRAFT_H
#define PM_DRAFT_H

#include "base/buf.h"
#include "base/error.h"
#include "base/strlist.h"
#include "model/policy.h"
#include "model/record.h"

/*
 * The first text of a record: the skeleton of its front matter, filled with
 * what is known, above the template's body. Values are checked by the schema
 * as they are set.
 */
struct pm_draft {
	enum pm_kind kind;
	const struct pm_policy *policy;
	pm_date today;
	struct pm_buf text;
};

/*
 * Start one. `body` is the template's text; one that has front matter of its
 * own brings its defaults, and the fields it lacks are inserted as they are
 * set. NULL: an empty body.
 */
void pm_draft_init(struct pm_draft *draft, enum pm_kind kind,
		   const struct pm_policy *policy, pm_date today,
		   const char *body);
/* One field and what a person typed for it. */
struct pm_field_text {
	enum pm_field field;
	const char *text;
};

/* Each in turn; NULL and "" set nothing. */
int pm_draft_fill(struct pm_draft *draft, const struct pm_field_text *values,
		  size_t nr, struct pm_error *err);
/* NULL and "" set nothing. */
int pm_draft_set(struct pm_draft *draft, enum pm_field field,
		 const char *value, struct pm_error *err);
int pm_draft_set_list(struct pm_draft *draft, enum pm_field field,
		      const struct pm_strlist *values, struct pm_error *err);
void pm_draft_release(struct pm_draft *draft);

/* The names under which the template of a severity is looked for, in order:
 * "<severity>.md", "default.md". `severity` may be NULL. */
void pm_template_names(struct pm_strlist *out, const char *severity);
/* The template that comes with the program for a name, or NULL. */
const char *pm_template_builtin(const char *name);

#endif
