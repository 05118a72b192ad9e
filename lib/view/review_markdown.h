/* SPDX-License-Identifier: MIT */
#ifndef PM_REVIEW_MARKDOWN_H
#define PM_REVIEW_MARKDOWN_H

#include "base/buf.h"
#include "git/forge.h"
#include "report/review.h"

/*
 * A review as a comment on a pull request. What comes out of files and commits
 * stands in it as code (view/code_span.h), and no line begins like a command
 * of a CI system. The first line is a mark that does not show, by which a job
 * finds the comment that it wrote before.
 */
#define PM_REVIEW_MARK "<!-- git-postmortem review -->"

/* What a comment may have at GitHub, the least of the forges. Characters count
 * as UTF-16 has them. */
#define PM_REVIEW_LIMIT 65536
/* Less might not hold what is never left out. */
#define PM_REVIEW_LIMIT_LEAST 2000

/*
 * At most `limit` characters; 0 is no limit. A longer one gives up detail in
 * stages, first what a reviewer misses least, and says what and how to see it.
 */
void pm_review_markdown(struct pm_buf *out, const struct pm_review *review,
			const struct pm_forge *forge, pm_date today,
			size_t limit);

#endif
