/* SPDX-License-Identifier: MIT */
#include "import/adopt_moment.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "import/adopt_words.h"

#define FIRST_YEAR 1900
#define LAST_YEAR 2100
#define NOON 12
#define CENTURY 70 /* 12/4/70 is of 1970, 12/4/69 of 2069 */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return isalpha((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* A number of `least` to `most` digits that ends there. */
static size_t number(int *out, const char *s, size_t least, size_t most)
{
	size_t len = 0;
	int value = 0;

	while (len <= most && is_digit(s[len]))
		value = value * 10 + s[len++] - '0';
	if (len < least || len > most)
		return 0;
	*out = value;
	return len;
}

static bool is_year(int year)
{
	return year >= FIRST_YEAR && year <= LAST_YEAR;
}

static bool is_day(int year, int month, int day)
{
	/* A leap year stands in for one that is not said. */
	return pm_date_make(year ? year : 2000, month, day) != PM_NO_DATE;
}

static size_t blanks(const char *s)
{
	return strspn(s, " \t");
}

static bool set_day(struct moment *out, int year, int month, int day)
{
	if ((year && !is_year(year)) || !is_day(year, month, day))
		return false;
	out->year = year;
	out->month = month;
	out->day = day;
	return true;
}

/* 2019-12-04, 2019/12/04, 2019.12.4, 20191204 */
static size_t year_first(struct moment *out, const char *s)
{
	int year, month, day;
	size_t len, n;
	char mark;

	if (number(&year, s, 8, 8) &&
	    (!isalpha((unsigned char)s[8]) ||
	     (s[8] == 'T' && is_digit(s[9]))) &&
	    set_day(out, year / 10000, year / 100 % 100, year % 100))
		return 8;
	len = number(&year, s, 4, 4);
	mark = s[len];
	if (!len || !mark || !strchr("-/._", mark))
		return 0;
	len++;
	n = number(&month, s + len, 1, 2);
	if (!n || s[len + n] != mark)
		return 0;
	len += n + 1;
	n = number(&day, s + len, 1, 2);
	return n && set_day(out, year, month, day) ? len + n : 0;
}

/* 2019年12月4日, 2019년 12월 4일 */
static size_t year_first_marked(struct moment *out, const char *s)
{
	static const char *const mark[2][3] = { { "年", "月", "日" },
						{ "년", "월", "일" } };
	const char *const *used = mark[0];
	int part[3];
	size_t len = 0, n;

	for (int i = 0; i < 3; i++) {
		len += i ? strspn(s + len, " ") : 0;
		n = number(&part[i], s + len, i ? 1 : 4, i ? 2 : 4);
		if (n && !i && !strncmp(s + n, mark[1][0], strlen(mark[1][0])))
			used = mark[1];
		if (!n || strncmp(s + len + n, used[i], strlen(used[i])))
			return 0;
		len += n + strlen(used[i]);
	}
	return set_day(out, part[0], part[1], part[2]) ? len : 0;
}

/* 04.12.2019, 4/12/2019, 12/4/19 */
static size_t year_last(struct moment *out, const char *s,
			enum slash_order order)
{
	int a, b, year;
	size_t len = number(&a, s, 1, 2), n;
	char mark = s[len];
	bool day_first = mark == '.' || order == SLASH_DAY_FIRST;

	if (!len || !mark || !strchr("-/.", mark))
		return 0;
	len++;
	n = number(&b, s + len, 1, 2);
	if (!n || s[len + n] != mark)
		return 0;
	len += n + 1;
	n = number(&year, s + len, 4, 4);
	if (!n && mark != '-') {
		n = number(&year, s + len, 2, 2);
		year += year < CENTURY ? 2000 : 1900;
	}
	if (!n || !is_year(year))
		return 0;
	if (order == SLASH_UNKNOWN && mark != '.' && a != b && a <= 12 &&
	    b <= 12) {
		out->unclear = true;
		out->year = year;
		return len + n;
	}
	if (!day_first && a <= 12)
		return set_day(out, year, a, b) ? len + n : 0;
	return set_day(out, year, b, a) ? len + n : 0;
}

static size_t ordinal(const char *s)
{
	static const char *const ending[] = {
		"st", "nd", "rd", "th", "er", ".",
	};

	for (size_t i = 0; i < sizeof(ending) / sizeof(*ending); i++) {
		size_t n = strlen(ending[i]);

		if (!strncasecmp(s, ending[i], n) && !is_letter(s[n]))
			return n;
	}
	return 0;
}

/* "2030 UTC" and "1430h" are times. */
static bool is_clock(const char *s)
{
	size_t unused;

	s += blanks(s);
	return pm_zone_at(s, &unused).known ||
	       pm_words_begin("hrs|hours|h|uhr", s) > 0;
}

/* ", 2019" or nothing. */
static size_t maybe_year(int *year, const char *s)
{
	size_t len = strspn(s, " ,\t"), n;

	if (!strncasecmp(s + len, "de ", 3))
		len += 3;
	n = len ? number(year, s + len, 4, 4) : 0;
	if (n && is_year(*year) && s[len + n] != ':' && !is_clock(s + len + n))
		return len + n;
	*year = 0;
	return 0;
}

