/* SPDX-License-Identifier: MIT */
#include "syntax/scan.h"

#include <stdint.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"

#define OPENER "<<<<<<<"
#define MARKER_LEN (sizeof(OPENER) - 1)
/* How far ahead a line feed is looked for at once: longer than most lines,
 * but not so long that a text of nothing but CR would be read over and over. */
#define WINDOW 256

size_t pm_scan_next_line(const char *text, size_t at, size_t end,
			 size_t *line_end)
{
	bool found = false;

	while (at < end && !found) {
		size_t len = end - at < WINDOW ? end - at : WINDOW;
		const char *lf = memchr(text + at, '\n', len);
		const char *cr;

		if (lf)
			len = (size_t)(lf - text) - at;
		cr = memchr(text + at, '\r', len);
		if (cr)
			len = (size_t)(cr - text) - at;
		at += len;
		found = lf || cr;
	}
	*line_end = at;
	if (at < end && text[at] == '\r')
		at++;
	if (at < end && text[at] == '\n' &&
	    (at == *line_end || text[at - 1] == '\r'))
		at++;
	return at;
}

bool pm_scan_is_utf16(const char *text, size_t len)
{
	if (len < 4)
		return false;
	if (!memcmp(text, "\xff\xfe", 2) || !memcmp(text, "\xfe\xff", 2))
		return true;
	return (text[0] && !text[1] && text[2] && !text[3]) ||
	       (!text[0] && text[1] && !text[2] && text[3]);
}

#define BLOCK 32

/* Neither printable ASCII nor a blank that every text has. */
static unsigned char is_unusual(char c)
{
	return ((unsigned char)(c - 0x20) >= 0x5f) & (c != '\n') &
	       (c != '\t') & (c != '\r');
}

/* How many usual bytes come first. */
static size_t usual_run(const char *text, size_t len)
{
	size_t n = 0;

	/* A block without branches: a compiler looks at many bytes at once. */
	for (; n + BLOCK <= len; n += BLOCK) {
		unsigned char unusual = 0;

		for (size_t k = 0; k < BLOCK; k++)
			unusual |= is_unusual(text[n + k]);
		if (unusual)
			break;
	}
	while (n < len && !is_unusual(text[n]))
		n++;
	return n;
}

/* Seven of one character, or more where the attribute conflict-marker-size
 * says so, then a blank or the end of the line. */
static bool is_marker(const char *text, size_t at, size_t end, char c)
{
	if (end - at < MARKER_LEN)
		return false;
	for (size_t i = 0; i < MARKER_LEN; i++)
		if (text[at + i] != c)
			return false;
	at += MARKER_LEN;
	while (at < end && text[at] == c)
		at++;
	return at == end || text[at] == ' ' || text[at] == '\n' ||
	       text[at] == '\r';
}

/*
 * Only an opener counts: ======= alone underlines a heading. The closing
 * marker is looked for to tell how far the conflict reaches.
 */
static bool find_conflicts(const char *text, size_t start, size_t end,
			   size_t line, struct pm_problems *problems)
{
	size_t opened = 0;
	bool found = false;
	size_t at = start;
	size_t line_end;

	if (!memmem(text + start, end - start, OPENER, MARKER_LEN))
		return false;
	for (; at < end; line++) {
		if (is_marker(text, at, end, '<')) {
			if (opened)
				pm_problem_add(problems, PM_PROBLEM_CONFLICT,
					       opened, 1, "resolve the "
					       "conflict and remove the line",
					       "conflict marker <<<<<<<");
			opened = line;
			found = true;
		} else if (opened && is_marker(text, at, end, '>')) {
			pm_problem_add(problems, PM_PROBLEM_CONFLICT, opened,
				       1, "keep what is right and remove the "
				       "lines <<<<<<<, ======= and >>>>>>>",
				       "merge conflict up to line %zu", line);
			opened = 0;
		}
		at = pm_scan_next_line(text, at, end, &line_end);
	}
	if (opened)
		pm_problem_add(problems, PM_PROBLEM_CONFLICT, opened, 1,
			       "resolve the conflict and remove the line",
			       "conflict marker <<<<<<<");
	return found;
}

static bool is_refused_by_libyaml(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 ||
	       c == 0x2029 || c == 0xfeff;
}

