/* SPDX-License-Identifier: MIT */
#include "syntax/yaml_plain.h"

#include <string.h>

/* More keys than a record has; libyaml takes over for files of another kind,
 * and looking for a key among those before stays cheap. */
#define MAX_KEYS 32

struct pair {
	size_t key, key_len;
	size_t value, value_len;
};

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/*
 * A value that begins with a letter or digit and holds no ": ", no "#" and
 * no tab is a plain scalar that ends with its line: what stands below begins
 * in column 1 and so cannot belong to it.
 */
static bool is_plain(const char *s, size_t len)
{
	if (!len || !(is_lower(s[0]) || is_digit(s[0]) ||
		      (s[0] >= 'A' && s[0] <= 'Z')) ||
	    s[len - 1] == ' ' || s[len - 1] == ':')
		return false;
	for (size_t i = 1; i < len; i++) {
		if (s[i] < ' ' || s[i] > '~' || s[i] == '#' ||
		    (s[i] == ':' && s[i + 1] == ' '))
			return false;
	}
	return true;
}

/* The pair at *at, which moves on to the next line. */
static bool read_pair(struct pair *out, const char *text, size_t *at,
		      size_t end)
{
	const char *stop = memchr(text + *at, '\n', end - *at);
	size_t i = *at;

	if (!stop)
		return false;
	end = (size_t)(stop - text);
	if (!is_lower(text[i]))
		return false;
	while (is_lower(text[i]) || is_digit(text[i]) || text[i] == '-' ||
	       text[i] == '_')
		i++;
	out->key = *at;
	out->key_len = i - *at;
	/* A key that a value follows lies within one line. */
	if (i + 1 >= end || text[i] != ':' || text[i + 1] != ' ')
		return false;
	out->value = i + 2;
	out->value_len = end - out->value;
	*at = end + 1;
	return is_plain(text + out->value, out->value_len);
}

static bool is_known(const struct pair *pair, size_t nr, const char *text)
{
	const struct pair *last = &pair[nr];

	for (size_t i = 0; i < nr; i++) {
		if (pair[i].key_len == last->key_len &&
		    !memcmp(text + pair[i].key, text + last->key,
			    last->key_len))
			return true;
	}
	return false;
}

static void fill(struct pm_yaml *node, struct pm_arena *arena,
		 const char *text, const struct pair *pair, size_t line)
{
	node->kind = PM_YAML_SCALAR;
	node->line = line;
	node->column = pair->value - pair->key + 1;
	node->start = pair->value;
	node->end = pair->value + pair->value_len;
	node->text = pm_arena_strndup(arena, text + pair->value,
				      pair->value_len);
	node->len = pair->value_len;
	node->plain = true;
	node->key = pm_arena_strndup(arena, text + pair->key, pair->key_len);
	node->key_line = line;
	node->key_start = pair->key;
}

bool pm_yaml_read_plain(struct pm_yaml *root, struct pm_arena *arena,
			const char *text, size_t start, size_t end,
			size_t line)
{
	struct pair pair[MAX_KEYS];
	size_t nr = 0;

	for (size_t at = start; at < end; nr++) {
		if (nr == MAX_KEYS || !read_pair(&pair[nr], text, &at, end) ||
		    is_known(pair, nr, text))
			return false;
	}
	if (!nr)
		return false;
	root->child = pm_arena_alloc(arena, nr * sizeof(*root->child));
	root->nr = nr;
	for (size_t i = 0; i < nr; i++)
		fill(&root->child[i], arena, text, &pair[i], line + i);
	root->end = root->child[nr - 1].end;
	return true;
}