/* 4 December 2019, 4th of Dec, 4. Dezember 2019, 4-Dec-2019 */
static size_t day_month(struct moment *out, const char *s)
{
	int year = 0, month, day;
	size_t len = number(&day, s, 1, 2), n;
	char dash;

	if (!len)
		return 0;
	len += ordinal(s + len);
	dash = s[len] == '-' || s[len] == '/' ? s[len] : 0;
	n = dash ? 1 : blanks(s + len);
	if (!n)
		return 0;
	len += n;
	if (!strncasecmp(s + len, "of ", 3) || !strncasecmp(s + len, "de ", 3))
		len += 3;
	month = pm_month_at(s + len, &n);
	if (!month)
		return 0;
	len += n;
	if (dash && s[len] == dash) {
		n = number(&year, s + len + 1, 4, 4);
		len += n ? n + 1 : 0;
	} else {
		len += maybe_year(&year, s + len);
	}
	return set_day(out, year, month, day) ? len : 0;
}

/* December 4, 2019; Dec 4th */
static size_t month_day(struct moment *out, const char *s)
{
	int year = 0, day;
	size_t len, n;
	int month = pm_month_at(s, &len);

	/* "may 5" is a verb more often than a month. */
	if (!month || !isupper((unsigned char)*s))
		return 0;
	n = blanks(s + len);
	if (!n && s[len] == '-')
		n = 1;
	len += n;
	n = n ? number(&day, s + len, 1, 2) : 0;
	if (!n)
		return 0;
	len += n;
	/* "Dec 14:30" has no day, "Dec 2.5" neither. */
	if ((s[len] == ':' || s[len] == '.') && is_digit(s[len + 1]))
		return 0;
	len += s[len] == '.' ? 0 : ordinal(s + len);
	len += maybe_year(&year, s + len);
	return set_day(out, year, month, day) ? len : 0;
}

/* 14:32, 14:32:05, 2:32 pm, 2pm, 14h30 */
static size_t time_at(struct moment *out, const char *s)
{
	int hour, minute = 0, second = 0;
	size_t len = number(&hour, s, 1, 2), n, half;
	bool full = false;

	if (!len)
		return 0;
	if ((s[len] == ':' || s[len] == 'h') && is_digit(s[len + 1])) {
		n = number(&minute, s + len + 1, 2, 2);
		if (!n)
			return 0;
		len += n + 1;
		full = true;
		if (s[len] == ':' && number(&second, s + len + 1, 2, 2))
			len += 3;
		if (s[len] == '.' && is_digit(s[len + 1]))
			len += 1 + strspn(s + len + 1, "0123456789");
	}
	half = len + blanks(s + len);
	if (tolower((unsigned char)s[half]) == 'a' ||
	    tolower((unsigned char)s[half]) == 'p') {
		size_t m = half + 1 + (s[half + 1] == '.');

		if (tolower((unsigned char)s[m]) == 'm' &&
		    !is_letter(s[m + 1]) && hour >= 1 && hour <= NOON) {
			bool pm = tolower((unsigned char)s[half]) == 'p';

			hour = hour % NOON + (pm ? NOON : 0);
			len = m + 1;
			full = true;
		}
	}
	if (!full || hour > 23 || minute > 59 || second > 60 ||
	    is_digit(s[len]))
		return 0;
	out->seconds = hour * 3600 + minute * 60 + second;
	return len;
}

/* "Build 20260302.4", "ticket 20260302" and "version 12.4.21" are numbers. */
static bool is_number(const char *s, size_t at)
{
	static const char names[] =
		"build|ticket|id|version|release|no|nr|job|run|issue|case|"
		"order|account|change|number|port|pid|revision|rev|commit|v";
	size_t digits = strspn(s + at, "0123456789"), end = at;

	if (!digits || (digits != 8 && s[at + digits] != '.'))
		return false;
	if (digits == 8 && s[at + 8] == '.' && is_digit(s[at + 9]))
		return true;
	while (end && strchr(" #:", s[end - 1]))
		end--;
	if (end < at && s[at - 1] == '#')
		return true;
	while (end && isalpha((unsigned char)s[end - 1]))
		end--;
	return pm_words_begin(names, s + end) > 0;
}

static size_t day_at(struct moment *out, const char *s, enum slash_order order)
{
	size_t len;

	if (!is_digit(*s))
		return month_day(out, s);
	len = year_first(out, s);
	if (!len)
		len = year_first_marked(out, s);
	if (!len)
		len = year_last(out, s, order);
	if (!len)
		len = day_month(out, s);
	return len && !is_digit(s[len]) ? len : 0;
}

