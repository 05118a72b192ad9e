/* SPDX-License-Identifier: MIT */
#include "import/adopt.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "import/adopt_document.h"
#include "syntax/link.h"
#include "syntax/markdown.h"

struct relink {
	struct pm_adopted *adopted;
	char *from_dir; /* "" or "a/b/" */
	char *to_dir;
	const struct pm_move *move;
	size_t nr;
	struct pm_markdown md; /* of the text at hand: where its code is */
	bool quiet;
};

static char *dir_of(struct pm_arena *arena, const char *path)
{
	return pm_arena_strndup(arena, path,
				(size_t)(pm_path_base(path) - path));
}

static void remark(struct relink *r, size_t line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void remark(struct relink *r, size_t line, const char *fmt, ...)
{
	va_list ap;

	if (r->quiet)
		return;
	va_start(ap, fmt);
	pm_adopted_remark(r->adopted, line, fmt, ap);
	va_end(ap);
}

/* Has a scheme, or counts from somewhere else than the document. */
static bool is_absolute(const char *s, size_t len)
{
	size_t i = 0;

	if (!len || strchr("/#?\\{<$", s[0]))
		return true;
	while (i < len && (isalnum((unsigned char)s[i]) || strchr("+-.", s[i])))
		i++;
	return i > 1 && i < len && s[i] == ':';
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void decode(struct pm_buf *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '%' && i + 2 < len + 0 && hex(s[i + 1]) >= 0 &&
		    hex(s[i + 2]) >= 0) {
			pm_buf_addch(out, (char)(hex(s[i + 1]) * 16 +
						 hex(s[i + 2])));
			i += 2;
		} else if (s[i] == '\\' && i + 1 < len &&
			   ispunct((unsigned char)s[i + 1])) {
			pm_buf_addch(out, s[++i]);
		} else {
			pm_buf_addch(out, s[i]);
		}
	}
}

static void encode(struct pm_buf *out, const char *s)
{
	for (; *s; s++) {
		if ((unsigned char)*s <= ' ' || strchr("<>()\"\\%?#`|", *s))
			pm_buf_addf(out, "%%%02X", (unsigned char)*s);
		else
			pm_buf_addch(out, *s);
	}
}

static int by_from(const void *key, const void *move)
{
	return strcmp(key, ((const struct pm_move *)move)->from);
}

static const char *moved_to(const struct relink *r, const char *path)
{
	const struct pm_move *found =
		r->nr ? bsearch(path, r->move, r->nr, sizeof(*r->move), by_from)
		      : NULL;

	return found ? found->to : path;
}

/* Without "#section" and "?query". */
static size_t path_length(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && !strchr("#?", s[n]))
		n++;
	return n;
}

/* The new text of a destination; false to leave it alone. */
static bool new_destination(struct relink *r, const char *s, size_t len,
			    size_t line, struct pm_buf *out)
{
	struct pm_buf plain = { 0 }, target = { 0 }, relative = { 0 };
	size_t path_len = path_length(s, len);
	const char *to;
	bool changed = false;

	decode(&plain, s, path_len);
	if (!pm_path_from_prefix(&target, r->from_dir, pm_buf_str(&plain))) {
		remark(r, line,
		       "the link \"%.*s\" leads out of the "
		       "repository: it is left as it was",
		       (int)len, s);
		goto out;
	}
	to = moved_to(r, pm_buf_str(&target));
	pm_path_to_prefix(&relative, r->to_dir, to);
	if (plain.len && plain.ptr[plain.len - 1] == '/' && relative.len &&
	    relative.ptr[relative.len - 1] != '/')
		pm_buf_addch(&relative, '/');
	encode(out, pm_buf_str(&relative));
	pm_buf_add(out, s + path_len, len - path_len);
	changed = true;
out:
	pm_buf_release(&plain);
	pm_buf_release(&target);
	pm_buf_release(&relative);
	return changed;
}

/* Whether code stands at this byte; blocks come in their order. */
static bool is_code(const struct relink *r, size_t at)
{
	for (size_t i = 0; i < r->md.nr; i++) {
		const struct pm_block *block = &r->md.block[i];

		if (at >= block->start && at < block->end)
			return block->kind == PM_BLOCK_CODE;
	}
	return false;
}

static size_t line_at(const char *text, size_t at)
{
	size_t line = 1;

	for (const char *p = text;
	     (p = memchr(p, '\n', (size_t)(text + at - p))); p++)
		line++;
	return line;
}

