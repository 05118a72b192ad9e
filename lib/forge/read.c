/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "forge/answer.h"
#include "syntax/scan.h"

/* --- what is no answer --- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* How deep objects and lists nest; texts are passed over. */
static size_t depth_of(const char *text, size_t len)
{
	size_t depth = 0, most = 0;
	bool in_text = false;

	for (size_t i = 0; i < len; i++) {
		if (in_text && text[i] == '\\')
			i++;
		else if (text[i] == '"')
			in_text = !in_text;
		else if (!in_text && (text[i] == '{' || text[i] == '['))
			most = ++depth > most ? depth : most;
		else if (!in_text && depth && (text[i] == '}' ||
					       text[i] == ']'))
			depth--;
	}
	return most;
}

static int refuse_text(struct reader *reader, const char *text, size_t len)
{
	if (!len)
		return answer_fail(reader, reader->pull->forge,
				   "the answer is empty");
	if (pm_scan_is_utf16(text, len))
		return answer_fail(reader, reader->pull->forge,
				   "is UTF-16, as PowerShell's \">\" writes "
				   "it; save it as UTF-8");
	if (*text == '<')
		return answer_fail(reader, reader->pull->forge,
				   "is a web page, and no answer of an API (not "
				   "logged in?)");
	if (len > 5 && !strncmp(text, "HTTP/", 5))
		return answer_fail(reader, reader->pull->forge,
				   "begins with HTTP headers; leave out \"-i\"");
	if (depth_of(text, len) > PM_MAX_ANSWER_DEPTH)
		return pm_fail(reader->err, PM_EINVALID,
			       "%s: objects nest deeper than %d", reader->file,
			       PM_MAX_ANSWER_DEPTH);
	return PM_OK;
}

/* An error as each of them says it. */
static const char *error_in(const json_t *object)
{
	const json_t *errors = answer_get(object, "errors");
	const json_t *message = answer_get(object, "message");
	const char *text = answer_text(object, "message");

	if (!text)
		text = answer_text(object, "error_description");
	if (!text)
		text = answer_text(object, "error");
	if (!text)
		text = answer_text(json_array_get(errors, 0), "message");
	if (text)
		return text;
	return (errors && (!json_is_array(errors) || json_array_size(errors))) ||
			       message || answer_get(object, "error") ?
		       "an error" :
		       NULL;
}

/* --- what it is --- */

static int read_graphql(struct reader *reader, const json_t *data)
{
	const json_t *repository = answer_get(data, "repository");
	const json_t *pull = answer_get(repository, "pullRequest");

	if (!json_is_object(pull))
		return answer_fail(reader, PM_FORGE_GITHUB,
				   "holds no data.repository.pullRequest");
	return review_read_pull(reader, pull);
}

static int read_object(struct reader *reader, const json_t *object)
{
	const char *error = error_in(object);
	int code;

	if (error)
		return answer_fail(reader, reader->pull->forge,
				   "the forge answered \"%s\"",
				   answer_quote(reader, error));
	if (answer_get(object, "data"))
		return read_graphql(reader, answer_get(object, "data"));
	if (answer_get(object, "review") && answer_get(object, "pull_request"))
		return answer_fail(reader, reader->pull->forge,
				   "is an event, which tells of one review "
				   "alone");
	if (gitlab_read_object(reader, object, &code))
		return code;
	if (answer_get(object, "reviews") || answer_get(object, "number"))
		return review_read_pull(reader, object);
	if (answer_get(object, "latestReviews"))
		return answer_fail(reader, PM_FORGE_GITHUB,
				   "has \"latestReviews\" alone, where a "
				   "comment hides the approval before it");
	if (review_is_list(object))
		return answer_fail(reader, reader->pull->forge,
				   "is one review of all");
	return answer_fail(reader, reader->pull->forge,
			   "is nothing that GitHub, GitLab or Gitea says of a "
			   "pull request");
}

