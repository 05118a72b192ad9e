/* SPDX-License-Identifier: MIT */
#include "base/path.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/text.h"

static bool is_top(const char *dir)
{
	return !*dir || !strcmp(dir, ".");
}

void pm_path_join(struct pm_buf *out, const char *dir, const char *name)
{
	if (!is_top(dir)) {
		pm_buf_addstr(out, dir);
		while (*name == '/')
			name++;
		if (*name && dir[strlen(dir) - 1] != '/')
			pm_buf_addch(out, '/');
	}
	pm_buf_addstr(out, name);
}

const char *pm_path_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

bool pm_path_is_within(const char *path, const char *dir)
{
	size_t len = strlen(dir);

	if (is_top(dir))
		return true;
	while (len > 1 && dir[len - 1] == '/')
		len--;
	return !strncmp(path, dir, len) &&
	       (!path[len] || path[len] == '/' || dir[len - 1] == '/');
}

/* Add the parts of `path` to the resolved `out`, which starts at `top`. */
static bool add_parts(struct pm_buf *out, size_t top, const char *path)
{
	while (*path) {
		size_t len = strcspn(path, "/");

		if (len == 2 && !strncmp(path, "..", 2)) {
			if (out->len == top)
				return false;
			while (out->len > top && out->ptr[out->len - 1] != '/')
				out->len--;
			if (out->len > top)
				out->len--;
			out->ptr[out->len] = '\0';
		} else if (len && !(len == 1 && *path == '.')) {
			if (out->len > top)
				pm_buf_addch(out, '/');
			pm_buf_add(out, path, len);
		}
		path += len;
		while (*path == '/')
			path++;
	}
	return true;
}

bool pm_path_from_prefix(struct pm_buf *out, const char *prefix,
			 const char *path)
{
	size_t top = out->len;

	if (*path != '/' && add_parts(out, top, prefix) &&
	    add_parts(out, top, path)) {
		pm_buf_add(out, "", 0);
		return true;
	}
	if (out->ptr) {
		out->len = top;
		out->ptr[top] = '\0';
	}
	return false;
}

bool pm_path_from_user(struct pm_buf *out, const char *top,
		       const char *prefix, const char *path)
{
	size_t len = top ? strlen(top) : 0;

	if (*path != '/' || !len || strncmp(path, top, len) ||
	    (path[len] && path[len] != '/'))
		return pm_path_from_prefix(out, prefix, path);
	path += len;
	return pm_path_from_prefix(out, "", path + strspn(path, "/"));
}

void pm_path_to_prefix(struct pm_buf *out, const char *prefix,
		       const char *path)
{
	size_t len = strlen(path);
	size_t start = out->len;
	size_t common = 0;

	/* Both as folders: the prefix ends in a slash already. */
	for (size_t i = 0; prefix[i] && len && i <= len; i++) {
		char c = i < len ? path[i] : '/';

		if (c != prefix[i])
			break;
		if (c == '/')
			common = i + 1;
	}
	for (const char *p = prefix + common; *p; p++)
		if (*p == '/')
			pm_buf_addstr(out, "../");
	if (common < len)
		pm_buf_addstr(out, path + common);
	if (out->len == start)
		pm_buf_addch(out, '.');
	else if (out->ptr[out->len - 1] == '/')
		out->ptr[--out->len] = '\0';
}

static bool is_word_character(utf8proc_int32_t c, bool inside)
{
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return true;
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
		return inside;
	default:
		return false;
	}
}

/* Shorten the slug in out[start..] to PM_SLUG_MAX bytes. */
static void cut_slug(struct pm_buf *out, size_t start)
{
	char *slug = out->ptr + start;
	size_t end = PM_SLUG_MAX;
	size_t word;

	if (out->len - start <= PM_SLUG_MAX)
		return;
	for (word = end; word && slug[word] != '-'; word--)
		;
	if (word >= PM_SLUG_MAX / 2) {
		end = word;
	} else {
		while (((unsigned char)slug[end] & 0xc0) == 0x80)
			end--;
	}
	while (end && slug[end - 1] == '-')
		end--;
	out->len = start + end;
	slug[end] = '\0';
}

