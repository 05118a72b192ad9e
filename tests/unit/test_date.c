/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/date.h"

#define NR(array) (sizeof(array) / sizeof(*(array)))

static pm_date day(const char *text)
{
	pm_date date;

	assert_true(pm_date_parse(&date, text));
	return date;
}

static void only_a_day_that_exists_is_read(void **state)
{
	static const char *const bad[] = {
		"",	       "2026-02-29",  "2026-13-01",  "2026-00-10",
		"2026-01-00",  "2026-04-31",  "2026-1-01",   "26-01-01",
		"2026-01-01 ", " 2026-01-01", "2026/01/01",  "2026-01-1x",
		"0000-01-01",  "12026-01-01", "2100-02-29",  "+026-01-01",
		"2026-01-01T00:00Z",
	};
	pm_date date = 7;

	(void)state;
	for (size_t i = 0; i < NR(bad); i++)
		assert_false(pm_date_parse(&date, bad[i]));
	assert_int_equal(date, 7);
	assert_int_equal(day("1970-01-01"), 0);
	assert_int_equal(day("1970-01-02"), 1);
	assert_int_equal(day("1969-12-31"), -1);
	assert_int_equal(day("2000-02-29"), 11016);
	assert_int_equal(day("2026-11-21"), 20778);
}

static void every_day_from_0001_to_9999_comes_back_as_written(void **state)
{
	pm_date first = day("0001-01-01");
	pm_date last = day("9999-12-31");
	int weekday = 0; /* 0001-01-01 was a Monday */
	char text[PM_DATE_LEN];
	int year, month, dom;

	(void)state;
	for (pm_date d = first; d <= last; d++) {
		pm_date_split(d, &year, &month, &dom);
		if (pm_date_make(year, month, dom) != d ||
		    pm_date_weekday(d) != weekday)
			fail_msg("day %d", d);
		weekday = (weekday + 1) % 7;
	}
	for (pm_date d = first; d <= last; d += 97) {
		pm_date_format(text, d);
		assert_int_equal(day(text), d);
	}
	pm_date_format(text, PM_NO_DATE);
	assert_string_equal(text, "");
}

static void days_are_read_as_people_type_them(void **state)
{
	/* 2026-11-21 is a Saturday. */
	static const struct {
		const char *text, *want;
	} table[] = {
		{ "today", "2026-11-21" },
		{ "Tomorrow", "2026-11-22" },
		{ "yesterday", "2026-11-20" },
		{ "monday", "2026-11-23" },
		{ "fri", "2026-11-27" },
		{ "SATURDAY", "2026-11-28" },
		{ "+14", "2026-12-05" },
		{ "+14d", "2026-12-05" },
		{ "+2w", "2026-12-05" },
		{ "-1w", "2026-11-14" },
		{ "-3", "2026-11-18" },
		{ "+1m", "2026-12-21" },
		{ "+3m", "2027-02-21" },
		{ "-11m", "2025-12-21" },
		{ "in 2 weeks", "2026-12-05" },
		{ "in 1 day", "2026-11-22" },
		{ "2 weeks ago", "2026-11-07" },
		{ " 1  month ago ", "2026-10-21" },
		{ "2027-01-31", "2027-01-31" },
		{ "+0", "2026-11-21" },
	};
	static const char *const bad[] = {
		"",	"soon",	      "2026-02-30", "in two weeks",
		"+",	"+w",	      "+1y",	    "in 2 weeks ago",
		"2 ago", "+99999999", "in 2",	    "+99999m",
		"m",	"+1dd",	      "next week or so",
	};
	pm_date today = day("2026-11-21");
	struct pm_error err = { 0 };
	pm_date date = 0;

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		char text[PM_DATE_LEN];

		assert_int_equal(pm_date_parse_human(&date, table[i].text,
						     today, &err), 0);
		pm_date_format(text, date);
		assert_string_equal(text, table[i].want);
	}
	date = 5;
	for (size_t i = 0; i < NR(bad); i++) {
		assert_int_equal(pm_date_parse_human(&date, bad[i], today,
						     &err), PM_EINVALID);
		assert_non_null(strstr(err.message, "2 weeks ago"));
	}
	assert_int_equal(date, 5);
}

