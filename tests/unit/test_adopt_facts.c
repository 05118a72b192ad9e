/* SPDX-License-Identifier: MIT */
#include "tests/unit/adopting.h"

/* --- labelled values --- */

static void labels_are_read_in_every_shape(void **state)
{
	static const char *const text[] = {
		"# A\n\n**Severity:** SEV2\n**Owner:** @carol\n" BODY,
		"# A\n\n**Severity**: Sev-2\n\n**Owner**: carol\n" BODY,
		"# A\n\n- Severity: 2\n- Owner: carol\n" BODY,
		"# A\n\n* **Severity** P2\n* __Owner__: carol\n" BODY,
		"# A\n\n> Severity: high | Owner: carol\n" BODY,
		"# A\n\nSeverity: major<br>Owner: carol\n" BODY,
		"# A\n\n| Severity | Major |\n|---|---|\n| Owner | carol "
		"|\n" BODY,
		"# A\n\n| Severity | SEV2 | Owner | carol |\n"
		"|---|---|---|---|\n| X |  | Y |  |\n" BODY,
		"# A\n\n| Date | Severity | Owner |\n|---|---|---|\n"
		"| 2021-01-01 | SEV2 | carol |\n" BODY,
		"# A\n\n## Severity\n\nSEV-2\n\n## Owner\n\ncarol\n" BODY,
		"# A\n\n### Incident details\n\nSeverity - SEV 2\\\n"
		"Owner = carol\n" BODY,
		"---\nseverity: SEV2\nauthor: carol\n---\n# A\n" BODY,
		"---\nseverity: major\nowner: carol\n---\n# A\n" BODY,
		"# A\n\n**Schweregrad:** hoch\n**Verantwortlich:** "
		"carol\n" BODY,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(text) / sizeof(*text); i++) {
		struct adopting t;

		adopt(&t, "a.md", text[i]);
		has_field(&t, PM_F_SEVERITY, "major");
		has_field(&t, PM_F_OWNER, "carol");
		done(&t);
	}
}

static void a_list_below_a_label_is_its_value(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\n**Affected services:**\n\n- checkout\n"
	      "- mail\n\n**Teams:** web, data" BODY);
	has_field(&t, PM_F_SERVICES, "checkout, mail");
	has_field(&t, PM_F_TEAMS, "web, data");
	done(&t);
}

static void placeholders_are_no_values(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\nSeverity: TBD\nOwner: <name>\n"
	      "Lead: (name)\nDate: YYYY-MM-DD\n"
	      "Incident: N/A\nAttendees: ?" BODY);
	has_field(&t, PM_F_SEVERITY, NULL);
	has_field(&t, PM_F_OWNER, NULL);
	has_field(&t, PM_F_LEAD, NULL);
	has_field(&t, PM_F_INCIDENT, NULL);
	has_field(&t, PM_F_DEBRIEF_ATTENDEES, NULL);
	folder_is(&t, "a");
	done(&t);
}

