/* SPDX-License-Identifier: MIT */
#include "base/date.h"

#include <stdlib.h>
#include <time.h>

#define SECONDS_PER_DAY 86400

/* The one question that only the C library can answer. */
static int machine_zone(int64_t epoch)
{
	time_t t = (time_t)epoch;
	struct tm tm;

	if (!localtime_r(&t, &tm))
		return 0;
	return (int)(tm.tm_gmtoff / 60);
}

/*
 * What the clocks were set to a day before, and what a day after, is all that
 * they can have been set to. No zone is further than a day from UTC.
 */
size_t pm_time_local(struct pm_time out[2], int64_t civil)
{
	const int zone[] = { machine_zone(civil - 2 * SECONDS_PER_DAY),
			     machine_zone(civil + 2 * SECONDS_PER_DAY) };
	struct pm_time time[2];
	size_t nr = 0;

	for (size_t i = 0; i < 2; i++) {
		time[i].zone = zone[i];
		time[i].epoch = civil - (int64_t)zone[i] * 60;
		if (machine_zone(time[i].epoch) == zone[i] &&
		    (!nr || out[0].zone != zone[i]))
			out[nr++] = time[i];
	}
	if (!nr) {
		out[0] = time[0];
		out[0].zone = machine_zone(time[0].epoch);
	}
	return nr;
}

/* Whether the clock is overridden, and by what. */
static bool read_override(struct pm_time *now, pm_date *day, const char *fixed)
{
	struct pm_time local[2];

	*day = PM_NO_DATE;
	if (pm_time_parse(now, fixed, NULL))
		return true;
	if (!pm_date_parse(day, fixed))
		return false;
	pm_time_local(local, (int64_t)*day * SECONDS_PER_DAY);
	*now = local[0];
	return true;
}

bool pm_now_is_valid(void)
{
	const char *fixed = getenv("GIT_POSTMORTEM_NOW");
	struct pm_time now;
	pm_date day;

	return !fixed || !*fixed || read_override(&now, &day, fixed);
}

/* *day is the day that the override names, or PM_NO_DATE. */
static struct pm_time read_now(pm_date *day)
{
	const char *fixed = getenv("GIT_POSTMORTEM_NOW");
	struct timespec clock = { 0 };
	struct pm_time now = { 0 };

	*day = PM_NO_DATE;
	if (fixed && read_override(&now, day, fixed))
		return now;
	clock_gettime(CLOCK_REALTIME, &clock);
	now.epoch = clock.tv_sec;
	now.zone = machine_zone(now.epoch);
	return now;
}

struct pm_time pm_now(void)
{
	pm_date day;

	return read_now(&day);
}

pm_date pm_today(void)
{
	pm_date day;
	struct pm_time now = read_now(&day);

	return day != PM_NO_DATE ? day : pm_time_date(now);
}

pm_date pm_today_utc(void)
{
	pm_date day;
	struct pm_time now = read_now(&day);

	now.zone = 0;
	return day != PM_NO_DATE ? day : pm_time_date(now);
}
