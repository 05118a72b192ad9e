/* SPDX-License-Identifier: MIT */
#include "tests/unit/pulling.h"

/*
 * Nothing passes for an approval by accident: what is no whole answer about
 * one pull request fails as a whole, says which file, and how to ask.
 */

#define GH "gh pr view"
#define GLAB "glab api"
#define CURL "curl https"

/* One answer, and what is said of it. */
static void says(const char *text, const char *what)
{
	struct reading r;

	begin(&r, PEOPLE);
	say(&r, "answer.json", text);
	refused(&r, what);
	assert_ptr_equal(strstr(r.err.message, "answer.json: "),
			 r.err.message);
	end(&r);
}

/* The same beside an answer that is whole. */
static void spoils(const char *text, const char *what)
{
	struct reading r;

	begin(&r, PEOPLE);
	load(&r, "github-gh.json");
	say(&r, "answer.json", text);
	refused(&r, what);
	end(&r);
}

static void what_is_no_answer_is_refused(void **state)
{
	static const struct {
		const char *text, *what;
	} cases[] = {
		{ "", "the answer is empty; ask with \"gh pr view" },
		{ " \n", "the answer is empty" },
		{ "<!DOCTYPE html>\n<html>", "is a web page" },
		{ "gh: Not Found (HTTP 404)", "is no JSON (line 1" },
		{ "{\"number\": 12, \"reviews\": [{\"sta", "is cut off" },
		{ "{\"number\": 12, \"reviews\": [", "is cut off" },
		{ "{\"number\": 12} x", "is no JSON" },
		{ "12", "is no JSON" },
		{ "HTTP/2.0 200 OK\r\n\r\n[]", "leave out \"-i\"" },
		{ "{\"number\": 1, \"number\": 2}", "is no JSON" },
		{ "{}", "is nothing that GitHub, GitLab or Gitea says" },
		{ "{\"a\": 1}", "is nothing that" },
		{ "[{\"a\": 1}]", "is a list of nothing that is known" },
		{ "[1]", "is a list of nothing that is known" },
		{ "[[1], 2]", "is a list of nothing" },
		{ "[[], 2]", "mixes lists" },
		{ "[]", "nothing here tells of which pull request" },
		{ "[[]]", "nothing here tells" },
		{ "[{\"number\": 1, \"state\": \"open\", \"user\": {}}]",
		  "is a list of pull requests" },
		{ "[{\"iid\": 1, \"state\": \"opened\", \"author\": {}}]",
		  "is a list of pull requests" },
		{ "{\"action\": \"submitted\", \"review\": {\"state\": "
		  "\"approved\"}, \"pull_request\": {\"number\": 12}}",
		  "is an event" },
		{ REVIEW("bob-gh", "APPROVED", "10", A), "is one review" },
		{ "{\"latestReviews\": []}", "\"latestReviews\" alone" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		says(cases[i].text, cases[i].what);
		if (cases[i].text[0] != '[' || cases[i].text[1] != ']')
			if (strcmp(cases[i].text, "[[]]"))
				spoils(cases[i].text, "answer.json: ");
	}
}

static void an_error_is_told_and_how_to_ask_again(void **state)
{
	static const struct {
		const char *file, *what;
	} cases[] = {
		{ "github-error.json", "the forge answered \"Not Found\"" },
		{ "gitlab-error.json", "answered \"404 Project Not Found\"" },
		{ "gitea-error.json", "answered \"The target couldn't" },
	};
	struct reading r;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		begin(&r, PEOPLE);
		load(&r, cases[i].file);
		refused(&r, cases[i].what);
		assert_non_null(strstr(r.err.message, GH));
		assert_non_null(strstr(r.err.message, GLAB));
		assert_non_null(strstr(r.err.message, CURL));
		end(&r);
	}
	says("{\"error\": \"invalid_token\", \"error_description\": "
	     "\"Token is expired.\"}", "answered \"Token is expired.\"");
	says("{\"message\": {\"base\": [\"x\"]}}", "answered \"an error\"");
	says("{\"data\": {\"repository\": null}, \"errors\": [{\"message\": "
	     "\"Could not \\u001b resolve\"}]}",
	     "answered \"Could not \\x1b resolve\"");
	says("{\"data\": {\"repository\": null}}",
	     "no data.repository.pullRequest");
}

