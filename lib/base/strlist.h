/* SPDX-License-Identifier: MIT */
#ifndef PM_STRLIST_H
#define PM_STRLIST_H

#include <stdbool.h>
#include <stddef.h>

/* A list of strings that it owns. Start it as { 0 }. item[nr] is NULL once
 * anything was added, so `item` may serve as an argv. */
struct pm_strlist {
	char **item;
	size_t nr;
	size_t alloc;
};

void pm_strlist_add(struct pm_strlist *list, const char *s);
void pm_strlist_addn(struct pm_strlist *list, const char *s, size_t len);
void pm_strlist_addf(struct pm_strlist *list, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* Add each of a NULL-terminated array. */
void pm_strlist_add_all(struct pm_strlist *list, const char *const *s);
/* Split at any of `separators`, trim blanks, leave out empty pieces. */
void pm_strlist_split(struct pm_strlist *list, const char *s,
		      const char *separators);
bool pm_strlist_has(const struct pm_strlist *list, const char *s);
/* Sort by bytes and drop what stands twice. */
void pm_strlist_sort_unique(struct pm_strlist *list);
/* Binary search in a sorted list. */
bool pm_strlist_sorted_has(const struct pm_strlist *list, const char *s);
void pm_strlist_clear(struct pm_strlist *list);
void pm_strlist_release(struct pm_strlist *list);

#endif