void pm_slug(struct pm_buf *out, const char *title)
{
	utf8proc_uint8_t *form = NULL;
	utf8proc_ssize_t len, used;
	utf8proc_int32_t c;
	size_t start = out->len;
	bool gap = false;

	pm_buf_add(out, "", 0);
	len = utf8proc_map((const utf8proc_uint8_t *)title,
			   (utf8proc_ssize_t)strlen(title), &form,
			   UTF8PROC_STABLE | UTF8PROC_COMPOSE |
				   UTF8PROC_COMPAT | UTF8PROC_IGNORE);
	if (len == UTF8PROC_ERROR_NOMEM)
		pm_no_memory();
	for (utf8proc_ssize_t i = 0; i < len; i += used) {
		utf8proc_uint8_t bytes[4];
		bool inside = out->len > start && !gap;

		used = utf8proc_iterate(form + i, len - i, &c);
		if (used <= 0)
			break;
		if (!is_word_character(c, inside)) {
			gap = out->len > start;
			continue;
		}
		if (gap)
			pm_buf_addch(out, '-');
		gap = false;
		pm_buf_add(out, bytes,
			   (size_t)utf8proc_encode_char(utf8proc_tolower(c),
							bytes));
	}
	free(form);
	cut_slug(out, start);
}

const char *pm_name_problem(const char *name, size_t len)
{
	uint32_t c;
	size_t used;

	if (!len)
		return "is empty";
	if (len > PM_MAX_NAME)
		return "is longer than 200 bytes";
	if (*name == '-')
		return "begins with '-'";
	if (*name == '.')
		return "begins with '.'";
	for (size_t i = 0; i < len; i += used) {
		used = pm_utf8_decode(name + i, len - i, &c);
		if (!used)
			return "is not valid UTF-8";
		if (c == '/' || c == '\\')
			return "holds a path separator";
		if (c < 0x20 || (c >= 0x7f && c < 0xa0))
			return "holds a control character";
		if (c >= 0x80 && pm_hidden_character(c))
			return "holds a character that hides or reorders text";
	}
	return NULL;
}

static void quote_byte(struct pm_buf *out, unsigned char c)
{
	static const char letter[] = "abtnvfr";

	if (c >= '\a' && c <= '\r')
		pm_buf_addf(out, "\\%c", letter[c - '\a']);
	else if (c == '"' || c == '\\')
		pm_buf_addf(out, "\\%c", c);
	else
		pm_buf_addf(out, "\\%03o", c);
}

static bool is_plain(const char *s, uint32_t c)
{
	return *s != '"' && *s != '\\' && c >= 0x20 && !pm_hidden_character(c);
}

void pm_path_quote(struct pm_buf *out, const char *path)
{
	size_t len = strlen(path);
	size_t start = out->len;
	size_t used;
	bool quoted = false;
	uint32_t c;

	pm_buf_addch(out, '"');
	for (size_t i = 0; i < len; i += used) {
		used = pm_utf8_decode(path + i, len - i, &c);
		if (used && is_plain(path + i, c)) {
			pm_buf_add(out, path + i, used);
			continue;
		}
		quoted = true;
		used = used ? used : 1;
		for (size_t k = 0; k < used; k++)
			quote_byte(out, (unsigned char)path[i + k]);
	}
	if (quoted)
		pm_buf_addch(out, '"');
	else
		pm_buf_splice(out, start, start + 1, NULL, 0);
}

void pm_shell_quote(struct pm_buf *out, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789@%+=:,./_-";

	if (*word && !word[strspn(word, plain)]) {
		pm_buf_addstr(out, word);
		return;
	}
	pm_buf_addch(out, '\'');
	for (; *word; word++) {
		if (*word == '\'')
			pm_buf_addstr(out, "'\\''");
		else
			pm_buf_addch(out, *word);
	}
	pm_buf_addch(out, '\'');
}