static void a_severity_is_mapped_by_rank_or_left_out(void **state)
{
	static const struct {
		const char *said, *severity;
	} row[] = {
		{ "critical", "critical" }, { "SEV0", "critical" },
		{ "SEV-1", "critical" },    { "S1", "critical" },
		{ "1", "critical" },	    { "1 - Critical", "critical" },
		{ "P3 (was P1)", "minor" }, { "Sev 4", "minor" },
		{ "Medium", "minor" },	    { "kritisch", "critical" },
		{ "huge", NULL },	    { "three boxes", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		char text[200];
		struct adopting t;

		snprintf(text, sizeof(text), "# A\n\nSeverity: %s" BODY,
			 row[i].said);
		adopt(&t, "a.md", text);
		has_field(&t, PM_F_SEVERITY, row[i].severity);
		assert_int_equal(has_remark(&t, row[i].said),
				 strcmp(row[i].said, "critical") != 0);
		done(&t);
	}
}

static void a_policy_with_numbers_is_matched_by_number(void **state)
{
	static const char policy[] = "severities:\n"
				     "  SEV1: {debrief: required}\n"
				     "  SEV2: {}\n  SEV3: {}\n";
	struct adopting t = { 0 };

	(void)state;
	assert_ok(adopt_with(&t, "a.md", "# A\n\nSeverity: sev-3" BODY, policy),
		  &t.err);
	has_field(&t, PM_F_SEVERITY, "SEV3");
	done(&t);
}

static void a_status_is_read_or_taken_as_draft(void **state)
{
	static const struct {
		const char *said, *status;
		bool assumed;
	} row[] = {
		{ "Status: Final", "closed", false },
		{ "Status: In review", "in-review", false },
		{ "Status: Complete, action items in progress", "reviewed",
		  false },
		{ "Status: WIP", "draft", false },
		{ "Status: purple", "draft", true },
		{ "Severity: minor", "draft", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		char text[200];
		struct adopting t;

		snprintf(text, sizeof(text), "# A\n\n%s" BODY, row[i].said);
		adopt(&t, "a.md", text);
		has_field(&t, PM_F_STATUS, row[i].status);
		has_field(&t, PM_F_IMPORTED, row[i].status);
		assert_int_equal(t.adopted.status_assumed, row[i].assumed);
		done(&t);
	}
}

static void defaults_hold_where_the_document_is_silent(void **state)
{
	struct adopting t = { 0 };

	(void)state;
	t.source.status = "closed";
	t.source.severity = "minor";
	t.source.owner = "dave";
	t.source.first_author = "erin@example.com";
	assert_ok(adopt_with(&t, "a.md", "# A\n\nSeverity: SEV1" BODY, NULL),
		  &t.err);
	has_field(&t, PM_F_STATUS, "closed");
	has_field(&t, PM_F_SEVERITY, "critical");
	has_field(&t, PM_F_OWNER, "dave");
	assert_false(t.adopted.status_assumed);
	done(&t);
}

static void an_owner_is_one_person(void **state)
{
	struct adopting t = { 0 };

	(void)state;
	t.source.first_author = "bob@example.com";
	assert_ok(adopt_with(&t, "a.md", "# A\n\nAuthors: Alice, Carol" BODY,
			     PEOPLE),
		  &t.err);
	has_field(&t, PM_F_OWNER, "bob");
	assert_true(t.adopted.owner_from_commit);
	assert_true(has_remark(&t, "several people"));
	done(&t);

	memset(&t, 0, sizeof(t));
	assert_ok(adopt_with(&t, "a.md", "# A\n\nOwner: Alice Adams" BODY,
			     PEOPLE),
		  &t.err);
	has_field(&t, PM_F_OWNER, "alice");
	done(&t);
}

static void attendees_are_read_from_lists_tables_and_initials(void **state)
{
	static const struct {
		const char *text, *attendees;
	} row[] = {
		{ "## Attendees\n\n- @carol\n- Dave (SRE)\n- Erin - scribe\n",
		  "carol, Dave, Erin" },
		{ "## Atendees\n\nAB, CD, EF\n", "AB, CD, EF" },
		{ "## Attendees\n\n- AB CD EF\n", "AB, CD, EF" },
		{ "## Participants\n\n| Name | Role | In attendance |\n"
		  "|---|---|---|\n| Carol | IC | yes |\n| Dave | x | no |\n",
		  "Carol" },
		{ "**Attendees:** Carol and Dave\n", "Carol, Dave" },
		{ "## Teilnehmer\n\n* Carol\n", "Carol" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		struct adopting t;
		char text[400];

		snprintf(text, sizeof(text), "# A\n\n%s" BODY, row[i].text);
		adopt(&t, "a.md", text);
		has_field(&t, PM_F_DEBRIEF_ATTENDEES, row[i].attendees);
		done(&t);
	}
}

static void an_incident_is_a_key_or_a_url(void **state)
{
	static const struct {
		const char *path, *text, *incident;
	} row[] = {
		{ "INC-123-x.md", "# A" BODY, "INC-123" },
		{ "incident-2021-03-04.md", "# A" BODY, NULL },
		{ "a.md",
		  "# A\n\nIncident: [INC-9](https://example.com/9)" BODY,
		  "https://example.com/9" },
		{ "a.md", "# A (incident #465)" BODY, "#465" },
		{ "a.md", "# [INC-7] A" BODY, "INC-7" },
		{ "a.md",
		  "# A\n\nIncident: the queue was stuck for 3 hours" BODY,
		  NULL },
		{ "sev1-queue.md", "# A" BODY, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		struct adopting t;

		adopt(&t, row[i].path, row[i].text);
		has_field(&t, PM_F_INCIDENT, row[i].incident);
		done(&t);
	}
}

static void a_debrief_has_its_day_and_recording(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\n| Incident summary | | | |\n|---|---|---|---|\n"
	      "| Postmortem Date | 5 May 2021 | Recording | "
	      "<https://example.com/rec> |\n"
	      "| SRE Lead | Carol | Facilitator | Dave |\n" BODY);
	has_field(&t, PM_F_DEBRIEF_DATE, "2021-05-05");
	has_field(&t, PM_F_DEBRIEF_RECORDING, "https://example.com/rec");
	has_field(&t, PM_F_DEBRIEF_FACILITATOR, "Dave");
	has_field(&t, PM_F_LEAD, "Carol");
	done(&t);
}

static void labels_are_known_in_more_languages(void **state)
{
	static const char *const text[] = {
		"# A\n\n**Data:** 2 de março de 2026\n"
		"**Início:** 2026-03-02 09:00 UTC\n"
		"**Detectado em:** 2026-03-02 09:10 UTC\n"
		"**Resolvido em:** 2026-03-02 10:00 UTC\n"
		"**Severidade:** SEV-2\n**Responsável:** carol\n" BODY,
		"# A\n\n**Дата:** 2 марта 2026\n"
		"**Начало:** 2026-03-02 09:00 UTC\n"
		"**Обнаружено:** 2026-03-02 09:10 UTC\n"
		"**Решено:** 2026-03-02 10:00 UTC\n"
		"**Критичность:** SEV-2\n**Ответственный:** carol\n" BODY,
		"# A\n\n**날짜:** 2026년 3월 2일\n"
		"**시작:** 2026-03-02 09:00 UTC\n"
		"**감지:** 2026-03-02 09:10 UTC\n"
		"**해결:** 2026-03-02 10:00 UTC\n"
		"**심각도:** SEV-2\n**담당자:** carol\n" BODY,
		"# A\n\n**発生日:** 2026年3月2日\n"
		"**発生:** 2026-03-02 09:00 UTC\n"
		"**検知時刻:** 2026-03-02 09:10 UTC\n"
		"**復旧:** 2026-03-02 10:00 UTC\n"
		"**重大度:** SEV-2\n**担当:** carol\n" BODY,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(text) / sizeof(*text); i++) {
		struct adopting t;

		adopt(&t, "a.md", text[i]);
		folder_is(&t, "2026-03-02-a");
		has_field(&t, PM_F_STARTED, "2026-03-02T09:00Z");
		has_field(&t, PM_F_DETECTED, "2026-03-02T09:10Z");
		has_field(&t, PM_F_RESOLVED, "2026-03-02T10:00Z");
		has_field(&t, PM_F_SEVERITY, "major");
		has_field(&t, PM_F_OWNER, "carol");
		assert_false(has_remark(&t, "cannot be read"));
		assert_false(has_remark(&t, "can be read"));
		done(&t);
	}
}

static void a_day_alone_is_no_title(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "2026-04-25-queue.md", "# 2026-04-25\n" BODY);
	has_field(&t, PM_F_TITLE, "queue");
	assert_true(has_remark(&t, "no title is said"));
	folder_is(&t, "2026-04-25-queue");
	done(&t);
}

static void labels_that_disagree_are_told(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\nStatus: Draft\nOwner: @carol\nSeverity: SEV2\n"
	      "Detected: 2026-03-02 09:10 UTC\nStatus: Closed\n"
	      "Owner: dave\nSeverity: sev2\nDetected: 09:20\n" BODY);
	assert_true(has_remark(&t, "\"Closed\" is said otherwise in line 3"));
	assert_true(has_remark(&t, "\"dave\" is said otherwise in line 4"));
	assert_true(has_remark(&t, "\"09:20\" is said otherwise in line 6"));
	assert_false(has_remark(&t, "in line 5"));
	has_field(&t, PM_F_OWNER, "carol");
	done(&t);

	adopt(&t, "a.md",
	      "# A\n\nDetected: 2026-03-02 09:10 UTC\n"
	      "Detected: 09:10\nOwner: carol\nOwner: Carol\n" BODY);
	assert_false(has_remark(&t, "otherwise"));
	done(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(labels_are_read_in_every_shape),
		cmocka_unit_test(a_list_below_a_label_is_its_value),
		cmocka_unit_test(placeholders_are_no_values),
		cmocka_unit_test(a_severity_is_mapped_by_rank_or_left_out),
		cmocka_unit_test(a_policy_with_numbers_is_matched_by_number),
		cmocka_unit_test(a_status_is_read_or_taken_as_draft),
		cmocka_unit_test(defaults_hold_where_the_document_is_silent),
		cmocka_unit_test(an_owner_is_one_person),
		cmocka_unit_test(
			attendees_are_read_from_lists_tables_and_initials),
		cmocka_unit_test(an_incident_is_a_key_or_a_url),
		cmocka_unit_test(a_debrief_has_its_day_and_recording),
		cmocka_unit_test(labels_are_known_in_more_languages),
		cmocka_unit_test(a_day_alone_is_no_title),
		cmocka_unit_test(labels_that_disagree_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
