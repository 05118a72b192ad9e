/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <string.h>

#include "base/buf.h"
#include "git/fixes.h"

#define NR(array) (sizeof(array) / sizeof(*(array)))

static void what_a_message_fixes_is_told_with_its_words(void **state)
{
	static const struct {
		const char *message, *told; /* "keyword reference|..." */
	} row[] = {
		{ "", "" },
		{ "Fixes #12", "Fixes #12|" },
		{ "Look (fixes #12)", "fixes #12|" },
		{ "s\n\nCloses: a/b#12\n", "Closes: a/b#12|" },
		{ "Fixes #12, #13 and a/b#14", "Fixes #12|Fixes #13|"
					       "Fixes a/b#14|" },
		{ "Fixes #12 and resolves #13", "Fixes #12|resolves #13|" },
		{ "Fixes #12 #13", "Fixes #12|Fixes #13|" },
		{ "Fixes #12\n#13", "Fixes #12|" },
		{ "Closes issues #1, #2", "Closes #1|Closes #2|" },
		{ "Fixes https://a.example/b/c-1?x=y#z, and more.",
		  "Fixes https://a.example/b/c-1?x=y#z|" },
		{ "Fixes <https://a.example/1>", "" },
		{ "Fixed SHOP-93: text", "Fixed SHOP-93|" },
		{ "SHOP-93 #resolve", "#resolve SHOP-93|" },
		{ "SHOP-93\n#resolve", "" },
		{ "SHOP-93 x#resolve", "" },
		{ "Fixes #12x", "" },
		{ "Fixes #", "" },
		{ "Fixes a#12", "" },
		{ "Fixes", "" },
		{ "Fixes:", "" },
		{ "Fixes\n#12", "" },
		{ "bugfixes #12", "" },
		{ "Revert \"Fixes #12\"\n\nFixes #13", "Fixes #13|" },
		{ "Fixes \xc3\xa9-1", "" },
	};

	(void)state;
	for (size_t i = 0; i < NR(row); i++) {
		struct pm_fixes fixes = { .at = row[i].message };
		struct pm_buf told = { 0 };
		struct pm_fix fix;

		while (pm_fixes_next(&fix, &fixes))
			pm_buf_addf(&told, "%.*s %.*s|", (int)fix.keyword_len,
				    fix.keyword, (int)fix.reference_len,
				    fix.reference);
		if (strcmp(pm_buf_str(&told), row[i].told) != 0)
			fail_msg("\"%s\": \"%s\"", row[i].message,
				 pm_buf_str(&told));
		pm_buf_release(&told);
	}
}

static void a_reference_has_forms_that_others_share(void **state)
{
	static const char page[] = "https://forge.example/Own/Repo";
	static const struct {
		const char *reference, *page, *forms; /* "form|..." */
	} row[] = {
		{ "SHOP-93", "", "key:shop-93|" },
		{ "#12", "", "issue:#12|" },
		{ "#12", page, "issue:own/repo#12|" },
		{ "GH-12", page, "key:gh-12|issue:own/repo#12|" },
		{ "a/B#12", page, "issue:a/b#12|" },
		{ "https://x.example/a/b/issues/12", "",
		  "url:x.example/a/b/issues/12|issue:a/b#12|" },
		{ "https://x.example/a/b/c/-/issues/12/", "",
		  "url:x.example/a/b/c/-/issues/12|issue:a/b/c#12|" },
		{ "https://x.example/browse/SHOP-93?y#z", "",
		  "url:x.example/browse/shop-93|key:shop-93|" },
		{ "https://x.example", "", "url:x.example|" },
		{ "https://x.example/a/issues/12/edit", "",
		  "url:x.example/a/issues/12/edit|" },
		{ "words", page, "" },
		{ "", page, "" },
	};

	(void)state;
	for (size_t i = 0; i < NR(row); i++) {
		struct pm_strlist forms = { 0 };
		struct pm_buf told = { 0 };

		pm_reference_forms(&forms, row[i].reference,
				   strlen(row[i].reference), row[i].page);
		for (size_t f = 0; f < forms.nr; f++)
			pm_buf_addf(&told, "%s|", forms.item[f]);
		if (strcmp(pm_buf_str(&told), row[i].forms) != 0)
			fail_msg("\"%s\": \"%s\"", row[i].reference,
				 pm_buf_str(&told));
		pm_buf_release(&told);
		pm_strlist_release(&forms);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_message_fixes_is_told_with_its_words),
		cmocka_unit_test(a_reference_has_forms_that_others_share),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