/* A link to the old place on a forge: nobody can tell where it will be. */
static void note_forge_link(struct relink *r, const char *s, size_t len,
			    size_t line)
{
	struct pm_buf plain = { 0 };

	decode(&plain, s, len);
	for (size_t i = 0; i < r->nr; i++) {
		const char *name = pm_path_base(r->move[i].from);
		size_t n = strlen(name);

		if (plain.len > n &&
		    (strstr(plain.ptr, "/blob/") ||
		     strstr(plain.ptr, "/raw/")) &&
		    !strcmp(plain.ptr + plain.len - n, name)) {
			remark(r, line,
			       "a URL leads to the old place of \"%s\": it is "
			       "left as it was",
			       r->move[i].from);
			break;
		}
	}
	pm_buf_release(&plain);
}

static void relink(struct relink *r, struct pm_buf *text, size_t start,
		   size_t shift)
{
	struct pm_problems problems = { .arena = &r->adopted->arena };
	struct pm_buf out = { 0 };
	struct pm_link link;
	size_t done = start, at = start;

	pm_markdown_parse(&r->md, &r->adopted->arena, text->ptr, start,
			  text->len, 1, &problems);
	pm_buf_add(&out, text->ptr, start);
	for (; pm_link_find(&link, text->ptr, at, text->len); at = link.next) {
		const char *s = text->ptr + link.start;
		size_t len = link.end - link.start;
		struct pm_buf to = { 0 };
		size_t line;

		if (is_code(r, link.start))
			continue;
		line = line_at(text->ptr, link.start) - shift;
		if (is_absolute(s, len)) {
			note_forge_link(r, s, len, line);
			continue;
		}
		if (link.kind == PM_LINK_URL ||
		    !new_destination(r, s, len, line, &to))
			continue;
		pm_buf_add(&out, text->ptr + done, link.start - done);
		pm_buf_add(&out, pm_buf_str(&to), to.len);
		done = link.end;
		pm_buf_release(&to);
	}
	pm_buf_add(&out, text->ptr + done, text->len - done);
	pm_buf_release(text);
	*text = out;
}

void pm_adopt_relink(struct pm_adopted *adopted, const char *from,
		     const char *to, const struct pm_move *move, size_t nr)
{
	struct pm_arena *arena = &adopted->arena;
	struct relink r = { .adopted = adopted, .move = move, .nr = nr };
	struct pm_buf item_path = { 0 };
	size_t lines;

	r.from_dir = dir_of(arena, from);
	r.to_dir = dir_of(arena, to);
	/* Remarks speak of the lines of the document as it was. */
	lines = line_at(adopted->readme.ptr, adopted->body_start) -
		adopted->body_line;
	relink(&r, &adopted->readme, adopted->body_start, lines);
	/* An item's description is a copy, one folder further down. */
	r.quiet = true;
	pm_path_join(&item_path, r.to_dir, "actions/");
	r.to_dir = pm_arena_strdup(arena, pm_buf_str(&item_path));
	for (size_t i = 0; i < adopted->items; i++) {
		struct pm_buf text = { 0 };

		pm_buf_add(&text, adopted->item[i].text, adopted->item[i].len);
		relink(&r, &text, 0, 0);
		adopted->item[i].len = text.len;
		adopted->item[i].text =
			pm_arena_strndup(arena, text.ptr, text.len);
		pm_buf_release(&text);
	}
	pm_buf_release(&item_path);
	pm_adopted_sort(adopted);
}

size_t pm_adopt_links_in(const char *path, const char *text, size_t len,
			 const struct pm_move *move, size_t nr, size_t *line)
{
	struct pm_arena arena = { 0 };
	struct pm_problems problems = { .arena = &arena };
	struct relink r = { .move = move, .nr = nr };
	struct pm_link link;
	size_t found = 0;

	r.from_dir = dir_of(&arena, path);
	pm_markdown_parse(&r.md, &arena, text, 0, len, 1, &problems);
	for (size_t at = 0; pm_link_find(&link, text, at, len);
	     at = link.next) {
		const char *s = text + link.start;
		size_t n = link.end - link.start;
		struct pm_buf plain = { 0 }, target = { 0 };

		if (link.kind != PM_LINK_URL && !is_absolute(s, n) &&
		    !is_code(&r, link.start)) {
			decode(&plain, s, path_length(s, n));
			if (pm_path_from_prefix(&target, r.from_dir,
						pm_buf_str(&plain)) &&
			    moved_to(&r, pm_buf_str(&target)) !=
				    pm_buf_str(&target) &&
			    !found++)
				*line = line_at(text, link.start);
		}
		pm_buf_release(&plain);
		pm_buf_release(&target);
	}
	pm_arena_release(&arena);
	return found;
}
