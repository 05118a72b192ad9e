/* SPDX-License-Identifier: MIT */
#include "import/adopt_day.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "import/adopt_document.h"

#define NEAR 60 /* days from the incident that its year may be taken for */

/* Where a document tells its day, in the order of trust. */
enum telling { BY_DATE, BY_TIMES, BY_TITLE, BY_NAME, TELLINGS };

static const char *const telling_name[TELLINGS] = {
	"date",
	"times",
	"title",
	"file name",
};

/* --- days without a year --- */

/* The year in which it lies near that day. */
static bool take_year_near(struct moment *moment, pm_date near)
{
	int year, month, day;

	if (near == PM_NO_DATE)
		return false;
	pm_date_split(near, &year, &month, &day);
	for (int y = year - 1; y <= year + 1; y++) {
		moment->year = y;
		if (labs((long)pm_moment_day(moment) - (long)near) <= NEAR)
			return true;
	}
	moment->year = 0;
	return false;
}

/* "20 January" is of the year that the file's name tells (of 31 December and a
 * name of 1 January, of the year before), else of the one that lies nearest to
 * the incident. */
void pm_adopt_complete(struct adoption *a, struct moment *moment)
{
	if (moment->year || take_year_near(moment, a->told_day[BY_NAME]))
		return;
	moment->year = a->year;
	if (!a->year && !take_year_near(moment, a->day))
		a->yearless = true;
}

pm_date pm_adopt_day_in(struct adoption *a, const char *s)
{
	struct moment moment;
	size_t from = 0;

	while (s && pm_moment_find(&moment, s, from, a->order)) {
		if (moment.day)
			pm_adopt_complete(a, &moment);
		if (pm_moment_day(&moment) != PM_NO_DATE)
			return pm_moment_day(&moment);
		from = moment.end;
	}
	return PM_NO_DATE;
}

/* The year of a file name such as PM2022-006 or 2022 - queue; that of INC-2019
 * is a number. */
static int year_in_name(const struct adoption *a)
{
	const char *name = pm_path_base(a->source->path);

	for (const char *p = name; *p; p++) {
		int year;

		if (p > name && isdigit((unsigned char)p[-1]))
			continue;
		if (strspn(p, "0123456789") != 4 || p[0] != '2')
			continue;
		year = (p[1] - '0') * 100 + (p[2] - '0') * 10 + p[3] - '0';
		if (year >= 100)
			continue;
		if ((p[4] && strchr("-_.", p[4]) &&
		     isdigit((unsigned char)p[5])) ||
		    (p == name && (p[4] == ' ' || p[4] == '-' || p[4] == '_')))
			return 2000 + year;
	}
	return 0;
}

/* --- what the document says --- */

static pm_date day_of_date(struct adoption *a)
{
	const struct fact *fact = pm_adopt_fact(a, M_DATE);
	struct moment moment;
	pm_date day;

	if (!fact)
		return PM_NO_DATE;
	day = pm_adopt_day_in(a, fact->value);
	if (day != PM_NO_DATE || fact->is_prose)
		return day;
	if (pm_moment_find(&moment, fact->value, 0, a->order) && moment.unclear)
		pm_adopt_remark(a, fact->line,
				"\"%s\" can be two days; write it as "
				"YYYY-MM-DD",
				fact->value);
	else
		pm_adopt_remark(a, fact->line,
				"\"%s\" is not a day that can be read",
				fact->value);
	return PM_NO_DATE;
}

static pm_date day_of_times(struct adoption *a)
{
	static const enum meaning said[] = {
		M_STARTED,
		M_DETECTED,
		M_RESOLVED,
	};

	for (size_t i = 0; i < sizeof(said) / sizeof(*said); i++) {
		const struct fact *fact = pm_adopt_fact(a, said[i]);
		pm_date day = fact && !fact->is_prose
				      ? pm_adopt_day_in(a, fact->value)
				      : PM_NO_DATE;

		if (day != PM_NO_DATE)
			return day;
	}
	return PM_NO_DATE;
}

/* Of front matter, where it is when the page was published. */
static bool is_page_date(const struct adoption *a)
{
	const struct fact *fact = pm_adopt_fact(a, M_DATE);

	return fact && fact->is_front;
}

void pm_adopt_day(struct adoption *a)
{
	const char *title = NULL;

	a->year = year_in_name(a);
	for (int i = 0; i < TELLINGS; i++)
		a->told_day[i] = PM_NO_DATE;
	a->told_day[BY_NAME] =
		pm_adopt_day_in(a, pm_path_base(a->source->path));
	a->told_day[BY_DATE] = day_of_date(a);
	a->told_day[BY_TIMES] = day_of_times(a);
	/* The date of a page is near that of the incident. */
	a->day = a->told_day[BY_DATE];
	if (a->sections.nr && a->sections.item[0].level <= 2)
		title = a->sections.item[0].title;
	if (a->given[PM_F_TITLE].kept)
		title = a->given[PM_F_TITLE].text[0];
	a->told_day[BY_TITLE] = pm_adopt_day_in(a, title);
	if (is_page_date(a) && a->told_day[BY_TITLE] != PM_NO_DATE)
		a->day = a->told_day[BY_TITLE];
	for (int i = 0; i < TELLINGS && a->day == PM_NO_DATE; i++)
		a->day = a->told_day[i];
}

