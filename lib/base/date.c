/* SPDX-License-Identifier: MIT */
#include "base/date.h"

#include <stdio.h>
#include <string.h>

#define SECONDS_PER_DAY 86400
#define FIRST_YEAR 1
#define LAST_YEAR 9999

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30,
				    31, 31, 30, 31, 30, 31 };

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/*
 * Days are counted in years that begin in March, so that the leap day is the
 * last of its year, and in eras of 400 years, which all have 146097 days.
 */
#define ERA_DAYS 146097
#define EPOCH_OFFSET 719468 /* from 0000-03-01 to 1970-01-01 */

pm_date pm_date_make(int year, int month, int day)
{
	int y = month <= 2 ? year - 1 : year;
	int era, year_of_era, day_of_year, day_of_era;

	if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 ||
	    day < 1 || day > month_days(year, month))
		return PM_NO_DATE;
	era = y / 400;
	year_of_era = y - era * 400;
	day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
		     day_of_year;
	return era * ERA_DAYS + day_of_era - EPOCH_OFFSET;
}

/* 0001-01-01 and 9999-12-31 */
#define FIRST_DATE (-719162)
#define LAST_DATE 2932896

void pm_date_split(pm_date date, int *year, int *month, int *day)
{
	int days, era, day_of_era, year_of_era, day_of_year, m;

	if (date < FIRST_DATE)
		date = FIRST_DATE;
	if (date > LAST_DATE)
		date = LAST_DATE;
	days = date + EPOCH_OFFSET;
	era = days / ERA_DAYS;
	day_of_era = days - era * ERA_DAYS;
	year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
		       day_of_era / 146096) / 365;
	day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 -
				    year_of_era / 100);
	m = (5 * day_of_year + 2) / 153;
	*day = day_of_year - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = year_of_era + era * 400 + (*month <= 2);
}

static char *put_digits(char *out, int value, int width)
{
	for (int i = width - 1; i >= 0; i--) {
		out[i] = (char)('0' + value % 10);
		value /= 10;
	}
	return out + width;
}

void pm_date_format(char out[PM_DATE_LEN], pm_date date)
{
	int year, month, day;

	if (date == PM_NO_DATE) {
		out[0] = '\0';
		return;
	}
	pm_date_split(date, &year, &month, &day);
	out = put_digits(out, year, 4);
	*out++ = '-';
	out = put_digits(out, month, 2);
	*out++ = '-';
	out = put_digits(out, day, 2);
	*out = '\0';
}

/* Exactly `width` digits; they are stepped over. */
static bool read_digits(const char **s, int width, int *out)
{
	const char *p = *s;
	int value = 0;

	for (int i = 0; i < width; i++, p++) {
		if (*p < '0' || *p > '9')
			return false;
		value = value * 10 + (*p - '0');
	}
	*s = p;
	*out = value;
	return true;
}

/* A day at *s, which is stepped over; PM_NO_DATE if it does not exist. */
static bool read_day(const char **s, pm_date *out)
{
	const char *p = *s;
	int year, month, day;

	if (!read_digits(&p, 4, &year) || *p++ != '-' ||
	    !read_digits(&p, 2, &month) || *p++ != '-' ||
	    !read_digits(&p, 2, &day))
		return false;
	*s = p;
	*out = pm_date_make(year, month, day);
	return true;
}

bool pm_date_parse(pm_date *out, const char *s)
{
	pm_date date;

	if (!read_day(&s, &date) || *s || date == PM_NO_DATE)
		return false;
	*out = date;
	return true;
}

int pm_date_weekday(pm_date date)
{
	/* 1970-01-01 was a Thursday. */
	int day = (int)(((int64_t)date + 3) % 7);

	return day < 0 ? day + 7 : day;
}

void pm_date_distance(char out[40], pm_date from, pm_date to)
{
	long long days = (long long)to - from;
	long long n = days < 0 ? -days : days;

	if (!days)
		snprintf(out, 40, "the same day");
	else
		snprintf(out, 40, "%lld %s %s", n, n == 1 ? "day" : "days",
			 days > 0 ? "later" : "earlier");
}

void pm_date_relative(char out[40], pm_date date, pm_date today)
{
	long long days = (long long)date - today;

	if (!days)
		snprintf(out, 40, "today");
	else if (days == 1)
		snprintf(out, 40, "tomorrow");
	else if (days == -1)
		snprintf(out, 40, "yesterday");
	else if (days > 0)
		snprintf(out, 40, "in %lld days", days);
	else
		snprintf(out, 40, "%lld days ago", -days);
}

static bool no_time(const char **why, const char *text)
{
	if (why)
		*why = text;
	return false;
}

/* "Z" or "+01:00" to the end of `s`. */
static bool read_zone(const char *s, int *zone, const char **why)
{
	int hours, minutes;
	int sign;

	if (!*s)
		return no_time(why, "it has no time zone: add Z or an offset "
				    "such as +01:00");
	if ((*s == 'Z' || *s == 'z') && !s[1]) {
		*zone = 0;
		return true;
	}
	if (*s != '+' && *s != '-')
		return no_time(why, "its time zone is neither Z nor an offset "
				    "such as +01:00");
	sign = *s++ == '-' ? -1 : 1;
	if (!read_digits(&s, 2, &hours) || *s++ != ':' ||
	    !read_digits(&s, 2, &minutes) || *s)
		return no_time(why, "its time zone is not written like "
				    "+01:00");
	if (hours > 23 || minutes > 59)
		return no_time(why, "its time zone does not exist");
	*zone = sign * (hours * 60 + minutes);
	return true;
}