static void a_month_past_its_end_is_its_last_day(void **state)
{
	struct pm_error err = { 0 };
	pm_date date;

	(void)state;
	pm_date_parse_human(&date, "+1m", day("2026-01-31"), &err);
	assert_int_equal(date, day("2026-02-28"));
	pm_date_parse_human(&date, "+1m", day("2028-01-31"), &err);
	assert_int_equal(date, day("2028-02-29"));
	pm_date_parse_human(&date, "-1m", day("2026-12-31"), &err);
	assert_int_equal(date, day("2026-11-30"));
}

static void distances_are_said_in_days(void **state)
{
	pm_date d = day("2026-11-21");
	char text[40];

	(void)state;
	pm_date_distance(text, d, d + 14);
	assert_string_equal(text, "14 days later");
	pm_date_distance(text, d, d - 1);
	assert_string_equal(text, "1 day earlier");
	pm_date_distance(text, d, d);
	assert_string_equal(text, "the same day");
	pm_date_relative(text, d, d);
	assert_string_equal(text, "today");
	pm_date_relative(text, d + 1, d);
	assert_string_equal(text, "tomorrow");
	pm_date_relative(text, d - 1, d);
	assert_string_equal(text, "yesterday");
	pm_date_relative(text, d + 12, d);
	assert_string_equal(text, "in 12 days");
	pm_date_relative(text, d - 3, d);
	assert_string_equal(text, "3 days ago");
}

static void a_time_without_a_zone_has_the_one_of_then(void **state)
{
	static const struct {
		const char *tz, *text, *want;
	} table[] = {
		{ "CET-1CEST,M3.5.0,M10.5.0/3", "2026-07-15T12:00",
		  "2026-07-15T12:00+02:00" },
		{ "CET-1CEST,M3.5.0,M10.5.0/3", "2026-01-15 9:12",
		  "2026-01-15T09:12+01:00" },
		{ "CET-1CEST,M3.5.0,M10.5.0/3", "2026-01-15T09:12Z",
		  "2026-01-15T09:12Z" },
		{ "CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T01:59:59",
		  "2026-03-29T01:59:59+01:00" },
		{ "CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T03:00",
		  "2026-03-29T03:00+02:00" },
		{ "CET-1CEST,M3.5.0,M10.5.0/3", "9:12",
		  "2026-11-21T09:12+01:00" },
		{ "NZST-12NZDT,M9.5.0,M4.1.0/3", "2026-04-05 01:00",
		  "2026-04-05T01:00+13:00" },
		{ "XXX+3:30", "2026-04-05 01:00", "2026-04-05T01:00-03:30" },
	};
	struct pm_error err = { 0 };

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		char text[PM_TIME_LEN];
		struct pm_time time;

		setenv("TZ", table[i].tz, 1);
		tzset();
		assert_int_equal(pm_time_parse_human(&time, table[i].text,
						     day("2026-11-21"), &err),
				 0);
		pm_time_format(text, time);
		assert_string_equal(text, table[i].want);
	}
	setenv("TZ", "UTC", 1);
	tzset();
}

