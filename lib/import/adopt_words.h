/* SPDX-License-Identifier: MIT */
#ifndef PM_ADOPT_WORDS_H
#define PM_ADOPT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/field.h"
#include "model/policy.h"

/*
 * The vocabulary of documents that were written without us: what the label
 * "Incident commander", the column "ETA" or the word "wontfix" stand for.
 * Words compare by pm_text_normal(); the tables are the place to add one.
 */

/* What a labelled value of a document is about. */
enum meaning {
	M_NONE,
	M_TITLE,
	M_DATE,	  /* the day, or a time or window of it */
	M_LENGTH, /* how long it took */
	M_STATUS,
	M_SEVERITY,
	M_PRIORITY, /* stands for a severity where there is none */
	M_OWNER,
	M_AUTHOR, /* stands for an owner where there is none */
	M_LEAD,
	M_TEAMS,
	M_SERVICES,
	M_INCIDENT,
	M_STARTED,
	M_DETECTED,
	M_MITIGATED,
	M_RESOLVED,
	M_TO_DETECT, /* lengths of time since the start */
	M_TO_MITIGATE,
	M_TO_RESOLVE,
	M_ATTENDEES,
	M_DEBRIEF_DATE,
	M_FACILITATOR,
	M_RECORDING,
	M_KNOWN, /* known to be nothing that we keep */
	M_MEANINGS,
};

/* Of a label, with its normal form. */
enum meaning pm_label_meaning(const char *normal);

/* What a column of a table of action items holds. */
enum column {
	C_NONE,
	C_TITLE,
	C_OWNER,
	C_TEAM,
	C_DUE,
	C_TICKET,
	C_STATE,
	C_DONE, /* a day or a tick: done */
	C_TYPE,
	C_PRIORITY,
	C_EVIDENCE,
	C_REASON,
	C_NOTES,
	C_NUMBER, /* of the row; nothing to keep */
	C_COLUMNS,
};

enum column pm_column_meaning(const char *normal);

/* A section that lists what is to be done, though the policy has no such
 * name for it. */
bool pm_words_are_actions(const char *normal);
bool pm_words_are_timeline(const char *normal);

/* PM_STATES, PM_STATUSES, NULL when the words say nothing. */
enum pm_state pm_words_state(const char *normal);
/* Whether they are a state's name, and not only begin with one. */
bool pm_words_is_state(const char *normal);
enum pm_status pm_words_status(const char *normal);
const char *pm_words_type(const char *normal);
const char *pm_words_priority(const char *normal);

/*
 * The policy's severity that a text speaks of ("SEV-2", "P1", "Severity: 3
 * (low)", "kritisch"), by its own names first, else by rank; NULL if none.
 * Only `explicit` forms such as SEV2 are read from running text.
 */
const char *pm_words_severity(const char *text, const struct pm_policy *policy,
			      bool explicit);

/* "TBD", "n/a", "?", "<name>": stands for a value that is not there. */
bool pm_words_are_empty(const char *text);
/* "none", "no action items": said on purpose. */
bool pm_words_are_none(const char *normal);
/* Whether a name is that of a group rather than of a person. */
bool pm_words_are_group(const char *text);
/* What a post-mortem calls itself, beside what it is about. */
bool pm_words_are_genre(const char *normal);

/* Whether `word` is among "a|b|c". */
bool pm_words_have(const char *words, const char *word);
/* Whether `text` begins with one of "a|b|c", as whole words: its length. */
size_t pm_words_begin(const char *words, const char *text);

#endif
