/* SPDX-License-Identifier: MIT */
#include "report/likeness.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/map.h"
#include "base/text.h"

/* In what many items of work share they must not look alike. */
static const char *const little[] = {
	"a",	"an",	"and",	"are",	"as",	"at",	"be",	"by",
	"can",	"do",	"for",	"from",	"has",	"have",	"if",	"in",
	"into", "is",	"it",	"its",	"more", "not",	"of",	"on",
	"or",	"our",	"should", "so", "that", "the",	"their", "them",
	"there", "this", "to",	"was",	"we",	"were", "when", "will",
	"with", "without",
};

struct word {
	size_t frequency; /* in how many lines it stands */
	size_t *line;	  /* those so far that look for their like by it */
	size_t nr;
	size_t alloc;
};

struct bag {
	char *normal;
	size_t *word; /* the rarest first */
	size_t nr;
	size_t same; /* the line before it with this normal form */
	size_t tried; /* for which line it was last compared */
};

struct likeness {
	const struct pm_line *line;
	struct bag *bag;
	struct pm_map known; /* words */
	struct word *word;
	size_t words;
	size_t word_alloc;
	struct pm_map normal; /* to an index into `last` */
	size_t *last;	      /* the latest line of that normal form */
	size_t lasts;
};

static bool is_little(const char *word)
{
	for (size_t i = 0; i < sizeof(little) / sizeof(*little); i++) {
		if (!strcmp(little[i], word))
			return true;
	}
	return false;
}

static size_t find_word(struct likeness *l, const char *text)
{
	size_t i = l->words;

	if (pm_map_add(&l->known, text, l->words, &i)) {
		PM_GROW(l->word, l->words, l->word_alloc);
		l->word[l->words++] = (struct word){ 0 };
	}
	return i;
}

static bool has_word(const struct bag *bag, size_t word)
{
	for (size_t i = 0; i < bag->nr; i++) {
		if (bag->word[i] == word)
			return true;
	}
	return false;
}

/* More words than that are an essay, which is like no other. */
#define MOST_WORDS 64

static size_t count_words(const char *normal)
{
	size_t nr = 1;

	for (; *normal && nr < MOST_WORDS; normal++)
		nr += *normal == ' ';
	return nr;
}

static void fill(struct likeness *l, struct bag *bag, const char *text,
		 struct pm_arena *arena)
{
	char *rest, *word;

	bag->tried = PM_UNLIKE;
	bag->same = PM_UNLIKE;
	bag->normal = pm_text_normal(text, strlen(text));
	rest = pm_arena_strdup(arena, bag->normal);
	bag->word = pm_arena_alloc(arena, count_words(rest) *
						  sizeof(*bag->word));
	while ((word = strsep(&rest, " ")) && bag->nr < MOST_WORDS) {
		size_t i;

		if (!*word || is_little(word))
			continue;
		i = find_word(l, word);
		if (has_word(bag, i))
			continue;
		bag->word[bag->nr++] = i;
		l->word[i].frequency++;
	}
}

static int by_rarity(const void *a, const void *b, void *payload)
{
	const struct likeness *l = payload;
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	if (l->word[x].frequency != l->word[y].frequency)
		return l->word[x].frequency < l->word[y].frequency ? -1 : 1;
	return (x > y) - (x < y);
}

/* How many words stand in both, of two bags in the same order. */
static size_t count_common(struct likeness *l, const struct bag *a,
			   const struct bag *b)
{
	size_t common = 0, i = 0, k = 0;

	while (i < a->nr && k < b->nr) {
		int order = by_rarity(&a->word[i], &b->word[k], l);

		common += !order;
		i += order <= 0;
		k += order >= 0;
	}
	return common;
}

