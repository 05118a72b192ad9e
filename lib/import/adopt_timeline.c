/* SPDX-License-Identifier: MIT */
#include "import/adopt_document.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "base/text.h"
#include "import/adopt_day.h"
#include "import/adopt_times.h"

#define HALF_DAY (12 * 3600)
#define MAX_UNREAD 3	 /* that are told one by one */
#define MAX_ENTRIES 1000 /* each is compared with each */
#define MAX_SHOWN 40	 /* bytes of a text that is quoted in a remark */

/* --- the zone --- */

static bool speaks_of_times(const char *s)
{
	return strcasestr(s, "time") || strcasestr(s, "zeit") ||
	       strcasestr(s, "heure") || strcasestr(s, "hora");
}

/* "All times in UTC" in a paragraph, "Time (UTC)" over a column. */
static struct zone zone_in(const struct adoption *a, size_t first, size_t end)
{
	struct zone zone = { 0 };

	for (size_t i = first; i < end && !zone.known; i++) {
		const struct pm_block *block = &a->md.block[i];

		if (block->kind == PM_BLOCK_TABLE && block->header.nr)
			zone = pm_zone_find(block->header.cell[0]);
		else if (block->kind != PM_BLOCK_TABLE &&
			 block->kind != PM_BLOCK_CODE &&
			 block->kind != PM_BLOCK_HTML &&
			 block->kind != PM_BLOCK_RULE &&
			 strlen(block->text) < 200 &&
			 (block->kind == PM_BLOCK_HEADING ||
			  speaks_of_times(block->text)))
			zone = pm_zone_find(block->text);
	}
	return zone;
}

static void find_zone(struct adoption *a)
{
	for (size_t i = 0; i < a->sections.nr && !a->zone.known; i++) {
		const struct pm_section *section = &a->sections.item[i];

		if (pm_adopt_is_timeline(a, i))
			a->zone = zone_in(a, section->first - 1, section->end);
	}
	if (!a->zone.known)
		a->zone = zone_in(a, 0, a->md.nr);
}

/* --- the entries --- */

struct reading {
	struct adoption *a;
	pm_date day; /* that times without one belong to */
	int last;    /* seconds of the entry before */
	size_t part; /* counts the headings */
	size_t unread;
};

static const char *shorten(struct adoption *a, const char *s)
{
	size_t len = strlen(s);

	if (len <= MAX_SHOWN)
		return s;
	for (len = MAX_SHOWN; len && ((unsigned char)s[len] & 0xc0) == 0x80;)
		len--;
	return pm_arena_printf(a->arena, "%.*s...", (int)len, s);
}

/* Digits before the time that are no day: "20202-01-16 12:00". */
static bool has_digits(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (isdigit((unsigned char)s[i]))
			return true;
	}
	return false;
}

static void add_entry(struct reading *r, const char *when, const char *text,
		      size_t line)
{
	struct adoption *a = r->a;
	struct moment moment = { .seconds = -1 };
	pm_date day;

	if (!pm_moment_find(&moment, when, 0, a->order) ||
	    has_digits(when, moment.start)) {
		if (has_digits(when, strlen(when))) {
			if (++r->unread > MAX_UNREAD)
				return;
			pm_adopt_remark(a, line,
					"\"%s\" is not a time that can be read",
					shorten(a, when));
		}
		return;
	}
	if (moment.day)
		pm_adopt_complete(a, &moment);
	day = pm_moment_day(&moment);
	if (day == PM_NO_DATE && !moment.day) {
		/* Past midnight. */
		if (r->day != PM_NO_DATE && moment.seconds >= 0 &&
		    r->last - moment.seconds > HALF_DAY)
			r->day++;
		day = r->day;
	} else {
		r->day = day;
	}
	r->last = moment.seconds >= 0 ? moment.seconds : 0;
	if (day != PM_NO_DATE)
		pm_date_split(day, &moment.year, &moment.month, &moment.day);
	if (a->entries == MAX_ENTRIES)
		return;
	PM_GROW(a->entry, a->entries, a->entry_alloc);
	a->entry[a->entries++] = (struct entry){ moment, text, line, r->part };
}

static void read_table(struct reading *r, const struct pm_block *block)
{
	struct pm_buf when = { 0 }, text = { 0 };

	for (size_t i = 0; i < block->rows; i++) {
		const struct pm_cells *row = &block->row[i];
		struct moment first;
		size_t used = 1;

		pm_buf_reset(&when);
		pm_buf_reset(&text);
		if (row->nr)
			pm_buf_addstr(&when, row->cell[0]);
		/* A column for the day, another for the time. */
		if (row->nr > 2 &&
		    (!when.len ||
		     (pm_moment_find(&first, when.ptr, 0, r->a->order) &&
		      first.seconds < 0)) &&
		    pm_moment_find(&first, row->cell[1], 0, r->a->order) &&
		    !first.start) {
			pm_buf_addf(&when, " %s", row->cell[1]);
			used = 2;
		}
		for (size_t k = used; k < row->nr; k++)
			pm_buf_addf(&text, "%s%s", k > used ? " " : "",
				    row->cell[k]);
		add_entry(r, pm_buf_str(&when),
			  pm_arena_strdup(r->a->arena, pm_buf_str(&text)),
			  row->line);
	}
	pm_buf_release(&when);
	pm_buf_release(&text);
}

