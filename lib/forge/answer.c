/* SPDX-License-Identifier: MIT */
#include "forge/answer.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "base/limits.h"
#include "base/text.h"

#define MICROSECONDS 1000000
#define QUOTE_MAX 120 /* bytes of others' text in a message */

/* --- values --- */

json_t *answer_get(const json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);

	return json_is_null(value) ? NULL : value;
}

const char *answer_text(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text && *text ? text : NULL;
}

const char *answer_number(struct reader *reader, const json_t *object,
			  const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (json_is_integer(value))
		return pm_arena_printf(reader->arena, "%lld",
				       (long long)json_integer_value(value));
	return answer_text(object, key);
}

bool answer_is_true(const json_t *object, const char *key)
{
	return json_is_true(json_object_get(object, key));
}

int64_t answer_moment(const json_t *object, const char *key)
{
	const char *text = answer_text(object, key), *at;
	int64_t fraction = 0, unit = MICROSECONDS;
	struct pm_time time;

	if (!text || !pm_time_parse(&time, text, NULL))
		return PM_MOMENT_UNKNOWN;
	at = strchr(text, '.');
	for (at = at ? at + 1 : ""; isdigit((unsigned char)*at) && unit > 1;
	     at++) {
		unit /= 10;
		fraction += (*at - '0') * unit;
	}
	return time.epoch * MICROSECONDS + fraction;
}

int answer_commit(struct reader *reader, const char **out,
		  const json_t *object, const char *key)
{
	const char *text = answer_text(object, key);
	size_t len = text ? strlen(text) : 0;
	char *id;

	*out = NULL;
	if (!text)
		return PM_OK;
	if ((len != 40 && len != 64) ||
	    strspn(text, "0123456789abcdefABCDEF") != len)
		return answer_fail(reader, reader->pull->forge,
				   "\"%s\" is \"%s\", which is no full commit "
				   "id", key, answer_quote(reader, text));
	*out = id = pm_arena_strdup(reader->arena, text);
	for (; *id; id++)
		*id = (char)tolower((unsigned char)*id);
	return PM_OK;
}

static bool ends_in(const char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);

	return len >= end_len && !strcasecmp(text + len - end_len, end);
}

/* GitLab's tokens act as "project_17_bot" and "group_17_bot_4ffca2". */
static bool is_token(const char *name)
{
	const char *at = !strncasecmp(name, "project_", 8) ? name + 8 :
			 !strncasecmp(name, "group_", 6)   ? name + 6 :
							     "";
	size_t digits = strspn(at, "0123456789");

	return digits && !strncasecmp(at + digits, "_bot", 4) &&
	       (!at[digits + 4] || at[digits + 4] == '_' ||
		isdigit((unsigned char)at[digits + 4]));
}

void answer_login(struct reader *reader, struct pm_login *out,
		  const json_t *user)
{
	const char *name = answer_text(user, "login");
	const char *full = answer_text(user, "name");
	const char *type = answer_text(user, "type");
	const json_t *id = answer_get(user, "databaseId");

	*out = (struct pm_login){ 0 };
	name = name ? name : answer_text(user, "username");
	if (!name)
		return;
	full = full ? full : answer_text(user, "full_name");
	type = type ? type : answer_text(user, "__typename");
	out->name = pm_arena_strdup(reader->arena, name);
	if (full)
		out->full_name = pm_arena_strdup(reader->arena, full);
	if (!id)
		id = answer_get(user, "id");
	if (json_is_integer(id))
		out->id = pm_arena_printf(reader->arena, "%lld",
					  (long long)json_integer_value(id));
	/* Gitea's own accounts, as for its actions, have numbers below 1. */
	out->is_bot = (type && strcasecmp(type, "User") &&
		       strcasecmp(type, "EnterpriseUserAccount")) ||
		      answer_is_true(user, "is_bot") ||
		      answer_is_true(user, "bot") || ends_in(name, "[bot]") ||
		      is_token(name) ||
		      (json_is_integer(id) && json_integer_value(id) < 1);
}

/* --- facts --- */

