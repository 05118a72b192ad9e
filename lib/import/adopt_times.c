/* SPDX-License-Identifier: MIT */
#include "import/adopt_times.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "import/adopt_document.h"

#define DAY_SECONDS 86400
#define MAX_PROSE_TIME 60 /* bytes of a section's text that is but a time */
#define TIMES 4

/* In their order; the three lengths count from the first. */
static const struct {
	enum pm_field field;
	enum meaning said;
	enum meaning length;
} kinds[TIMES] = {
	{ PM_F_STARTED, M_STARTED, M_NONE },
	{ PM_F_DETECTED, M_DETECTED, M_TO_DETECT },
	{ PM_F_MITIGATED, M_MITIGATED, M_TO_MITIGATE },
	{ PM_F_RESOLVED, M_RESOLVED, M_TO_RESOLVE },
};

struct times {
	struct adoption *a;
	struct pm_time at[TIMES];
	bool known[TIMES];
	bool said[TIMES]; /* by a labelled value: not to be doubted */
	bool weak[TIMES]; /* by a phrase in an entry's text */
	bool told_summer;
	bool several;	    /* incidents: their timeline is not read */
	bool one_section;   /* and only what `home` says is taken */
	size_t home, until; /* a section, and a line of it */
};

static bool to_time(struct times *t, struct pm_time *out,
		    const struct moment *moment, const struct zone *zone,
		    size_t line)
{
	pm_date day = pm_moment_day(moment);
	const char *text;

	if (moment->seconds < 0 || day == PM_NO_DATE || !zone->known)
		return false;
	if (pm_zone_is_changing(zone, day, moment->seconds)) {
		pm_adopt_remark(t->a, line,
				"a time is left out: the clocks changed in "
				"that hour, and it names no moment; write it "
				"with its offset, as in +01:00");
		return false;
	}
	out->zone = pm_zone_minutes(zone, day, moment->seconds);
	out->epoch =
		(int64_t)day * DAY_SECONDS + moment->seconds - out->zone * 60;
	if (pm_zone_is_doubtful(zone, day) && !t->told_summer) {
		char name[PM_DATE_LEN];

		pm_date_format(name, day);
		text = "the zone is that of winter, and %s was in summer; "
		       "times are read as they are written";
		pm_adopt_remark(t->a, line, text, name);
		t->told_summer = true;
	}
	return true;
}

static const struct zone *zone_of(const struct adoption *a,
				  const struct moment *moment,
				  const struct fact *fact)
{
	if (moment->zone.known)
		return &moment->zone;
	return fact && fact->label.zone.known ? &fact->label.zone : &a->zone;
}

static void set(struct times *t, int kind, struct pm_time time, bool said)
{
	if (t->known[kind] || t->a->given[kinds[kind].field].kept)
		return;
	t->at[kind] = time;
	t->known[kind] = true;
	t->said[kind] = said;
}

/* --- labelled values --- */

static void tell_unread(struct times *t, const struct fact *fact,
			const char *why)
{
	pm_adopt_remark(t->a, fact->line, "\"%s\" %s", fact->value, why);
}

/* "between 09:50 and 10:00", "partly at 11:00, wholly at 12:00": but the same
 * moment may be told in two zones. */
static bool says_another(struct times *t, const struct fact *fact,
			 const struct moment *first)
{
	struct moment next;
	size_t at = first->end;

	while (pm_moment_find(&next, fact->value, at, t->a->order)) {
		at = next.end;
		if (next.seconds >= 0 && next.seconds != first->seconds &&
		    !(next.zone.known && first->zone.known &&
		      next.zone.minutes != first->zone.minutes))
			return true;
	}
	return false;
}

/* "partly at 11:00", "expected 12:00", "after 10:00" */
static bool is_vague(const struct fact *fact, const struct moment *moment)
{
	static const char words[] = "partially|partly|partial|expected|eta|"
				    "estimated|planned|not|before|after|until";

	for (size_t i = 0; i < moment->start; i++) {
		if ((!i || fact->value[i - 1] == ' ') &&
		    pm_words_begin(words, fact->value + i))
			return true;
	}
	return false;
}

static void read_moment(struct times *t, int kind, const struct fact *fact,
			struct moment *moment)
{
	struct adoption *a = t->a;
	const struct zone *zone = zone_of(a, moment, fact);
	struct pm_time time;
	pm_date day = pm_moment_day(moment);

	if (moment->unclear) {
		tell_unread(t, fact, "can be two days; write it as YYYY-MM-DD");
		return;
	}
	if (says_another(t, fact, moment)) {
		tell_unread(t, fact, "names several times: none is taken");
		return;
	}
	if (is_vague(fact, moment)) {
		tell_unread(t, fact, "may be another time: it is not taken");
		return;
	}
	if (day == PM_NO_DATE && a->day != PM_NO_DATE) {
		day = a->day;
		pm_date_split(day, &moment->year, &moment->month, &moment->day);
	}
	if (moment->seconds < 0)
		tell_unread(t, fact, "has no time of day");
	else if (day == PM_NO_DATE)
		tell_unread(t, fact, "has no day");
	else if (!zone->known)
		tell_unread(t, fact, "has no time zone");
	else if (to_time(t, &time, moment, zone, fact->line))
		set(t, kind, time, true);
}

