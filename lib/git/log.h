/* SPDX-License-Identifier: MIT */
#ifndef PM_LOG_H
#define PM_LOG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/error.h"
#include "git/listing.h"
#include "git/repo.h"

/*
 * The commit log as git tells it, newest first: one `git log --raw` process,
 * read as it comes. git's history simplification and changed-path filters
 * decide which commits are worth telling; mailmap is applied.
 */
#define PM_REASON_TRAILER "Postmortem-Reason"
#define PM_LOG_COMMITS 500 /* what certainly fits a command line */

struct pm_commit_info {
	const char *id;	      /* full hex */
	const char *abbrev;
	const char *author_name, *author_email;
	struct pm_time author_time; /* commit_time where git reads none */
	struct pm_time commit_time;
	const char *subject;  /* first paragraph, on one line */
	const char *body;     /* the rest of the message, trailers included */
	const char *reason;   /* what its trailers of that name say, or NULL */
	size_t parents;
	const struct pm_delta *delta; /* against the first parent; a merge is
				       * listed only if it differs from all
				       * its parents (combined diff) */
	size_t deltas;
};

struct pm_log_options {
	const char *revision;  /* range or tip; NULL: HEAD */
	const char *const *path; /* literal paths; NULL-terminated */
	const char *since, *until, *author; /* as git log takes them, or NULL */
	const char *const *commits; /* NULL-terminated full ids: these alone, in
				     * this order, without their deltas; but
				     * for the line above the rest is not
				     * looked at. At most PM_LOG_COMMITS */
	bool full_history;     /* do not simplify merges away */
	bool all_refs;
	bool whole_commits;    /* tell all that a commit changed, not only what
				* `path` names */
	bool first_parent;     /* only what came to this line, a merge as what
				* it brought in */
};

struct pm_log;
int pm_log_open(struct pm_log **out, struct pm_repo *repo,
		const struct pm_log_options *options, struct pm_error *err);
/* 1 and the next commit (its strings live in the arena), 0 at the end, or a
 * negative code. */
int pm_log_next(struct pm_commit_info *out, struct pm_log *log,
		struct pm_arena *arena, struct pm_error *err);
/* Closing before the end is fine. */
void pm_log_close(struct pm_log *log);

/* Keep a commit beyond the arena that it was read into. Its list of changed
 * files is not kept. */
const struct pm_commit_info *
pm_commit_keep(struct pm_arena *arena, const struct pm_commit_info *commit);

/* Whether a shallow clone ends at a commit: then it looks as if it had added
 * every file. */
int pm_log_is_cut_off(bool *out, const struct pm_repo *repo,
		      const struct pm_commit_info *commit,
		      struct pm_error *err);
/* The same, of its full id alone. */
int pm_log_is_cut_off_at(bool *out, struct pm_repo *repo, const char *commit,
			 struct pm_error *err);

#endif