static void tell_hidden(uint32_t c, const char *name, size_t line,
			size_t column, enum pm_problem_kind kind,
			struct pm_problems *problems)
{
	if (!c)
		pm_problem_add(problems, PM_PROBLEM_HIDDEN, line, column,
			       "remove it, or save the file as UTF-8 text",
			       "NUL byte: this is not a text file");
	else if (c == 0x85 || c == 0x2028 || c == 0x2029)
		pm_problem_add(problems, kind, line, column,
			       "replace it with an ordinary line break",
			       "%s (U+%04X): some programs end the line "
			       "here and others do not",
			       name, (unsigned)c);
	else
		pm_problem_add(problems, kind, line, column, "remove it",
			       "invisible character: %s (U+%04X)", name,
			       (unsigned)c);
}

/* Where something stands; lines are counted only when it is asked for. */
struct place {
	size_t line;
	size_t line_start;
};

static void go_to(struct place *place, const char *text, size_t at)
{
	size_t end;

	for (;;) {
		size_t next = pm_scan_next_line(text, place->line_start,
						at + 1, &end);

		if (next > at)
			return;
		place->line_start = next;
		place->line++;
	}
}

/* The text is not plain ASCII: decode and look at every character. */
static void find_hidden(struct pm_scan *out, const char *text, size_t start,
			size_t end, size_t line, enum pm_problem_kind kind,
			struct pm_problems *problems)
{
	struct place place = { line, start };
	size_t told = 0;
	uint32_t before = 0;
	uint32_t c, after;
	size_t used;

	for (size_t i = start; i < end && told < PM_MAX_HIDDEN; i += used) {
		const char *name;

		used = usual_run(text + i, end - i);
		if (used) {
			before = (unsigned char)text[i + used - 1];
			continue;
		}
		used = pm_utf8_decode(text + i, end - i, &c);
		if (!used) {
			out->unreadable = true;
			go_to(&place, text, i);
			pm_problem_add(problems, kind, place.line,
				       i - place.line_start + 1,
				       "save the file as UTF-8",
				       "byte 0x%02x is not valid UTF-8",
				       (unsigned)(unsigned char)text[i]);
			told++;
			/* The rest of a broken sequence is not told again. */
			for (used = 1; i + used < end &&
				       ((unsigned char)text[i + used] & 0xc0) ==
					       0x80;)
				used++;
			before = 0;
			continue;
		}
		name = pm_hidden_character(c);
		if (name) {
			if (!pm_utf8_decode(text + i + used, end - i - used,
					    &after))
				after = 0;
			if (!pm_hidden_is_expected(before, c, after)) {
				go_to(&place, text, i);
				tell_hidden(c, name, place.line,
					    i - place.line_start + 1, kind,
					    problems);
				told++;
			}
			if (is_refused_by_libyaml(c))
				out->unreadable = true;
		}
		before = c;
	}
	if (told == PM_MAX_HIDDEN)
		out->unreadable = true;
}

void pm_scan_text(struct pm_scan *out, const char *text, size_t start,
		  size_t end, size_t line, enum pm_problem_kind kind,
		  struct pm_problems *problems)
{
	out->ascii = start >= end ||
		     usual_run(text + start, end - start) == end - start;
	out->unreadable = false;
	if (!out->ascii)
		find_hidden(out, text, start, end, line, kind, problems);
	out->conflict = find_conflicts(text, start, end, line, problems);
}

void pm_scan_value(const char *value, size_t len, size_t line, size_t column,
		   struct pm_problems *problems)
{
	uint32_t before = 0;
	uint32_t c, after;
	size_t used;

	for (size_t i = 0; i < len; i += used) {
		const char *name;

		used = pm_utf8_decode(value + i, len - i, &c);
		if (!used)
			return;
		name = pm_hidden_character(c);
		if (name) {
			if (!pm_utf8_decode(value + i + used, len - i - used,
					    &after))
				after = 0;
			if (!pm_hidden_is_expected(before, c, after)) {
				pm_problem_add(problems, PM_PROBLEM_HIDDEN,
					       line, column,
					       "remove the escape",
					       "an escape in quotes stands "
					       "for an invisible character: "
					       "%s (U+%04X)",
					       name, (unsigned)c);
				return;
			}
		}
		before = c;
	}
}
