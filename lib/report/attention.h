/* SPDX-License-Identifier: MIT */
#ifndef PM_ATTENTION_H
#define PM_ATTENTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "snapshot/snapshot.h"

/*
 * What needs attention in a snapshot: promises that are overdue or fall due
 * soon, proposals that wait for an answer, post-mortems that wait for their
 * next step. One's own come first.
 */

enum pm_attention_kind {
	PM_OVERDUE,
	PM_DUE_SOON,	 /* within PM_SOON_DAYS */
	PM_TO_ANSWER,	 /* proposed: accept or decline */
	PM_NOBODY,	 /* open, without an owner */
	PM_TO_WRITE,	 /* draft */
	PM_TO_DISCUSS,	 /* in review; the severity asks for a debrief */
	PM_TO_REVIEW,	 /* in review */
	PM_TO_CLOSE,	 /* reviewed, and every item settled */
	PM_ATTENTIONS,
};

#define PM_SOON_DAYS 7

struct pm_attention {
	enum pm_attention_kind kind;
	bool mine;
	const struct pm_postmortem *postmortem;
	const struct pm_record *action; /* NULL: the post-mortem itself */
	long rank; /* the more urgent, the lower */
};

struct pm_attentions {
	struct pm_attention *item;
	size_t nr;
	size_t alloc;
};

/* Mine first, then by kind, then by urgency. `me` may be NULL. The snapshot
 * must have been read with both kinds. */
void pm_attention_find(struct pm_attentions *out,
		       const struct pm_snapshot *snapshot, const char *me,
		       pm_date today);
/*
 * Whether something is overdue, whoever owns it. Where nothing that can be read
 * is, but something cannot be: PM_EINVALID, with the file and what is wrong.
 */
int pm_attention_overdue(bool *out, const struct pm_snapshot *snapshot,
			 pm_date today, struct pm_error *err);
void pm_attention_release(struct pm_attentions *list);

#endif
