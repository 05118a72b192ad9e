/* SPDX-License-Identifier: MIT */
#ifndef PM_RECORD_H
#define PM_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/alloc.h"
#include "base/date.h"
#include "model/field.h"
#include "model/ledger.h"
#include "model/policy.h"
#include "syntax/front.h"
#include "syntax/markdown.h"
#include "syntax/problem.h"

/*
 * A record: one version of one file, a post-mortem or an action item. This
 * module knows what the fields of its front matter mean; it never touches a
 * repository and never judges whether a record is complete (see check/).
 * Everything lives in the arena that it was read into.
 */

struct pm_value {
	enum pm_field field;
	const char *text;  /* as written; a list joined by ", " */
	const char **item; /* list: its parts; reasons: key, reason, ... */
	size_t nr;
	size_t line, column;
	bool is_valid;	   /* it has the type that the field asks for */
	union {
		pm_date date;
		struct pm_time time;
		int choice; /* status, state: the enum */
	} as;
};

struct pm_record {
	enum pm_kind kind;
	const char *id;	  /* "folder" or "folder/item" */
	const char *path; /* from the top of the work tree */
	const char *oid;  /* of its blob, or NULL */
	struct pm_value *value; /* only what the file has, in its order */
	size_t values;
	uint8_t slot[PM_FIELDS]; /* index into `value` + 1; 0: absent */
	uint16_t empty_line[PM_FIELDS]; /* of a key without a value; 0: none */
	struct pm_problems problems;
	bool is_read;	  /* false: it could not be read at all */
	bool is_unreadable; /* its front matter is missing or broken: none of
			     * its fields is known */
	struct pm_ledger ledger; /* only with PM_READ_LEDGER or _BODY */
	/* only with PM_READ_BODY: */
	const char *text;
	size_t len;
	struct pm_front front;
	size_t body_end; /* where the ledger begins, else `len` */
	struct pm_markdown body; /* without the ledger */
	struct pm_sections sections;
};

enum pm_read {
	PM_READ_FIELDS = 0,
	PM_READ_BODY = 1 << 0,	 /* text, outline and ledger too */
	PM_READ_LEDGER = 1 << 1, /* the ledger alone */
};

/*
 * Fill a record whose kind, id and path are set from the bytes of its file.
 * Cannot fail: what is wrong is in record->problems. `text` is copied when
 * the body is asked for, else not kept. A large file is passed as its size
 * with `text` NULL.
 */
void pm_record_read(struct pm_record *record, struct pm_arena *arena,
		    const char *text, size_t len,
		    const struct pm_policy *policy, enum pm_read what);

/* NULL when the file does not have the field, or leaves it empty. */
const struct pm_value *pm_record_get(const struct pm_record *record,
				     enum pm_field field);
/* Its text, or NULL. */
const char *pm_record_text(const struct pm_record *record,
			   enum pm_field field);
/* Its severity by the policy's own name, or as written where the policy has
 * none; or NULL. */
const char *pm_record_severity(const struct pm_record *record,
			       const struct pm_policy *policy);
/* The line of a field, also of one left empty; 1, where the front matter
 * starts, when it is absent. */
size_t pm_record_line(const struct pm_record *record, enum pm_field field);
/* PM_DRAFT when absent; PM_STATUSES when it is not a status or the record is
 * unreadable. */
enum pm_status pm_record_status(const struct pm_record *record);
/* PM_PROPOSED when absent; PM_STATES when it is not a state or the record is
 * unreadable. */
enum pm_state pm_record_state(const struct pm_record *record);
/* Which of the two it has, for people: as written where it is none of ours, "?"
 * where the record is unreadable. */
const char *pm_record_standing(const struct pm_record *record);
/* PM_NO_DATE when absent or not a day. */
pm_date pm_record_date(const struct pm_record *record, enum pm_field field);
/* A promise whose day has passed. On its due date it is not overdue. */
bool pm_record_is_overdue(const struct pm_record *record, pm_date today);
/* The reason for which a rule is waived in this record; NULL when it is not, or
 * what stands there gives none. */
const char *pm_record_waiver(const struct pm_record *record, const char *rule);
/* What to call it: the title, else the id. */
const char *pm_record_title(const struct pm_record *record);
/* The last part of an action item's id, or the whole id. */
const char *pm_record_name(const struct pm_record *record);

/*
 * Check a value given on a command line as the schema would, and bring it
 * into the form that is written: a person without "@" where the policy knows
 * the handle, a date typed as "+2w" as a day. `out` receives it. PM_EINVALID
 * with a message that says what would be right.
 */
int pm_value_parse(struct pm_buf *out, enum pm_field field, const char *text,
		   const struct pm_policy *policy, pm_date today,
		   struct pm_error *err);

#endif
