/* SPDX-License-Identifier: MIT */
#ifndef PM_HISTORY_H
#define PM_HISTORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strlist.h"
#include "git/log.h"
#include "model/policy.h"
#include "snapshot/change.h"

/*
 * History is the changes along the commit log: for each commit that changed
 * a post-mortem or an action item, what it changed, field by field. Follows
 * a record through renames of its folder and of itself, through merges, past
 * its deletion, and, for an imported post-mortem, back to the commits from
 * before (front matter's `formerly`).
 *
 * Which commits are worth telling is git's decision (history
 * simplification): the changes told lead to what stands at the tip. A merge
 * is told only for what it changed itself: values that none of its parents
 * has. The lowest commits of a shallow clone are not told, since what they
 * changed cannot be known.
 */

/* What one commit did to one record. */
struct pm_event_record {
	enum pm_kind kind;
	const char *id;	  /* as the commit left it; removed: as it was */
	const char *path; /* likewise */
	const struct pm_record *before, *after; /* NULL: it was not there */
	struct pm_changes changes; /* empty: only layout or comments changed */
	/* An imported post-mortem: `before` is NULL, and in place of "added"
	 * the changes begin with "moved". */
	bool is_import;
	/* What its history gained and the commit does not say itself; not of
	 * a merge (history/gained.h). */
	const struct pm_ledger_event **gained;
	size_t gains;
};

struct pm_mention;

struct pm_event {
	struct pm_commit_info commit;
	struct pm_event_record *record; /* by path */
	size_t records;
	size_t alloc;
	/* What the commit says of records: only from pm_history_tell(), see
	 * history/mention.h. Then there may be no record. */
	const struct pm_mention *const *mention;
	size_t mentions;
};

struct pm_history_options {
	const char *id;	      /* post-mortem, or NULL: everything */
	const char *item;     /* the name of an action item of it, or NULL */
	bool with_items;      /* a post-mortem's items too */
	bool is_gone;	      /* not at the tip: look on side branches too */
	const char *revision; /* NULL: HEAD */
	const char *since, *until, *author; /* as git log takes them */
	size_t limit;	      /* at most so many events; 0: all */
};

/* Called for each event, newest first; the event dies when it returns. A
 * non-zero answer ends the walk and is returned. */
typedef int pm_history_fn(const struct pm_event *event, void *payload);

/* `policy` gives the root and the vocabulary. Reads no more of the log than
 * the events that are asked for need. */
int pm_history_walk(struct pm_repo *repo, const struct pm_policy *policy,
		    const struct pm_history_options *options,
		    pm_history_fn *fn, void *payload, struct pm_error *err);

/*
 * Ids of records that once were in the history of HEAD (or `revision`), and
 * are no longer there: for naming deleted items, and for never using an id
 * again. Those that hold `part` (case does not matter; "" is in all) go to
 * `out`, sorted.
 *
 * The index answers, unless the log is to be read from a day on (`since`, as
 * git log takes it; "" is all of it, NULL none): that also tells those of
 * merged branches that came to nothing, and is quick for a late day.
 */
int pm_history_find_gone(struct pm_strlist *out, struct pm_repo *repo,
			 const struct pm_policy *policy, const char *revision,
			 const char *part, const char *since,
			 struct pm_error *err);

/* Append the textual difference that an event's commit made to its records,
 * as git shows it: not yet made safe for a terminal. */
int pm_history_patch(struct pm_buf *out, const struct pm_event *event,
		     struct pm_error *err);

#endif
