/* SPDX-License-Identifier: MIT */
#include "syntax/codeowners.h"

#include <stdlib.h>
#include <string.h>

#include "base/strlist.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static bool is_name_byte(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' ||
	       c >= 0x80;
}

bool pm_codeowner_is_name(const char *name)
{
	const char *at = strchr(name, '@');
	const char *p;

	if (!at)
		return false;
	if (at > name) {
		/* An address: what is before its "@" may be nearly anything. */
		for (p = name; p < at; p++) {
			if (!is_name_byte((unsigned char)*p) && *p != '+')
				return false;
		}
		for (p = at + 1; is_name_byte((unsigned char)*p); p++)
			;
		return !*p && strchr(at + 1, '.') && at[1] != '.';
	}
	for (p = at + 1; is_name_byte((unsigned char)*p) ||
			 (*p == '/' && p > at + 1 && p[-1] != '/' && p[1]);
	     p++)
		;
	return p > at + 1 && !*p;
}

/* --- reading --- */

struct reader {
	struct pm_codeowners *out;
	struct pm_strlist usual; /* owners of this section's bare lines */
	size_t section;
	bool is_generated;
};

/* One word, up to a blank that is not escaped. */
static size_t word_length(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && !is_blank(s[n]))
		n += s[n] == '\\' && n + 1 < len ? 2 : 1;
	return n;
}

/* Words up to the end, or to a comment. */
static void take_words(struct pm_strlist *out, const char *p, const char *end)
{
	while (p < end) {
		size_t n;

		while (p < end && is_blank(*p))
			p++;
		n = word_length(p, (size_t)(end - p));
		if (n && *p == '#')
			break;
		if (n)
			pm_strlist_addn(out, p, n);
		p += n;
	}
}

/* "[Name][2] @owner", "^[Name]": GitLab's. */
static bool take_section(struct reader *r, const char *s, size_t len)
{
	const char *end = s + len;
	const char *p = s + (len && *s == '^');

	if (p >= end || *p != '[')
		return false;
	while (p < end && *p == '[') {
		p = memchr(p, ']', (size_t)(end - p));
		if (!p)
			return false;
		p++;
	}
	r->section++;
	r->out->sections += !r->is_generated;
	pm_strlist_clear(&r->usual);
	take_words(&r->usual, p, end);
	return true;
}

static void take_owners(struct reader *r, struct pm_codeowner_line *line,
			const char *p, const char *end)
{
	struct pm_arena *arena = &r->out->arena;
	struct pm_strlist list = { 0 };

	take_words(&list, p, end);
	if (!list.nr && r->usual.nr)
		pm_strlist_add_all(&list,
				   (const char *const *)r->usual.item);
	line->owner = pm_arena_alloc(arena, (list.nr + 1) *
						    sizeof(*line->owner));
	for (size_t i = 0; i < list.nr; i++) {
		if (pm_codeowner_is_name(list.item[i]) ||
		    !strncmp(list.item[i], "@@", 2))
			line->owner[line->owners++] =
				pm_arena_strdup(arena, list.item[i]);
	}
	pm_strlist_release(&list);
}

static void take_line(struct reader *r, const char *s, size_t len, size_t nr)
{
	struct pm_codeowners *out = r->out;
	struct pm_codeowner_line *line;
	size_t n;

	while (len && is_blank(s[len - 1]))
		len--;
	while (len && is_blank(*s)) {
		s++;
		len--;
	}
	if (len && *s == '#') {
		if (!strncmp(s, PM_CODEOWNERS_BEGIN,
			     strlen(PM_CODEOWNERS_BEGIN)))
			r->is_generated = true;
		else if (!strncmp(s, PM_CODEOWNERS_END,
				  strlen(PM_CODEOWNERS_END)))
			r->is_generated = false;
		return;
	}
	if (!len || take_section(r, s, len))
		return;
	n = word_length(s, len);
	if (*s == '!' || !strncmp(s, "\\#", 2) || memchr(s, '[', n) ||
	    memchr(s, ']', n)) {
		out->ignored++;
		return;
	}
	PM_GROW(out->line, out->nr, out->alloc);
	line = &out->line[out->nr++];
	*line = (struct pm_codeowner_line){
		.pattern = pm_arena_strndup(&out->arena, s, n),
		.section = r->section,
		.line = nr,
		.is_generated = r->is_generated,
	};
	take_owners(r, line, s + n, s + len);
}

