/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "forge/answer.h"

/* Words of GitHub and of Gitea. */
static const struct {
	const char *word;
	enum pm_review_state state; /* PM_REVIEW_STATES: nobody has said it */
} words[] = {
	{ "APPROVED", PM_REVIEW_APPROVED },
	{ "CHANGES_REQUESTED", PM_REVIEW_CHANGES },
	{ "REQUEST_CHANGES", PM_REVIEW_CHANGES },
	{ "COMMENTED", PM_REVIEW_COMMENTED },
	{ "COMMENT", PM_REVIEW_COMMENTED },
	{ "DISMISSED", PM_REVIEW_DISMISSED },
	{ "PENDING", PM_REVIEW_STATES },
	{ "REQUEST_REVIEW", PM_REVIEW_STATES },
};

bool review_is_list(const json_t *first)
{
	return json_is_string(json_object_get(first, "state")) &&
	       !json_object_get(first, "number") &&
	       !json_object_get(first, "iid") &&
	       (json_object_get(first, "user") ||
		json_object_get(first, "author") ||
		json_object_get(first, "team"));
}

static bool is_giteas_address(const json_t *object)
{
	const char *address = answer_text(object, "html_url");

	return address && strstr(address, "/pulls/");
}

static bool is_giteas_review(const json_t *review)
{
	return json_object_get(review, "dismissed") ||
	       json_object_get(review, "official") ||
	       json_object_get(review, "stale") || is_giteas_address(review);
}

static bool is_giteas_pull(const json_t *pull)
{
	const json_t *user = answer_get(pull, "user");

	return json_object_get(pull, "merge_base") ||
	       json_object_get(user, "login_name") || is_giteas_address(pull);
}

/* --- reviews --- */

static bool is_numeric(const char *id)
{
	return !id[strspn(id, "0123456789")];
}

static int read_state(struct reader *reader, enum pm_review_state *out,
		      const json_t *review)
{
	const char *word = json_string_value(json_object_get(review, "state"));
	const json_t *dismissed = answer_get(review, "dismissed");

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strcmp(words[i].word, word))
			continue;
		*out = words[i].state;
		if (dismissed && !json_is_boolean(dismissed))
			break;
		if (json_is_true(dismissed) && *out != PM_REVIEW_STATES)
			*out = PM_REVIEW_DISMISSED;
		return PM_OK;
	}
	return answer_fail(reader, reader->pull->forge,
			   "a review's state is \"%s\", a word that is not known "
			   "here", answer_quote(reader, word));
}

/* Of one list each is as late as the one before, or later. */
static int read_moment(struct reader *reader, int64_t *at, const json_t *review)
{
	const char *key = json_object_get(review, "submittedAt") ?
				  "submittedAt" :
				  "submitted_at";
	int64_t told = answer_moment(review, key);

	if (answer_get(review, key) && told == PM_MOMENT_UNKNOWN)
		return answer_fail(reader, reader->pull->forge,
				   "\"%s\" of a review is no time", key);
	if (told != PM_MOMENT_UNKNOWN)
		*at = told;
	return PM_OK;
}

static int fill(struct reader *reader, struct pm_pull_review *out,
		const json_t *review)
{
	const json_t *commit = answer_get(review, "commit");
	const char *id = answer_number(reader, review, "databaseId");
	const json_t *user = json_object_get(review, "user");

	answer_login(reader, &out->by,
		     user ? user : json_object_get(review, "author"));
	id = id ? id : answer_number(reader, review, "id");
	if (id)
		out->id = pm_arena_strdup(reader->arena, id);
	return answer_commit(reader, &out->commit, commit ? commit : review,
			     commit ? "oid" : "commit_id");
}

