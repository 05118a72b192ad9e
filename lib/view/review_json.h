/* SPDX-License-Identifier: MIT */
#ifndef PM_REVIEW_JSON_H
#define PM_REVIEW_JSON_H

#include "base/buf.h"
#include "git/forge.h"
#include "report/review.h"

/* A review as one JSON document, whole: git-postmortem(1) has its keys. */
void pm_review_json(struct pm_buf *out, const struct pm_review *review,
		    const struct pm_forge *forge, pm_date today);

#endif