/* "14:32 UTC - it broke": only what begins with its time is an entry. */
static void read_text(struct reading *r, const char *text, size_t line)
{
	struct moment moment;
	const char *rest;

	if (!pm_moment_find(&moment, text, 0, r->a->order) ||
	    moment.start > 12 || has_digits(text, moment.start))
		return;
	for (size_t i = 0; i < moment.start; i++) {
		/* "On Monday 4 March" begins with it, "We saw at" does not. */
		if (text[i] == '.' || text[i] == '?')
			return;
	}
	rest = text + moment.end;
	rest += strspn(rest, " )]|:~-*");
	add_entry(r, pm_arena_strndup(r->a->arena, text, moment.end), rest,
		  line);
}

static void read_day(struct reading *r, const struct pm_block *block)
{
	pm_date day = pm_adopt_day_in(r->a, block->text);

	if (day != PM_NO_DATE) {
		r->day = day;
		r->last = 0;
	}
}

/* "First outage", "Incident 2" */
static bool counts_incidents(struct adoption *a, const char *title)
{
	static const char nouns[] = "incident|outage|disruption|failure|"
				    "episode|occurrence|event|degradation";
	static const char ordinals[] = "first|second|third|fourth|fifth|1st|"
				       "2nd|3rd|4th|1|2|3|4|5|6|a|b|c|i|ii|iii";
	const char *s = pm_adopt_normal(a, title, strlen(title));
	bool noun = false, ordinal = false;

	for (; *s; s += *s == ' ') {
		noun |= pm_words_begin(nouns, s) > 0;
		ordinal |= pm_words_begin(ordinals, s) > 0;
		s += strcspn(s, " ");
	}
	return noun && ordinal;
}

static void read_part(struct reading *r, const struct pm_block *block)
{
	read_day(r, block);
	r->part++;
}

static void read_heading(struct reading *r, const struct pm_block *block)
{
	read_part(r, block);
	r->a->incidents += counts_incidents(r->a, block->text);
}

/* "### 13:28" over a paragraph: the entry's text is what stands below. */
static void read_heading_entry(struct reading *r, size_t i, size_t end)
{
	struct adoption *a = r->a;
	const struct pm_block *block = &a->md.block[i];
	size_t before = a->entries;
	struct moment moment;

	read_text(r, block->text, block->line);
	/* One that has a time is an entry, and no part of its own. */
	if (pm_moment_find(&moment, block->text, 0, a->order) &&
	    moment.seconds >= 0)
		r->part--;
	if (a->entries > before && !*a->entry[before].text && i + 1 < end &&
	    a->md.block[i + 1].kind == PM_BLOCK_PARAGRAPH)
		a->entry[before].text = a->md.block[i + 1].text;
}

static void read_paragraph(struct reading *r, const struct pm_block *block)
{
	const char *s;
	size_t len;

	for (size_t nr = 0; pm_adopt_line(r->a, block, nr, &s, &len); nr++) {
		const char *plain = pm_adopt_plain(r->a, s, len);

		if (strlen(plain) < 40 && !strpbrk(plain, ":") &&
		    pm_adopt_day_in(r->a, plain) != PM_NO_DATE)
			read_part(r, block);
		else
			read_text(r, plain, block->line + nr);
	}
}

static void read_section(struct reading *r, const struct pm_section *section)
{
	read_heading(r, &r->a->md.block[section->first - 1]);
	for (size_t i = section->first; i < section->end; i++) {
		const struct pm_block *block = &r->a->md.block[i];
		size_t quoted = pm_adopt_quote_end(r->a, i, section->end);

		if (quoted > i) {
			i = quoted - 1;
			continue;
		}
		switch (block->kind) {
		case PM_BLOCK_HEADING:
			read_heading(r, block);
			read_heading_entry(r, i, section->end);
			break;
		case PM_BLOCK_TABLE:
			read_table(r, block);
			break;
		case PM_BLOCK_ITEM:
			read_text(r, block->text, block->line);
			break;
		case PM_BLOCK_PARAGRAPH:
			read_paragraph(r, block);
			break;
		default:
			break;
		}
	}
}

static void read_entries(struct adoption *a)
{
	struct reading r = { .a = a, .day = a->day };

	size_t end = 0;

	for (size_t i = 0; i < a->sections.nr; i++) {
		const struct pm_section *section = &a->sections.item[i];
		size_t before = a->entries;

		if (section->first <= end || !pm_adopt_is_timeline(a, i))
			continue;
		read_section(&r, section);
		a->timelines += a->entries > before;
		end = section->end;
	}
	if (r.unread > MAX_UNREAD)
		pm_adopt_remark(a, 0,
				"%zu more times of the timeline cannot be read",
				r.unread - MAX_UNREAD);
}

/* --- all together --- */

static void note_zone(struct adoption *a)
{
	if (a->zone.known)
		return;
	for (size_t i = 0; i < a->entries; i++) {
		if (a->entry[i].moment.zone.known)
			return;
	}
	if (a->entries)
		pm_adopt_remark(a, a->entry[0].line,
				"the timeline names no time zone: no time is "
				"taken from it");
}

void pm_adopt_timeline(struct adoption *a)
{
	find_zone(a);
	pm_adopt_day(a);
	read_entries(a);
	note_zone(a);
	pm_adopt_settle_day(a, pm_adopt_times(a));
}
