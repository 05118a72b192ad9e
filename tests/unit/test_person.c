/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/policy.h"

#define PEOPLE                                                               \
	"people:\n"                                                          \
	"  alice: {name: Alice Example, email: [alice@example.com, "         \
	"a@example.org], forge: \"@alice-gh\"}\n"                            \
	"  carol: {name: Carol, teams: [web]}\n"                             \
	"  dave: {email: david@example.com, teams: [payments, web]}\n"

static struct pm_policy read_policy(const char *text)
{
	struct pm_policy policy;

	pm_policy_read(&policy, text, text ? strlen(text) : 0);
	assert_int_equal(policy.problems.nr, 0);
	return policy;
}

static void assert_same(const struct pm_policy *policy, const char *a,
			const char *b, bool same)
{
	if (pm_policy_same_person(policy, a, b) != same ||
	    pm_policy_same_person(policy, b, a) != same)
		fail_msg("\"%s\" and \"%s\" are %s", a, b,
			 same ? "two" : "one");
}

static void listed_people_are_one_under_each_name(void **state)
{
	static const char *const alice[] = {
		"alice", "@alice", "ALICE", "alice@example.com",
		"A@example.org", "Alice Example", "alice  example", "@alice-gh",
		"Alice Example <alice@example.com>", "<a@example.org>",
		"Somebody <alice@example.com>", "Alice Example <new@example.net>",
		"17+alice-gh@users.noreply.example.com", NULL,
	};
	struct pm_policy policy = read_policy(PEOPLE);

	(void)state;
	for (size_t i = 0; alice[i]; i++) {
		for (size_t k = 0; alice[k]; k++)
			assert_same(&policy, alice[i], alice[k], true);
		assert_string_equal(pm_policy_who(&policy, alice[i]), "alice");
		assert_same(&policy, alice[i], "dave", false);
		assert_same(&policy, alice[i], "alice@example.net", false);
		assert_false(pm_policy_same_person(&policy, alice[i], NULL));
	}
	/* No address is listed of her, so it is hers. */
	assert_same(&policy, "carol", "carol@example.com", true);
	/* Of him one is, and it is another; but it begins like this. */
	assert_same(&policy, "dave", "dave@example.com", false);
	assert_same(&policy, "dave", "@david", true);
	pm_policy_release(&policy);
}

static void an_unlisted_handle_is_the_address_that_begins_so(void **state)
{
	struct pm_policy policy = read_policy(NULL);

	(void)state;
	assert_same(&policy, "bob", "bob@example.com", true);
	assert_same(&policy, "@Bob", "bob@example.com", true);
	assert_same(&policy, "@bob", "Bob B <bob@example.com>", true);
	assert_same(&policy, "bob", "5+bob@users.noreply.example.com", true);
	assert_same(&policy, "bob", "5-bob@users.noreply.example.com", true);
	assert_same(&policy, "bob", "bob@users.noreply.example.com", true);
	assert_same(&policy, "Bob B", "Bob B <bob@example.com>", true);
	assert_same(&policy, "bob", "bobby@example.com", false);
	assert_same(&policy, "bob", "bob.b@example.com", false);
	assert_same(&policy, "bob@example.com", "bob@example.org", false);
	assert_same(&policy, "Bob <x@example.com>", "Bob <y@example.com>",
		    false);
	pm_policy_release(&policy);
}

static void a_handle_of_two_known_people_is_neither(void **state)
{
	struct pm_policy policy = read_policy(NULL);

	(void)state;
	pm_policy_know(&policy, "bob@example.com");
	assert_same(&policy, "bob", "bob@example.com", true);
	assert_same(&policy, "bob", "bob@example.org", false);
	assert_string_equal(pm_policy_who(&policy, "@bob"), "bob@example.com");
	pm_policy_know(&policy, "Bob B <bob@example.org>");
	assert_same(&policy, "bob", "bob@example.com", false);
	assert_same(&policy, "bob", "bob@example.org", false);
	assert_same(&policy, "bob", "@bob", true);
	assert_same(&policy, "Bob B", "bob@example.org", true);
	assert_string_equal(pm_policy_who(&policy, "bob"), "bob");
	assert_true(pm_policy_knows(&policy, "bob"));
	assert_false(pm_policy_knows(&policy, "bbo"));
	assert_string_equal(pm_policy_nearest(&policy, "bbo"),
			    "bob@example.com");
	assert_null(pm_policy_nearest(&policy, "zacharias"));
	pm_policy_release(&policy);
}

static void two_addresses_of_one_name_are_no_two_people(void **state)
{
	struct pm_policy policy = read_policy(NULL);

	(void)state;
	pm_policy_know(&policy, "Bob B <4+bob@users.noreply.example.com>");
	pm_policy_know(&policy, "Bob B <bob@example.com>");
	pm_policy_know(&policy, "Bob B <bob@example.org>");
	assert_same(&policy, "bob", "bob@example.com", true);
	assert_same(&policy, "bob@example.com", "bob@example.org", false);
	assert_string_equal(pm_policy_who(&policy, "bob"), "bob@example.com");
	pm_policy_know(&policy, "Another Bob <bob@example.net>");
	assert_same(&policy, "bob", "bob@example.com", false);
	pm_policy_release(&policy);
}

