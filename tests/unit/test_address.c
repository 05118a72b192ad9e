/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/address.h"

static void an_address_is_what_a_header_holds_as_it_is(void **state)
{
	static const struct {
		const char *text;
		bool is_one;
	} cases[] = {
		{ "bob@example.com", true },
		{ "bob.b+x_y@mail-1.example.com", true },
		{ "bob@localhost", true },
		{ "bob", false },
		{ "@example.com", false },
		{ "bob@", false },
		{ "bob@example.com.", false },
		{ "bob@.example.com", false },
		{ ".bob@example.com", false },
		{ "b..b@example.com", false },
		{ "bob@a@example.com", false },
		{ "bob b@example.com", false },
		{ "bob@host.(none)", false },
		{ "bob@example.com\nBcc: x@example.com", false },
		{ "bob@example.com, x@example.com", false },
		{ "b\xc3\xb6" "b@example.com", false },
		{ "\"bob\"@example.com", false },
		{ "bob@[127.0.0.1]", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *text = cases[i].text;

		assert_int_equal(pm_is_mail_address(text, strlen(text)),
				 cases[i].is_one);
	}
}

static void a_longer_address_than_mail_takes_is_none(void **state)
{
	char text[300];

	(void)state;
	memset(text, 'a', sizeof(text));
	text[10] = '@';
	assert_true(pm_is_mail_address(text, 254));
	assert_false(pm_is_mail_address(text, 255));
}

static void people_come_first_and_private_addresses_are_none(void **state)
{
	static const char text[] =
		"people:\n"
		"  bob:\n"
		"    name: Bob Example\n"
		"    email: [1+bob@users.noreply.example.com, "
		"bob@example.com]\n"
		"  carol: {name: Carol Example}\n";
	static const struct {
		const char *who, *name, *address; /* NULL: none */
	} cases[] = {
		{ "bob", "Bob Example", "bob@example.com" },
		{ "@BOB", "Bob Example", "bob@example.com" },
		{ "1+bob@users.noreply.example.com", "Bob Example",
		  "bob@example.com" },
		{ "carol", "", NULL },
		{ "dave", "", NULL },
		{ "dave@example.com", "", "dave@example.com" },
		{ "Dave Example <dave@example.com>", "Dave Example",
		  "dave@example.com" },
		{ "Dave <2+dave@users.noreply.example.com>", "", NULL },
	};
	struct pm_policy policy = { 0 };

	(void)state;
	pm_policy_read(&policy, text, strlen(text));
	assert_int_equal(policy.problems.nr, 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_buf name = { 0 }, address = { 0 };

		assert_int_equal(pm_policy_mail(&name, &address, &policy,
						cases[i].who),
				 cases[i].address != NULL);
		assert_string_equal(pm_buf_str(&name), cases[i].name);
		assert_string_equal(pm_buf_str(&address),
				    cases[i].address ? cases[i].address : "");
		pm_buf_release(&name);
		pm_buf_release(&address);
	}
	pm_policy_release(&policy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_is_what_a_header_holds_as_it_is),
		cmocka_unit_test(a_longer_address_than_mail_takes_is_none),
		cmocka_unit_test(
			people_come_first_and_private_addresses_are_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
