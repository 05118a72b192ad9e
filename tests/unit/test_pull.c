/* SPDX-License-Identifier: MIT */
#include "tests/unit/pulling.h"

/* A GitHub pull request with these reviews. */
static void github(struct reading *r, const char *reviews)
{
	begin(r, PEOPLE);
	say(r, "gh.json",
	    pm_arena_printf(&r->arena,
			    "{\"number\": 12, \"headRefOid\": \"" C "\", "
			    "\"author\": {\"login\": \"alice-gh\"}, "
			    "\"reviews\": [%s]}", reviews));
	sound(r);
}

/* --- what each of them prints --- */

static void gh_tells_who_saw_which_commit(void **state)
{
	struct reading r;

	(void)state;
	begin(&r, PEOPLE);
	load(&r, "github-gh.json");
	sound(&r);
	assert_int_equal(r.pull.forge, PM_FORGE_GITHUB);
	assert_int_equal(r.pull.state, PM_PULL_OPEN);
	assert_string_equal(r.pull.number, "12");
	assert_string_equal(r.pull.page, "https://github.com/acme/shop");
	assert_string_equal(r.pull.host, "github.com");
	assert_string_equal(r.pull.author.name, "alice-gh");
	assert_string_equal(r.pull.author.full_name, "Alice Example");
	assert_string_equal(r.pull.head, C);
	assert_string_equal(r.pull.base, "main");
	assert_false(r.pull.is_fork);
	assert_int_equal(r.pull.reviews, 3);
	consents(&r, "bob@example.com", "A", NULL);
	consents(&r, "carol", "", "asked for changes");
	consents(&r, "dave", "", "has not approved");
	end(&r);
}

static void githubs_rest_api_says_the_same_in_any_order(void **state)
{
	static const char *const files[] = { "github-pull.json",
					     "github-reviews.json" };
	struct reading r;

	(void)state;
	for (size_t first = 0; first < 2; first++) {
		begin(&r, PEOPLE);
		load(&r, files[first]);
		load(&r, files[1 - first]);
		sound(&r);
		assert_string_equal(r.pull.number, "12");
		assert_string_equal(r.pull.page,
				    "https://github.com/acme/shop");
		assert_string_equal(r.pull.author.id, "101");
		assert_string_equal(r.pull.head, C);
		assert_string_equal(r.pull.base, "main");
		consents(&r, "bob", "A", NULL);
		consents(&r, "carol", "", "asked for changes");
		consents(&r, "dave", "", "dismissed");
		consents(&r, "helper", "", "has not approved");
		end(&r);
	}
}

static void pages_may_be_one_file_or_a_list_of_lists(void **state)
{
	struct reading r;

	(void)state;
	begin(&r, PEOPLE);
	load(&r, "github-reviews-slurp.json");
	sound(&r);
	consents(&r, "bob", "", "asked for changes");
	end(&r);
	begin(&r, PEOPLE);
	say(&r, "pages.json", "[" REVIEW("bob-gh", "APPROVED", "10", A) "]\n[]"
	    "[" REVIEW("bob-gh", "CHANGES_REQUESTED", "11", B) "]\n");
	sound(&r);
	consents(&r, "bob", "", "asked for changes");
	end(&r);
}

static void graphql_has_nodes_and_knows_a_bot(void **state)
{
	struct reading r;

	(void)state;
	begin(&r, PEOPLE);
	load(&r, "github-graphql.json");
	sound(&r);
	assert_string_equal(r.pull.number, "12");
	consents(&r, "bob", "A", NULL);
	consents(&r, "helper", "", "has not approved");
	end(&r);
}

static void gh_and_rest_together_are_each_review_once(void **state)
{
	struct reading r;

	(void)state;
	begin(&r, PEOPLE);
	load(&r, "github-gh.json");
	load(&r, "github-graphql.json");
	sound(&r);
	assert_int_equal(r.pull.reviews, 4);
	consents(&r, "bob", "A", NULL);
	end(&r);
}