/* What may stand between a day and a time of it. */
static size_t between(const char *s)
{
	static const char *const words[] = {
		"at ", "around ", "from ", "kl. ", "kl ", "um ", "à ", "on ",
	};
	size_t len = *s == 'T' ? 1 : strspn(s, " ,\t~@|_(");
	size_t word = 0;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (len && !strncasecmp(s + len, words[i], strlen(words[i])))
			word = strlen(words[i]);
	}
	len += word;
	return len + strspn(s + len, " ~");
}

/* +02:00 or -0530; `iso` when the time stands behind a T. */
static size_t offset_behind(struct moment *out, const char *s, bool iso)
{
	struct pm_buf text = { 0 };
	size_t len = 1, n;

	n = strspn(s + len, "0123456789");
	if (n == 2 && s[3] == ':' && strspn(s + 4, "0123456789") == 2)
		len = 6;
	else if (n == 4)
		len = 5;
	else
		return 0;
	/* 14:32-15:10 is no zone. */
	if (len == 6 && *s == '-' && !iso)
		return 0;
	pm_buf_addf(&text, "UTC%.*s", (int)len, s);
	out->zone = pm_zone_at(text.ptr, &n);
	pm_buf_release(&text);
	return out->zone.known && n == len + 3 ? len : 0;
}

/* A zone right behind a time, as in "14:32~ (UTC)". */
static size_t zone_behind(struct moment *out, const char *s, bool iso)
{
	size_t len = strspn(s, "~ ("), n;

	if (*s == '+' || *s == '-')
		return offset_behind(out, s, iso);
	/* "19:03:52 +0900", but not "14:00 -15:30" */
	if (*s == ' ' && (s[1] == '+' || s[1] == '-')) {
		n = offset_behind(out, s + 1, false);
		return n ? n + 1 : 0;
	}
	if (!len && *s != 'Z')
		return 0;
	out->zone = pm_zone_at(s + len, &n);
	return out->zone.known ? len + n : 0;
}

/* "May 10 19:03:52 2026": the year behind the time, as git log has it. */
static size_t year_behind(struct moment *out, const char *s)
{
	int year = 0;
	size_t n =
		*s == ' ' && out->day && !out->year ? maybe_year(&year, s) : 0;

	return n && set_day(out, year, out->month, out->day) ? n : 0;
}

static bool starts_word(const char *s, size_t at)
{
	char before = at ? s[at - 1] : ' ';

	if (is_digit(s[at]))
		return !is_digit(before) && !isalpha((unsigned char)before) &&
		       !(at > 1 && strchr(".:", before) && is_digit(s[at - 2]));
	return !is_letter(before) && !is_digit(before);
}

bool pm_moment_find(struct moment *out, const char *s, size_t from,
		    enum slash_order order)
{
	for (size_t at = from; s[at]; at++) {
		struct moment found = { .seconds = -1, .start = at };
		size_t len, gap, n;
		bool iso;

		if (!starts_word(s, at) ||
		    (!is_digit(s[at]) && !is_letter(s[at])) || is_number(s, at))
			continue;
		len = day_at(&found, s + at, order);
		iso = len && s[at + len] == 'T';
		if (len) {
			gap = between(s + at + len);
			n = gap ? time_at(&found, s + at + len + gap) : 0;
			len += n ? gap + n : 0;
		} else {
			len = time_at(&found, s + at);
			gap = len ? zone_behind(&found, s + at + len, false)
				  : 0;
			n = len ? between(s + at + len + gap) : 0;
			if (n && is_digit(s[at + len + gap + n])) {
				const char *day = s + at + len + gap + n;
				size_t more = day_at(&found, day, order);

				gap += more ? n + more : 0;
			}
			len += gap;
		}
		if (!len)
			continue;
		if (found.seconds >= 0)
			len += year_behind(&found, s + at + len);
		if (found.seconds >= 0 && !found.zone.known)
			len += zone_behind(&found, s + at + len, iso);
		found.end = at + len;
		*out = found;
		return true;
	}
	return false;
}

enum slash_order pm_moment_order(const char *s, size_t len)
{
	bool day_first = false, month_first = false;

	for (size_t at = 0; at < len; at++) {
		int a, b, year;
		size_t n, m;

		if (!is_digit(s[at]) || (at && is_digit(s[at - 1])))
			continue;
		n = number(&a, s + at, 1, 2);
		if (!n || s[at + n] != '/')
			continue;
		m = number(&b, s + at + n + 1, 1, 2);
		if (!m || s[at + n + 1 + m] != '/' ||
		    (!number(&year, s + at + n + m + 2, 4, 4) &&
		     !number(&year, s + at + n + m + 2, 2, 2)))
			continue;
		day_first |= a > 12 && a <= 31 && b <= 12;
		month_first |= b > 12 && b <= 31 && a <= 12;
	}
	if (day_first == month_first)
		return SLASH_UNKNOWN;
	return day_first ? SLASH_DAY_FIRST : SLASH_MONTH_FIRST;
}

pm_date pm_moment_day(const struct moment *moment)
{
	if (!moment->year || !moment->month)
		return PM_NO_DATE;
	return pm_date_make(moment->year, moment->month, moment->day);
}
