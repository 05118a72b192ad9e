/* SPDX-License-Identifier: MIT */
#ifndef PM_FINDING_H
#define PM_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "model/rule.h"

/*
 * A finding says what is missing, where, and how to mend it. It is an
 * answer, not a failure. A run reports all of them.
 */

/* Why a finding weighs less than its rule. */
enum pm_excuse {
	PM_NOT_EXCUSED,
	PM_WAIVED,   /* the document says why the rule does not apply */
	PM_WAS_SO,   /* the change did not make it worse */
	PM_IMPORTED, /* nobody has advanced the document since its import */
};

struct pm_finding {
	const struct pm_rule *rule;
	enum pm_level level;  /* as reported; PM_OFF when waived */
	const char *path;     /* from the top */
	size_t more;	      /* advice: how often it applies besides */
	size_t line;	      /* 1-based; 0: the file or folder as a whole */
	size_t column;	      /* 1-based, in bytes; 0: none */
	size_t column16;      /* the same in UTF-16 code units; 0: none, or the
			       * line's text was not at hand */
	const char *id;	      /* of the record */
	const char *subject;  /* what of it: a section, a field; with rule and
			       * id it names the finding over time */
	const char *message;  /* lower case, no full stop */
	const char *fix;      /* or NULL */
	const char *commit;   /* it holds only if git says so of this commit;
			       * then `message` is not yet known. See
			       * check/evidence.h */
	enum pm_excuse excuse;
	bool is_old; /* PM_IMPORTED, and not by the change at hand */
	const char *excuse_text; /* the waiver's reason, or NULL */
};

struct pm_findings {
	struct pm_arena arena; /* every string */
	struct pm_finding *item;
	size_t nr;
	size_t alloc;
	size_t errors, warnings, waived;
};

/* What a finding is to who made the change, the heaviest first. */
enum pm_weight {
	PM_WEIGHS_ERROR,
	PM_WEIGHS_WARNING,
	PM_WEIGHS_NOTICE, /* it was so before, or came with an import */
	PM_WEIGHS_ADVICE,
	PM_WEIGHS_NOTHING, /* waived */
	PM_WEIGHTS = PM_WEIGHS_NOTHING,
};

enum pm_weight pm_finding_weight(const struct pm_finding *finding);

void pm_findings_add(struct pm_findings *list, struct pm_finding finding);
/* One of another list, with what it borrows from there. */
void pm_findings_copy(struct pm_findings *list,
		      const struct pm_finding *finding);
/* By path, line, column, rule. */
void pm_findings_sort(struct pm_findings *list);
/* Count levels anew. */
void pm_findings_count(struct pm_findings *list);
void pm_findings_release(struct pm_findings *list);

#endif