static const char *const fact_name[FACTS] = {
	[FACT_FORGE] = "the forge",
	[FACT_PAGE] = "the project",
	[FACT_NUMBER] = "the number",
	[FACT_PROJECT_ID] = "the project's id",
	[FACT_PULL_ID] = "the merge request's id",
	[FACT_HEAD] = "the newest commit",
	[FACT_BASE] = "the branch that it is for",
	[FACT_RESETS] = "whether a push resets approvals",
};

int answer_tell(struct reader *reader, enum answer_fact fact, const char *value)
{
	const char *known = reader->fact[fact].value;
	const char *file = reader->fact[fact].file;

	if (!value)
		return PM_OK;
	if (!known) {
		reader->fact[fact].value = pm_arena_strdup(reader->arena,
							   value);
		reader->fact[fact].file = reader->file;
		return PM_OK;
	}
	if (!(fact == FACT_BASE ? strcmp(known, value) :
				  strcasecmp(known, value)))
		return PM_OK;
	return pm_fail(reader->err, PM_EINVALID,
		       "%s: %s is %s, but %s in %s; %s", reader->file,
		       fact_name[fact], answer_quote(reader, value),
		       answer_quote(reader, known), file,
		       fact == FACT_HEAD || fact == FACT_BASE ?
			       "the answers are of two times: ask for all of "
			       "them again" :
			       "the answers must be about one pull request");
}

int answer_tell_forge(struct reader *reader, enum pm_forge_kind kind)
{
	static const char *const name[PM_FORGES] = {
		[PM_FORGE_GITHUB] = "GitHub",
		[PM_FORGE_GITLAB] = "GitLab",
		[PM_FORGE_GITEA] = "Gitea",
	};

	reader->pull->forge = kind;
	return answer_tell(reader, FACT_FORGE, name[kind]);
}

/* A page is the same for people and for programs: api.github.com/repos/A/B,
 * HOST/api/v3/repos/A/B and HOST/api/v1/repos/A/B are HOST/A/B. */
static const char *page_for_people(struct reader *reader, const char *page,
				   size_t len)
{
	static const char github[] = "https://api.github.com/repos/";
	char *copy = pm_arena_strndup(reader->arena, page, len);
	char *api = strstr(copy, "/api/v"), *repos;

	if (!strncasecmp(copy, github, strlen(github)))
		return pm_arena_printf(reader->arena, "https://github.com/%s",
				       copy + strlen(github));
	repos = api ? strstr(api, "/repos/") : NULL;
	if (!repos)
		return copy;
	*api = '\0';
	return pm_arena_printf(reader->arena, "%s/%s", copy,
			       repos + strlen("/repos/"));
}

static void take_host(struct reader *reader, const char *page)
{
	const char *host = strstr(page, "://");

	if (!host || reader->pull->host)
		return;
	host += strlen("://");
	reader->pull->host = pm_arena_strndup(reader->arena, host,
					      strcspn(host, "/:"));
}

int answer_tell_address(struct reader *reader, const char *address)
{
	static const char *const before_number[] = {
		"/-/merge_requests/", "/merge_requests/", "/pulls/", "/pull/",
	};
	const char *at = NULL, *page, *number;
	size_t digits, i;
	int code;

	for (i = 0; address && !at && i < 4; i++)
		at = strstr(address, before_number[i]);
	if (!at)
		return PM_OK;
	number = at + strlen(before_number[i - 1]);
	digits = strspn(number, "0123456789");
	if (!digits)
		return PM_OK;
	page = page_for_people(reader, address, (size_t)(at - address));
	take_host(reader, page);
	code = answer_tell(reader, FACT_PAGE, page);
	if (code < 0)
		return code;
	return answer_tell(reader, FACT_NUMBER,
			   pm_arena_strndup(reader->arena, number, digits));
}

