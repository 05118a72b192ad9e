/* SPDX-License-Identifier: MIT */
#include "base/date.h"

#include <stdio.h>
#include <string.h>

/* Further than this nobody plans; it also keeps every sum from overflow. */
#define LARGEST_STEP 99999
#define WORDS 4
#define WORD_SIZE 16

struct words {
	char word[WORDS][WORD_SIZE];
	size_t nr;
};

/* Split at blanks, in lower case; false when it cannot be one of ours. */
static bool split(struct words *out, const char *s)
{
	out->nr = 0;
	for (;;) {
		size_t len = 0;

		while (*s == ' ' || *s == '\t')
			s++;
		if (!*s)
			return out->nr > 0;
		if (out->nr == WORDS)
			return false;
		for (; *s && *s != ' ' && *s != '\t'; s++) {
			if (len == WORD_SIZE - 1)
				return false;
			out->word[out->nr][len++] =
				*s >= 'A' && *s <= 'Z' ? (char)(*s + 32) : *s;
		}
		out->word[out->nr++][len] = '\0';
	}
}

/* Digits at *s, stepped over; false without any or with too many. */
static bool read_number(const char **s, int *out)
{
	const char *p = *s;
	int value = 0;

	if (*p < '0' || *p > '9')
		return false;
	for (; *p >= '0' && *p <= '9'; p++) {
		value = value * 10 + (*p - '0');
		if (value > LARGEST_STEP)
			return false;
	}
	*s = p;
	*out = value;
	return true;
}

static pm_date in_range(int64_t date)
{
	int year, month, day;

	if (date < INT32_MIN / 2 || date > INT32_MAX / 2)
		return PM_NO_DATE;
	/* Splitting stops at the first and last day there is. */
	pm_date_split((pm_date)date, &year, &month, &day);
	return pm_date_make(year, month, day) == date ? (pm_date)date
						      : PM_NO_DATE;
}

static pm_date add_months(pm_date date, int months)
{
	int year, month, day;
	pm_date out;

	pm_date_split(date, &year, &month, &day);
	months += year * 12 + month - 1;
	if (months < 12)
		return PM_NO_DATE;
	year = months / 12;
	month = months % 12 + 1;
	do
		out = pm_date_make(year, month, day);
	while (out == PM_NO_DATE && day-- > 28);
	return out;
}

/* `unit` is d, w or m. */
static pm_date step(pm_date today, int n, char unit)
{
	if (unit == 'm')
		return add_months(today, n);
	return in_range((int64_t)today + (int64_t)n * (unit == 'w' ? 7 : 1));
}

/* 'd', 'w' or 'm' for a word such as "days"; 0 for any other. */
static char unit_of(const char *word)
{
	static const char *const name[] = { "day", "week", "month" };

	for (size_t i = 0; i < sizeof(name) / sizeof(*name); i++) {
		size_t len = strlen(name[i]);

		if (!strncmp(word, name[i], len) &&
		    (!word[len] || !strcmp(word + len, "s")))
			return name[i][0];
	}
	return 0;
}

/* The next day of that name; today's own name means in a week. */
static bool weekday(const char *word, pm_date today, pm_date *out)
{
	static const char *const name[] = { "monday",	"tuesday", "wednesday",
					    "thursday", "friday",  "saturday",
					    "sunday" };
	size_t len = strlen(word);

	if (len < 3)
		return false;
	for (int i = 0; i < 7; i++) {
		int ahead;

		if (strncmp(word, name[i], len))
			continue;
		ahead = (i - pm_date_weekday(today) + 7) % 7;
		*out = in_range((int64_t)today + (ahead ? ahead : 7));
		return true;
	}
	return false;
}

/* "+2w", "-3" */
static bool signed_step(const char *word, pm_date today, pm_date *out)
{
	int sign = *word == '-' ? -1 : 1;
	char unit = 'd';
	int n;

	if (*word != '+' && *word != '-')
		return false;
	word++;
	if (!read_number(&word, &n))
		return false;
	if (*word) {
		unit = *word++;
		if (!strchr("dwm", unit) || *word)
			return false;
	}
	*out = step(today, sign * n, unit);
	return true;
}

