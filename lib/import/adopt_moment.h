/* SPDX-License-Identifier: MIT */
#ifndef PM_ADOPT_MOMENT_H
#define PM_ADOPT_MOMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"

/*
 * Days and times as people write them in documents: "2019-12-04 03:00",
 * "4. Dezember 2019", "Dec 4th, 2019 at 3:15 pm PST", "04.12.2019", "14:32".
 * Only the text is looked at; what is not said stays open.
 */

/* Zones whose offset depends on the day. */
enum zone_rule {
	ZONE_FIXED,
	ZONE_SUMMER_US,
	ZONE_SUMMER_EU,
};

struct zone {
	bool known;
	int minutes; /* east of UTC, in winter */
	enum zone_rule rule;
	bool winter_name; /* a name of winter time, as CET, which people go
			   * on writing in summer */
};

/* What 03/04/2021 means in a document. */
enum slash_order {
	SLASH_UNKNOWN,
	SLASH_DAY_FIRST,
	SLASH_MONTH_FIRST,
};

struct moment {
	int year, month, day; /* 0: not said */
	int seconds;	      /* of the day; -1: not said */
	struct zone zone;
	bool unclear;	   /* a day that could be two: year is set only */
	size_t start, end; /* its bytes in the text */
};

/* The first day or time in `s` from byte `from` on. */
bool pm_moment_find(struct moment *out, const char *s, size_t from,
		    enum slash_order order);
/* What the dates of a whole text that can be read in one way only tell about
 * those that cannot. */
enum slash_order pm_moment_order(const char *s, size_t len);
/* The day, PM_NO_DATE if not all of it is said. */
pm_date pm_moment_day(const struct moment *moment);

/* The month whose name is the word at `s`, 0 if it is none; *len receives how
 * long that is. */
int pm_month_at(const char *s, size_t *len);

/* The first zone that is named in `s` ("all times in UTC", "UTC+2"). */
struct zone pm_zone_find(const char *s);
/* A zone that stands at `s`; *len receives how long its name is. */
struct zone pm_zone_at(const char *s, size_t *len);
/* Minutes east of UTC at that day and second. */
int pm_zone_minutes(const struct zone *zone, pm_date day, int seconds);
/* Whether the clocks changed in that hour: it was skipped or came twice. */
bool pm_zone_is_changing(const struct zone *zone, pm_date day, int seconds);
/* Whether the zone is named after its winter time, but it was summer. */
bool pm_zone_is_doubtful(const struct zone *zone, pm_date day);

/* "19 hours 43 minutes", "148 min", "2h 14m", "1:30 h" in seconds; negative
 * when it is not a length of time. *rest receives what stands behind it. */
long pm_length_parse(const char *s, const char **rest);

#endif
