/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

static void a_slip_of_the_pen_is_near_in_length_too(void **state)
{
	static const char *const names[] = { "owner", "aliases", "mitigated",
					     "debrief", "due" };
	static const struct {
		const char *word, *want; /* NULL: it may be right */
	} table[] = {
		{ "ower", "owner" },	 { "owners", "owner" },
		{ "Owner", "owner" },	 { "alias", "aliases" },
		{ "aliasing", NULL },	 { "mitigatde", "mitigated" },
		{ "mitigated-by", NULL }, { "mitigate", "mitigated" },
		{ "du", NULL },		 { "duck", NULL },
		{ "cost", NULL },	 { "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		const char *found = pm_near_miss(
			table[i].word, names, sizeof(names) / sizeof(*names));

		if (found != table[i].want &&
		    (!found || !table[i].want || strcmp(found, table[i].want)))
			fail_msg("%s: %s", table[i].word,
				 found ? found : "none");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_slip_of_the_pen_is_near_in_length_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
