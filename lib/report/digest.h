/* SPDX-License-Identifier: MIT */
#ifndef PM_DIGEST_H
#define PM_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

#include "report/attention.h"
#include "snapshot/compare.h"

/*
 * What a team, or each of its people, is reminded of: of what needs attention
 * (report/attention.h) that for which others wait, and, where it is asked for,
 * what has changed. Drafts, and what has only to be closed, are left out.
 * Nobody is counted and nobody ranked: it is in the order of what to do next.
 */

struct pm_digest_change {
	const struct pm_postmortem *postmortem;
	const struct pm_record *record; /* as it is; removed: as it was */
	/* NULL: nothing but time has made it overdue. */
	const struct pm_difference *difference;
	size_t outcome; /* the first of its kind */
};

/* What is said in one place, or to one person. */
struct pm_digest_part {
	const char *owner; /* NULL: everybody; in a digest for each owner that
			    * which nobody owns */
	const struct pm_attention **attention; /* by kind, then by urgency */
	size_t attentions;
	size_t attention_alloc;
	const struct pm_digest_change **change; /* by post-mortem */
	size_t changes;
	size_t change_alloc;
};

struct pm_digest {
	struct pm_attentions attention; /* those that are told */
	struct pm_digest_change *change;
	size_t changes;
	size_t change_alloc;
	struct pm_digest_part *part; /* none without something to say */
	size_t parts;
	size_t part_alloc;
	bool is_for_each; /* each owner has a part */
	pm_date today;
	pm_date since; /* PM_NO_DATE: not asked for */
};

struct pm_digest_options {
	pm_date today;
	const char *owner; /* only what concerns this person; or NULL */
	bool each_owner;   /* one part for each, by name */
	/* What has changed: a comparison that was read, whose "after" is the
	 * snapshot; and the day of its "before". NULL: not asked for. */
	const struct pm_comparison *comparison;
	pm_date since;
};

/* The snapshot was read, with items. All is borrowed from it, from the
 * comparison and from the options. */
void pm_digest_make(struct pm_digest *out, const struct pm_snapshot *snapshot,
		    const struct pm_digest_options *options);
void pm_digest_release(struct pm_digest *digest);

#endif
