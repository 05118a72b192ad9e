/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/portable.h"

#define NR(array) (sizeof(array) / sizeof(*(array)))

static void names_that_are_one_elsewhere_fold_alike(void **state)
{
	static const struct {
		const char *a, *b;
		int is_one;
	} table[] = {
		{ "a/README.md", "A/readme.MD", 1 },
		{ "caf\303\251", "cafe\314\201", 1 },
		{ "caf\303\211", "cafe\314\201", 1 },
		{ "\303\237", "ss", 1 }, /* as case folding has it */
		{ "a-b", "a b", 0 },
		{ "caf\303\251", "cafe", 0 },
		{ "\357\254\201", "fi", 1 }, /* and a ligature, too */
		{ "\302\262", "2", 0 }, /* but not all that NFKC joins */
		{ "A\377", "a\377", 1 },
		{ "a\377", "a\376", 0 },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		char *a = pm_path_folded(table[i].a);
		char *b = pm_path_folded(table[i].b);

		assert_int_equal(!strcmp(a, b), table[i].is_one);
		free(a);
		free(b);
	}
}

static void what_windows_cannot_make_is_told(void **state)
{
	static const char *const bad[] = {
		"con",	     "CON",	  "nul.txt", "Com1",   "lpt9.md",
		"aux .log",  "a:b",	  "what?",   "a\\b",   "a\tb",
		"COM\302\271", "lpt\302\263.md", "CONIN$", "conout$.x",
		"trailing.", "trailing ", ".",	     "prn.a.b", "\"x\"",
	};
	static const char *const good[] = {
		"console", "com", "com0", "com10", "nul-2.txt", "a.b", ".git",
		"it's",	   "a b", "README.md", "lpt", "com\302\274", "com\302\271\302\271",
		"conin", "caf\303\251",
	};

	(void)state;
	for (size_t i = 0; i < NR(bad); i++)
		assert_non_null(pm_name_on_windows(bad[i], strlen(bad[i])));
	for (size_t i = 0; i < NR(good); i++)
		assert_null(pm_name_on_windows(good[i], strlen(good[i])));
	assert_null(pm_name_on_windows("con", 2));
}

static void a_name_of_a_title_can_be_made_everywhere(void **state)
{
	static const struct {
		const char *day, *title, *want;
	} table[] = {
		{ "", "Fix alerts", "fix-alerts" },
		{ "", "CON", "con-1" },
		{ "", "\"Aux.\"", "aux-1" },
		{ "", "com7", "com7-1" },
		{ "", "LPT\302\271", "lpt1-1" },
		{ "", "Com 1", "com-1" },
		{ "", "nul.md", "nul-md" },
		{ "", "Prn ...", "prn-1" },
		{ "2026-11-30", "CON", "2026-11-30-con" },
		{ "2026-11-30", "...", "" },
		{ "", "\342\200\213", "" },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		struct pm_buf out = { 0 };

		pm_name_of_title(&out, table[i].day, table[i].title);
		assert_string_equal(pm_buf_str(&out), table[i].want);
		assert_null(pm_name_on_windows(pm_buf_str(&out), out.len));
		pm_buf_release(&out);
	}
}

static void what_looks_alike_is_seen_alike(void **state)
{
	static const struct {
		const char *a, *b;
		int is_one;
	} table[] = {
		{ "Postmortems/x", "postmortems/X", 1 },
		/* a zero-width joiner, a soft hyphen, a mark of direction */
		{ "READ\342\200\214ME.md", "README.md", 1 },
		{ "READ\302\255ME.md", "README.md", 1 },
		{ "\342\200\217README.md", "README.md", 1 },
		/* Cyrillic, Greek, wide letters, small capitals */
		{ "READ\320\234\320\225.md", "README.md", 1 },
		{ "RE\316\221D\316\234E.md", "README.md", 1 },
		{ "\357\274\262EADME.md", "README.md", 1 },
		{ "\312\200\341\264\207adme.md", "README.md", 1 },
		{ "README.md. .", "README.md", 1 },
		{ "a /README.md\302\240", "a/README.md", 1 },
		{ "README.md", "READMES.md", 0 },
		{ "a/b", "ab", 0 },
		{ "caf\303\251", "cafe", 0 },
		{ "a\377", "A\377", 1 },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		char *a = pm_path_seen(table[i].a);
		char *b = pm_path_seen(table[i].b);

		assert_int_equal(!strcmp(a, b), table[i].is_one);
		free(a);
		free(b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_that_are_one_elsewhere_fold_alike),
		cmocka_unit_test(what_windows_cannot_make_is_told),
		cmocka_unit_test(what_looks_alike_is_seen_alike),
		cmocka_unit_test(a_name_of_a_title_can_be_made_everywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
