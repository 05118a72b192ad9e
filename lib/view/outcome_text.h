/* SPDX-License-Identifier: MIT */
#ifndef PM_OUTCOME_TEXT_H
#define PM_OUTCOME_TEXT_H

#include "base/buf.h"
#include "snapshot/compare.h"
#include "view/change_text.h"

/*
 * What differs between two snapshots, in words and in the order in which
 * they are told. Each view makes the text safe for where it goes.
 */

/* "opened", "brought forward" ... */
void pm_outcome_word(struct pm_buf *out, enum pm_outcome_kind kind);

/*
 * What there is to say behind that word of outcome number `i` and of those
 * that follow it with the same kind:
 *
 *	owner alice, due 2026-12-05
 *	by 14 days, 2026-12-05 → 2026-12-19
 *	priority low → high; rewrote Summary, Impact
 *
 * May be nothing. `put` puts every part that is not our own words;
 * pm_buf_addstr() leaves that to the caller.
 */
void pm_outcome_words(struct pm_buf *out,
		      const struct pm_difference *difference, size_t i,
		      pm_change_put *put);

/* "1 post-mortem and 2 items opened, 1 postponed by 14 days, 1 done"; nothing
 * when there is nothing to sum up. */
void pm_outcome_sum(struct pm_buf *out,
		    const struct pm_outcome_count sum[PM_OUTCOMES]);

/* What is told on one line. */
struct pm_outcome_line {
	const struct pm_difference *difference;
	size_t outcome; /* the first of its kind */
};

struct pm_outcome_lines {
	struct pm_outcome_line *item;
	size_t nr;
	size_t alloc;
};

/*
 * The lines of one post-mortem, in place of what the list held: first its
 * own, then those of its items, each by the kind of outcome. Begins at
 * difference number `at`; returns where the next post-mortem begins.
 */
size_t pm_outcome_lines(struct pm_outcome_lines *out,
			const struct pm_comparison *comparison, size_t at);
void pm_outcome_lines_release(struct pm_outcome_lines *lines);

#endif
