/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "forge/answer.h"

/*
 * GitLab keeps no reviews, but who approves now and, in newer versions, since
 * when. What was seen then follows from the versions of the merge request.
 */

/* --- approvals --- */

static struct approval *find(const struct approvals *list,
			     const struct pm_login *by)
{
	for (size_t i = 0; by->name && i < list->nr; i++) {
		if (list->item[i].by.name &&
		    !strcasecmp(list->item[i].by.name, by->name))
			return &list->item[i];
	}
	return NULL;
}

/* One entry a person, of the latest moment. */
static int add(struct reader *reader, struct approvals *list,
	       const json_t *user, int64_t at)
{
	struct approval one = { .at = at, .file = reader->file }, *there;
	size_t old = list->alloc * sizeof(*list->item);

	answer_login(reader, &one.by, user);
	there = find(list, &one.by);
	if (there && at > there->at)
		there->at = at;
	if (there)
		return PM_OK;
	if (list->nr >= PM_MAX_REVIEWS)
		return pm_fail(reader->err, PM_EINVALID,
			       "%s: there are more than %u approvals",
			       reader->file, PM_MAX_REVIEWS);
	if (list->nr >= list->alloc) {
		list->alloc = 2 * list->alloc + 16;
		list->item = pm_arena_realloc(reader->arena, list->item, old,
					      list->alloc *
						      sizeof(*list->item));
	}
	list->item[list->nr++] = one;
	return PM_OK;
}

/* Of /approvals {"user": {...}, "approved_at"}, of rules the user itself. */
static int add_all(struct reader *reader, struct approvals *list,
		   const json_t *approved_by)
{
	const json_t *one, *user;
	int code = PM_OK;
	size_t i;

	if (!json_is_array(approved_by))
		return answer_fail(reader, PM_FORGE_GITLAB,
				   "\"approved_by\" is no list");
	json_array_foreach(approved_by, i, one) {
		user = answer_get(one, "user") ? answer_get(one, "user") : one;
		if (!answer_text(user, "username"))
			return answer_fail(reader, PM_FORGE_GITLAB,
					   "number %zu of approved_by is no "
					   "user", i + 1);
		if (answer_get(one, "approved_at") &&
		    answer_moment(one, "approved_at") == PM_MOMENT_UNKNOWN)
			return answer_fail(reader, PM_FORGE_GITLAB,
					   "\"approved_at\" is no time");
		code = add(reader, list, user,
			   answer_moment(one, "approved_at"));
		if (code < 0)
			return code;
	}
	return code;
}

static int tell_ids(struct reader *reader, const json_t *object)
{
	int code = answer_tell_forge(reader, PM_FORGE_GITLAB);

	if (code >= 0)
		code = answer_tell(reader, FACT_NUMBER,
				   answer_number(reader, object, "iid"));
	if (code >= 0)
		code = answer_tell(reader, FACT_PULL_ID,
				   answer_number(reader, object, "id"));
	if (code >= 0)
		code = answer_tell(reader, FACT_PROJECT_ID,
				   answer_number(reader, object, "project_id"));
	if (code >= 0)
		code = answer_tell_state(reader, answer_text(object, "state"));
	return code;
}

/* Asked twice: the same people since the same time, or it was at two times. */
static int join(struct reader *reader, const struct approvals *got)
{
	struct approvals *known = &reader->approvals;
	bool same = got->nr == known->nr;

	for (size_t i = 0; i < got->nr && same; i++) {
		struct approval *there = find(known, &got->item[i].by);
		int64_t at = got->item[i].at;

		if (there && there->at == PM_MOMENT_UNKNOWN)
			there->at = at;
		same = there && (at == PM_MOMENT_UNKNOWN || at == there->at);
	}
	if (same)
		return PM_OK;
	return pm_fail(reader->err, PM_EINVALID,
		       "%s: the approvals are others than in %s; the answers "
		       "are of two times: ask for all of them again",
		       reader->file, known->file);
}

static int read_approvals(struct reader *reader, const json_t *object)
{
	struct approvals got = { .file = reader->file };
	int code = tell_ids(reader, object);

	if (code >= 0)
		code = add_all(reader, &got, answer_get(object, "approved_by"));
	if (code < 0 || reader->approvals.file)
		return code < 0 ? code : join(reader, &got);
	reader->approvals = got;
	return code;
}

static int read_rules(struct reader *reader, const json_t *object)
{
	int code = answer_tell_forge(reader, PM_FORGE_GITLAB);
	const json_t *rule, *approved_by;
	size_t i;

	reader->by_rule.file = reader->file;
	json_array_foreach(answer_get(object, "rules"), i, rule) {
		approved_by = answer_get(rule, "approved_by");
		if (code >= 0)
			code = add_all(reader, &reader->by_rule, approved_by);
	}
	return code;
}