static void a_name_says_by_its_form_whether_it_is_a_persons(void **state)
{
	static const struct {
		const char *who;
		enum pm_who form;
	} cases[] = {
		{ "alice", PM_WHO_PERSON },
		{ "Alice Example", PM_WHO_PERSON },
		{ "zoe@example.com", PM_WHO_PERSON },
		{ "Zoe Z <zoe@example.com>", PM_WHO_PERSON },
		{ "<zoe@example.com>", PM_WHO_PERSON },
		{ "zoe", PM_WHO_WORD },
		{ "@zoe", PM_WHO_WORD },
		{ "o'brien", PM_WHO_WORD },
		{ "x", PM_WHO_WORD },
		{ "r2d2", PM_WHO_WORD },
		{ "\u7530\u4e2d", PM_WHO_WORD },
		{ "Zoe Z", PM_WHO_NAME },
		{ "\u7530\u4e2d\u3000\u592a\u90ce", PM_WHO_NAME },
		{ "SRE team", PM_WHO_NAME },
		{ "tbd", PM_WHO_NOBODY },
		{ "T.B.D.", PM_WHO_NOBODY },
		{ "@TODO", PM_WHO_NOBODY },
		{ "TODO: zoe", PM_WHO_NOBODY },
		{ "N/A", PM_WHO_NOBODY },
		{ "no one", PM_WHO_NOBODY },
		{ "Everyone", PM_WHO_NOBODY },
		{ "{{owner}}", PM_WHO_NOBODY },
		{ "payments", PM_WHO_TEAM },
		{ "@web", PM_WHO_TEAM },
		{ "@acme/web", PM_WHO_TEAM },
		{ "true", PM_WHO_NO_NAME },
		{ "123", PM_WHO_NO_NAME },
		{ "2026-12-01", PM_WHO_NO_NAME },
		{ "", PM_WHO_NO_NAME },
		{ "@", PM_WHO_NO_NAME },
		{ "...", PM_WHO_NO_NAME },
		{ "alice@", PM_WHO_NO_NAME },
		{ "@@alice", PM_WHO_NO_NAME },
		{ "a@example.com@example.com", PM_WHO_NO_NAME },
		{ "alice @example.com", PM_WHO_NO_NAME },
		{ "Alice <alice@>", PM_WHO_NO_NAME },
		{ "alice@.com", PM_WHO_NO_NAME },
		{ "\xff\xfe", PM_WHO_NO_NAME },
	};
	struct pm_policy policy = read_policy(PEOPLE);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		enum pm_who form = pm_policy_who_form(&policy, cases[i].who);

		if (form != cases[i].form)
			fail_msg("\"%s\": %d", cases[i].who, (int)form);
	}
	pm_policy_release(&policy);
}

/* As a .mailmap with "<new@example.com> <old@example.com>" would. */
static void map_old(void *payload, const struct pm_strlist *contacts,
		    struct pm_strlist *out)
{
	++*(int *)payload;
	for (size_t i = 0; i < contacts->nr; i++)
		pm_strlist_add(out, strstr(contacts->item[i],
					   "<old@example.com>") ?
					    "Alice <new@example.com>" :
					    contacts->item[i]);
}

static void map_nothing(void *payload, const struct pm_strlist *contacts,
			struct pm_strlist *out)
{
	(void)contacts;
	(void)out;
	++*(int *)payload;
}

static void mailmap_joins_addresses_and_is_asked_once(void **state)
{
	struct pm_policy policy = read_policy(
		"people: {alice: {email: old@example.com}}");
	struct pm_policy bare = read_policy(NULL);
	int asked = 0;

	(void)state;
	pm_policy_set_mailmap(&policy, map_old, &asked);
	assert_same(&policy, "alice", "new@example.com", true);
	assert_same(&policy, "old@example.com", "new@example.com", true);
	assert_same(&policy, "bob@example.com", "new@example.com", false);
	pm_policy_set_mailmap(&bare, map_old, &asked);
	asked = 0;
	pm_policy_know(&bare, "old@example.com");
	pm_policy_know(&bare, "bob@example.com");
	assert_same(&bare, "new", "Old Name <old@example.com>", true);
	assert_same(&bare, "old", "new@example.com", true);
	assert_same(&bare, "bob", "bob@example.com", true);
	assert_int_equal(asked, 2); /* all who are known; and new@ */
	assert_string_equal(pm_policy_who(&bare, "old@example.com"),
			    "new@example.com");
	asked = 0;
	pm_policy_set_mailmap(&bare, map_nothing, &asked);
	assert_same(&bare, "x@example.com", "y@example.com", false);
	assert_int_equal(asked, 1);
	pm_policy_release(&policy);
	pm_policy_release(&bare);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(listed_people_are_one_under_each_name),
		cmocka_unit_test(
			an_unlisted_handle_is_the_address_that_begins_so),
		cmocka_unit_test(a_handle_of_two_known_people_is_neither),
		cmocka_unit_test(two_addresses_of_one_name_are_no_two_people),
		cmocka_unit_test(
			a_name_says_by_its_form_whether_it_is_a_persons),
		cmocka_unit_test(
			mailmap_joins_addresses_and_is_asked_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