bool pm_time_read_civil(const char **at, int64_t *out, const char **why)
{
	const char *s = *at;
	int hour, minute;
	int second = 0;
	pm_date date;

	if (!read_day(&s, &date))
		return no_time(why, "it does not start with a day written "
				    "like 2026-11-21");
	if (date == PM_NO_DATE)
		return no_time(why, "that day does not exist");
	if (!*s)
		return no_time(why, "it has no time of day: write "
				    "2026-11-21T14:32+01:00");
	if (*s != 'T' && *s != 't' && *s != ' ')
		return no_time(why, "between day and time stands neither T "
				    "nor one space");
	s++;
	if (!read_digits(&s, 2, &hour) || *s++ != ':' ||
	    !read_digits(&s, 2, &minute))
		return no_time(why, "its time is not written like 14:32 or "
				    "14:32:05");
	if (*s == ':') {
		s++;
		if (!read_digits(&s, 2, &second))
			return no_time(why, "its seconds are not two digits");
		if (*s == '.') {
			s++;
			if (*s < '0' || *s > '9')
				return no_time(why, "its fraction of a second "
						    "has no digits");
			while (*s >= '0' && *s <= '9')
				s++;
		}
	}
	/* 60 is a leap second; it counts as the next minute's first. */
	if (hour > 23 || minute > 59 || second > 60)
		return no_time(why, "that time of day does not exist");
	*out = (int64_t)date * SECONDS_PER_DAY + hour * 3600 + minute * 60 +
	       second;
	*at = s;
	return true;
}

bool pm_time_parse(struct pm_time *out, const char *s, const char **why)
{
	int64_t civil;
	int zone;

	if (!pm_time_read_civil(&s, &civil, why) || !read_zone(s, &zone, why))
		return false;
	out->epoch = civil - (int64_t)zone * 60;
	out->zone = zone;
	return true;
}

static int64_t local_seconds(struct pm_time time)
{
	return time.epoch + (int64_t)time.zone * 60;
}

/* The day of seconds since the epoch, and what is left of it. */
static pm_date day_of(int64_t seconds, int *rest)
{
	int64_t days = seconds / SECONDS_PER_DAY;

	if (seconds % SECONDS_PER_DAY < 0)
		days--;
	*rest = (int)(seconds - days * SECONDS_PER_DAY);
	if (days < FIRST_DATE)
		return FIRST_DATE;
	if (days > LAST_DATE)
		return LAST_DATE;
	return (pm_date)days;
}

pm_date pm_time_date(struct pm_time time)
{
	int rest;

	return day_of(local_seconds(time), &rest);
}

static void format_time(char *out, struct pm_time time, bool seconds)
{
	int zone = time.zone < 0 ? -time.zone : time.zone;
	int rest;

	pm_date_format(out, day_of(local_seconds(time), &rest));
	out += PM_DATE_LEN - 1;
	*out++ = 'T';
	out = put_digits(out, rest / 3600, 2);
	*out++ = ':';
	out = put_digits(out, rest / 60 % 60, 2);
	if (seconds || rest % 60) {
		*out++ = ':';
		out = put_digits(out, rest % 60, 2);
	}
	if (!zone) {
		*out++ = 'Z';
	} else {
		*out++ = time.zone < 0 ? '-' : '+';
		out = put_digits(out, zone / 60, 2);
		*out++ = ':';
		out = put_digits(out, zone % 60, 2);
	}
	*out = '\0';
}

void pm_time_format(char out[PM_TIME_LEN], struct pm_time time)
{
	format_time(out, time, false);
}

void pm_time_format_full(char out[PM_TIME_LEN], struct pm_time time)
{
	format_time(out, time, true);
}

void pm_duration_format(char out[40], int64_t seconds)
{
	static const struct {
		long long size;
		const char *name;
	} unit[] = { { SECONDS_PER_DAY, "d" }, { 3600, "h" }, { 60, "min" },
		     { 1, "s" } };
	const char *sign = seconds < 0 ? "-" : "";
	/* Not even the smallest value overflows this way. */
	unsigned long long left = seconds < 0 ? 0 - (unsigned long long)seconds
					      : (unsigned long long)seconds;
	size_t i = 0;
	unsigned long long major;
	unsigned short minor; /* below 60 */

	while (i < 3 && left < (unsigned long long)unit[i].size)
		i++;
	major = left / (unsigned long long)unit[i].size;
	left %= (unsigned long long)unit[i].size;
	minor = 0;
	if (i < 3)
		minor = (unsigned short)(left / (unsigned long long)
						 unit[i + 1].size);
	if (minor)
		snprintf(out, 40, "%s%llu %s %hu %s", sign, major,
			 unit[i].name, minor, unit[i + 1].name);
	else
		snprintf(out, 40, "%s%llu %s", sign, major, unit[i].name);
}
