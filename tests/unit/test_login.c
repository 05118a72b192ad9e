/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <string.h>

#include "forge/login.h"

/* In two parts: these are no addresses of anybody. */
#define ON_GITHUB "@users.noreply." "github.com"
#define ON_GITLAB "@users.noreply." "gitlab.com"

static const struct pm_pull github = { .forge = PM_FORGE_GITHUB };
static const struct pm_pull gitlab = { .forge = PM_FORGE_GITLAB };

static struct pm_policy read_policy(const char *text)
{
	struct pm_policy policy;

	pm_policy_read(&policy, text, text ? strlen(text) : 0);
	assert_int_equal(policy.problems.nr, 0);
	return policy;
}

/* Whether the account `name`, of number `id` (or NULL), is this person. */
static void is(const struct pm_policy *policy, const struct pm_pull *pull,
	       const char *name, const char *id, const char *person, bool same)
{
	const struct pm_login login = { .name = name, .id = id };

	if (pm_login_is(&login, pull, policy, person) != same)
		fail_msg("@%s is %s%s", name, same ? "not " : "",
			 person ? person : "(nobody)");
}

static void people_say_what_a_forge_calls_them(void **state)
{
	static const char *const bob[] = {
		"bob", "@bob", "BOB", "bob@example.com", "Bob Example",
		"Bob Example <bob@example.com>", "@bob-gh", NULL,
	};
	struct pm_policy policy = read_policy(
		"people:\n"
		"  bob: {name: Bob Example, email: bob@example.com, "
		"forge: \"@bob-gh\"}\n"
		"  carol: {email: carol@example.com}\n");

	(void)state;
	for (size_t i = 0; bob[i]; i++) {
		is(&policy, &github, "bob-gh", NULL, bob[i], true);
		is(&policy, &gitlab, "Bob-GH", "7", bob[i], true);
		is(&policy, &github, "bob", NULL, bob[i], false);
	}
	is(&policy, &github, "bob-gh", NULL, "carol", false);
	is(&policy, &github, "bob-gh", NULL, "dave", false);
	is(&policy, &github, "bob-gh", NULL, NULL, false);
	is(&policy, &github, "bob-g", NULL, "bob", false);
	pm_policy_release(&policy);
}

static void a_handle_that_is_a_login_too_is_nobody(void **state)
{
	struct pm_policy policy = read_policy(
		"people:\n"
		"  bob: {email: bob@example.com}\n"
		"  carol: {name: Carol}\n"
		"  dave:\n");
	struct pm_policy none = read_policy(NULL);

	(void)state;
	is(&policy, &github, "bob", "17", "bob", false);
	is(&policy, &github, "bob", "17", "@bob", false);
	is(&policy, &github, "bob", "17", "bob@example.com", false);
	is(&policy, &github, "carol", "17", "carol", false);
	is(&policy, &github, "carol", "17", "carol@example.com", false);
	is(&policy, &github, "dave", "17", "dave", false);
	is(&none, &github, "bob", "17", "bob", false);
	is(&none, &github, "bob", "17", "@bob", false);
	/* Not even where somebody of that name has committed. */
	pm_policy_know(&none, "Bob <17+bob" ON_GITHUB ">");
	is(&none, &github, "bob", "17", "bob", false);
	is(&none, &github, "bob", "17", "Bob", false);
	pm_policy_release(&policy);
	pm_policy_release(&none);
}

static void a_name_that_two_claim_is_neithers(void **state)
{
	struct pm_policy policy = read_policy(
		"people:\n"
		"  bob: {email: bob@example.com, forge: \"@bob\"}\n"
		"  robert: {email: robert@example.com, forge: \"@Bob\"}\n");

	(void)state;
	is(&policy, &github, "bob", NULL, "bob", false);
	is(&policy, &github, "bob", NULL, "robert", false);
	pm_policy_release(&policy);
}

static void a_private_address_is_of_that_account_alone(void **state)
{
	struct pm_policy policy = read_policy(
		"people:\n"
		"  bob: {email: [bob@example.com, 17+bob" ON_GITHUB ", "
		"23-bob-gl" ON_GITLAB "]}\n"
		"  old: {email: old-one" ON_GITHUB "}\n");
	struct pm_policy none = read_policy(NULL);

	(void)state;
	is(&policy, &github, "Bob", "17", "bob@example.com", true);
	is(&policy, &github, "bob", NULL, "bob", true);
	is(&policy, &gitlab, "bob-gl", "23", "bob", true);
	is(&policy, &gitlab, "bob", "17", "bob", false);
	is(&policy, &github, "bob-gl", "23", "bob", false);
	is(&policy, &github, "old-one", "5", "old", true);
	/* The record itself may have it. */
	is(&none, &github, "bob", "17", "17+bob" ON_GITHUB, true);
	is(&none, &github, "bob", "17", "Bob <17+bob" ON_GITHUB ">", true);
	is(&none, &github, "bob", "17", "bob" ON_GITHUB, true);
	is(&none, &gitlab, "bob", "17", "17-bob" ON_GITLAB, true);
	is(&none, &gitlab, "bob", "17", "17+bob" ON_GITLAB, false);
	is(&none, &gitlab, "bob", "17", "17-bob" ON_GITHUB, false);
	is(&none, &github, "bob", "17", "17-bob" ON_GITHUB, false);
	pm_policy_release(&policy);
	pm_policy_release(&none);
}

