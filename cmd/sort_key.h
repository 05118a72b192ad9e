/* SPDX-License-Identifier: MIT */
#ifndef CMD_SORT_KEY_H
#define CMD_SORT_KEY_H

/* By what a list is sorted: the rank, then the text without regard to case
 * (NULL comes last), then the id, which no two share. Borrowed. */
struct sort_key {
	long rank;
	const char *text;
	const char *id;
};

/* For qsort() over structs whose first member is a struct sort_key. */
int sort_key_compare(const void *a, const void *b);

#endif
