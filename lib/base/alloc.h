/* SPDX-License-Identifier: MIT */
#ifndef PM_ALLOC_H
#define PM_ALLOC_H

#include <stdarg.h>
#include <stddef.h>

/*
 * Memory. When there is none left these report to standard error and exit
 * 128: the one exception to "lib never exits", as in git and tmux, because
 * a test for every allocation would be a branch that nobody can reach. Who
 * calls a library that allocates for itself, and hears that it could not,
 * calls pm_no_memory(): a document is never at fault for it.
 */
_Noreturn void pm_no_memory(void);
/* What is done before that, with some memory that was put aside; NULL: nothing
 * any more. Of the main thread alone. */
void pm_before_no_memory(void (*last)(void *payload), void *payload);
void *pm_xmalloc(size_t size);
void *pm_xcalloc(size_t nr, size_t size);
void *pm_xrealloc(void *ptr, size_t size);
char *pm_xstrdup(const char *s);
char *pm_xstrndup(const char *s, size_t len);

/* Make room for item number `nr` (0-based) in a growing array. */
#define PM_GROW(array, nr, alloc)                                           \
	do {                                                                \
		if ((nr) >= (alloc)) {                                      \
			(alloc) = (alloc) ? (alloc) * 2 : 16;               \
			(array) = pm_xrealloc((array),                      \
					      (alloc) * sizeof(*(array)));  \
		}                                                           \
	} while (0)

/*
 * An arena: many small things that live and die together. What it hands out
 * is aligned for any type, zeroed, and freed only as a whole. Start it as
 * { 0 }. Two threads must not share one; pm_arena_absorb() joins them after.
 */
struct pm_arena {
	struct pm_arena_block *block;
};

void *pm_arena_alloc(struct pm_arena *arena, size_t size);
/* `ptr` (NULL, or `old` bytes) with room for `size`, which is not less. What
 * comes behind the old bytes is not zeroed. */
void *pm_arena_realloc(struct pm_arena *arena, void *ptr, size_t old,
		       size_t size);
char *pm_arena_strdup(struct pm_arena *arena, const char *s);
char *pm_arena_strndup(struct pm_arena *arena, const char *s, size_t len);
char *pm_arena_printf(struct pm_arena *arena, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
char *pm_arena_vprintf(struct pm_arena *arena, const char *fmt, va_list ap);
/* Take over everything that `from` holds; `from` is empty afterwards. */
void pm_arena_absorb(struct pm_arena *arena, struct pm_arena *from);
void pm_arena_release(struct pm_arena *arena);

#endif
