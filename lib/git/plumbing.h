/* SPDX-License-Identifier: MIT */
#ifndef PM_PLUMBING_H
#define PM_PLUMBING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/strlist.h"
#include "git/repo.h"

/*
 * How lib/git asks git. Children run where we run, since GIT_DIR and others
 * may be relative to that; paths are given from the top by pathspec magic,
 * because GIT_LITERAL_PATHSPECS knows no top and would reach the hooks of a
 * commit.
 */

/* For a child that reads: takes no lock, and no pathspec setting of the
 * caller's changes what a path means. NULL-terminated. */
extern const char *const pm_git_env[];
/* And of who reads all that `git log` prints: it need not write each commit
 * out by itself, which wakes us each time and took a twentieth of a long
 * log. */
extern const char *const pm_git_env_for_all[];
/* The same for `git diff-tree`, which reads the index first and has no use for
 * it: 5 ms of the 8 that it takes with 50,000 files. One that is not there is
 * read at once. */
void pm_git_env_for_trees(struct pm_strlist *env, const struct pm_repo *repo);

/*
 * Add git's words for "only these, literally, from the top". None, or an
 * empty path, is everything. More than PM_PATHS_MAX would not fit a command
 * line: then it is their common parent, and what git tells has to go through
 * a struct pm_path_set.
 */
void pm_git_paths(struct pm_strlist *argv, const char *const *path, size_t nr);

/*
 * One path, literally. git uses no changed-path filters for one "from the
 * top", and needs three times as long then; so it is given from where we
 * stand. In a hook that is not always where the user does.
 */
void pm_git_path_here(struct pm_strlist *argv, const struct pm_repo *repo,
		      const char *path);

/* Whether a path is, or lies below, one of some. */
struct pm_path_set {
	struct pm_strlist sorted; /* empty: it holds everything */
	struct pm_buf parent;	  /* storage for asking */
};
/* Holds everything unless there are more than PM_PATHS_MAX. */
void pm_path_set_init(struct pm_path_set *set, const char *const *path,
		      size_t nr);
bool pm_path_set_has(struct pm_path_set *set, const char *path);
void pm_path_set_release(struct pm_path_set *set);

/* Run a reading git to its end; a failure has git's words. */
int pm_git(const struct pm_strlist *argv, struct pm_buf *out,
	   struct pm_error *err);

/* Cut the next NUL-terminated field off [*p, end); NULL when there is none
 * or its NUL is missing. */
char *pm_git_field(char **p, const char *end);

/* git's raw date, "<seconds> <+hhmm>"; a broken one is 0. A zone that is a day
 * or more from UTC, which git passes on, is UTC. */
struct pm_time pm_git_time(const char *s);
/* As git prints it alone; what git would show no date for is 0, too. */
int64_t pm_git_seconds(const char *s);

/* A whole id of either hash, in lower case. */
bool pm_is_oid(const char *s);
/* An octal mode up to a blank, made one of enum pm_mode; *end is set behind
 * it. 0 for what is not a mode, and for git's 000000. */
unsigned pm_git_mode(const char *s, char **end);

/*
 * git takes an index that is not there for an empty one, and so a hook that
 * looks at the wrong place would see nothing to refuse. A failure when
 * GIT_INDEX_FILE names nothing though there is a commit.
 */
int pm_git_check_index(struct pm_repo *repo, struct pm_error *err);

#endif
