/* SPDX-License-Identifier: MIT */
#ifndef PM_GRAPH_H
#define PM_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/alloc.h"
#include "base/error.h"
#include "git/listing.h"
#include "git/repo.h"

/*
 * Commits with their parents and what they changed below one path, as git
 * tells it, newest first. Two readings of one history:
 *
 * - simplified: only commits that differ from all their parents there. The
 *   parents are the nearest such commits. That is git's default
 *   simplification with rewritten parents, and a property of each commit: it
 *   does not depend on where the reading began. As fast as `git log --raw --
 *   PATH`.
 * - whole: every commit reachable from the tip and from none of those that
 *   are known, with its real parents and with what its message claims to
 *   work on.
 *
 * A merge comes without differences: ask a struct pm_differ. (git has an
 * option that tells them, but it turns simplification off.)
 */
#define PM_WORKS_ON_TRAILER "Postmortem-Action"
#define PM_CLOSES_TRAILER "Postmortem-Closes"

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
	const char *works_on, *closes; /* whole: values of the trailers, one
					* on a line, "" when there are none */
};

struct pm_graph_options {
	const char *tip;  /* full hex */
	const char *path; /* literal; "" is everything */
	bool simplified;
	const char *const *known; /* whole: full hex, NULL-terminated; one
				   * that is no longer there is left out */
};

struct pm_graph;
int pm_graph_open(struct pm_graph **out, struct pm_repo *repo,
		  const struct pm_graph_options *options,
		  struct pm_error *err);
/* 1 and the next commit (in the arena), 0 at the end, or a negative code. */
int pm_graph_next(struct pm_graph_commit *out, struct pm_graph *graph,
		  struct pm_arena *arena, struct pm_error *err);
/* Closing before the end is fine. */
void pm_graph_close(struct pm_graph *graph);

/* Differences of a commit against any one of its parents (NULL: against
 * nothing), each when it is asked for; one `git diff-tree` for all. */
struct pm_differ {
	struct pm_repo *repo; /* borrowed */
	const char *path;     /* borrowed */
	struct pm_stream *stream;
};

int pm_differ_ask(struct pm_side *out, struct pm_differ *differ,
		  struct pm_arena *arena, const char *commit,
		  const char *parent, struct pm_error *err);
void pm_differ_release(struct pm_differ *differ);

#endif