static void gitea_says_dismissed_beside_the_state(void **state)
{
	static const char people[] =
		"people:\n"
		"  bob: {email: bob@example.com, forge: \"@bob\"}\n"
		"  carol: {email: carol@example.com, forge: \"@carol\"}\n"
		"  dave: {email: dave@example.com, forge: \"@dave\"}\n";
	struct reading r;

	(void)state;
	begin(&r, people);
	load(&r, "gitea-reviews.json");
	load(&r, "gitea-pull.json");
	sound(&r);
	assert_int_equal(r.pull.forge, PM_FORGE_GITEA);
	assert_string_equal(r.pull.host, "git.example.com");
	assert_string_equal(r.pull.page, "https://git.example.com/acme/shop");
	assert_true(r.pull.is_fork);
	consents(&r, "bob", "A", NULL);
	consents(&r, "carol", "", "dismissed");
	/* A dismissed request for changes stands in nobody's way. */
	consents(&r, "dave", "A", NULL);
	end(&r);
}

/* --- GitLab --- */

#define GITLAB                                                              \
	"people:\n"                                                         \
	"  bob: {email: bob@example.com, forge: \"@bob-gl\"}\n"             \
	"  carol: {email: carol@example.com, forge: \"@carol-gl\"}\n"

/* Files up to NULL, and what bob then consents to. */
static void gitlab(const char *to, const char *why, const char *const *files)
{
	struct reading r;

	begin(&r, GITLAB);
	for (size_t i = 0; files[i]; i++)
		load(&r, files[i]);
	sound(&r);
	assert_int_equal(r.pull.forge, PM_FORGE_GITLAB);
	consents(&r, "bob", to, why);
	end(&r);
}

#define FILES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void gitlabs_approval_is_of_the_version_before_it(void **state)
{
	(void)state;
	gitlab("A", NULL, FILES("gitlab-merge-request.json",
				"gitlab-approvals.json",
				"gitlab-versions.json"));
	gitlab("A", NULL, FILES("gitlab-versions.json",
				"gitlab-approval-state.json"));
	gitlab("?", "/versions", FILES("gitlab-merge-request.json",
				       "gitlab-approvals.json"));
	/* Where it is not told when, a note of the system may. */
	gitlab("A", NULL, FILES("gitlab-approvals-no-time.json",
				"gitlab-notes.json", "gitlab-versions.json"));
	gitlab("A", NULL, FILES("gitlab-approvals-no-time.json",
				"gitlab-glab.json", "gitlab-versions.json"));
	gitlab("A", NULL, FILES("gitlab-approvals-no-time.json",
				"gitlab-approval-state.json",
				"gitlab-versions.json"));
}

static void gitlab_without_times_needs_pushes_that_reset(void **state)
{
	(void)state;
	gitlab("?", "does not tell when", FILES("gitlab-merge-request.json",
						"gitlab-approvals-no-time.json",
						"gitlab-versions.json"));
	gitlab("C", NULL, FILES("gitlab-merge-request.json",
				"gitlab-approvals-no-time.json",
				"gitlab-project-approvals.json"));
	gitlab("C", NULL, FILES("gitlab-approval-setting.json",
				"gitlab-merge-request.json",
				"gitlab-approvals-no-time.json"));
	/* The newest commit is not told. */
	gitlab("?", "does not tell when",
	       FILES("gitlab-approval-setting.json",
		     "gitlab-approvals-no-time.json"));
}

static void gitlabs_reviewer_who_wants_changes_is_heard(void **state)
{
	struct reading r;

	(void)state;
	begin(&r, GITLAB);
	load(&r, "gitlab-reviewers.json");
	load(&r, "gitlab-versions.json");
	say(&r, "approvals.json",
	    "{\"approved_by\": [{\"user\": {\"username\": \"carol-gl\"}, "
	    "\"approved_at\": \"2026-12-02T09:00:00+01:00\"}]}");
	sound(&r);
	consents(&r, "carol", "", "asked for changes");
	consents(&r, "bob", "", "has not approved");
	end(&r);
}

/* --- what stands --- */

static void a_comment_changes_nothing(void **state)
{
	struct reading r;

	(void)state;
	github(&r, REVIEW("bob-gh", "APPROVED", "10", A) ","
		   REVIEW("bob-gh", "COMMENTED", "11", B));
	consents(&r, "bob", "A", NULL);
	end(&r);
	github(&r, REVIEW("bob-gh", "COMMENTED", "11", B));
	consents(&r, "bob", "", "commented");
	end(&r);
}

