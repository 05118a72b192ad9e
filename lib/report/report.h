/* SPDX-License-Identifier: MIT */
#ifndef PM_REPORT_H
#define PM_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "model/ledger_sum.h"
#include "report/attention.h"
#include "report/spread.h"
#include "snapshot/snapshot.h"

/*
 * What a team reviews each month: which promises are open and late and whose
 * they are, which were kept, how proposals were answered, which days moved,
 * what waits for its next step, how long incidents took, and what happened
 * before. Whole numbers only. All of it is a function of one snapshot: what is
 * so now is told by the fields, what happened by the items' own history. An
 * item without one is counted apart: nobody knows what was promised of it.
 *
 * Everything is borrowed from the snapshot, or lives in the report's arena.
 */

/* A proposal that nobody has answered for longer than that is forgotten. */
#define PM_FORGOTTEN_DAYS 30

/* Within how many days a promise was kept: 30, 60, 90. */
#define PM_HORIZONS 3
extern const int pm_horizon[PM_HORIZONS];

struct pm_report_options {
	pm_date today;	     /* ages and lateness are counted up to this day */
	/* What happened before or after does not count; PM_NO_DATE: all. What
	 * happened at a time that is not known counts only without both. */
	pm_date since, until;
	const char *severity; /* only post-mortems of it, with their items */
	const char *team;     /* only items of it (see `team` below), and
			       * post-mortems that it took part in */
};

/* An action item. */
struct pm_report_item {
	const struct pm_record *action;
	const struct pm_postmortem *postmortem;
	struct pm_ledger_sum past;
	const char *owner; /* the policy's handle, else as written; or NULL */
	const char *team;  /* its own, else the only one of its post-mortem */
	const char *severity; /* of its post-mortem */
	enum pm_state state;
	int late;	   /* days overdue; 0: not */
	pm_date day;	   /* that it came up: its first event's, or, when it
			    * was imported, its incident's */
};

/* --- open --- */

struct pm_open_count {
	const char *name; /* NULL: none */
	size_t promised, overdue, proposed;
};

struct pm_open_counts {
	struct pm_open_count *item; /* most overdue first, then promised;
				     * owners by name: nobody is ranked */
	size_t nr;
};

/* How long ago promises that are open were made. */
enum pm_age {
	PM_AGE_30, /* at most 30 days */
	PM_AGE_60,
	PM_AGE_90,
	PM_AGE_OLDER,
	PM_AGE_UNKNOWN,
	PM_AGES,
};

struct pm_report_open {
	struct pm_open_count all;
	struct pm_open_counts owner, team, severity;
	size_t age[PM_AGES], age_overdue[PM_AGES];
	const struct pm_report_item **overdue; /* the latest first */
	size_t overdues;
};

/* What the records leave unsaid. */
struct pm_report_gaps {
	size_t items, no_owner, no_due, no_ticket, vague;
	size_t open, open_no_owner, promised, promised_no_due;
	size_t no_history, part_history; /* none, or not all of it */
	size_t postmortems, no_times, no_attendees, no_items;
};

/* --- promises --- */

/* Promises made in one month, and what had become of them today. */
struct pm_report_month {
	pm_date first; /* its first day; PM_NO_DATE: unknown */
	size_t made, end[PM_PROMISE_ENDS];
	size_t kept[PM_HORIZONS]; /* within so many days */
	bool is_final[PM_HORIZONS]; /* else some may still come in time */
};

struct pm_report_promises {
	struct pm_report_month *month; /* oldest first */
	size_t months;
	struct pm_report_month all; /* final: of every month */
	size_t never; /* items that were done without having been promised */
};

struct pm_report_proposals {
	size_t made;
	size_t accepted, done, declined;
	size_t waiting; /* not answered yet */
	const struct pm_report_item **forgotten; /* the oldest first */
	size_t forgottens;
	struct pm_spread days; /* until the answer */
};

/* The moves of one item. */
struct pm_report_slip {
	const struct pm_report_item *item;
	size_t moves;
	int days; /* of all together; negative: earlier */
	pm_date from, to;
};

struct pm_report_slips {
	size_t moves, later;
	struct pm_spread days; /* of the moves to a later day */
	struct pm_report_slip *item; /* furthest first */
	size_t items;
};

/* --- waiting --- */

/* A post-mortem that waits: PM_TO_WRITE, PM_TO_DISCUSS, PM_TO_REVIEW or
 * PM_TO_CLOSE. */
struct pm_report_wait {
	enum pm_attention_kind kind;
	const struct pm_postmortem *postmortem;
	int days; /* since the incident; -1: its day is not known */
};

struct pm_report_waiting {
	size_t kind[PM_ATTENTIONS];
	struct pm_report_wait *item; /* by kind, the longest first */
	size_t nr;
};

/* --- incidents --- */

enum pm_duration {
	PM_TO_DETECTION, /* from the start */
	PM_TO_MITIGATION,
	PM_TO_RESOLUTION,
	PM_DURATIONS,
};

struct pm_report_durations {
	size_t incidents;
	struct pm_spread seconds[PM_DURATIONS];
	size_t unknown[PM_DURATIONS]; /* a time is missing, or before the
				       * start */
};

struct pm_report_service {
	const char *name;
	size_t postmortems;
};

/* Near-identical contributing factors of several post-mortems. */
struct pm_report_factor {
	const char *text; /* as it stands in the newest */
	const struct pm_postmortem **postmortem; /* oldest first */
	size_t postmortems;
};

/* An item that is near-identical to an older one of another post-mortem. */
struct pm_report_repeat {
	const struct pm_report_item *item, *before;
	size_t times; /* how many came before it, this one's own chain */
};

struct pm_report_recurrence {
	struct pm_report_service *service; /* most often first; also once */
	size_t services;
	struct pm_report_factor *factor; /* most often first; twice at least */
	size_t factors;
	size_t factors_read; /* of all post-mortems together */
	struct pm_report_repeat *repeat; /* open ones first, then the newest */
	size_t repeats;
};

struct pm_report {
	struct pm_arena arena;
	struct pm_report_options options;
	const struct pm_snapshot *snapshot;
	bool is_complete; /* every item has its history, and all of it */
	size_t postmortems, status[PM_STATUSES + 1]; /* also: unknown */
	struct pm_report_item *item;
	size_t items;
	size_t state[PM_STATES + 1];
	const struct pm_postmortem **postmortem; /* that count */
	struct pm_report_open open;
	struct pm_report_gaps gaps;
	struct pm_report_promises promises;
	struct pm_report_proposals proposals;
	struct pm_report_slips slips;
	struct pm_report_waiting waiting;
	struct pm_report_durations durations;
	struct pm_report_recurrence recurrence;
};

/* The snapshot was read: post-mortems with their bodies, items with their
 * ledgers. */
void pm_report_make(struct pm_report *out, const struct pm_snapshot *snapshot,
		    const struct pm_report_options *options);
void pm_report_release(struct pm_report *report);

/* The day of an incident: its start, else the date in the id; PM_NO_DATE when
 * there is neither. */
pm_date pm_postmortem_day(const struct pm_postmortem *postmortem);

#endif
