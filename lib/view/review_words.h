/* SPDX-License-Identifier: MIT */
#ifndef PM_REVIEW_WORDS_H
#define PM_REVIEW_WORDS_H

#include "report/review.h"
#include "view/change_text.h"
#include "view/page.h"

/*
 * What a review says, as its text and its Markdown share it. `put` puts every
 * part that is not our own words.
 */

/* "2 post-mortems are touched: 1 accepted, 1 postponed by 14 days"; "no
 * post-mortem is touched". */
void pm_review_sum(struct pm_buf *out, const struct pm_review *review);
/* "1 error, 2 warnings and 3 older findings"; "no errors". */
void pm_review_verdict(struct pm_buf *out, const struct pm_review *review);
/* "severity major, in-review, owner alice". */
void pm_review_about(struct pm_buf *out, const struct pm_review_part *part,
		     pm_change_put *put);
/* "6 words: Summary 4, Impact 0, Timeline 2"; nothing where the document is not
 * touched, or has no text below its front matter. */
void pm_review_length(struct pm_buf *out, const struct pm_review_part *part,
		      pm_change_put *put);
/* "due 2026-12-05 → 2026-12-19, 14 days later, by Alice"; the commit and the
 * reason stand behind it. */
void pm_review_move(struct pm_buf *out, const struct pm_review_slip *slip,
		    size_t i, pm_change_put *put);
/* "28 days later than it was first promised for, 2026-11-21; moved 2 times in
 * all"; nothing when the moves in the range are all there are. */
void pm_review_slip_sum(struct pm_buf *out, const struct pm_review_slip *slip,
			pm_change_put *put);
/* "mend the error above"; nothing without one. */
void pm_review_errors_above(struct pm_buf *out,
			    const struct pm_review_part *part);
/* "action-due for minor: error from accepted → off". */
void pm_review_rule(struct pm_buf *out, const struct pm_review_rule *rule,
		    pm_change_put *put);

/* The table of a part's items, as the only part of `page`; with `only_some`
 * of those that changed or are overdue. Returns how many are left out. */
size_t pm_review_items(struct pm_page *page, const struct pm_review *review,
		       const struct pm_review_part *part, bool only_some,
		       pm_date today);

/* "git postmortem review 1d0e3a5f0b2c..8a4be71d2f90". */
void pm_review_command(struct pm_buf *out, const struct pm_review *review);

/* Text out of a file for a comment: on one line, not too long, and everywhere
 * as in a job's log, so that a job writes what is read at home. */
void pm_review_clip(struct pm_buf *out, const char *text);

/* "3 items", "1 item". */
void pm_review_count(struct pm_buf *out, size_t nr, const char *noun);

#endif
