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

bool pm_adopt_says_several(struct adoption *a, size_t *home)
{
	static const enum meaning said[] = { M_STARTED, M_DETECTED, M_MITIGATED,
					     M_RESOLVED };
	const struct fact *first[TIMES] = { NULL };
	bool several = false;

	*home = NO_SECTION;
	for (size_t i = a->facts; i-- > 0;) {
		const struct fact *fact = &a->fact[i];

		for (int k = 0; k < TIMES; k++) {
			struct moment one, other;

			if (fact->label.meaning != said[k] ||
			    !pm_moment_find(&one, fact->value, 0, a->order) ||
			    one.seconds < 0)
				continue;
			several |= first[k] &&
				   first[k]->section != fact->section &&
				   pm_moment_find(&other, first[k]->value, 0,
						  a->order) &&
				   other.seconds >= 0 &&
				   (other.seconds != one.seconds ||
				    (one.day && other.day &&
				     one.day != other.day));
			first[k] = fact;
			*home = fact->section;
		}
	}
	return several;
}