static void what_a_shell_wrote_in_utf_16_is_named_so(void **state)
{
	static const char text[] = "\xff\xfe[\0]\0";
	struct reading r;

	(void)state;
	begin(&r, PEOPLE);
	r.answer[r.nr++] = (struct pm_answer){ "ps.json", text, 6 };
	refused(&r, "ps.json: is UTF-16");
	end(&r);
	/* A mark of UTF-8 hides nothing. */
	begin(&r, PEOPLE);
	say(&r, "bom.json", "\xef\xbb\xbf{\"reviews\": []}");
	sound(&r);
	end(&r);
}

static void without_approvals_nothing_is_whole(void **state)
{
	struct reading r;

	(void)state;
	begin(&r, PEOPLE);
	load(&r, "github-pull.json");
	refused(&r, "no answer has the reviews; ask with \"gh pr view 12 "
		    "--json");
	end(&r);
	begin(&r, PEOPLE);
	load(&r, "gitlab-merge-request.json");
	load(&r, "gitlab-versions.json");
	refused(&r, "no answer has the approvals; ask with \"glab api "
		    "projects/:id/merge_requests/12/approvals\"");
	end(&r);
	begin(&r, PEOPLE);
	load(&r, "gitea-pull.json");
	refused(&r, "/pulls/12/reviews?page=1");
	end(&r);
}

static char *page(struct reading *r, size_t from, size_t nr)
{
	struct pm_buf text = { 0 };
	char *copy;

	for (size_t i = 0; i < nr; i++)
		pm_buf_addf(&text,
			    "%s{\"id\": %zu, \"user\": {\"login\": \"u%zu\"}, "
			    "\"state\": \"APPROVED\", \"commit_id\": \"" A
			    "\"}", i ? "," : "[", from + i, from + i);
	pm_buf_addstr(&text, nr ? "]" : "[]");
	copy = pm_arena_strdup(&r->arena, pm_buf_str(&text));
	pm_buf_release(&text);
	return copy;
}

static void a_full_page_needs_the_one_behind_it(void **state)
{
	static const size_t full[] = { 30, 50, 100 };
	struct reading r;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		begin(&r, PEOPLE);
		say(&r, "1.json", page(&r, 1, full[i]));
		refused(&r, "1.json: is a full page of reviews, and the one "
			    "behind it is missing");
		say(&r, "2.json", page(&r, full[i] + 1, full[i]));
		refused(&r, "is a full page");
		say(&r, "3.json", page(&r, 2 * full[i] + 1, 0));
		sound(&r);
		assert_int_equal(r.pull.reviews, 2 * full[i]);
		end(&r);
		begin(&r, PEOPLE);
		say(&r, "1.json", page(&r, 1, full[i] + 1));
		sound(&r);
		/* gh has followed them all. */
		r.nr = 0;
		say(&r, "slurp.json", pm_arena_printf(&r.arena, "[%s]",
						      page(&r, 1, full[i])));
		sound(&r);
		end(&r);
	}
}

#define GRAPHQL(rest)                                                       \
	"{\"data\": {\"repository\": {\"pullRequest\": {\"number\": 12, "   \
	"\"reviews\": {" rest "}}}}}"

static void graphql_tells_of_a_next_page(void **state)
{
	(void)state;
	says(GRAPHQL("\"nodes\": [], \"pageInfo\": {\"hasNextPage\": true}"),
	     "is missing");
	says(GRAPHQL("\"nodes\": [], \"totalCount\": 1"), "is missing");
	says(GRAPHQL("\"nodes\": []"), "pageInfo");
	says(GRAPHQL("\"totalCount\": 1"), "needs nodes");
}

static void words_that_are_not_known_are_no_guess(void **state)
{
	(void)state;
	says("{\"reviews\": [" REVIEW("bob-gh", "APPROVED", "10", A) ","
	     REVIEW("bob-gh", "WITHDRAWN", "11", A) "]}",
	     "a review's state is \"WITHDRAWN\"");
	says("{\"reviews\": [" REVIEW("bob-gh", "approved", "10", A) "]}",
	     "\"approved\"");
	says("[{\"user\": {\"login\": \"bob\"}, \"state\": \"\", "
	     "\"dismissed\": false}]", "a review's state is \"\"");
	says("[{\"user\": {\"login\": \"bob\"}, \"state\": \"APPROVED\", "
	     "\"dismissed\": \"no\"}]", "a review's state");
	says("{\"number\": 12, \"state\": \"PAUSED\", \"reviews\": []}",
	     "state is \"PAUSED\"");
	says("[{\"user\": {\"username\": \"bob\"}, \"state\": \"gone\"}]",
	     "a reviewer's state is \"gone\"");
	says("{\"reviews\": [" REVIEW("bob-gh", "APPROVED", "10", "1f0c") "]}",
	     "\"1f0c\", which is no full commit id");
	says("{\"reviews\": [" REVIEW("bob-gh", "APPROVED", "99", A) "]}",
	     "is no time");
	says("{\"reviews\": [{\"state\": \"APPROVED\"}]}", "number 1 of the");
	says("{\"reviews\": \"none\"}", "is no list");
	says("{\"approved_by\": {}}", "\"approved_by\" is no list");
	says("{\"approved_by\": [{\"user\": {}}]}", "is no user");
	says("{\"approved_by\": [{\"user\": {\"username\": \"b\"}, "
	     "\"approved_at\": \"soon\"}]}", "is no time");
	says("[{\"head_commit_sha\": \"" A "\"}]", "created_at");
	says("{\"reset_approvals_on_push\": \"maybe\"}", "neither true");
}