void pm_codeowners_parse(struct pm_codeowners *out, const char *text,
			 size_t len)
{
	struct reader r = { .out = out };
	size_t nr = 0;

	*out = (struct pm_codeowners){ 0 };
	for (size_t at = 0; at < len;) {
		const char *line = text + at;
		const char *end = memchr(line, '\n', len - at);
		size_t n = end ? (size_t)(end - line) : len - at;

		take_line(&r, line, n, ++nr);
		at += n + 1;
	}
	pm_strlist_release(&r.usual);
}

void pm_codeowners_release(struct pm_codeowners *owners)
{
	free(owners->line);
	pm_arena_release(&owners->arena);
	*owners = (struct pm_codeowners){ 0 };
}

/* --- matching --- */

/* One part of a path against one of a pattern; neither has a slash. Going back
 * to the last star only is enough. */
static bool match_part(const char *p, size_t p_len, const char *s,
		       size_t s_len)
{
	const char *p_end = p + p_len, *s_end = s + s_len;
	const char *star = NULL, *from = NULL;

	while (s < s_end) {
		if (p < p_end && *p == '*') {
			star = ++p;
			from = s;
		} else if (p < p_end && *p == '?') {
			p++;
			/* A character, not a byte of one. */
			do
				s++;
			while (s < s_end && ((unsigned char)*s & 0xc0) == 0x80);
		} else if (p < p_end && p[*p == '\\' && p + 1 < p_end] == *s) {
			p += 1 + (*p == '\\' && p + 1 < p_end);
			s++;
		} else if (star) {
			p = star;
			s = ++from;
		} else {
			return false;
		}
	}
	while (p < p_end && *p == '*')
		p++;
	return p == p_end;
}

static size_t part_length(const char *s)
{
	return strcspn(s, "/");
}

static const char *next_part(const char *s)
{
	s += part_length(s);
	return s + (*s == '/');
}

static bool is_any(const char *p)
{
	return part_length(p) == 2 && !strncmp(p, "**", 2);
}

/* Part by part, as above with "**" in the place of the star. */
static bool match_parts(const char *p, const char *s, bool needs_rest,
			bool may_have_rest)
{
	const char *star = NULL, *from = NULL;

	for (;;) {
		if (*p && is_any(p)) {
			star = p = next_part(p);
			from = s;
			/* At the end it is whatever lies inside. */
			if (!*p)
				return *s;
			continue;
		}
		if (!*p && (*s ? may_have_rest : !needs_rest))
			return true;
		if (*p && *s &&
		    match_part(p, part_length(p), s, part_length(s))) {
			p = next_part(p);
			s = next_part(s);
			continue;
		}
		if (!star || !*from)
			return false;
		p = star;
		s = from = next_part(from);
	}
}

bool pm_codeowners_match(const char *pattern, const char *path)
{
	size_t len = strlen(pattern);
	bool is_folder = len > 1 && pattern[len - 1] == '/';
	const char *slash = strchr(pattern, '/');
	bool is_bound = slash && slash + 1 < pattern + len;
	struct pm_buf all = { 0 };
	const char *last;
	bool matches;

	if (!len || !strcmp(pattern, "/"))
		return false;
	if (!is_bound)
		pm_buf_addstr(&all, "**/");
	pm_buf_addstr(&all, pattern + (*pattern == '/'));
	if (is_folder)
		all.ptr[--all.len] = '\0';
	last = strrchr(pm_buf_str(&all), '/');
	last = last ? last + 1 : pm_buf_str(&all);
	/* "docs/<star>" is what lies in docs, and not below that. */
	matches = match_parts(pm_buf_str(&all), path, is_folder,
			      !is_bound || is_folder || strcmp(last, "*"));
	pm_buf_release(&all);
	return matches;
}

static bool ask(const struct pm_codeowner_line *line,
		bool (*fn)(void *payload, const char *owner), void *payload)
{
	for (size_t i = 0; i < line->owners; i++) {
		if (fn(payload, line->owner[i]))
			return true;
	}
	return false;
}