/* --- the other answers --- */

static int read_version(struct reader *reader, const json_t *version)
{
	struct pm_pull *pull = reader->pull;
	size_t old = reader->version_alloc * sizeof(*pull->version);
	struct pm_pull_version one = { .at = answer_moment(version,
							   "created_at") };
	int code = answer_commit(reader, &one.commit, version,
				 "head_commit_sha");

	if (code >= 0 && (!one.commit || one.at == PM_MOMENT_UNKNOWN))
		code = answer_fail(reader, PM_FORGE_GITLAB,
				   "a version lacks head_commit_sha or "
				   "created_at");
	if (code >= 0)
		code = answer_tell(reader, FACT_PULL_ID,
				   answer_number(reader, version,
						 "merge_request_id"));
	if (code >= 0 && pull->versions >= PM_MAX_REVIEWS)
		code = pm_fail(reader->err, PM_EINVALID,
			       "%s: there are more than %u versions",
			       reader->file, PM_MAX_REVIEWS);
	if (code < 0)
		return code;
	if (pull->versions >= reader->version_alloc) {
		reader->version_alloc = 2 * reader->version_alloc + 16;
		pull->version = pm_arena_realloc(
			reader->arena, pull->version, old,
			reader->version_alloc * sizeof(*pull->version));
	}
	pull->version[pull->versions++] = one;
	return PM_OK;
}

static int read_note(struct reader *reader, const json_t *note)
{
	const char *of = answer_text(note, "noteable_type");
	const char *body = answer_text(note, "body");
	int code;

	if (of && strcmp(of, "MergeRequest"))
		return answer_fail(reader, PM_FORGE_GITLAB,
				   "is about another thing: %s",
				   answer_quote(reader, of));
	code = answer_tell(reader, FACT_NUMBER,
			   answer_number(reader, note, "noteable_iid"));
	if (code >= 0)
		code = answer_tell(reader, FACT_PULL_ID,
				   answer_number(reader, note, "noteable_id"));
	if (code >= 0)
		code = answer_tell(reader, FACT_PROJECT_ID,
				   answer_number(reader, note, "project_id"));
	if (code < 0 || !answer_is_true(note, "system") || !body ||
	    strcmp(body, "approved this merge request"))
		return code;
	return add(reader, &reader->notes, answer_get(note, "author"),
		   answer_moment(note, "created_at"));
}

static int read_reviewer(struct reader *reader, const json_t *reviewer)
{
	static const char *const words[] = {
		"unreviewed", "reviewed", "review_started", "approved",
		"unapproved", "requested_changes",
	};
	const char *state = answer_text(reviewer, "state");
	struct pm_pull_review *review;
	size_t i;
	int code;

	for (i = 0; i < 6; i++)
		if (state && !strcmp(state, words[i]))
			break;
	if (i == 6)
		return answer_fail(reader, PM_FORGE_GITLAB,
				   "a reviewer's state is \"%s\", a word that is "
				   "not known here",
				   answer_quote(reader, state ? state : ""));
	if (i < 5)
		return PM_OK;
	code = answer_add_review(reader, &review);
	if (code < 0)
		return code;
	answer_login(reader, &review->by, answer_get(reviewer, "user"));
	review->state = PM_REVIEW_CHANGES;
	review->at = PM_MOMENT_NOW;
	return PM_OK;
}

static bool is_version(const json_t *one)
{
	return json_object_get(one, "head_commit_sha");
}

static bool is_note(const json_t *one)
{
	return json_object_get(one, "body") && json_object_get(one, "system");
}

static bool is_reviewer(const json_t *one)
{
	const json_t *user = answer_get(one, "user");

	return json_object_get(one, "state") &&
	       json_object_get(user, "username") &&
	       !json_object_get(user, "login");
}

static const struct {
	bool (*is)(const json_t *one);
	int (*read)(struct reader *reader, const json_t *one);
} lists[] = {
	{ is_version, read_version },
	{ is_note, read_note },
	{ is_reviewer, read_reviewer },
};

bool gitlab_read_list(struct reader *reader, const json_t *list, int *code)
{
	const json_t *one;
	size_t k = 0, i;

	while (k < 3 && !lists[k].is(json_array_get(list, 0)))
		k++;
	if (k == 3)
		return false;
	*code = answer_tell_forge(reader, PM_FORGE_GITLAB);
	json_array_foreach(list, i, one) {
		if (*code >= 0)
			*code = lists[k].is(one) ?
					lists[k].read(reader, one) :
					answer_fail(reader, PM_FORGE_GITLAB,
						    "number %zu of the list is "
						    "another thing", i + 1);
	}
	return true;
}