static void an_hour_of_changing_clocks_is_refused(void **state)
{
	static const struct {
		const char *tz, *text, *want;
	} table[] = {
		{ "CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T02:30",
		  "did not exist here, as the clocks were put forward over "
		  "it; write 2026-03-29T03:30+02:00" },
		{ "CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25 2:30",
		  "came twice here, as the clocks were put back; write "
		  "2026-10-25T02:30+02:00 or 2026-10-25T02:30+01:00" },
		{ "EST5EDT,M3.2.0,M11.1.0", "2026-03-08T02:00",
		  "write 2026-03-08T03:00-04:00" },
		{ "EST5EDT,M3.2.0,M11.1.0", "2026-11-01T01:59:59",
		  "write 2026-11-01T01:59:59-04:00 or "
		  "2026-11-01T01:59:59-05:00" },
		{ "LHST-10:30LHDT-11,M10.1.0,M4.1.0", "2026-10-04T02:15",
		  "write 2026-10-04T02:45+11:00" },
		{ "UTC", "2026-11-01T25:59", "that time of day does not" },
		{ "UTC", "2026-11-01", "it has no time of day" },
		{ "UTC", "soon", "is not a time" },
	};
	struct pm_error err = { 0 };
	struct pm_time time = { .zone = 5 };

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		setenv("TZ", table[i].tz, 1);
		tzset();
		assert_int_equal(pm_time_parse_human(&time, table[i].text,
						     day("2026-11-21"), &err),
				 PM_EINVALID);
		assert_non_null(strstr(err.message, table[i].want));
	}
	setenv("TZ", "UTC", 1);
	tzset();
}

static void a_day_as_the_clock_is_that_day_everywhere(void **state)
{
	(void)state;
	setenv("TZ", "JST-9", 1);
	tzset();
	setenv("GIT_POSTMORTEM_NOW", "2026-03-20", 1);
	assert_int_equal(pm_today(), day("2026-03-20"));
	assert_int_equal(pm_today_utc(), day("2026-03-20"));
	setenv("GIT_POSTMORTEM_NOW", "2026-03-20T02:00+09:00", 1);
	assert_int_equal(pm_today(), day("2026-03-20"));
	assert_int_equal(pm_today_utc(), day("2026-03-19"));
	unsetenv("GIT_POSTMORTEM_NOW");
	setenv("TZ", "UTC", 1);
	tzset();
}

static void a_moment_comes_back_in_the_zone_it_was_written_in(void **state)
{
	static const struct {
		const char *text, *want;
		int64_t epoch;
	} table[] = {
		{ "1970-01-01T00:00:00Z", "1970-01-01T00:00Z", 0 },
		{ "2026-11-21T14:32:05+01:00", "2026-11-21T14:32:05+01:00",
		  1795267925 },
		{ "2026-11-21 13:32z", "2026-11-21T13:32Z", 1795267920 },
		{ "2026-11-21t13:32:00.250Z", "2026-11-21T13:32Z",
		  1795267920 },
		{ "1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z", -1 },
		{ "2026-11-21T00:10-05:30", "2026-11-21T00:10-05:30",
		  1795239600 },
		{ "2026-12-31T23:59:60Z", "2027-01-01T00:00Z", 1798761600 },
	};
	char text[PM_TIME_LEN];
	struct pm_time time;

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		assert_true(pm_time_parse(&time, table[i].text, NULL));
		assert_true(time.epoch == table[i].epoch);
		pm_time_format(text, time);
		assert_string_equal(text, table[i].want);
	}
	assert_true(pm_time_parse(&time, "2026-11-21T00:10+05:30", NULL));
	assert_int_equal(pm_time_date(time), day("2026-11-21"));
}

static void what_programs_read_has_seconds(void **state)
{
	char text[PM_TIME_LEN];
	struct pm_time time;

	(void)state;
	assert_true(pm_time_parse(&time, "2026-11-21T00:10-05:30", NULL));
	pm_time_format_full(text, time);
	assert_string_equal(text, "2026-11-21T00:10:00-05:30");
	assert_true(pm_time_parse(&time, "2026-11-21 13:32:05z", NULL));
	pm_time_format_full(text, time);
	assert_string_equal(text, "2026-11-21T13:32:05Z");
}

