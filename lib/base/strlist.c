/* SPDX-License-Identifier: MIT */
#include "base/strlist.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"

/* Takes `s` over. */
static void add_owned(struct pm_strlist *list, char *s)
{
	/* One more than asked for: the NULL behind the last. */
	PM_GROW(list->item, list->nr + 1, list->alloc);
	list->item[list->nr++] = s;
	list->item[list->nr] = NULL;
}

void pm_strlist_add(struct pm_strlist *list, const char *s)
{
	add_owned(list, pm_xstrdup(s));
}

void pm_strlist_addn(struct pm_strlist *list, const char *s, size_t len)
{
	add_owned(list, pm_xstrndup(s, len));
}

void pm_strlist_addf(struct pm_strlist *list, const char *fmt, ...)
{
	struct pm_buf buf = { 0 };
	va_list ap;

	va_start(ap, fmt);
	pm_buf_vaddf(&buf, fmt, ap);
	va_end(ap);
	add_owned(list, pm_buf_detach(&buf));
}

void pm_strlist_add_all(struct pm_strlist *list, const char *const *s)
{
	for (; *s; s++)
		pm_strlist_add(list, *s);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

void pm_strlist_split(struct pm_strlist *list, const char *s,
		      const char *separators)
{
	for (;;) {
		size_t len = strcspn(s, separators);
		const char *start = s;
		const char *end = s + len;

		while (start < end && is_blank(*start))
			start++;
		while (end > start && is_blank(end[-1]))
			end--;
		if (end > start)
			pm_strlist_addn(list, start, (size_t)(end - start));
		if (!s[len])
			return;
		s += len + 1;
	}
}

bool pm_strlist_has(const struct pm_strlist *list, const char *s)
{
	for (size_t i = 0; i < list->nr; i++)
		if (!strcmp(list->item[i], s))
			return true;
	return false;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void pm_strlist_sort_unique(struct pm_strlist *list)
{
	size_t kept = 0;

	if (list->nr < 2)
		return;
	qsort(list->item, list->nr, sizeof(*list->item), by_bytes);
	for (size_t i = 0; i < list->nr; i++) {
		if (kept && !strcmp(list->item[kept - 1], list->item[i]))
			free(list->item[i]);
		else
			list->item[kept++] = list->item[i];
	}
	list->nr = kept;
	list->item[kept] = NULL;
}

bool pm_strlist_sorted_has(const struct pm_strlist *list, const char *s)
{
	return list->nr && bsearch(&s, list->item, list->nr,
				   sizeof(*list->item), by_bytes);
}

void pm_strlist_clear(struct pm_strlist *list)
{
	for (size_t i = 0; i < list->nr; i++)
		free(list->item[i]);
	list->nr = 0;
	if (list->item)
		list->item[0] = NULL;
}

void pm_strlist_release(struct pm_strlist *list)
{
	pm_strlist_clear(list);
	free(list->item);
	list->item = NULL;
	list->alloc = 0;
}