static int read_review(struct reader *reader, const json_t *review,
		       size_t place, int64_t *at)
{
	enum pm_review_state state = PM_REVIEW_STATES;
	struct pm_pull_review *out;
	int code;

	if (!review_is_list(review))
		return answer_fail(reader, reader->pull->forge,
				   "number %zu of the reviews is none",
				   place + 1);
	reader->seen++;
	code = read_state(reader, &state, review);
	if (code >= 0)
		code = read_moment(reader, at, review);
	if (code >= 0)
		code = answer_tell_address(reader,
					   answer_text(review, "html_url"));
	if (code >= 0)
		code = answer_tell_address(
			reader, answer_text(review, "pull_request_url"));
	if (code < 0 || state == PM_REVIEW_STATES)
		return code;
	code = answer_add_review(reader, &out);
	if (code < 0)
		return code;
	out->state = state;
	out->at = *at;
	code = fill(reader, out, review);
	/* Numbers grow from page to page, places do not. */
	out->order = out->id && is_numeric(out->id) ?
			     strtoull(out->id, NULL, 10) :
			     place;
	return code;
}

static int read_reviews(struct reader *reader, const json_t *list)
{
	int64_t at = PM_MOMENT_UNKNOWN;
	const json_t *one;
	int code = PM_OK;
	size_t i;

	reader->has_reviews = true;
	json_array_foreach(list, i, one) {
		code = read_review(reader, one, i, &at);
		if (code < 0)
			return code;
	}
	return code;
}

/* As many as a page holds when nobody says, or at most: there may be another
 * page behind it, and nothing in it says so. */
static bool is_full(size_t nr)
{
	return nr == 30 || nr == 50 || nr == 100;
}

int review_read_list(struct reader *reader, const json_t *list, bool is_whole)
{
	bool is_giteas = false;
	const json_t *one;
	int code;
	size_t i;

	json_array_foreach(list, i, one)
		is_giteas |= is_giteas_review(one);
	code = answer_tell_forge(reader, is_giteas ? PM_FORGE_GITEA :
						     PM_FORGE_GITHUB);
	if (code < 0)
		return code;
	if (!is_whole && is_full(json_array_size(list)))
		reader->page = reader->file;
	else
		reader->has_end = true;
	return read_reviews(reader, list);
}

/* {"nodes": [...], "pageInfo": {"hasNextPage": ...}, "totalCount": ...} */
static int read_connection(struct reader *reader, const json_t *reviews)
{
	const json_t *total = answer_get(reviews, "totalCount");
	const json_t *next = answer_get(answer_get(reviews, "pageInfo"),
					"hasNextPage");
	const json_t *nodes = answer_get(reviews, "nodes");

	if (!json_is_array(nodes) ||
	    (!json_is_boolean(next) && !json_is_integer(total)))
		return answer_fail(reader, PM_FORGE_GITHUB,
				   "\"reviews\" needs nodes, and pageInfo "
				   "{hasNextPage} or totalCount");
	if (json_is_integer(total) && json_integer_value(total) > 0 &&
	    (size_t)json_integer_value(total) > reader->total)
		reader->total = (size_t)json_integer_value(total);
	if (json_is_true(next))
		reader->page = reader->file;
	else
		reader->has_end = true;
	return read_reviews(reader, nodes);
}

/* --- the pull request --- */

static bool is_from_fork(const json_t *pull)
{
	const json_t *head = answer_get(pull, "head");
	const json_t *from = answer_get(answer_get(head, "repo"), "id");
	const json_t *to = answer_get(
		answer_get(answer_get(pull, "base"), "repo"), "id");

	return answer_is_true(pull, "isCrossRepository") ||
	       (head && to && (!from || !json_equal(from, to)));
}

static int read_facts(struct reader *reader, const json_t *pull)
{
	const char *address = answer_text(pull, "html_url");
	const json_t *head = answer_get(pull, "head");
	const char *base = answer_text(pull, "baseRefName"), *commit;
	int code;

	code = answer_tell(reader, FACT_NUMBER,
			   answer_number(reader, pull, "number"));
	if (code >= 0)
		code = answer_tell_address(
			reader, address ? address : answer_text(pull, "url"));
	if (code >= 0)
		code = answer_tell_state(reader, answer_text(pull, "state"));
	if (code >= 0)
		code = answer_commit(reader, &commit, head ? head : pull,
				     head ? "sha" : "headRefOid");
	if (code >= 0)
		code = answer_tell(reader, FACT_HEAD, commit);
	if (code >= 0)
		code = answer_tell(reader, FACT_BASE,
				   base ? base :
					  answer_text(answer_get(pull, "base"),
						      "ref"));
	return code;
}

