/* SPDX-License-Identifier: MIT */
#include "check/subject.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/*
 * Whether the entries of a timeline run forward. People write them in many
 * ways, and a wrong warning costs more trust than a missed one gains: two
 * entries are compared only where both can be read and share a zone.
 */

#define HOUR 60
#define NOON (12 * HOUR)
/* Without a day, a step back by less than this is no new day. */
#define STEP_MAX (6 * HOUR)
#define NO_LEVEL (-1)

struct entry {
	pm_date day; /* PM_NO_DATE: none was written */
	int minutes;
	const char *zone; /* as written, "" when it was not; and */
	size_t zone_len;
};

static bool has_digits(const char *s, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		if (!isdigit((unsigned char)s[i]))
			return false;
	}
	return true;
}

/* "14:05", "9:05:30", "2:05 pm"; what follows it, or NULL. */
static const char *read_clock(int *minutes, const char *s)
{
	size_t digits = has_digits(s, 2) ? 2 : 1;
	const char *rest, *half;
	int hour;

	if (!has_digits(s, digits) || s[digits] != ':' ||
	    !has_digits(s + digits + 1, 2) || s[digits + 1] > '5' ||
	    isdigit((unsigned char)s[digits + 3]))
		return NULL;
	rest = s + digits + 3;
	hour = digits == 2 ? (s[0] - '0') * 10 + s[1] - '0' : s[0] - '0';
	*minutes = (s[digits + 1] - '0') * 10 + s[digits + 2] - '0';
	if (*rest == ':' && has_digits(rest + 1, 2))
		rest += 3;
	half = rest + strspn(rest, " ");
	if ((!strncasecmp(half, "am", 2) || !strncasecmp(half, "pm", 2)) &&
	    !isalpha((unsigned char)half[2]) && hour >= 1 && hour <= 12) {
		*minutes += hour % 12 * HOUR +
			    (tolower((unsigned char)*half) == 'p' ? NOON : 0);
		return half + 2;
	}
	*minutes += hour * HOUR;
	return hour < 24 ? rest : NULL;
}

/* Only zones that are known: "14:05 API down" names none. */
static size_t zone_length(const char *s)
{
	static const char *const zones[] = {
		"Z",	"UTC",	"GMT", "BST",  "WET",  "WEST", "CET", "CEST",
		"EET",	"EEST", "MSK", "IST",  "JST",  "AEST", "AEDT", "EST",
		"EDT",	"CST",	"CDT", "MST",  "MDT",  "PST",  "PDT",
	};

	if ((*s == '+' || *s == '-') && has_digits(s + 1, 2))
		return 3 + (s[3] == ':' && has_digits(s + 4, 2) ? 3 : 0);
	for (size_t i = 0; i < sizeof(zones) / sizeof(*zones); i++) {
		size_t len = strlen(zones[i]);

		if (!strncmp(s, zones[i], len) &&
		    !isalnum((unsigned char)s[len]))
			return len;
	}
	return 0;
}

/* The day at the beginning; *rest is set behind it. */
static pm_date read_day(const char *text, const char **rest)
{
	char day[PM_DATE_LEN] = { 0 };
	pm_date date;

	*rest = text;
	if (strnlen(text, PM_DATE_LEN) < PM_DATE_LEN - 1)
		return PM_NO_DATE;
	memcpy(day, text, PM_DATE_LEN - 1);
	if (!pm_date_parse(&date, day))
		return PM_NO_DATE;
	*rest = text + PM_DATE_LEN - 1;
	return date;
}

static const char *skip_marks(const char *text)
{
	return text + strspn(text, " `[(~");
}

/* A text that is a day and nothing else: a heading for what follows. */
static pm_date only_day(const char *text)
{
	const char *rest;
	pm_date day = read_day(skip_marks(text), &rest);

	return rest[strspn(rest, " :`])")] ? PM_NO_DATE : day;
}