bool pm_codeowners_any(const struct pm_codeowners *owners, const char *path,
		       bool (*fn)(void *payload, const char *owner),
		       void *payload)
{
	size_t decided = (size_t)-1; /* the section whose last line was seen */

	for (size_t i = owners->nr; i--;) {
		const struct pm_codeowner_line *line = &owners->line[i];

		if (line->is_generated || (path && line->section == decided) ||
		    (path && !pm_codeowners_match(line->pattern, path)))
			continue;
		decided = line->section;
		if (ask(line, fn, payload))
			return true;
	}
	return false;
}

/* --- writing --- */

bool pm_codeowners_add_path(struct pm_buf *out, const char *path)
{
	for (const char *p = path; *p; p++) {
		/* "#" behind a blank begins a comment, and cannot be escaped
		 * everywhere. */
		if ((unsigned char)*p < 0x20 || strchr("*?[]\\", *p) ||
		    (*p == '#' && p > path && p[-1] == ' '))
			return false;
	}
	pm_buf_addch(out, '/');
	for (; *path; path++) {
		if (*path == ' ')
			pm_buf_addch(out, '\\');
		pm_buf_addch(out, *path);
	}
	return true;
}

struct part {
	size_t start, end; /* of our part, marks and line ends included */
	size_t lines;
	bool is_there, is_closed;
};

static int find_part(struct part *out, const struct pm_buf *text,
		     struct pm_error *err)
{
	size_t nr = 0;

	*out = (struct part){ 0 };
	for (size_t at = 0; at < text->len;) {
		const char *line = text->ptr + at;
		const char *end = memchr(line, '\n', text->len - at);
		size_t next = end ? (size_t)(end - text->ptr) + 1 : text->len;
		bool begins = !strncmp(line, PM_CODEOWNERS_BEGIN,
				       strlen(PM_CODEOWNERS_BEGIN));
		bool ends = !strncmp(line, PM_CODEOWNERS_END,
				     strlen(PM_CODEOWNERS_END));

		nr++;
		if ((begins && out->is_there) ||
		    (ends && (!out->is_there || out->is_closed)))
			return pm_fail(err, PM_EINVALID, "line %zu: \"%s\" "
				       "stands alone or a second time; remove "
				       "the part by hand", nr,
				       begins ? PM_CODEOWNERS_BEGIN :
						PM_CODEOWNERS_END);
		if (begins) {
			out->is_there = true;
			out->start = at;
		}
		if (ends) {
			out->is_closed = true;
			out->end = next;
		}
		at = next;
	}
	if (out->is_there && !out->is_closed)
		return pm_fail(err, PM_EINVALID, "there is \"%s\" but no "
			       "\"%s\"; remove the part by hand",
			       PM_CODEOWNERS_BEGIN, PM_CODEOWNERS_END);
	return PM_OK;
}

/* As the file ends its lines. */
static void add_lines(struct pm_buf *out, const char *lines, const char *eol)
{
	while (*lines) {
		size_t len = strcspn(lines, "\n");

		pm_buf_add(out, lines, len);
		pm_buf_addstr(out, eol);
		lines += len + (lines[len] == '\n');
	}
}

int pm_codeowners_replace(struct pm_buf *text, const char *lines,
			  struct pm_error *err)
{
	const char *end = text->len ? memchr(text->ptr, '\n', text->len) :
				      NULL;
	const char *eol = end && end > text->ptr && end[-1] == '\r' ? "\r\n" :
								     "\n";
	struct pm_buf ours = { 0 };
	struct part part;
	int code = find_part(&part, text, err);

	if (code < 0)
		return code;
	if (!part.is_there) {
		part.start = part.end = text->len;
		if (*lines && text->len && text->ptr[text->len - 1] != '\n')
			pm_buf_addstr(&ours, eol);
	}
	if (*lines) {
		add_lines(&ours, PM_CODEOWNERS_BEGIN " (generated)", eol);
		add_lines(&ours, lines, eol);
		add_lines(&ours, PM_CODEOWNERS_END, eol);
	}
	pm_buf_splice(text, part.start, part.end, ours.ptr, ours.len);
	pm_buf_release(&ours);
	return PM_OK;
}