int review_read_pull(struct reader *reader, const json_t *pull)
{
	const json_t *reviews = answer_get(pull, "reviews");
	const json_t *author = answer_get(pull, "author");
	int code;

	code = answer_tell_forge(reader, !reviews && is_giteas_pull(pull) ?
						 PM_FORGE_GITEA :
						 PM_FORGE_GITHUB);
	if (code >= 0)
		code = read_facts(reader, pull);
	if (code < 0)
		return code;
	author = author ? author : answer_get(pull, "user");
	if (author)
		answer_login(reader, &reader->pull->author, author);
	reader->pull->is_fork |= is_from_fork(pull);
	if (answer_is_true(pull, "merged") || answer_get(pull, "merged_at") ||
	    answer_get(pull, "mergedAt"))
		reader->pull->state = PM_PULL_MERGED;
	if (json_is_object(reviews))
		return read_connection(reader, reviews);
	if (reviews && !json_is_array(reviews))
		return answer_fail(reader, PM_FORGE_GITHUB,
				   "\"reviews\" is no list");
	/* gh follows the pages itself. */
	reader->has_end |= reviews != NULL;
	return reviews ? read_reviews(reader, reviews) : PM_OK;
}

/* --- the end --- */

/* One review in two answers: gh and GraphQL have other ids than REST. */
static bool is_same(const struct pm_pull_review *a,
		    const struct pm_pull_review *b)
{
	if (!a->by.name || !b->by.name || strcasecmp(a->by.name, b->by.name))
		return false;
	if (a->id && b->id && is_numeric(a->id) == is_numeric(b->id))
		return !strcmp(a->id, b->id);
	return a->id || b->id || strcmp(a->file, b->file);
}

static bool is_other(const char *a, const char *b)
{
	return a && b && strcmp(a, b);
}

/* The same in all, or they were asked at two times. */
static int join(struct reader *reader, struct pm_pull_review *kept,
		const struct pm_pull_review *other)
{
	if (kept->state != other->state ||
	    is_other(kept->commit, other->commit))
		return pm_fail(reader->err, PM_EINVALID,
			       "%s: a review of @%s is another than in %s; the "
			       "answers are of two times: ask for all of them "
			       "again", other->file,
			       answer_quote(reader, kept->by.name),
			       kept->file);
	kept->by.is_bot |= other->by.is_bot;
	kept->by.id = kept->by.id ? kept->by.id : other->by.id;
	kept->commit = kept->commit ? kept->commit : other->commit;
	return PM_OK;
}

static int join_same(struct reader *reader)
{
	struct pm_pull_review *review = reader->pull->review;
	size_t nr = 0, at;
	int code = PM_OK;

	for (size_t i = 0; i < reader->pull->reviews && code >= 0; i++) {
		for (at = nr; at && review[at - 1].at == review[i].at; at--)
			if (is_same(&review[at - 1], &review[i]))
				break;
		if (at && review[at - 1].at == review[i].at)
			code = join(reader, &review[at - 1], &review[i]);
		else
			review[nr++] = review[i];
	}
	reader->pull->reviews = nr;
	return code;
}

int review_finish(struct reader *reader)
{
	struct pm_pull *pull = reader->pull;

	if (!reader->has_reviews)
		return answer_fail(reader, pull->forge,
				   "no answer has the reviews");
	if (!reader->has_end || reader->seen < reader->total) {
		reader->file = reader->page ? reader->page : reader->file;
		return answer_fail(reader, pull->forge,
				   "is a full page of reviews, and the one "
				   "behind it is missing");
	}
	if (pull->reviews)
		qsort(pull->review, pull->reviews, sizeof(*pull->review),
		      answer_review_order);
	return join_same(reader);
}
