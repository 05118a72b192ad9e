/* SPDX-License-Identifier: MIT */
#ifndef PM_MENTION_H
#define PM_MENTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/alloc.h"
#include "git/claims.h"
#include "history/history.h"

/*
 * Commits that name a record in a trailer of their message: they work on it,
 * or claim to close it. What a trailer means is asked of the records at the
 * tip, by the rule of the command line and of the commit-msg hook: any unique
 * part of an id. A record is also known by the whole ids it had before, and
 * one that is gone by the id it had.
 */
enum pm_mention_kind {
	PM_MENTION_WORKS_ON,
	PM_MENTION_CLOSES,
};
#define PM_MENTION_KINDS 2
/* "works-on", "closes" */
extern const char *const pm_mention_name[PM_MENTION_KINDS];

struct pm_mention {
	const char *commit_id; /* full hex */
	int64_t time;	       /* of the commit */
	enum pm_mention_kind kind;
	const char *value;     /* as it is written */
	const char *id;	       /* the record's; NULL: it names none, or several */
	enum pm_kind record;
	bool is_gone;	       /* the record is not at the tip any longer */
	const char *undone_by; /* the commit that reverted this one, or NULL */
	/* From pm_mentions_load() on; NULL also for what the options leave
	 * out. */
	const struct pm_commit_info *commit;
	bool is_loaded;
	/* Asked of pm_mentions_mark_clerical(). */
	bool is_clerical;
};

struct pm_mention_options {
	const struct pm_policy *policy; /* borrowed; with one the index is
					 * used. NULL: only the log is */
	bool is_there;	      /* the item `id` stands at the revision */
	const char *revision; /* a commit; NULL: HEAD */
	const char *without;  /* leave out what this commit leads to; or NULL */
	const char *id;	      /* only of this record; of a post-mortem also of
			       * its items. NULL: all that name a record */
	bool with_unknown;    /* with NULL: also what names none */
	const char *owner;    /* only of records that this person owns, or
			       * NULL */
	const char *since, *until, *author; /* as git log takes them */
};

struct pm_mentions {
	struct pm_arena arena;
	struct pm_repo *repo; /* borrowed */
	const char *root;
	char *tip; /* the commit that was asked for; NULL on an unborn branch */
	struct pm_mention_options options; /* since, until and author are
					    * borrowed until all is loaded */
	struct pm_mention *item; /* newest first; those of one commit together */
	size_t nr;
	size_t alloc;
};

/* On an unborn branch there are none. */
int pm_mentions_read(struct pm_mentions *out, struct pm_repo *repo,
		     const struct pm_mention_options *options,
		     struct pm_error *err);
/* Who undid each of them, among some claims. For who reads mentions of another
 * kind. */
int pm_mentions_find_undone(struct pm_mentions *mentions,
			    const struct pm_claims *claims,
			    struct pm_error *err);
/* Read the commit of number `nr`, and of as many behind it as one process
 * tells at once. */
int pm_mentions_load(struct pm_mentions *mentions, size_t nr,
		     struct pm_error *err);
/* Mark those that claim to work on a record but changed nothing outside of the
 * root: they kept the books, and what they did stands in the history. Empty
 * commits and merges are none. */
int pm_mentions_mark_clerical(struct pm_mentions *mentions,
			      struct pm_error *err);
void pm_mentions_release(struct pm_mentions *mentions);

/*
 * The history with the commits that only name a record, by date. An event
 * that did something to a record does not also tell that it works on it.
 * `mentions` were read with the revision, id and filters of `options`.
 */
int pm_history_tell(struct pm_repo *repo, const struct pm_policy *policy,
		    const struct pm_history_options *options,
		    struct pm_mentions *mentions, pm_history_fn *fn,
		    void *payload, struct pm_error *err);

#endif
