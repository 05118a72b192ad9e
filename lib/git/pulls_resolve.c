/* SPDX-License-Identifier: MIT */
#include "git/pulls.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "git/plumbing.h"
#include "git/process.h"

#define FORMAT "--format=%H%x00%P%x00%B"
#define NONE SIZE_MAX
/* Most are reverted soon, and what is new to the index is little: not all of
 * the log has to be put in order for that. */
#define SOON (60 * 24 * 60 * 60)
#define BITS 64

/* What several reverts may have in common. */
enum key {
	BY_COMMIT,
	BY_NUMBER,
	BY_TITLE,
	KEYS,
};

/* One revert of a number. */
struct named {
	struct pm_claim *claim;
	size_t next[KEYS]; /* another one with the same key, or NONE */
	const char *found; /* by its number */
	const char *titled; /* by its title */
};

/*
 * Children come before their parents. Each commit ahead that leads to a revert
 * has a mask of those that it leads to: a bit for each one that is still to be
 * found.
 */
struct walk {
	struct pm_arena arena;
	struct named *item;
	size_t nr, left;
	struct pm_map by[KEYS];
	struct pm_map ahead; /* from a commit to its slot */
	uint64_t *mask;	     /* of each slot, `words` of them */
	size_t slots, alloc, words;
	size_t *spare;
	size_t spares, spare_alloc;
};

static bool is_unresolved(const struct pm_claim *claim)
{
	return claim->kind == PM_CLAIM_REVERTS &&
	       (*claim->value == '#' || *claim->value == '!');
}

static void add_key(struct walk *w, size_t nr, enum key key, const char *text)
{
	struct named *n = &w->item[nr];

	n->next[key] = NONE;
	if (*text && !pm_map_add(&w->by[key], text, nr, &n->next[key])) {
		size_t second = n->next[key];

		/* The first one stays the head of the chain. */
		n->next[key] = w->item[second].next[key];
		w->item[second].next[key] = nr;
	}
}

static void collect(struct walk *w, struct pm_claims *claims)
{
	w->item = pm_xmalloc((claims->nr + 1) * sizeof(*w->item));
	for (size_t i = 0; i < claims->nr; i++) {
		struct pm_claim *claim = &claims->item[i];
		size_t len = strcspn(claim->value, "\n");

		if (!is_unresolved(claim))
			continue;
		w->item[w->nr] = (struct named){ .claim = claim };
		add_key(w, w->nr, BY_COMMIT, claim->commit);
		add_key(w, w->nr, BY_NUMBER,
			pm_arena_strndup(&w->arena, claim->value, len));
		add_key(w, w->nr, BY_TITLE,
			claim->value + len + (claim->value[len] == '\n'));
		w->nr++;
	}
	w->left = w->nr;
	w->words = (w->nr + BITS - 1) / BITS;
}

static uint64_t *mask_of(const struct walk *w, size_t slot)
{
	return w->mask + slot * w->words;
}

static size_t new_slot(struct walk *w)
{
	size_t slot;

	if (w->spares) {
		slot = w->spare[--w->spares];
	} else {
		slot = w->slots++;
		if (w->slots > w->alloc) {
			w->alloc = w->alloc ? w->alloc * 2 : 16;
			w->mask = pm_xrealloc(w->mask,
					      w->alloc * w->words *
						      sizeof(*w->mask));
		}
	}
	memset(mask_of(w, slot), 0, w->words * sizeof(*w->mask));
	return slot;
}

static bool is_empty(const struct walk *w, size_t slot)
{
	const uint64_t *mask = mask_of(w, slot);

	for (size_t i = 0; i < w->words; i++)
		if (mask[i])
			return false;
	return true;
}

/* All with that key whose history the commit is in. */
static void match(struct walk *w, size_t slot, enum key key, const char *text,
		  const char *value)
{
	size_t at;

	if (!pm_map_get(&w->by[key], text, &at))
		return;
	for (; at != NONE; at = w->item[at].next[key]) {
		uint64_t *mask = &mask_of(w, slot)[at / BITS];
		uint64_t bit = (uint64_t)1 << at % BITS;
		struct named *n = &w->item[at];

		if (!(*mask & bit) || n->found)
			continue;
		if (key == BY_TITLE) {
			n->titled = n->titled ? n->titled : value;
			continue;
		}
		n->found = value;
		w->left--;
	}
}

/* Of a merge also the side that a revert goes back to. */
static const char *value_of(struct walk *w, const char *id,
			    const char *parents)
{
	return strchr(parents, ' ') ?
		       pm_arena_printf(&w->arena, "%s %.*s", id,
				       (int)strcspn(parents, " "), parents) :
		       pm_arena_strdup(&w->arena, id);
}

static void look_at(struct walk *w, size_t slot, const char *id,
		    const char *parents, const char *message)
{
	struct pm_strlist numbers = { 0 };
	char *subject = pm_xstrndup(message, strcspn(message, "\n"));
	const char *value = value_of(w, id, parents);

	pm_pull_numbers(&numbers, message);
	for (size_t i = 0; i < numbers.nr; i++)
		match(w, slot, BY_NUMBER, numbers.item[i], value);
	match(w, slot, BY_TITLE, subject, value);
	pm_strlist_release(&numbers);
	free(subject);
}

static void pass_on(struct walk *w, size_t slot, const char *parents)
{
	while (*parents) {
		size_t len = strcspn(parents, " "), to;
		char *id = pm_arena_strndup(&w->arena, parents, len);

		if (!pm_map_get(&w->ahead, id, &to)) {
			to = new_slot(w);
			pm_map_add(&w->ahead, id, to, NULL);
		}
		for (size_t i = 0; i < w->words; i++)
			mask_of(w, to)[i] |= mask_of(w, slot)[i];
		parents += len + (parents[len] == ' ');
	}
}

