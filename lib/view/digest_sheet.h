/* SPDX-License-Identifier: MIT */
#ifndef PM_DIGEST_SHEET_H
#define PM_DIGEST_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "report/digest.h"
#include "view/style.h"

/*
 * One part of a digest in words, the same for every form it is sent in: each
 * view escapes what is foreign for the place that it goes to.
 */

struct pm_digest_line {
	const char *when;  /* ours: "2026-12-01, yesterday", "accepted" */
	/* Foreign; NULL where there is none. */
	const char *title;
	const char *id;
	const char *who;
	const char *how;
};

struct pm_digest_group {
	const char *title; /* all three are ours */
	const char *ask;   /* a sentence, or NULL */
	const char *next;  /* commands behind "git postmortem", or NULL */
	const char *column[4]; /* what a table calls when, id, who or how, and
				* title */
	enum pm_style style;
	struct pm_digest_line *line;
	size_t lines;
	size_t alloc;
};

struct pm_digest_sheet {
	struct pm_arena arena;
	const char *title; /* ours: "Post-mortems on 2026-12-02" */
	const char *about; /* ours: what it is, or, where there is an owner,
			    * what stands in front of the name */
	const char *owner; /* foreign, or NULL */
	struct pm_digest_group group[PM_ATTENTIONS + 1]; /* none is empty */
	size_t groups;
	size_t longest; /* lines of the longest group */
};

/* Borrows from the digest, and from what that borrows from. */
void pm_digest_sheet_make(struct pm_digest_sheet *out,
			  const struct pm_digest *digest,
			  const struct pm_digest_part *part);
void pm_digest_sheet_release(struct pm_digest_sheet *sheet);

/*
 * How many lines of each group can be told: the most with which `fits` is
 * true. With none it has to be; with more than `bound` it cannot be.
 */
size_t pm_digest_sheet_fit(const struct pm_digest_sheet *sheet, size_t bound,
			   bool (*fits)(void *payload, size_t most),
			   void *payload);
/* "and 12 more"; nothing when `most` is enough. */
void pm_digest_sheet_more(struct pm_buf *out,
			  const struct pm_digest_group *group, size_t most);

#endif
