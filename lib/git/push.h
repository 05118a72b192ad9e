/* SPDX-License-Identifier: MIT */
#ifndef PM_PUSH_H
#define PM_PUSH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/strlist.h"
#include "git/repo.h"

/*
 * What git tells the hooks of a push, and which of the commits in it are new
 * to the branches that are there. A commit that is only in the object
 * database, or under a tag, is new to them: only what a branch has was
 * judged.
 *
 * In pre-receive the objects lie in a quarantine, which git finds through its
 * environment and deletes when the push is refused. So nothing here, and
 * nothing that is called for a push, keeps anything of it.
 */

struct pm_ref_update {
	const char *ref;  /* its full name where it is pushed to */
	const char *from; /* full id of what it names there, or NULL */
	const char *to;	  /* what it shall name; NULL: it is deleted */
};

struct pm_ref_updates {
	struct pm_arena arena;
	struct pm_ref_update *item;
	size_t nr;
	size_t alloc;
};

enum pm_push_side {
	PM_PUSH_RECEIVES, /* pre-receive: "<old> <new> <ref>" */
	PM_PUSH_SENDS,	  /* pre-push: "<local> <new> <ref> <old>" */
};

/*
 * Take apart what a hook reads on its standard input, in a repository whose
 * ids have `id_len` digits. PM_EINVALID for a line that is none of git's: it
 * must not be taken for nothing to judge. Empty lines, and how a line ends, are
 * of whoever hands it on: JGit ends the last one without a newline.
 */
int pm_ref_updates_parse(struct pm_ref_updates *out, const char *text,
			 size_t len, enum pm_push_side side, size_t id_len,
			 struct pm_error *err);
/* One of them; a zero id is NULL. */
int pm_ref_updates_add(struct pm_ref_updates *out, const char *ref,
		       const char *from, const char *to, size_t id_len,
		       struct pm_error *err);
void pm_ref_updates_release(struct pm_ref_updates *updates);

/* Which of some refs of this repository only stand for another one, as in
 * "git symbolic-ref": each, followed by the one that is written to when
 * somebody pushes to it. */
int pm_push_aliases(struct pm_strlist *out, const struct pm_strlist *refs,
		    struct pm_error *err);

/*
 * Which refs count as there: patterns as in pm_policy.push.ref, or full ids.
 * The words for `git rev-list` that stand for them behind a "--not".
 */
void pm_push_known_refs(struct pm_strlist *out, const char *const *pattern,
			size_t nr);

/*
 * Where the new commits of `tip` begin: the commits that are known and have
 * a child that is not, without those that another one leads to. *fresh says
 * whether there are new commits at all; without a base they go back to a
 * root.
 */
int pm_push_bases(struct pm_strlist *out, bool *fresh, const char *tip,
		  const struct pm_strlist *known, struct pm_error *err);

/* A new commit that may have touched one of some paths. */
struct pm_push_commit {
	const char *id;
	const char *const *parent; /* NULL-terminated */
};

struct pm_push_commits {
	struct pm_arena arena;
	struct pm_push_commit *item; /* the oldest first */
	size_t nr;
	size_t alloc;
};

/* Of all that are new, those that differ at `path` (nr literal ones; 0: all
 * of them). More than `most` is PM_EINVALID. */
int pm_push_commits_find(struct pm_push_commits *out, const char *tip,
			 const struct pm_strlist *known,
			 const char *const *path, size_t nr, size_t most,
			 struct pm_error *err);
/* One more, from "<id> <parent>...". */
void pm_push_commits_add(struct pm_push_commits *out, const char *line);
void pm_push_commits_release(struct pm_push_commits *commits);

/* All merge bases of two commits. */
int pm_push_parting(struct pm_strlist *out, const char *commit,
		    const char *branch, struct pm_error *err);
/* Those of the merge bases of two commits that `seen` does not lead to: what
 * came into `commit` from `branch` since. */
int pm_push_brought(struct pm_strlist *out, const char *commit,
		    const char *branch, const char *seen,
		    struct pm_error *err);

/* Whether there is such a commit here. Nothing is fetched to find out. */
int pm_push_has_commit(bool *out, const char *id, struct pm_error *err);

#endif
