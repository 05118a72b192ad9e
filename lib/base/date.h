/* SPDX-License-Identifier: MIT */
#ifndef PM_DATE_H
#define PM_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/*
 * Days and moments. A due date is a civil day, without a zone; an incident's
 * times are moments with the zone they were written in. No locale and no
 * C library calendar is involved.
 */

/* A civil day as days since 1970-01-01. PM_NO_DATE stands for "none". */
typedef int32_t pm_date;
#define PM_NO_DATE INT32_MIN
#define PM_DATE_LEN 11 /* "2026-11-21" and NUL; years 0001 to 9999 */

struct pm_time {
	int64_t epoch;	/* seconds since 1970-01-01T00:00:00Z */
	int zone;	/* minutes east of UTC */
};
#define PM_TIME_LEN 26 /* "2026-11-21T14:32:05+01:00" and NUL */

/* Exactly YYYY-MM-DD and a day that exists; false otherwise. */
bool pm_date_parse(pm_date *out, const char *s);
void pm_date_format(char out[PM_DATE_LEN], pm_date date);
void pm_date_split(pm_date date, int *year, int *month, int *day);
/* PM_NO_DATE for a day that does not exist. */
pm_date pm_date_make(int year, int month, int day);
/* 0 is Monday. */
int pm_date_weekday(pm_date date);

/*
 * A day as a person types it on the command line: YYYY-MM-DD, today,
 * tomorrow, yesterday, a weekday's name (the next one), +N or +Nd, +Nw, +Nm
 * (from `today`; a month past its end is its last day), -N likewise, "in 2
 * weeks", "2 weeks ago". PM_EINVALID with a message that lists the forms.
 */
int pm_date_parse_human(pm_date *out, const char *s, pm_date today,
			struct pm_error *err);

/* "14 days later", "1 day earlier"; "the same day". Into `out`, 40 bytes. */
void pm_date_distance(char out[40], pm_date from, pm_date to);
/* Relative to today: "today", "tomorrow", "in 12 days", "3 days ago". */
void pm_date_relative(char out[40], pm_date date, pm_date today);

/* RFC 3339 with a zone; 'T', 't' or one space between; seconds optional.
 * False otherwise; *why (may be NULL) then says what is wrong, static text. */
bool pm_time_parse(struct pm_time *out, const char *s, const char **why);
/* Day and time of day alone, as seconds since 1970-01-01T00:00 on the same
 * clock; *s is stepped over to where a zone would stand. */
bool pm_time_read_civil(const char **s, int64_t *out, const char **why);
/*
 * As a person types it: now, 9:12 (today), 2026-11-21 14:32, or the full form.
 * Without a zone it is what the machine's clocks showed then. PM_EINVALID with
 * a message that says what to write: it is no time, or the clocks were put
 * forward over it, or put back so that it came twice.
 */
int pm_time_parse_human(struct pm_time *out, const char *s, pm_date today,
			struct pm_error *err);
/* In the zone of `time`; seconds are left out when they are 0. */
void pm_time_format(char out[PM_TIME_LEN], struct pm_time time);
/* The same with seconds always, which RFC 3339 asks of what programs read. */
void pm_time_format_full(char out[PM_TIME_LEN], struct pm_time time);
/* The civil day in the time's own zone. */
pm_date pm_time_date(struct pm_time time);
/* "2 h 14 min", "45 s", "3 d 4 h": two units at most. */
void pm_duration_format(char out[40], int64_t seconds);

/*
 * The clock. GIT_POSTMORTEM_NOW (RFC 3339, or a plain day) overrides it, for
 * tests and for asking "what would have been overdue". The zone is that of
 * the override or else the machine's.
 */
struct pm_time pm_now(void);
pm_date pm_today(void);
/* The day in UTC; an override that is a day is that day everywhere. */
pm_date pm_today_utc(void);
/* False when GIT_POSTMORTEM_NOW is neither; pm_now() then ignores it, and so
 * this is asked first. Set but empty is as unset. */
bool pm_now_is_valid(void);

/* At how many moments (0, 1 or 2, earliest first) the machine's clocks showed
 * a civil time. At none, out[0] is as far behind the change as they were put
 * forward: 03:30 for a 02:30 that was skipped. */
size_t pm_time_local(struct pm_time out[2], int64_t civil);

#endif
