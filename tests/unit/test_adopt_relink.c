/* SPDX-License-Identifier: MIT */
#include "tests/unit/adopting.h"

/* --- links --- */

static void links_still_lead_where_they_led(void **state)
{
	static const struct pm_move move[] = {
		{ "docs/b c.md", "postmortems/b/README.md" },
	};
	static const struct {
		const char *from, *to;
	} row[] = {
		{ "![g](img/g.png)", "![g](../../docs/img/g.png)" },
		{ "[x](../x.md#a)", "[x](../../x.md#a)" },
		{ "[b](b%20c.md)", "[b](../b/README.md)" },
		{ "[b](<b c.md>)", "[b](<../b/README.md>)" },
		{ "[b]\n\n[b]: b%20c.md 'B'",
		  "[b]\n\n[b]: ../b/README.md 'B'" },
		{ "<img src=\"g.png\">", "<img src=\"../../docs/g.png\">" },
		{ "[u](https://example.com/a.md)",
		  "[u](https://example.com/a.md)" },
		{ "[m](mailto:a@example.com)", "[m](mailto:a@example.com)" },
		{ "[s](#impact)", "[s](#impact)" },
		{ "[t](/top.md)", "[t](/top.md)" },
		{ "`[c](c.md)`", "`[c](c.md)`" },
		{ "```\n[c](c.md)\n```", "```\n[c](c.md)\n```" },
		{ "[out](../../../o.md)", "[out](../../../o.md)" },
		{ "[p](a_(b).md)", "[p](../../docs/a_%28b%29.md)" },
		{ "\\[n](n.md)", "\\[n](../../docs/n.md)" },
	};

	(void)state;
	for (size_t i = 0; i + 1 < sizeof(row) / sizeof(*row); i++) {
		struct adopting t;
		char text[300], expected[300];

		snprintf(text, sizeof(text), "# A\n\n## Summary\n\n%s\n",
			 row[i].from);
		snprintf(expected, sizeof(expected),
			 "# A\n\n## Summary\n\n%s\n", row[i].to);
		adopt(&t, "docs/a.md", text);
		pm_adopt_relink(&t.adopted, "docs/a.md",
				"postmortems/a/README.md", move, 1);
		assert_string_equal(t.adopted.readme.ptr + t.adopted.body_start,
				    expected);
		done(&t);
	}
}

static void an_items_links_count_from_its_own_folder(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "docs/a.md",
	      "# A\n\n## Action items\n\n"
	      "- **Fix it**: see [how](how.md)\n");
	pm_adopt_relink(&t.adopted, "docs/a.md", "postmortems/a/README.md",
			NULL, 0);
	item_is(&t, 0,
		"title: Fix it, state: proposed |\n"
		"see [how](../../../docs/how.md)");
	done(&t);
}

static void a_link_that_leads_out_is_told_with_its_line(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md", "# A\n\n## Summary\n\n[o](../o.md)\n");
	pm_adopt_relink(&t.adopted, "a.md", "postmortems/a/README.md", NULL, 0);
	assert_true(has_remark(&t, "leads out of the repository"));
	assert_int_equal(t.adopted.remark[t.adopted.remarks - 1].line, 5);
	done(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(links_still_lead_where_they_led),
		cmocka_unit_test(an_items_links_count_from_its_own_folder),
		cmocka_unit_test(a_link_that_leads_out_is_told_with_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
