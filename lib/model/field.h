/* SPDX-License-Identifier: MIT */
#ifndef PM_FIELD_H
#define PM_FIELD_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The fields of the two kinds of record, in one table: what each is called
 * in the front matter, which kind has it, and what type its value is. Every
 * reader, writer, comparison and view goes by this table; a new field is one
 * row here.
 */

enum pm_kind {
	PM_POSTMORTEM = 1,
	PM_ACTION = 2,
};

/* In the order in which a record is shown. */
enum pm_field {
	PM_F_TITLE,
	PM_F_STATUS,
	PM_F_STATE,
	PM_F_SEVERITY,
	PM_F_OWNER,
	PM_F_LEAD,
	PM_F_TEAM,
	PM_F_TEAMS,
	PM_F_SERVICES,
	PM_F_INCIDENT,
	PM_F_STARTED,
	PM_F_DETECTED,
	PM_F_MITIGATED,
	PM_F_RESOLVED,
	PM_F_DEBRIEF_DATE,
	PM_F_DEBRIEF_FACILITATOR,
	PM_F_DEBRIEF_ATTENDEES,
	PM_F_DEBRIEF_RECORDING,
	PM_F_TYPE,
	PM_F_PRIORITY,
	PM_F_DUE,
	PM_F_TICKET,
	PM_F_EVIDENCE,
	PM_F_REASON,
	PM_F_WAIVERS,
	PM_F_FORMERLY,
	PM_F_IMPORTED,
	PM_FIELDS,
};

enum pm_type {
	PM_T_TEXT,     /* one line */
	PM_T_STATUS,
	PM_T_STATE,
	PM_T_SEVERITY, /* one of the policy's */
	PM_T_PERSON,   /* exactly one: a handle or an address */
	PM_T_PEOPLE,   /* a list of them */
	PM_T_NAMES,    /* a list of names */
	PM_T_TIME,     /* RFC 3339 with a zone */
	PM_T_DATE,     /* YYYY-MM-DD */
	PM_T_ACTION_TYPE,
	PM_T_PRIORITY,
	PM_T_REASONS,  /* a map from a rule's id to a reason */
};

struct pm_field_def {
	const char *key;   /* in the front matter; "debrief.date" is nested */
	enum pm_type type;
	unsigned kinds;	   /* enum pm_kind, or-ed */
	const char *help;  /* one line for a person */
};

const struct pm_field_def *pm_field_def(enum pm_field field);
/* The field of this kind that is written as `key`; PM_FIELDS if none. */
enum pm_field pm_field_find(enum pm_kind kind, const char *key);
bool pm_field_is_list(enum pm_field field);
/*
 * The fields of one kind in the order in which they are written, and how many
 * they are. In an action item what a state comes with stands below it (title,
 * state, due, evidence, reason), and what is planned (type, priority, ticket)
 * behind the owner: git merges, line by line, a promise and a change of
 * priority that branches made beside each other.
 */
size_t pm_fields_written(enum pm_field out[PM_FIELDS], enum pm_kind kind);
/* Their keys in that order, NULL-terminated; for pm_front_set(). `out` holds
 * at least PM_FIELDS + 1. With `before`, only those in front of that field. */
void pm_field_keys(const char **out, enum pm_kind kind, enum pm_field before);

/* Where a post-mortem stands. Each is a conscious step. */
enum pm_status {
	PM_DRAFT,
	PM_IN_REVIEW,
	PM_REVIEWED,
	PM_CLOSED,
	PM_STATUSES, /* also: unknown */
};
extern const char *const pm_status_name[PM_STATUSES + 1]; /* NULL-terminated */
enum pm_status pm_status_parse(const char *name);

/* Where an action item stands. A proposal is an idea; accepting it is its
 * owner's promise. */
enum pm_state {
	PM_PROPOSED,
	PM_ACCEPTED,
	PM_IN_PROGRESS,
	PM_DONE,
	PM_DECLINED,
	PM_STATES, /* also: unknown */
};
extern const char *const pm_state_name[PM_STATES + 1];
enum pm_state pm_state_parse(const char *name);
/* Neither done nor declined. */
bool pm_state_is_open(enum pm_state state);
/* Accepted or in progress: somebody has given their word. */
bool pm_state_is_promise(enum pm_state state);

extern const char *const pm_action_type_name[]; /* prevent ... */
extern const char *const pm_priority_name[];	/* high medium low */

#endif
