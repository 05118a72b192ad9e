/* SPDX-License-Identifier: MIT */
#ifndef PM_REVIEW_COMMENT_H
#define PM_REVIEW_COMMENT_H

#include "git/forge.h"
#include "report/review.h"

/* A review while it is rendered as Markdown. Private to
 * view/review_markdown*.c. */

/* What is given up, one after the other. */
enum pm_detail {
	PM_DETAIL_ALL,
	PM_SOME_ITEMS,	/* those that did not change are counted */
	PM_NO_OLD,	/* what stood there before is counted */
	PM_NO_WARNINGS, /* counted */
	PM_NO_ITEMS,
	PM_NO_FIXES,	/* of what the next status asks for */
	PM_NO_NEEDS,	/* counted */
	PM_NO_CHANGES,	/* summed up, as are moves */
	PM_SOME_ERRORS,
	PM_ONE_LINE,	/* for each post-mortem */
	PM_DETAILS,
};

struct pm_comment {
	struct pm_buf *out;
	const struct pm_review *review;
	const struct pm_forge *forge;
	pm_date today;
	size_t limit;
	enum pm_detail detail;
	size_t most; /* post-mortems, with PM_ONE_LINE */
};

/* Text of a file or a commit as code; a sentence of ours that quotes some; a
 * link to a file at the head, where there is a forge. */
void pm_comment_code(struct pm_buf *out, const char *text);
void pm_comment_sentence(struct pm_buf *out, const char *text);
void pm_comment_file(const struct pm_comment *c, const char *text,
		     const char *path, size_t line);
/* "3 more errors are not shown", in lines of its own; nothing for 0. */
void pm_comment_count(const struct pm_comment *c, size_t nr, const char *noun,
		      const char *which);

/* A part with all that the stage leaves, and in one line. */
void pm_comment_part(const struct pm_comment *c,
		     const struct pm_review_part *part);
void pm_comment_line(const struct pm_comment *c,
		     const struct pm_review_part *part);

#endif
