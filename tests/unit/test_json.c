/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>

#include "view/json.h"

static void is_json(json_t *value, const char *expected)
{
	struct pm_buf out = { 0 };

	pm_json_add(&out, value);
	assert_string_equal(pm_buf_str(&out), expected);
	pm_buf_release(&out);
}

static void text_stays_readable_and_harmless(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ NULL, "null" },
		{ "", "\"\"" },
		{ "a \"b\" \\", "\"a \\\"b\\\" \\\\\"" },
		{ "\xc3\xa4 \xe5\xbe\xa9", "\"\xc3\xa4 \xe5\xbe\xa9\"" },
		{ "\x1b[31m", "\"\\u001B[31m\"" },
		/* C1: CSI in one byte. */
		{ "\xc2\x9b" "31m", "\"\\u009B31m\"" },
		/* Right-to-left override, and a tag beyond U+FFFF. */
		{ "a\xe2\x80\xae", "\"a\\u202E\"" },
		{ "\xf3\xa0\x80\x81", "\"\\uDB40\\uDC01\"" },
		{ "x\xffy\xc3", "\"x\xef\xbf\xbdy\xef\xbf\xbd\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		is_json(pm_json_text(cases[i].text), cases[i].expected);
}

static void is_record(enum pm_kind kind, const char *text, pm_date today,
		      const char *expected)
{
	struct pm_policy policy = { 0 };
	struct pm_arena arena = { 0 };
	struct pm_record record = { .kind = kind, .id = "a/b",
				    .path = "p/a/b.md" };

	pm_policy_read(&policy, NULL, 0);
	pm_record_read(&record, &arena, text, strlen(text), &policy,
		       PM_READ_FIELDS);
	is_json(pm_json_record(&record, today), expected);
	pm_policy_release(&policy);
	pm_arena_release(&arena);
}

static void a_record_keeps_the_shape_of_its_front_matter(void **state)
{
	(void)state;
	is_record(PM_POSTMORTEM,
		  "---\nteams: [x, y]\ntitle: T\nservices: one\n"
		  "debrief: {date: 2026-11-24, attendees: [alice]}\n"
		  "waivers: {times-missing: unknown}\n---\n",
		  0,
		  "{\"id\":\"a/b\",\"kind\":\"post-mortem\","
		  "\"path\":\"p/a/b.md\",\"title\":\"T\",\"status\":\"draft\","
		  "\"teams\":[\"x\",\"y\"],\"services\":[\"one\"],"
		  "\"debrief\":{\"date\":\"2026-11-24\","
		  "\"attendees\":[\"alice\"]},"
		  "\"waivers\":{\"times-missing\":\"unknown\"}}");
}

static void an_item_says_whether_it_is_overdue(void **state)
{
	static const char text[] = "---\nstate: accepted\ndue: 2026-12-05\n"
				   "---\n";
	pm_date due = pm_date_make(2026, 12, 5);

	(void)state;
	is_record(PM_ACTION, text, due,
		  "{\"id\":\"a/b\",\"kind\":\"action\",\"path\":\"p/a/b.md\","
		  "\"state\":\"accepted\",\"due\":\"2026-12-05\","
		  "\"overdue\":false}");
	is_record(PM_ACTION, text, due + 1,
		  "{\"id\":\"a/b\",\"kind\":\"action\",\"path\":\"p/a/b.md\","
		  "\"state\":\"accepted\",\"due\":\"2026-12-05\","
		  "\"overdue\":true}");
	is_record(PM_ACTION, "---\n---\n", due,
		  "{\"id\":\"a/b\",\"kind\":\"action\",\"path\":\"p/a/b.md\","
		  "\"state\":\"proposed\",\"overdue\":false}");
}

static void each_kind_of_change_has_its_own_keys(void **state)
{
	static const struct {
		struct pm_change change;
		const char *expected;
	} cases[] = {
		{ { .kind = PM_CHANGE_FIELD, .field = PM_F_DUE,
		    .after = "2026-12-05" },
		  "{\"kind\":\"field\",\"field\":\"due\",\"before\":null,"
		  "\"after\":\"2026-12-05\"}" },
		{ { .kind = PM_CHANGE_MOVED, .before = "a", .after = "b" },
		  "{\"kind\":\"moved\",\"field\":\"path\",\"before\":\"a\","
		  "\"after\":\"b\"}" },
		{ { .kind = PM_CHANGE_SECTION, .section = "Impact",
		    .before = "Impact" },
		  "{\"kind\":\"section\",\"section\":\"Impact\","
		  "\"before\":\"Impact\",\"after\":null}" },
		{ { .kind = PM_CHANGE_BODY }, "{\"kind\":\"body\"}" },
		{ { .kind = PM_CHANGE_ADDED }, "{\"kind\":\"added\"}" },
		{ { .kind = PM_CHANGE_REMOVED }, "{\"kind\":\"removed\"}" },
		{ { .kind = PM_CHANGE_UNREADABLE },
		  "{\"kind\":\"unreadable\"}" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		is_json(pm_json_change(&cases[i].change), cases[i].expected);
}

static void a_finding_leaves_out_what_it_lacks(void **state)
{
	static const struct pm_rule rule = { .id = "action-due" };
	struct pm_finding finding = {
		.rule = &rule,
		.level = PM_ERROR_LEVEL,
		.path = "p/a/actions/b.md",
		.line = 3,
		.id = "a/b",
		.message = "accepted without a due date",
	};

	(void)state;
	is_json(pm_json_finding(&finding),
		"{\"path\":\"p/a/actions/b.md\",\"line\":3,\"id\":\"a/b\","
		"\"rule\":\"action-due\",\"level\":\"error\","
		"\"message\":\"accepted without a due date\"}");
	finding.level = PM_OFF;
	finding.excuse = PM_WAIVED;
	finding.excuse_text = "a test";
	finding.line = 0;
	finding.path = NULL;
	is_json(pm_json_finding(&finding),
		"{\"id\":\"a/b\",\"rule\":\"action-due\",\"level\":\"off\","
		"\"message\":\"accepted without a due date\","
		"\"excuse\":\"waived\",\"excuse_text\":\"a test\"}");
}

static void a_document_begins_with_its_version(void **state)
{
	struct pm_buf out = { 0 };
	json_t *root = json_object();

	(void)state;
	json_object_set_new(root, "a", json_integer(1));
	pm_json_write(&out, root);
	assert_string_equal(pm_buf_str(&out),
			    "{\n  \"version\": 1,\n  \"a\": 1\n}\n");
	pm_buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_stays_readable_and_harmless),
		cmocka_unit_test(a_record_keeps_the_shape_of_its_front_matter),
		cmocka_unit_test(an_item_says_whether_it_is_overdue),
		cmocka_unit_test(each_kind_of_change_has_its_own_keys),
		cmocka_unit_test(a_finding_leaves_out_what_it_lacks),
		cmocka_unit_test(a_document_begins_with_its_version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
