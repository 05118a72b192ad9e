/* SPDX-License-Identifier: MIT */
#include "syntax/bullets.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/text.h"
#include "syntax/scan.h"

#define CODE_INDENT 4 /* columns that make a line code */

/* One line of the file. */
struct line {
	const char *text; /* behind its indent */
	size_t len;	  /* without blanks at its end */
	size_t indent;	  /* in columns */
	size_t start, next, nr;
};

struct scanner {
	struct pm_bullets *out;
	struct pm_arena *arena;
	pm_is_heading_fn is_name;
	const void *payload;
	size_t level;	   /* of the section; 0: outside */
	char fence;	   /* the fence that is open, or 0 */
	size_t fence_len;
	const char *html;  /* what ends the HTML that is open, or NULL */
	struct pm_buf entry;
	bool in_entry;
	bool is_lazy;	   /* a line of the entry was not indented */
	struct line last;  /* a paragraph's line that may become a heading */
};

static size_t read_line(struct line *out, const char *text, size_t at,
			size_t len, size_t nr)
{
	size_t end;

	*out = (struct line){ .start = at, .nr = nr };
	out->next = pm_scan_next_line(text, at, len, &end);
	for (; at < end && (text[at] == ' ' || text[at] == '\t'); at++)
		out->indent += text[at] == ' ' ? 1 : 4 - out->indent % 4;
	while (end > at && (text[end - 1] == ' ' || text[end - 1] == '\t'))
		end--;
	out->text = text + at;
	out->len = end - at;
	return out->next;
}

/* How often a line begins with the character that it begins with. */
static size_t run_of(const struct line *line, char c)
{
	size_t nr = 0;

	while (nr < line->len && line->text[nr] == c)
		nr++;
	return nr;
}

/* --- what hides --- */

static bool has(const struct line *line, const char *what)
{
	return memmem(line->text, line->len, what, strlen(what)) != NULL;
}

static bool begins(const struct line *line, const char *what)
{
	size_t len = strlen(what);

	return line->len >= len && !strncasecmp(line->text, what, len);
}

static bool open_html(struct scanner *s, const struct line *line)
{
	static const char *const kind[][2] = {
		{ "<!--", "-->" },	 { "<pre", "</pre>" },
		{ "<script", "</script>" }, { "<style", "</style>" },
	};

	for (size_t i = 0; i < sizeof(kind) / sizeof(*kind); i++) {
		if (!begins(line, kind[i][0]))
			continue;
		if (!has(line, kind[i][1]))
			s->html = kind[i][1];
		return true;
	}
	return false;
}

static bool open_fence(struct scanner *s, const struct line *line)
{
	char c = line->len ? *line->text : '\0';
	size_t run = c == '`' || c == '~' ? run_of(line, c) : 0;

	if (run < 3 || (c == '`' && memchr(line->text + run, '`',
					   line->len - run)))
		return false;
	s->fence = c;
	s->fence_len = run;
	return true;
}

/* Whether a line is inside of something that holds no list, or begins it. */
static bool is_hidden(struct scanner *s, const struct line *line)
{
	if (s->fence) {
		if (line->indent < CODE_INDENT &&
		    run_of(line, s->fence) >= s->fence_len &&
		    run_of(line, s->fence) == line->len)
			s->fence = '\0';
		return true;
	}
	if (s->html) {
		if (has(line, s->html))
			s->html = NULL;
		return true;
	}
	return line->indent < CODE_INDENT &&
	       (open_html(s, line) || open_fence(s, line));
}

/* --- entries --- */

/* Written without blanks between words: Han, kana and their punctuation. */
static bool is_unspaced(uint32_t c)
{
	return (c >= 0x2e80 && c <= 0x30ff) || (c >= 0x31f0 && c <= 0x31ff) ||
	       (c >= 0x3400 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) ||
	       (c >= 0xff00 && c <= 0xff60) || (c >= 0x20000 && c <= 0x3ffff);
}

static uint32_t last_character(const struct pm_buf *buf)
{
	size_t at = buf->len;
	uint32_t c = 0;

	while (at && ((unsigned char)buf->ptr[--at] & 0xc0) == 0x80)
		;
	return pm_utf8_decode(buf->ptr + at, buf->len - at, &c) ? c : 0;
}

static void add_text(struct scanner *s, const char *text, size_t len)
{
	uint32_t first = 0;

	if (s->entry.len) {
		if (!pm_utf8_decode(text, len, &first))
			first = 0;
		if (!is_unspaced(first) ||
		    !is_unspaced(last_character(&s->entry)))
			pm_buf_addch(&s->entry, ' ');
	}
	pm_buf_add(&s->entry, text, len);
	/* A hard break. */
	if (len > 1 && text[len - 1] == '\\' && text[len - 2] != '\\')
		s->entry.len--;
}

static void end_entry(struct scanner *s)
{
	if (!s->in_entry)
		return;
	s->out->item[s->out->nr - 1].text =
		pm_arena_strndup(s->arena, pm_buf_str(&s->entry),
				 s->entry.len);
	if (!s->is_lazy)
		s->out->item[s->out->nr - 1].indented = s->entry.len;
	s->in_entry = false;
}

