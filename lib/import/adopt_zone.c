/* SPDX-License-Identifier: MIT */
#include "import/adopt_moment.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MINUTES 60
#define EU_CHANGE (60 * MINUTES)     /* 01:00 UTC */
#define US_CHANGE (2 * 60 * MINUTES) /* 02:00 local time */
#define MAX_OFFSET (14 * MINUTES)

struct named_zone {
	const char *name;
	int minutes;
	enum zone_rule rule;
	bool winter_name;
	bool any_case; /* no English word looks like it */
};

/* Left out: what stands for several (CST, IST, AST, "local time"). Longer
 * names come before those they begin with. */
static const struct named_zone named[] = {
	{ "CET/CEST", 60, ZONE_SUMMER_EU, false, false },
	{ "CEST", 120, ZONE_FIXED, false, false },
	{ "CET", 60, ZONE_FIXED, true, false },
	{ "MESZ", 120, ZONE_FIXED, false, false },
	{ "MEZ", 60, ZONE_FIXED, true, false },
	{ "WEST", 60, ZONE_FIXED, false, false },
	{ "WET", 0, ZONE_FIXED, true, false },
	{ "EEST", 180, ZONE_FIXED, false, false },
	{ "EET", 120, ZONE_FIXED, true, false },
	{ "BST", 60, ZONE_FIXED, false, false },
	{ "MSK", 180, ZONE_FIXED, false, false },
	{ "UTC", 0, ZONE_FIXED, false, true },
	{ "GMT", 0, ZONE_FIXED, false, true },
	{ "Zulu", 0, ZONE_FIXED, false, false },
	{ "PST", -480, ZONE_FIXED, false, false },
	{ "PDT", -420, ZONE_FIXED, false, false },
	{ "MST", -420, ZONE_FIXED, false, false },
	{ "MDT", -360, ZONE_FIXED, false, false },
	{ "CDT", -300, ZONE_FIXED, false, false },
	{ "EST", -300, ZONE_FIXED, false, false },
	{ "EDT", -240, ZONE_FIXED, false, false },
	{ "Pacific", -480, ZONE_SUMMER_US, false, false },
	{ "Mountain Time", -420, ZONE_SUMMER_US, false, true },
	{ "Central Time", -360, ZONE_SUMMER_US, false, true },
	{ "Eastern", -300, ZONE_SUMMER_US, false, false },
	{ "PT", -480, ZONE_SUMMER_US, false, false },
	{ "ET", -300, ZONE_SUMMER_US, false, false },
	{ "Europe/London", 0, ZONE_SUMMER_EU, false, true },
	{ "Europe/Dublin", 0, ZONE_SUMMER_EU, false, true },
	{ "Europe/Lisbon", 0, ZONE_SUMMER_EU, false, true },
	{ "Europe/Berlin", 60, ZONE_SUMMER_EU, false, true },
	{ "Europe/Paris", 60, ZONE_SUMMER_EU, false, true },
	{ "Europe/Copenhagen", 60, ZONE_SUMMER_EU, false, true },
	{ "Europe/Amsterdam", 60, ZONE_SUMMER_EU, false, true },
	{ "Europe/Madrid", 60, ZONE_SUMMER_EU, false, true },
	{ "Europe/Rome", 60, ZONE_SUMMER_EU, false, true },
	{ "Europe/Vienna", 60, ZONE_SUMMER_EU, false, true },
	{ "Europe/Zurich", 60, ZONE_SUMMER_EU, false, true },
	{ "Europe/Stockholm", 60, ZONE_SUMMER_EU, false, true },
	{ "Europe/Oslo", 60, ZONE_SUMMER_EU, false, true },
	{ "Europe/Helsinki", 120, ZONE_SUMMER_EU, false, true },
	{ "America/New_York", -300, ZONE_SUMMER_US, false, true },
	{ "America/Chicago", -360, ZONE_SUMMER_US, false, true },
	{ "America/Denver", -420, ZONE_SUMMER_US, false, true },
	{ "America/Los_Angeles", -480, ZONE_SUMMER_US, false, true },
	{ "Asia/Tokyo", 540, ZONE_FIXED, false, true },
	{ "Asia/Kolkata", 330, ZONE_FIXED, false, true },
	{ "Asia/Singapore", 480, ZONE_FIXED, false, true },
	{ "JST", 540, ZONE_FIXED, false, false },
	{ "KST", 540, ZONE_FIXED, false, false },
	{ "SGT", 480, ZONE_FIXED, false, false },
	{ "HKT", 480, ZONE_FIXED, false, false },
	{ "AEST", 600, ZONE_FIXED, false, false },
	{ "AEDT", 660, ZONE_FIXED, false, false },
	{ "NZST", 720, ZONE_FIXED, false, false },
	{ "NZDT", 780, ZONE_FIXED, false, false },
	{ "BRT", -180, ZONE_FIXED, false, false },
};