static void read_said(struct times *t, int kind)
{
	struct adoption *a = t->a;

	for (size_t i = 0; i < a->facts; i++) {
		const struct fact *fact = &a->fact[i];
		struct moment moment;

		if (fact->label.meaning != kinds[kind].said ||
		    (t->one_section &&
		     (fact->section != t->home || fact->line >= t->until)) ||
		    (fact->is_prose && strlen(fact->value) > MAX_PROSE_TIME))
			continue;
		if (!pm_moment_find(&moment, fact->value, 0, a->order)) {
			if (!fact->is_prose &&
			    pm_length_parse(fact->value, NULL) < 0 &&
			    strpbrk(fact->value, "0123456789"))
				tell_unread(t, fact,
					    "is not a time that can be read");
			continue;
		}
		read_moment(t, kind, fact, &moment);
		return;
	}
}

/* "2021-03-04 14:00 - 15:10 UTC" */
static void read_window(struct times *t, enum meaning meaning)
{
	struct adoption *a = t->a;
	const struct fact *fact = pm_adopt_fact(a, meaning);
	struct moment from, to;
	struct pm_time time;
	bool range;

	if (!fact || !pm_moment_find(&from, fact->value, 0, a->order) ||
	    from.seconds < 0)
		return;
	/* The date of a page is when it was published. */
	if (fact->is_front && meaning == M_DATE)
		return;
	range = pm_moment_find(&to, fact->value, from.end, a->order) &&
		to.seconds >= 0;
	if (pm_moment_day(&from) == PM_NO_DATE && a->day != PM_NO_DATE)
		pm_date_split(a->day, &from.year, &from.month, &from.day);
	if (range && !from.zone.known)
		from.zone = to.zone;
	if (!to_time(t, &time, &from, zone_of(a, &from, fact), fact->line))
		return;
	set(t, 0, time, true);
	if (!range)
		return;
	if (pm_moment_day(&to) == PM_NO_DATE) {
		pm_date day = pm_moment_day(&from);

		day += to.seconds < from.seconds;
		pm_date_split(day, &to.year, &to.month, &to.day);
	}
	if (!to.zone.known)
		to.zone = from.zone;
	if (to_time(t, &time, &to, zone_of(a, &to, fact), fact->line))
		set(t, TIMES - 1, time, true);
}

/* --- what entries are called --- */

/* "09:30 users say that it began at 08:45" is no entry of either. */
static bool tells_another(const struct adoption *a, const struct entry *entry)
{
	struct moment other;
	size_t at = 0;

	while (pm_moment_find(&other, entry->text, at, a->order)) {
		at = other.end;
		if (other.seconds >= 0 && !other.zone.known &&
		    other.seconds != entry->moment.seconds)
			return true;
	}
	return false;
}

static void read_called(struct times *t, int kind)
{
	struct adoption *a = t->a;
	struct pm_time found = { 0 };
	enum calling best = NOT_CALLED;
	size_t nr = 0;

	for (size_t i = 0; i < a->entries; i++) {
		const struct entry *entry = &a->entry[i];
		enum calling how = pm_adopt_called(a, entry->text, kind);
		struct pm_time time;

		if (how == NOT_CALLED || how < best || tells_another(a, entry))
			continue;
		nr = how > best ? 0 : nr;
		best = how;
		if (!to_time(t, &time, &entry->moment,
			     zone_of(a, &entry->moment, NULL), entry->line)) {
			nr += 2;
			continue;
		}
		nr += !nr || time.epoch != found.epoch;
		found = time;
	}
	/* Which of several it was, only a person can tell. */
	if (nr != 1 || t->known[kind])
		return;
	set(t, kind, found, false);
	t->weak[kind] = best == BY_PHRASE;
}

/* --- lengths --- */

static bool is_entry(struct times *t, int64_t epoch, struct pm_time *out)
{
	struct adoption *a = t->a;

	for (size_t i = 0; i < a->entries; i++) {
		const struct entry *entry = &a->entry[i];

		if (to_time(t, out, &entry->moment,
			    zone_of(a, &entry->moment, NULL), entry->line) &&
		    out->epoch == epoch)
			return true;
	}
	return false;
}

/* Whether every stated length leads from `start` to an entry. */
static bool all_fit(struct times *t, struct pm_time start, const long *length)
{
	struct pm_time unused;

	for (int k = 1; k < TIMES; k++) {
		if (length[k] >= 0 &&
		    !is_entry(t, start.epoch + length[k], &unused))
			return false;
	}
	return true;
}