static int read_merge_request(struct reader *reader, const json_t *object)
{
	const json_t *author = answer_get(object, "author");
	const json_t *from = answer_get(object, "source_project_id");
	const json_t *to = answer_get(object, "target_project_id");
	const json_t *notes = answer_get(object, "Notes");
	const char *head;
	int code = tell_ids(reader, object);

	if (code >= 0)
		code = answer_tell_address(reader,
					   answer_text(object, "web_url"));
	if (code >= 0)
		code = answer_commit(reader, &head, object, "sha");
	if (code >= 0)
		code = answer_tell(reader, FACT_HEAD, head);
	if (code >= 0)
		code = answer_tell(reader, FACT_BASE,
				   answer_text(object, "target_branch"));
	if (author)
		answer_login(reader, &reader->pull->author, author);
	if (to && (!from || !json_equal(from, to)))
		reader->pull->is_fork = true;
	/* glab adds them to what the API says. */
	if (code >= 0 && is_note(json_array_get(notes, 0)))
		gitlab_read_list(reader, notes, &code);
	return code;
}

static int read_setting(struct reader *reader, const json_t *resets,
			bool wanted)
{
	int code = answer_tell_forge(reader, PM_FORGE_GITLAB);

	if (code >= 0 && !json_is_boolean(resets))
		code = answer_fail(reader, PM_FORGE_GITLAB,
				   "whether a push resets approvals is neither "
				   "true nor false");
	if (code < 0)
		return code;
	return answer_tell(reader, FACT_RESETS,
			   json_is_true(resets) == wanted ? "yes" : "no");
}

bool gitlab_read_object(struct reader *reader, const json_t *object, int *code)
{
	const json_t *retains = answer_get(object, "retain_approvals_on_push");
	const json_t *rules = answer_get(object, "rules");

	if (json_object_get(object, "approved_by"))
		*code = read_approvals(reader, object);
	else if (json_is_array(rules) &&
		 json_object_get(object, "approval_rules_overwritten"))
		*code = read_rules(reader, object);
	else if (json_object_get(object, "reset_approvals_on_push"))
		*code = read_setting(reader,
				     json_object_get(object,
						     "reset_approvals_on_push"),
				     true);
	else if (json_is_object(retains))
		*code = read_setting(reader, json_object_get(retains, "value"),
				     false);
	else if (json_object_get(object, "iid"))
		*code = read_merge_request(reader, object);
	else
		return false;
	return true;
}

/* --- the end --- */

static int by_moment(const void *a, const void *b)
{
	const struct pm_pull_version *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

/* What was there to be seen: the newest version before the approval, or the
 * newest of all where a push would have taken it back. */
static const char *seen_at(const struct pm_pull *pull, int64_t at)
{
	const char *seen = NULL;

	for (size_t i = 0; i < pull->versions; i++)
		if (pull->version[i].at < at)
			seen = pull->version[i].commit;
	return seen || !pull->resets_on_push ? seen : pull->head;
}

static int add_approval(struct reader *reader, const struct approval *approval)
{
	const struct approval *rule = find(&reader->by_rule, &approval->by);
	const struct approval *note = find(&reader->notes, &approval->by);
	int64_t at = approval->at;
	struct pm_pull_review *review;
	int code;

	if (at == PM_MOMENT_UNKNOWN && rule)
		at = rule->at;
	if (at == PM_MOMENT_UNKNOWN && note)
		at = note->at;
	code = answer_add_review(reader, &review);
	if (code < 0)
		return code;
	review->by = approval->by;
	review->state = PM_REVIEW_APPROVED;
	review->at = at;
	review->file = approval->file;
	review->commit = seen_at(reader->pull, at);
	return PM_OK;
}

int gitlab_finish(struct reader *reader)
{
	struct pm_pull *pull = reader->pull;
	const struct approvals *approvals =
		reader->approvals.file ? &reader->approvals : &reader->by_rule;
	int code = PM_OK;

	if (!approvals->file)
		return answer_fail(reader, PM_FORGE_GITLAB,
				   "no answer has the approvals");
	if (pull->versions)
		qsort(pull->version, pull->versions, sizeof(*pull->version),
		      by_moment);
	for (size_t i = 0; i < approvals->nr && code >= 0; i++)
		code = add_approval(reader, &approvals->item[i]);
	if (code >= 0 && pull->reviews)
		qsort(pull->review, pull->reviews, sizeof(*pull->review),
		      answer_review_order);
	return code;
}