static void answers_of_two_pull_requests_do_not_mix(void **state)
{
	struct reading r;

	(void)state;
	spoils("{\"number\": 13, \"reviews\": []}",
	       "the answers must be about one pull request");
	spoils("{\"number\": 12, \"url\": "
	       "\"https://github.com/acme/blog/pull/12\", \"reviews\": []}",
	       "the project is https://github.com/acme/");
	spoils("{\"iid\": 12, \"approved_by\": []}", "the forge is Git");
	spoils("{\"number\": 12, \"headRefOid\": \"" A "\"}",
	       "ask for all of them again");
	begin(&r, PEOPLE);
	load(&r, "gitlab-approvals.json");
	load(&r, "gitlab-versions.json");
	say(&r, "other.json", "[{\"head_commit_sha\": \"" A "\", "
			      "\"created_at\": \"2026-12-02T10:00:00Z\", "
			      "\"merge_request_id\": 5002}]");
	refused(&r, "the merge request's id is 500");
	end(&r);
}

static void answers_of_two_times_do_not_mix(void **state)
{
	struct reading r;

	(void)state;
	begin(&r, PEOPLE);
	say(&r, "1.json", "{\"reviews\": [" REVIEW("bob-gh", "APPROVED", "10",
						   A) "]}");
	say(&r, "2.json", "[{\"user\": {\"login\": \"bob-gh\"}, \"id\": 7, "
			  "\"state\": \"DISMISSED\", \"submitted_at\": "
			  "\"2026-12-02T10:00:00Z\"}]");
	refused(&r, "a review of @bob-gh is another than in");
	end(&r);
	begin(&r, PEOPLE);
	load(&r, "gitlab-approvals.json");
	say(&r, "later.json", "{\"approved_by\": []}");
	refused(&r, "the approvals are others than in");
	end(&r);
}

static void what_is_too_much_is_refused(void **state)
{
	struct pm_buf deep = { 0 };
	struct reading r;
	char *large;

	(void)state;
	begin(&r, PEOPLE);
	for (int i = 0; i < PM_MAX_ANSWER_DEPTH + 1; i++)
		pm_buf_addch(&deep, '[');
	say(&r, "deep.json", pm_buf_str(&deep));
	refused(&r, "deep.json: objects nest deeper than 64");
	end(&r);
	pm_buf_release(&deep);
	begin(&r, PEOPLE);
	large = pm_xcalloc(1, PM_MAX_ANSWER + 1);
	r.answer[r.nr++] = (struct pm_answer){ "large.json", large,
					       PM_MAX_ANSWER + 1 };
	refused(&r, "large.json: is larger than");
	free(large);
	end(&r);
	begin(&r, PEOPLE);
	say(&r, "many.json", page(&r, 1, PM_MAX_REVIEWS + 1));
	refused(&r, "there are more than 5000 reviews");
	end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_no_answer_is_refused),
		cmocka_unit_test(an_error_is_told_and_how_to_ask_again),
		cmocka_unit_test(what_a_shell_wrote_in_utf_16_is_named_so),
		cmocka_unit_test(without_approvals_nothing_is_whole),
		cmocka_unit_test(a_full_page_needs_the_one_behind_it),
		cmocka_unit_test(graphql_tells_of_a_next_page),
		cmocka_unit_test(words_that_are_not_known_are_no_guess),
		cmocka_unit_test(answers_of_two_pull_requests_do_not_mix),
		cmocka_unit_test(answers_of_two_times_do_not_mix),
		cmocka_unit_test(what_is_too_much_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
