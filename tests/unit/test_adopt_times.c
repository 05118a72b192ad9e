/* SPDX-License-Identifier: MIT */
#include "tests/unit/adopting.h"

/* --- times --- */

static void times_are_read_from_labels(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\nDate: 2021-03-04\nStart time: 14:02 UTC\n"
	      "Detected: 2021-03-04 15:07 CET\n"
	      "Mitigated: March 4, 2021 at 7:10 am PST\n"
	      "Resolved (UTC): 2021-03-05T00:10:30" BODY);
	has_field(&t, PM_F_STARTED, "2021-03-04T14:02Z");
	has_field(&t, PM_F_DETECTED, "2021-03-04T15:07+01:00");
	has_field(&t, PM_F_MITIGATED, "2021-03-04T07:10-08:00");
	has_field(&t, PM_F_RESOLVED, "2021-03-05T00:10:30Z");
	done(&t);
}

static void a_window_gives_start_and_end(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\nDate: 2021-03-04 23:40 - 00:20 UTC\n"
	      "Time to detect: 5 min" BODY);
	has_field(&t, PM_F_STARTED, "2021-03-04T23:40Z");
	has_field(&t, PM_F_DETECTED, "2021-03-04T23:45Z");
	has_field(&t, PM_F_RESOLVED, "2021-03-05T00:20Z");
	done(&t);
}

static void an_hour_in_which_the_clocks_changed_is_left_out(void **state)
{
	static const struct {
		const char *time, *want;
	} table[] = {
		{ "2026-03-29 02:30 Europe/Berlin", NULL },
		{ "2026-03-29 01:59 Europe/Berlin", "2026-03-29T01:59+01:00" },
		{ "2026-03-29 03:00 Europe/Berlin", "2026-03-29T03:00+02:00" },
		{ "2026-10-25 02:30 CET/CEST", NULL },
		{ "2026-10-25 02:30 CEST", "2026-10-25T02:30+02:00" },
		{ "2026-10-25 01:30 Europe/London", NULL },
		{ "2026-03-08 02:00 PT", NULL },
		{ "2026-11-01 01:00 ET", NULL },
		{ "2026-11-01 02:00 ET", "2026-11-01T02:00-05:00" },
		{ "2026-11-01 00:59 ET", "2026-11-01T00:59-04:00" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct adopting t;
		char text[200];

		snprintf(text, sizeof(text), "# A\n\nStarted: %s" BODY,
			 table[i].time);
		adopt(&t, "a.md", text);
		assert_int_equal(has_remark(&t, "the clocks changed"),
				 !table[i].want);
		has_field(&t, PM_F_STARTED, table[i].want);
		done(&t);
	}
}

static void a_time_without_zone_is_left_out_and_told(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\nStarted: 2021-03-04 14:02\n"
	      "Resolved: around noon 3\n" BODY);
	has_field(&t, PM_F_STARTED, NULL);
	assert_true(has_remark(&t, "has no time zone"));
	assert_true(has_remark(&t, "is not a time that can be read"));
	folder_is(&t, "2021-03-04-a");
	done(&t);
}

static void a_day_that_can_be_two_is_told(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md", "# A\n\nDate: 03/04/2021" BODY);
	assert_true(has_remark(&t, "can be two days"));
	folder_is(&t, "a");
	done(&t);

	/* Another date of the document tells the order. */
	adopt(&t, "a.md", "# A\n\nDate: 03/04/2021" BODY "\nOn 13/04/2021.\n");
	folder_is(&t, "2021-04-03-a");
	done(&t);
}

static void entries_called_so_give_the_times(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\n## Timeline\n\n2015-10-21 (*all times UTC*)\n\n"
	      "* 14:51 news\n* 14:54 **OUTAGE BEGINS** - search is down\n"
	      "* 15:36 OUTAGE MITIGATED\n* 16:00 it is over (resolved)\n");
	has_field(&t, PM_F_STARTED, "2015-10-21T14:54Z");
	has_field(&t, PM_F_DETECTED, NULL);
	has_field(&t, PM_F_MITIGATED, "2015-10-21T15:36Z");
	has_field(&t, PM_F_RESOLVED, "2015-10-21T16:00Z");
	assert_true(has_remark(&t, "taken from the timeline"));
	done(&t);
}

