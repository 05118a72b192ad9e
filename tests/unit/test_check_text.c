/* SPDX-License-Identifier: MIT */
#include "tests/unit/judging.h"

/* Where the judgement of a text has many cases. */

static void a_section_is_empty_until_somebody_has_written_it(void **state)
{
	static const struct {
		const char *text;
		bool is_empty;
	} cases[] = {
		{ "", true },
		{ "Some words.", false },
		{ "\xe7\x84\xa1\xe3\x81\x97\xe3\x80\x82", false },
		{ "<!-- a comment -->", true },
		{ "<!-- a\n\nlong comment -->", true },
		{ "<br>", true },
		{ "&nbsp;", true },
		{ "<p>&nbsp;</p>", true },
		{ "<p>Words in HTML</p>", false },
		{ "***", true },
		{ "- [ ]", true },
		{ "- [ ] call them", false },
		{ "-", true },
		{ "```\n```", true },
		{ "```\nlog line\n```", false },
		{ "```\n{ \"json\": 1 }\n```", false },
		{ "```\nTODO\n```", true },
		{ "[1]: https://example.com", true },
		{ "![](graph.png)", false },
		{ "![graph](graph.png)", false },
		{ "| a | b |\n| - | - |", true },
		{ "| a | b |\n| - | - |\n| | |", true },
		{ "| a | b |\n| - | - |\n| | TBD |", true },
		{ "| a | b |\n| - | - |\n| | it is |", false },
		{ "TBD", true },
		{ "**TBD**", true },
		{ "T.B.D.", false },
		{ "tbd.", true },
		{ "TBD by Friday", true },
		{ "TODO: ask bob", true },
		{ "todo: ask bob", true },
		{ "TODO(alice) numbers", true },
		{ "Todo lists were lost.", false },
		{ "TODO-app was down.", false },
		{ "N/A", true },
		{ "n/a.", true },
		{ "Not applicable", true },
		{ "N/A: no customer saw it", false },
		{ "N/A - no customer saw it", false },
		{ "N/A (no customer saw it)", false },
		{ "N/A\xef\xbc\x9a\xe5\xbd\xb1\xe9\x9f\xbf\xe3\x81\xaa", false },
		{ "N/A \xe2\x80\x94 no customer saw it", false },
		{ "N/A: TBD", true },
		{ "N/A\xef\xbc\x9aTBD", true },
		{ "N/A:", true },
		{ "N/A: <reason>", true },
		{ "None.", false },
		{ "None yet", true },
		{ "Lorem ipsum dolor sit amet.", true },
		{ "[describe the impact]", true },
		{ "<Describe it, in numbers>", true },
		{ "{{ impact }}", true },
		{ "[a](https://example.com/x) and [b]", false },
		{ "Impact", true },
		{ "**Business impact.**", true },
		{ "- Timeline\n- Summary", true },
		{ "The impact was low.", false },
		{ "N/A: x", true },
		{ "N/A: 42", true },
		{ "N/A: none", true },
		{ "42", false },
		{ "...", true },
		{ "?", true },
		{ "### Users\n\n### Money", true },
		{ "### Users\n\nNone were hit.", false },
		{ "*Say who* could not do what.", true },
		{ "<div>Say it in HTML</div>", true },
		{ "- Who?\n- bob", false },
		{ "- Who?", true },
	};
	/* As a template would have it: see pm_boilerplate_read(). */
	static const char *const ours[] = {
		"say who could not do what", "who",
		"div say it in html div",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct judged j;
		const char *body;
		const struct pm_finding *f;

		start(&j, NULL);
		for (size_t k = 0; k < sizeof(ours) / sizeof(*ours); k++)
			pm_strlist_add(&j.boilerplate, ours[k]);
		pm_strlist_sort_unique(&j.boilerplate);
		body = pm_arena_printf(&j.arena,
				       "## Summary\nIt was slow.\n\n"
				       "## Impact\n\n%s\n\n"
				       "## Timeline\n- 14:00 x\n" REST,
				       cases[i].text);
		pm_check_postmortem(&j.check,
				    make(&j, FIELDS "status: in-review\n",
					 body, NULL));
		f = find(&j, "section-empty");
		if (!f == cases[i].is_empty)
			fail_msg("'%s' is%s empty", cases[i].text,
				 cases[i].is_empty ? "" : " not");
		if (f)
			assert_int_equal(f->line, 10);
		let_go(&j);
	}
}

