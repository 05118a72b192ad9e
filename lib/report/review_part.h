/* SPDX-License-Identifier: MIT */
#ifndef PM_REVIEW_PART_H
#define PM_REVIEW_PART_H

#include "report/review.h"

/* Private to report/review*.c. */

/* The promises of all parts that moved. */
void pm_review_find_slips(struct pm_review *review);
/* How long the documents are that the change touches. */
void pm_review_find_lengths(struct pm_review *review);
/* What the two policies ask for differently. */
void pm_review_find_rules(struct pm_review *review);

#endif