/* "+2", "+02:00", "-0530": its length, or 0. */
static size_t offset_at(int *minutes, const char *s)
{
	size_t digits, len;
	int hours, rest = 0;

	if (*s != '+' && *s != '-')
		return 0;
	digits = strspn(s + 1, "0123456789");
	len = 1 + digits;
	if (!digits || digits > 4 || digits == 3)
		return 0;
	hours = (int)strtol(s + 1, NULL, 10);
	if (digits == 4) {
		rest = hours % 100;
		hours /= 100;
	} else if (s[len] == ':' && isdigit((unsigned char)s[len + 1]) &&
		   isdigit((unsigned char)s[len + 2])) {
		rest = (s[len + 1] - '0') * 10 + s[len + 2] - '0';
		len += 3;
	}
	if (rest >= MINUTES || hours * MINUTES + rest > MAX_OFFSET ||
	    isdigit((unsigned char)s[len]))
		return 0;
	*minutes = (hours * MINUTES + rest) * (*s == '-' ? -1 : 1);
	return len;
}

struct zone pm_zone_at(const char *s, size_t *len)
{
	struct zone zone = { 0 };
	int minutes;

	*len = 0;
	if (*s == 'Z' && !isalnum((unsigned char)s[1])) {
		*len = 1;
		zone.known = true;
		return zone;
	}
	for (size_t i = 0; i < sizeof(named) / sizeof(*named); i++) {
		const struct named_zone *z = &named[i];
		size_t n = strlen(z->name);
		size_t more;

		if (z->any_case ? strncasecmp(s, z->name, n)
				: strncmp(s, z->name, n))
			continue;
		if (isalnum((unsigned char)s[n]))
			continue;
		zone.known = true;
		zone.minutes = z->minutes;
		zone.rule = z->rule;
		zone.winter_name = z->winter_name;
		*len = n;
		more = !z->minutes && z->any_case && z->rule == ZONE_FIXED
			       ? offset_at(&minutes, s + n)
			       : 0;
		if (more) {
			zone.minutes = minutes;
			*len += more;
		}
		return zone;
	}
	return zone;
}

struct zone pm_zone_find(const char *s)
{
	struct zone zone = { 0 };
	size_t len;

	for (size_t i = 0; s[i]; i++) {
		/* A lone Z stands behind a time only. */
		if ((i && isalnum((unsigned char)s[i - 1])) || s[i] == 'Z')
			continue;
		zone = pm_zone_at(s + i, &len);
		if (zone.known)
			break;
	}
	return zone;
}

/* The day of the n-th Sunday of a month; n < 0 counts from its end. */
static pm_date sunday(int year, int month, int n)
{
	pm_date first = pm_date_make(year, month, 1);
	pm_date next = month == 12 ? pm_date_make(year + 1, 1, 1)
				   : pm_date_make(year, month + 1, 1);

	if (n > 0)
		return first + 6 - pm_date_weekday(first) + (n - 1) * 7;
	return next - 1 - (pm_date_weekday(next - 1) + 1) % 7;
}

