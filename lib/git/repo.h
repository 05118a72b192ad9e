/* SPDX-License-Identifier: MIT */
#ifndef PM_REPO_H
#define PM_REPO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/error.h"
#include "base/strlist.h"
#include "base/watch.h"

/*
 * The repository that the current directory belongs to, as git sees it: git
 * decides discovery, safe.directory, GIT_DIR and friends, and configuration.
 * When git refuses, its own words are the error.
 */
struct pm_objects;
struct pm_stream;

struct pm_repo {
	char *git_dir;	  /* absolute */
	char *common_dir; /* absolute; differs in a linked worktree */
	char *top;	  /* absolute work tree, NULL in a bare repository
			   * and when we stand in the git directory */
	char *prefix;	  /* "" or "sub/dir/": where we stand below top */
	char *hooks_dir;  /* absolute; honours core.hooksPath */
	char *hash;	  /* "sha1" or "sha256" */
	bool is_shallow;
	bool is_bare;
	int top_fd;	  /* the work tree, for openat(); -1 when bare */
	struct pm_strlist config; /* "key\nvalue" of what we may ask for */
	bool config_read;
	struct pm_stream *config_ahead; /* git config, still to be read */
	size_t abbrev_len; /* of git's abbreviations; 0: not asked yet */
	struct pm_strlist commits; /* ids that git said are commits */
	struct pm_objects *objects; /* opened when first needed */
	const struct pm_watch *watch; /* who hears of long work; may be NULL */
	void *kept; /* what a higher layer keeps for as long as this lives, */
	void (*release_kept)(void *kept); /* and how it is let go */
};

/*
 * Open it. Relative paths given by a user count from repo->prefix. Within a
 * hook git has set GIT_PREFIX and GIT_INDEX_FILE: both are honoured, and a
 * relative GIT_INDEX_FILE counts from the top. PM_ENOTFOUND outside of a
 * repository, with git's message.
 */
int pm_repo_open(struct pm_repo *repo, struct pm_error *err);
void pm_repo_release(struct pm_repo *repo);

/*
 * The last value of a configuration key (lower case: "postmortem.user",
 * "user.email", "color.ui"), NULL when it is not set. Reads git's
 * configuration once, sections postmortem, user, color, core, commit, pager,
 * extensions, remote, branch, init, receive, mailmap and i18n.
 * A key without a value is "true". Borrowed.
 */
const char *pm_repo_config(struct pm_repo *repo, const char *key);
/* git's booleans: true yes on 1 ..., false no off 0; otherwise `fallback`. */
bool pm_repo_config_bool(struct pm_repo *repo, const char *key, bool fallback);

/* The commit that a revision names, full hex. PM_ENOTFOUND with git's words.
 * Never takes an option for a revision. */
int pm_repo_resolve(struct pm_repo *repo, const char *revision, char **out,
		    struct pm_error *err);
/*
 * The commit at which HEAD's branch stood at the end of a day in UTC: along
 * first parents, so that what was merged later was not there yet.
 * PM_ENOTFOUND when the branch had not begun.
 */
int pm_repo_resolve_day(struct pm_repo *repo, pm_date day, char **out,
			struct pm_error *err);
/* HEAD's commit; *out is NULL while the branch is unborn. */
int pm_repo_head(struct pm_repo *repo, char **out, struct pm_error *err);
/* The id of the empty tree in this repository's hash. */
const char *pm_repo_empty_tree(const struct pm_repo *repo);
/* "Name <email>" of the author git would record, split. .mailmap is
 * left to who compares it: see model/person.h. */
int pm_repo_author(struct pm_repo *repo, char **name, char **email,
		   struct pm_error *err);

#endif
