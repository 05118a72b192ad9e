/* SPDX-License-Identifier: MIT */
#include "snapshot/pair.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool same_file(const struct pm_record *a, const struct pm_record *b)
{
	return a->oid && b->oid && !strcmp(a->oid, b->oid);
}

const struct pm_record *pm_item_before(const struct pm_postmortem *before,
				       const struct pm_postmortem *after,
				       const struct pm_record *now)
{
	const struct pm_record *old =
		pm_postmortem_action(before, pm_record_name(now));

	for (size_t i = 0; !old && i < before->actions; i++) {
		const struct pm_record *item = &before->action[i];

		if (!pm_postmortem_action(after, pm_record_name(item)) &&
		    (!strcasecmp(pm_record_name(item), pm_record_name(now)) ||
		     same_file(item, now) ||
		     pm_record_is_same(item, now, true)))
			old = item;
	}
	return old;
}

/* --- from one post-mortem to another --- */

/* The next line that is not blank; NULL at the end. */
static const char *next_line(const char **at, size_t *len)
{
	*at += strspn(*at, "\r\n");
	*len = strcspn(*at, "\r\n");
	*at += *len;
	return *len ? *at - *len : NULL;
}

static bool has_line(const char *text, const char *line, size_t len)
{
	const char *one;
	size_t one_len;

	while ((one = next_line(&text, &one_len)))
		if (one_len == len && !memcmp(one, line, len))
			return true;
	return false;
}

static size_t count_lines(const char *text)
{
	size_t nr = 0, len;

	while (next_line(&text, &len))
		nr++;
	return nr;
}

/* Of two items of one name: some hundred lines at most, and few such pairs. */
static bool mostly_same(const struct pm_record *before,
			const struct pm_record *after)
{
	const char *at = before->text, *line;
	size_t shared = 0, len, all, more;

	if (!before->text || !after->text ||
	    strcmp(pm_record_name(before), pm_record_name(after)))
		return false;
	while ((line = next_line(&at, &len)))
		shared += has_line(after->text, line, len);
	all = count_lines(before->text);
	more = count_lines(after->text);
	return 2 * shared > (all > more ? all : more);
}

enum likeness {
	BY_TEXT,
	BY_TITLE,
	BY_LINES,
};

static bool is_like(const struct pm_record *before,
		    const struct pm_record *after, enum likeness how)
{
	if (how == BY_LINES)
		return mostly_same(before, after);
	return pm_record_is_same(before, after, how == BY_TITLE);
}

static bool is_gone(const struct pm_pair *pair, const struct pm_record *old)
{
	if (pair->after && pm_postmortem_action(pair->after,
						pm_record_name(old)))
		return false;
	for (size_t i = 0; pair->after && i < pair->after->actions; i++)
		if (pm_item_before(pair->before, pair->after,
				   &pair->after->action[i]) == old)
			return false;
	return true;
}

static bool is_new(const struct pm_pair *pair, const struct pm_record *now)
{
	return !pair->before || !pm_item_before(pair->before, pair->after, now);
}

static void add(struct pm_item_moves *list, struct pm_record *before,
		struct pm_record *after)
{
	PM_GROW(list->item, list->nr, list->alloc);
	list->item[list->nr++] = (struct pm_item_move){ before, after };
}

static void match(struct pm_item_moves *out, struct pm_item_moves *gone,
		  struct pm_item_moves *new, enum likeness how)
{
	for (size_t n = 0; n < new->nr; n++) {
		struct pm_record *after = new->item[n].after;

		for (size_t g = 0; after && g < gone->nr; g++) {
			struct pm_record *before = gone->item[g].before;

			if (!before || !is_like(before, after, how))
				continue;
			add(out, before, after);
			new->item[n].after = after = NULL;
			gone->item[g].before = NULL;
		}
	}
}

void pm_pairs_item_moves(struct pm_item_moves *out, const struct pm_pairs *pairs)
{
	struct pm_item_moves gone = { 0 }, new = { 0 };

	for (size_t p = 0; p < pairs->nr; p++) {
		const struct pm_pair *pair = &pairs->item[p];

		for (size_t i = 0; pair->before && i < pair->before->actions;
		     i++)
			if (is_gone(pair, &pair->before->action[i]))
				add(&gone, &pair->before->action[i], NULL);
	}
	for (size_t p = 0; gone.nr && p < pairs->nr; p++) {
		const struct pm_pair *pair = &pairs->item[p];

		for (size_t i = 0; pair->after && i < pair->after->actions; i++)
			if (is_new(pair, &pair->after->action[i]))
				add(&new, NULL, &pair->after->action[i]);
	}
	match(out, &gone, &new, BY_TEXT);
	match(out, &gone, &new, BY_TITLE);
	match(out, &gone, &new, BY_LINES);
	pm_item_moves_release(&gone);
	pm_item_moves_release(&new);
}

struct pm_record *pm_item_moves_before(const struct pm_item_moves *moves,
					const struct pm_record *after)
{
	for (size_t i = 0; moves && i < moves->nr; i++)
		if (moves->item[i].after == after)
			return moves->item[i].before;
	return NULL;
}

struct pm_record *pm_item_moves_after(const struct pm_item_moves *moves,
				       const struct pm_record *before)
{
	for (size_t i = 0; moves && i < moves->nr; i++)
		if (moves->item[i].before == before)
			return moves->item[i].after;
	return NULL;
}

void pm_item_moves_release(struct pm_item_moves *moves)
{
	free(moves->item);
	memset(moves, 0, sizeof(*moves));
}
