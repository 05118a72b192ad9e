/* SPDX-License-Identifier: MIT */
#ifndef PM_FORGE_ANSWER_H
#define PM_FORGE_ANSWER_H

#include <jansson.h>
#include <stdbool.h>

#include "base/buf.h"
#include "forge/pull.h"

/*
 * For this folder: what several answers are made into one pull request with.
 * A value that is missing and one of another type than is documented are
 * nobody's guess: what needs it says so.
 */

/* What two answers about one pull request cannot tell differently. */
enum answer_fact {
	FACT_FORGE,
	FACT_PAGE,	 /* of the project */
	FACT_NUMBER,
	FACT_PROJECT_ID, /* GitLab's numbers */
	FACT_PULL_ID,
	FACT_HEAD,	 /* another one: they were asked at two times */
	FACT_BASE,
	FACT_RESETS,
	FACTS,
};

/* An approval of GitLab, which has no list of reviews. */
struct approval {
	struct pm_login by;
	int64_t at;
	const char *file;
};

struct approvals {
	struct approval *item;
	size_t nr, alloc;
	const char *file; /* of the answer that has them; NULL: none has */
};

struct reader {
	struct pm_pull *pull;
	struct pm_arena *arena;
	struct pm_error *err;
	const char *file; /* that is read now */
	struct {
		const char *value, *file;
	} fact[FACTS];
	size_t review_alloc, version_alloc;
	/* Of reviews: whether there are any, whether the end of their list was
	 * seen, a page with others behind it, how many were read and how many
	 * there are. */
	bool has_reviews, has_end;
	const char *page;
	size_t seen, total;
	/* GitLab's: of /approvals, of the rules, and system notes of when. */
	struct approvals approvals, by_rule, notes;
};

/* --- answer.c --- */
json_t *answer_get(const json_t *object, const char *key);
/* NULL unless it is a text that says something. */
const char *answer_text(const json_t *object, const char *key);
/* A number as text, or a text; NULL unless it is either. */
const char *answer_number(struct reader *reader, const json_t *object,
			  const char *key);
bool answer_is_true(const json_t *object, const char *key);
/* A time of RFC 3339; PM_MOMENT_UNKNOWN unless it is one. */
int64_t answer_moment(const json_t *object, const char *key);
/* A full commit id, in small letters; *out is NULL where there is none. */
int answer_commit(struct reader *reader, const char **out,
		  const json_t *object, const char *key);
/* GitHub's, GitLab's and Gitea's; null is an account that is gone. */
void answer_login(struct reader *reader, struct pm_login *out,
		  const json_t *user);

/* Take in a fact; a second answer must tell the same. NULL tells nothing. */
int answer_tell(struct reader *reader, enum answer_fact fact,
		const char *value);
int answer_tell_forge(struct reader *reader, enum pm_forge_kind kind);
/* The page of a project and the number, from an address on it. */
int answer_tell_address(struct reader *reader, const char *address);
/* Of a word of state, whatever its case. */
int answer_tell_state(struct reader *reader, const char *word);

/* Fail: the file, what is wrong, and "; ask for it with ..." the command for
 * `kind`; PM_FORGE_NONE: each. */
int answer_fail(struct reader *reader, enum pm_forge_kind kind,
		const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* Append the command that asks a forge for what is needed. */
void answer_ask(struct pm_buf *out, const struct pm_pull *pull,
		enum pm_forge_kind kind);
/* Text of others, for a message: safe and short. */
const char *answer_quote(struct reader *reader, const char *text);

/* --- review.c: GitHub and Gitea --- */
bool review_is_list(const json_t *first);
/* `is_whole`: there is no further page. */
int review_read_list(struct reader *reader, const json_t *list, bool is_whole);
/* An object of gh, of GraphQL, or of either REST API. */
int review_read_pull(struct reader *reader, const json_t *pull);
int review_finish(struct reader *reader);

/* --- gitlab.c --- */
/* False: it is none of GitLab's; *code is what became of it. */
bool gitlab_read_list(struct reader *reader, const json_t *list, int *code);
bool gitlab_read_object(struct reader *reader, const json_t *object,
			int *code);
int gitlab_finish(struct reader *reader);

/* Room for one more review. */
int answer_add_review(struct reader *reader, struct pm_pull_review **out);
/* For qsort: oldest first, the same whatever the order of the answers. */
int answer_review_order(const void *a, const void *b);

#endif
