/* SPDX-License-Identifier: MIT */
#ifndef PM_REVIEW_H
#define PM_REVIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "check/check.h"
#include "history/slips.h"
#include "snapshot/compare.h"

/*
 * What a change of several commits comes to, for who reviews it: of each
 * post-mortem that it touches how long it is, what changed, what the rules say
 * of that, what its next status still asks for, and which promises moved, and
 * why. Reads what the change touches and nothing else.
 */

/* A promise whose day moved within the range. */
struct pm_review_slip {
	const struct pm_record *action; /* as it is after */
	const struct pm_slip *move;	/* those within, oldest first */
	size_t nr;
	const char *first;	/* the day promised first of all */
	int days;		/* of all moves since, within or before */
	size_t moves;		/* how many those are */
};

/* Findings that are borrowed from a list, in its order. */
struct pm_review_findings {
	const struct pm_finding **item;
	size_t nr;
	size_t alloc;
};

/* How much a section says: a reviewer sees what no rule can. */
struct pm_review_length {
	const struct pm_section *section;
	size_t words;
};

struct pm_review_part {
	/* As it is after; removed: as it was. NULL: what cannot be said of one
	 * post-mortem, such as the policy. */
	const struct pm_postmortem *postmortem;
	bool is_removed;
	size_t difference;  /* the first of it in the comparison, */
	size_t differences; /* and how many */
	struct pm_review_findings finding[PM_WEIGHTS + 1];
	/* The status that it can have next, and the errors that would stand
	 * in the way, without those in finding[PM_WEIGHS_ERROR]. PM_STATUSES:
	 * none, since it is closed, removed or cannot be read. */
	enum pm_status next;
	struct pm_review_findings need;
	struct pm_review_slip *slip;
	size_t slips;
	/* Of the document's main sections, where the change touches it; and of
	 * all of it, with what stands outside of them. */
	struct pm_review_length *length;
	size_t lengths, words;
};

/* A rule that the policy sets otherwise than before. */
struct pm_review_rule {
	const struct pm_rule *rule;
	const char *severity; /* NULL: for all */
	enum pm_level before, after;
	enum pm_status from_before, from_after;
};

struct pm_review {
	struct pm_arena arena;
	struct pm_repo *repo; /* borrowed */
	struct pm_change_sides sides; /* but for what is in the comparison */
	struct pm_comparison comparison;
	struct pm_findings findings; /* of the change */
	struct pm_findings needs;    /* for all next statuses */
	struct pm_review_part *part; /* by id; the one of none first */
	size_t nr;
	size_t alloc;
	struct pm_review_rule *rule; /* when the policy changed */
	size_t rules;
	size_t rule_alloc;
	size_t sum[PM_WEIGHTS + 1]; /* of all findings */
	size_t postmortems;	       /* parts that are one */
};

/* `change` names two commits; what else it says is passed on to the check.
 * Release it either way. */
int pm_review_read(struct pm_review *out, const struct pm_change_check *change,
		   struct pm_error *err);
void pm_review_release(struct pm_review *review);

/* Whether the change did anything to this record of a part. */
bool pm_review_touches(const struct pm_review *review,
		       const struct pm_review_part *part,
		       const struct pm_record *record);
/* What an item waits for, in a few words; "" for one that is settled or cannot
 * be read. Static. */
const char *pm_review_next(const struct pm_record *action, pm_date today);

#endif