/* A number of words: "in 2 weeks", "2 weeks ago". */
static bool spelled_step(const struct words *w, pm_date today, pm_date *out)
{
	bool future = w->nr == 3 && !strcmp(w->word[0], "in");
	bool past = w->nr == 3 && !strcmp(w->word[2], "ago");
	const char *number = w->word[future ? 1 : 0];
	char unit;
	int n;

	if (future == past || !read_number(&number, &n) || *number)
		return false;
	unit = unit_of(w->word[future ? 2 : 1]);
	if (!unit)
		return false;
	*out = step(today, future ? n : -n, unit);
	return true;
}

static bool one_word(const char *word, pm_date today, pm_date *out)
{
	if (!strcmp(word, "today"))
		*out = today;
	else if (!strcmp(word, "tomorrow"))
		*out = in_range((int64_t)today + 1);
	else if (!strcmp(word, "yesterday"))
		*out = in_range((int64_t)today - 1);
	else if (pm_date_parse(out, word))
		;
	else
		return weekday(word, today, out) ||
		       signed_step(word, today, out);
	return true;
}

int pm_date_parse_human(pm_date *out, const char *s, pm_date today,
			struct pm_error *err)
{
	struct words words;
	pm_date date = PM_NO_DATE;

	if (split(&words, s) &&
	    ((words.nr == 1 && one_word(words.word[0], today, &date)) ||
	     spelled_step(&words, today, &date)) &&
	    date != PM_NO_DATE) {
		*out = date;
		return 0;
	}
	return pm_fail(err, PM_EINVALID,
		       "'%s' is not a day: write 2026-11-21, today, tomorrow, "
		       "yesterday, friday, +14 or +14d, +2w, +1m, -3d, "
		       "\"in 2 weeks\" or \"2 weeks ago\"", s);
}

#define FORM_SIZE 64

/* What was typed with its day and with two digits for the hour; false when it
 * is too long to be a time. */
static bool spell_out(char out[FORM_SIZE], const char *s, pm_date today)
{
	char day[PM_DATE_LEN];
	size_t first = strspn(s, "0123456789");
	int len;

	pm_date_format(day, today);
	if (first && first <= 2 && s[first] == ':')
		len = snprintf(out, FORM_SIZE, "%sT%s%s", day,
			       first == 1 ? "0" : "", s);
	else if (strlen(s) > PM_DATE_LEN + 1 && s[PM_DATE_LEN + 1] == ':')
		len = snprintf(out, FORM_SIZE, "%.*s0%s", PM_DATE_LEN, s,
			       s + PM_DATE_LEN);
	else
		len = snprintf(out, FORM_SIZE, "%s", s);
	return len < FORM_SIZE;
}

static int not_one(const char *s, const struct pm_time local[2], size_t nr,
		   struct pm_error *err)
{
	char first[PM_TIME_LEN], second[PM_TIME_LEN];

	pm_time_format(first, local[0]);
	if (!nr)
		return pm_fail(err, PM_EINVALID,
			       "\"%s\" did not exist here, as the clocks were "
			       "put forward over it; write %s, or the zone in "
			       "which it was noted", s, first);
	pm_time_format(second, local[1]);
	return pm_fail(err, PM_EINVALID,
		       "\"%s\" came twice here, as the clocks were put back; "
		       "write %s or %s", s, first, second);
}

int pm_time_parse_human(struct pm_time *out, const char *s, pm_date today,
			struct pm_error *err)
{
	const char *why = "it is too long", *at;
	struct pm_time local[2];
	char form[FORM_SIZE];
	int64_t civil;
	size_t nr;

	if (!strcmp(s, "now")) {
		*out = pm_now();
		return PM_OK;
	}
	if (!spell_out(form, s, today))
		goto bad;
	at = form;
	if (pm_time_read_civil(&at, &civil, &why) && !*at) {
		nr = pm_time_local(local, civil);
		*out = local[0];
		return nr == 1 ? PM_OK : not_one(s, local, nr, err);
	}
	if (pm_time_parse(out, form, &why))
		return PM_OK;
bad:
	return pm_fail(err, PM_EINVALID,
		       "\"%s\" is not a time: %s; write it as in "
		       "2026-11-21T14:32+01:00", s, why);
}
