/* SPDX-License-Identifier: MIT */
#ifndef PM_GRAPH_H
#define PM_GRAPH_H

#include <stddef.h>
#include <stdint.h>

#include "base/alloc.h"
#include "base/error.h"
#include "git/claims.h"
#include "git/listing.h"
#include "git/repo.h"

/* Commits with their parents, as git tells them, newest first. */
enum pm_graph_kind {
	/*
	 * Only commits that differ from all their parents below one path, with
	 * what they changed there. The parents are the nearest such commits.
	 * That is git's default simplification with rewritten parents, and a
	 * property of each commit: it does not depend on where the reading
	 * began. As fast as `git log --raw -- PATH`.
	 */
	PM_GRAPH_SIMPLIFIED,
	/* Every commit reachable from the tip and from none of those that are
	 * known, with its real parents and with all that its message claims,
	 * but without differences: as fast as `git log`. */
	PM_GRAPH_WHOLE,
	/* Of the whole those with one parent, or none, that differ from it
	 * below the path, and how. Merges may be among them. */
	PM_GRAPH_CHANGING,
};

/* A merge comes without differences: ask a struct pm_differ. (git has an
 * option that tells them, but it turns simplification off.) */

/* A commit against one parent. */
struct pm_side {
	const char *parent; /* full hex; NULL: against nothing */
	const struct pm_delta *delta; /* no renames */
	size_t deltas;
};

struct pm_graph_commit {
	const char *id; /* full hex */
	int64_t commit_time, author_time; /* seconds since 1970; 0: broken */
	struct pm_side *side; /* its parents; a root has one, nothing */
	size_t sides;
	const struct pm_claim *claim; /* whole: what the message claims */
	size_t claims;
};

struct pm_graph_options {
	const char *tip;  /* full hex */
	enum pm_graph_kind kind;
	const char *path; /* literal; "" is everything; not of the whole */
	const char *const *known; /* full hex, NULL-terminated; one that is no
				   * longer there is left out; not when
				   * simplified */
	bool reads_all; /* mostly: git may keep back what it has to tell until
			 * it is some kilobytes */
};

struct pm_graph;
int pm_graph_open(struct pm_graph **out, struct pm_repo *repo,
		  const struct pm_graph_options *options,
		  struct pm_error *err);
/* 1 and the next commit (in the arena), 0 at the end, or a negative code. At
 * the end git may still be about to fail: pm_graph_close() knows. */
int pm_graph_next(struct pm_graph_commit *out, struct pm_graph *graph,
		  struct pm_arena *arena, struct pm_error *err);
/* Negative when git had told all that it could, and failed then. Closing
 * before the end is fine. */
int pm_graph_close(struct pm_graph *graph, struct pm_error *err);

/* Differences of a commit against any one of its parents (NULL: against
 * nothing), each when it is asked for; one `git diff-tree` for all. */
struct pm_differ {
	struct pm_repo *repo; /* borrowed */
	const char *path;     /* borrowed */
	const char *also;     /* another path, or NULL; borrowed */
	struct pm_stream *stream;
};

int pm_differ_ask(struct pm_side *out, struct pm_differ *differ,
		  struct pm_arena *arena, const char *commit,
		  const char *parent, struct pm_error *err);
void pm_differ_release(struct pm_differ *differ);

#endif