/* "2026-11-21 14:05 ...", "2026-11-21T14:05Z", "14:05 ..."; false else. */
static bool read_entry(struct entry *out, const char *text)
{
	text = skip_marks(text);
	out->day = read_day(text, &text);
	if (out->day != PM_NO_DATE)
		text += strspn(text, " T,");
	text = read_clock(&out->minutes, text);
	if (!text)
		return false;
	out->zone = text + strspn(text, " ");
	out->zone_len = zone_length(out->zone);
	return true;
}

struct timeline {
	const struct subject *subject;
	struct entry last;
	bool has_last;
	pm_date day; /* of a heading right above, or PM_NO_DATE */
	int level;   /* of the items that are entries, once one was found */
};

static bool same_zone(const struct entry *a, const struct entry *b)
{
	return a->zone_len == b->zone_len &&
	       !memcmp(a->zone, b->zone, a->zone_len);
}

/* Completes the day of `now` where only a clock time was written. */
static bool is_before(struct entry *now, const struct entry *last)
{
	int back = last->minutes - now->minutes;

	if (now->day == PM_NO_DATE) {
		now->day = last->day;
		if (back < STEP_MAX)
			return back > 0;
		if (now->day != PM_NO_DATE)
			now->day++;
		return false;
	}
	return last->day != PM_NO_DATE &&
	       (now->day < last->day || (now->day == last->day && back > 0));
}

static void next_entry(struct timeline *t, size_t line, const char *text)
{
	struct entry now;

	if (!read_entry(&now, text))
		return;
	/* Of its first entry only: those below may be past midnight. */
	if (now.day == PM_NO_DATE)
		now.day = t->day;
	t->day = PM_NO_DATE;
	if (t->has_last && is_before(&now, &t->last) &&
	    same_zone(&now, &t->last))
		pm_say(t->subject, "timeline-order", &t->subject->pm->record,
		       line, 0, text,
		       "put the entries in order, oldest first; a new day "
		       "begins with its date",
		       "this entry of the timeline is before the one above it");
	t->last = now;
	t->has_last = true;
}

static void next_row(struct timeline *t, const struct pm_cells *row)
{
	struct pm_buf both = { 0 };

	if (!row->nr)
		return;
	/* A column for the day, and one for the time. */
	pm_buf_addstr(&both, row->cell[0]);
	if (row->nr > 1 && only_day(row->cell[0]) != PM_NO_DATE)
		pm_buf_addf(&both, " %s", row->cell[1]);
	next_entry(t, row->line, pm_buf_str(&both));
	pm_buf_release(&both);
}

static void next_block(struct timeline *t, const struct pm_block *block)
{
	int level = block->kind == PM_BLOCK_ITEM ? (int)block->level : 0;
	struct entry entry;
	pm_date day;

	if (block->kind == PM_BLOCK_TABLE) {
		for (size_t r = 0; r < block->rows; r++)
			next_row(t, &block->row[r]);
		return;
	}
	if (block->kind != PM_BLOCK_HEADING && block->kind != PM_BLOCK_ITEM &&
	    block->kind != PM_BLOCK_PARAGRAPH)
		return;
	day = only_day(block->text);
	if (day != PM_NO_DATE)
		t->day = day;
	if (block->kind == PM_BLOCK_HEADING || (!level && block->depth) ||
	    !read_entry(&entry, block->text))
		return;
	/* What is nested deeper than the first entry are details of one. */
	if (t->level == NO_LEVEL)
		t->level = level;
	if (t->level == level)
		next_entry(t, block->line, block->text);
}

void pm_check_timeline(const struct subject *subject)
{
	const struct pm_policy *policy = subject->check->policy;
	const struct pm_record *record = &subject->pm->record;
	struct timeline timeline = { .subject = subject,
				     .day = PM_NO_DATE,
				     .level = NO_LEVEL };
	const struct pm_section *section = NULL;

	if (!pm_applies(subject, "timeline-order"))
		return;
	for (size_t i = 0; i < policy->sections && !section; i++) {
		if (policy->section[i].is_timeline)
			section = pm_find_section(subject,
						  &policy->section[i]);
	}
	for (size_t i = section ? section->first : 0;
	     section && i < section->end; i++)
		next_block(&timeline, &record->body.block[i]);
}
