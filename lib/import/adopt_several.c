/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "import/adopt_document.h"
#include "import/adopt_times.h"

#define TIMES 4

static bool tells_end(struct adoption *a, const char *text)
{
	static const char words[] = "resolved|restored|recovered|mitigated|"
				    "ends|ended|over";
	const char *s = pm_adopt_normal(a, text, strlen(text));

	for (; *s; s += *s == ' ') {
		if (pm_words_begin(words, s))
			return true;
		s += strcspn(s, " ");
	}
	return false;
}

static bool is_plural(struct adoption *a)
{
	static const char *const nouns[] = { "outages", "incidents",
					     "disruptions", "interruptions" };
	const char *title = pm_adopt_heading(a);

	for (size_t i = 0; title && i < sizeof(nouns) / sizeof(*nouns); i++) {
		if (strcasestr(title, nouns[i]))
			return true;
	}
	return false;
}

/* After its end nothing of an incident starts or is detected. */
static bool begins_again(struct adoption *a)
{
	bool over = false;

	for (size_t i = 0; i < a->entries; i++) {
		const char *text = a->entry[i].text;

		if (over && (pm_adopt_called(a, text, 0) != NOT_CALLED ||
			     pm_adopt_called(a, text, 1) != NOT_CALLED))
			return true;
		over |= pm_adopt_called(a, text, 2) != NOT_CALLED ||
			pm_adopt_called(a, text, 3) != NOT_CALLED;
	}
	return false;
}

bool pm_adopt_tells_several(struct adoption *a)
{
	size_t parts = 0, ends = 0, part = SIZE_MAX, ended = SIZE_MAX;
	pm_date last = PM_NO_DATE, first = PM_NO_DATE;
	bool far = false;

	for (size_t i = 0; i < a->entries; i++) {
		const struct entry *entry = &a->entry[i];
		pm_date day = pm_moment_day(&entry->moment);

		if (entry->part != part) {
			parts++;
			far |= parts > 1 && day != PM_NO_DATE &&
			       last != PM_NO_DATE && day > last + 1;
			first = parts == 1 ? day : first;
			part = entry->part;
		}
		last = day;
		if (entry->part != ended && tells_end(a, entry->text)) {
			ended = entry->part;
			ends++;
		}
	}
	if (begins_again(a))
		return true;
	if (parts < 2)
		return false;
	return far || is_plural(a) || a->incidents > 1 ||
	       (ends > 1 && (last != first || a->timelines > 1));
}

static bool is_time(const struct adoption *a, const struct fact *fact,
		    struct moment *moment)
{
	return pm_moment_find(moment, fact->value, 0, a->order) &&
	       moment->seconds >= 0;
}

static bool differ(const struct moment *a, const struct moment *b)
{
	int shift = a->zone.known && b->zone.known
			    ? (a->zone.minutes - b->zone.minutes) * 60
			    : 0;

	return a->seconds - b->seconds != shift ||
	       (a->day && b->day && a->day != b->day && !shift);
}

bool pm_adopt_says_several(struct adoption *a, size_t *home, size_t *until)
{
	static const enum meaning said[] = { M_STARTED, M_DETECTED, M_MITIGATED,
					     M_RESOLVED };
	const struct fact *first[TIMES] = { NULL };
	bool several = false, any = false;

	*home = NO_SECTION;
	*until = SIZE_MAX;
	for (size_t i = 0; i < a->facts; i++) {
		const struct fact *fact = &a->fact[i];
		struct moment one, other;
		int k = 0;

		while (k < TIMES && fact->label.meaning != said[k])
			k++;
		if (k == TIMES || !is_time(a, fact, &one))
			continue;
		if (!any)
			*home = fact->section;
		any = true;
		if (!first[k]) {
			first[k] = fact;
		} else if (is_time(a, first[k], &other) &&
			   differ(&one, &other)) {
			several = true;
			if (fact->section == *home && fact->line < *until)
				*until = fact->line;
		}
	}
	return several;
}
