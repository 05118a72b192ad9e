/* SPDX-License-Identifier: MIT */
#ifndef PM_EVIDENCE_H
#define PM_EVIDENCE_H

#include <stdbool.h>

#include "check/check.h"

/*
 * Commits that items name as evidence. The rules are run record by record,
 * but git is asked once, for all commits: where a check says `asks_git`, each
 * done item leaves findings that hold only if git confirms them
 * (pm_finding.commit), and who runs the check settles them at its end.
 */

/* A commit's id, whole or abbreviated; anything else (a URL, the key of a
 * ticket) is not judged. */
bool pm_evidence_is_commit(const char *text);

/* The change that brought the event which says so: snapshot/here.h. */
bool pm_evidence_is_here(const char *text);

/* Whether somebody can look it up: a commit's id, "here"; or text with a URL
 * in it, or with a ticket's key in a form that the policy gives. */
bool pm_evidence_shows(const struct pm_policy *policy, const char *text);

/* What to do instead with a commit of a branch that may be squashed. */
#define PM_EVIDENCE_LASTS                                            \
	"close the item after the merge, or name the URL of the pull " \
	"request"

/* Whether any finding waits for git's answer. */
bool pm_evidence_waits(const struct pm_findings *findings);
/* Drop, unasked, what stood there before the change: a hook answers only for
 * the commit that is being made. */
void pm_evidence_drop_old(struct pm_findings *findings);
/*
 * Ask git, keep what holds with its message, and drop the rest. `tip` (full
 * ids, NULL-terminated) is the history that is checked; "here" is looked for
 * along the first of them, by the policy's root. Nothing is asked when no
 * finding waits for an answer.
 */
int pm_evidence_settle(struct pm_findings *findings, struct pm_repo *repo,
		       const struct pm_policy *policy, const char *const *tip,
		       struct pm_error *err);

#endif
