/* SPDX-License-Identifier: MIT */
#ifndef PM_SUBJECT_H
#define PM_SUBJECT_H

#include "check/check.h"

/*
 * What the groups of rules share: the post-mortem under examination and one
 * function through which they speak. Private to check/.
 */
struct subject {
	const struct pm_check *check;
	const struct pm_postmortem *pm;
	const struct pm_severity *severity; /* NULL: unknown */
	enum pm_status status;
	bool is_imported; /* and not advanced since */
	/* For each section of the document the policy's, or NULL. */
	const struct pm_section_def **def;
};

void pm_subject_init(struct subject *out, const struct pm_check *check,
		     const struct pm_postmortem *pm);
void pm_subject_release(struct subject *subject);

/*
 * A finding of the rule `id` about `record` (of subject->pm) at `line`. The
 * level comes from the policy; nothing happens when that is off. `what` names
 * the part of the record, "" for all of it.
 */
void pm_say(const struct subject *subject, const char *id,
	    const struct pm_record *record, size_t line, size_t column,
	    const char *what, const char *fix, const char *fmt, ...)
	__attribute__((format(printf, 8, 9)));

/* A finding about a path that is no record. */
void pm_say_path(const struct subject *subject, const char *id,
		 const char *path, const char *fix, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));

/* A finding one level lower than the rule's, for the milder half of it. */
void pm_say_mildly(const struct subject *subject, const char *id,
		   const struct pm_record *record, size_t line, size_t column,
		   const char *what, const char *fix, const char *fmt, ...)
	__attribute__((format(printf, 8, 9)));

/* A finding that git has yet to confirm (see check/evidence.h). It is an error
 * only where the post-mortem is, or is to be, closed. */
void pm_say_of_commit(const struct subject *subject, const char *id,
		      const struct pm_record *record, size_t line,
		      const char *commit);

/* Of the findings from `first` on no error is left. */
void pm_soften(const struct pm_check *check, size_t first);

/* Whether the rule can say anything here, for rules that cost something. */
bool pm_applies(const struct subject *subject, const char *id);

/* Whether an import, or that it was so before, excuses what the rule finds: of
 * the rules of form only unknown-key. A site generator may live on the fields
 * that came with a document, and a policy may no longer allow one. */
bool pm_is_excusable(const struct pm_rule *rule);
/*
 * Weigh the findings of `after`, which begin at `first` of check->out, by what
 * stood before: what was so is a warning, unless the record itself has gone
 * on; what came after an import is not excused by it. `before` and `other` are
 * NULL where there is none.
 */
void pm_excuse(const struct pm_check *check, size_t first,
	       const struct pm_postmortem *before,
	       const struct pm_postmortem *other,
	       const struct pm_postmortem *after);

/* Where the file of a record that is gone lies now, when the change put it
 * where nobody reads it; or NULL. */
const char *pm_misplaced(const struct pm_check *check,
			 const struct pm_record *old);

/* Whether a record that is gone had come with what the change reverts. */
bool pm_is_reverted_away(const struct pm_check *check,
			 const struct pm_record *old);
/* What an item was before: its file may have been renamed, or lie in another
 * post-mortem now. NULL: it is new. */
const struct pm_record *pm_find_old(const struct subject *subject,
				    const struct pm_postmortem *before,
				    const struct pm_record *now);
/* The way back to what only one side of a merge has. */
struct pm_buf;
void pm_say_how_to_keep(struct pm_buf *fix, const struct subject *subject,
			const struct pm_record *old);

/* The groups. */
void pm_check_form(const struct subject *subject,
		   const struct pm_record *record);
void pm_check_document(const struct subject *subject);
void pm_check_sections(const struct subject *subject);
void pm_check_times(const struct subject *subject);
void pm_check_timeline(const struct subject *subject);
void pm_check_debrief(const struct subject *subject);
void pm_check_action(const struct subject *subject,
		     const struct pm_record *action);
void pm_check_evidence(const struct subject *subject,
		       const struct pm_record *action);
/* One who is named, and where `is_open` whether the policy lists them. */
void pm_check_owner(const struct subject *subject,
		    const struct pm_record *record, enum pm_field field,
		    bool is_open);
/* All whom the document names. */
void pm_check_people(const struct subject *subject);
/* Whom the change names that nobody knows. */
void pm_check_new_people(const struct subject *subject,
			 const struct pm_postmortem *before,
			 const struct pm_postmortem *other);
void pm_check_codeowner(const struct subject *subject,
			const struct pm_record *record);
void pm_check_plan(const struct subject *subject);
void pm_check_language(const struct subject *subject,
		       const struct pm_record *record);
/* What becomes of an item's promise; `old` may be NULL. */
void pm_check_promise(const struct subject *subject,
		      const struct pm_record *old,
		      const struct pm_record *now);
void pm_check_transition(const struct subject *subject,
			 const struct pm_postmortem *before,
			 const struct pm_postmortem *other);

/* The day of a promise, where it is made or moved. */
void pm_check_due_day(const struct subject *subject,
		      const struct pm_record *old,
		      const struct pm_record *now);

/*
 * The section that stands for one of the policy's, under any of its names; of
 * several the first that is answered. NULL: there is no such heading.
 */
const struct pm_section *pm_find_section(const struct subject *subject,
					 const struct pm_section_def *def);
/* Whether it holds text that is not a placeholder or the template's. */
bool pm_section_is_answered(const struct subject *subject,
			    const struct pm_section *section);
/* Whether it says "N/A: <reason>". */
bool pm_section_is_reasoned(const struct subject *subject,
			    const struct pm_section *section);

#endif
