/* SPDX-License-Identifier: MIT */
#ifndef PM_LEDGER_H
#define PM_LEDGER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/error.h"
#include "model/field.h"
#include "model/policy.h"

/*
 * The ledger of a record: the list in its last section, "## History". Each
 * entry is an event; events are only ever appended. The front matter has the
 * present values, the ledger who set them, when and why, and it survives what
 * a forge makes of the commits.
 *
 *	- DAY PERSON: CHANGE[, CHANGE...][: WHY]
 *
 * DAY is the author's local day, PERSON is written as in "owner". A CHANGE is
 * a word of state (of status, in a post-mortem), "owner PERSON", "due DAY" or
 * "evidence WHERE"; "no owner", "no due" and "no evidence" remove a value. A
 * value that holds ", " or ": " stands in backticks. WHY is the rest.
 *
 * The order of the file counts, not the days. The policy may call the section
 * otherwise (a section of its own with the alias "History").
 */

/* What an event can set. */
enum pm_ledger_field {
	PM_L_STEP, /* state, or status */
	PM_L_OWNER,
	PM_L_DUE,
	PM_L_EVIDENCE,
	PM_L_FIELDS,
};

/* The field of a record that is set; PM_FIELDS where this kind has none. */
enum pm_field pm_ledger_field(enum pm_kind kind, enum pm_ledger_field field);

struct pm_ledger_event {
	pm_date day;
	const char *who;
	const char *set[PM_L_FIELDS]; /* NULL: not set; "": removed */
	int step;	 /* with set[PM_L_STEP]: the enum's value */
	pm_date due;	 /* with set[PM_L_DUE]; PM_NO_DATE: removed */
	const char *why; /* or NULL */
	size_t line;	 /* 1-based, in the whole file */
	size_t start, end; /* its bytes, whole lines */
};

/* An entry that begins with a day and is no event. */
struct pm_ledger_misfit {
	size_t line;
	const char *why; /* completes "the entry ..." */
	const char *fix; /* the nearest event, or how one is written */
	bool is_impossible; /* only a day of it does not exist */
};

struct pm_ledger {
	struct pm_ledger_event *event; /* in the order of the file */
	size_t nr;
	struct pm_ledger_misfit *misfit; /* only beside events */
	size_t misfits;
	size_t line;	   /* of the heading; 0: there is no such section */
	size_t start, end; /* its bytes, with the heading */
};

/* Read bytes [start, len) of a file, of which line `line` begins at `start`.
 * What it points to lives in the arena. */
void pm_ledger_read(struct pm_ledger *out, struct pm_arena *arena,
		    const struct pm_policy *policy, enum pm_kind kind,
		    const char *text, size_t start, size_t len, size_t line);

/* The last event that sets a field, of the first `nr`; NULL when none does. */
const struct pm_ledger_event *pm_ledger_last(const struct pm_ledger *ledger,
					     size_t nr,
					     enum pm_ledger_field field);

/* The day on which an item's promise that stands was made, and of the one that
 * it answered the day of the proposal: PM_NO_DATE where the ledger does not
 * say that, or it was answered before. */
pm_date pm_ledger_promised(const struct pm_ledger *ledger, pm_date *proposed);

/*
 * Two events are the same when day, person, changes and the letters and
 * digits of the reason are; persons as in model/person.h. The second leaves
 * the reason out.
 */
bool pm_ledger_same(const struct pm_policy *policy,
		    const struct pm_ledger_event *a,
		    const struct pm_ledger_event *b);
bool pm_ledger_same_changes(const struct pm_policy *policy,
			    const struct pm_ledger_event *a,
			    const struct pm_ledger_event *b);
/* Whether a field's text, "" or NULL for none, is what an event set. */
bool pm_ledger_is_value(const struct pm_policy *policy,
			const struct pm_ledger_event *event,
			enum pm_ledger_field field, const char *text);

struct pm_record;
/*
 * What the step from one version to another sets: fields that differ, but for
 * an owner who is the same person. `before` NULL: all that `after` has. Fills
 * set, step and due, which borrow from the records; false when nothing is set.
 */
bool pm_ledger_difference(struct pm_ledger_event *out,
			  const struct pm_policy *policy,
			  const struct pm_record *before,
			  const struct pm_record *after);

/* The entry without its mark and the end of the line; what it says of a step
 * is set[PM_L_STEP]. Reads back as the same event. */
void pm_ledger_format(struct pm_buf *out, const struct pm_ledger_event *event);
/*
 * Append an event to the text of a record: behind the last entry, in its
 * style; a section that is not there yet begins at the end of the file.
 * PM_EINVALID, and nothing changed, when it would not read back there: an
 * unclosed fence or comment hides it, or the front matter cannot be read.
 */
int pm_ledger_append(struct pm_buf *file, const struct pm_policy *policy,
		     enum pm_kind kind, const struct pm_ledger_event *event,
		     struct pm_error *err);
/* The same of several, oldest first, before the first that is there, in its
 * style; where there is none they are appended. */
int pm_ledger_precede(struct pm_buf *file, const struct pm_policy *policy,
		      enum pm_kind kind, const struct pm_ledger_event *event,
		      size_t nr, struct pm_error *err);
/* As pm_ledger_append(), of an entry that begins as an event and is none: whoever knows more
 * makes it one. Only where there are events already. */
int pm_ledger_append_entry(struct pm_buf *file, const struct pm_policy *policy,
			   enum pm_kind kind, const char *entry,
			   struct pm_error *err);

#endif
