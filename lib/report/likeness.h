/* SPDX-License-Identifier: MIT */
#ifndef PM_LIKENESS_H
#define PM_LIKENESS_H

#include <stddef.h>

/*
 * Which lines of text say nearly the same as an earlier one.
 *
 * Two lines are near-identical when their normal forms (pm_text_normal) are
 * equal, or when at least PM_ALIKE_PERCENT of the words that either has are
 * in both and each has PM_ALIKE_WORDS words or more. Little words of English
 * ("the", "for") do not count, nor do words that stand twice.
 */
#define PM_ALIKE_PERCENT 75
#define PM_ALIKE_WORDS 3

/*
 * However many lines share a word, a line is compared with at most so many
 * earlier ones through each of its words, the nearest to it, so that a hundred
 * thousand lines about "the database" take seconds and not hours.
 */
#define PM_ALIKE_TRIES 200

#define PM_UNLIKE ((size_t)-1)

struct pm_line {
	const char *text;
	size_t group; /* lines of one group are not compared */
};

/*
 * For each line, in order, the earlier line of another group that is most
 * like it, of several the latest; PM_UNLIKE when there is none.
 */
void pm_likeness_find(size_t *like, const struct pm_line *line, size_t nr);

#endif