/* Of 1000; 0 when they are not near-identical. */
static unsigned compare(struct likeness *l, const struct bag *a,
			const struct bag *b)
{
	size_t common, all;

	if (b->nr < PM_ALIKE_WORDS || 100 * b->nr < PM_ALIKE_PERCENT * a->nr ||
	    100 * a->nr < PM_ALIKE_PERCENT * b->nr)
		return 0;
	common = count_common(l, a, b);
	all = a->nr + b->nr - common;
	if (100 * common < PM_ALIKE_PERCENT * all)
		return 0;
	return (unsigned)(1000 * common / all);
}

/*
 * Two bags with so much in common share one of their rarest words: when all
 * of those were missing in the other, what is left would be too little. So
 * only these are looked up.
 */
static size_t count_telling(const struct bag *bag)
{
	return bag->nr - (bag->nr * PM_ALIKE_PERCENT + 99) / 100 + 1;
}

static size_t find_equal(struct likeness *l, size_t i)
{
	struct bag *bag = &l->bag[i];
	size_t at, before;

	if (!*bag->normal)
		return PM_UNLIKE;
	if (pm_map_add(&l->normal, bag->normal, l->lasts, &at))
		at = l->lasts++;
	else
		bag->same = l->last[at];
	l->last[at] = i;
	before = bag->same;
	for (size_t n = 0; before != PM_UNLIKE && n < PM_ALIKE_TRIES; n++) {
		if (l->line[before].group != l->line[i].group)
			return before;
		before = l->bag[before].same;
	}
	return PM_UNLIKE;
}

static size_t find_near(struct likeness *l, size_t i)
{
	struct bag *bag = &l->bag[i];
	size_t found = PM_UNLIKE;
	unsigned best = 0;

	if (bag->nr < PM_ALIKE_WORDS)
		return PM_UNLIKE;
	for (size_t w = 0; w < count_telling(bag); w++) {
		const struct word *word = &l->word[bag->word[w]];

		for (size_t n = 0; n < word->nr && n < PM_ALIKE_TRIES; n++) {
			size_t other = word->line[word->nr - 1 - n];
			unsigned like;

			if (l->bag[other].tried == i ||
			    l->line[other].group == l->line[i].group)
				continue;
			l->bag[other].tried = i;
			like = compare(l, bag, &l->bag[other]);
			if (like < best || !like ||
			    (like == best && other < found))
				continue;
			best = like;
			found = other;
		}
	}
	return found;
}

static void enter(struct likeness *l, size_t i)
{
	const struct bag *bag = &l->bag[i];

	if (bag->nr < PM_ALIKE_WORDS)
		return;
	for (size_t w = 0; w < count_telling(bag); w++) {
		struct word *word = &l->word[bag->word[w]];

		PM_GROW(word->line, word->nr, word->alloc);
		word->line[word->nr++] = i;
	}
}

static void release(struct likeness *l, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		free(l->bag[i].normal);
	for (size_t i = 0; i < l->words; i++)
		free(l->word[i].line);
	free(l->bag);
	free(l->word);
	free(l->last);
	pm_map_release(&l->known);
	pm_map_release(&l->normal);
}

void pm_likeness_find(size_t *like, const struct pm_line *line, size_t nr)
{
	struct likeness l = { .line = line };
	struct pm_arena arena = { 0 };

	l.bag = pm_xcalloc(nr + 1, sizeof(*l.bag));
	l.last = pm_xcalloc(nr + 1, sizeof(*l.last));
	for (size_t i = 0; i < nr; i++)
		fill(&l, &l.bag[i], line[i].text, &arena);
	for (size_t i = 0; i < nr; i++) {
		if (l.bag[i].nr)
			qsort_r(l.bag[i].word, l.bag[i].nr,
				sizeof(*l.bag[i].word), by_rarity, &l);
	}
	for (size_t i = 0; i < nr; i++) {
		like[i] = find_equal(&l, i);
		if (like[i] == PM_UNLIKE)
			like[i] = find_near(&l, i);
		enter(&l, i);
	}
	release(&l, nr);
	pm_arena_release(&arena);
}