static void drop_found(struct walk *w, size_t slot)
{
	for (size_t i = 0; i < w->nr; i++)
		if (w->item[i].found)
			mask_of(w, slot)[i / BITS] &=
				~((uint64_t)1 << i % BITS);
}

static void step(struct walk *w, const char *id, const char *parents,
		 const char *message)
{
	size_t slot = NONE, at = NONE, left = w->left;

	if (pm_map_get(&w->ahead, id, &slot) && !is_empty(w, slot))
		look_at(w, slot, id, parents, message);
	if (left != w->left)
		drop_found(w, slot);
	pm_map_get(&w->by[BY_COMMIT], id, &at);
	if (at != NONE && slot == NONE)
		slot = new_slot(w);
	for (; at != NONE; at = w->item[at].next[BY_COMMIT])
		mask_of(w, slot)[at / BITS] |= (uint64_t)1 << at % BITS;
	if (slot == NONE)
		return;
	if (!is_empty(w, slot))
		pass_on(w, slot, parents);
	PM_GROW(w->spare, w->spares, w->spare_alloc);
	w->spare[w->spares++] = slot;
}

static int read_log(struct walk *w, struct pm_stream *stream,
		    struct pm_error *err)
{
	int code = PM_OK;
	char *text;

	while (code >= 0 && w->left &&
	       (text = pm_stream_next(stream, '\0', NULL))) {
		char *id = pm_xstrdup(text), *parents;

		text = pm_stream_next(stream, '\0', NULL);
		parents = text ? pm_xstrdup(text) : NULL;
		text = parents ? pm_stream_next(stream, '\0', NULL) : NULL;
		if (!text || !pm_is_oid(id))
			code = pm_fail(err, PM_ERROR, "cannot understand what "
				       "'git log' printed");
		else
			step(w, id, parents, text);
		free(id);
		free(parents);
	}
	return code;
}

static int find(struct walk *w, const char *const *tip, const char *since,
		struct pm_error *err)
{
	static const char *const words[] = {
		"git", "log", "-s", "-z", "--topo-order", "--no-notes",
		"--no-show-signature", "--no-decorate", "--no-mailmap",
		"--encoding=UTF-8", "--ignore-missing", FORMAT, NULL
	};
	struct pm_strlist argv = { 0 };
	struct pm_run run = { .env = pm_git_env_for_all };
	struct pm_stream *stream = NULL;
	int code, closed;

	pm_strlist_add_all(&argv, words);
	if (since)
		pm_strlist_addf(&argv, "--since=%s", since);
	pm_strlist_add_all(&argv, tip);
	pm_strlist_add(&argv, "--");
	run.argv = (const char *const *)argv.item;
	code = pm_stream_open(&stream, &run, err);
	if (code >= 0) {
		code = read_log(w, stream, err);
		closed = pm_stream_close(stream, code < 0 ?
				&(struct pm_error){ 0 } : err);
		code = code < 0 ? code : closed;
	}
	pm_strlist_release(&argv);
	return code;
}

/* Those that were not found stay as they are. */
static void settle(struct pm_arena *arena, const struct walk *w, bool by_title)
{
	for (size_t i = 0; i < w->nr; i++) {
		const struct named *n = &w->item[i];
		const char *value = n->found  ? n->found :
				    by_title ? n->titled : NULL;

		if (value)
			n->claim->value = pm_arena_strdup(arena, value);
	}
}

static int resolve(struct pm_claims *claims, struct pm_arena *arena,
		   const char *const *tip, const char *since, bool by_title,
		   struct pm_error *err)
{
	struct walk w = { 0 };
	int code = PM_OK;

	collect(&w, claims);
	if (w.nr)
		code = find(&w, tip, since, err);
	if (w.nr && code >= 0)
		settle(arena, &w, by_title);
	for (int i = 0; i < KEYS; i++)
		pm_map_release(&w.by[i]);
	pm_map_release(&w.ahead);
	pm_arena_release(&w.arena);
	free(w.item);
	free(w.mask);
	free(w.spare);
	return code;
}

/* The moment before which there is no need to look at first, or 0. */
static int64_t soon(const struct pm_claims *claims)
{
	int64_t oldest = INT64_MAX, newest = 0;

	for (size_t i = 0; i < claims->nr; i++) {
		const struct pm_claim *claim = &claims->item[i];

		if (!is_unresolved(claim))
			continue;
		oldest = claim->time < oldest ? claim->time : oldest;
		newest = claim->time > newest ? claim->time : newest;
	}
	return newest - SOON <= oldest && oldest > SOON ? oldest - SOON : 0;
}

static void drop_unresolved(struct pm_claims *claims)
{
	size_t kept = 0;

	for (size_t i = 0; i < claims->nr; i++)
		if (!is_unresolved(&claims->item[i]))
			claims->item[kept++] = claims->item[i];
	claims->nr = kept;
}

int pm_pulls_resolve(struct pm_claims *claims, struct pm_arena *arena,
		     const char *const *tip, const char *since,
		     struct pm_error *err)
{
	int64_t first = since ? 0 : soon(claims);
	char *from;
	int code = PM_OK;

	if (first > 0) {
		from = pm_arena_printf(arena, "@%lld", (long long)first);
		code = resolve(claims, arena, tip, from, false, err);
	}
	if (code >= 0)
		code = resolve(claims, arena, tip, since, true, err);
	if (code >= 0)
		drop_unresolved(claims);
	return code;
}
