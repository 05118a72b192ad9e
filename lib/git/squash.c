/* SPDX-License-Identifier: MIT */
#include "git/squash.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"

#define BULLET "* "
#define BY_GIT_MERGE "Squashed commit of the following:"
#define COMMIT "commit "
#define BEHIND "---------" /* GitHub and Gitea: what follows is of all */
#define ID_DIGITS 40
#define REVERT "Revert \""
#define REAPPLY "Reapply \""

static bool starts(const char *text, size_t len, const char *words)
{
	return len >= strlen(words) && !strncmp(text, words, strlen(words));
}

/* "commit <id>", as git log begins. */
static bool is_head(const char *line, size_t len)
{
	size_t word = strlen(COMMIT);

	return starts(line, len, COMMIT) && len >= word + ID_DIGITS &&
	       strspn(line + word, "0123456789abcdef") == len - word;
}

static void add(struct pm_squash *out, struct pm_squashed one)
{
	PM_GROW(out->item, out->nr, out->alloc);
	out->item[out->nr++] = one;
}

/* The first line of a paragraph. */
static void look_at(struct pm_squash *out, const char *line, size_t len)
{
	struct pm_squashed *last = out->nr ? &out->item[out->nr - 1] : NULL;
	size_t before = out->nr;

	if (is_head(line, len)) {
		add(out, (struct pm_squashed){ .start = line,
					       .has_head = true });
	} else if (last && last->has_head && !last->subject) {
		size_t indent = strspn(line, " \t");

		last->subject = line + indent;
		last->len = len - indent;
	} else if (starts(line, len, BULLET)) {
		add(out, (struct pm_squashed){
				 .start = line,
				 .subject = line + strlen(BULLET),
				 .len = len - strlen(BULLET) });
	}
	if (out->list && len == strlen(BEHIND) && starts(line, len, BEHIND))
		add(out, (struct pm_squashed){ .start = line });
	if (!out->list &&
	    (out->nr > before || starts(line, len, BY_GIT_MERGE)))
		out->list = line;
}

/* What a subject says it reverts: its quoted end, and the word that has to
 * stand before that there. */
static bool reverted(const struct pm_squashed *one, const char **word,
		     const char **rest, size_t *len)
{
	static const char *const says[] = { REVERT, REAPPLY };
	static const char *const of[] = { "", REVERT };

	for (size_t i = 0; one->subject && i < 2; i++) {
		size_t before = strlen(says[i]);

		if (!starts(one->subject, one->len, says[i]) ||
		    one->len < before + 2 ||
		    one->subject[one->len - 1] != '"')
			continue;
		*word = of[i];
		*rest = one->subject + before;
		/* 'Revert "x"' ends in its quote, x alone does not. */
		*len = one->len - before - (*of[i] ? 0 : 1);
		return true;
	}
	return false;
}

static void undo_one(struct pm_squash *squash, const struct pm_squashed *by)
{
	const char *word, *rest;
	size_t len;

	if (by->is_undone || !reverted(by, &word, &rest, &len))
		return;
	for (size_t i = 0; i < squash->nr; i++) {
		struct pm_squashed *one = &squash->item[i];

		if (one != by && one->subject && !one->is_undone &&
		    one->len == strlen(word) + len &&
		    starts(one->subject, one->len, word) &&
		    !strncmp(one->subject + strlen(word), rest, len)) {
			one->is_undone = true;
			return;
		}
	}
}

/* What reverts is longer than what it reverts: so the reverts of reverts come
 * first. */
static int by_length(const void *a, const void *b)
{
	const struct pm_squashed *x = *(const struct pm_squashed *const *)a;
	const struct pm_squashed *y = *(const struct pm_squashed *const *)b;

	return (x->len < y->len) - (x->len > y->len);
}

static void undo(struct pm_squash *squash)
{
	const struct pm_squashed **order;

	if (squash->nr < 2 || squash->nr > PM_MAX_SQUASHED)
		return;
	order = pm_xmalloc(squash->nr * sizeof(*order));
	for (size_t i = 0; i < squash->nr; i++)
		order[i] = &squash->item[i];
	qsort(order, squash->nr, sizeof(*order), by_length);
	for (size_t i = 0; i < squash->nr; i++)
		undo_one(squash, order[i]);
	free(order);
}

void pm_squash_read(struct pm_squash *out, const char *message)
{
	bool begins = true;
	const char *line;

	*out = (struct pm_squash){ 0 };
	for (line = message; *line; line += *line == '\n') {
		const char *end = line + strcspn(line, "\n");
		size_t len = (size_t)(end - line);

		while (len && isspace((unsigned char)line[len - 1]))
			len--;
		if (len && begins)
			look_at(out, line, len);
		begins = !len;
		line = end;
	}
	out->list = out->list ? out->list : line;
	undo(out);
}

/* The message in whose part of the list something stands, or NULL. */
static const struct pm_squashed *holding(const struct pm_squash *squash,
					 const char *at)
{
	size_t low = 0, high = squash->nr;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (squash->item[middle].start <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &squash->item[low - 1] : NULL;
}

bool pm_squash_is_undone(const struct pm_squash *squash, const char *at)
{
	const struct pm_squashed *in = holding(squash, at);

	return in && in->is_undone;
}

bool pm_squash_is_subject(const struct pm_squash *squash, const char *ptr,
			  const char *end)
{
	const struct pm_squashed *in = holding(squash, ptr);

	return in && in->has_head && in->subject >= ptr && in->subject < end;
}

void pm_squash_release(struct pm_squash *squash)
{
	free(squash->item);
	*squash = (struct pm_squash){ 0 };
}