static void a_request_for_changes_ends_approvals_until_the_next(void **state)
{
	struct reading r;

	(void)state;
	github(&r, REVIEW("bob-gh", "APPROVED", "10", A) ","
		   REVIEW("bob-gh", "CHANGES_REQUESTED", "11", B));
	consents(&r, "bob", "", "asked for changes");
	end(&r);
	github(&r, REVIEW("bob-gh", "CHANGES_REQUESTED", "11", A) ","
		   REVIEW("bob-gh", "APPROVED", "12", B));
	consents(&r, "bob", "B", NULL);
	end(&r);
	/* Of another person it is no matter. */
	github(&r, REVIEW("bob-gh", "APPROVED", "10", A) ","
		   REVIEW("carol-gh", "CHANGES_REQUESTED", "11", B));
	consents(&r, "bob", "A", NULL);
	end(&r);
}

static void what_was_dismissed_has_never_been(void **state)
{
	struct reading r;

	(void)state;
	github(&r, REVIEW("bob-gh", "DISMISSED", "10", A));
	consents(&r, "bob", "", "dismissed");
	end(&r);
	github(&r, REVIEW("bob-gh", "APPROVED", "10", A) ","
		   REVIEW("bob-gh", "DISMISSED", "11", B));
	consents(&r, "bob", "A", NULL);
	end(&r);
}

static void a_later_approval_leaves_the_earlier_one(void **state)
{
	struct reading r;

	(void)state;
	github(&r, REVIEW("bob-gh", "APPROVED", "10", A) ","
		   REVIEW("bob-gh", "APPROVED", "11", B) ","
		   REVIEW("bob-gh", "PENDING", "12", C));
	consents(&r, "bob", "BA", NULL);
	end(&r);
	/* The times decide, not where it stands. */
	github(&r, REVIEW("bob-gh", "CHANGES_REQUESTED", "11", B) ","
		   REVIEW("bob-gh", "APPROVED", "10", A));
	consents(&r, "bob", "", "asked for changes");
	end(&r);
}

static void an_approval_of_no_told_commit_is_unclear(void **state)
{
	struct reading r;

	(void)state;
	github(&r, "{\"author\": {\"login\": \"bob-gh\"}, \"state\": "
		   "\"APPROVED\", \"commit\": null}");
	consents(&r, "bob", "?", "approve again");
	end(&r);
}

static void who_opened_it_may_approve_where_the_forge_lets_them(void **state)
{
	struct reading r;

	(void)state;
	github(&r, REVIEW("alice-gh", "APPROVED", "10", A));
	assert_string_equal(r.pull.author.name, "alice-gh");
	consents(&r, "alice", "A", NULL);
	end(&r);
	/* To have opened it is no approval. */
	github(&r, "");
	consents(&r, "alice", "", "has not approved");
	end(&r);
}

static void an_account_that_is_gone_is_nobody(void **state)
{
	struct reading r;

	(void)state;
	begin(&r, PEOPLE);
	say(&r, "gone.json", "[{\"user\": null, \"state\": \"APPROVED\", "
			     "\"commit_id\": \"" A "\"}]");
	sound(&r);
	consents(&r, "bob", "", "has not approved");
	end(&r);
}

static void no_reviews_at_all_are_an_empty_list(void **state)
{
	struct reading r;

	(void)state;
	begin(&r, PEOPLE);
	say(&r, "none.json", "[]");
	load(&r, "github-pull.json");
	sound(&r);
	assert_int_equal(r.pull.reviews, 0);
	consents(&r, "bob", "", "has not approved");
	consents(&r, "eve", "", "\"people\" in .postmortem/policy.yaml");
	end(&r);
}

#define NUMBERED(id, state, commit)                                         \
	"[{\"id\": " id ", \"user\": {\"login\": \"bob-gh\"}, \"state\": \""   \
	state "\", \"submitted_at\": \"2026-12-02T10:00:00Z\", "             \
	"\"commit_id\": \"" commit "\"}]"