/* --- the day, at last --- */

/* The first day of the timeline; that of the year of the file's name if one
 * is: what led to an incident may go back long. */
static pm_date first_entry(const struct adoption *a)
{
	pm_date first = PM_NO_DATE, first_of_year = PM_NO_DATE;

	for (size_t i = 0; i < a->entries; i++) {
		pm_date day = pm_moment_day(&a->entry[i].moment);

		if (day == PM_NO_DATE)
			continue;
		if (first == PM_NO_DATE || day < first)
			first = day;
		if (a->entry[i].moment.year == a->year &&
		    (first_of_year == PM_NO_DATE || day < first_of_year))
			first_of_year = day;
	}
	return first_of_year != PM_NO_DATE ? first_of_year : first;
}

/* "since 2019-01-05", "by 1 April 2027": another day than the incident's. */
static bool is_beside(const char *text, size_t day)
{
	static const char words[] = "since|by|until|till|before|after|last|"
				    "published|updated|created|modified|due";
	size_t end = day;

	while (end && strchr(" :*_(", text[end - 1]))
		end--;
	while (end && isalpha((unsigned char)text[end - 1]))
		end--;
	return pm_words_begin(words, text + end) > 0;
}

/* All whole days of a text that may be the incident's; false when it says
 * several. */
static bool one_day(struct adoption *a, const char *text, pm_date *day)
{
	struct moment moment;

	for (size_t at = 0; pm_moment_find(&moment, text, at, a->order);
	     at = moment.end) {
		pm_date found;

		if (moment.day)
			pm_adopt_complete(a, &moment);
		found = pm_moment_day(&moment);
		if (found == PM_NO_DATE || is_beside(text, moment.start))
			continue;
		if (*day != PM_NO_DATE && labs((long)found - (long)*day) > 1)
			return false;
		if (*day == PM_NO_DATE)
			*day = found;
	}
	return true;
}

/* Where a document begins to tell: its head, below its title, its summary. */
static bool is_beginning(const struct adoption *a, size_t block)
{
	size_t i = a->sections.nr;

	while (i && a->sections.item[i - 1].first > block)
		i--;
	if (!i--)
		return true;
	return (a->def[i] && !strcasecmp(a->def[i]->name, "Summary")) ||
	       (!a->def[i] && (!i || a->sections.item[i].level == 1));
}

/* The one day that the beginning tells; another may be that of something
 * else. */
static pm_date day_in_prose(struct adoption *a)
{
	pm_date day = PM_NO_DATE;
	size_t line = 0;

	for (size_t i = 0; i < a->md.nr; i++) {
		const struct pm_block *block = &a->md.block[i];
		size_t quoted = pm_adopt_quote_end(a, i, a->md.nr);

		if (quoted > i) {
			i = quoted - 1;
			continue;
		}
		if (block->kind != PM_BLOCK_PARAGRAPH || !is_beginning(a, i))
			continue;
		if (!one_day(a, block->text, &day)) {
			pm_adopt_remark(a, block->line,
					"the text tells of several days: none "
					"is taken for that of the incident");
			return PM_NO_DATE;
		}
		line = day != PM_NO_DATE && !line ? block->line : line;
	}
	if (day != PM_NO_DATE)
		pm_adopt_remark(a, line,
				"no day of the incident is said: the one in "
				"the text is taken");
	return day;
}

static void fall_back(struct adoption *a)
{
	if (a->yearless)
		pm_adopt_remark(a, 0,
				"a day is said without its year, which stands "
				"nowhere in the document: it is not taken");
	a->day = a->source->first_day;
	a->out->day_from_commit = a->day != PM_NO_DATE;
	pm_adopt_remark(a, 0, "no day of the incident: the folder is named %s",
			a->day != PM_NO_DATE ? "after the first commit"
					     : "without one");
}

/* What contradicts the day is told; two days may be one in two zones. */
static void note_contradiction(struct adoption *a)
{
	char day[PM_DATE_LEN], other[PM_DATE_LEN];

	pm_date_format(day, a->day);
	for (int i = 0; i < TELLINGS; i++) {
		if (a->told_day[i] == PM_NO_DATE ||
		    labs((long)a->told_day[i] - (long)a->day) <= 1)
			continue;
		pm_date_format(other, a->told_day[i]);
		pm_adopt_remark(a, 0,
				"the day is taken as %s, but its %s says %s",
				day, telling_name[i], other);
	}
}

void pm_adopt_settle_day(struct adoption *a, pm_date started)
{
	pm_date first = first_entry(a);

	if (started != PM_NO_DATE)
		a->day = started;
	/* Two that agree outvote the title. */
	else if (a->told_day[BY_DATE] == PM_NO_DATE &&
		 a->told_day[BY_TIMES] == PM_NO_DATE &&
		 a->told_day[BY_NAME] != PM_NO_DATE &&
		 a->told_day[BY_NAME] == first)
		a->day = first;
	if (a->day == PM_NO_DATE)
		a->day = first;
	if (a->day == PM_NO_DATE)
		a->day = day_in_prose(a);
	if (a->day == PM_NO_DATE)
		fall_back(a);
	else
		note_contradiction(a);
}