static void lengths_that_fit_the_timeline_give_the_times(void **state)
{
	static const char text[] = "# A\n\n## Timeline\n\nAll times in CET.\n\n"
				   "| Time | Event |\n|---|---|\n"
				   "| 2020-06-09 11:00 | maintenance |\n"
				   "| 2020-06-09 12:20 | applied |\n"
				   "| 2020-06-09 12:25 | an alert |\n"
				   "| 2020-06-09 12:35 | better |\n"
				   "\n## Stats\n\n- Time to detection: %s\n"
				   "- Time to recovery: %s\n";
	char filled[600];
	struct adopting t;

	(void)state;
	snprintf(filled, sizeof(filled), text, "5 minutes", "15 minutes");
	adopt(&t, "a.md", filled);
	has_field(&t, PM_F_STARTED, "2020-06-09T12:20+01:00");
	has_field(&t, PM_F_DETECTED, "2020-06-09T12:25+01:00");
	has_field(&t, PM_F_MITIGATED, "2020-06-09T12:35+01:00");
	assert_true(has_remark(&t, "the zone is that of winter"));
	folder_is(&t, "2020-06-09-a");
	done(&t);

	snprintf(filled, sizeof(filled), text, "7 minutes", "15 minutes");
	adopt(&t, "a.md", filled);
	has_field(&t, PM_F_STARTED, NULL);
	assert_true(has_remark(&t, "fit no entries"));
	done(&t);
}

static void an_entry_that_names_another_time_gives_none(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "2026-03-02-a.md",
	      "# A\n\n## Timeline (UTC)\n\n| Time | Event |\n|-|-|\n"
	      "| 09:30 | users say that the outage started at 08:45 |\n"
	      "| 12:00 | resolved |\n");
	has_field(&t, PM_F_STARTED, NULL);
	has_field(&t, PM_F_RESOLVED, "2026-03-02T12:00Z");
	done(&t);
}

static void the_year_changes_near_the_day_of_the_name(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "2026-01-01-a.md",
	      "# A\n\n## Timeline\n\n- Dec 31, 23:00 UTC: outage started\n"
	      "- Jan 1, 01:00 UTC: resolved\n");
	has_field(&t, PM_F_STARTED, "2025-12-31T23:00Z");
	has_field(&t, PM_F_RESOLVED, "2026-01-01T01:00Z");
	done(&t);
}

static void zones_by_place_know_summer(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\nStarted: 2021-07-04 14:02 Pacific Time\n"
	      "Resolved: 2021-07-04 23:30 Europe/Berlin" BODY);
	has_field(&t, PM_F_STARTED, "2021-07-04T14:02-07:00");
	has_field(&t, PM_F_RESOLVED, "2021-07-04T23:30+02:00");
	done(&t);
}

static void an_entry_that_cannot_be_read_is_told(void **state)
{
	struct adopting t;

	(void)state;
	adopt(&t, "a.md",
	      "# A\n\n## Timeline (UTC)\n\n| Time | Event |\n"
	      "|---|---|\n| 20202-01-16 12:00 | x |\n"
	      "| 2020-02-?? ??:?? | y |\n| | z |\n");
	assert_true(has_remark_at(&t, 7));
	assert_true(has_remark(&t, "\"20202-01-16 12:00\""));
	assert_true(has_remark(&t, "\"2020-02-?? ??:??\""));
	done(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_read_from_labels),
		cmocka_unit_test(a_window_gives_start_and_end),
		cmocka_unit_test(
			an_hour_in_which_the_clocks_changed_is_left_out),
		cmocka_unit_test(a_time_without_zone_is_left_out_and_told),
		cmocka_unit_test(a_day_that_can_be_two_is_told),
		cmocka_unit_test(entries_called_so_give_the_times),
		cmocka_unit_test(lengths_that_fit_the_timeline_give_the_times),
		cmocka_unit_test(an_entry_that_names_another_time_gives_none),
		cmocka_unit_test(the_year_changes_near_the_day_of_the_name),
		cmocka_unit_test(zones_by_place_know_summer),
		cmocka_unit_test(an_entry_that_cannot_be_read_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
