/* SPDX-License-Identifier: MIT */
#include "git/trailers.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "git/squash.h"

/* What git itself writes: lines that make a paragraph one of trailers, if a
 * quarter of the lines are. */
static const char *const by_git[] = { "Signed-off-by: ",
				      "(cherry picked from commit " };
#define LARGEST_SHARE 3 /* other lines for each trailer */

/* What GitLab's templates put behind trailers. */
#define BY_FORGE "See merge request "

struct line {
	const char *ptr;
	size_t len; /* without its end */
};

struct paragraph {
	const char *ptr, *end;
	bool is_last;
	size_t indent; /* blanks that do not count in its lines */
};

/* False at the end. *at is stepped over the line. */
static bool next_line(struct line *out, const char **at, const char *end)
{
	const char *stop;

	if (*at >= end)
		return false;
	stop = memchr(*at, '\n', (size_t)(end - *at));
	*out = (struct line){ *at, (size_t)((stop ? stop : end) - *at) };
	*at = stop ? stop + 1 : end;
	while (out->len && isspace((unsigned char)out->ptr[out->len - 1]))
		out->len--;
	return true;
}

/* The next line of a paragraph. */
static bool next_within(struct line *out, const char **at,
			const struct paragraph *p)
{
	size_t indent = p->indent;

	if (!next_line(out, at, p->end))
		return false;
	for (; indent && out->len && strchr(" \t", *out->ptr); indent--) {
		out->ptr++;
		out->len--;
	}
	return true;
}

static bool next_paragraph(struct paragraph *out, const char **at)
{
	const char *end = *at + strlen(*at), *next;
	struct line line;

	*out = (struct paragraph){ 0 };
	for (next = *at; next_line(&line, &next, end); *at = next) {
		if (line.len && !out->ptr)
			out->ptr = line.ptr;
		if (line.len)
			out->end = next;
		else if (out->ptr)
			break;
	}
	out->is_last = !(*at)[strspn(*at, " \t\r\n\v\f")];
	return out->ptr;
}

static bool line_starts(const struct line *line, const char *words)
{
	return line->len >= strlen(words) &&
	       !strncmp(line->ptr, words, strlen(words));
}

static bool is_by_git(const struct line *line)
{
	for (size_t i = 0; i < sizeof(by_git) / sizeof(*by_git); i++)
		if (line_starts(line, by_git[i]))
			return true;
	return false;
}

/* The length of the key of "Key: value", or 0. */
static size_t key_of(const struct line *line, const char **value)
{
	size_t len = 0, at;

	while (len < line->len && (isalnum((unsigned char)line->ptr[len]) ||
				   line->ptr[len] == '-'))
		len++;
	for (at = len; at < line->len && strchr(" \t", line->ptr[at]);)
		at++;
	if (!len || at == line->len || line->ptr[at] != ':')
		return 0;
	*value = line->ptr + at + 1;
	return len;
}

static bool goes_on(const struct line *line)
{
	return isspace((unsigned char)line->ptr[0]);
}

static bool holds_trailers(const struct paragraph *p)
{
	size_t trailers = 0, others = 0;
	bool any_by_git = false, last = false;
	const char *at = p->ptr, *value;
	struct line line;

	while (next_within(&line, &at, p)) {
		if (line_starts(&line, BY_FORGE))
			continue;
		if (!goes_on(&line)) {
			any_by_git = any_by_git || is_by_git(&line);
			last = is_by_git(&line) || key_of(&line, &value);
			trailers += last;
		}
		others += !last;
	}
	return trailers &&
	       (!others || (p->is_last && any_by_git &&
			    others <= trailers * LARGEST_SHARE));
}

static void add_words(struct pm_buf *value, const char *s, const char *end)
{
	while (s < end && isspace((unsigned char)*s))
		s++;
	if (s == end)
		return;
	if (value->len)
		pm_buf_addch(value, ' ');
	pm_buf_add(value, s, (size_t)(end - s));
}

static void take(struct pm_strlist *out, const struct paragraph *p,
		 const char *key)
{
	const char *at = p->ptr, *text;
	struct pm_buf value = { 0 };
	bool is_open = false;
	struct line line;

	while (next_within(&line, &at, p)) {
		if (goes_on(&line)) {
			if (is_open)
				add_words(&value, line.ptr,
					  line.ptr + line.len);
			continue;
		}
		if (is_open)
			pm_strlist_add(out, pm_buf_str(&value));
		is_open = key_of(&line, &text) == strlen(key) &&
			  !strncasecmp(line.ptr, key, strlen(key));
		pm_buf_reset(&value);
		if (is_open)
			add_words(&value, text, line.ptr + line.len);
	}
	if (is_open)
		pm_strlist_add(out, pm_buf_str(&value));
	pm_buf_release(&value);
}

void pm_trailers_of_body(struct pm_strlist *out, const char *body,
			 const char *key)
{
	struct pm_squash squash;
	struct paragraph p;

	/* Most messages have none. */
	if (!strcasestr(body, key))
		return;
	pm_squash_read(&squash, body);
	while (next_paragraph(&p, &body)) {
		if (p.ptr > squash.list)
			p.indent = strspn(p.ptr, " \t");
		if (!pm_squash_is_subject(&squash, p.ptr, p.end) &&
		    !pm_squash_is_undone(&squash, p.ptr) &&
		    holds_trailers(&p))
			take(out, &p, key);
	}
	pm_squash_release(&squash);
}

void pm_trailers(struct pm_strlist *out, const char *message, const char *key)
{
	struct paragraph subject;

	if (next_paragraph(&subject, &message))
		pm_trailers_of_body(out, message, key);
}