static void a_number_decides_who_was_renamed(void **state)
{
	struct pm_policy policy = read_policy(
		"people:\n"
		"  bob: {email: 17+bob" ON_GITHUB "}\n");

	(void)state;
	is(&policy, &github, "robert", "17", "bob", true);
	/* Somebody else took the old name. */
	is(&policy, &github, "bob", "99", "bob", false);
	is(&policy, &github, "robert", NULL, "bob", false);
	pm_policy_release(&policy);
}

static void the_forge_is_where_the_answer_comes_from(void **state)
{
	const struct pm_pull inside = { .forge = PM_FORGE_GITHUB,
					.host = "git.example.com" };
	const struct pm_pull gitea = { .forge = PM_FORGE_GITEA,
				       .host = "git.example.com" };
	const struct pm_pull unknown = { .forge = PM_FORGE_GITEA };
	struct pm_policy none = read_policy(NULL);

	(void)state;
	is(&none, &inside, "bob", "17", "17+bob" ON_GITHUB, false);
	is(&none, &inside, "bob", "17",
	   "17+bob@users.noreply.git.example.com", true);
	is(&none, &github, "bob", "17",
	   "17+bob@users.noreply.git.example.com", false);
	is(&none, &gitea, "bob", "17", "bob@noreply.git.example.com", true);
	is(&none, &gitea, "bob", "17", "bob@noreply.example.com", false);
	is(&none, &unknown, "bob", "17", "bob@noreply.git.example.com", false);
	pm_policy_release(&none);
}

static void bots_are_nobody(void **state)
{
	struct pm_policy policy = read_policy(
		"people:\n"
		"  bob: {email: bob@example.com, forge: \"@bob\"}\n");
	const struct pm_login bot = { .name = "bob", .is_bot = true };
	const struct pm_login gone = { 0 };

	(void)state;
	assert_false(pm_login_is(&bot, &github, &policy, "bob"));
	assert_false(pm_login_is(&gone, &github, &policy, "bob"));
	pm_policy_release(&policy);
}

/* .mailmap: 17+bob is bob@example.com, old@example.com is new@example.com. */
static void mailmap(void *payload, const struct pm_strlist *contacts,
		    struct pm_strlist *out)
{
	(void)payload;
	for (size_t i = 0; i < contacts->nr; i++)
		pm_strlist_add(out, strstr(contacts->item[i], "17+bob") ?
					    "<bob@example.com>" :
					    contacts->item[i]);
}

static void mailmap_may_tell_whose_a_private_address_is(void **state)
{
	struct pm_policy policy = read_policy(
		"people:\n"
		"  bob: {email: bob@example.com}\n");
	struct pm_policy none = read_policy(NULL);

	(void)state;
	pm_policy_set_mailmap(&policy, mailmap, NULL);
	pm_policy_set_mailmap(&none, mailmap, NULL);
	is(&policy, &github, "bob", "17", "bob", true);
	is(&policy, &github, "bob", "18", "bob", false);
	is(&none, &github, "bob", "17", "Bob <bob@example.com>", true);
	is(&none, &github, "bob", "18", "Bob <bob@example.com>", false);
	is(&none, &gitlab, "bob", "17", "Bob <bob@example.com>", false);
	pm_policy_release(&policy);
	pm_policy_release(&none);
}

static void has_logins(const struct pm_policy *policy,
		       const struct pm_pull *pull, const char *person,
		       const char *expected)
{
	struct pm_strlist logins = { 0 };

	pm_logins_of(&logins, pull, policy, person);
	assert_string_equal(logins.nr ? logins.item[0] : "", expected);
	pm_strlist_release(&logins);
}

static void a_person_is_known_there_by_some_names(void **state)
{
	struct pm_policy policy = read_policy(
		"people:\n"
		"  bob: {email: 17+bob" ON_GITHUB ", forge: \"@bob-gh\"}\n"
		"  carol: {email: [carol@example.com, 18+caro" ON_GITHUB "]}\n"
		"  dave: {email: dave@example.com, forge: dave@example.com}\n");

	(void)state;
	has_logins(&policy, &github, "bob", "bob-gh");
	has_logins(&policy, &github, "carol@example.com", "caro");
	has_logins(&policy, &gitlab, "carol", "");
	has_logins(&policy, &github, "dave", "");
	has_logins(&policy, &github, "19+eve" ON_GITHUB, "eve");
	has_logins(&policy, &github, "eve", "");
	pm_policy_release(&policy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_say_what_a_forge_calls_them),
		cmocka_unit_test(a_handle_that_is_a_login_too_is_nobody),
		cmocka_unit_test(a_name_that_two_claim_is_neithers),
		cmocka_unit_test(a_private_address_is_of_that_account_alone),
		cmocka_unit_test(a_number_decides_who_was_renamed),
		cmocka_unit_test(the_forge_is_where_the_answer_comes_from),
		cmocka_unit_test(bots_are_nobody),
		cmocka_unit_test(mailmap_may_tell_whose_a_private_address_is),
		cmocka_unit_test(a_person_is_known_there_by_some_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
