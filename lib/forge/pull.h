/* SPDX-License-Identifier: MIT */
#ifndef PM_PULL_H
#define PM_PULL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/alloc.h"
#include "base/error.h"
#include "git/forge.h"
#include "model/policy.h"

/*
 * A pull request (GitLab: merge request) as its forge tells of it: who opened
 * it, who approved which commit, who asked for changes. It is read from the
 * answers of gh, glab and the REST APIs, which somebody saved; nothing here
 * asks a forge.
 *
 * An approval lets a promise pass, so that nothing may look like one by
 * accident: an answer that is an error, a web page, cut off, one page of
 * several, of another pull request, or holds a word that is not known, fails
 * as a whole.
 */

/* An account. */
struct pm_login {
	const char *name; /* as written there; NULL: it is gone. Case does not
			   * count: no forge has two that differ by it */
	const char *id;	  /* its number, which stays when the name changes, or
			   * NULL when the answer does not tell */
	const char *full_name; /* or NULL */
	bool is_bot; /* or anything else that is no person */
};

enum pm_review_state {
	PM_REVIEW_APPROVED,
	PM_REVIEW_COMMENTED,
	PM_REVIEW_CHANGES,   /* asks for changes */
	PM_REVIEW_DISMISSED, /* whatever it was: as if it had never been */
	PM_REVIEW_STATES,
};

/* Microseconds since 1970-01-01T00:00:00Z. */
#define PM_MOMENT_UNKNOWN INT64_MIN
#define PM_MOMENT_NOW INT64_MAX /* stands as long as the answer says so */

struct pm_pull_review {
	struct pm_login by;
	enum pm_review_state state;
	const char *commit; /* what was seen, a full id; NULL: not told */
	int64_t at;
	const char *id;	  /* of the review, or NULL */
	const char *file; /* where it stands */
	uint64_t order;	  /* among those of one moment */
};

/* What a merge request was, from a push on. */
struct pm_pull_version {
	const char *commit;
	int64_t at;
};

enum pm_pull_state {
	PM_PULL_UNTOLD,
	PM_PULL_OPEN,
	PM_PULL_CLOSED,
	PM_PULL_MERGED,
};

/* Every pointer may be NULL where no answer tells it; all live in the arena. */
struct pm_pull {
	enum pm_forge_kind forge;
	const char *host;   /* "github.com", without a port */
	const char *page;   /* the project's: "https://github.com/acme/shop" */
	const char *number; /* GitLab's iid */
	enum pm_pull_state state;
	bool is_fork; /* from another repository, as far as is told */
	struct pm_login author;
	const char *head; /* the newest commit */
	const char *base; /* the branch that it is for */
	bool resets_on_push; /* a push takes approvals back, by a setting */
	struct pm_pull_review *review; /* oldest first */
	size_t reviews;
	struct pm_pull_version *version; /* GitLab's, oldest first */
	size_t versions;
};

/* A saved answer; borrowed. */
struct pm_answer {
	const char *name; /* for messages */
	const char *text;
	size_t len;
};

/*
 * Read the answers about one pull request, in any order; each may hold several
 * documents, as "gh api --paginate" prints them. What they are is seen by
 * their shape:
 *
 *   GitHub  gh pr view --json ...,reviews; pulls/N and pulls/N/reviews, also
 *	     with --slurp; GraphQL's data.repository.pullRequest
 *   GitLab  glab mr view -F json; merge_requests/N and its /approvals,
 *	     /approval_state, /versions, /reviewers, /notes; the project's
 *	     /approvals or /merge_request_approval_setting
 *   Gitea, Forgejo  pulls/N and pulls/N/reviews
 *
 * PM_EINVALID names the file and the command that asks for what is wrong or
 * missing. Limits: PM_MAX_ANSWER, PM_MAX_ANSWER_DEPTH, PM_MAX_REVIEWS.
 */
int pm_pull_read(struct pm_pull *out, struct pm_arena *arena,
		 const struct pm_answer *answers, size_t nr,
		 struct pm_error *err);

/* The same of files; "-" is standard input, which is read to its end. What
 * cannot be read is PM_ERROR. */
int pm_pull_load(struct pm_pull *out, struct pm_arena *arena,
		 const char *const *paths, size_t nr, struct pm_error *err);

enum pm_consent_is {
	PM_CONSENT_NONE,
	PM_CONSENT_GIVEN,   /* at each of `commit` */
	PM_CONSENT_UNCLEAR, /* approved, but no answer tells what was seen */
};

struct pm_consent {
	enum pm_consent_is is;
	/* What was approved and still stands, newest first: any of these that
	 * can be read will do, for what stands in it. */
	const char **commit;
	size_t commits;
	const struct pm_pull_review *review; /* the newest that decided, or NULL */
	const char *why; /* unless given, behind a person's name: "has not
			  * approved"; with what to do where something helps */
};

/*
 * Whether a person, named as in a record, approves. Their approvals stand but
 * for those that were dismissed, or that they followed by a request for changes
 * which was not dismissed itself; a comment changes nothing. Who opened the
 * pull request may approve where their forge lets them. Memory is the arena's.
 */
void pm_pull_consent(struct pm_consent *out, struct pm_arena *arena,
		     const struct pm_pull *pull, const struct pm_policy *policy,
		     const char *person);

#endif
