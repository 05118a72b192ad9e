/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <stdlib.h>
#include <string.h>

#include "model/ledger.h"
#include "model/record.h"

#define HEAD "---\ntitle: Page\nstate: accepted\n---\n\nText.\n\n"

static struct pm_policy policy;
static struct pm_arena arena;

static int setup(void **state)
{
	(void)state;
	pm_policy_read(&policy, NULL, 0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	pm_policy_release(&policy);
	pm_arena_release(&arena);
	return 0;
}

static struct pm_ledger read_text(enum pm_kind kind, const char *text)
{
	struct pm_ledger ledger;

	pm_ledger_read(&ledger, &arena, &policy, kind, text, 0, strlen(text),
		       1);
	return ledger;
}

static struct pm_ledger read_item(const char *text)
{
	return read_text(PM_ACTION, text);
}

static void an_entry_says_when_who_what_and_why(void **state)
{
	struct pm_ledger l = read_item(
		"## History\n\n"
		"- 2026-12-01 alice: proposed, owner bob\n"
		"- 2026-12-02 bob: accepted, due 2027-01-10\n"
		"- 2026-12-10 bob: due 2027-01-24: the vendor is late, again "
		"(see #12)\n"
		"- 2027-01-20 bob: done, evidence https://example.com/a: b, c\n"
		"- 2027-01-21 bob: accepted, no evidence: it: came back\n");

	(void)state;
	assert_int_equal(l.nr, 5);
	assert_int_equal(l.misfits, 0);
	assert_string_equal(l.event[0].who, "alice");
	assert_string_equal(l.event[0].set[PM_L_STEP], "proposed");
	assert_int_equal(l.event[0].step, PM_PROPOSED);
	assert_string_equal(l.event[0].set[PM_L_OWNER], "bob");
	assert_null(l.event[0].set[PM_L_DUE]);
	assert_null(l.event[0].why);
	assert_int_equal(l.event[1].due, pm_date_make(2027, 1, 10));
	assert_string_equal(l.event[2].why,
			    "the vendor is late, again (see #12)");
	assert_null(l.event[2].set[PM_L_STEP]);
	assert_int_equal(l.event[2].line, 5);
	assert_string_equal(l.event[3].set[PM_L_EVIDENCE],
			    "https://example.com/a");
	assert_string_equal(l.event[3].why, "b, c");
	assert_string_equal(l.event[4].set[PM_L_EVIDENCE], "");
	assert_string_equal(l.event[4].why, "it: came back");
	assert_ptr_equal(pm_ledger_last(&l, l.nr, PM_L_STEP), &l.event[4]);
	assert_ptr_equal(pm_ledger_last(&l, 3, PM_L_STEP), &l.event[1]);
	assert_ptr_equal(pm_ledger_last(&l, l.nr, PM_L_OWNER), &l.event[0]);
}

static void a_post_mortem_has_statuses_and_an_owner(void **state)
{
	struct pm_ledger l = read_text(
		PM_POSTMORTEM, "## History\n- 2026-11-10 alice: draft\n"
			       "- 2026-11-14 alice: in-review, owner bob\n"
			       "- 2026-11-15 alice: due 2026-12-01\n");

	(void)state;
	assert_int_equal(l.nr, 2);
	assert_int_equal(l.event[1].step, PM_IN_REVIEW);
	assert_int_equal(l.misfits, 1);
	assert_non_null(strstr(l.misfit[0].why, "\"due\""));
}

static void what_does_not_read_so_is_prose(void **state)
{
	static const struct {
		const char *text;
		size_t events, misfits;
	} cases[] = {
		{ "- 2026-12-01 a: done\n- see the minutes\n", 1, 0 },
		{ "- 2026-12-01 a: done\n- 2026-12-02 a: donee\n", 1, 1 },
		{ "- 2026-12-01 a: done\n- 2026-12-02 we met\n", 1, 1 },
		{ "- 2026-12-01 we met\n- 2026-12-02 again\n", 0, 0 },
		{ "- 2026-12-01 a: done\n- 2026-02-30 a: done\n", 1, 1 },
		{ "- 2026-12-01 a: due 2026-02-30\n"
		  "- 2026-12-01 a: done\n", 1, 1 },
		{ "* 2026-12-01 a: done\n+ 2026-12-02 a: declined\n", 2, 0 },
		{ "1. 2026-12-01 a: done\n", 0, 0 },
		{ "> - 2026-12-01 a: done\n", 0, 0 },
		{ "    - 2026-12-01 a: done\n", 0, 0 },
		{ "```\n- 2026-12-01 a: done\n```\n", 0, 0 },
		{ "~~~~\n~~~\n- 2026-12-01 a: done\n", 0, 0 },
		{ "<!--\n- 2026-12-01 a: done\n-->\n", 0, 0 },
		{ "<!-- x -->\n- 2026-12-01 a: done\n", 1, 0 },
		{ "- 2026-12-01 a: Done:\n", 1, 0 },
		{ "- 2026-12-01 a: done, owner b, owner c\n", 0, 0 },
		{ "- 2026-12-01 a: done\n\n\n- 2026-12-02 a: declined: x\n",
		  2, 0 },
		{ "- 2026-12-01 a: done\n### More\n- 2026-12-02 a: declined\n"
		  "## Next\n- 2026-12-03 a: done\n", 2, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_buf text = { 0 };
		struct pm_ledger l;

		pm_buf_addf(&text, "# T\n\n## History\n\n%s", cases[i].text);
		l = read_item(text.ptr);
		if (l.nr != cases[i].events || l.misfits != cases[i].misfits)
			fail_msg("%s: %zu events, %zu misfits", cases[i].text,
				 l.nr, l.misfits);
		pm_buf_release(&text);
	}
}

static void the_last_section_of_that_name_is_meant(void **state)
{
	static const char *const text[] = {
		"## History\n- 2026-12-01 a: done\n## History\n"
		"- 2026-12-02 b: declined\n",
		"# History #\n\n- 2026-12-02 b: declined\n",
		"History\n-------\n- 2026-12-02 b: declined\n",
		"**x**\n\n## **History**\n- 2026-12-02 b: declined\n\n"
		"## Other\n- 2026-12-03 c: done\n",
		"```\n## History\n```\n## history {#h}\n"
		"- 2026-12-02 b: declined\n<!--\n## History\n-->\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(text) / sizeof(*text); i++) {
		struct pm_ledger l = read_item(text[i]);

		if (l.nr != 1 || strcmp(l.event[0].who, "b"))
			fail_msg("%s: %zu", text[i], l.nr);
	}
}

static void the_policy_may_call_it_otherwise(void **state)
{
	static const char own[] = "sections:\n  Verlauf: {aliases: [History]}\n";
	struct pm_policy mine;
	struct pm_buf file = { 0 };
	struct pm_ledger l;
	struct pm_error err = { 0 };
	const struct pm_ledger_event event = {
		.day = pm_date_make(2026, 12, 1), .who = "bob",
		.set = { [PM_L_STEP] = "done" }, .step = PM_DONE,
	};

	(void)state;
	pm_policy_read(&mine, own, sizeof(own) - 1);
	pm_buf_addstr(&file, HEAD);
	assert_ok(pm_ledger_append(&file, &mine, PM_ACTION, &event, &err),
		  &err);
	assert_string_equal(file.ptr, HEAD "## Verlauf\n\n"
					   "- 2026-12-01 bob: done\n");
	pm_ledger_read(&l, &arena, &mine, PM_ACTION, file.ptr, 0, file.len, 1);
	assert_int_equal(l.nr, 1);
	pm_policy_release(&mine);
	pm_buf_release(&file);
}

static void lines_join_as_their_script_is_written(void **state)
{
	struct pm_ledger l = read_item(
		"## History\n"
		"- 2026-12-01 bob: due\n"
		"  2027-01-10:\n"
		"  the vendor\n"
		"is late  \n"
		"\tagain\\\n"
		"  and\n"
		"- 2026-12-01 bob: done: \xe9\x9a\x9c\xe5\xae\xb3\n"
		"  \xe6\x8e\xa5\xe7\xb6\x9a\n"
		"  then \xed\x95\x9c\n"
		"  \xea\xb5\xad\n");

	(void)state;
	assert_int_equal(l.nr, 2);
	assert_string_equal(l.event[0].why, "the vendor is late again and");
	assert_string_equal(l.event[1].why,
			    "\xe9\x9a\x9c\xe5\xae\xb3\xe6\x8e\xa5\xe7\xb6\x9a "
			    "then \xed\x95\x9c \xea\xb5\xad");
}

static void what_is_put_below_an_event_is_no_part_of_it(void **state)
{
	static const struct {
		const char *text, *owner, *why;
	} cases[] = {
		{ "- 2026-12-01 a: done, owner b\nmore\n", "b", NULL },
		{ "- 2026-12-01 a: done,\nowner b\n", "b", NULL },
		{ "- 2026-12-01 a: done, owner b:\nmore\n", "b", "more" },
		{ "- 2026-12-01 a: done, owner b: c\nmore\n", "b", "c more" },
		{ "- 2026-12-01 a: done, owner\n  b\nmore\n", "b", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_buf text = { 0 };
		struct pm_ledger l;

		pm_buf_addf(&text, "## History\n\n%s", cases[i].text);
		l = read_item(text.ptr);
		assert_int_equal(l.nr, 1);
		assert_string_equal(l.event[0].set[PM_L_OWNER],
				    cases[i].owner);
		if (!cases[i].why != !l.event[0].why ||
		    (cases[i].why && strcmp(cases[i].why, l.event[0].why)))
			fail_msg("%s", cases[i].text);
		pm_buf_release(&text);
	}
}

static const char *const texts[] = {
	"the vendor, and: the `x, y` of #12 (@bob)",
	"\"quoted\" 'single' {braces} {{mustache}} {% tag %}",
	"unclosed ` tick and ``double`",
	"*stars* _under_ __init__ a_b_c ~~gone~~ a * b",
	"C:\\temp\\*.log \\ and \\\\",
	"<b>html</b> a < b <- c <https://example.com/a_b_> &amp; &c",
	"[a](b) [c] ![d](e) [f][g] [^1]",
	"https://example.com/_x_/*?a=b&c=d, then",
	"- dash + plus 1. one # hash > quote | pipe = is",
	"\xe9\x9a\x9c\xe5\xae\xb3\xe3\x80\x81\xe6\x8e\xa5\xe7\xb6\x9a: x",
	"ends in a colon:", "ends in \\", "1. first", "# not a heading",
	"a  b\tc", ": starts so", "", ",", "no evidence", "@bob",
};

static void whatever_is_said_reads_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		const struct pm_ledger_event event = {
			.day = pm_date_make(2026, 12, 1),
			.who = "Bob Builder <bob@example.com>",
			.set = { [PM_L_STEP] = "done",
				 [PM_L_EVIDENCE] = texts[i] },
			.step = PM_DONE,
			.why = texts[i],
		};
		struct pm_buf file = { 0 };
		struct pm_ledger l;
		struct pm_error err = { 0 };

		pm_buf_addstr(&file, HEAD);
		assert_ok(pm_ledger_append(&file, &policy, PM_ACTION, &event,
					   &err), &err);
		l = read_item(file.ptr);
		assert_int_equal(l.nr, 1);
		assert_string_equal(l.event[0].who, event.who);
		if (strcmp(texts[i], "a  b\tc")) {
			assert_string_equal(l.event[0].why ? l.event[0].why :
							     "", texts[i]);
			assert_string_equal(l.event[0].set[PM_L_EVIDENCE],
					    texts[i]);
		} else {
			assert_string_equal(l.event[0].why, "a b c");
		}
		pm_buf_release(&file);
	}
}

static void an_event_is_appended_in_the_style_that_is_there(void **state)
{
	static const struct {
		const char *before, *after;
	} cases[] = {
		{ "Text.", "Text.\n\n## History\n\n- E\n" },
		{ "Text.\n\n\n", "Text.\n\n## History\n\n- E\n" },
		{ "Text.\r\n", "Text.\r\n\r\n## History\r\n\r\n- E\r\n" },
		{ "## History\n", "## History\n\n- E\n" },
		{ "## History\n\nBy hand:\n\n## Next\n\nx\n",
		  "## History\n\nBy hand:\n\n- E\n\n## Next\n\nx\n" },
		{ "## History\n\n * 2026-01-01 a: draft\n\n\nprose\n",
		  "## History\n\n * 2026-01-01 a: draft\n * E\n\n\nprose\n" },
		{ "## History\n- 2026-01-01 a: draft: b\n  c",
		  "## History\n- 2026-01-01 a: draft: b\n  c\n- E\n" },
	};
	const struct pm_ledger_event event = {
		.day = pm_date_make(2026, 12, 1), .who = "bob",
		.set = { [PM_L_STEP] = "closed" }, .step = PM_CLOSED,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *eol = strchr(cases[i].before, '\r') ? "\r\n" :
								  "\n";
		struct pm_buf file = { 0 }, want = { 0 };
		struct pm_error err = { 0 };
		const char *e = strstr(cases[i].after, " E");

		pm_buf_addf(&file, "---%stitle: x%s---%s%s", eol, eol, eol,
			    cases[i].before);
		pm_buf_addf(&want, "---%stitle: x%s---%s%.*s", eol, eol, eol,
			    (int)(e - cases[i].after), cases[i].after);
		pm_buf_addf(&want, " 2026-12-01 bob: closed%s", e + 2);
		assert_ok(pm_ledger_append(&file, &policy, PM_POSTMORTEM,
					   &event, &err), &err);
		assert_string_equal(file.ptr, want.ptr);
		pm_buf_release(&file);
		pm_buf_release(&want);
	}
}

static void nothing_is_written_where_it_would_be_hidden(void **state)
{
	static const char *const body[] = { "```\ncode\n", "<!-- todo\n" };
	const struct pm_ledger_event event = {
		.day = pm_date_make(2026, 12, 1), .who = "bob",
		.set = { [PM_L_STEP] = "done" }, .step = PM_DONE,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(body) / sizeof(*body); i++) {
		struct pm_buf file = { 0 };
		struct pm_error err = { 0 };
		size_t len;

		pm_buf_addf(&file, HEAD "%s", body[i]);
		len = file.len;
		assert_failed(pm_ledger_append(&file, &policy, PM_ACTION,
					       &event, &err),
			      PM_EINVALID, &err, "would not read back");
		assert_int_equal(file.len, len);
		pm_buf_release(&file);
	}
}

static void events_are_the_same_however_they_are_laid_out(void **state)
{
	static const struct {
		const char *a, *b;
		bool same, same_changes;
	} cases[] = {
		{ "2026-12-01 bob: done: a, b", "2026-12-01 @bob: done: a b!",
		  true, true },
		{ "2026-12-01 bob: done: a", "2026-12-01 bob: done: c", false,
		  true },
		{ "2026-12-01 bob: done", "2026-12-02 bob: done", false,
		  false },
		{ "2026-12-01 bob: done", "2026-12-01 al: done", false,
		  false },
		{ "2026-12-01 bob: done, owner al",
		  "2026-12-01 bob: owner @al, done", true, true },
		{ "2026-12-01 bob: done", "2026-12-01 bob: done, no due",
		  false, false },
		{ "2026-12-01 bob: evidence `a, b`",
		  "2026-12-01 bob: evidence a b", true, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_buf text = { 0 };
		struct pm_ledger l;

		pm_buf_addf(&text, "## History\n- %s\n- %s\n", cases[i].a,
			    cases[i].b);
		l = read_item(text.ptr);
		assert_int_equal(l.nr, 2);
		if (pm_ledger_same(&policy, &l.event[0], &l.event[1]) !=
			    cases[i].same ||
		    pm_ledger_same_changes(&policy, &l.event[0],
					   &l.event[1]) !=
			    cases[i].same_changes)
			fail_msg("%s | %s", cases[i].a, cases[i].b);
		pm_buf_release(&text);
	}
}

static void the_fix_of_a_misfit_is_the_nearest_event(void **state)
{
	struct pm_ledger l = read_item("## History\n- 2026-12-01 a: accepted\n"
				       "- 2026-12-02 a: acepted, due "
				       "2027-01-01: x\n"
				       "- 2026-13-02 a: done\n"
				       "- 2026-12-02, a: done\n");

	(void)state;
	assert_int_equal(l.misfits, 3);
	assert_string_equal(l.misfit[0].fix,
			    "did you mean \"2026-12-02 a: accepted, due "
			    "2027-01-01: x\"?");
	assert_false(l.misfit[0].is_impossible);
	assert_true(l.misfit[1].is_impossible);
	assert_string_equal(l.misfit[2].fix,
			    "did you mean \"2026-12-02 a: done\"?");
}

static void the_ledger_is_no_part_of_the_body(void **state)
{
	static const char text[] = HEAD "## History\n\n- 2026-12-01 a: done\n";
	struct pm_record record = { .kind = PM_ACTION, .id = "x/y",
				    .path = "y.md" };

	(void)state;
	pm_record_read(&record, &arena, text, sizeof(text) - 1, &policy,
		       PM_READ_BODY);
	assert_int_equal(record.ledger.nr, 1);
	assert_int_equal(record.sections.nr, 0);
	assert_int_equal(record.body.nr, 1);
	assert_int_equal(record.body_end, strlen(HEAD));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_entry_says_when_who_what_and_why),
		cmocka_unit_test(a_post_mortem_has_statuses_and_an_owner),
		cmocka_unit_test(what_does_not_read_so_is_prose),
		cmocka_unit_test(the_last_section_of_that_name_is_meant),
		cmocka_unit_test(the_policy_may_call_it_otherwise),
		cmocka_unit_test(lines_join_as_their_script_is_written),
		cmocka_unit_test(what_is_put_below_an_event_is_no_part_of_it),
		cmocka_unit_test(whatever_is_said_reads_back),
		cmocka_unit_test(
			an_event_is_appended_in_the_style_that_is_there),
		cmocka_unit_test(nothing_is_written_where_it_would_be_hidden),
		cmocka_unit_test(
			events_are_the_same_however_they_are_laid_out),
		cmocka_unit_test(the_fix_of_a_misfit_is_the_nearest_event),
		cmocka_unit_test(the_ledger_is_no_part_of_the_body),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