/* Where in a year the clocks of a zone change: two days, and in each the hour,
 * in seconds of local time, that is skipped or comes twice. */
struct changes {
	pm_date from, to;
	int skipped, twice;
};

static struct changes changes_in(const struct zone *zone, pm_date day)
{
	struct changes c;
	int year, month, unused;

	pm_date_split(day, &year, &month, &unused);
	if (zone->rule == ZONE_SUMMER_EU) {
		c.from = sunday(year, 3, -1);
		c.to = sunday(year, 10, -1);
		c.skipped = c.twice = EU_CHANGE + zone->minutes * 60;
	} else {
		c.from = sunday(year, 3, 2);
		c.to = sunday(year, 11, 1);
		c.skipped = US_CHANGE;
		c.twice = US_CHANGE - 60 * MINUTES;
	}
	return c;
}

static bool is_summer(const struct zone *zone, pm_date day, int seconds)
{
	struct changes c = changes_in(zone, day);

	if (day == c.from)
		return seconds >= c.skipped;
	if (day == c.to)
		return seconds < c.twice;
	return day > c.from && day < c.to;
}

bool pm_zone_is_changing(const struct zone *zone, pm_date day, int seconds)
{
	struct changes c = changes_in(zone, day);

	if (zone->rule == ZONE_FIXED)
		return false;
	return (day == c.from && seconds >= c.skipped &&
		seconds < c.skipped + 60 * MINUTES) ||
	       (day == c.to && seconds >= c.twice &&
		seconds < c.twice + 60 * MINUTES);
}

int pm_zone_minutes(const struct zone *zone, pm_date day, int seconds)
{
	if (zone->rule != ZONE_FIXED && is_summer(zone, day, seconds))
		return zone->minutes + MINUTES;
	return zone->minutes;
}

bool pm_zone_is_doubtful(const struct zone *zone, pm_date day)
{
	const struct zone europe = { .rule = ZONE_SUMMER_EU,
				     .minutes = zone->minutes };

	return zone->winter_name && is_summer(&europe, day, 0);
}

/* --- lengths --- */

static long unit_seconds(const char *s, size_t len)
{
	static const struct {
		const char *begins;
		long seconds;
	} unit[] = {
		{ "mo", -1 },	{ "min", 60 },	 { "m", 60 },	 { "h", 3600 },
		{ "st", 3600 }, { "s", 1 },	 { "d", 86400 }, { "t", 86400 },
		{ "j", 86400 }, { "w", 604800 },
	};

	for (size_t i = 0; i < sizeof(unit) / sizeof(*unit); i++) {
		size_t n = strlen(unit[i].begins);

		if (len >= n && !strncasecmp(s, unit[i].begins, n))
			return unit[i].seconds;
	}
	return -1;
}

long pm_length_parse(const char *s, const char **rest)
{
	double total = 0;
	bool any = false;

	s += strspn(s, " ~<>=≈ca.");
	while (*s) {
		char *end;
		double value;
		size_t len;
		long unit;

		if (!isdigit((unsigned char)*s))
			break;
		value = strtod(s, &end);
		if (*end == ':' && isdigit((unsigned char)end[1])) {
			value += strtod(end + 1, &end) / MINUTES;
			if (*end == ':')
				value += strtod(end + 1, &end) / 3600;
			total += value * 3600;
			any = true;
			s = end + strspn(end, " h");
			break;
		}
		s = end + strspn(end, " -");
		for (len = 0; isalpha((unsigned char)s[len]); len++)
			;
		unit = unit_seconds(s, len);
		if (unit < 0 || value > 1e6)
			return -1;
		total += value * (double)unit;
		any = true;
		s += len + strspn(s + len, " ,.");
		if (!strncasecmp(s, "and ", 4))
			s += 4;
		if (*s == '&')
			s += 1 + strspn(s + 1, " ");
	}
	if (rest)
		*rest = s;
	return any ? (long)(total + 0.5) : -1;
}