static void what_is_wrong_with_a_moment_is_said(void **state)
{
	static const struct {
		const char *text, *why;
	} table[] = {
		{ "2026-11-21T14:32", "no time zone" },
		{ "2026-11-21", "no time of day" },
		{ "2026-02-30T14:32Z", "does not exist" },
		{ "2026-11-21T24:00Z", "does not exist" },
		{ "2026-11-21T14:60Z", "does not exist" },
		{ "2026-11-21T14:32+0100", "+01:00" },
		{ "2026-11-21T14:32 CET", "neither Z nor" },
		{ "2026-11-21T14:32+25:00", "zone does not exist" },
		{ "2026-11-21  14:32Z", "14:32" },
		{ "2026-11-21_14:32Z", "neither T nor" },
		{ "2026-11-21T2:32Z", "14:32" },
		{ "2026-11-21T14:32:5Z", "seconds" },
		{ "2026-11-21T14:32:05.Z", "fraction" },
		{ "yesterday", "day" },
		{ "2026-11-21T14:32Zx", "zone" },
	};
	struct pm_time time = { 1, 2 };

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		const char *why = NULL;

		assert_false(pm_time_parse(&time, table[i].text, &why));
		assert_non_null(why);
		assert_non_null(strstr(why, table[i].why));
	}
	assert_int_equal(time.epoch, 1);
}

static void durations_have_two_units_at_most(void **state)
{
	static const struct {
		int64_t seconds;
		const char *want;
	} table[] = {
		{ 0, "0 s" },
		{ 45, "45 s" },
		{ 60, "1 min" },
		{ 125, "2 min 5 s" },
		{ 8040, "2 h 14 min" },
		{ 7200, "2 h" },
		{ 273600, "3 d 4 h" },
		{ 86400, "1 d" },
		{ 86401, "1 d" },
		{ -8040, "-2 h 14 min" },
		{ INT64_MIN, "-106751991167300 d 15 h" },
	};
	char text[40];

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		pm_duration_format(text, table[i].seconds);
		assert_string_equal(text, table[i].want);
	}
}

static void the_clock_can_be_set(void **state)
{
	struct pm_time now;

	(void)state;
	setenv("GIT_POSTMORTEM_NOW", "2026-11-21T23:30:00-08:00", 1);
	now = pm_now();
	assert_int_equal(now.zone, -480);
	assert_int_equal(pm_today(), day("2026-11-21"));
	setenv("GIT_POSTMORTEM_NOW", "2026-12-05", 1);
	assert_int_equal(pm_today(), day("2026-12-05"));
	assert_true(pm_now_is_valid());
	setenv("GIT_POSTMORTEM_NOW", "", 1);
	assert_true(pm_now_is_valid());
	setenv("GIT_POSTMORTEM_NOW", "2026-02-30", 1);
	assert_false(pm_now_is_valid());
	setenv("GIT_POSTMORTEM_NOW", "tomorrow", 1);
	assert_false(pm_now_is_valid());
	unsetenv("GIT_POSTMORTEM_NOW");
	assert_true(pm_now_is_valid());
	assert_true(pm_now().epoch > 1700000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_a_day_that_exists_is_read),
		cmocka_unit_test(
			every_day_from_0001_to_9999_comes_back_as_written),
		cmocka_unit_test(days_are_read_as_people_type_them),
		cmocka_unit_test(a_month_past_its_end_is_its_last_day),
		cmocka_unit_test(distances_are_said_in_days),
		cmocka_unit_test(a_time_without_a_zone_has_the_one_of_then),
		cmocka_unit_test(an_hour_of_changing_clocks_is_refused),
		cmocka_unit_test(a_day_as_the_clock_is_that_day_everywhere),
		cmocka_unit_test(
			a_moment_comes_back_in_the_zone_it_was_written_in),
		cmocka_unit_test(what_programs_read_has_seconds),
		cmocka_unit_test(what_is_wrong_with_a_moment_is_said),
		cmocka_unit_test(durations_have_two_units_at_most),
		cmocka_unit_test(the_clock_can_be_set),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