static int read_list(struct reader *reader, const json_t *list, bool is_whole)
{
	const json_t *first = json_array_get(list, 0), *one;
	int code = PM_OK;
	size_t i;

	if (!first) {
		/* Of reviews, versions or notes: there are no more of them. */
		reader->has_reviews = true;
		reader->has_end = true;
		return PM_OK;
	}
	/* gh puts pages into a list of lists when it has followed them all. */
	if (json_is_array(first) && !is_whole) {
		json_array_foreach(list, i, one) {
			code = json_is_array(one) ?
				       read_list(reader, one, true) :
				       answer_fail(reader, PM_FORGE_NONE,
						   "mixes lists and others");
			if (code < 0)
				return code;
		}
		return PM_OK;
	}
	if (gitlab_read_list(reader, list, &code))
		return code;
	if (review_is_list(first))
		return review_read_list(reader, list, is_whole);
	return answer_fail(reader, reader->pull->forge,
			   answer_get(first, "number") ||
					   answer_get(first, "iid") ?
				   "is a list of pull requests, and does not "
				   "have all reviews of one" :
				   "is a list of nothing that is known here");
}

static int read_documents(struct reader *reader, const char *text, size_t len)
{
	json_error_t error;
	int code = PM_OK;
	json_t *root;

	while (len && code >= 0) {
		root = json_loadb(text, len,
				  JSON_DISABLE_EOF_CHECK |
					  JSON_REJECT_DUPLICATES, &error);
		if (!root && json_error_code(&error) ==
				     json_error_out_of_memory)
			pm_no_memory();
		if (!root)
			return answer_fail(
				reader, reader->pull->forge,
				"%s (line %d: %s)",
				json_error_code(&error) ==
						json_error_premature_end_of_input ?
					"the answer is cut off" :
					"is no JSON",
				error.line, answer_quote(reader, error.text));
		code = json_is_object(root) ? read_object(reader, root) :
					      read_list(reader, root, false);
		json_decref(root);
		text += error.position;
		len -= (size_t)error.position;
		while (len && is_blank(*text)) {
			text++;
			len--;
		}
	}
	return code;
}

static int read_answer(struct reader *reader, const struct pm_answer *answer)
{
	static const char mark[] = "\xef\xbb\xbf";
	const char *text = answer->text;
	size_t len = answer->len;
	int code;

	reader->file = answer->name;
	if (len > PM_MAX_ANSWER)
		return pm_fail(reader->err, PM_EINVALID,
			       "%s: is larger than %u bytes", reader->file,
			       PM_MAX_ANSWER);
	if (len >= 3 && !memcmp(text, mark, 3)) {
		text += 3;
		len -= 3;
	}
	while (len && is_blank(*text)) {
		text++;
		len--;
	}
	code = refuse_text(reader, text, len);
	return code < 0 ? code : read_documents(reader, text, len);
}

int pm_pull_read(struct pm_pull *out, struct pm_arena *arena,
		 const struct pm_answer *answers, size_t nr,
		 struct pm_error *err)
{
	struct reader reader = { .pull = out, .arena = arena, .err = err,
				 .file = "no answer" };
	int code = PM_OK;

	json_set_alloc_funcs(pm_xmalloc, free);
	*out = (struct pm_pull){ 0 };
	for (size_t i = 0; i < nr && code >= 0; i++)
		code = read_answer(&reader, &answers[i]);
	if (code < 0)
		return code;
	out->page = reader.fact[FACT_PAGE].value;
	out->number = reader.fact[FACT_NUMBER].value;
	out->head = reader.fact[FACT_HEAD].value;
	out->base = reader.fact[FACT_BASE].value;
	out->resets_on_push = reader.fact[FACT_RESETS].value &&
			      !strcmp(reader.fact[FACT_RESETS].value, "yes");
	if (out->forge == PM_FORGE_NONE)
		return answer_fail(&reader, PM_FORGE_NONE,
				   "nothing here tells of which pull request "
				   "it is");
	return out->forge == PM_FORGE_GITLAB ? gitlab_finish(&reader) :
					       review_finish(&reader);
}
