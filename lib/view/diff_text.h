/* SPDX-License-Identifier: MIT */
#ifndef PM_DIFF_TEXT_H
#define PM_DIFF_TEXT_H

#include "snapshot/compare.h"
#include "view/outcome_text.h"
#include "view/style.h"

/*
 * What differs between two snapshots as text, in the order in which a team
 * asks, with one line that sums it up:
 *
 *	2026-11-21-checkout-latency  Checkout was slow
 *	  advanced         draft → in-review
 *	  accepted         page-before-expiry: owner alice, due 2026-12-05
 *
 *	1 accepted, 1 advanced
 */
void pm_diff_text(const struct pm_view *view,
		  const struct pm_comparison *comparison);
/* One of its headings, with our own words behind it. */
void pm_diff_text_heading(const struct pm_view *view,
			  const struct pm_postmortem *pm, const char *after);
/* One of its lines. */
void pm_diff_text_line(const struct pm_view *view,
		       const struct pm_outcome_line *line);

#endif