static bool find_start(struct times *t, const long *length, struct pm_time *out)
{
	struct adoption *a = t->a;
	size_t nr = 0;

	for (size_t i = 0; i < a->entries; i++) {
		const struct entry *entry = &a->entry[i];
		struct pm_time time;

		if (!to_time(t, &time, &entry->moment,
			     zone_of(a, &entry->moment, NULL), entry->line) ||
		    (nr && time.epoch == out->epoch) ||
		    !all_fit(t, time, length))
			continue;
		nr++;
		*out = time;
	}
	return nr == 1;
}

/* A length that counts from the start; one that says more may count from
 * anywhere. */
static long read_length(struct times *t, const struct fact *fact)
{
	const char *rest = "";
	long length = pm_length_parse(fact->value, &rest);
	const char *note = strstr(rest, "[^");

	if (length < 0)
		return -1;
	if (!fact->label.is_narrowed &&
	    !pm_text_letters(rest, note ? (size_t)(note - rest) : strlen(rest)))
		return length;
	tell_unread(t, fact, "may not count from the start: it is not used");
	return -1;
}

static void read_lengths(struct times *t)
{
	struct adoption *a = t->a;
	long length[TIMES] = { 0, -1, -1, -1 };
	struct pm_time start = t->at[0];
	bool any = false;
	size_t line = 0;

	for (int k = 1; k < TIMES; k++) {
		const struct fact *fact = pm_adopt_fact(a, kinds[k].length);

		length[k] = fact ? read_length(t, fact) : -1;
		any |= length[k] >= 0;
		if (fact)
			line = fact->line;
	}
	if (!any && t->said[0]) {
		const struct fact *fact = pm_adopt_fact(a, M_LENGTH);

		length[TIMES - 1] = fact ? read_length(t, fact) : -1;
		any = length[TIMES - 1] >= 0;
	}
	/* A time to repair alone may count from its detection as well. */
	if (!any || (!t->known[0] && length[1] < 0 && length[2] < 0))
		return;
	if (!t->said[0] && !find_start(t, length, &start)) {
		/* What contradicts the document's own count is no time. */
		for (int k = 0; k < TIMES; k++) {
			if (t->weak[k] && (!k || length[k] >= 0) && !t->said[k])
				t->known[k] = false;
		}
		if (a->entries)
			pm_adopt_remark(a, line,
					"the times to detect and to recover "
					"fit no entries of the timeline");
		return;
	}
	/* What an entry is called tells less than two lengths that fit. */
	if (!t->said[0] && t->known[0] && t->at[0].epoch != start.epoch)
		t->known[0] = false;
	set(t, 0, start, false);
	for (int k = 1; k < TIMES; k++) {
		struct pm_time time = start;

		if (length[k] < 0)
			continue;
		time.epoch += length[k];
		if (t->known[k] && !t->said[k])
			t->known[k] = false;
		set(t, k, time, false);
	}
}

/* --- all together --- */

/* What was concluded must not contradict the order of the four. */
static void drop_disorder(struct times *t)
{
	for (int k = 1; k < TIMES; k++) {
		for (int before = 0; before < k && t->known[k]; before++) {
			if (t->known[before] && !t->said[k] &&
			    t->at[before].epoch > t->at[k].epoch)
				t->known[k] = false;
		}
	}
}

static void give(struct times *t)
{
	struct adoption *a = t->a;
	struct pm_buf names = { 0 };

	for (int k = 0; k < TIMES; k++) {
		char text[PM_TIME_LEN];

		if (!t->known[k])
			continue;
		pm_time_format(text, t->at[k]);
		pm_adopt_give(a, kinds[k].field, text);
		if (!t->said[k])
			pm_buf_addf(&names, "%s%s", names.len ? ", " : "",
				    pm_field_def(kinds[k].field)->key);
	}
	if (names.len)
		pm_adopt_remark(a, 0, "taken from the timeline: %s", names.ptr);
	pm_buf_release(&names);
}

static void look_for_several(struct times *t)
{
	if (pm_adopt_says_several(t->a, &t->home, &t->until)) {
		t->one_section = true;
		pm_adopt_remark(t->a, 0,
				"times of several incidents are said: only "
				"those of the first are taken");
	} else if (pm_adopt_tells_several(t->a)) {
		pm_adopt_remark(t->a, t->a->entry[0].line,
				"the timeline tells of several incidents: no "
				"time is taken from it");
	} else {
		return;
	}
	t->several = true;
}

pm_date pm_adopt_times(struct adoption *a)
{
	struct times t = { .a = a };
	const struct given *kept = &a->given[PM_F_STARTED];

	if (kept->nr && pm_time_parse(&t.at[0], kept->text[0], NULL))
		t.known[0] = t.said[0] = true;
	look_for_several(&t);
	for (int k = 0; k < TIMES; k++)
		read_said(&t, k);
	if (!t.several) {
		read_window(&t, M_DATE);
		read_window(&t, M_LENGTH);
		for (int k = 0; k < TIMES; k++)
			read_called(&t, k);
		read_lengths(&t);
	}
	drop_disorder(&t);
	give(&t);
	return t.known[0] ? pm_time_date(t.at[0]) : PM_NO_DATE;
}