static void begin_entry(struct scanner *s, const struct line *line)
{
	struct pm_bullets *out = s->out;
	size_t skip = 1;

	end_entry(s);
	if (out->nr == out->alloc) {
		size_t alloc = out->alloc ? 2 * out->alloc : 8;

		out->item = pm_arena_realloc(s->arena, out->item,
					     out->alloc * sizeof(*out->item),
					     alloc * sizeof(*out->item));
		out->alloc = alloc;
	}
	out->item[out->nr++] = (struct pm_bullet){
		.line = line->nr, .start = line->start, .end = line->next,
		.indent = line->indent, .mark = *line->text,
	};
	while (skip < line->len &&
	       (line->text[skip] == ' ' || line->text[skip] == '\t'))
		skip++;
	pm_buf_reset(&s->entry);
	s->in_entry = true;
	s->is_lazy = false;
	add_text(s, line->text + skip, line->len - skip);
}

static bool is_bullet(const struct line *line)
{
	return line->len > 1 && strchr("-*+", *line->text) &&
	       (line->text[1] == ' ' || line->text[1] == '\t');
}

/* "---", "***", "___", also with blanks between them; "===". */
static bool is_rule(const struct line *line)
{
	size_t marks = 0;

	if (!line->len || !strchr("-*_=", *line->text))
		return false;
	for (size_t i = 0; i < line->len; i++) {
		if (line->text[i] == *line->text)
			marks++;
		else if (line->text[i] != ' ' && line->text[i] != '\t')
			return false;
	}
	return marks > 2;
}

static void read_content(struct scanner *s, const struct line *line)
{
	bool is_code = line->indent >= CODE_INDENT;

	if (!line->len || is_rule(line) || *line->text == '>' ||
	    (is_code && is_bullet(line))) {
		end_entry(s);
	} else if (!is_code && is_bullet(line)) {
		begin_entry(s, line);
	} else if (s->in_entry) {
		if (!line->indent && !s->is_lazy) {
			s->out->item[s->out->nr - 1].indented = s->entry.len;
			s->is_lazy = true;
		}
		add_text(s, line->text, line->len);
		s->out->item[s->out->nr - 1].end = line->next;
	}
}

/* --- headings --- */

static bool is_named(const struct scanner *s, const char *text, size_t len)
{
	char *normal = pm_text_normal(text, len);
	bool is = s->is_name(s->payload, normal);

	free(normal);
	return is;
}

/* The level of "## Title", and the title; 0 when it is none. */
static size_t read_heading(const struct line *line, const char **title,
			   size_t *len)
{
	size_t level = run_of(line, '#'), end = line->len;

	*title = line->text + level;
	if (!level || level > 6 || line->indent >= CODE_INDENT ||
	    (end > level && !strchr(" \t", line->text[level])))
		return 0;
	while (end > level && line->text[end - 1] == '#')
		end--;
	*len = end - level;
	return level;
}

/* A line that makes a heading of the one before it. */
static size_t underline_level(const struct scanner *s, const struct line *line)
{
	char c = line->len ? *line->text : '\0';

	if (!s->last.len || line->indent >= CODE_INDENT ||
	    (c != '=' && c != '-') || run_of(line, c) != line->len)
		return 0;
	return c == '=' ? 1 : 2;
}

static void open_section(struct scanner *s, const struct line *first,
			 const struct line *last, size_t level,
			 const char *title, size_t len)
{
	struct pm_bullets *out = s->out;
	bool is_ours = is_named(s, title, len);

	end_entry(s);
	if (s->level && (level <= s->level || is_ours)) {
		out->end = first->start;
		s->level = 0;
	}
	if (!is_ours)
		return;
	out->is_there = true;
	out->nr = 0;
	out->line = first->nr;
	out->start = first->start;
	out->body = last->next;
	s->level = level;
}

static void read_one(struct scanner *s, const struct line *line)
{
	const char *title;
	size_t len, level;

	if (is_hidden(s, line)) {
		end_entry(s);
		s->last.len = 0;
		return;
	}
	level = read_heading(line, &title, &len);
	if (level) {
		open_section(s, line, line, level, title, len);
		s->last.len = 0;
		return;
	}
	level = underline_level(s, line);
	if (level) {
		open_section(s, &s->last, line, level, s->last.text,
			     s->last.len);
		s->last.len = 0;
		return;
	}
	if (s->level)
		read_content(s, line);
	s->last = *line;
	if (line->indent >= CODE_INDENT || s->in_entry || is_bullet(line))
		s->last.len = 0;
}

void pm_bullets_read(struct pm_bullets *out, struct pm_arena *arena,
		     const char *text, size_t start, size_t len, size_t line,
		     pm_is_heading_fn is_name, const void *payload)
{
	struct scanner s = { .out = out, .arena = arena, .is_name = is_name,
			     .payload = payload };
	struct line one;

	*out = (struct pm_bullets){ 0 };
	while (start < len) {
		start = read_line(&one, text, start, len, line++);
		read_one(&s, &one);
	}
	end_entry(&s);
	if (s.level)
		out->end = len;
	pm_buf_release(&s.entry);
}
