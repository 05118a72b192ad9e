/* SPDX-License-Identifier: MIT */
#include "import/adopt_document.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "base/text.h"
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

/* --- the day that other places tell --- */

/* "20 January" is of the year that the file's name tells, else the last one
 * before the document was committed. */
static void complete(const struct adoption *a, struct moment *moment)
{
	int month, day;

	if (moment->year)
		return;
	moment->year = a->year;
	if (a->year || a->source->first_day == PM_NO_DATE)
		return;
	pm_date_split(a->source->first_day, &moment->year, &month, &day);
	if (pm_moment_day(moment) > a->source->first_day)
		moment->year--;
}

static pm_date day_in(const struct adoption *a, const char *s)
{
	struct moment moment;
	size_t from = 0;

	while (s && pm_moment_find(&moment, s, from, a->order)) {
		if (moment.day)
			complete(a, &moment);
		if (pm_moment_day(&moment) != PM_NO_DATE)
			return pm_moment_day(&moment);
		from = moment.end;
	}
	return PM_NO_DATE;
}

/* A year in a file name such as PM2022-006. */
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
		if (year < 100)
			return 2000 + year;
	}
	return 0;
}

static void set_day(struct adoption *a, pm_date day, const char *source)
{
	if (a->day != PM_NO_DATE || day == PM_NO_DATE)
		return;
	a->day = day;
	a->day_source = source;
}

static void day_of_document(struct adoption *a)
{
	static const enum meaning said[] = {
		M_STARTED,
		M_DETECTED,
		M_RESOLVED,
	};
	const struct fact *fact = pm_adopt_fact(a, M_DATE);
	const char *title = NULL;

	a->year = year_in_name(a);
	if (fact) {
		struct moment moment;

		set_day(a, day_in(a, fact->value), "its date");
		if (a->day == PM_NO_DATE && !fact->is_prose &&
		    pm_moment_find(&moment, fact->value, 0, a->order) &&
		    moment.unclear)
			pm_adopt_remark(a, fact->line,
					"\"%s\" can be two days; write it as "
					"YYYY-MM-DD",
					fact->value);
		else if (a->day == PM_NO_DATE && !fact->is_prose)
			pm_adopt_remark(a, fact->line,
					"\"%s\" is not a day that can be read",
					fact->value);
	}
	for (size_t i = 0; i < sizeof(said) / sizeof(*said); i++) {
		fact = pm_adopt_fact(a, said[i]);
		if (fact && !fact->is_prose)
			set_day(a, day_in(a, fact->value), "its times");
	}
	if (a->sections.nr && a->sections.item[0].level <= 2)
		title = a->sections.item[0].title;
	set_day(a, day_in(a, title), "its title");
	set_day(a, day_in(a, pm_path_base(a->source->path)), "its file name");
}

/* --- the entries --- */

struct reading {
	struct adoption *a;
	pm_date day; /* that times without one belong to */
	int last;    /* seconds of the entry before */
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
		complete(a, &moment);
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
	a->entry[a->entries++] = (struct entry){ moment, text, line };
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

static void read_heading(struct reading *r, const struct pm_block *block)
{
	pm_date day = day_in(r->a, block->text);

	if (day != PM_NO_DATE) {
		r->day = day;
		r->last = 0;
	}
}

static void read_paragraph(struct reading *r, const struct pm_block *block)
{
	const char *s;
	size_t len;

	for (size_t nr = 0; pm_adopt_line(r->a, block, nr, &s, &len); nr++) {
		const char *plain = pm_adopt_plain(r->a, s, len);

		if (strlen(plain) < 40 && !strpbrk(plain, ":") &&
		    day_in(r->a, plain) != PM_NO_DATE)
			read_heading(r, block);
		else
			read_text(r, plain, block->line + nr);
	}
}

static void read_section(struct reading *r, const struct pm_section *section)
{
	read_heading(r, &r->a->md.block[section->first - 1]);
	for (size_t i = section->first; i < section->end; i++) {
		const struct pm_block *block = &r->a->md.block[i];

		switch (block->kind) {
		case PM_BLOCK_HEADING:
			read_heading(r, block);
			read_text(r, block->text, block->line);
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

		if (section->first <= end || !pm_adopt_is_timeline(a, i))
			continue;
		read_section(&r, section);
		end = section->end;
	}
	if (r.unread > MAX_UNREAD)
		pm_adopt_remark(a, 0,
				"%zu more times of the timeline cannot be read",
				r.unread - MAX_UNREAD);
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

static pm_date day_in_prose(const struct adoption *a)
{
	for (size_t i = 0; i < a->md.nr; i++) {
		const struct pm_block *block = &a->md.block[i];
		pm_date day;

		if (block->kind != PM_BLOCK_PARAGRAPH)
			continue;
		day = day_in(a, block->text);
		if (day != PM_NO_DATE)
			return day;
	}
	return PM_NO_DATE;
}

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
	pm_date started;

	find_zone(a);
	day_of_document(a);
	read_entries(a);
	note_zone(a);
	started = pm_adopt_times(a);
	if (started != PM_NO_DATE)
		a->day = started;
	set_day(a, first_entry(a), "its timeline");
	set_day(a, day_in_prose(a), "its text");
	if (a->day == PM_NO_DATE && a->source->first_day != PM_NO_DATE) {
		set_day(a, a->source->first_day, "its first commit");
		a->out->day_from_commit = true;
		pm_adopt_remark(a, 0,
				"no day of the incident: the folder is "
				"named after the first commit");
	} else if (a->day == PM_NO_DATE) {
		pm_adopt_remark(a, 0,
				"no day of the incident: the folder is "
				"named without one");
	}
}
