/* SPDX-License-Identifier: MIT */
#ifndef PM_REVIEW_TEXT_H
#define PM_REVIEW_TEXT_H

#include "report/review.h"
#include "view/style.h"

/* A review as text, whole. Paths are shown as they look from `prefix`. */
void pm_review_text(const struct pm_view *view, const struct pm_review *review,
		    const char *prefix);

#endif