int answer_tell_state(struct reader *reader, const char *word)
{
	static const struct {
		const char *word;
		enum pm_pull_state state;
	} words[] = {
		{ "open", PM_PULL_OPEN },     { "opened", PM_PULL_OPEN },
		{ "locked", PM_PULL_OPEN },   { "closed", PM_PULL_CLOSED },
		{ "merged", PM_PULL_MERGED },
	};

	if (!word)
		return PM_OK;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strcasecmp(words[i].word, word))
			continue;
		/* Of a closed one another answer may know that it is merged. */
		if (words[i].state > reader->pull->state)
			reader->pull->state = words[i].state;
		return PM_OK;
	}
	return answer_fail(reader, reader->pull->forge,
			   "the pull request's state is \"%s\", a word that is "
			   "not known here", answer_quote(reader, word));
}

/* --- messages --- */

const char *answer_quote(struct reader *reader, const char *text)
{
	struct pm_buf safe = { 0 };
	const char *copy;
	size_t len = strlen(text);
	bool is_cut = len > QUOTE_MAX;

	if (is_cut)
		for (len = QUOTE_MAX; len && (text[len] & 0xc0) == 0x80;)
			len--;
	pm_text_safe(&safe, text, len, PM_SAFE_LINE);
	copy = pm_arena_printf(reader->arena, "%s%s", pm_buf_str(&safe),
			       is_cut ? "..." : "");
	pm_buf_release(&safe);
	return copy;
}

void answer_ask(struct pm_buf *out, const struct pm_pull *pull,
		enum pm_forge_kind kind)
{
	const char *number = pull->number ? pull->number : "<number>";

	if (kind == PM_FORGE_GITHUB || kind == PM_FORGE_NONE)
		pm_buf_addf(out, "\"gh pr view %s --json "
				 "number,url,author,state,headRefOid,reviews\"",
			    number);
	pm_buf_addstr(out, kind == PM_FORGE_NONE ? ", " : "");
	if (kind == PM_FORGE_GITLAB || kind == PM_FORGE_NONE)
		pm_buf_addf(out, "\"glab api "
				 "projects/:id/merge_requests/%s/approvals\" "
				 "and the same with /versions", number);
	pm_buf_addstr(out, kind == PM_FORGE_NONE ? ", or " : "");
	if (kind == PM_FORGE_GITEA || kind == PM_FORGE_NONE)
		pm_buf_addf(out, "\"curl https://<host>/api/v1/repos/<owner>/"
				 "<repository>/pulls/%s/reviews?page=1\" and "
				 "on until it says []", number);
}

int answer_fail(struct reader *reader, enum pm_forge_kind kind,
		const char *fmt, ...)
{
	struct pm_buf what = { 0 };
	struct pm_pull pull = *reader->pull;
	va_list ap;
	int code;

	pull.number = reader->fact[FACT_NUMBER].value;
	va_start(ap, fmt);
	pm_buf_vaddf(&what, fmt, ap);
	va_end(ap);
	pm_buf_addstr(&what, "; ask with ");
	answer_ask(&what, &pull, kind);
	code = pm_fail(reader->err, PM_EINVALID, "%s: %s", reader->file,
		       pm_buf_str(&what));
	pm_buf_release(&what);
	return code;
}

int answer_add_review(struct reader *reader, struct pm_pull_review **out)
{
	struct pm_pull *pull = reader->pull;
	size_t old = reader->review_alloc * sizeof(*pull->review);

	if (pull->reviews >= PM_MAX_REVIEWS)
		return pm_fail(reader->err, PM_EINVALID,
			       "%s: there are more than %u reviews",
			       reader->file, PM_MAX_REVIEWS);
	if (pull->reviews >= reader->review_alloc) {
		reader->review_alloc = 2 * reader->review_alloc + 16;
		pull->review = pm_arena_realloc(
			reader->arena, pull->review, old,
			reader->review_alloc * sizeof(*pull->review));
	}
	*out = &pull->review[pull->reviews++];
	**out = (struct pm_pull_review){ .file = reader->file };
	return PM_OK;
}

int answer_review_order(const void *a, const void *b)
{
	const struct pm_pull_review *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	if (x->state != y->state)
		return x->state < y->state ? -1 : 1;
	return strcmp(x->by.name ? x->by.name : "", y->by.name ? y->by.name : "");
}