static void of_one_second_the_later_number_is_later(void **state)
{
	struct reading r;

	(void)state;
	begin(&r, PEOPLE);
	say(&r, "2.json", NUMBERED("10", "APPROVED", B));
	say(&r, "1.json", NUMBERED("9", "CHANGES_REQUESTED", A));
	sound(&r);
	consents(&r, "bob", "B", NULL);
	end(&r);
	begin(&r, PEOPLE);
	say(&r, "2.json", NUMBERED("10", "CHANGES_REQUESTED", B));
	say(&r, "1.json", NUMBERED("9", "APPROVED", A));
	sound(&r);
	consents(&r, "bob", "", "asked for changes");
	end(&r);
}

static void bots_are_told_by_type_and_by_name(void **state)
{
	static const char *const users[] = {
		"\"login\": \"bob-gh\", \"type\": \"Bot\"",
		"\"login\": \"bob-gh\", \"type\": \"Mannequin\"",
		"\"login\": \"bob-gh\", \"__typename\": \"Bot\"",
		"\"login\": \"bob-gh\", \"is_bot\": true",
		"\"login\": \"bob-gh\", \"id\": -2",
		"\"login\": \"bob-gh[bot]\"",
		"\"login\": \"project_17_bot\"",
		"\"login\": \"group_17_bot_4ffca2\"",
		"\"login\": \"bob-gh\", \"type\": \"User\"",
	};
	size_t nr = sizeof(users) / sizeof(*users);
	struct reading r;

	(void)state;
	for (size_t i = 0; i < nr; i++) {
		begin(&r, PEOPLE);
		say(&r, "bot.json",
		    pm_arena_printf(&r.arena,
				    "[{\"user\": {%s}, \"state\": "
				    "\"APPROVED\", \"commit_id\": \"" A
				    "\"}]", users[i]));
		sound(&r);
		assert_int_equal(r.pull.review[0].by.is_bot, i < nr - 1);
		consents(&r, "bob", i < nr - 1 ? "" : "A", NULL);
		end(&r);
	}
}

static void a_page_is_one_for_people_and_for_programs(void **state)
{
	static const struct {
		const char *address, *page, *host;
	} cases[] = {
		{ "https://api.github.com/repos/acme/shop/pulls/12",
		  "https://github.com/acme/shop", "github.com" },
		{ "https://git.example.com/api/v3/repos/acme/shop/pulls/12",
		  "https://git.example.com/acme/shop", "git.example.com" },
		{ "https://git.example.com:3000/acme/shop/pull/12#issue-1",
		  "https://git.example.com:3000/acme/shop",
		  "git.example.com" },
	};
	struct reading r;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		begin(&r, PEOPLE);
		say(&r, "pull.json",
		    pm_arena_printf(&r.arena, "{\"url\": \"%s\", \"number\": "
					      "12, \"reviews\": []}",
				    cases[i].address));
		sound(&r);
		assert_string_equal(r.pull.page, cases[i].page);
		assert_string_equal(r.pull.host, cases[i].host);
		end(&r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gh_tells_who_saw_which_commit),
		cmocka_unit_test(githubs_rest_api_says_the_same_in_any_order),
		cmocka_unit_test(pages_may_be_one_file_or_a_list_of_lists),
		cmocka_unit_test(graphql_has_nodes_and_knows_a_bot),
		cmocka_unit_test(gh_and_rest_together_are_each_review_once),
		cmocka_unit_test(gitea_says_dismissed_beside_the_state),
		cmocka_unit_test(gitlabs_approval_is_of_the_version_before_it),
		cmocka_unit_test(gitlab_without_times_needs_pushes_that_reset),
		cmocka_unit_test(gitlabs_reviewer_who_wants_changes_is_heard),
		cmocka_unit_test(a_comment_changes_nothing),
		cmocka_unit_test(a_request_for_changes_ends_approvals_until_the_next),
		cmocka_unit_test(what_was_dismissed_has_never_been),
		cmocka_unit_test(a_later_approval_leaves_the_earlier_one),
		cmocka_unit_test(an_approval_of_no_told_commit_is_unclear),
		cmocka_unit_test(who_opened_it_may_approve_where_the_forge_lets_them),
		cmocka_unit_test(an_account_that_is_gone_is_nobody),
		cmocka_unit_test(no_reviews_at_all_are_an_empty_list),
		cmocka_unit_test(of_one_second_the_later_number_is_later),
		cmocka_unit_test(bots_are_told_by_type_and_by_name),
		cmocka_unit_test(a_page_is_one_for_people_and_for_programs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
