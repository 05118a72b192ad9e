/* SPDX-License-Identifier: MIT */
#ifndef PM_FINDING_TEXT_H
#define PM_FINDING_TEXT_H

#include "check/finding.h"
#include "view/style.h"

/*
 * Findings for a person, a blank line between files:
 *
 *   postmortems/2026-11-21-latency/README.md:4: error: it has no owner [owner]
 *       fix: write "owner: <name>"
 *
 * and a note below those that are excused. The list must be sorted. Paths are
 * shown as they look from `prefix` ("" or "sub/dir/").
 */
void pm_findings_text(const struct pm_view *view,
		      const struct pm_findings *findings, const char *prefix);

/* Why it weighs less than its rule, in our own words, or NULL; a waiver has a
 * reason of its own. */
const char *pm_finding_note(const struct pm_finding *finding);
/* The reason of a waiver; never NULL. */
const char *pm_finding_reason(const struct pm_finding *finding);

/* "2 errors and 1 warning in 3 files"; "no findings". What is waived does
 * not count. */
void pm_findings_sum(struct pm_buf *out, const struct pm_findings *findings);

#endif