static void of_two_sections_of_one_name_the_written_one_counts(void **state)
{
	static const char body[] =
		"## Summary\n\n## Overview\nIt was slow.\n## Impact\nSome\n"
		"## Timeline\n- 14:00 x\n" REST;
	struct judged j;

	(void)state;
	start(&j, NULL);
	pm_check_postmortem(&j.check, make(&j, FIELDS "status: in-review\n",
					   body, NULL));
	assert_null(find(&j, "section-empty"));
	let_go(&j);
}

static void parts_of_a_section_stand_for_it(void **state)
{
	static const char head[] =
		"## Summary\nIt was slow.\n## Impact\nSome\n"
		"## Timeline\n- 14:00 x\n## Causes\nCold\n## Response\nNo\n"
		"## Open questions\nNo\n## Action items\nN/A: none left\n";
	static const struct {
		const char *lessons;
		const char *rule; /* or NULL */
	} cases[] = {
		{ "", "section-missing" },
		{ "## Lessons learned\n", "section-empty" },
		{ "## Lessons learned\n## What went well\nAll.\n", NULL },
		{ "## What went well\nAll.\n", NULL },
		{ "## What went wrong\n## Luck\nMuch.\n", NULL },
		{ "## What went well\n", "section-empty" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct judged j;

		start(&j, NULL);
		pm_check_postmortem(
			&j.check,
			make(&j, FIELDS TIMES "status: reviewed\n",
			     pm_arena_printf(&j.arena, "%s%s", head,
					     cases[i].lessons),
			     NULL));
		assert_int_equal(j.found.nr, cases[i].rule ? 1 : 0);
		if (cases[i].rule)
			assert_string_equal(j.found.item[0].rule->id,
					    cases[i].rule);
		let_go(&j);
	}
}

/* --- timeline --- */

static void a_timeline_runs_forward_as_far_as_it_can_be_read(void **state)
{
	static const struct {
		const char *text;
		size_t found;
	} cases[] = {
		{ "- 14:00 a\n- 14:05 b", 0 },
		{ "- 14:05 a\n- 14:00 b", 1 },
		{ "- 14:05 a\n- 14:05 b", 0 },
		{ "- 14:05:59 a\n- 14:05:10 b", 0 },
		{ "- **14:05** a\n- `14:00` b", 1 },
		{ "- [14:05] a\n- (14:00) b", 1 },
		{ "1. 14:05 a\n2. 14:00 b", 1 },
		{ "14:05 a\n\n14:00 b", 1 },
		/* Past midnight, or the next morning. */
		{ "- 23:50 a\n- 00:10 b", 0 },
		{ "- 18:00 a\n- 09:00 b", 0 },
		{ "- 2026-11-21 23:50 a\n- 00:10 b\n- 2026-11-21 09:00 c", 1 },
		{ "- 2026-11-21 23:50 a\n- 00:10 b\n- 2026-11-22 09:00 c", 0 },
		/* Days. */
		{ "- 2026-11-21 14:00 a\n- 2026-11-20 15:00 b", 1 },
		{ "- 2026-11-21T14:00Z a\n- 2026-11-21T13:00Z b", 1 },
		{ "- 2026-11-20, 14:00 a\n- 2026-11-21, 13:00 b", 0 },
		{ "- 14:00 a\n- 2026-11-21 13:00 b", 0 },
		{ "### 2026-11-21\n- 14:00 a\n### 2026-11-22\n- 09:00 b", 0 },
		{ "### 2026-11-22\n- 14:00 a\n### 2026-11-21\n- 15:00 b", 1 },
		{ "### 2026-11-22\n- 23:50 a\n- 00:10 b", 0 },
		{ "- 2026-11-21\n  - 14:05 a\n  - 14:00 b", 1 },
		/* Two clocks. */
		{ "- 11:50 am a\n- 12:10 pm b\n- 1:05 pm c", 0 },
		{ "- 1:05 PM a\n- 11:50 AM b", 1 },
		{ "- 12:30 am a\n- 1:00 am b", 0 },
		/* Zones are compared with themselves only. */
		{ "- 14:05 UTC a\n- 14:00 CET b", 0 },
		{ "- 14:05 UTC a\n- 14:00 UTC b", 1 },
		{ "- 14:05 API down\n- 14:00 DB down", 1 },
		{ "- 2026-11-21T14:05+01:00 a\n- 2026-11-21T13:30Z b", 0 },
		/* Details of an entry have times of their own. */
		{ "- 14:05 a\n  - 14:00 seen later\n- 14:10 b", 0 },
		/* Tables. */
		{ "| Time | x |\n| - | - |\n| 14:05 | a |\n| 14:00 | b |", 1 },
		{ "| Day | Time |\n| - | - |\n| 2026-11-21 | 14:05 |\n"
		  "| 2026-11-22 | 14:00 |", 0 },
		{ "| Day | Time |\n| - | - |\n| 2026-11-21 | 14:05 |\n"
		  "| 2026-11-21 | 14:00 |", 1 },
		/* What is no time. */
		{ "- 25:00 a\n- 14:99 b\n- 3:2 c\n- 12345:00 d", 0 },
		{ "- then a\n- then b", 0 },
		{ "- 14:05 a\n- later\n- 14:00 b", 1 },
		{ "- 14:05 a\n- 14:04 b\n- 14:03 c", 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct judged j;
		size_t found = 0;

		start(&j, NULL);
		pm_check_postmortem(
			&j.check,
			make(&j, FIELDS "status: in-review\n",
			     pm_arena_printf(&j.arena,
					     "## Summary\nSlow.\n## Impact\n"
					     "Some.\n## Timeline\n\n%s\n\n"
					     REST, cases[i].text),
			     NULL));
		for (size_t k = 0; k < j.found.nr; k++)
			found += !strcmp(j.found.item[k].rule->id,
					 "timeline-order");
		if (found != cases[i].found)
			fail_msg("%zu in:\n%s", found, cases[i].text);
		let_go(&j);
	}
}

/* --- language --- */

static void blame_is_told_and_what_only_looks_like_it_is_not(void **state)
{
	static const struct {
		const char *text;
		size_t line; /* 0: nothing is found */
		size_t column;
	} cases[] = {
		{ "It was human error.", 10, 8 },
		{ "One line,\nthen **human error** again.", 11, 8 },
		{ "Bob was careless\xe2\x80\x94" "again.", 10, 9 },
		{ "Bob should\nhave known.", 10, 5 },
		{ "HUMAN ERROR", 10, 1 },
		{ "They were lazy.", 10, 6 },
		{ "Lazy loading was slow.", 0, 0 },
		{ "Nobody was at fault.", 0, 0 },
		{ "It was not human error.", 0, 0 },
		{ "Instead of human error, ask how.", 0, 0 },
		{ "No alert fired. Human error did.", 10, 17 },
		{ "We call \"human error\" no cause.", 0, 0 },
		{ "We call \xe2\x80\x9chuman error\xe2\x80\x9d no cause.", 0,
		  0 },
		{ "The user error rate rose.", 0, 0 },
		{ "Look at fault tolerance.", 0, 0 },
		{ "The router was at fault.", 10, 16 },
		{ "carelessness", 10, 1 },
		{ "It is uncareless.", 0, 0 },
		{ "```\nhuman error\n```", 0, 0 },
		{ "<!-- human error -->", 0, 0 },
		{ "| a |\n| - |\n| human error |", 12, 0 },
		{ "- a\n  - human error", 11, 5 },
		{ "[human error](https://example.com)", 10, 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct judged j;
		const struct pm_finding *f;

		start(&j, "rules: {blame-wording: warning}\n");
		pm_check_postmortem(
			&j.check,
			make(&j, FIELDS,
			     pm_arena_printf(&j.arena,
					     "## Summary\nSlow.\n\n## Impact\n"
					     "%s\n\n## Timeline\n" REST,
					     cases[i].text),
			     NULL));
		f = find(&j, "blame-wording");
		if ((f ? f->line : 0) != cases[i].line ||
		    (f ? f->column : 0) != cases[i].column)
			fail_msg("%zu:%zu in:\n%s", f ? f->line : 0,
				 f ? f->column : 0, cases[i].text);
		let_go(&j);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_section_is_empty_until_somebody_has_written_it),
		cmocka_unit_test(
			of_two_sections_of_one_name_the_written_one_counts),
		cmocka_unit_test(parts_of_a_section_stand_for_it),
		cmocka_unit_test(
			a_timeline_runs_forward_as_far_as_it_can_be_read),
		cmocka_unit_test(
			blame_is_told_and_what_only_looks_like_it_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
